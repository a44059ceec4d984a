//! Training data whose features come out in kind.

use ndarray::Array2;

use crate::array::AsLabels;
use crate::dataset::{AsTraining, Dataset};
use crate::error::Result;
use crate::preprocessing::TransformInput;

/// What a selector that looks at the target takes: a [`Dataset`], or a pair `(&x, &y)` of a matrix or
/// frame and n_samples numbers or labels.
pub trait SupervisedInput: AsTraining {
    /// The kind that comes out: the features' own.
    type Output;

    /// The same container with other features of shape (n_samples, n_outputs), one name each.
    ///
    /// # Errors
    /// As [`TransformInput::rebuild`].
    fn rebuild_features(&self, values: Array2<f64>, names: Vec<String>) -> Result<Self::Output>;
}

impl<T: SupervisedInput + ?Sized> SupervisedInput for &T {
    type Output = T::Output;

    fn rebuild_features(&self, values: Array2<f64>, names: Vec<String>) -> Result<Self::Output> {
        (**self).rebuild_features(values, names)
    }
}

impl SupervisedInput for Dataset {
    type Output = Self;

    fn rebuild_features(&self, values: Array2<f64>, names: Vec<String>) -> Result<Self> {
        self.rebuild(values, names)
    }
}

impl<X: TransformInput, Y: AsLabels> SupervisedInput for (X, Y) {
    type Output = X::Output;

    fn rebuild_features(&self, values: Array2<f64>, names: Vec<String>) -> Result<X::Output> {
        self.0.rebuild(values, names)
    }
}
