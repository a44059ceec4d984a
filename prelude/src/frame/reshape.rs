//! The shape of a table: pivot and melt, crosstabs, one-hot columns, intervals.
//!
//! The short forms are methods of [`ReshapeFrame`]; what has options is a builder of its own
//! ([`PivotTable`], [`Crosstab`], [`OneHot`], [`Cut`]), run with `.of(&df)?`. polars' own `unpivot`,
//! `to_dummies` and lazy `pivot` stay what they are.

mod bins;
mod crosstab;
mod interval_text;
mod long_wide;
mod one_hot;
mod pivot_table;

pub use bins::{Bins, Cut, Side};
pub use crosstab::{Crosstab, Normalize};
pub use one_hot::OneHot;
pub use pivot_table::PivotTable;

pub(in crate::frame) use long_wide::check_keys;

use polars::prelude::{Column, DataFrame};

use super::aggregate::Aggregate;
use super::column;
use crate::error::{Error, Result};

/// Other shapes of the same data.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("id" => [1, 2], "math" => [4.0, 5.0], "art" => [3.0, 2.0])?;
/// let long = df.melt(&["id"], &["math", "art"])?;
/// assert_eq!(long.shape(), (4, 3));
/// let wide = long.long_to_wide(&["id"], "variable", &["value"])?;
/// assert_eq!(wide.column_array("math")?, array![4.0, 5.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ReshapeFrame {
    /// A row for every distinct `index`, a column for every distinct value of `columns`, a statistic of
    /// `values` in each cell. [`PivotTable`] adds margins and a filling.
    ///
    /// # Errors
    /// As [`PivotTable::of`].
    fn pivot_table(
        &self,
        index: &[&str],
        columns: &str,
        values: &[&str],
        aggregate: Aggregate,
    ) -> Result<DataFrame>;

    /// Stacks columns: `variable` names the column that a `value` comes from; `id_vars` are repeated.
    /// Without `value_vars`, every other column. The rows come column after column, as in pandas.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::DuplicateName`], [`Error::ColumnTypes`] where numbers,
    /// text and times would share a column.
    fn melt(&self, id_vars: &[&str], value_vars: &[&str]) -> Result<DataFrame>;

    /// Stacks groups of columns: with `stubs` `["height", "weight"]` and separator `_`, the columns
    /// `height_1`, `height_2`, `weight_1` … become rows with `j` = 1, 2 …. `i` must tell the rows of
    /// the wide frame apart. The columns of the result: `i`, `j`, the others, one per stub. Without a
    /// separator only digits count as a suffix; suffixes that are all numbers give a `j` of integers.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("id" => ["a", "b"], "x_1" => [1.0, 2.0], "x_2" => [3.0, 4.0])?;
    /// let long = df.wide_to_long(&["x"], &["id"], "visit", "_")?;
    /// assert_eq!(long.get_column_names(), ["id", "visit", "x"]);
    /// assert_eq!(long.column_array("x")?, array![1.0, 2.0, 3.0, 4.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`] where no column begins with a stub, [`Error::DuplicateKeys`],
    /// [`Error::ColumnNotFound`], [`Error::DuplicateName`].
    fn wide_to_long(&self, stubs: &[&str], i: &[&str], j: &str, separator: &str) -> Result<DataFrame>;

    /// The other way round: a column for every distinct value of `columns`; each pair of `index` and
    /// `columns` may come once. pandas' `pivot`.
    ///
    /// # Errors
    /// [`Error::DuplicateKeys`] with the pair: aggregate with
    /// [`pivot_table`](ReshapeFrame::pivot_table) instead; [`Error::ColumnNotFound`].
    fn long_to_wide(&self, index: &[&str], columns: &str, values: &[&str]) -> Result<DataFrame>;

    /// How often each pair of values of two columns comes. [`Crosstab`] adds margins and shares.
    ///
    /// # Errors
    /// As [`Crosstab::of`].
    fn crosstab(&self, rows: &str, columns: &str) -> Result<DataFrame>;

    /// Replaces columns of categories by one boolean column per category: pandas' `get_dummies`.
    /// [`OneHot`] has the options.
    ///
    /// # Errors
    /// As [`OneHot::of`].
    fn one_hot(&self, columns: &[&str]) -> Result<DataFrame>;

    /// Adds `x_bin`, the interval that each number of column `x` falls into: pandas' `cut` and
    /// `qcut`. [`Cut`] has labels and closed sides.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("x" => [1.0, 2.0, 3.0, 4.0])?;
    /// let quartiles = df.cut("x", Bins::Quantiles(4))?;
    /// let text = quartiles.column("x_bin")?.cast(&DataType::String)?;
    /// assert_eq!(text.str()?.get(0), Some("(0.999, 1.75]"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Cut::of`].
    fn cut(&self, column: &str, bins: Bins) -> Result<DataFrame>;

    /// One row per element of a column of lists; the other columns are repeated. An empty list and a
    /// missing one give a missing value.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::ColumnType`] for a column without lists.
    fn explode_column(&self, column: &str) -> Result<DataFrame>;

    /// One row per part of a column of text, split at `separator`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("film" => ["Alien"], "genres" => ["horror|sci-fi"])?;
    /// assert_eq!(df.explode_text("genres", "|")?.height(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::ColumnType`] for a column that is not text.
    fn explode_text(&self, column: &str, separator: &str) -> Result<DataFrame>;

    /// Rows become columns: the values of column `names` are the new columns' names, and the old names
    /// stand in a first column called `rows_as`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("city" => ["Oslo", "Rome"], "t" => [4.0, 21.0], "rain" => [60.0, 40.0])?;
    /// let turned = df.transpose_with("city", "measure")?;
    /// assert_eq!(turned.get_column_names(), ["measure", "Oslo", "Rome"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::MissingValues`] and [`Error::DuplicateName`] for names
    /// that are not, [`Error::ColumnTypes`] where the columns have no type in common.
    fn transpose_with(&self, names: &str, rows_as: &str) -> Result<DataFrame>;
}

