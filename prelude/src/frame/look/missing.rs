//! What is missing, per column and per row.

use polars::prelude::{BooleanChunked, ChunkFillNullValue, Column, DataFrame, DataType, IdxSize};

use crate::error::Result;

/// What [`missing`](super::LookFrame::missing) tells; shown as a table with a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingReport {
    /// One row per column of the frame: `column`, `nulls`, `nan`, `share` (of both, in the rows).
    pub table: DataFrame,
    pub rows: usize,
    /// Rows with at least one null or NaN.
    pub rows_affected: usize,
    /// Nulls and NaN in all.
    pub cells: usize,
}

pub(super) fn report(df: &DataFrame) -> Result<MissingReport> {
    let mut counts = Counts::default();
    let mut affected: Option<BooleanChunked> = None;
    for column in df.columns() {
        let nan = nan_mask(column)?;
        let nan_count = nan.as_ref().map_or(0, |mask| mask.sum().unwrap_or_default() as usize);
        let nulls = column.null_count();
        for mask in
            [(nulls > 0).then(|| column.is_null()), nan.filter(|_| nan_count > 0)].into_iter().flatten()
        {
            let mask = mask.fill_null_with_values(false)?;
            affected = Some(affected.map_or_else(|| mask.clone(), |sum| &sum | &mask));
        }
        counts.push(column.name(), nulls, nan_count, df.height());
    }
    let rows_affected = affected.map_or(0, |mask| mask.sum().unwrap_or_default() as usize);
    let cells = counts.nulls.iter().chain(&counts.nan).map(|count| *count as usize).sum();
    Ok(MissingReport { table: counts.table()?, rows: df.height(), rows_affected, cells })
}

/// Where a float is NaN.
fn nan_mask(column: &Column) -> Result<Option<BooleanChunked>> {
    let is_float = matches!(column.dtype(), DataType::Float32 | DataType::Float64);
    Ok(if is_float { Some(column.is_nan()?) } else { None })
}

#[derive(Default)]
struct Counts {
    names: Vec<String>,
    nulls: Vec<IdxSize>,
    nan: Vec<IdxSize>,
    shares: Vec<f64>,
}

impl Counts {
    fn push(&mut self, name: &str, nulls: usize, nan: usize, rows: usize) {
        self.names.push(name.to_owned());
        self.nulls.push(nulls as IdxSize);
        self.nan.push(nan as IdxSize);
        self.shares.push(if rows == 0 { 0.0 } else { (nulls + nan) as f64 / rows as f64 });
    }

    fn table(self) -> Result<DataFrame> {
        let height = self.names.len();
        let columns = vec![
            Column::new("column".into(), self.names),
            Column::new("nulls".into(), self.nulls),
            Column::new("nan".into(), self.nan),
            Column::new("share".into(), self.shares),
        ];
        Ok(DataFrame::new(height, columns)?)
    }
}
