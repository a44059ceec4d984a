//! Folds that keep groups together and give every class its share.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::classes::{AsClasses, Classes};
use super::folds::{CrossValidator, Folds, Samples, check_splits};
use crate::error::{Error, Result};

const NAME: &str = "StratifiedGroupKFold";

/// k folds in which no group is in training and test at once, and the classes are in their proportions
/// as far as the groups allow.
///
/// Groups are dealt out from the most uneven to the most even, each to the fold that it brings nearest
/// to the proportions of the whole. Without [`shuffle`](StratifiedGroupKFold::shuffle) the rows are
/// scikit-learn's.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let labels = [0, 0, 1, 1, 0, 0, 1, 1];
/// let patients = ["a", "a", "b", "b", "c", "c", "d", "d"];
/// for (_, test) in StratifiedGroupKFold::new(2).split(&labels, &patients)? {
///     assert_eq!(test.iter().filter(|row| labels[**row] == 1).count(), 2);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratifiedGroupKFold {
    n_splits: usize,
    shuffle: Option<u64>,
}

impl StratifiedGroupKFold {
    /// So many folds.
    #[must_use]
    pub fn new(n_splits: usize) -> Self {
        Self { n_splits, shuffle: None }
    }

    /// Groups that are equally uneven come in random order.
    #[must_use]
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// Pairs `(train, test)` of row numbers in ascending order; `labels` (or a dataset's target) and
    /// `groups` have one label per row.
    ///
    /// # Errors
    /// [`Error::Parameter`] for fewer than two folds, [`Error::TooFew`] for fewer groups than folds or
    /// no class with a member for each, [`Error::LengthMismatch`], and what [`AsClasses`] says.
    pub fn split(&self, labels: impl AsClasses, groups: impl AsClasses) -> Result<Folds> {
        let (classes, groups) = (labels.classes()?, groups.classes()?);
        let n_rows = classes.codes.len();
        self.folds(&Samples { n_rows, classes: Some(&classes), groups: Some(&groups) })
    }

    fn check(&self, classes: &Classes, groups: &Classes) -> Result<()> {
        check_splits(NAME, self.n_splits, classes.codes.len())?;
        if groups.codes.len() != classes.codes.len() {
            return Err(Error::LengthMismatch {
                left: "the labels".to_owned(),
                left_length: classes.codes.len(),
                right: "the groups".to_owned(),
                right_length: groups.codes.len(),
            });
        }
        let most = classes.counts().into_iter().max().unwrap_or(0);
        for (what, unit, given) in
            [("", "groups", groups.names.len()), (": the most frequent class", "samples", most)]
        {
            if given < self.n_splits {
                let what = format!("{NAME} with {} splits{what}", self.n_splits);
                return Err(Error::TooFew { what, needed: self.n_splits, unit, given });
            }
        }
        Ok(())
    }
}

impl CrossValidator for StratifiedGroupKFold {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        let (classes, groups) = (samples.need_classes(NAME)?, samples.need_groups(NAME)?);
        self.check(classes, groups)?;
        let n_classes = classes.names.len();
        let mut members = vec![vec![0.0; n_classes]; groups.names.len()];
        for (class, group) in classes.codes.iter().zip(&groups.codes) {
            members[*group][*class] += 1.0;
        }
        let mut order: Vec<usize> = (0..members.len()).collect();
        if let Some(seed) = self.shuffle {
            order.shuffle(&mut StdRng::seed_from_u64(seed));
        }
        order.sort_by(|a, b| spread(&members[*b]).total_cmp(&spread(&members[*a])));
        let totals: Vec<f64> = classes.counts().into_iter().map(|count| count as f64).collect();
        let fold_of_group = deal(&members, &order, &totals, self.n_splits);
        let fold_of = groups.codes.iter().map(|group| fold_of_group[*group]).collect();
        Ok(Folds::partitions(self.n_splits, vec![fold_of]))
    }
}

fn deal(members: &[Vec<f64>], order: &[usize], totals: &[f64], n_splits: usize) -> Vec<usize> {
    let mut folds = vec![vec![0.0; totals.len()]; n_splits];
    let mut fold_of_group = vec![0; members.len()];
    for group in order {
        let best = best_fold(&mut folds, totals, &members[*group]);
        add(&mut folds[best], &members[*group], 1.0);
        fold_of_group[*group] = best;
    }
    fold_of_group
}

/// The fold that leaves the classes spread most evenly over the folds; the smallest of equals.
fn best_fold(folds: &mut [Vec<f64>], totals: &[f64], group: &[f64]) -> usize {
    let mut best = (0, f64::INFINITY, f64::INFINITY);
    for fold in 0..folds.len() {
        add(&mut folds[fold], group, 1.0);
        let unevenness = unevenness(folds, totals);
        add(&mut folds[fold], group, -1.0);
        let size: f64 = folds[fold].iter().sum();
        // As near as numpy's `isclose` takes for equal.
        let equal = (unevenness - best.1).abs() <= 1e-8 + 1e-5 * best.1.abs();
        if unevenness < best.1 || (equal && size < best.2) {
            best = (fold, unevenness, size);
        }
    }
    best.0
}

/// The mean over the classes of how much their shares differ between the folds.
fn unevenness(folds: &[Vec<f64>], totals: &[f64]) -> f64 {
    let of_class = |class: usize| {
        let shares: Vec<f64> = folds.iter().map(|fold| fold[class] / totals[class]).collect();
        spread(&shares)
    };
    (0..totals.len()).map(of_class).sum::<f64>() / totals.len() as f64
}

fn add(fold: &mut [f64], group: &[f64], sign: f64) {
    for (count, members) in fold.iter_mut().zip(group) {
        *count += sign * members;
    }
}

/// The standard deviation (n).
fn spread(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    f64::sqrt(values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64)
}
