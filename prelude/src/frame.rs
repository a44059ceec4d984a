//! Data frames: polars' own types, with what a notebook needs and polars has not.
//!
//! polars stays polars: nothing here wraps a frame. Reading is functions ([`read_csv`] …), all
//! else is methods of one extension trait, [`FrameExt`].

mod aggregate;
mod apply;
mod builder;
mod cell;
pub mod clean;
mod column_ext;
mod column_names;
mod column_values;
pub(crate) mod convert;
mod csv;
mod describe;
mod excel;
mod expression;
mod group_codes;
mod groups;
mod http;
mod join;
#[doc(hidden)]
pub mod literal;
mod look;
mod moment;
mod order;
mod query;
mod query_frame;
mod read;
mod reshape;
mod window;
mod write;

pub use aggregate::Aggregate;
pub use apply::{ApplyFrame, CellContent, CellKind, CellValue, GroupResult, MapValues, Row, RowIter};
pub(crate) use clean::ColumnConversion;
pub use clean::{
    CleanFrame, CleaningReport, ColumnChange, ConversionReport, Converted, DateFormat, DateOrder, Fill,
    FillValue, Keep, NeighbourWeights, NumberFormat, OnBad, Outliers, Tidy, Unconverted,
};
pub use column_ext::ColumnExt;
pub use column_names::ColumnNames;
pub use column_values::{ColumnElement, ColumnValues};
pub use describe::{DescribeOptions, Include};
pub use groups::Groups;
pub use join::{
    Direction, How, JoinFrame, Merge, MergeAsof, MissingKeys, Validate, concat_columns, concat_rows,
};
mod scan;
mod source;
mod sql;
mod structs;
mod text;
mod values;

pub use cell::Cell;
pub use csv::{CsvOptions, CsvWriteOptions, QuoteStyle, read_csv, read_csv_with};
pub use excel::{ErrorCells, ExcelOptions, SheetChoice, excel_sheets, read_excel, read_excel_with};
pub use expression::ExprExt;
pub use look::{
    ColumnInfo, CorrelationMethod, FrameInfo, Glimpse, GlimpseColumn, LookFrame, LookLazy, MissingReport,
    PlanStep, PlanTree, QueryPlan, human_bytes,
};
pub use moment::{date, datetime};
pub use order::SortFrame;
pub use query::{SqlTable, sql};
pub use query_frame::{AsExpr, QueryFrame};
pub use read::{read_ipc, read_json, read_ndjson, read_parquet};
pub use reshape::{Bins, Crosstab, Cut, Normalize, OneHot, PivotTable, ReshapeFrame, Side};
pub use scan::{LazyFrameExt, scan_csv, scan_csv_with, scan_ipc, scan_ndjson, scan_parquet};
pub use sql::{IfExists, read_sql, read_sql_with, write_sql};
pub use text::read_text;
pub use values::{FromSeries, ToVec};
pub use window::{Cumulative, Decay, Ewm, Over, Resample, Rolling, WindowFrame};

use std::path::Path;

use ndarray::{Array1, Array2, ArrayBase, Data, Ix2};
use polars::prelude::{Column, DataFrame};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::plot::Figure;

