//! Greedy selection: each round adds (or takes away) the feature that helps (or misses) most on data
//! held out.

use super::estimator::{Judge, dataset, judged_by, with_features};
use super::selector::{FittedSelector, Method, supervised_selector};
use crate::dataset::{Dataset, Training};
use crate::error::{Error, Result};
use crate::model::check;
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "SequentialFeatureSelector";

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Direction {
    Forward,
    Backward,
}

/// Keeps the features found by adding or taking away one at a time, always the one with which a model
/// scores best (R² or accuracy) in cross-validation over consecutive folds, which for classes hold the
/// classes in equal shares.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let selector = SequentialFeatureSelector::with_regressor(LinearRegression::new())
///     .n_features(2)
///     .fit(&diabetes())?;
/// assert_eq!(selector.selected_names(), ["bmi", "ltg"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. W. Whitney, "A direct method of nonparametric measurement selection", 1971.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct SequentialFeatureSelector {
    model: Judge,
    n_features: Option<usize>,
    direction: Direction,
    n_folds: usize,
}

impl SequentialFeatureSelector {
    judged_by!(n_features: None, direction: Direction::Forward, n_folds: 5);

    /// How many features are kept. Default half of them.
    #[must_use]
    pub fn n_features(mut self, n_features: usize) -> Self {
        self.n_features = Some(n_features);
        self
    }

    /// Starts with all features and takes away, instead of starting with none and adding.
    #[must_use]
    pub fn backward(mut self) -> Self {
        self.direction = Direction::Backward;
        self
    }

    /// Folds of the cross-validation, at least 2. Default 5.
    #[must_use]
    pub fn n_folds(mut self, n_folds: usize) -> Self {
        self.n_folds = n_folds;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("model".to_owned(), self.model.name().to_owned()),
            ("n_features".to_owned(), self.n_features.map_or("half".to_owned(), |count| count.to_string())),
            ("direction".to_owned(), format!("{:?}", self.direction)),
            ("n_folds".to_owned(), self.n_folds.to_string()),
        ]
    }

    fn fit_training(&self, data: &Training<'_>) -> Result<FittedSelector> {
        check::training(data)?;
        let (n, p) = data.features.values.dim();
        let goal = self.n_features.unwrap_or((p / 2).max(1));
        if goal == 0 || goal > p {
            let expected = format!("1 to {p}, the number of features");
            return Err(Error::parameter(NAME, "n_features", goal, expected));
        }
        if self.n_folds < 2 || self.n_folds > n {
            let expected = format!("2 to {n}, the number of samples");
            return Err(Error::parameter(NAME, "n_folds", self.n_folds, expected));
        }
        let data_set = dataset(data);
        let folds = self.folds(&data_set);
        let forward = self.direction == Direction::Forward;
        let rounds = if forward { goal } else { p - goal };
        let (mut support, mut scores) = (vec![!forward; p], vec![f64::NAN; p]);
        let mut progress = Progress::new("sequential feature selection", rounds as u64);
        for _ in 0..rounds {
            let (best, score) = self.best_change(&data_set, &support, &folds)?;
            (support[best], scores[best]) = (forward, score);
            progress.advance(1);
        }
        progress.finish_and_clear();
        let method = Method::SequentialFeatureSelector;
        Ok(FittedSelector::new(method, self.settings(), &data.features, support, scores))
    }

    /// The feature whose change of side scores best, and that score.
    fn best_change(&self, data: &Dataset, support: &[bool], folds: &[usize]) -> Result<(usize, f64)> {
        let forward = self.direction == Direction::Forward;
        let mut best: Option<(usize, f64)> = None;
        for candidate in (0..support.len()).filter(|j| support[*j] != forward) {
            check_interrupt()?;
            let columns: Vec<usize> =
                (0..support.len()).filter(|j| support[*j] != (*j == candidate)).collect();
            let score = self.cross_validate(&with_features(data, &columns), folds)?;
            if best.is_none_or(|(_, highest)| score > highest) {
                best = Some((candidate, score));
            }
        }
        best.ok_or_else(|| Error::empty("the list of features to choose from", "one feature"))
    }

    fn cross_validate(&self, data: &Dataset, folds: &[usize]) -> Result<f64> {
        let mut sum = 0.0;
        for fold in 0..self.n_folds {
            let rows = |held_out: bool| -> Vec<usize> {
                (0..folds.len()).filter(|row| (folds[*row] == fold) == held_out).collect()
            };
            sum += self.model.score(&data.select_rows(&rows(false))?, &data.select_rows(&rows(true))?)?;
        }
        Ok(sum / self.n_folds as f64)
    }

    /// The fold of each sample: runs of equal length; for classes, runs within each class.
    fn folds(&self, data: &Dataset) -> Vec<usize> {
        let n = data.n_samples();
        if self.model.is_classifier() {
            return self.stratified(data);
        }
        (0..n).map(|row| self.fold_of(row, n)).collect()
    }

    /// Of `n` in a row, the first folds hold one more where it does not divide.
    fn fold_of(&self, row: usize, n: usize) -> usize {
        let (size, more) = (n / self.n_folds, n % self.n_folds);
        let in_larger = more * (size + 1);
        if row < in_larger { row / (size + 1) } else { more + (row - in_larger) / size.max(1) }
    }

    /// Each fold takes every n-th of the samples sorted by class (classes by first appearance), and of
    /// each class as many as that makes, in their order.
    fn stratified(&self, data: &Dataset) -> Vec<usize> {
        let mut classes: Vec<f64> = Vec::new();
        for class in &data.target {
            if !classes.contains(class) {
                classes.push(*class);
            }
        }
        let mut folds = vec![0; data.n_samples()];
        let mut start = 0;
        for class in classes {
            let members: Vec<usize> =
                (0..data.n_samples()).filter(|row| data.target[*row] == class).collect();
            let mut due: Vec<usize> =
                (start..start + members.len()).map(|place| place % self.n_folds).collect();
            due.sort_unstable();
            for (row, fold) in members.iter().zip(due) {
                folds[*row] = fold;
            }
            start += members.len();
        }
        folds
    }
}

supervised_selector!(SequentialFeatureSelector);
