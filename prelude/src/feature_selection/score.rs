//! What one feature says about the target, with how likely that is by chance.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::mutual_information::{with_classes, with_quantity};
use super::tails::{upper_chi2, upper_f};
use crate::dataset::{AsTraining, Training};
use crate::error::{Error, Result};
use crate::model::ClassTarget;
use crate::model::check::{self, Least};

/// How features are scored one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ScoreFunction {
    /// [`f_classif`]: how much the classes' means differ.
    #[default]
    FClassif,
    /// [`f_regression`]: how well a straight line fits.
    FRegression,
    /// [`chi2`]: for counts and classes.
    Chi2,
    /// [`mutual_info_classif`](super::mutual_info_classif): any dependence on classes, without p-values.
    MutualInfoClassif,
    /// [`mutual_info_regression`](super::mutual_info_regression): any dependence on a quantity, without p-values.
    MutualInfoRegression,
}

/// Scores and p-values, one per feature; no p-values for some functions.
pub(super) type Scores = (Array1<f64>, Option<Array1<f64>>);

impl ScoreFunction {
    pub(super) fn score(self, data: &Training<'_>, n_neighbors: usize, seed: u64) -> Result<Scores> {
        let with_p = |(scores, p): (Array1<f64>, Array1<f64>)| (scores, Some(p));
        match self {
            Self::FClassif => Ok(with_p(f_of_classes(data)?)),
            Self::FRegression => Ok(with_p(f_of_line(data)?)),
            Self::Chi2 => Ok(with_p(chi2_of_classes(data)?)),
            Self::MutualInfoClassif => Ok((with_classes(data, n_neighbors, seed)?, None)),
            Self::MutualInfoRegression => Ok((with_quantity(data, n_neighbors, seed)?, None)),
        }
    }
}

/// The F statistic of each feature over the classes (one-way analysis of variance), and its p-value;
/// NaN for a feature that is the same in every sample.
///
/// # Errors
/// [`Error::SingleClass`], [`Error::TooManyClasses`], [`Error::TooFew`] unless there are more samples
/// than classes, [`Error::NotFinite`], [`Error::Empty`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (f, p) = f_classif(&iris())?;
/// assert!((f[2] - 1180.161182252981).abs() < 1e-6 && p[2] < 1e-90);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. A. Fisher, "Statistical methods for research workers", 1925.
pub fn f_classif(data: impl AsTraining) -> Result<(Array1<f64>, Array1<f64>)> {
    f_of_classes(&data.training()?)
}

fn f_of_classes(data: &Training<'_>) -> Result<(Array1<f64>, Array1<f64>)> {
    check::training(data)?;
    let ClassTarget { classes, codes: labels } = check::classes("f_classif", data, Least::several)?;
    let (n, k) = (labels.len(), classes.len());
    if n <= k {
        let what = format!("f_classif of {k} classes");
        return Err(Error::TooFew { what, needed: k + 1, unit: "samples", given: n });
    }
    let f: Array1<f64> = data
        .features
        .values
        .columns()
        .into_iter()
        .map(|column| analysis_of_variance(column, &labels, k))
        .collect();
    let p = f.mapv(|f| upper_f(f, (k - 1) as f64, (n - k) as f64));
    Ok((f, p))
}

/// The variance between the classes' means over the variance within the classes.
fn analysis_of_variance(column: ArrayView1<'_, f64>, labels: &[usize], k: usize) -> f64 {
    let n = column.len() as f64;
    let mean = column.sum() / n;
    let (mut counts, mut sums) = (vec![0.0; k], vec![0.0; k]);
    for (value, label) in column.iter().zip(labels) {
        counts[*label] += 1.0;
        sums[*label] += value - mean;
    }
    let means: Vec<f64> = sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect();
    let between: f64 = means.iter().zip(&counts).map(|(mean, count)| count * mean * mean).sum();
    let within: f64 =
        column.iter().zip(labels).map(|(value, label)| (value - mean - means[*label]).powi(2)).sum();
    (between / (k as f64 - 1.0)) / (within / (n - k as f64))
}

