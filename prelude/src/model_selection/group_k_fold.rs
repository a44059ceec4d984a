//! Folds that keep together what belongs together: all rows of a patient, a customer, a day.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::classes::{AsClasses, Classes};
use super::folds::{CrossValidator, Folds, Samples, check_splits};
use crate::error::{Error, Result};

/// k folds of about equal size in which no group is in training and test at once.
///
/// Without [`shuffle`](GroupKFold::shuffle) the largest group goes to the smallest fold, again and
/// again, as in scikit-learn; with it the groups are dealt out at random, equally many to each fold.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let customers = ["ann", "bob", "ann", "eve", "bob", "ann"];
/// let (train, test) = GroupKFold::new(2).split(&customers)?.next().unwrap();
/// assert_eq!((train, test), (vec![1, 3, 4], vec![0, 2, 5]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupKFold {
    n_splits: usize,
    shuffle: Option<u64>,
}

impl GroupKFold {
    /// So many folds, of equal size.
    #[must_use]
    pub fn new(n_splits: usize) -> Self {
        Self { n_splits, shuffle: None }
    }

    /// Deals the groups out at random.
    #[must_use]
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// Pairs `(train, test)` of row numbers in ascending order; `groups` has one label per row.
    ///
    /// # Errors
    /// [`Error::Parameter`] for fewer than two folds, [`Error::TooFew`] for fewer groups than folds,
    /// and what [`AsClasses`] says.
    pub fn split(&self, groups: impl AsClasses) -> Result<Folds> {
        by_groups(self, &groups.classes()?)
    }
}

impl CrossValidator for GroupKFold {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        let groups = samples.need_groups("GroupKFold")?;
        check_splits("GroupKFold", self.n_splits, groups.codes.len())?;
        let n_groups = groups.names.len();
        if n_groups < self.n_splits {
            let what = format!("GroupKFold with {} splits", self.n_splits);
            return Err(Error::TooFew { what, needed: self.n_splits, unit: "groups", given: n_groups });
        }
        let fold_of_group = match self.shuffle {
            None => balanced(&groups.counts(), self.n_splits),
            Some(seed) => at_random(n_groups, self.n_splits, seed),
        };
        Ok(Folds::partitions(
            self.n_splits,
            vec![groups.codes.iter().map(|code| fold_of_group[*code]).collect()],
        ))
    }
}

/// Each group tested alone: as many folds as groups, in ascending order of the groups.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let tests: Vec<_> = LeaveOneGroupOut::new().split(&[7, 3, 7])?.map(|(_, test)| test).collect();
/// assert_eq!(tests, [vec![1], vec![0, 2]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveOneGroupOut {}

impl LeaveOneGroupOut {
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }

    /// Pairs `(train, test)` of row numbers in ascending order; `groups` has one label per row.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer than two groups, and what [`AsClasses`] says.
    pub fn split(&self, groups: impl AsClasses) -> Result<Folds> {
        by_groups(self, &groups.classes()?)
    }
}

impl CrossValidator for LeaveOneGroupOut {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        let groups = samples.need_groups("LeaveOneGroupOut")?;
        let given = groups.names.len();
        if given < 2 {
            return Err(Error::TooFew {
                what: "LeaveOneGroupOut".to_owned(),
                needed: 2,
                unit: "groups",
                given,
            });
        }
        Ok(Folds::partitions(given, vec![groups.codes.clone()]))
    }
}

fn by_groups(validator: &dyn CrossValidator, groups: &Classes) -> Result<Folds> {
    validator.folds(&Samples { n_rows: groups.codes.len(), classes: None, groups: Some(groups) })
}

/// The fold of every group: from the largest group to the smallest, each to the fold that is
/// smallest so far.
fn balanced(counts: &[usize], n_splits: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|group| counts[*group]);
    let mut sizes = vec![0; n_splits];
    let mut fold_of_group = vec![0; counts.len()];
    for group in order.into_iter().rev() {
        let lightest = (0..n_splits).min_by_key(|fold| sizes[*fold]).unwrap_or(0);
        sizes[lightest] += counts[group];
        fold_of_group[group] = lightest;
    }
    fold_of_group
}

fn at_random(n_groups: usize, n_splits: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n_groups).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    let mut fold_of_group = vec![0; n_groups];
    for (place, group) in order.into_iter().enumerate() {
        fold_of_group[group] = place % n_splits;
    }
    fold_of_group
}
