//! Frames to arrays and back. polars' own conversion is for a newer ndarray than linfa's.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use polars::prelude::{Column, DataFrame};

use super::column;
use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// The named columns side by side, shape (n_rows, n_columns).
pub(super) fn to_array(df: &DataFrame, columns: &[&str]) -> Result<Array2<f64>> {
    let mut values = Array2::zeros((df.height(), columns.len()));
    for (name, mut target) in columns.iter().zip(values.axis_iter_mut(Axis(1))) {
        let numbers = column(df, name)?.numbers()?.complete(name)?;
        target.assign(&ArrayView1::from(&*numbers));
    }
    Ok(values)
}

/// One column, shape (n_rows).
pub(super) fn column_array(df: &DataFrame, name: &str) -> Result<Array1<f64>> {
    Ok(column(df, name)?.numbers()?.complete(name)?.into_owned().into())
}

/// A frame with one column per column of the matrix.
pub(super) fn from_array(values: ArrayView2<'_, f64>, names: &[&str]) -> Result<DataFrame> {
    if values.ncols() != names.len() {
        return Err(Error::LengthMismatch {
            left: "the array's second axis".to_owned(),
            left_length: values.ncols(),
            right: "`names`".to_owned(),
            right_length: names.len(),
        });
    }
    check_unique("the frame", names)?;
    let columns = names
        .iter()
        .zip(values.axis_iter(Axis(1)))
        .map(|(name, values)| Column::new((*name).into(), values.to_vec()))
        .collect();
    Ok(DataFrame::new(values.nrows(), columns)?)
}

/// Refuses a name that comes twice.
pub(crate) fn check_unique<T: AsRef<str>>(what: &'static str, names: &[T]) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if !seen.insert(name.as_ref()) {
            return Err(Error::DuplicateName { what, name: name.as_ref().to_owned() });
        }
    }
    Ok(())
}