impl ReshapeFrame for DataFrame {
    fn pivot_table(
        &self,
        index: &[&str],
        columns: &str,
        values: &[&str],
        aggregate: Aggregate,
    ) -> Result<DataFrame> {
        PivotTable::new(index, columns, values).aggregate(aggregate).of(self)
    }

    fn melt(&self, id_vars: &[&str], value_vars: &[&str]) -> Result<DataFrame> {
        long_wide::melt(self, id_vars, value_vars)
    }

    fn wide_to_long(&self, stubs: &[&str], i: &[&str], j: &str, separator: &str) -> Result<DataFrame> {
        long_wide::wide_to_long(self, stubs, i, j, separator)
    }

    fn long_to_wide(&self, index: &[&str], columns: &str, values: &[&str]) -> Result<DataFrame> {
        long_wide::long_to_wide(self, index, columns, values)
    }

    fn crosstab(&self, rows: &str, columns: &str) -> Result<DataFrame> {
        Crosstab::new(rows, columns).of(self)
    }

    fn one_hot(&self, columns: &[&str]) -> Result<DataFrame> {
        OneHot::new(columns).of(self)
    }

    fn cut(&self, column: &str, bins: Bins) -> Result<DataFrame> {
        Cut::new(bins).of(self, column)
    }

    fn explode_column(&self, column: &str) -> Result<DataFrame> {
        long_wide::explode_column(self, column)
    }

    fn explode_text(&self, column: &str, separator: &str) -> Result<DataFrame> {
        long_wide::explode_text(self, column, separator)
    }

    fn transpose_with(&self, names: &str, rows_as: &str) -> Result<DataFrame> {
        long_wide::transpose_with(self, names, rows_as)
    }
}

/// A column of numbers or booleans by name.
pub(in crate::frame) fn number_column<'a>(df: &'a DataFrame, name: &str) -> Result<&'a Column> {
    let numbers = column(df, name)?;
    let dtype = numbers.dtype();
    if dtype.is_primitive_numeric() || dtype.is_bool() || dtype.is_null() {
        return Ok(numbers);
    }
    Err(Error::NotNumeric { what: format!("column `{name}`"), dtype: dtype.to_string() })
}
