//! HTML that stands in Markdown. Only `<details>` and `<summary>` are let through, without
//! attributes but `open`, and only balanced, so that a cell cannot reach out of its place in the
//! page; comments are left out; all else is shown as the text it is.

use super::ansi::escape;

/// Lets through what is allowed, for the text of one cell.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    open: Vec<&'static str>,
    /// Inside of a comment that a former piece opened.
    in_comment: bool,
}

impl RawHtml {
    /// The HTML of one piece; pieces of a cell come in order.
    pub(super) fn filter(&mut self, html: &str) -> String {
        let mut safe = String::with_capacity(html.len());
        let mut rest = html;
        while !rest.is_empty() {
            if self.in_comment {
                let end = rest.find("-->");
                self.in_comment = end.is_none();
                rest = end.map_or("", |end| &rest[end + 3..]);
            } else if let Some(after) = rest.strip_prefix("<!--") {
                self.in_comment = true;
                rest = after;
            } else if let Some((tag, after)) = allowed_tag(rest)
                && let Some(tag) = self.balanced(tag)
            {
                safe.push_str(tag);
                rest = after;
            } else {
                // At least one character, so that this comes to an end; then up to the next tag.
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let end = rest[first..].find('<').map_or(rest.len(), |next| first + next);
                escape_text(&mut safe, &rest[..end]);
                rest = &rest[end..];
            }
        }
        safe
    }

    /// What the cell left open.
    pub(super) fn close_all(&mut self) -> String {
        self.open.drain(..).rev().map(closing).collect()
    }

    /// The tag if it opens something or closes what was opened last.
    fn balanced(&mut self, tag: Tag) -> Option<&'static str> {
        match tag {
            Tag::Open { name, html } => {
                self.open.push(name);
                Some(html)
            }
            Tag::Close { name } if self.open.last() == Some(&name) => {
                self.open.pop();
                Some(closing(name))
            }
            Tag::Close { .. } => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Tag {
    Open { name: &'static str, html: &'static str },
    Close { name: &'static str },
}

fn closing(name: &'static str) -> &'static str {
    if name == "details" { "</details>" } else { "</summary>" }
}

/// The allowed tag that the text starts with, and what follows it.
fn allowed_tag(text: &str) -> Option<(Tag, &str)> {
    let (inside, after) = text.strip_prefix('<')?.split_once('>')?;
    let words: Vec<String> = inside.split_whitespace().map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let tag = match words.as_slice() {
        ["details"] => Tag::Open { name: "details", html: "<details>" },
        ["details", "open"] | ["details", "open=\"\""] => {
            Tag::Open { name: "details", html: "<details open>" }
        }
        ["summary"] => Tag::Open { name: "summary", html: "<summary>" },
        ["/details"] => Tag::Close { name: "details" },
        ["/summary"] => Tag::Close { name: "summary" },
        _ => return None,
    };
    Some((tag, after))
}

/// Escapes, but leaves character references such as `&nbsp;` and `&#8594;`, which are text.
fn escape_text(safe: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        escape(safe, &rest[..start]);
        let reference = &rest[start..];
        let end = reference.find(';').filter(|&end| (2..=32).contains(&end)).filter(|&end| {
            let name = reference[1..end].strip_prefix('#').unwrap_or(&reference[1..end]);
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        match end {
            Some(end) => safe.push_str(&reference[..=end]),
            None => safe.push_str("&amp;"),
        }
        rest = end.map_or(&reference[1..], |end| &reference[end + 1..]);
    }
    escape(safe, rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(html: &str) -> String {
        let mut filter = RawHtml::default();
        let safe = filter.filter(html);
        safe + &filter.close_all()
    }

    #[test]
    fn folds_are_let_through() {
        let html = "<details open>\n<summary>Solution &amp; hint</summary>\n</details>";
        assert_eq!(filter(html), html);
        assert_eq!(
            filter("<DETAILS ><Summary>x</summary></details >"),
            "<details><summary>x</summary></details>"
        );
    }

    #[test]
    fn everything_else_is_text() {
        let cases = [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
            ("<details ontoggle=alert(1)>", "&lt;details ontoggle=alert(1)&gt;"),
            ("<details open ontoggle=alert(1)>", "&lt;details open ontoggle=alert(1)&gt;"),
            ("<summary\n/onclick=x>", "&lt;summary\n/onclick=x&gt;"),
            ("<<details>", "&lt;<details></details>"),
            ("a & b &lt; c &bad &; &#x41;", "a &amp; b &lt; c &amp;bad &amp;; &#x41;"),
            ("<", "&lt;"),
            ("ä<ö", "ä&lt;ö"),
        ];
        for (html, safe) in cases {
            assert_eq!(filter(html), safe, "{html}");
        }
    }

    #[test]
    fn a_cell_stays_in_its_place() {
        assert_eq!(filter("</details></summary>"), "&lt;/details&gt;&lt;/summary&gt;");
        assert_eq!(filter("<details><summary>x"), "<details><summary>x</summary></details>");
        assert_eq!(
            filter("<details><summary></details>"),
            "<details><summary>&lt;/details&gt;</summary></details>"
        );
    }

    #[test]
    fn comments_are_left_out_also_across_pieces() {
        let mut raw = RawHtml::default();
        let pieces = ["a<!-- b\n", "c <script>\n", "d --> e<!---->f"].map(|piece| raw.filter(piece));
        assert_eq!(pieces.concat(), "a ef");
    }
}
