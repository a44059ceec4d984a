//! A feature matrix from whatever holds one: shape (n_samples, n_features).

use std::borrow::Cow;

use ndarray::{ArrayBase, ArrayView2, CowArray, Data, Ix2};
use polars::prelude::DataFrame;

use super::SparseMatrix;
use crate::dataset::Training;
use crate::error::Result;
use crate::frame::{self, FrameExt};

/// Features with their names, where names are known.
#[derive(Clone, Debug)]
pub struct Features<'a> {
    /// Shape (n_samples, n_features).
    pub values: CowArray<'a, f64, Ix2>,
    /// One per column, or none at all.
    pub names: Cow<'a, [String]>,
}

impl<'a> Features<'a> {
    /// The features of training data, lent.
    pub(crate) fn of(data: &'a Training<'_>) -> Self {
        Self { values: data.features.view().into(), names: Cow::Borrowed(&data.features.names) }
    }

    pub fn view(&self) -> ArrayView2<'_, f64> {
        self.values.view()
    }

    /// The name of a column as a message should say it.
    pub(crate) fn describe(&self, column: usize) -> String {
        self.names.get(column).map_or_else(|| format!("feature {column}"), |name| format!("feature `{name}`"))
    }
}

/// What can be read as a feature matrix: `Array2<f64>` and its views, a [`Dataset`], a frame whose
/// columns are all numbers.
///
/// [`Dataset`]: crate::dataset::Dataset
pub trait AsFeatures {
    /// The features, borrowed where possible.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] or [`Error::MissingValues`] for a frame with such a column.
    ///
    /// [`Error::NotNumeric`]: crate::Error::NotNumeric
    /// [`Error::MissingValues`]: crate::Error::MissingValues
    fn features(&self) -> Result<Features<'_>>;

    /// The features that a model was fitted on: of a frame that has columns of all these names, those
    /// columns in that order, whatever else it has; of anything else, and for no names, all.
    ///
    /// # Errors
    /// As [`features`](Self::features).
    fn features_of(&self, names: &[String]) -> Result<Features<'_>> {
        let _ = names;
        self.features()
    }

    /// The same as a frame, borrowed if it is one; features without names are called `x0`, `x1` …
    ///
    /// # Errors
    /// As [`features`](Self::features).
    fn as_frame(&self) -> Result<Cow<'_, DataFrame>> {
        Ok(Cow::Owned(crate::dataset::frame_of(&self.features()?)?))
    }

    /// The matrix itself if it is a sparse one, for whoever can do without its zeros.
    fn as_sparse(&self) -> Option<&SparseMatrix> {
        None
    }
}

impl<T: AsFeatures + ?Sized> AsFeatures for &T {
    fn features(&self) -> Result<Features<'_>> {
        (**self).features()
    }

    fn features_of(&self, names: &[String]) -> Result<Features<'_>> {
        (**self).features_of(names)
    }

    fn as_frame(&self) -> Result<Cow<'_, DataFrame>> {
        (**self).as_frame()
    }

    fn as_sparse(&self) -> Option<&SparseMatrix> {
        (**self).as_sparse()
    }
}

impl AsFeatures for Features<'_> {
    fn features(&self) -> Result<Features<'_>> {
        Ok(Features { values: self.values.view().into(), names: Cow::Borrowed(&self.names) })
    }
}

impl<S: Data<Elem = f64>> AsFeatures for ArrayBase<S, Ix2> {
    fn features(&self) -> Result<Features<'_>> {
        Ok(Features { values: self.view().into(), names: Cow::Borrowed(&[]) })
    }
}

impl AsFeatures for DataFrame {
    fn features(&self) -> Result<Features<'_>> {
        let names = frame::names(self);
        let columns: Vec<&str> = names.iter().map(String::as_str).collect();
        let values = self.to_array(&columns)?.into();
        Ok(Features { values, names: Cow::Owned(names) })
    }

    fn features_of(&self, names: &[String]) -> Result<Features<'_>> {
        if names.is_empty() || !frame::has_columns(self, names) {
            return self.features();
        }
        let columns: Vec<&str> = names.iter().map(String::as_str).collect();
        Ok(Features { values: self.to_array(&columns)?.into(), names: Cow::Owned(names.to_vec()) })
    }

    fn as_frame(&self) -> Result<Cow<'_, DataFrame>> {
        Ok(Cow::Borrowed(self))
    }
}
