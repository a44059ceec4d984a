//! One row at a time, by column name.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use polars::prelude::{
    AnyValue, BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int64Chunked, Series,
    StringChunked,
};

use crate::display::cell_text;
use crate::error::{Error, Result};

/// A row of a frame, read by column name and type. Whole columns are converted at their first use, so
/// that reading a cell is an array access.
///
/// A missing value is an error from [`f64`](Self::f64) and its kin, and `None` from
/// [`opt_f64`](Self::opt_f64) and its kin. Errors name the row (from 0), the column and its type.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("name" => ["Ada", "Bo"], "age" => [Some(36), None])?;
/// for row in df.iter_rows() {
///     let age = row.opt_i64("age")?.map_or("unknown".to_string(), |age| age.to_string());
///     println!("{}: {} is {age}", row.index(), row.str("name")?);
/// }
/// let error = df.iter_rows().nth(1).unwrap().f64("age").unwrap_err().to_string();
/// assert!(error.starts_with("row 1 of column `age` is missing"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Row {
    source: Rc<Source>,
    index: usize,
}

impl Row {
    /// The number of the row, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// A number: of a column of integers, floats or booleans (0 and 1).
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::CellValue`] for a missing value or a column of another type.
    pub fn f64(&self, column: &str) -> Result<f64> {
        let column = self.source.find(column)?;
        match column.floats().map(|values| values.get(self.index)) {
            Some(Some(value)) => Ok(value),
            found => Err(self.refused(column, "a number", "opt_f64", found.is_some())),
        }
    }

    /// A whole number: of a column of integers or booleans (0 and 1).
    ///
    /// # Errors
    /// As [`f64`](Self::f64).
    pub fn i64(&self, column: &str) -> Result<i64> {
        let column = self.source.find(column)?;
        match column.integers().map(|values| values.get(self.index)) {
            Some(Some(value)) => Ok(value),
            found => Err(self.refused(column, "a whole number", "opt_i64", found.is_some())),
        }
    }

    /// The text of a column of text or categories.
    ///
    /// # Errors
    /// As [`f64`](Self::f64).
    pub fn str(&self, column: &str) -> Result<&str> {
        let column = self.source.find(column)?;
        match column.words().map(|values| values.get(self.index)) {
            Some(Some(value)) => Ok(value),
            found => Err(self.refused(column, "text", "opt_str", found.is_some())),
        }
    }

    /// A truth value of a column of booleans.
    ///
    /// # Errors
    /// As [`f64`](Self::f64).
    pub fn bool(&self, column: &str) -> Result<bool> {
        let column = self.source.find(column)?;
        match column.flags().map(|values| values.get(self.index)) {
            Some(Some(value)) => Ok(value),
            found => Err(self.refused(column, "a truth value", "opt_bool", found.is_some())),
        }
    }

    /// A number, or `None` where it is missing.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::CellValue`] for a column of another type.
    pub fn opt_f64(&self, column: &str) -> Result<Option<f64>> {
        let column = self.source.find(column)?;
        let values = column.floats().ok_or_else(|| self.refused(column, "a number", "opt_f64", false))?;
        Ok(values.get(self.index))
    }

    /// A whole number, or `None` where it is missing.
    ///
    /// # Errors
    /// As [`opt_f64`](Self::opt_f64).
    pub fn opt_i64(&self, column: &str) -> Result<Option<i64>> {
        let column = self.source.find(column)?;
        let values =
            column.integers().ok_or_else(|| self.refused(column, "a whole number", "opt_i64", false))?;
        Ok(values.get(self.index))
    }

    /// Text, or `None` where it is missing.
    ///
    /// # Errors
    /// As [`opt_f64`](Self::opt_f64).
    pub fn opt_str(&self, column: &str) -> Result<Option<&str>> {
        let column = self.source.find(column)?;
        let values = column.words().ok_or_else(|| self.refused(column, "text", "opt_str", false))?;
        Ok(values.get(self.index))
    }

    /// A truth value, or `None` where it is missing.
    ///
    /// # Errors
    /// As [`opt_f64`](Self::opt_f64).
    pub fn opt_bool(&self, column: &str) -> Result<Option<bool>> {
        let column = self.source.find(column)?;
        let values =
            column.flags().ok_or_else(|| self.refused(column, "a truth value", "opt_bool", false))?;
        Ok(values.get(self.index))
    }

    /// Whether the value is missing.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`].
    pub fn is_null(&self, column: &str) -> Result<bool> {
        Ok(self.value(column)?.is_null())
    }

    /// The value of any type, as polars holds it.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`].
    pub fn value(&self, column: &str) -> Result<AnyValue<'_>> {
        Ok(self.source.find(column)?.values.get(self.index)?)
    }

    /// The value of any type as it is displayed: dates as `2024-05-01`; missing ones as `null`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`].
    pub fn text(&self, column: &str) -> Result<String> {
        Ok(cell_text(&self.value(column)?))
    }

    fn refused(&self, column: &Values, expected: &'static str, getter: &str, missing: bool) -> Error {
        let name = column.values.name().as_str();
        let (given, advice) = if missing {
            ("missing".to_owned(), format!("Use `row.{getter}(\"{name}\")?` where values may be missing."))
        } else {
            let given = format!("of type {}", column.values.dtype());
            (given, format!("Read it with `row.{}(\"{name}\")?`.", column.getter()))
        };
        Error::CellValue { row: self.index, column: name.to_owned(), given, expected, advice }
    }
}

