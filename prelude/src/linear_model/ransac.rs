//! A regressor fitted on the samples that agree with each other, whatever the others say.
//!
//! Source: M. Fischler, R. Bolles, "Random sample consensus: a paradigm for model fitting", 1981.

use ndarray::{Array1, ArrayView2, Axis};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::index;
use serde::{Deserialize, Serialize};

use super::{LinearRegression, check_at_least_one, check_not_negative};
use crate::array::{Features, median};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::metrics::r2_score;
use crate::model::estimators::regressor;
use crate::model::{FittedRegressor, Regressor, Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "RansacRegressor";

/// Fits a regressor on few samples drawn at random, many times, and keeps the fit that most samples
/// agree with; the final model is fitted on all of those.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = Array2::from_shape_fn((50, 1), |(i, _)| i as f64);
/// let y = Array1::from_shape_fn(50, |i| if i % 5 == 0 { 500.0 } else { 2.0 * i as f64 + 0.1 * (i % 3) as f64 });
/// let model = RansacRegressor::new().residual_threshold(1.0).seed(1).fit((&x, &y))?;
/// assert_eq!(model.inliers().iter().filter(|inlier| **inlier).count(), 40);
/// assert!((model.predict(&array![[100.0]])?[0] - 200.0).abs() < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RansacRegressor {
    estimator: Box<dyn Regressor>,
    min_samples: Option<usize>,
    residual_threshold: Option<f64>,
    max_trials: usize,
    stop_probability: f64,
    seed: u64,
}

impl Default for RansacRegressor {
    fn default() -> Self {
        Self {
            estimator: Box::new(LinearRegression::new()),
            min_samples: None,
            residual_threshold: None,
            max_trials: 100,
            stop_probability: 0.99,
            seed: 0,
        }
    }
}

impl RansacRegressor {
    /// Of least squares planes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The regressor that is fitted. Default [`LinearRegression`].
    #[must_use]
    pub fn estimator(mut self, estimator: impl Regressor + 'static) -> Self {
        self.estimator = Box::new(estimator);
        self
    }

    /// Samples drawn for each trial. Default: one more than there are features.
    #[must_use]
    pub fn min_samples(mut self, min_samples: usize) -> Self {
        self.min_samples = Some(min_samples);
        self
    }

    /// The absolute error up to which a sample agrees. Default: the median absolute deviation of the
    /// target.
    #[must_use]
    pub fn residual_threshold(mut self, residual_threshold: f64) -> Self {
        self.residual_threshold = Some(residual_threshold);
        self
    }

    /// Trials at most. Default 100.
    #[must_use]
    pub fn max_trials(mut self, max_trials: usize) -> Self {
        self.max_trials = max_trials;
        self
    }

    /// The trials end when one without outliers was drawn with this probability. Default 0.99.
    #[must_use]
    pub fn stop_probability(mut self, stop_probability: f64) -> Self {
        self.stop_probability = stop_probability;
        self
    }

