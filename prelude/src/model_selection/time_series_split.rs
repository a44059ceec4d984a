//! Folds in which the past is learned and the future is tested.

use serde::{Deserialize, Serialize};

use super::folds::{CountRows, CrossValidator, Folds, Samples, check_at_least};
use crate::error::{Error, Result};

/// k folds over rows in order of time: each tests a run of rows and trains on rows before it only.
///
/// The parameters are scikit-learn's, and so are the rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let folds: Vec<_> = TimeSeriesSplit::new(3).split(7)?.collect();
/// assert_eq!(folds[0], (vec![0, 1, 2, 3], vec![4]));
/// assert_eq!(folds[2], (vec![0, 1, 2, 3, 4, 5], vec![6]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSeriesSplit {
    n_splits: usize,
    max_train_size: Option<usize>,
    test_size: Option<usize>,
    gap: usize,
}

impl TimeSeriesSplit {
    /// All rows before the test train; a test has n_rows / (n_splits + 1) rows; no gap.
    #[must_use]
    pub fn new(n_splits: usize) -> Self {
        Self { n_splits, max_train_size: None, test_size: None, gap: 0 }
    }

    /// Trains on the latest so many rows only. Default: all.
    #[must_use]
    pub fn max_train_size(mut self, rows: usize) -> Self {
        self.max_train_size = Some(rows);
        self
    }

    /// Rows per test.
    #[must_use]
    pub fn test_size(mut self, rows: usize) -> Self {
        self.test_size = Some(rows);
        self
    }

    /// Rows left out between training and test. Default 0.
    #[must_use]
    pub fn gap(mut self, rows: usize) -> Self {
        self.gap = rows;
        self
    }

    /// Pairs `(train, test)` of row numbers in ascending order, for a number of rows or for data
    /// that is sorted by time.
    ///
    /// # Errors
    /// [`Error::Parameter`] for parameters of 0, [`Error::TooFew`] for too few rows.
    pub fn split(&self, data: impl CountRows) -> Result<Folds> {
        self.folds(&Samples::rows(data.count_rows()))
    }
}

impl CrossValidator for TimeSeriesSplit {
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds> {
        const OWNER: &str = "TimeSeriesSplit";
        check_at_least(OWNER, "n_splits", self.n_splits, 2)?;
        check_at_least(OWNER, "test_size", self.test_size.unwrap_or(1), 1)?;
        check_at_least(OWNER, "max_train_size", self.max_train_size.unwrap_or(1), 1)?;
        let n = samples.n_rows;
        let test_size = self.test_size.unwrap_or_else(|| n / self.n_splits.saturating_add(1)).max(1);
        let needed = self.n_splits.saturating_mul(test_size).saturating_add(self.gap).saturating_add(1);
        if n < needed {
            let what = format!(
                "{OWNER} with {} splits, {test_size} rows per test and a gap of {}",
                self.n_splits, self.gap
            );
            return Err(Error::TooFew { what, needed, unit: "rows", given: n });
        }
        let pairs = (0..self.n_splits).map(|fold| {
            let start = n - (self.n_splits - fold) * test_size;
            let end = start - self.gap;
            let first = self.max_train_size.map_or(0, |most| end.saturating_sub(most));
            ((first..end).collect(), (start..start + test_size).collect())
        });
        Ok(Folds::pairs(pairs.collect()))
    }
}
