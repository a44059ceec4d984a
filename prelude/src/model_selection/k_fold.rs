//! Folds of equal size, whatever the rows hold.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::folds::{CountRows, CrossValidator, Folds, Samples, check_at_least, check_splits};
use crate::error::{Error, Result};

/// k folds of equal size: each row is tested once. Without [`shuffle`](KFold::shuffle) a fold is a
/// run of neighbouring rows, as in scikit-learn.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let folds: Vec<_> = KFold::new(3).split(7)?.collect();
/// assert_eq!(folds[0], (vec![3, 4, 5, 6], vec![0, 1, 2]));
/// assert_eq!(folds[2].1, [5, 6]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KFold {
    n_splits: usize,
    shuffle: Option<u64>,
}

impl KFold {
    /// So many folds, in the order of the rows.
    #[must_use]
    pub fn new(n_splits: usize) -> Self {
        Self { n_splits, shuffle: None }
    }

    /// Shuffles the rows before they are dealt out.
    #[must_use]
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.shuffle = Some(seed);
        self
    }

    /// Pairs `(train, test)` of row numbers in ascending order, for a number of rows or for data.
    ///
    /// # Errors
    /// [`Error::Parameter`] for fewer than two folds, [`Error::TooFew`] for fewer rows than folds.
    pub fn split(&self, data: impl CountRows) -> Result<Folds> {
        self.folds(&Samples::rows(data.count_rows()))
    }
}

impl CrossValidator for KFold {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        check_splits("KFold", self.n_splits, samples.n_rows)?;
        let mut random = self.shuffle.map(StdRng::seed_from_u64);
        Ok(Folds::partitions(self.n_splits, vec![deal(samples.n_rows, self.n_splits, random.as_mut())]))
    }
}

/// [`KFold`] several times, shuffled anew each time.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(RepeatedKFold::new(5, 10).seed(1).split(&iris())?.len(), 50);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatedKFold {
    n_splits: usize,
    n_repeats: usize,
    seed: u64,
}

impl RepeatedKFold {
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
    /// As [`KFold::split`]; [`Error::Parameter`] for no repetition.
    pub fn split(&self, data: impl CountRows) -> Result<Folds> {
        self.folds(&Samples::rows(data.count_rows()))
    }
}

impl CrossValidator for RepeatedKFold {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        check_splits("RepeatedKFold", self.n_splits, samples.n_rows)?;
        check_at_least("RepeatedKFold", "n_repeats", self.n_repeats, 1)?;
        let mut random = StdRng::seed_from_u64(self.seed);
        let deals = (0..self.n_repeats)
            .map(|_| deal(samples.n_rows, self.n_splits, Some(&mut StdRng::seed_from_u64(random.r#gen()))))
            .collect();
        Ok(Folds::partitions(self.n_splits, deals))
    }
}

/// Each row tested alone: as many folds as rows. Slow for more than a few thousand rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = LeaveOneOut::new().split(3)?.nth(1).unwrap();
/// assert_eq!((train, test), (vec![0, 2], vec![1]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveOneOut {}

impl LeaveOneOut {
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }

    /// Pairs `(train, test)`, where `test` holds one row.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer than two rows.
    pub fn split(&self, data: impl CountRows) -> Result<Folds> {
        self.folds(&Samples::rows(data.count_rows()))
    }
}

impl CrossValidator for LeaveOneOut {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        let n = samples.n_rows;
        if n < 2 {
            return Err(Error::TooFew { what: "LeaveOneOut".to_owned(), needed: 2, unit: "rows", given: n });
        }
        Ok(Folds::partitions(n, vec![(0..n).collect()]))
    }
}

/// The fold of every row: runs of equal length, the first ones longer by one where it does not come
/// out even.
fn deal(n_rows: usize, n_splits: usize, random: Option<&mut StdRng>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n_rows).collect();
    if let Some(random) = random {
        order.shuffle(random);
    }
    let mut fold_of = vec![0; n_rows];
    let mut start = 0;
    for fold in 0..n_splits {
        let length = n_rows / n_splits + usize::from(fold < n_rows % n_splits);
        for row in &order[start..start + length] {
            fold_of[*row] = fold;
        }
        start += length;
    }
    fold_of
}
