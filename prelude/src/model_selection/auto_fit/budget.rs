//! How long a search may go on.

use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// What a search may spend: a time, or a number of candidates.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(Budget::from(10), Budget::Candidates(10));
/// assert_eq!(Budget::from(Duration::from_secs(60)), Budget::Time(Duration::from_secs(60)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    Time(Duration),
    Candidates(usize),
}

impl From<Duration> for Budget {
    fn from(time: Duration) -> Self {
        Self::Time(time)
    }
}

impl From<usize> for Budget {
    fn from(candidates: usize) -> Self {
        Self::Candidates(candidates)
    }
}

impl Budget {
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Candidates(0) => Err(Error::parameter("auto_fit", "budget", 0, "at least one candidate")),
            _ => Ok(()),
        }
    }

    pub(super) fn is_spent(&self, started: Instant, candidates: usize) -> bool {
        match self {
            Self::Time(time) => started.elapsed() >= *time,
            Self::Candidates(most) => candidates >= *most,
        }
    }

    /// The steps of a bar: candidates, or hundredths of the time.
    pub(super) fn steps(&self) -> u64 {
        match self {
            Self::Time(_) => 100,
            Self::Candidates(most) => *most as u64,
        }
    }

    /// The steps that one more candidate was.
    pub(super) fn step(&self, started: Instant, candidates: usize) -> u64 {
        match self {
            Self::Candidates(_) => 1,
            Self::Time(time) => {
                let share = started.elapsed().as_secs_f64() / time.as_secs_f64().max(1e-9);
                (100.0 * share / candidates.max(1) as f64).min(100.0) as u64
            }
        }
    }
}
