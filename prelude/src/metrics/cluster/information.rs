//! What one grouping tells of another, in nats.

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use super::table::Table;
use crate::array::AsLabels;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// How the entropies of two groupings become the scale of their mutual information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeanOfEntropies {
    #[default]
    Arithmetic,
    Geometric,
    Min,
    Max,
}

impl MeanOfEntropies {
    fn of(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Arithmetic => f64::midpoint(a, b),
            Self::Geometric => (a * b).sqrt(),
            Self::Min => a.min(b),
            Self::Max => a.max(b),
        }
    }
}

/// The mutual information of two groupings, in nats.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = mutual_info_score(&["a", "a", "b", "b"], &[0, 0, 1, 1])?;
/// assert!((score - 2.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score).
pub fn mutual_info_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    Ok(mutual(&Table::of(&labels_true, &labels_pred)?))
}

fn mutual(table: &Table) -> f64 {
    if table.classes.len() == 1 || table.clusters.len() == 1 {
        return 0.0;
    }
    let part = |(class, cluster, count): &(usize, usize, f64)| {
        let expected = table.classes[*class] * table.clusters[*cluster];
        count / table.n * (count * table.n / expected).ln()
    };
    table.cells.iter().map(part).sum::<f64>().max(0.0)
}

fn entropy(sizes: &[f64], n: f64) -> f64 {
    if sizes.len() == 1 {
        return 0.0;
    }
    -sizes.iter().map(|size| size / n * (size / n).ln()).sum::<f64>()
}

/// The mutual information as a share of the groupings' mean entropy, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(normalized_mutual_info_score(&[0, 0, 1, 1], &[1, 1, 0, 0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score).
pub fn normalized_mutual_info_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    normalized_mutual_info_score_by(labels_true, labels_pred, MeanOfEntropies::Arithmetic)
}

/// [`normalized_mutual_info_score`] with another mean of the entropies.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (a, b) = ([0, 0, 1, 1], [0, 0, 1, 2]);
/// assert!((normalized_mutual_info_score_by(&a, &b, MeanOfEntropies::Min)? - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score).
pub fn normalized_mutual_info_score_by(
    labels_true: impl AsLabels,
    labels_pred: impl AsLabels,
    mean: MeanOfEntropies,
) -> Result<f64> {
    Ok(normalized(&Table::of(&labels_true, &labels_pred)?, mean))
}

fn normalized(table: &Table, mean: MeanOfEntropies) -> f64 {
    if table.classes.len() == 1 && table.clusters.len() == 1 {
        return 1.0;
    }
    let mutual = mutual(table);
    if mutual <= f64::EPSILON {
        return 0.0;
    }
    mutual / mean.of(entropy(&table.classes, table.n), entropy(&table.clusters, table.n))
}

/// The mutual information less what chance gives, as a share of what is possible: 1 is full agreement,
/// 0 that of chance.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(adjusted_mutual_info_score(&[0, 0, 1, 1], &[1, 1, 0, 0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score), and interruption.
///
/// Source: N. X. Vinh, J. Epps, J. Bailey, "Information theoretic measures for clusterings comparison",
/// Journal of Machine Learning Research 11 (2010).
pub fn adjusted_mutual_info_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    adjusted_mutual_info_score_by(labels_true, labels_pred, MeanOfEntropies::Arithmetic)
}

/// [`adjusted_mutual_info_score`] with another mean of the entropies.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = adjusted_mutual_info_score_by(&[0, 0, 1, 1], &[0, 0, 1, 2], MeanOfEntropies::Max)?;
/// assert!((score - 0.4).abs() < 1e-2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`adjusted_mutual_info_score`].
pub fn adjusted_mutual_info_score_by(
    labels_true: impl AsLabels,
    labels_pred: impl AsLabels,
    mean: MeanOfEntropies,
) -> Result<f64> {
    adjusted(&Table::of(&labels_true, &labels_pred)?, mean)
}

