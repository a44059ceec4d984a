//! Folds in which every class has its share.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::classes::{AsClasses, Classes};
use super::folds::{CrossValidator, Folds, Samples, check_at_least, check_splits};
use crate::error::{Error, Result};

/// k folds that each hold the classes in their proportions, to within one row. Without
/// [`shuffle`](StratifiedKFold::shuffle) the rows are scikit-learn's.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let labels = ["a", "a", "a", "b", "b", "b"];
/// let tests: Vec<_> = StratifiedKFold::new(3).split(&labels)?.map(|(_, test)| test).collect();
/// assert_eq!(tests, [[0, 3], [1, 4], [2, 5]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratifiedKFold {
    n_splits: usize,
    shuffle: Option<u64>,
}

impl StratifiedKFold {
    /// So many folds, in the order of the rows.
    #[must_use]
    pub fn new(n_splits: usize) -> Self {
        Self { n_splits, shuffle: None }
    }

    /// Shuffles the rows of each class before they are dealt out.
    #[must_use]
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// Pairs `(train, test)` of row numbers in ascending order, by a dataset's target or by labels.
    ///
    /// A class with fewer members than folds is missing from some of them.
    ///
    /// # Errors
    /// [`Error::Parameter`] for fewer than two folds, [`Error::TooFew`] if no class has a member for
    /// each fold (a target of measurements, for example), and what [`AsClasses`] says.
    pub fn split(&self, labels: impl AsClasses) -> Result<Folds> {
        by_classes(self, &labels.classes()?)
    }
}

impl CrossValidator for StratifiedKFold {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        let classes = samples.need_classes("StratifiedKFold")?;
        check(self.n_splits, "StratifiedKFold", classes)?;
        let mut random = self.shuffle.map(StdRng::seed_from_u64);
        Ok(Folds::partitions(self.n_splits, vec![deal(classes, self.n_splits, random.as_mut())]))
    }
}

/// [`StratifiedKFold`] several times, shuffled anew each time.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(RepeatedStratifiedKFold::new(5, 2).seed(1).split(&iris())?.len(), 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatedStratifiedKFold {
    n_splits: usize,
    n_repeats: usize,
    seed: u64,
}

impl RepeatedStratifiedKFold {
    /// Seed 0.
    #[must_use]
    pub fn new(n_splits: usize, n_repeats: usize) -> Self {
        Self { n_splits, n_repeats, seed: 0 }
    }

    /// The seed of the shuffles. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// `n_repeats` times `n_splits` pairs `(train, test)`.
    ///
    /// # Errors
    /// As [`StratifiedKFold::split`]; [`Error::Parameter`] for no repetition.
    pub fn split(&self, labels: impl AsClasses) -> Result<Folds> {
        by_classes(self, &labels.classes()?)
    }
}

impl CrossValidator for RepeatedStratifiedKFold {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        let classes = samples.need_classes("RepeatedStratifiedKFold")?;
        check(self.n_splits, "RepeatedStratifiedKFold", classes)?;
        check_at_least("RepeatedStratifiedKFold", "n_repeats", self.n_repeats, 1)?;
        let mut random = StdRng::seed_from_u64(self.seed);
        let deals = (0..self.n_repeats)
            .map(|_| deal(classes, self.n_splits, Some(&mut StdRng::seed_from_u64(random.r#gen()))))
            .collect();
        Ok(Folds::partitions(self.n_splits, deals))
    }
}

fn by_classes(validator: &dyn CrossValidator, classes: &Classes) -> Result<Folds> {
    validator.folds(&Samples { n_rows: classes.codes.len(), classes: Some(classes), groups: None })
}

fn check(n_splits: usize, owner: &'static str, classes: &Classes) -> Result<()> {
    check_splits(owner, n_splits, classes.codes.len())?;
    let largest = classes.counts().into_iter().max().unwrap_or(0);
    if largest < n_splits {
        let what = format!("{owner} with {n_splits} splits: the most frequent class");
        return Err(Error::TooFew { what, needed: n_splits, unit: "samples", given: largest });
    }
    Ok(())
}

/// The fold of every row. The sorted rows are dealt out like cards, which tells how many of each
/// class a fold gets; the class's rows then fill the folds one after the other. Classes count in
/// order of appearance, so that their names do not matter.
fn deal(classes: &Classes, n_splits: usize, mut random: Option<&mut StdRng>) -> Vec<usize> {
    let members = classes.members();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_unstable_by_key(|class| members[*class].first().copied());
    let mut fold_of = vec![0; classes.codes.len()];
    let mut dealt = 0;
    for class in order {
        let mut shares = vec![0; n_splits];
        for card in dealt..dealt + members[class].len() {
            shares[card % n_splits] += 1;
        }
        dealt += members[class].len();
        let mut folds: Vec<usize> =
            shares.iter().enumerate().flat_map(|(fold, share)| std::iter::repeat_n(fold, *share)).collect();
        if let Some(random) = random.as_deref_mut() {
            folds.shuffle(random);
        }
        for (row, fold) in members[class].iter().zip(folds) {
            fold_of[*row] = fold;
        }
    }
    fold_of
}