/// The rows of a frame one after the other, from [`iter_rows`](super::ApplyFrame::iter_rows).
#[derive(Clone, Debug)]
pub struct RowIter {
    source: Rc<Source>,
    next: usize,
    height: usize,
}

impl RowIter {
    pub(super) fn new(df: &DataFrame) -> Self {
        Self { source: Rc::new(Source::new(df)), next: 0, height: df.height() }
    }
}

impl Iterator for RowIter {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let index = self.next;
        self.next += usize::from(index < self.height);
        self.source.calls.set(0);
        (index < self.height).then(|| Row { source: Rc::clone(&self.source), index })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.height - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for RowIter {}

/// The columns that rows are read from.
#[derive(Debug)]
struct Source {
    columns: Vec<Values>,
    /// Which column the first, second … read of a row asked for last time: a guess to try first,
    /// since a closure reads the same columns in every row.
    order: RefCell<Vec<usize>>,
    calls: Cell<usize>,
}

impl Source {
    fn new(df: &DataFrame) -> Self {
        let columns = df.columns().iter().map(Values::new).collect();
        Self { columns, order: RefCell::default(), calls: Cell::new(0) }
    }

    fn find(&self, name: &str) -> Result<&Values> {
        const REMEMBERED: usize = 64;
        let call = self.calls.get();
        self.calls.set(call + 1);
        let mut order = self.order.borrow_mut();
        if let Some(guess) = order.get(call).map(|place| &self.columns[*place])
            && guess.values.name() == name
        {
            return Ok(guess);
        }
        let place = self.columns.iter().position(|column| column.values.name() == name);
        let place = place.ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|column| column.values.name().as_str()).collect();
            Error::column_not_found(name, &names)
        })?;
        if call < order.len() {
            order[call] = place;
        } else if call == order.len() && call < REMEMBERED {
            order.push(place);
        }
        Ok(&self.columns[place])
    }
}

/// A column and what it has been converted to so far; `None` where that type does not fit.
#[derive(Debug)]
pub(super) struct Values {
    values: Series,
    floats: OnceCell<Option<Float64Chunked>>,
    integers: OnceCell<Option<Int64Chunked>>,
    words: OnceCell<Option<StringChunked>>,
    flags: OnceCell<Option<BooleanChunked>>,
}

impl Values {
    pub fn new(column: &Column) -> Self {
        Self {
            values: column.as_materialized_series().rechunk(),
            floats: OnceCell::new(),
            integers: OnceCell::new(),
            words: OnceCell::new(),
            flags: OnceCell::new(),
        }
    }

    pub fn floats(&self) -> Option<&Float64Chunked> {
        let dtype = self.values.dtype();
        let fits = dtype.is_primitive_numeric() || dtype.is_bool() || dtype.is_null();
        let convert = || self.values.cast(&DataType::Float64).ok()?.f64().ok().cloned();
        self.floats.get_or_init(|| fits.then(convert).flatten()).as_ref()
    }

    pub fn integers(&self) -> Option<&Int64Chunked> {
        let dtype = self.values.dtype();
        let fits = dtype.is_integer() || dtype.is_bool() || dtype.is_null();
        let convert = || self.values.strict_cast(&DataType::Int64).ok()?.i64().ok().cloned();
        self.integers.get_or_init(|| fits.then(convert).flatten()).as_ref()
    }

    pub fn words(&self) -> Option<&StringChunked> {
        let dtype = self.values.dtype();
        let fits = dtype.is_string() || dtype.is_categorical() || dtype.is_enum() || dtype.is_null();
        let convert = || self.values.cast(&DataType::String).ok()?.str().ok().cloned();
        self.words.get_or_init(|| fits.then(convert).flatten()).as_ref()
    }

    pub fn flags(&self) -> Option<&BooleanChunked> {
        let dtype = self.values.dtype();
        let convert = || self.values.cast(&DataType::Boolean).ok()?.bool().ok().cloned();
        self.flags.get_or_init(|| (dtype.is_bool() || dtype.is_null()).then(convert).flatten()).as_ref()
    }

    /// The method of [`Row`] that reads this column.
    fn getter(&self) -> &'static str {
        match self.values.dtype() {
            DataType::Boolean => "bool",
            dtype if dtype.is_integer() => "i64",
            dtype if dtype.is_float() => "f64",
            dtype if dtype.is_string() || dtype.is_categorical() || dtype.is_enum() => "str",
            _ => "value",
        }
    }
}
