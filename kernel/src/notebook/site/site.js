// The two things on a site's pages that move: the theme, and the search. Without this script, pages
// follow the system's theme and are read in order.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  // --- Theme: the system's, until the reader chooses the other one.

  const KEY = "ferrolab-theme";
  // A browser may refuse to store anything for pages that are files; then a choice is for one page.
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (theme) => {
    try { theme ? localStorage.setItem(KEY, theme) : localStorage.removeItem(KEY); } catch { /* as above */ }
  };
  const ofSystem = () => (system.matches ? "dark" : "light");
  const isChoice = (theme) => (theme === "light" || theme === "dark") && theme !== ofSystem();

  let chosen = null;
  const choose = (theme) => {
    chosen = isChoice(theme) ? theme : null;
    if (chosen) root.dataset.theme = chosen; else delete root.dataset.theme;
    paintCharts();
  };

  // Charts are pictures, and pictures ask the system for its theme, not the page. So the question in
  // them is replaced by the answer.
  const PREFIX = "data:image/svg+xml;base64,";
  const originals = new WeakMap();
  const paintCharts = () => {
    for (const picture of document.querySelectorAll(`img[src^="${PREFIX}"]`)) {
      if (!chosen && !originals.has(picture)) continue;
      const original = originals.get(picture) ?? picture.src;
      originals.set(picture, original);
      if (!chosen) { picture.src = original; continue; }
      const answer = chosen === "dark" ? "all" : "not all";
      const drawn = atob(original.slice(PREFIX.length));
      picture.src = PREFIX + btoa(drawn.replaceAll("@media (prefers-color-scheme: dark)", `@media ${answer}`));
    }
  };

  const prepareTheme = () => {
    const button = document.querySelector("header.site .theme");
    button.hidden = false;
    button.addEventListener("click", () => {
      choose((chosen ?? ofSystem()) === "dark" ? "light" : "dark");
      store(chosen);
    });
    system.addEventListener("change", () => choose(stored()));
    addEventListener("storage", () => choose(stored()));
  };

  // --- Search: all words must occur in a section or in the title of its page.

  const MOST = 20;
  const AROUND = 60;

  const readSections = () => {
    const pages = JSON.parse(document.getElementById("search-data").textContent);
    return pages.flatMap(({ address, title, sections }) => sections.map(({ anchor, heading, text }) => ({
      address: anchor ? `${address}#${anchor}` : address,
      title, heading, text,
      inTitle: title.toLowerCase(), inHeading: heading.toLowerCase(), inText: text.toLowerCase(),
    })));
  };

  // How well a section answers: a heading counts for more than its text; zero if a word is missing.
  const score = (section, words) => {
    let sum = 0;
    for (const word of words) {
      const found = section.inText.split(word, 6).length - 1;
      const worth = (section.inHeading.includes(word) ? 20 : 0) + (section.inTitle.includes(word) ? 3 : 0) + found;
      if (!worth) return 0;
      sum += worth;
    }
    return sum;
  };

  const search = (sections, words) => sections
    .map((section) => ({ section, score: score(section, words) }))
    .filter((found) => found.score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map((found) => found.section);

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  // The text around the first word that occurs, with all words marked.
  const excerpt = ({ text, inText }, words) => {
    const places = words.map((word) => inText.indexOf(word)).filter((place) => place >= 0);
    const first = places.length ? Math.min(...places) : 0;
    const from = first > AROUND ? text.indexOf(" ", first - AROUND) + 1 || first : 0;
    const most = text.slice(from, from + 3 * AROUND);
    const isCut = from + most.length < text.length;
    const shown = isCut ? most.slice(0, most.lastIndexOf(" ")) : most;
    return [from > 0 ? "… " : "", ...marked(shown, words), isCut ? " …" : ""];
  };

  const marked = (text, words) => {
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pieces = text.split(new RegExp(`(${escaped.join("|")})`, "i"));
    return pieces.map((piece, index) => (index % 2 ? element("mark", piece) : piece));
  };

  const result = (section, words) => {
    const { title, heading, address } = section;
    const name = heading && heading !== title
      ? element("strong", heading, " ", element("small", title))
      : element("strong", title);
    const link = element("a", name, ...excerpt(section, words));
    link.href = address;
    return element("li", link);
  };

  const prepareSearch = () => {
    const box = document.querySelector("header.site search");
    const input = box.querySelector("input");
    const list = box.querySelector("ol");
    let sections = null;
    const close = () => list.replaceChildren();
    const update = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (!words.length) return close();
      sections ??= readSections();
      const found = search(sections, words);
      if (found.length) return list.replaceChildren(...found.map((section) => result(section, words)));
      const nothing = element("li", "Nothing found");
      nothing.className = "nothing";
      list.replaceChildren(nothing);
    };
    input.addEventListener("input", update);
    input.addEventListener("focus", update);
    list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
    document.addEventListener("keydown", (event) => {
      const elsewhere = !event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && elsewhere && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.select();
      }
    });
    box.addEventListener("keydown", (event) => walk(event, input, list, close));
    box.hidden = false;
  };

  // Arrows go through what was found, Return opens the first, Escape closes.
  const walk = (event, input, list, close) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.key === "Escape") {
      close();
      input.blur();
    } else if (event.key === "Enter" && at === 0) {
      stops[1]?.click();
    } else if (stops[next]) {
      event.preventDefault();
      stops[next].focus();
    }
  };

  choose(stored());
  addEventListener("DOMContentLoaded", () => {
    paintCharts();
    prepareTheme();
    prepareSearch();
  });
})();
