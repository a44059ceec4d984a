//! Reports of cleaning: what was converted, what was changed.

use super::frame::frame_columns;
use super::html::{block, caption};
use super::table::{Cell, Column, head_and_tail, one_line, to_html, to_text};
use crate::frame::{CleaningReport, ColumnChange, ConversionReport, Converted};
use crate::runtime::{MimeBundle, RichDisplay};

const MOST_ROWS: usize = 40;
const ROWS_IF_CUT: usize = 20;
const TEXT_WIDTH: usize = 110;

impl RichDisplay for Converted {
    fn rich_display(&self) -> MimeBundle {
        self.report.rich_display()
    }
}

impl RichDisplay for ConversionReport {
    fn rich_display(&self) -> MimeBundle {
        let title = match self.n_unconverted() {
            0 => format!("all read as {}", self.kind),
            1 => format!("1 value could not be read as {}", self.kind),
            bad => format!("{bad} values could not be read as {}", self.kind),
        };
        let list = self.unconverted();
        let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        let kinds = self.columns.iter().map(|column| arrow(&column.from, &column.to)).collect();
        let count = |value: fn(&_) -> usize| self.columns.iter().map(value).collect::<Vec<usize>>();
        let overview = vec![
            texts("column", names),
            texts("type", kinds),
            counts("read", &count(|column: &crate::frame::ColumnConversion| column.known)),
            counts("missing", &count(|column| column.missing)),
            counts("not read", &count(|column| column.bad)),
        ];
        let mut tables = vec![(title, overview)];
        if !list.is_empty() {
            let bad = self.to_frame().map(|df| frame_columns(&df, MOST_ROWS, ROWS_IF_CUT));
            tables.push(("not read:".to_owned(), bad.unwrap_or_default()));
        }
        bundle(&tables)
    }
}

impl RichDisplay for CleaningReport {
    fn rich_display(&self) -> MimeBundle {
        let mut title = format!("{} → {} rows", self.rows_before, self.rows_after);
        for (what, names) in [("added", &self.added), ("dropped", &self.dropped)] {
            if !names.is_empty() {
                title.push_str(&format!("; {what}: {}", names.join(", ")));
            }
        }
        let differing: Vec<&ColumnChange> = self.columns.iter().filter(|column| column.differs()).collect();
        let same = self.columns.len() - differing.len();
        if same > 0 {
            title.push_str(&format!("; {same} {} unchanged", if same == 1 { "column" } else { "columns" }));
        }
        let column =
            |value: fn(&ColumnChange) -> String| differing.iter().map(|change| value(change)).collect();
        let table = vec![
            texts("column", column(|change| change.name.clone())),
            texts("type", column(|change| arrow(&change.dtype_before, &change.dtype_after))),
            texts(
                "missing",
                column(|change| arrow(&change.missing_before.to_string(), &change.missing_after.to_string())),
            ),
            texts(
                "values changed",
                column(|change| change.changed.map_or("—".to_owned(), |count| count.to_string())),
            ),
        ];
        bundle(&[(title, if differing.is_empty() { Vec::new() } else { table })])
    }
}

/// "a → b", or only one if they are the same.
fn arrow(before: &str, after: &str) -> String {
    if before == after { before.to_owned() } else { format!("{before} → {after}") }
}

fn texts(name: &str, values: Vec<String>) -> Column {
    let (head, tail) = head_and_tail(values.len(), MOST_ROWS, ROWS_IF_CUT);
    let cell = |text: &String| Cell::Text(one_line(text));
    let mut cells: Vec<Cell> = values[..head].iter().map(cell).collect();
    if tail > 0 {
        cells.push(Cell::Gap);
        cells.extend(values[values.len() - tail..].iter().map(cell));
    }
    Column { name: name.to_owned(), kind: String::new(), right: false, cells }
}

fn counts(name: &str, values: &[usize]) -> Column {
    let texts = texts(name, values.iter().map(ToString::to_string).collect());
    Column { right: true, ..texts }
}

/// Titled tables one below the other.
fn bundle(tables: &[(String, Vec<Column>)]) -> MimeBundle {
    let (mut text, mut html) = (String::new(), String::new());
    for (title, columns) in tables {
        let title = one_long_line(title);
        text.push_str(&format!("{title}\n"));
        html.push_str(&caption(&title));
        if !columns.is_empty() {
            text.push_str(&to_text(columns, TEXT_WIDTH));
            html.push_str(&to_html(columns));
        }
    }
    MimeBundle::text(text).html(block(&html))
}

fn one_long_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}
