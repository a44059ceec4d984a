//! The table of contents: every heading of the notebook's text, with an anchor of its own.

use std::collections::HashSet;

use maud::{Markup, html};

/// Headings below this level are in the text only.
const DEEPEST: u8 = 3;
/// With fewer headings than this a table of contents is only in the way.
const FEWEST: usize = 3;

#[derive(Debug, PartialEq, Eq)]
struct Heading {
    level: u8,
    text: String,
    id: String,
}

#[derive(Debug, Default)]
pub struct Contents {
    headings: Vec<Heading>,
    ids: HashSet<String>,
}

impl Contents {
    /// Notes a heading and returns its anchor.
    pub fn add(&mut self, level: u8, text: &str) -> String {
        let slug = slug(text);
        let mut id = slug.clone();
        let mut number = 1;
        while !self.ids.insert(id.clone()) {
            number += 1;
            id = format!("{slug}-{number}");
        }
        self.headings.push(Heading { level, text: text.trim().to_owned(), id: id.clone() });
        id
    }

    /// The notebook's own title: its first heading of the first level.
    pub fn title(&self) -> Option<&str> {
        self.headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.as_str())
    }

    /// Beside the text, on screens that are wide enough.
    pub fn sidebar(&self) -> Markup {
        html! { @if self.is_useful() { nav.sidebar aria-label="Contents" { (self.list()) } } }
    }

    /// Above the text, folded, on screens that are not.
    pub fn fold(&self) -> Markup {
        html! { @if self.is_useful() { details.contents { summary { "Contents" } (self.list()) } } }
    }

    fn is_useful(&self) -> bool {
        self.shown().count() >= FEWEST
    }

    fn shown(&self) -> impl Iterator<Item = &Heading> {
        self.headings.iter().filter(|heading| heading.level <= DEEPEST)
    }

    fn list(&self) -> Markup {
        html! {
            ol {
                @for heading in self.shown() {
                    li class={ "level-" (heading.level) } { a href={ "#" (heading.id) } { (heading.text) } }
                }
            }
        }
    }
}

/// GitHub's way: letters and digits in lower case, spaces as hyphens, the rest left out.
fn slug(text: &str) -> String {
    let kept = text.trim().chars().filter_map(|character| match character {
        ' ' | '-' => Some('-'),
        '_' => Some('_'),
        other if other.is_alphanumeric() => Some(other),
        _ => None,
    });
    let slug: String = kept.flat_map(char::to_lowercase).collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_and_distinct() {
        let mut contents = Contents::default();
        let ids = ["Fit a line", "Fit a line", "Übung 2: `x`!", "***"].map(|text| contents.add(2, text));
        assert_eq!(ids, ["fit-a-line", "fit-a-line-2", "übung-2-x", "section"]);
    }

    #[test]
    fn the_title_is_the_first_heading_of_the_first_level() {
        let mut contents = Contents::default();
        contents.add(2, "Before");
        assert_eq!(contents.title(), None);
        contents.add(1, " Tour ");
        contents.add(1, "Later");
        assert_eq!(contents.title(), Some("Tour"));
    }

    #[test]
    fn a_short_notebook_has_no_table() {
        let mut contents = Contents::default();
        contents.add(1, "A");
        contents.add(2, "B");
        contents.add(4, "deep");
        assert_eq!(contents.fold().into_string(), "");
        contents.add(3, "C <");
        let list = r##"<li class="level-3"><a href="#c-">C &lt;</a></li>"##;
        assert!(contents.fold().into_string().contains(list));
    }
}
