//! The page: a chart's title, its code, and its picture in both themes.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Drawn, as_image, description};
use crate::notebook::html::code_block;

const STYLE: &str = include_str!("gallery.css");
/// Nothing may be loaded or run but what is in the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

pub(super) fn page(drawn: &[Drawn]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Charts of Ferrolab" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Charts of Ferrolab" }
                    p { "Every kind, in the light and the dark theme, with the code that drew it." }
                }
                nav { @for (index, one) in drawn.iter().enumerate() {
                    a href={ "#chart-" (index) } { (one.chart.title) } " "
                } }
                main { @for (index, one) in drawn.iter().enumerate() { (section(index, one)) "\n" } }
                footer { "Made with Ferrolab " (env!("CARGO_PKG_VERSION")) }
            }
        }
    }
}

fn section(index: usize, one: &Drawn) -> Markup {
    let said = description(&one.light);
    html! {
        section id={ "chart-" (index) } {
            h2 { (one.chart.title) }
            (code_block(one.chart.code))
            div.pictures {
                img.light src=(as_image(&one.light)) alt=(said);
                img.dark src=(as_image(&one.dark)) alt=(said);
            }
        }
    }
}