/// What the prelude adds to polars' `DataFrame`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("height" => [1.62, 1.80, 1.75], "weight" => [58.0, 81.5, 72.0])?;
/// let x: Array2<f64> = df.to_array(&["height", "weight"])?;
/// assert_eq!(x.shape(), [3, 2]);
/// assert_eq!(df.describe()?.shape(), (9, 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait FrameExt: Sized {
    /// Counts, mean, standard deviation and quantiles of every column, as a frame.
    ///
    /// The rows are `count`, `null_count`, `mean`, `std` (n − 1), `min`, `25%`, `50%`, `75%`, `max`,
    /// as in pandas; quantiles are interpolated linearly. Columns of numbers and booleans give
    /// numbers; dates and times give dates and times as text; text gives counts, first and last
    /// in alphabetical order. NaN is a value, not a missing one.
    ///
    /// # Errors
    /// polars' own, for types it cannot order.
    fn describe(&self) -> Result<DataFrame>;

    /// The named columns as a matrix of shape (n_rows, n_columns), in the order given.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::NotNumeric`] for text or dates,
    /// [`Error::MissingValues`] for nulls.
    fn to_array(&self, columns: &[&str]) -> Result<Array2<f64>>;

    /// One column as an array of length n_rows.
    ///
    /// # Errors
    /// As [`to_array`](FrameExt::to_array).
    fn column_array(&self, column: &str) -> Result<Array1<f64>>;

    /// A frame of the columns of a matrix of shape (n_rows, n_columns).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = DataFrame::from_array(&array![[1.0, 2.0], [3.0, 4.0]], &["a", "b"])?;
    /// assert_eq!(df.column_array("b")?, array![2.0, 4.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless there is one name per column, [`Error::DuplicateName`].
    fn from_array<S: Data<Elem = f64>>(values: &ArrayBase<S, Ix2>, names: &[&str]) -> Result<Self>;

    /// The frame with a column added, or replaced where the name is there already: pandas' `df["name"] =
    /// values`, but `self` stays as it is. The values are an array, a vector, a slice, a column or series,
    /// an expression over the frame, or one value for all rows.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("x" => [1.0, 2.0])?;
    /// let df = df.assign("y", &array![3.0, 4.0])?.assign("sum", col("x") + col("y"))?.assign("unit", "m")?;
    /// assert_eq!(df.column_array("sum")?, array![4.0, 6.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless there is one value per row; polars' own for an expression.
    fn assign(&self, name: &str, values: impl ColumnValues) -> Result<Self>;

    /// Every row as a struct (or tuple, or map) that serde can read; fields are matched to columns
    /// by name. Missing values want an `Option`; dates and times come as ISO text, which chrono's
    /// types understand too.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// #[derive(serde::Deserialize, serde::Serialize)]
    /// struct Person {
    ///     name: String,
    ///     age: Option<u8>,
    /// }
    /// let df = df!("name" => ["Ada", "Bob"], "age" => [Some(36), None])?;
    /// let people: Vec<Person> = df.to_structs()?;
    /// assert_eq!(people[0].age, Some(36));
    /// assert!(DataFrame::from_structs(&people)?.equals_missing(&df.lazy().with_column(col("age").cast(DataType::Int64)).collect()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Convert`] with row, column and the type expected; [`Error::ColumnNotFound`] with the
    /// nearest name.
    fn to_structs<T: DeserializeOwned>(&self) -> Result<Vec<T>>;

    /// A frame with one row per struct (or tuple, or map) and one column per field; what serde skips
    /// is null. No structs give a frame without columns.
    ///
    /// # Errors
    /// [`Error::Convert`] with row and field for a nested struct; [`Error::MixedTypes`].
    fn from_structs<T: Serialize>(rows: &[T]) -> Result<Self>;

    /// Saves as comma-separated values with a header line; compressed for a name that ends in `.gz`
    /// or `.zst`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// # let path = std::env::temp_dir().join("ferrolab_doc_write.csv");
    /// df!("a" => [1, 2])?.write_csv(&path)?;
    /// assert_eq!(std::fs::read_to_string(&path)?, "a\n1\n2\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Write`] where the file cannot be made, or a column is nested.
    fn write_csv(&self, path: impl AsRef<Path>) -> Result<()>;

    /// Saves as CSV with options of one's own.
    ///
    /// # Errors
    /// As [`write_csv`](FrameExt::write_csv); [`Error::Parameter`] for a delimiter that is not ASCII.
    fn write_csv_with(&self, path: impl AsRef<Path>, options: &CsvWriteOptions) -> Result<()>;

    /// Saves as Apache Parquet, compressed with Zstandard.
    ///
    /// # Errors
    /// [`Error::Write`] where the file cannot be made.
    fn write_parquet(&self, path: impl AsRef<Path>) -> Result<()>;

    /// Saves as JSON: one object per line for a name ending in `.jsonl` or `.ndjson`, else an array
    /// of objects; compressed for a further `.gz` or `.zst`.
    ///
    /// # Errors
    /// [`Error::Write`] where the file cannot be made.
    fn write_json(&self, path: impl AsRef<Path>) -> Result<()>;

    /// Saves as an Arrow IPC file (Feather version 2).
    ///
    /// # Errors
    /// [`Error::Write`] where the file cannot be made.
    fn write_ipc(&self, path: impl AsRef<Path>) -> Result<()>;

    /// Charts of this frame's columns by name: `df.plot().scatter("height", "weight")?`.
    fn plot(&self) -> Figure;
}

impl FrameExt for DataFrame {
    fn describe(&self) -> Result<DataFrame> {
        describe::describe(self)
    }

    fn to_array(&self, columns: &[&str]) -> Result<Array2<f64>> {
        convert::to_array(self, columns)
    }

    fn column_array(&self, column: &str) -> Result<Array1<f64>> {
        convert::column_array(self, column)
    }

    fn from_array<S: Data<Elem = f64>>(values: &ArrayBase<S, Ix2>, names: &[&str]) -> Result<Self> {
        convert::from_array(values.view(), names)
    }

    fn assign(&self, name: &str, values: impl ColumnValues) -> Result<Self> {
        column_values::assigned(self, name, &values)
    }

    fn write_csv(&self, path: impl AsRef<Path>) -> Result<()> {
        write::csv(self, path.as_ref(), &CsvWriteOptions::default())
    }

    fn write_csv_with(&self, path: impl AsRef<Path>, options: &CsvWriteOptions) -> Result<()> {
        write::csv(self, path.as_ref(), options)
    }

    fn to_structs<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        structs::to_structs(self)
    }

    fn from_structs<T: Serialize>(rows: &[T]) -> Result<Self> {
        structs::from_structs(rows)
    }

    fn write_parquet(&self, path: impl AsRef<Path>) -> Result<()> {
        write::parquet(self, path.as_ref())
    }

    fn write_json(&self, path: impl AsRef<Path>) -> Result<()> {
        write::json(self, path.as_ref())
    }

    fn write_ipc(&self, path: impl AsRef<Path>) -> Result<()> {
        write::ipc(self, path.as_ref())
    }

    fn plot(&self) -> Figure {
        Figure::of_frame(self)
    }
}

/// The names of the columns, in order.
pub(crate) fn names(df: &DataFrame) -> Vec<String> {
    df.get_column_names().iter().map(ToString::to_string).collect()
}

/// Whether there is a column of each of these names.
pub(crate) fn has_columns(df: &DataFrame, names: &[String]) -> bool {
    names.iter().all(|name| df.get_column_index(name).is_some())
}

/// A column by name, or an error that names the nearest.
pub(crate) fn column<'a>(df: &'a DataFrame, name: &str) -> Result<&'a Column> {
    df.columns().iter().find(|column| column.name() == name).ok_or_else(|| {
        let names: Vec<&str> = df.get_column_names().iter().map(|name| name.as_str()).collect();
        Error::column_not_found(name, &names)
    })
}
