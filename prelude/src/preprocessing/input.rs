//! What a transformer of numbers takes, and gives back in kind.

use std::borrow::Cow;

use ndarray::{Array2, ArrayBase, Data, Ix2, ShapeBuilder};
use polars::prelude::{Column, DataFrame, DataType, Float64Chunked, IntoColumn};

use crate::array::{AsFeatures, Features, is_number};
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
        let names = crate::frame::names(self);
        let mut values = Vec::with_capacity(self.height() * self.width());
        for column in self.columns() {
            append_numbers(column, &mut values)?;
        }
        let shape = (self.height(), self.width()).f();
        let values = Array2::from_shape_vec(shape, values).map_err(|_| Error::Shape {
            what: "the frame's columns together".to_owned(),
            given: vec![self.height(), self.width()],
            expected: "columns of one length".to_owned(),
        })?;
        Ok(Features { values: values.into(), names: Cow::Owned(names) })
    }

    fn rebuild(&self, values: Array2<f64>, names: Vec<String>) -> Result<DataFrame> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let df = DataFrame::from_array(&values, &names)?;
        keep_nulls(self, df)
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

/// The numbers of a column, NaN where it has none.
fn append_numbers(column: &Column, values: &mut Vec<f64>) -> Result<()> {
    if !is_number(column.dtype()) {
        let what = format!("column `{}`", column.name());
        return Err(Error::NotNumeric { what, dtype: column.dtype().to_string() });
    }
    let floats = column.cast(&DataType::Float64)?;
    let floats = floats.f64()?;
    if floats.null_count() == 0 {
        floats.downcast_iter().for_each(|chunk| values.extend_from_slice(chunk.values()));
    } else {
        values.extend(floats.iter().map(|value| value.unwrap_or(f64::NAN)));
    }
    Ok(())
}

/// What was null in a column and is still missing under the same name is null again, not NaN.
fn keep_nulls(before: &DataFrame, mut after: DataFrame) -> Result<DataFrame> {
    for column in before.columns().iter().filter(|column| column.null_count() > 0) {
        let Ok(result) = after.column(column.name()) else { continue };
        if result.len() != column.len() {
            continue;
        }
        let gaps = column.is_null();
        let values = result
            .f64()?
            .iter()
            .zip(gaps.iter())
            .map(|(value, gap)| value.filter(|value| !(value.is_nan() && gap == Some(true))));
        let values: Float64Chunked = values.collect();
        after.with_column(values.with_name(column.name().clone()).into_column())?;
    }
    Ok(after)
}
