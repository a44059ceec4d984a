//! Exponential smoothing of the kind that suits the series: every kind is fitted, and the corrected
//! criterion of Akaike chooses.
//!
//! Source: R. Hyndman, Y. Khandakar, "Automatic time series forecasting", 2008.

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::forecast::Forecast;
use super::role::forecaster;
use super::series::at_least;
use super::smoothing::{Effect, ExponentialSmoothing, FittedExponentialSmoothing};
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, SummaryTable};
use crate::preprocessing::numeric::setting;
use crate::runtime::Progress;

/// Chooses trend, damping and seasons of an [`ExponentialSmoothing`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y: Vec<f64> = (0..48).map(|t| 100.0 + 2.0 * t as f64 + [9.0, -4.0, -7.0, 2.0][t % 4]).collect();
/// let model = AutoEts::new(4).fit(&y)?;
/// assert!((model.forecast(1)?.mean[0] - 205.0).abs() < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AutoEts {
    seasonal_periods: usize,
}

impl AutoEts {
    /// With seasons of `period` values if they help; 1 for a series without seasons.
    #[must_use]
    pub fn new(period: usize) -> Self {
        Self { seasonal_periods: period }
    }

    fn learn(&self, y: &[f64]) -> Result<FittedAutoEts> {
        at_least("AutoEts", 4, y)?;
        let candidates = self.candidates(y);
        let mut progress = Progress::new("kinds of smoothing", candidates.len() as u64);
        let (mut tried, mut best): (Vec<(String, f64)>, Option<FittedExponentialSmoothing>) =
            (Vec::new(), None);
        for (name, candidate) in candidates {
            match candidate.learn(y) {
                Ok(model) => {
                    tried.push((name, model.aicc()));
                    if best.as_ref().is_none_or(|best| model.aicc() < best.aicc()) {
                        best = Some(model);
                    }
                }
                Err(error @ Error::Interrupted(_)) => return Err(error),
                Err(_) => {}
            }
            progress.advance(1);
        }
        progress.finish_and_clear();
        tried.sort_by(|a, b| a.1.total_cmp(&b.1));
        let chosen = best.ok_or_else(|| Error::Fit {
            model: "AutoEts",
            reason: "no kind of smoothing fits the series".to_owned(),
            advice: "Look for very large values in the series.",
        })?;
        let (history, fitted) = (chosen.history.clone(), chosen.fitted.clone());
        Ok(FittedAutoEts { parameters: self.clone(), history, fitted, chosen, tried })
    }

    /// Kinds with their names: trend none, additive or damped; seasons none, additive or
    /// multiplicative.
    fn candidates(&self, y: &[f64]) -> Vec<(String, ExponentialSmoothing)> {
        let m = self.seasonal_periods;
        let trends = [
            ("no trend", ExponentialSmoothing::simple()),
            ("trend", ExponentialSmoothing::holt()),
            ("damped trend", ExponentialSmoothing::holt().damped()),
        ];
        let mut seasons = vec![None];
        if m > 1 && y.len() >= 2 * m {
            seasons.push(Some(Effect::Additive));
            if y.iter().all(|value| *value > 0.0) {
                seasons.push(Some(Effect::Multiplicative));
            }
        }
        let kinds = trends.iter().flat_map(|(name, trend)| {
            seasons.iter().map(move |season| match season {
                None => ((*name).to_owned(), trend.clone()),
                Some(effect) => (format!("{name}, {effect} seasons"), trend.clone().seasonal(m, *effect)),
            })
        });
        kinds.collect()
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("seasonal_periods", self.seasonal_periods)]
    }
}

forecaster!(AutoEts => FittedAutoEts);

/// A fitted [`AutoEts`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedAutoEts {
    parameters: AutoEts,
    history: Array1<f64>,
    fitted: Array1<f64>,
    chosen: FittedExponentialSmoothing,
    tried: Vec<(String, f64)>,
}

impl FittedAutoEts {
    /// The model that was chosen.
    pub fn chosen(&self) -> &FittedExponentialSmoothing {
        &self.chosen
    }

    /// The kinds that were tried with their corrected criterion of Akaike, best first.
    pub fn candidates(&self) -> &[(String, f64)] {
        &self.tried
    }

    fn ahead(&self, horizon: usize, level: f64) -> Result<Forecast> {
        self.chosen.ahead(horizon, level)
    }

    fn report(&self, summary: &mut Summary) {
        if let Some((name, _)) = self.tried.first() {
            summary.results.push(setting("chosen", name));
        }
        let chosen = self.chosen.summary();
        summary.results.extend(chosen.results);
        summary.tables.extend(chosen.tables);
        summary.tables.push(SummaryTable {
            caption: "kinds of smoothing".to_owned(),
            columns: vec!["AICc".to_owned()],
            rows: self.tried.iter().map(|(name, aicc)| (name.clone(), vec![*aicc])).collect(),
        });
    }
}
