//! Descriptions of data sets, and stories with their truth.

use polars::prelude::DataFrame;

use super::frame::frame_columns;
use super::html::{block, caption, escape};
use super::table::{Cell, Column, to_html, to_text};
use crate::datasets::{About, SensorFaults, ShopOrders, Story, Truth};
use crate::runtime::{MimeBundle, RichDisplay};

const TEXT_WIDTH: usize = 110;
const ROWS: usize = 6;
const PARAMETERS: usize = 40;

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

impl RichDisplay for Story {
    fn rich_display(&self) -> MimeBundle {
        told("Story", &[("frame", &self.frame)], &self.truth)
    }
}

impl RichDisplay for SensorFaults {
    fn rich_display(&self) -> MimeBundle {
        told("SensorFaults", &[("frame", &self.frame), ("faults", &self.faults)], &self.truth)
    }
}

impl RichDisplay for ShopOrders {
    fn rich_display(&self) -> MimeBundle {
        let frames = [("orders", &self.orders), ("customers", &self.customers), ("products", &self.products)];
        told("ShopOrders", &frames, &self.truth)
    }
}

impl RichDisplay for Truth {
    fn rich_display(&self) -> MimeBundle {
        told("Truth", &[("rows", &self.rows)], self)
    }
}

/// The first and last rows of the frames, then the model and its parameters.
fn told(title: &str, frames: &[(&str, &DataFrame)], truth: &Truth) -> MimeBundle {
    let mut text = format!("{title}\n");
    let mut html = format!("<div><b>{}</b></div>", escape(title));
    let mut add = |heading: &str, df: &DataFrame, rows: usize| {
        let columns = frame_columns(df, rows, rows);
        text.push_str(&format!("\n{heading}\n{}", to_text(&columns, TEXT_WIDTH)));
        html.push_str(&format!("{}{}", caption(heading), to_html(&columns)));
    };
    for (name, df) in frames {
        add(&format!("{name}: {} × {}", df.height(), df.width()), df, ROWS);
    }
    add(&format!("truth: {}", truth.model), &truth.parameters, PARAMETERS);
    MimeBundle::text(text).html(block(&html))
}