/// The F statistic of a straight line from each feature to the target, and its p-value. A feature
/// that is the same in every sample scores 0.
///
/// # Errors
/// [`Error::TooFew`] for fewer than 3 samples, [`Error::NotFinite`], [`Error::Empty`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (f, p) = f_regression(&diabetes())?;
/// assert!((f[2] - 230.65).abs() < 0.01 && p[2] < 1e-41);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn f_regression(data: impl AsTraining) -> Result<(Array1<f64>, Array1<f64>)> {
    f_of_line(&data.training()?)
}

fn f_of_line(data: &Training<'_>) -> Result<(Array1<f64>, Array1<f64>)> {
    check::training(data)?;
    let n = data.target.len();
    if n < 3 {
        return Err(Error::TooFew { what: "f_regression".to_owned(), needed: 3, unit: "samples", given: n });
    }
    let freedom = n as f64 - 2.0;
    let f: Array1<f64> = data
        .features
        .values
        .columns()
        .into_iter()
        .map(|column| {
            let r = correlation(column, data.target.view());
            // Beyond all numbers for a perfect line.
            (r * r / (1.0 - r * r) * freedom).min(f64::MAX)
        })
        .collect();
    let p = f.mapv(|f| upper_f(f, 1.0, freedom));
    Ok((f, p))
}

/// Pearson's, 0 beside a constant.
fn correlation(x: ArrayView1<'_, f64>, y: ArrayView1<'_, f64>) -> f64 {
    let centred = |values: ArrayView1<'_, f64>| {
        let centred = &values - values.mean().unwrap_or(0.0);
        let size = centred.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
        if size > 0.0 { centred / size } else { centred }
    };
    let (x, y) = (centred(x), centred(y));
    let lengths = (x.dot(&x) * y.dot(&y)).sqrt();
    if lengths > 0.0 { (x.dot(&y) / lengths).clamp(-1.0, 1.0) } else { 0.0 }
}

/// The χ² statistic of each feature over the classes, and its p-value, for features that count or
/// are never negative; NaN for a feature of nothing but zeros.
///
/// # Errors
/// [`Error::Negative`], [`Error::SingleClass`], [`Error::TooManyClasses`], [`Error::NotFinite`],
/// [`Error::Empty`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (statistic, p) = chi2(&iris())?;
/// assert!((statistic[3] - 67.0483602).abs() < 1e-6 && p[3] < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: K. Pearson, "On the criterion that a given system of deviations …", 1900.
pub fn chi2(data: impl AsTraining) -> Result<(Array1<f64>, Array1<f64>)> {
    chi2_of_classes(&data.training()?)
}

fn chi2_of_classes(data: &Training<'_>) -> Result<(Array1<f64>, Array1<f64>)> {
    check::training(data)?;
    let x = data.features.view();
    if let Some(((row, column), value)) = x.indexed_iter().find(|(_, value)| **value < 0.0) {
        let what = data.features.describe(column);
        return Err(Error::Negative { owner: "chi2", what, value: *value, row });
    }
    let ClassTarget { classes, codes: labels } = check::classes("chi2", data, Least::several)?;
    let mut observed = Array2::zeros((classes.len(), x.ncols()));
    let mut shares = Array1::<f64>::zeros(classes.len());
    for (row, label) in x.rows().into_iter().zip(&labels) {
        let mut counts = observed.row_mut(*label);
        counts += &row;
        shares[*label] += 1.0 / labels.len() as f64;
    }
    let totals = observed.sum_axis(Axis(0));
    let expected = Array2::from_shape_fn(observed.dim(), |(k, j)| shares[k] * totals[j]);
    let statistic =
        ((&observed - &expected).mapv(|difference| difference * difference) / &expected).sum_axis(Axis(0));
    let p = statistic.mapv(|value| upper_chi2(value, (classes.len() - 1) as f64));
    Ok((statistic, p))
}
