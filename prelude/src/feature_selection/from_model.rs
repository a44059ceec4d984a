//! The features that a model finds important.

use super::estimator::{Judge, dataset, judged_by};
use super::selector::{FittedSelector, Method, supervised_selector};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::check;

const NAME: &str = "SelectFromModel";

/// How important a feature must be at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Threshold {
    /// As important as the mean of all features.
    #[default]
    Mean,
    /// As important as the median of all features.
    Median,
    /// So many times the mean.
    TimesMean(f64),
    /// So many times the median.
    TimesMedian(f64),
    Value(f64),
}

impl From<f64> for Threshold {
    fn from(value: f64) -> Self {
        Self::Value(value)
    }
}

impl Threshold {
    fn of(self, importances: &[f64]) -> f64 {
        let mean = importances.iter().sum::<f64>() / importances.len().max(1) as f64;
        let mut sorted = importances.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = ((sorted.len().max(1) - 1) / 2, sorted.len() / 2);
        let median = f64::midpoint(sorted[low], sorted[high]);
        match self {
            Self::Mean => mean,
            Self::Median => median,
            Self::TimesMean(factor) => factor * mean,
            Self::TimesMedian(factor) => factor * median,
            Self::Value(value) => value,
        }
    }
}

/// Keeps the features that are important to a model fitted on all of them: for linear models the
/// sizes of the coefficients, so scale the features first.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let selector = SelectFromModel::with_regressor(LinearRegression::new())
///     .threshold(Threshold::Median)
///     .fit(&diabetes())?;
/// assert_eq!(selector.selected_names(), ["bmi", "bp", "tc", "ldl", "ltg"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct SelectFromModel {
    model: Judge,
    threshold: Threshold,
    max_features: Option<usize>,
}

impl SelectFromModel {
    judged_by!(threshold: Threshold::Mean, max_features: None);

    /// The least importance: [`Threshold::Mean`], [`Threshold::Median`], a number. Default the mean.
    #[must_use]
    pub fn threshold(mut self, threshold: impl Into<Threshold>) -> Self {
        self.threshold = threshold.into();
        self
    }

    /// At most so many of them, the most important. Default all.
    #[must_use]
    pub fn max_features(mut self, max_features: usize) -> Self {
        self.max_features = Some(max_features);
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![
            ("model".to_owned(), self.model.name().to_owned()),
            ("threshold".to_owned(), format!("{:?}", self.threshold)),
        ];
        settings.extend(self.max_features.map(|limit| ("max_features".to_owned(), limit.to_string())));
        settings
    }

    fn fit_training(&self, data: &Training<'_>) -> Result<FittedSelector> {
        check::training(data)?;
        if self.max_features == Some(0) {
            return Err(Error::parameter(NAME, "max_features", 0, "at least 1"));
        }
        let importances = self.model.importances(NAME, &dataset(data))?.to_vec();
        let threshold = self.threshold.of(&importances);
        let mut support: Vec<bool> = importances.iter().map(|importance| *importance >= threshold).collect();
        if let Some(limit) = self.max_features {
            let mut order: Vec<usize> = (0..importances.len()).collect();
            order.sort_by(|a, b| importances[*b].total_cmp(&importances[*a]));
            order.into_iter().skip(limit).for_each(|place| support[place] = false);
        }
        if !support.contains(&true) {
            let most = importances.iter().fold(0.0_f64, |most, importance| most.max(*importance));
            let expected = format!("at most the largest importance, {most}, or no feature is left");
            return Err(Error::parameter(NAME, "threshold", threshold, expected));
        }
        Ok(FittedSelector::new(
            Method::SelectFromModel,
            self.settings(),
            &data.features,
            support,
            importances,
        ))
    }
}

supervised_selector!(SelectFromModel);
