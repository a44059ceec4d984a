//! Stopping a loop that no longer gets better.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Watches a score, higher is better, and says when it has not risen for a while: for training loops of
/// one's own.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let mut watch = EarlyStopping::new(2)?;
/// let scores = [0.5, 0.7, 0.69, 0.7, 0.9];
/// let stopped = scores.iter().position(|score| watch.should_stop(*score));
/// assert_eq!((stopped, watch.best_round()), (Some(3), 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlyStopping {
    patience: usize,
    min_delta: f64,
    rounds: usize,
    best_round: usize,
    best_score: f64,
}

impl EarlyStopping {
    /// Stops after `patience` rounds without a better score.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a patience of 0.
    pub fn new(patience: usize) -> Result<Self> {
        if patience == 0 {
            return Err(Error::parameter("EarlyStopping", "patience", patience, "at least 1"));
        }
        Ok(Self { patience, min_delta: 0.0, rounds: 0, best_round: 0, best_score: f64::NEG_INFINITY })
    }

    /// A score counts as better only if it is higher by more than this. Default 0.
    #[must_use]
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        self.min_delta = min_delta;
        self
    }

    /// Takes note of the next round's score; NaN is no better than any.
    pub fn should_stop(&mut self, score: f64) -> bool {
        if score > self.best_score + self.min_delta || (self.rounds == 0 && !score.is_nan()) {
            self.best_score = score;
            self.best_round = self.rounds;
        }
        self.rounds += 1;
        self.rounds - self.best_round > self.patience
    }

    /// The round of the best score, counted from 0.
    pub fn best_round(&self) -> usize {
        self.best_round
    }

    /// The best score so far.
    pub fn best_score(&self) -> f64 {
        self.best_score
    }
}
