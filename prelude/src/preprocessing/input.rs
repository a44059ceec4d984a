//! What a transformer of numbers takes, and gives back in kind.

use std::borrow::Cow;

use ndarray::{Array2, ArrayBase, Data, Ix2};
use polars::prelude::{Column, DataFrame};

use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::frame::{FrameExt, convert};

/// A container of features: a matrix of shape (n_samples, n_features), a frame of numbers, a
/// [`Dataset`].
pub trait TransformInput: AsFeatures {
    /// The kind that comes out: `Array2<f64>`, `DataFrame` or [`Dataset`].
    type Output;

    /// The features, with missing values (a frame's nulls) as NaN.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] for a frame with a column of another kind.
    fn features_with_gaps(&self) -> Result<Features<'_>>;

    /// The same container with other features of shape (n_samples, n_outputs), one name each.
    ///
    /// # Errors
    /// [`Error::DuplicateName`] if two outputs have one name.
    fn rebuild(&self, values: Array2<f64>, names: Vec<String>) -> Result<Self::Output>;
}

impl<T: TransformInput + ?Sized> TransformInput for &T {
    type Output = T::Output;

    fn features_with_gaps(&self) -> Result<Features<'_>> {
        (**self).features_with_gaps()
    }

    fn rebuild(&self, values: Array2<f64>, names: Vec<String>) -> Result<Self::Output> {
        (**self).rebuild(values, names)
    }
}

impl<S: Data<Elem = f64>> TransformInput for ArrayBase<S, Ix2> {
    type Output = Array2<f64>;

    fn features_with_gaps(&self) -> Result<Features<'_>> {
        self.features()
    }

    fn rebuild(&self, values: Array2<f64>, _names: Vec<String>) -> Result<Array2<f64>> {
        Ok(values)
    }
}

impl TransformInput for DataFrame {
    type Output = DataFrame;

    fn features_with_gaps(&self) -> Result<Features<'_>> {
        let names: Vec<String> = self.get_column_names().iter().map(ToString::to_string).collect();
        let filled = self.columns().iter().map(nan_for_null).collect::<Result<Vec<Column>>>()?;
        let columns: Vec<&str> = names.iter().map(String::as_str).collect();
        let values = DataFrame::new(self.height(), filled)?.to_array(&columns)?.into();
        Ok(Features { values, names: Cow::Owned(names) })
    }

    fn rebuild(&self, values: Array2<f64>, names: Vec<String>) -> Result<DataFrame> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        DataFrame::from_array(&values, &names)
    }
}

impl TransformInput for Dataset {
    type Output = Self;

    fn features_with_gaps(&self) -> Result<Features<'_>> {
        self.features()
    }

    fn rebuild(&self, features: Array2<f64>, feature_names: Vec<String>) -> Result<Self> {
        convert::check_unique("the transformed dataset", &feature_names)?;
        if features.nrows() != self.n_samples() {
            return Err(Error::SampleMismatch {
                features: features.shape().to_vec(),
                target_length: self.n_samples(),
            });
        }
        Ok(Self { features, feature_names, ..self.clone() })
    }
}

fn nan_for_null(column: &Column) -> Result<Column> {
    use polars::prelude::DataType;
    if column.null_count() == 0 || !column.dtype().is_primitive_numeric() {
        return Ok(column.clone());
    }
    let floats = column.cast(&DataType::Float64)?;
    let values: Vec<f64> = floats.f64()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
    Ok(Column::new(column.name().clone(), values))
}
