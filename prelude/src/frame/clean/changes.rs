//! What cleaning changed: two frames compared, column by column.

use polars::prelude::{ChunkCompareEq, Column, DataFrame};

use super::{CleanFrame, missing};
use crate::error::Result;

/// How a frame differs from the one it was made of. Shows itself as a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CleaningReport {
    pub rows_before: usize,
    pub rows_after: usize,
    /// Columns that are in both, in the order of the new frame.
    pub columns: Vec<ColumnChange>,
    /// Names of columns that only the new frame has.
    pub added: Vec<String>,
    /// Names of columns that only the old frame has.
    pub dropped: Vec<String>,
}

/// How one column differs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColumnChange {
    pub name: String,
    pub dtype_before: String,
    pub dtype_after: String,
    /// Nulls and NaN.
    pub missing_before: usize,
    pub missing_after: usize,
    /// Rows in which the value is another one; not known where rows were dropped or added.
    pub changed: Option<usize>,
}

impl ColumnChange {
    /// Whether anything at all differs.
    pub fn differs(&self) -> bool {
        self.dtype_before != self.dtype_after
            || self.missing_before != self.missing_after
            || self.changed.is_some_and(|changed| changed > 0)
    }
}

pub(super) fn between(before: &DataFrame, after: &DataFrame) -> Result<CleaningReport> {
    let find = |df: &DataFrame, name: &str| df.columns().iter().find(|column| column.name() == name).cloned();
    let mut report = CleaningReport {
        rows_before: before.height(),
        rows_after: after.height(),
        columns: Vec::new(),
        added: Vec::new(),
        dropped: Vec::new(),
    };
    for new in after.columns() {
        match find(before, new.name()) {
            Some(old) => report.columns.push(change(&old, new)?),
            None => report.added.push(new.name().to_string()),
        }
    }
    let gone = before.columns().iter().filter(|old| find(after, old.name()).is_none());
    report.dropped = gone.map(|old| old.name().to_string()).collect();
    Ok(report)
}

fn change(old: &Column, new: &Column) -> Result<ColumnChange> {
    Ok(ColumnChange {
        name: new.name().to_string(),
        dtype_before: old.dtype().to_string(),
        dtype_after: new.dtype().to_string(),
        missing_before: missing::count(old)?,
        missing_after: missing::count(new)?,
        changed: if old.len() == new.len() { differing(old, new)? } else { None },
    })
}

/// The old values in the new column's type. Texts become dates as `parse_dates` reads them: polars' own
/// cast warns.
fn in_type_of(old: &Column, new: &Column) -> Option<Column> {
    if !(old.dtype().is_string() && new.dtype().is_temporal()) {
        return old.cast(new.dtype()).ok();
    }
    let alone = DataFrame::new(old.len(), vec![old.clone()]).ok()?;
    let parsed = alone.parse_dates(&[old.name().as_str()]).ok()?;
    parsed.columns().first()?.cast(new.dtype()).ok()
}

/// The rows that differ, once the old values are of the new type; none where they cannot be.
fn differing(old: &Column, new: &Column) -> Result<Option<usize>> {
    let Some(old) = in_type_of(old, new) else { return Ok(None) };
    let Ok(equal) = old.as_materialized_series().equal_missing(new.as_materialized_series()) else {
        return Ok(None);
    };
    let gaps = missing::mask(&old)? & missing::mask(new)?;
    Ok((equal | gaps).sum().map(|same| new.len() - same as usize))
}
