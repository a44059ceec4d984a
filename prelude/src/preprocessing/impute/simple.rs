//! One value per feature for all of its gaps.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, zip_map};
use super::super::numeric::{Seen, numeric_transformer, setting};
use super::indicator::Indicators;
use super::{known_values, mean};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "SimpleImputer";

/// What stands in for a missing number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum ImputeStrategy {
    /// The mean of the known values.
    #[default]
    Mean,
    /// Their median.
    Median,
    /// The most frequent one; of equally frequent ones the smallest.
    MostFrequent,
    /// Always this number.
    Constant(f64),
}

/// Fills each feature's gaps with one number that is learnt from the training data.
///
/// For frames with text see [`FrameImputer`](super::FrameImputer).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0, f64::NAN], [3.0, 4.0], [f64::NAN, 6.0]];
/// let (imputer, filled) = SimpleImputer::new().fit_transform(&x)?;
/// assert_eq!(filled, array![[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]);
/// assert_eq!(imputer.statistics(), [2.0, 5.0]);
///
/// let df = df!("t" => [Some(1.0), None])?;
/// let (_, filled) = SimpleImputer::new().add_indicator(true).fit_transform(&df)?;
/// assert_eq!(filled.get_column_names(), ["t", "missingindicator_t"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SimpleImputer {
    strategy: ImputeStrategy,
    add_indicator: bool,
}

impl SimpleImputer {
    /// With the mean.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What stands in for a missing number. Default [`ImputeStrategy::Mean`].
    #[must_use]
    pub fn strategy(mut self, strategy: ImputeStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// Whether a column `missingindicator_…` of 0 and 1 is added for each feature that has gaps in
    /// the training data. Default `false`.
    #[must_use]
    pub fn add_indicator(mut self, add_indicator: bool) -> Self {
        self.add_indicator = add_indicator;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedSimpleImputer> {
        let statistics = match self.strategy {
            ImputeStrategy::Constant(value) if !value.is_finite() => {
                return Err(Error::parameter(NAME, "strategy", value, "a constant that is a finite number"));
            }
            ImputeStrategy::Constant(value) => vec![value; features.values.ncols()],
            ImputeStrategy::Mean => known_values(NAME, features)?.iter().map(|known| mean(known)).collect(),
            ImputeStrategy::Median => known_values(NAME, features)?.into_iter().map(median).collect(),
            ImputeStrategy::MostFrequent => {
                known_values(NAME, features)?.into_iter().map(most_frequent).collect()
            }
        };
        Ok(FittedSimpleImputer {
            parameters: self.clone(),
            statistics,
            indicators: Indicators::of(features, self.add_indicator),
            seen: Seen::of(features),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("strategy", format!("{:?}", self.strategy)),
            setting("add_indicator", self.add_indicator),
        ]
    }
}

fn median(mut known: Vec<f64>) -> f64 {
    known.sort_unstable_by(f64::total_cmp);
    let half = known.len() / 2;
    if known.len() % 2 == 1 { known[half] } else { known[half - 1] + (known[half] - known[half - 1]) / 2.0 }
}

fn most_frequent(mut known: Vec<f64>) -> f64 {
    known.sort_unstable_by(f64::total_cmp);
    let mut best = (0, f64::NAN);
    for run in known.chunk_by(|a, b| a == b) {
        if run.len() > best.0 {
            best = (run.len(), run[0]);
        }
    }
    best.1
}

/// A fitted [`SimpleImputer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSimpleImputer {
    parameters: SimpleImputer,
    statistics: Vec<f64>,
    indicators: Indicators,
    seen: Seen,
}

impl FittedSimpleImputer {
    /// The number that stands in for a gap in each feature.
    pub fn statistics(&self) -> &[f64] {
        &self.statistics
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let fill = |value: f64, statistic, _| if value.is_nan() { statistic } else { value };
        let filled = zip_map(x, &self.statistics, &self.statistics, fill);
        self.indicators.append(x, filled)
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        self.indicators.names(names)
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("filled with", &self.statistics)])]
    }
}

numeric_transformer!(SimpleImputer => FittedSimpleImputer, NAME, Gaps::Allowed);
