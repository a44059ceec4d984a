//! Queries that have not run: their plan, drawn. Expressions: their formula.

use polars::prelude::{Expr, LazyFrame};

use super::html::{block, caption, escape};
use super::plan::to_svg;
use crate::frame::QueryPlan;
use crate::runtime::{MimeBundle, RichDisplay};

const HINT: &str = "A LazyFrame holds a query that has not run: `.collect()?` runs it.";

impl RichDisplay for LazyFrame {
    fn rich_display(&self) -> MimeBundle {
        match QueryPlan::of(self) {
            Ok(plan) => show(&plan, HINT),
            Err(error) => {
                let message = format!("this query cannot run: {error}");
                let html = format!("<pre>{}</pre>", escape(&message));
                MimeBundle::text(message).html(block(&html))
            }
        }
    }
}

impl RichDisplay for QueryPlan {
    fn rich_display(&self) -> MimeBundle {
        show(self, "")
    }
}

fn show(plan: &QueryPlan, hint: &str) -> MimeBundle {
    let changed = plan.written != plan.optimized;
    let mut html = String::new();
    let mut text = plan.optimized.to_text();
    if changed {
        html.push_str(&caption("as it will run"));
    }
    html.push_str(&to_svg(&plan.optimized));
    if changed {
        let written = format!(
            "<details><summary class=\"s\">as it was written</summary>{}</details>",
            to_svg(&plan.written)
        );
        html.push_str(&written);
        text = format!("As it will run:\n{text}\nAs it was written:\n{}", plan.written.to_text());
    }
    html.push_str(&format!(
        "<details><summary class=\"s\">as text</summary><pre>{}</pre></details>",
        escape(&text)
    ));
    if !hint.is_empty() {
        html.push_str(&caption(hint));
        text.push_str(&format!("\n{hint}\n"));
    }
    MimeBundle::text(text).html(block(&html))
}

impl RichDisplay for Expr {
    fn rich_display(&self) -> MimeBundle {
        let text = self.to_string();
        let html = block(&format!("<pre>{}</pre>", escape(&text)));
        MimeBundle::text(text).html(html)
    }
}
