//! The first page of a site: the notebooks in their order, in the words of their first cells.

use std::time::Duration;

use maud::{Markup, html};

use super::introduction::Introduction;
use super::{Site, generator, seconds};

pub(super) fn overview(site: &Site, took: &[Duration]) -> Markup {
    let count = site.names.len();
    let notebooks = site.names.iter().zip(&site.introductions).zip(took);
    html! {
        main.overview {
            h1 { (site.title) }
            p.sum { (count) " notebooks, executed in " (seconds(took.iter().sum())) }
            ol.cards {
                @for (index, ((name, introduction), took)) in notebooks.enumerate() {
                    (card(&number(name, index), name, introduction, *took))
                }
            }
            footer { "Made with " (generator()) }
        }
    }
}

/// Notebooks are often numbered by their names, with gaps for those to come.
fn number(name: &str, index: usize) -> String {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { (index + 1).to_string() } else { digits }
}

fn card(number: &str, name: &str, introduction: &Introduction, took: Duration) -> Markup {
    html! {
        li {
            span.number { (number) }
            h2 { a href={ (name) ".html" } { (introduction.title) } }
            @if let Some(question) = &introduction.question { p.question { (question) } }
            @if let Some(lead) = &introduction.lead { p { (lead) } }
            p.facts { code { (name) ".ipynb" } " · " (seconds(took)) }
        }
    }
}