fn adjusted(table: &Table, mean: MeanOfEntropies) -> Result<f64> {
    match (table.classes.len(), table.clusters.len()) {
        (1, 1) => return Ok(1.0),
        (1, _) | (_, 1) => return Ok(0.0),
        _ => {}
    }
    let by_chance = expected(table)?;
    let most = mean.of(entropy(&table.classes, table.n), entropy(&table.clusters, table.n));
    // A difference of nothing by nothing is full agreement.
    let away_from_zero =
        |value: f64| if value < 0.0 { value.min(-f64::EPSILON) } else { value.max(f64::EPSILON) };
    Ok(away_from_zero(mutual(table) - by_chance) / away_from_zero(most - by_chance))
}

/// The mutual information of groups of these sizes that chance gives: the mean over the hypergeometric
/// numbers of shared samples.
fn expected(table: &Table) -> Result<f64> {
    let n = table.n as usize;
    let log_factorial: Vec<f64> = (0..=n).map(|count| ln_gamma(count as f64 + 1.0)).collect();
    let mut sum = 0.0;
    for size in &table.classes {
        check_interrupt()?;
        let a = *size as usize;
        for size in &table.clusters {
            let b = *size as usize;
            let fixed = log_factorial[a] + log_factorial[b] + log_factorial[n - a] + log_factorial[n - b]
                - log_factorial[n];
            let scale = (n as f64).ln() - (a as f64).ln() - (b as f64).ln();
            for shared in (a + b).saturating_sub(n).max(1)..=a.min(b) {
                let chance = fixed
                    - log_factorial[shared]
                    - log_factorial[a - shared]
                    - log_factorial[b - shared]
                    - log_factorial[n + shared - a - b];
                let shared = shared as f64;
                sum += shared / table.n * (scale + shared.ln()) * chance.exp();
            }
        }
    }
    Ok(sum)
}

/// Whether every cluster holds one class only, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert!((homogeneity_score(&[0, 0, 1, 1], &[0, 0, 1, 2])? - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score).
pub fn homogeneity_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    Ok(three(&Table::of(&labels_true, &labels_pred)?, 1.0)?.0)
}

/// Whether every class is in one cluster only, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert!((completeness_score(&[0, 0, 1, 1], &[0, 0, 0, 0])? - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score).
pub fn completeness_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    Ok(three(&Table::of(&labels_true, &labels_pred)?, 1.0)?.1)
}

/// The harmonic mean of [`homogeneity_score`] and [`completeness_score`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert!((v_measure_score(&[0, 0, 1, 1], &[0, 0, 1, 2])? - 0.8).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score).
///
/// Source: A. Rosenberg, J. Hirschberg, "V-measure", EMNLP-CoNLL 2007.
pub fn v_measure_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    Ok(three(&Table::of(&labels_true, &labels_pred)?, 1.0)?.2)
}

/// Homogeneity, completeness and their harmonic mean, in which completeness counts `beta` times as much.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (h, c, v) = homogeneity_completeness_v_measure(&[0, 0, 1, 1], &[0, 0, 1, 2], 1.0)?;
/// assert!(h > c && v > c && v < h);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`](super::rand_score); [`Error::Parameter`] for a `beta` below 0.
pub fn homogeneity_completeness_v_measure(
    labels_true: impl AsLabels,
    labels_pred: impl AsLabels,
    beta: f64,
) -> Result<(f64, f64, f64)> {
    three(&Table::of(&labels_true, &labels_pred)?, beta)
}

fn three(table: &Table, beta: f64) -> Result<(f64, f64, f64)> {
    if beta.is_nan() || beta < 0.0 {
        return Err(Error::parameter("v_measure_score", "beta", beta, "at least 0"));
    }
    let mutual = mutual(table);
    let share = |entropy: f64| if entropy == 0.0 { 1.0 } else { mutual / entropy };
    let h = share(entropy(&table.classes, table.n));
    let c = share(entropy(&table.clusters, table.n));
    let v = if h + c == 0.0 { 0.0 } else { (1.0 + beta) * h * c / (beta * h + c) };
    Ok((h, c, v))
}
