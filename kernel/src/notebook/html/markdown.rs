//! Markdown cells as HTML: CommonMark with tables, footnotes, strikethrough, task lists and
//! formulas, as Jupyter has it; headings get anchors, code blocks their colours.

use math_core::MathDisplay;
use maud::{Markup, PreEscaped};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use serde_json::Map;

use crate::notebook::model::Cell;

use super::Surroundings;
use super::contents::Contents;
use super::raw_html::RawHtml;
use super::{highlight, image, math};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH);

/// A Markdown cell and what its text may refer to.
pub(super) struct MarkdownCell<'a> {
    pub(super) index: usize,
    pub(super) cell: Cell<'a>,
    pub(super) surroundings: Surroundings<'a>,
}

pub(super) fn render(cell: &MarkdownCell<'_>, contents: &mut Contents) -> Markup {
    to_html(&cell.cell.source(), cell, Some(contents))
}

/// Markdown that a cell has put out: as its text, but no part of the table of contents.
pub(super) fn render_output(source: &str) -> Markup {
    let nothing = Map::new();
    let cell = MarkdownCell { index: 0, cell: Cell::of(&nothing), surroundings: Surroundings::default() };
    to_html(source, &cell, None)
}

fn to_html(source: &str, cell: &MarkdownCell<'_>, contents: Option<&mut Contents>) -> Markup {
    let events: Vec<Event<'_>> = Parser::new_ext(source, OPTIONS).collect();
    let mut renderer = Renderer {
        cell,
        contents,
        raw: RawHtml::default(),
        html: Vec::new(),
        code: None,
        pictures: Vec::new(),
    };
    for (at, event) in events.iter().enumerate() {
        renderer.event(event.clone(), &events[at + 1..]);
    }
    let open = renderer.raw.close_all();
    let mut html = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, renderer.html.into_iter());
    Markup::from(PreEscaped(html + &open))
}

/// Goes through the parser's events and replaces those that the library would write otherwise.
struct Renderer<'a, 'e> {
    cell: &'a MarkdownCell<'a>,
    contents: Option<&'a mut Contents>,
    raw: RawHtml,
    html: Vec<Event<'e>>,
    /// Language and text of the code block that is being read.
    code: Option<(String, String)>,
    /// For each picture around this place whether it is shown; of one that is not, its text is.
    pictures: Vec<bool>,
}

impl<'e> Renderer<'_, 'e> {
    fn event(&mut self, event: Event<'e>, following: &[Event<'e>]) {
        if self.code.is_some() {
            self.code_block(&event);
            return;
        }
        let replaced = match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = if let CodeBlockKind::Fenced(language) = kind {
                    language.to_string()
                } else {
                    String::new()
                };
                self.code = Some((language, String::new()));
                return;
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let address = image::picture(&dest_url, self.cell.cell, self.cell.surroundings.folder);
                self.pictures.push(address.is_some());
                match address {
                    Some(address) => {
                        Event::Start(Tag::Image { link_type, dest_url: address.into(), title, id })
                    }
                    None => Event::InlineHtml("<em class=\"missing\">".into()),
                }
            }
            Event::End(TagEnd::Image) if self.pictures.pop() == Some(false) => {
                Event::InlineHtml("</em>".into())
            }
            Event::Start(tag) => Event::Start(self.tag(tag, following)),
            Event::Html(html) => Event::Html(self.raw.filter(&html).into()),
            Event::InlineHtml(html) => Event::InlineHtml(self.raw.filter(&html).into()),
            Event::InlineMath(latex) => Event::InlineHtml(math::render(&latex, MathDisplay::Inline).into()),
            Event::DisplayMath(latex) => Event::InlineHtml(math::render(&latex, MathDisplay::Block).into()),
            Event::FootnoteReference(name) => Event::FootnoteReference(self.footnote(&name)),
            other => other,
        };
        self.html.push(replaced);
    }

    /// Collects a code block's text, and writes it when it is complete.
    fn code_block(&mut self, event: &Event<'e>) {
        match (event, self.code.take()) {
            (Event::Text(piece), Some((language, text))) => self.code = Some((language, text + piece)),
            (Event::End(TagEnd::CodeBlock), Some((language, text))) => {
                let block = highlight::block(&text, &language).into_string();
                self.html.push(Event::Html(block.into()));
            }
            (_, code) => self.code = code,
        }
    }

    fn tag(&mut self, tag: Tag<'e>, following: &[Event<'e>]) -> Tag<'e> {
        match tag {
            Tag::Heading { level, classes, .. } => {
                let text = heading_text(following);
                let id = self.contents.as_mut().map(|contents| contents.add(level as u8, &text).into());
                Tag::Heading { level, id, classes, attrs: Vec::new() }
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let link = image::link(&dest_url, self.cell.surroundings.pages);
                let dest_url = link.map_or(CowStr::Borrowed("#"), CowStr::from);
                Tag::Link { link_type, dest_url, title, id }
            }
            Tag::FootnoteDefinition(name) => Tag::FootnoteDefinition(self.footnote(&name)),
            other => other,
        }
    }

    /// Footnotes of two cells may have the same name.
    fn footnote(&self, name: &str) -> CowStr<'e> {
        format!("note-{}-{name}", self.cell.index).into()
    }
}

/// A piece of a Markdown text without its marks.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        text: String,
        /// All of it is emphasised.
        stands_out: bool,
    },
    /// Of a list, a table, a block of code.
    Other(String),
}

/// The words of a text, for whoever wants to find or to quote them.
pub fn pieces(source: &str) -> Vec<Piece> {
    let events: Vec<Event<'_>> = Parser::new_ext(source, OPTIONS).collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(event) = events.get(at) {
        let following = &events[at + 1..];
        let (piece, length) = match event {
            Event::Start(Tag::Heading { level, .. }) => (
                Some(Piece::Heading { level: *level as u8, text: heading_text(following) }),
                end_of(following),
            ),
            Event::Start(Tag::Paragraph) => (Some(paragraph(following)), end_of(following)),
            other => (text_of(other).map(|text| Piece::Other(text.to_owned())), 0),
        };
        pieces.extend(piece);
        at += 1 + length;
    }
    pieces
}

fn paragraph(following: &[Event<'_>]) -> Piece {
    let content = &following[..end_of(following)];
    let opens = matches!(content.first(), Some(Event::Start(Tag::Strong | Tag::Emphasis)));
    // The emphasis that opens the paragraph ends only where it ends.
    let stands_out = opens && end_of(&content[1..]) + 2 == content.len();
    Piece::Paragraph { text: content.iter().filter_map(text_of).collect(), stands_out }
}

/// How many events are inside of what has just begun.
fn end_of(following: &[Event<'_>]) -> usize {
    let mut open = 1;
    let end = following.iter().position(|event| {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            _ => {}
        }
        open == 0
    });
    end.unwrap_or(following.len())
}

/// The text of the heading whose content begins here.
fn heading_text(following: &[Event<'_>]) -> String {
    following
        .iter()
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(text_of)
        .collect()
}

fn text_of<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::InlineHtml(text) => {
            Some(text.as_ref())
        }
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
