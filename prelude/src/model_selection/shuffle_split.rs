//! Independent random divisions, as many as wanted.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::classes::AsClasses;
use super::folds::{CountRows, CrossValidator, Folds, Samples, check_at_least};
use super::split::{Key, Shares, divide};
use crate::error::Result;

/// Random divisions, each drawn anew: a row may be tested several times or never.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let splits = ShuffleSplit::new(10, 0.25).seed(1);
/// for (train, test) in splits.split(&iris())? {
///     assert_eq!((train.len(), test.len()), (112, 38));
/// }
/// assert_eq!(splits.split_stratified(&iris())?.len(), 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShuffleSplit {
    n_splits: usize,
    test_size: f64,
    seed: u64,
}

impl ShuffleSplit {
    /// So many divisions with the share `test_size` (between 0 and 1) for the test; seed 0.
    #[must_use]
    pub fn new(n_splits: usize, test_size: f64) -> Self {
        Self { n_splits, test_size, seed: 0 }
    }

    /// The seed of the shuffles. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Pairs `(train, test)` of row numbers in random order, for a number of rows or for data.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for no split or a share that is not between 0
    /// and 1, [`Error::TooFew`](crate::Error::TooFew) if a part would be empty.
    pub fn split(&self, data: impl CountRows) -> Result<Folds> {
        self.folds(&Samples::rows(data.count_rows()))
    }

    /// As [`split`](ShuffleSplit::split), with each class of the labels (or of a dataset's target) in
    /// its proportion: scikit-learn's `StratifiedShuffleSplit`.
    ///
    /// # Errors
    /// As [`split`](ShuffleSplit::split); [`Error::TooFew`](crate::Error::TooFew) also for a class
    /// with one row, and what [`AsClasses`] says.
    pub fn split_stratified(&self, labels: impl AsClasses) -> Result<Folds> {
        let classes = labels.classes()?;
        self.draw(classes.codes.len(), || Key::Strata(classes.clone()))
    }

    fn draw(&self, n_rows: usize, key: impl Fn() -> Key) -> Result<Folds> {
        check_at_least("ShuffleSplit", "n_splits", self.n_splits, 1)?;
        let shares = Shares::two(self.test_size)?;
        let mut random = StdRng::seed_from_u64(self.seed);
        let pairs = (0..self.n_splits).map(|_| {
            let parts = divide(n_rows, shares, key(), &mut StdRng::seed_from_u64(random.r#gen()))?;
            Ok((parts.train, parts.test))
        });
        Ok(Folds::pairs(pairs.collect::<Result<_>>()?))
    }
}

impl CrossValidator for ShuffleSplit {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        self.draw(samples.n_rows, || Key::Chance)
    }
}
