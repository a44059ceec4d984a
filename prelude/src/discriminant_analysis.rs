//! Discriminant analysis: each class is a normal distribution, with one covariance for all of them
//! (linear) or one for each (quadratic), so that the fit is a few decompositions.
//!
//! Both follow scikit-learn's solver by singular values, which never forms a covariance matrix; variances
//! are divided by the number of samples, as scikit-learn 1.9 does.

mod linear;
mod quadratic;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

pub use linear::{FittedLinearDiscriminantAnalysis, LinearDiscriminantAnalysis};
pub use quadratic::{FittedQuadraticDiscriminantAnalysis, QuadraticDiscriminantAnalysis};

use crate::model::ClassTarget;
use crate::naive_bayes::count_classes;

/// What both begin with: how many samples each class has, and the mean of each feature in it.
struct ClassMeans {
    counts: Array1<f64>,
    /// Shape (n_classes, n_features).
    means: Array2<f64>,
}

impl ClassMeans {
    fn of(x: ArrayView2<'_, f64>, target: &ClassTarget) -> Self {
        let counts = count_classes(target, None);
        let mut means = Array2::zeros((counts.len(), x.ncols()));
        for (row, code) in x.rows().into_iter().zip(&target.codes) {
            let mut sum = means.row_mut(*code);
            sum += &row;
        }
        for (mut row, count) in means.rows_mut().into_iter().zip(&counts) {
            row /= *count;
        }
        Self { counts, means }
    }

    /// Each sample from its class's mean.
    fn deviations(&self, x: ArrayView2<'_, f64>, target: &ClassTarget) -> Array2<f64> {
        let mut deviations = x.to_owned();
        for (mut row, code) in deviations.rows_mut().into_iter().zip(&target.codes) {
            row -= &self.means.row(*code);
        }
        deviations
    }
}

/// The standard deviation of each column within the classes; 1 where it is the same in all samples of a
/// class, up to rounding.
fn sizes(x: ArrayView2<'_, f64>, deviations: &Array2<f64>) -> Array1<f64> {
    const ROUNDING: f64 = 1e-13;
    let n = deviations.nrows().max(1) as f64;
    let largest =
        |column: ArrayView1<'_, f64>| column.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let columns = x.axis_iter(Axis(1)).zip(deviations.axis_iter(Axis(1)));
    let size = |(values, column): (ArrayView1<'_, f64>, ArrayView1<'_, f64>)| {
        let most = largest(column);
        if most <= ROUNDING * largest(values) {
            return 1.0;
        }
        // The squares of huge values would overflow.
        most * (column.iter().map(|value| (value / most).powi(2)).sum::<f64>() / n).sqrt()
    };
    columns.map(size).collect()
}
