//! The columns of numbers, with NaN for what is missing.

use polars::prelude::{DataFrame, DataType};
use rayon::prelude::*;

use crate::error::{Error, Result};

/// Columns of numbers and booleans of one length.
pub(super) struct NumberColumns {
    pub names: Vec<String>,
    columns: Vec<Vec<f64>>,
    complete: Vec<bool>,
    rows: usize,
}

impl NumberColumns {
    pub(super) fn of(df: &DataFrame) -> Result<Self> {
        let is_number = |dtype: &DataType| dtype.is_primitive_numeric() || dtype.is_bool();
        let chosen: Vec<_> = df.columns().iter().filter(|column| is_number(column.dtype())).collect();
        if chosen.is_empty() {
            return Err(Error::empty("the list of numeric columns", "one column of numbers or booleans"));
        }
        let mut columns = Vec::with_capacity(chosen.len());
        for column in &chosen {
            let floats = column.cast(&DataType::Float64)?;
            let missing_as_nan = |value: Option<f64>| value.filter(|v| v.is_finite()).unwrap_or(f64::NAN);
            columns.push(floats.f64()?.iter().map(missing_as_nan).collect::<Vec<f64>>());
        }
        let complete = columns.par_iter().map(|values| values.iter().all(|value| !value.is_nan())).collect();
        let names = chosen.iter().map(|column| column.name().to_string()).collect();
        Ok(Self { names, columns, complete, rows: df.height() })
    }

    /// The same names over other values (ranks), missing where these are missing.
    pub(super) fn with_values(&self, columns: Vec<Vec<f64>>) -> Self {
        Self { names: self.names.clone(), columns, complete: self.complete.clone(), rows: self.rows }
    }

    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn values(&self, column: usize) -> &[f64] {
        &self.columns[column]
    }

    pub(super) fn is_complete(&self, column: usize) -> bool {
        self.complete[column]
    }

    /// The places of the columns in which nothing is missing.
    pub(super) fn complete(&self) -> Vec<usize> {
        (0..self.len()).filter(|column| self.complete[*column]).collect()
    }
}
