//! Descriptions of data sets.

use super::html::{block, caption, escape};
use super::table::{Cell, Column, to_html, to_text};
use crate::datasets::About;
use crate::runtime::{MimeBundle, RichDisplay};

const TEXT_WIDTH: usize = 110;

impl RichDisplay for About {
    fn rich_display(&self) -> MimeBundle {
        let facts = [
            ("target", self.target),
            ("source", self.source),
            ("licence", self.licence),
            ("citation", self.citation),
        ];
        let columns = [
            column("column", self.columns.iter().map(|(name, _)| *name)),
            column("what it is", self.columns.iter().map(|(_, meaning)| *meaning)),
        ];
        let mut text = format!("{} (datasets::{})\n{}\n", self.title, self.name, self.size);
        let mut html = format!(
            "<div><b>{}</b> <span class=\"s\">datasets::{}</span></div>{}",
            escape(self.title),
            escape(self.name),
            caption(self.size)
        );
        for (name, value) in facts {
            text.push_str(&format!("{name}: {value}\n"));
            html.push_str(&format!("<div><span class=\"s\">{name}:</span> {}</div>", escape(value)));
        }
        text.push_str(&format!("\n{}", to_text(&columns, TEXT_WIDTH)));
        html.push_str(&to_html(&columns));
        MimeBundle::text(text).html(block(&html))
    }
}

fn column<'a>(name: &str, cells: impl Iterator<Item = &'a str>) -> Column {
    Column {
        name: name.to_owned(),
        kind: String::new(),
        right: false,
        cells: cells.map(|cell| Cell::Text(cell.to_owned())).collect(),
    }
}