    /// The seed of the draws. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedRansacRegressor> {
        let (min_samples, threshold) = self.checked(data)?;
        let n = data.target.len();
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut progress = Progress::new(NAME, self.max_trials as u64);
        let mut best: Option<Trial> = None;
        let (mut n_trials, mut enough) = (0, self.max_trials);
        while n_trials < enough {
            check_interrupt()?;
            n_trials += 1;
            progress.advance(1);
            let rows = index::sample(&mut random, n, min_samples).into_vec();
            let Some(trial) = self.trial(data, &rows, threshold)? else { continue };
            if best.as_ref().is_none_or(|best| trial.beats(best)) {
                enough = enough.min(self.trials_for(trial.inliers.len() as f64 / n as f64, min_samples));
                best = Some(trial);
            }
        }
        progress.finish_and_clear();
        let best = best.ok_or_else(|| Error::Fit {
            model: NAME,
            reason: format!("in {n_trials} trials no sample agreed with the others"),
            advice: "Raise `residual_threshold` or `max_trials`.",
        })?;
        let model = self.estimator.fit_regressor(&part(data, &best.inliers))?;
        let mut inliers = vec![false; n];
        best.inliers.iter().for_each(|row| inliers[*row] = true);
        Ok(FittedRansacRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            model,
            inliers,
            n_trials,
        })
    }

    fn checked(&self, data: &Training<'_>) -> Result<(usize, f64)> {
        check_at_least_one(NAME, "max_trials", self.max_trials)?;
        if !(0.0..=1.0).contains(&self.stop_probability) {
            return Err(Error::parameter(NAME, "stop_probability", self.stop_probability, "between 0 and 1"));
        }
        let min_samples = self.min_samples.unwrap_or(data.features.values.ncols() + 1);
        check_at_least_one(NAME, "min_samples", min_samples)?;
        if min_samples > data.target.len() {
            let (what, given) = (format!("{NAME} with `min_samples` {min_samples}"), data.target.len());
            return Err(Error::TooFew { what, needed: min_samples, unit: "samples", given });
        }
        let threshold = match self.residual_threshold {
            Some(threshold) => threshold,
            None => {
                let middle = median(data.target.to_vec())?;
                median(data.target.mapv(|y| (y - middle).abs()).to_vec())?
            }
        };
        check_not_negative(NAME, "residual_threshold", threshold)?;
        Ok((min_samples, threshold))
    }

    fn trial(&self, data: &Training<'_>, rows: &[usize], threshold: f64) -> Result<Option<Trial>> {
        let model = match self.estimator.fit_regressor(&part(data, rows)) {
            Ok(model) => model,
            // So few samples may well not do, such as those of a single class.
            Err(error @ (Error::Interrupted(_) | Error::Parameter { .. })) => return Err(error),
            Err(_) => return Ok(None),
        };
        let predicted = model.predict_regression(&Features::of(data))?;
        let agrees = |row: &usize| (data.target[*row] - predicted[*row]).abs() <= threshold;
        let inliers: Vec<usize> = (0..predicted.len()).filter(agrees).collect();
        if inliers.is_empty() {
            return Ok(None);
        }
        let (truth, values) = (data.target.select(Axis(0), &inliers), predicted.select(Axis(0), &inliers));
        let score = r2_score(truth.view(), values.view()).unwrap_or(f64::NEG_INFINITY);
        Ok(Some(Trial { inliers, score }))
    }

    /// Trials after which one without outliers was drawn with the probability asked for.
    fn trials_for(&self, share: f64, min_samples: usize) -> usize {
        let clean = share.powi(i32::try_from(min_samples).unwrap_or(i32::MAX));
        let trials = ((1.0 - self.stop_probability).ln() / (1.0 - clean).ln()).ceil();
        if trials.is_nan() { self.max_trials } else { trials.max(0.0) as usize }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let text = |value: Option<String>| value.unwrap_or_else(|| "auto".to_owned());
        vec![
            setting("estimator", self.estimator.name()),
            setting("min_samples", text(self.min_samples.map(|value| value.to_string()))),
            setting("residual_threshold", text(self.residual_threshold.map(number))),
            setting("max_trials", self.max_trials),
            setting("stop_probability", number(self.stop_probability)),
            setting("seed", self.seed),
        ]
    }
}

regressor!(RansacRegressor => FittedRansacRegressor, weights: used);

struct Trial {
    inliers: Vec<usize>,
    /// R² on them.
    score: f64,
}

impl Trial {
    fn beats(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.inliers.len(), other.inliers.len());
        mine > theirs || (mine == theirs && self.score > other.score)
    }
}

/// Some rows of the data.
fn part(data: &Training<'_>, rows: &[usize]) -> Training<'static> {
    Training {
        features: Features {
            values: data.features.values.select(Axis(0), rows).into(),
            names: data.features.names.to_vec().into(),
        },
        target: data.target.select(Axis(0), rows).into(),
        target_name: data.target_name.clone(),
        class_names: None,
        sample_weights: data.weights().map(|weights| weights.select(Axis(0), rows).into()),
    }
}

/// A fitted [`RansacRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedRansacRegressor {
    parameters: RansacRegressor,
    seen: Seen,
    model: Box<dyn FittedRegressor>,
    inliers: Vec<bool>,
    n_trials: usize,
}

impl FittedRansacRegressor {
    /// The model of the samples that agree.
    pub fn model(&self) -> &dyn FittedRegressor {
        &*self.model
    }

    /// Which training samples agree.
    pub fn inliers(&self) -> &[bool] {
        &self.inliers
    }

    /// Trials made.
    pub fn n_trials(&self) -> usize {
        self.n_trials
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        self.model.predict_regression(&Features { values: x.into(), names: Vec::new().into() })
    }

    fn importances(&self) -> Option<Array1<f64>> {
        self.model.feature_importances()
    }

    fn report(&self, summary: &mut Summary) {
        let agree = self.inliers.iter().filter(|inlier| **inlier).count();
        summary.results.push(("samples that agree".to_owned(), format!("{agree} of {}", self.inliers.len())));
        summary.results.push(("trials".to_owned(), self.n_trials.to_string()));
        summary.tables.extend(self.model.summary().tables);
    }
}
