//! What a conversion did: column by column, with every text that could not be read.

use polars::prelude::{Column, DataFrame};

use crate::display::cell_text;
use crate::error::Result;

/// A frame after a conversion, and what the conversion did. Shows itself as a report.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The frame with the columns converted.
    pub frame: DataFrame,
    /// What was converted and what was not.
    pub report: ConversionReport,
}

/// One text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unconverted {
    pub row: usize,
    pub column: String,
    pub text: String,
}

/// What one column became.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct ColumnConversion {
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) known: usize,
    pub(crate) missing: usize,
    pub(crate) bad: usize,
}

/// What a conversion did to each column, and the texts that it could not read.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("price" => ["12.50", "free", "$1,200"])?;
/// let converted = df.to_numeric_report(&["price"], NumberFormat::new())?;
/// assert_eq!(converted.report.unconverted()[0].text, "free");
/// assert_eq!(converted.frame.column("price")?.null_count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ConversionReport {
    pub(crate) kind: String,
    pub(crate) columns: Vec<ColumnConversion>,
    unconverted: Vec<Unconverted>,
}

/// Of each column so many unread texts are listed; all are counted.
const MOST_LISTED: usize = 1000;

impl ConversionReport {
    pub(super) fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), columns: Vec::new(), unconverted: Vec::new() }
    }

    pub(super) fn add(&mut self, before: &Column, after: &Column, bad: &[usize]) -> Result<()> {
        let missing = after.null_count() - if before.dtype() == after.dtype() { 0 } else { bad.len() };
        self.columns.push(ColumnConversion {
            name: before.name().to_string(),
            from: before.dtype().to_string(),
            to: after.dtype().to_string(),
            known: before.len() - missing - bad.len(),
            missing,
            bad: bad.len(),
        });
        self.unconverted.extend(bad.iter().take(MOST_LISTED).map(|row| Unconverted {
            row: *row,
            column: before.name().to_string(),
            text: text_at(before, *row),
        }));
        Ok(())
    }

    /// The number of texts that could not be read.
    pub fn n_unconverted(&self) -> usize {
        self.columns.iter().map(|column| column.bad).sum()
    }

    /// The texts that could not be read, by column and row: the first thousand of each column.
    pub fn unconverted(&self) -> &[Unconverted] {
        &self.unconverted
    }

    /// [`unconverted`](Self::unconverted) as a frame with the columns `column`, `row` and `text`.
    ///
    /// # Errors
    /// None that a report can cause.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let list = &self.unconverted;
        let columns: Vec<&str> = list.iter().map(|entry| entry.column.as_str()).collect();
        let rows: Vec<u64> = list.iter().map(|entry| entry.row as u64).collect();
        let texts: Vec<&str> = list.iter().map(|entry| entry.text.as_str()).collect();
        let columns = vec![
            Column::new("column".into(), columns),
            Column::new("row".into(), rows),
            Column::new("text".into(), texts),
        ];
        Ok(DataFrame::new(list.len(), columns)?)
    }
}

pub(super) fn text_at(column: &Column, row: usize) -> String {
    column.get(row).map_or_else(|_| String::new(), |value| cell_text(&value))
}
