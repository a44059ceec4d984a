//! Reports about frames: glimpse, info, what is missing.

use polars::prelude::DataFrame;

use super::frame::{counted, frame_columns, grouped, table};
use super::html::{block, caption};
use super::settings;
use super::table::{Cell, Column, head_and_tail, one_line, to_html, to_text};
use crate::frame::{FrameInfo, Glimpse, GlimpseColumn, MissingReport, human_bytes};
use crate::runtime::{MimeBundle, RichDisplay};

/// Of a frame with more columns than this, the first and last are listed.
const MOST_LISTED: usize = 200;
const LISTED_IF_CUT: usize = 60;

/// One cell per column of the frame, with a gap where there are too many.
fn listed(count: usize, cell: impl Fn(usize) -> Cell) -> Vec<Cell> {
    let (head, tail) = head_and_tail(count, MOST_LISTED, LISTED_IF_CUT);
    let mut cells: Vec<Cell> = (0..head).map(&cell).collect();
    if head + tail < count {
        cells.push(Cell::Gap);
    }
    cells.extend((count - tail..count).map(cell));
    cells
}

impl RichDisplay for FrameInfo {
    fn rich_display(&self) -> MimeBundle {
        let texts = |write: &dyn Fn(usize) -> String| -> Vec<Cell> {
            listed(self.columns.len(), |place| Cell::of(&write(place)))
        };
        let column = |name: &str, right: bool, cells: Vec<Cell>| Column {
            name: name.to_owned(),
            kind: String::new(),
            right,
            cells,
        };
        let columns = [
            column("#", true, texts(&|place| place.to_string())),
            column("column", false, texts(&|place| self.columns[place].name.clone())),
            column("non-null", true, texts(&|place| grouped(self.columns[place].non_null))),
            column("nulls", true, texts(&|place| grouped(self.rows - self.columns[place].non_null))),
            column("dtype", false, texts(&|place| self.columns[place].dtype.clone())),
            column("memory", true, texts(&|place| human_bytes(self.columns[place].memory))),
        ];
        let shape = format!(
            "{} × {}, {}",
            counted(self.rows, "row", "rows"),
            counted(self.columns.len(), "column", "columns"),
            human_bytes(self.memory)
        );
        let dtypes: Vec<String> =
            self.dtypes().iter().map(|(dtype, count)| format!("{dtype} ({count})")).collect();
        let note = if dtypes.is_empty() { shape } else { format!("{shape}; {}", dtypes.join(", ")) };
        table(&columns, &note)
    }
}

impl RichDisplay for Glimpse {
    fn rich_display(&self) -> MimeBundle {
        let shape = format!(
            "{} × {}",
            counted(self.rows, "row", "rows"),
            counted(self.columns.len(), "column", "columns")
        );
        let texts = |write: fn(&GlimpseColumn) -> String| -> Vec<Cell> {
            listed(self.columns.len(), |place| Cell::of(&write(&self.columns[place])))
        };
        let names = texts(|column| column.name.clone());
        let dtypes = texts(|column| column.dtype.clone());
        let used = 6 + longest(&names) + longest(&dtypes);
        let room = settings::width().saturating_sub(used).max(20);
        let values = listed(self.columns.len(), |place| {
            Cell::Text(first_values(&self.columns[place], room, self.rows))
        });
        let column =
            |name: &str, cells| Column { name: name.to_owned(), kind: String::new(), right: false, cells };
        let columns = [column("column", names), column("dtype", dtypes), column("first values", values)];
        table(&columns, &shape)
    }
}

fn longest(cells: &[Cell]) -> usize {
    let length = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Cut { shown: text, .. } => text.chars().count(),
        _ => 0,
    };
    cells.iter().map(length).max().unwrap_or_default()
}

/// As many values as fit into `room` characters.
fn first_values(column: &GlimpseColumn, room: usize, rows: usize) -> String {
    let mut text = String::new();
    for (place, value) in column.values.iter().enumerate() {
        let value = one_line(value);
        let comma = if place > 0 { ", " } else { "" };
        if place > 0 && text.chars().count() + value.chars().count() + 5 > room {
            return format!("{text}, …");
        }
        text.push_str(comma);
        text.push_str(&value);
    }
    if column.values.len() < rows { format!("{text}, …") } else { text }
}

impl RichDisplay for MissingReport {
    fn rich_display(&self) -> MimeBundle {
        let note = if self.cells == 0 {
            format!("nothing is missing in {}", counted(self.rows, "row", "rows"))
        } else {
            format!(
                "{} missing in {} of {} ({:.1} %)",
                counted(self.cells, "value", "values"),
                grouped(self.rows_affected),
                counted(self.rows, "row", "rows"),
                100.0 * self.rows_affected as f64 / self.rows.max(1) as f64
            )
        };
        let columns = without_kinds(&self.table);
        let text = format!("{note}\n\n{}", to_text(&columns, settings::width()));
        MimeBundle::text(text).html(block(&format!("{}{}", caption(&note), to_html(&columns))))
    }
}

fn without_kinds(df: &DataFrame) -> Vec<Column> {
    let most = settings::max_rows().unwrap_or(usize::MAX);
    let mut columns = frame_columns(df, most, settings::min_rows());
    for column in &mut columns {
        column.kind.clear();
    }
    columns
}
