//! Groups by their centres: how tight they are and how far apart.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::silhouette::Groups;
use crate::array::{AsFeatures, AsLabels};
use crate::error::Result;

/// The spread of the groups' centres over the spread within the groups, both by degrees of freedom;
/// higher is better.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [1.0], [10.0], [11.0]];
/// assert_eq!(calinski_harabasz_score(&x, &[0, 0, 1, 1])?, 200.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`silhouette_score`](super::silhouette_score).
///
/// Source: T. Caliński, J. Harabasz, "A dendrite method for cluster analysis", Communications in
/// Statistics 3 (1974).
pub fn calinski_harabasz_score(x: impl AsFeatures, labels: impl AsLabels) -> Result<f64> {
    let features = x.features()?;
    Ok(variance_ratio(features.view(), &Groups::of("calinski_harabasz_score", &features, &labels)?))
}

fn variance_ratio(x: ArrayView2<'_, f64>, groups: &Groups) -> f64 {
    let (n, k) = (x.nrows() as f64, groups.sizes.len() as f64);
    let means = means(x, groups);
    let mean = x.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(x.ncols()));
    let square = |a: ndarray::ArrayView1<'_, f64>, b: ndarray::ArrayView1<'_, f64>| {
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
    };
    let between: f64 =
        means.outer_iter().zip(&groups.sizes).map(|(row, size)| size * square(row, mean.view())).sum();
    let within: f64 =
        x.outer_iter().zip(&groups.codes).map(|(row, group)| square(row, means.row(*group))).sum();
    if within == 0.0 { 1.0 } else { between * (n - k) / (within * (k - 1.0)) }
}

/// The mean over the groups of how near the nearest other group is, for their sizes; 0 is best, lower is
/// better.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [1.0], [10.0], [11.0]];
/// assert_eq!(davies_bouldin_score(&x, &[0, 0, 1, 1])?, 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`silhouette_score`](super::silhouette_score).
///
/// Source: D. L. Davies, D. W. Bouldin, "A cluster separation measure", IEEE Transactions on Pattern
/// Analysis and Machine Intelligence 1 (1979).
pub fn davies_bouldin_score(x: impl AsFeatures, labels: impl AsLabels) -> Result<f64> {
    let features = x.features()?;
    Ok(nearness(features.view(), &Groups::of("davies_bouldin_score", &features, &labels)?))
}

fn nearness(x: ArrayView2<'_, f64>, groups: &Groups) -> f64 {
    let means = means(x, groups);
    let distance = |a: ndarray::ArrayView1<'_, f64>, b: ndarray::ArrayView1<'_, f64>| {
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    };
    let mut spread = vec![0.0; groups.sizes.len()];
    for (row, group) in x.outer_iter().zip(&groups.codes) {
        spread[*group] += distance(row, means.row(*group)) / groups.sizes[*group];
    }
    let worst = |i: usize| {
        let others = (0..spread.len()).filter(|j| *j != i);
        let ratio = |j: usize| {
            let apart = distance(means.row(i), means.row(j));
            // Centres at one place do not count, as in scikit-learn.
            if apart == 0.0 { 0.0 } else { (spread[i] + spread[j]) / apart }
        };
        others.map(ratio).fold(0.0, f64::max)
    };
    (0..spread.len()).map(worst).sum::<f64>() / spread.len() as f64
}

fn means(x: ArrayView2<'_, f64>, groups: &Groups) -> Array2<f64> {
    let mut means = Array2::zeros((groups.sizes.len(), x.ncols()));
    for (row, group) in x.outer_iter().zip(&groups.codes) {
        let mut target = means.row_mut(*group);
        target += &row;
    }
    for (mut row, size) in means.outer_iter_mut().zip(&groups.sizes) {
        row /= *size;
    }
    means
}
