//! Looking at frames and arrays: the numbers are pandas', the tables read well, and nothing that
//! comes from data becomes markup.

mod axes;
mod bad_frames;
mod numbers;
mod pictures;
mod settings;
mod tables;

use expect_test::Expect;
use ferrolab_prelude::prelude::*;

pub(crate) fn text(value: &impl RichDisplay) -> String {
    value.rich_display().get("text/plain").unwrap().to_owned()
}

pub(crate) fn html(value: &impl RichDisplay) -> String {
    value.rich_display().get("text/html").unwrap().to_owned()
}

#[track_caller]
fn check(value: &impl RichDisplay, expected: &Expect) {
    check_well_formed(&html(value));
    expected.assert_eq(&text(value));
}

/// Every tag is closed, in order, but those that have no end; attributes are quoted.
#[track_caller]
fn check_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let body = html.split_once("</style>").map_or(html, |(_, body)| body);
    for part in body.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("unclosed: {part}"));
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else if !tag.ends_with('/') && tag != "br" {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
