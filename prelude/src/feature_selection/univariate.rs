//! The best features by a score of each on its own.

use super::score::ScoreFunction;
use super::selector::{FittedSelector, Method, supervised_selector};
use crate::dataset::Training;
use crate::error::{Error, Result};

/// Keeps the `k` features with the highest scores.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let selector = SelectKBest::new(ScoreFunction::Chi2, 1).fit(&iris())?;
/// assert_eq!(selector.selected_names(), ["petal length"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SelectKBest {
    function: ScoreFunction,
    k: usize,
    n_neighbors: usize,
    seed: u64,
}

/// Keeps a share of the features, those with the highest scores.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let selector = SelectPercentile::new(ScoreFunction::FRegression, 20.0).fit(&diabetes())?;
/// assert_eq!(selector.selected_names(), ["bmi", "ltg"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SelectPercentile {
    function: ScoreFunction,
    percentile: f64,
    n_neighbors: usize,
    seed: u64,
}

macro_rules! neighbour_options {
    () => {
        /// The neighbours that mutual information looks at. Default 3.
        #[must_use]
        pub fn n_neighbors(mut self, n_neighbors: usize) -> Self {
            self.n_neighbors = n_neighbors;
            self
        }

        /// The seed of the noise that mutual information adds. Default 0.
        #[must_use]
        pub fn seed(mut self, seed: u64) -> Self {
            self.seed = seed;
            self
        }
    };
}

impl SelectKBest {
    /// Keeps `k` features by a score. Of equal scores at the limit the later feature is kept.
    #[must_use]
    pub fn new(function: ScoreFunction, k: usize) -> Self {
        Self { function, k, n_neighbors: 3, seed: 0 }
    }

    neighbour_options!();

    fn settings(&self) -> Vec<(String, String)> {
        vec![("function".to_owned(), format!("{:?}", self.function)), ("k".to_owned(), self.k.to_string())]
    }

    fn fit_training(&self, data: &Training<'_>) -> Result<FittedSelector> {
        let p = data.features.values.ncols();
        if self.k == 0 || self.k > p {
            let expected = format!("1 to {p}, the number of features");
            return Err(Error::parameter("SelectKBest", "k", self.k, expected));
        }
        let (scores, p_values) = self.function.score(data, self.n_neighbors, self.seed)?;
        let scores = scores.to_vec();
        let mut order: Vec<usize> = (0..p).collect();
        order.sort_by(|a, b| comparable(scores[*a]).total_cmp(&comparable(scores[*b])));
        let mut support = vec![false; p];
        for place in &order[p - self.k..] {
            support[*place] = true;
        }
        let mut selector =
            FittedSelector::new(Method::SelectKBest, self.settings(), &data.features, support, scores);
        selector.p_values = p_values.map(|values| values.to_vec()).unwrap_or_default();
        Ok(selector)
    }
}

impl SelectPercentile {
    /// Keeps `percentile` per cent of the features by a score, above 0 and at most 100.
    #[must_use]
    pub fn new(function: ScoreFunction, percentile: f64) -> Self {
        Self { function, percentile, n_neighbors: 3, seed: 0 }
    }

    neighbour_options!();

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("function".to_owned(), format!("{:?}", self.function)),
            ("percentile".to_owned(), self.percentile.to_string()),
        ]
    }

    fn fit_training(&self, data: &Training<'_>) -> Result<FittedSelector> {
        if !(self.percentile > 0.0 && self.percentile <= 100.0) {
            let expected = "above 0 and at most 100";
            return Err(Error::parameter("SelectPercentile", "percentile", self.percentile, expected));
        }
        let (scores, p_values) = self.function.score(data, self.n_neighbors, self.seed)?;
        let scores = scores.to_vec();
        let support = self.best(&scores);
        if !support.contains(&true) {
            let expected = format!("larger: it keeps none of {} features", scores.len());
            return Err(Error::parameter("SelectPercentile", "percentile", self.percentile, expected));
        }
        let mut selector =
            FittedSelector::new(Method::SelectPercentile, self.settings(), &data.features, support, scores);
        selector.p_values = p_values.map(|values| values.to_vec()).unwrap_or_default();
        Ok(selector)
    }

    /// Those above the percentile, and of those on it the first, as many as are still due.
    fn best(&self, scores: &[f64]) -> Vec<bool> {
        if self.percentile >= 100.0 {
            return vec![true; scores.len()];
        }
        let threshold = percentile(scores, 100.0 - self.percentile);
        let mut support: Vec<bool> = scores.iter().map(|score| comparable(*score) > threshold).collect();
        let due = (scores.len() as f64 * self.percentile / 100.0) as usize;
        let mut left = due.saturating_sub(support.iter().filter(|chosen| **chosen).count());
        for (chosen, score) in support.iter_mut().zip(scores) {
            if left > 0 && comparable(*score) == threshold {
                (*chosen, left) = (true, left - 1);
            }
        }
        support
    }
}

/// NaN below all else.
fn comparable(score: f64) -> f64 {
    if score.is_nan() { f64::MIN } else { score }
}

/// Interpolated linearly.
fn percentile(scores: &[f64], percent: f64) -> f64 {
    let mut sorted: Vec<f64> = scores.iter().map(|score| comparable(*score)).collect();
    sorted.sort_by(f64::total_cmp);
    let place = percent / 100.0 * (sorted.len() as f64 - 1.0);
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    if low == high { low } else { low + (high - low) * place.fract() }
}

supervised_selector!(SelectKBest);
supervised_selector!(SelectPercentile);
