//! Gaps filled by regression of each feature on all others, round after round.
//!
//! The regressions of every round are kept, so that new data goes through the same steps as the
//! training data did.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::numeric::{Seen, numeric_transformer, setting};
use super::{known_values, mean};
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::linear_model::LinearRegression;
use crate::model::SummaryTable;
use crate::runtime::check_interrupt;

const NAME: &str = "IterativeImputer";

/// Which feature is imputed first in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImputationOrder {
    /// The one with the fewest gaps.
    #[default]
    Ascending,
    /// The one with the most gaps.
    Descending,
    /// As the columns stand.
    LeftToRight,
    /// By chance, another order each round.
    Random,
}

/// Fills gaps with what a linear regression on the other features predicts, starting from means and
/// going over all features until the values settle.
///
/// As scikit-learn's `IterativeImputer(estimator=LinearRegression())`; that class uses Bayesian ridge
/// regression by default, which shrinks a little.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0, 2.0], [2.0, 4.0], [3.0, f64::NAN], [4.0, 8.0]];
/// let (imputer, filled) = IterativeImputer::new().fit_transform(&x)?;
/// assert!((filled[[2, 1]] - 6.0).abs() < 1e-9);
/// assert!(imputer.converged());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: S. van Buuren, K. Groothuis-Oudshoorn, "mice: Multivariate Imputation by Chained
/// Equations in R", 2011.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IterativeImputer {
    max_iter: usize,
    tolerance: f64,
    order: ImputationOrder,
    seed: u64,
}

impl Default for IterativeImputer {
    fn default() -> Self {
        Self { max_iter: 10, tolerance: 1e-3, order: ImputationOrder::Ascending, seed: 0 }
    }
}

impl IterativeImputer {
    /// At most ten rounds, features with few gaps first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Rounds at most. Default 10.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The rounds end when the values of no row change by more than this in sum, as a fraction of the
    /// largest known value. Default 1e-3.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Which feature is imputed first. Default [`ImputationOrder::Ascending`].
    #[must_use]
    pub fn order(mut self, order: ImputationOrder) -> Self {
        self.order = order;
        self
    }

    /// The seed of [`ImputationOrder::Random`]. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedIterativeImputer> {
        self.check()?;
        let start: Vec<f64> = known_values(NAME, features)?.iter().map(|known| mean(known)).collect();
        let x = features.view();
        let mut filled = started(x, &start);
        let size =
            x.iter().filter(|value| !value.is_nan()).fold(0.0_f64, |size, value| size.max(value.abs()));
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut fitted = FittedIterativeImputer {
            parameters: self.clone(),
            start,
            steps: Vec::new(),
            n_iter: 0,
            converged: x.ncols() < 2 || x.iter().all(|value| !value.is_nan()),
            seen: Seen::of(features),
        };
        // A single feature has no others to be predicted from.
        while x.ncols() > 1 && fitted.n_iter < self.max_iter {
            let before = filled.clone();
            for feature in self.turns(x, &mut random) {
                check_interrupt()?;
                let step = Step::learn(x, &filled, feature)?;
                step.apply(x, &mut filled);
                fitted.steps.push(step);
            }
            fitted.n_iter += 1;
            if largest_change(&filled, &before) < self.tolerance * size {
                fitted.converged = true;
                break;
            }
        }
        Ok(fitted)
    }

    fn check(&self) -> Result<()> {
        if self.max_iter == 0 {
            return Err(Error::parameter(NAME, "max_iter", 0, "at least 1"));
        }
        if !(self.tolerance.is_finite() && self.tolerance >= 0.0) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number of at least 0"));
        }
        Ok(())
    }

    /// The features in the order of this round: all of them, since new data may have gaps elsewhere.
    fn turns(&self, x: ArrayView2<'_, f64>, random: &mut StdRng) -> Vec<usize> {
        let gaps = |column: &usize| x.column(*column).iter().filter(|value| value.is_nan()).count();
        let mut turns: Vec<usize> = (0..x.ncols()).collect();
        match self.order {
            ImputationOrder::Ascending => turns.sort_by_key(gaps),
            ImputationOrder::Descending => {
                turns.sort_by_key(gaps);
                turns.reverse();
            }
            ImputationOrder::LeftToRight => {}
            ImputationOrder::Random => turns.shuffle(random),
        }
        turns
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
            setting("order", format!("{:?}", self.order)),
            setting("seed", self.seed),
        ]
    }
}

fn started(x: ArrayView2<'_, f64>, start: &[f64]) -> Array2<f64> {
    Array2::from_shape_fn(x.dim(), |(i, j)| if x[[i, j]].is_nan() { start[j] } else { x[[i, j]] })
}

/// The largest sum of changes in one row.
fn largest_change(after: &Array2<f64>, before: &Array2<f64>) -> f64 {
    let change = (after - before).mapv(f64::abs);
    change.sum_axis(Axis(1)).iter().fold(0.0, |largest, sum| largest.max(*sum))
}

/// The regression of one feature on all others in one round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Step {
    feature: usize,
    coefficients: Array1<f64>,
    intercept: f64,
}

impl Step {
    fn learn(x: ArrayView2<'_, f64>, filled: &Array2<f64>, feature: usize) -> Result<Self> {
        let known: Vec<usize> = (0..x.nrows()).filter(|row| !x[[*row, feature]].is_nan()).collect();
        let inputs = filled.select(Axis(0), &known).select(Axis(1), &others(feature, x.ncols()));
        let target = x.column(feature).select(Axis(0), &known);
        let model = LinearRegression::new().fit((inputs, target))?;
        Ok(Self { feature, coefficients: model.coefficients().clone(), intercept: model.intercept() })
    }

    /// Puts predictions where `x` has gaps.
    fn apply(&self, x: ArrayView2<'_, f64>, filled: &mut Array2<f64>) {
        let others = others(self.feature, x.ncols());
        for row in (0..x.nrows()).filter(|row| x[[*row, self.feature]].is_nan()) {
            let sum: f64 =
                others.iter().zip(&self.coefficients).map(|(column, w)| w * filled[[row, *column]]).sum();
            filled[[row, self.feature]] = self.intercept + sum;
        }
    }
}

fn others(feature: usize, count: usize) -> Vec<usize> {
    (0..count).filter(|column| *column != feature).collect()
}

/// A fitted [`IterativeImputer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedIterativeImputer {
    parameters: IterativeImputer,
    start: Vec<f64>,
    steps: Vec<Step>,
    n_iter: usize,
    converged: bool,
    seen: Seen,
}

impl FittedIterativeImputer {
    /// The number of rounds.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// Whether the values settled before the rounds ran out.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut filled = started(x, &self.start);
        for step in &self.steps {
            check_interrupt()?;
            step.apply(x, &mut filled);
        }
        Ok(filled)
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("started from", &self.start)])]
    }
}

numeric_transformer!(IterativeImputer => FittedIterativeImputer, NAME, Gaps::Allowed);
