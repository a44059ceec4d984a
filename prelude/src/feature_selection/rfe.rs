//! Recursive feature elimination: fit, take the least important away, fit again.

use super::estimator::{Judge, dataset, judged_by, with_features};
use super::selector::{FittedSelector, Method, supervised_selector};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::check;
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "Rfe";

/// Keeps the features that are still there when, round by round, those least important to a model
/// were taken away.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let selector = Rfe::with_regressor(LinearRegression::new()).n_features(3).fit(&diabetes())?;
/// assert_eq!(selector.selected_names(), ["bmi", "tc", "ltg"]);
/// assert_eq!(selector.ranking().unwrap()[0], 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: I. Guyon, J. Weston, S. Barnhill, V. Vapnik, "Gene selection for cancer classification
/// using support vector machines", 2002.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Rfe {
    model: Judge,
    n_features: Option<usize>,
    step: usize,
}

impl Rfe {
    judged_by!(n_features: None, step: 1);

    /// How many features are kept. Default half of them.
    #[must_use]
    pub fn n_features(mut self, n_features: usize) -> Self {
        self.n_features = Some(n_features);
        self
    }

    /// How many features a round takes away. Default 1.
    #[must_use]
    pub fn step(mut self, step: usize) -> Self {
        self.step = step;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("model".to_owned(), self.model.name().to_owned()),
            ("n_features".to_owned(), self.n_features.map_or("half".to_owned(), |count| count.to_string())),
            ("step".to_owned(), self.step.to_string()),
        ]
    }

    fn fit_training(&self, data: &Training<'_>) -> Result<FittedSelector> {
        check::training(data)?;
        let p = data.features.values.ncols();
        let goal = self.n_features.unwrap_or((p / 2).max(1));
        if goal == 0 || goal > p {
            let expected = format!("1 to {p}, the number of features");
            return Err(Error::parameter(NAME, "n_features", goal, expected));
        }
        if self.step == 0 {
            return Err(Error::parameter(NAME, "step", 0, "at least 1"));
        }
        let data_set = dataset(data);
        let mut left: Vec<usize> = (0..p).collect();
        let (mut ranking, mut scores) = (vec![1; p], vec![f64::NAN; p]);
        let mut progress =
            Progress::new("recursive feature elimination", (p - goal).div_ceil(self.step) as u64 + 1);
        loop {
            check_interrupt()?;
            let importances = self.model.importances(NAME, &with_features(&data_set, &left))?;
            for (place, importance) in left.iter().zip(&importances) {
                scores[*place] = *importance;
            }
            progress.advance(1);
            if left.len() <= goal {
                break;
            }
            let mut order: Vec<usize> = (0..left.len()).collect();
            order.sort_by(|a, b| importances[*a].total_cmp(&importances[*b]));
            let away: Vec<usize> =
                order.iter().take(self.step.min(left.len() - goal)).map(|place| left[*place]).collect();
            left.retain(|place| !away.contains(place));
            for place in (0..p).filter(|place| !left.contains(place)) {
                ranking[place] += 1;
            }
        }
        progress.finish_and_clear();
        let support = (0..p).map(|place| left.contains(&place)).collect();
        let mut selector = FittedSelector::new(Method::Rfe, self.settings(), &data.features, support, scores);
        selector.ranking = ranking;
        Ok(selector)
    }
}

supervised_selector!(Rfe);
