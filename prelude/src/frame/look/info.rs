//! What a frame is made of.

use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// What [`info`](super::LookFrame::info) tells; shown as a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameInfo {
    pub rows: usize,
    pub columns: Vec<ColumnInfo>,
    /// In bytes, of all columns together.
    pub memory: usize,
}

/// One column of a [`FrameInfo`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnInfo {
    pub name: String,
    pub dtype: String,
    pub non_null: usize,
    /// In bytes.
    pub memory: usize,
}

impl FrameInfo {
    pub(super) fn of(df: &DataFrame) -> Self {
        let columns: Vec<ColumnInfo> = df.columns().iter().map(ColumnInfo::of).collect();
        Self { rows: df.height(), memory: columns.iter().map(|column| column.memory).sum(), columns }
    }

    /// How many columns there are of each type, in order of first appearance.
    pub fn dtypes(&self) -> Vec<(&str, usize)> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for column in &self.columns {
            match counts.iter_mut().find(|(dtype, _)| *dtype == column.dtype) {
                Some((_, count)) => *count += 1,
                None => counts.push((&column.dtype, 1)),
            }
        }
        counts
    }
}

impl ColumnInfo {
    fn of(column: &Column) -> Self {
        Self {
            name: column.name().to_string(),
            dtype: column.dtype().to_string(),
            non_null: column.len() - column.null_count(),
            memory: column.as_materialized_series().estimated_size(),
        }
    }
}

pub(super) fn memory_usage(df: &DataFrame) -> Result<DataFrame> {
    let info = FrameInfo::of(df);
    let names: Vec<&str> = info.columns.iter().map(|column| column.name.as_str()).collect();
    let bytes: Vec<u64> = info.columns.iter().map(|column| column.memory as u64).collect();
    let columns = vec![Column::new("column".into(), names), Column::new("bytes".into(), bytes)];
    Ok(DataFrame::new(info.columns.len(), columns)?)
}

/// 1536 bytes as `1.5 KiB`.
///
/// ```
/// use ferrolab_prelude::frame::human_bytes;
///
/// assert_eq!(human_bytes(800), "800 B");
/// assert_eq!(human_bytes(3 * 1024 * 1024), "3.0 MiB");
/// ```
pub fn human_bytes(bytes: usize) -> String {
    const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let mut size = bytes as f64;
    let mut unit = 0;
    while size >= 1023.95 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} B") } else { format!("{size:.1} {}", UNITS[unit]) }
}
