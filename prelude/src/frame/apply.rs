//! Closures of your own over rows, columns and groups, for what expressions cannot say.
//!
//! A closure runs in compiled code, so it is no slower than the loop it stands for; still, polars'
//! expressions use every core and these do not.

mod cell_value;
mod map_values;
mod row;

pub use cell_value::{CellContent, CellKind, CellValue, GroupResult};
pub use map_values::MapValues;
pub use row::{Row, RowIter};

use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, NewChunkedArray, PlSmallStr};

use super::column;
use super::convert::check_unique;
use super::group_codes::{GroupCodes, MISSING};
use super::join::concat_rows;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;
use cell_value::ColumnBuilder;

/// Closures over the rows, columns and groups of a frame.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("sex" => ["f", "m", "f"], "weight" => [58.0, 81.5, 72.0], "height" => [1.62, 1.80, 1.75])?;
/// let with = df.apply_rows("bmi", |row| Ok(row.f64("weight")? / row.f64("height")?.powi(2)))?;
/// assert!((with.column_array("bmi")?[0] - 22.1).abs() < 0.01);
/// let logs = df.map_column("weight", |v: f64| v.ln())?;
/// let initials = df.map_column("sex", |v: &str| v.to_uppercase())?;
/// let heaviest = df.group_apply(&["sex"], |group| Ok(group.column("weight")?.f64()?.max()))?;
/// assert_eq!(heaviest.column_array("value")?, array![72.0, 81.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ApplyFrame {
    /// Adds (or replaces) column `name` with what the closure makes of each row: a number, truth value,
    /// text, or an `Option` of one.
    ///
    /// # Errors
    /// The closure's first error, such as [`Error::CellValue`] for a missing value.
    fn apply_rows<T: CellValue>(
        &self,
        name: &str,
        f: impl FnMut(&Row) -> Result<T, Error>,
    ) -> Result<DataFrame>;

    /// Replaces the values of a column. The type of the closure's parameter says how the column is
    /// read: `|v: f64| …`, `|v: i64| …`, `|v: &str| …`, `|v: bool| …`. Missing values stay missing,
    /// unless the parameter is an `Option<f64>` or `Option<i64>`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::ColumnType`].
    fn map_column<M, F: MapValues<M>>(&self, column: &str, f: F) -> Result<DataFrame>;

    /// Adds column `name` with what the closure makes of each value of `column`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("x" => [Some(1.0), None])?;
    /// let with = df.map_column_as("x", "known", |v: Option<f64>| v.is_some())?;
    /// assert_eq!(with.column_array("known")?, array![1.0, 0.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`map_column`](ApplyFrame::map_column).
    fn map_column_as<M, F: MapValues<M>>(&self, column: &str, name: &str, f: F) -> Result<DataFrame>;

    /// Replaces the values of several columns by the same closure.
    ///
    /// # Errors
    /// As [`map_column`](ApplyFrame::map_column).
    fn map_columns<M, F: MapValues<M>>(&self, columns: &[&str], f: F) -> Result<DataFrame>;

    /// Calls the closure with the rows of each group, in ascending order of the keys, and puts what it
    /// returns below one another, with the keys in front. It may return a frame or one value (in a
    /// column `value`). Rows without a key are left out.
    ///
    /// # Errors
    /// The closure's first error; [`Error::ColumnNotFound`] for a key.
    fn group_apply<T: GroupResult>(
        &self,
        by: &[&str],
        f: impl FnMut(&DataFrame) -> Result<T, Error>,
    ) -> Result<DataFrame>;

    /// The rows one after the other, for a loop.
    fn iter_rows(&self) -> RowIter;
}

impl ApplyFrame for DataFrame {
    fn apply_rows<T: CellValue>(
        &self,
        name: &str,
        mut f: impl FnMut(&Row) -> Result<T, Error>,
    ) -> Result<DataFrame> {
        apply_rows(self, name, T::KIND, &mut |row| f(row).map(CellValue::into_cell))
    }

    fn map_column<M, F: MapValues<M>>(&self, name: &str, mut f: F) -> Result<DataFrame> {
        with_column(self, f.map_values(column(self, name)?, name)?)
    }

    fn map_column_as<M, F: MapValues<M>>(&self, from: &str, name: &str, mut f: F) -> Result<DataFrame> {
        with_column(self, f.map_values(column(self, from)?, name)?)
    }

    fn map_columns<M, F: MapValues<M>>(&self, columns: &[&str], mut f: F) -> Result<DataFrame> {
        check_unique("`columns`", columns)?;
        let mut df = self.clone();
        for name in columns {
            df = with_column(&df, f.map_values(column(self, name)?, name)?)?;
        }
        Ok(df)
    }

    fn group_apply<T: GroupResult>(
        &self,
        by: &[&str],
        mut f: impl FnMut(&DataFrame) -> Result<T, Error>,
    ) -> Result<DataFrame> {
        group_apply(self, by, &mut |group| f(group).map(GroupResult::into_frame))
    }

    fn iter_rows(&self) -> RowIter {
        RowIter::new(self)
    }
}

fn apply_rows(
    df: &DataFrame,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(&Row) -> Result<CellContent>,
) -> Result<DataFrame> {
    let mut builder = ColumnBuilder::new(kind, df.height());
    for row in RowIter::new(df) {
        if row.index() % 1024 == 0 {
            check_interrupt()?;
        }
        builder.push(f(&row)?);
    }
    with_column(df, builder.finish(name))
}

fn with_column(df: &DataFrame, column: Column) -> Result<DataFrame> {
    let mut df = df.clone();
    df.with_column(column)?;
    Ok(df)
}

fn group_apply(
    df: &DataFrame,
    by: &[&str],
    f: &mut dyn FnMut(&DataFrame) -> Result<DataFrame>,
) -> Result<DataFrame> {
    if by.is_empty() {
        return Err(Error::parameter("group_apply", "by", "empty", "at least one column"));
    }
    check_unique("`by`", by)?;
    by.iter().try_for_each(|name| column(df, name).map(drop))?;
    let groups = GroupCodes::new(df, by)?;
    let mut parts = Vec::with_capacity(groups.len());
    for (place, rows) in rows_of(&groups).iter().enumerate() {
        check_interrupt()?;
        let group = df.take(&IdxCa::from_slice(PlSmallStr::EMPTY, rows))?;
        parts.push(with_keys(&groups.keys, place, f(&group)?)?);
    }
    if parts.is_empty() { Ok(groups.keys) } else { concat_rows(&parts) }
}

/// The rows of every group, in order.
fn rows_of(groups: &GroupCodes) -> Vec<Vec<IdxSize>> {
    let mut rows: Vec<Vec<IdxSize>> = groups.counts().into_iter().map(Vec::with_capacity).collect();
    for (row, code) in groups.codes.iter().enumerate().filter(|(_, code)| **code != MISSING) {
        rows[*code as usize].push(row as IdxSize);
    }
    rows
}

/// The keys in front of a group's result, unless it has them itself.
fn with_keys(keys: &DataFrame, place: usize, part: DataFrame) -> Result<DataFrame> {
    let height = part.height();
    let mut columns: Vec<Column> = Vec::new();
    for key in keys.columns().iter().filter(|key| part.get_column_index(key.name()).is_none()) {
        columns.push(key.new_from_index(place, height));
    }
    columns.extend(part.columns().iter().cloned());
    Ok(DataFrame::new(height, columns)?)
}
