//! Code with its words coloured. Of the many scopes that a grammar tells apart only those are kept
//! that a reader can tell apart too; the page's style decides on their colours, once for light and
//! once for dark.

use std::sync::LazyLock;

use maud::{Markup, PreEscaped, html};
use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::ansi::escape;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Which scope has which class; the innermost scope that is listed decides.
static CLASSES: LazyLock<Vec<(Scope, Option<&'static str>)>> = LazyLock::new(|| {
    let listed = [
        ("comment", Some("c")),
        ("string", Some("s")),
        ("constant.character", Some("n")),
        ("constant.numeric", Some("n")),
        ("constant.language", Some("n")),
        // Angle brackets and arrows would be as loud as keywords.
        ("keyword.operator", None),
        ("keyword", Some("k")),
        ("storage", Some("k")),
        ("entity.name.function", Some("f")),
        ("support.function", Some("f")),
        ("support.macro", Some("m")),
        ("entity.name.type", Some("t")),
        ("entity.name.struct", Some("t")),
        ("entity.name.enum", Some("t")),
        ("entity.name.impl", Some("t")),
        ("entity.name.trait", Some("t")),
        ("entity.name.tag", Some("k")),
        ("support.type", Some("t")),
        ("entity.name.lifetime", Some("n")),
        ("storage.modifier.lifetime", Some("n")),
        ("variable.annotation", Some("a")),
        ("meta.annotation", Some("a")),
        ("variable.language", Some("k")),
    ];
    listed.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect()
});

/// A block of code in a language, by its name or its file extension; unknown ones stay plain.
pub(super) fn block(code: &str, language: &str) -> Markup {
    let code = code.strip_suffix('\n').unwrap_or(code);
    html! { pre.source { code { (PreEscaped(spans(code, language))) } } }
}

fn spans(code: &str, language: &str) -> String {
    let mut html = Html::default();
    // `rust,no_run` and `{.rust}` name Rust too.
    let name = language.trim_start_matches(['{', '.']).split([',', ' ', '}']).next().unwrap_or_default();
    match SYNTAXES.find_syntax_by_token(name) {
        Some(syntax) => colour(&mut html, code, syntax, name.eq_ignore_ascii_case("rust")),
        None => html.push(code, None),
    }
    html.finish()
}

fn colour(html: &mut Html, code: &str, syntax: &SyntaxReference, is_cell_language: bool) {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    for line in LinesWithEndings::from(code) {
        if is_cell_language && is_command(line) {
            html.push(line, Some("a"));
            continue;
        }
        // A line that the grammar cannot follow is shown plain; the next may be fine.
        let Ok(operations) = state.parse_line(line, &SYNTAXES) else {
            html.push(line, None);
            continue;
        };
        for (text, operation) in ScopeRegionIterator::new(&operations, line) {
            if stack.apply(operation).is_err() {
                stack = ScopeStack::new();
            }
            match class_of(&stack) {
                None if is_cell_language => push_types(html, text),
                class => html.push(text, class),
            }
        }
    }
}

/// In Rust a capital letter tells a type or a variant, which the grammar leaves to a compiler.
fn push_types(html: &mut Html, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let is_word = rest.starts_with(is_word_character);
        let end = rest.find(|c| is_word_character(c) != is_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let is_type = piece.starts_with(char::is_uppercase);
        html.push(piece, is_type.then_some("t"));
        rest = after;
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Kernel commands (`:dep serde`) and shell lines (`!ls`) are no Rust.
fn is_command(line: &str) -> bool {
    let follows = |start: char| {
        line.strip_prefix(start).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    follows(':') || follows('!')
}

fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        CLASSES.iter().find(|(listed, _)| listed.is_prefix_of(*scope)).map(|(_, class)| *class)
    })?
}

/// Spans, of which neighbours of the same class are one.
#[derive(Default)]
struct Html {
    text: String,
    open: Option<&'static str>,
}

impl Html {
    fn push(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        // Blank text looks the same in any class, so it never starts or ends a span.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.text.push_str("<span class=\"");
                self.text.push_str(class);
                self.text.push_str("\">");
            }
            self.open = class;
        }
        escape(&mut self.text, text);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.text.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(code: &str, language: &str, expected: &Expect) {
        expected.assert_eq(&spans(code, language));
    }

    #[test]
    fn rust_has_its_words_told_apart() {
        check(
            "// two\nlet x: Vec<f64> = vec![1.5, \"a<b\".len() as f64];\n#[derive(Debug)]\npub fn f(x: &str) -> bool { true }",
            "rust",
            &expect![[r#"
                <span class="c">// two
                </span><span class="k">let </span>x: <span class="t">Vec</span>&lt;<span class="k">f64</span>&gt; = <span class="m">vec!</span>[<span class="n">1.5</span>, <span class="s">&quot;a&lt;b&quot;</span>.<span class="f">len</span>() as <span class="k">f64</span>];
                <span class="a">#[derive(Debug)]
                </span><span class="k">pub fn </span><span class="f">f</span>(x: &amp;<span class="k">str</span>) -&gt; <span class="k">bool </span>{ <span class="n">true </span>}"#]],
        );
    }

    #[test]
    fn commands_are_marked_and_do_not_disturb_what_follows() {
        check(
            ":dep serde = \"1\"\n!ls 'x\nlet x = 1;",
            "rust",
            &expect![[r#"
            <span class="a">:dep serde = &quot;1&quot;
            !ls &#39;x
            </span><span class="k">let </span>x = <span class="n">1</span>;"#]],
        );
    }

    #[test]
    fn an_unknown_language_is_plain_and_escaped() {
        check("a < b && \"c\"", "no-such-language", &expect![[r#"a &lt; b &amp;&amp; &quot;c&quot;"#]]);
    }

    #[test]
    fn attributes_of_a_fence_are_no_part_of_the_language() {
        assert_eq!(spans("let x", "rust,no_run"), spans("let x", "rust"));
        assert_eq!(spans("let x", "{.rust .hl}"), spans("let x", "rust"));
    }
}
