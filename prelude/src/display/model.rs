//! Models: name, parameters, and what came out of the fit.

use super::html::{block, caption, escape};
use super::number::FloatFormat;
use super::table::{Cell, Column, head_and_tail, to_html, to_text};
use crate::model::{Summary, SummaryTable};
use crate::runtime::{MimeBundle, RichDisplay};

const MOST_ROWS: usize = 40;
const ROWS_IF_CUT: usize = 20;
const MOST_COLUMNS: usize = 16;
const TEXT_WIDTH: usize = 110;

/// Shows whatever has a summary by it.
macro_rules! rich_models {
    ($($model:ty),* $(,)?) => {$(
        impl crate::runtime::RichDisplay for $model {
            fn rich_display(&self) -> crate::runtime::MimeBundle {
                crate::model::Summarize::summary(self).rich_display()
            }
        }
    )*};
}
pub(super) use rich_models;
rich_models!(crate::model::Model, crate::model::FittedModel);

impl RichDisplay for Summary {
    fn rich_display(&self) -> MimeBundle {
        MimeBundle::text(text(self)).html(html(self))
    }
}

fn parameters(summary: &Summary) -> String {
    let pairs: Vec<String> =
        summary.parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    pairs.join(", ")
}

fn text(summary: &Summary) -> String {
    let mut text = format!("{}({})\n{}\n", summary.title, parameters(summary), summary.subtitle);
    for (name, value) in &summary.results {
        text.push_str(&format!("{name}: {value}\n"));
    }
    for table in &summary.tables {
        text.push('\n');
        if !table.caption.is_empty() {
            text.push_str(&format!("{}\n", table.caption));
        }
        text.push_str(&to_text(&columns(table), TEXT_WIDTH));
    }
    for note in &summary.notes {
        text.push_str(&format!("\nNote: {note}\n"));
    }
    text
}

fn html(summary: &Summary) -> String {
    let mut html = format!(
        "<div><b>{}</b> <span class=\"s\">{}</span></div>{}",
        escape(&summary.title),
        escape(&parameters(summary)),
        caption(&summary.subtitle)
    );
    for (name, value) in &summary.results {
        html.push_str(&format!("<div><span class=\"s\">{}:</span> {}</div>", escape(name), escape(value)));
    }
    for table in &summary.tables {
        if !table.caption.is_empty() {
            html.push_str(&caption(&table.caption));
        }
        html.push_str(&to_html(&columns(table)));
    }
    for note in &summary.notes {
        html.push_str(&format!("<div class=\"w\">{}</div>", escape(note)));
    }
    block(&html)
}

fn columns(table: &SummaryTable) -> Vec<Column> {
    let (first, last) = head_and_tail(table.rows.len(), MOST_ROWS, ROWS_IF_CUT);
    let shown: Vec<&(String, Vec<f64>)> =
        table.rows[..first].iter().chain(&table.rows[table.rows.len() - last..]).collect();
    let with_gap = |mut cells: Vec<Cell>| {
        if last > 0 {
            cells.insert(first, Cell::Gap);
        }
        cells
    };
    let names = shown.iter().map(|(name, _)| Cell::Text(name.clone())).collect();
    let mut columns =
        vec![Column { name: String::new(), kind: String::new(), right: false, cells: with_gap(names) }];
    let (left, right) = head_and_tail(table.columns.len(), MOST_COLUMNS, MOST_COLUMNS);
    let count = table.columns.len();
    for place in (0..left).chain(count - right..count) {
        if right > 0 && place == count - right {
            columns.push(Column::gap(columns[0].cells.len()));
        }
        let values: Vec<f64> =
            shown.iter().map(|(_, values)| values.get(place).copied().unwrap_or(f64::NAN)).collect();
        let cells = with_gap(write(&values));
        columns.push(Column { name: table.columns[place].clone(), kind: String::new(), right: true, cells });
    }
    columns
}

/// Whole numbers as such (counts), others with common decimals.
fn write(values: &[f64]) -> Vec<Cell> {
    let whole = values.iter().all(|value| value.fract() == 0.0 && value.abs() < 1e15);
    let format = FloatFormat::of(values);
    values
        .iter()
        .map(|value| Cell::Text(if whole { format!("{value:.0}") } else { format.write(*value) }))
        .collect()
}
