//! How much worse a model gets when a feature is shuffled.

use std::borrow::Cow;

use ndarray::{Array1, Array2, Axis};
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::answers::labels;
use crate::array::Features;
use crate::dataset::{AsTraining, FrameTraining, Training};
use crate::error::{Error, Result};
use crate::metrics::Scoring;
use crate::model::{AsFittedModel, FittedRef, check};
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "PermutationImportance";

/// How much a model's score on `data` falls when the values of one feature are shuffled: what the model
/// owes to it. Five shuffles, R² or accuracy; for choices see [`PermutationImportance`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LinearRegression::new().fit(&diabetes())?;
/// let importances = permutation_importance(&model, &diabetes())?;
/// assert!(importances.ranking()[..2].contains(&"ltg".to_string()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What the model's predictions say, interruption.
///
/// Source: L. Breiman, "Random forests", Machine Learning 45 (2001).
pub fn permutation_importance(
    model: &impl AsFittedModel,
    data: impl AsTraining,
) -> Result<PermutationImportances> {
    PermutationImportance::new().of(model.as_fitted()?, &data)
}

/// [`permutation_importance`] with choices.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// let importances = PermutationImportance::new()
///     .n_repeats(10)
///     .scoring(Scoring::NegLogLoss)
///     .seed(7)
///     .compute(&model, &iris())?;
/// assert_eq!(importances.importances.shape(), [4, 10]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PermutationImportance {
    n_repeats: usize,
    scoring: Option<Scoring>,
    seed: u64,
}

impl Default for PermutationImportance {
    fn default() -> Self {
        Self { n_repeats: 5, scoring: None, seed: 0 }
    }
}

impl PermutationImportance {
    /// Five shuffles, R² or accuracy, seed 0.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shuffles of each feature. Default 5.
    #[must_use]
    pub fn n_repeats(mut self, n_repeats: usize) -> Self {
        self.n_repeats = n_repeats;
        self
    }

    /// What the model is judged by. Default R² for a regressor, accuracy for a classifier.
    #[must_use]
    pub fn scoring(mut self, scoring: Scoring) -> Self {
        self.scoring = Some(scoring);
        self
    }

    /// The seed of the shuffles. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Shuffles and judges. A model of frames, such as a pipeline, has the frame's own columns shuffled.
    ///
    /// # Errors
    /// [`Error::Parameter`]; what the model's predictions and the metric say; interruption.
    pub fn compute(
        &self,
        model: &impl AsFittedModel,
        data: impl AsTraining,
    ) -> Result<PermutationImportances> {
        self.of(model.as_fitted()?, &data)
    }

    fn of(&self, model: FittedRef<'_>, data: &dyn AsTraining) -> Result<PermutationImportances> {
        if self.n_repeats == 0 {
            return Err(Error::parameter(NAME, "n_repeats", self.n_repeats, "at least 1"));
        }
        let scoring = self.scoring.clone().unwrap_or(match model {
            FittedRef::Regressor(_) => Scoring::R2,
            FittedRef::Classifier(_) => Scoring::Accuracy,
        });
        if model.takes_frames() {
            let data = data.frame_training()?;
            let names = crate::frame::names(&data.features);
            let baseline = scoring.score_ref_frame(model, &data)?;
            let drops =
                self.each(data.features.width(), |feature| self.of_column(model, &scoring, &data, feature))?;
            return Ok(self.result(names, &scoring, baseline, drops));
        }
        let data = data.training()?;
        check::training(&data)?;
        let baseline = scoring.score_ref(model, &data)?;
        let scores = self
            .each(data.features.values.ncols(), |feature| self.of_feature(model, &scoring, &data, feature))?;
        Ok(self.result(labels(&data.features), &scoring, baseline, scores))
    }

    /// The scores of every feature's shuffles, feature by feature on all threads.
    fn each(
        &self,
        n_features: usize,
        scores: impl Fn(usize) -> Result<Vec<f64>> + Sync,
    ) -> Result<Vec<Vec<f64>>> {
        let mut progress = Progress::new("permutation importance", n_features as u64);
        let mut all = Vec::with_capacity(n_features);
        let features: Vec<usize> = (0..n_features).collect();
        for some in features.chunks(rayon::current_num_threads().max(1)) {
            check_interrupt()?;
            let found: Result<Vec<Vec<f64>>> = some.par_iter().map(|feature| scores(*feature)).collect();
            all.extend(found?);
            progress.advance(some.len() as u64);
        }
        progress.finish_and_clear();
        Ok(all)
    }

    /// A generator per feature, so that results do not depend on the number of threads.
    fn generator(&self, feature: usize) -> StdRng {
        let mixed = (feature as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        StdRng::seed_from_u64(self.seed ^ mixed)
    }

    fn of_feature(
        &self,
        model: FittedRef<'_>,
        scoring: &Scoring,
        data: &Training<'_>,
        feature: usize,
    ) -> Result<Vec<f64>> {
        let mut random = self.generator(feature);
        let mut x = data.features.values.to_owned();
        let mut values = x.column(feature).to_vec();
        let mut scores = Vec::with_capacity(self.n_repeats);
        for _ in 0..self.n_repeats {
            values.shuffle(&mut random);
            x.column_mut(feature).iter_mut().zip(&values).for_each(|(place, value)| *place = *value);
            let shuffled = Training {
                features: Features { values: x.view().into(), names: Cow::Borrowed(&data.features.names) },
                target: data.target.view().into(),
                target_name: data.target_name.clone(),
                class_names: data.class_names.as_deref().map(Cow::Borrowed),
                sample_weights: data.sample_weights.as_ref().map(|weights| weights.view().into()),
            };
            scores.push(scoring.score_ref(model, &shuffled)?);
        }
        Ok(scores)
    }

    fn of_column(
        &self,
        model: FittedRef<'_>,
        scoring: &Scoring,
        data: &FrameTraining<'_>,
        feature: usize,
    ) -> Result<Vec<f64>> {
        let mut random = self.generator(feature);
        let mut order: Vec<IdxSize> = (0..data.features.height() as IdxSize).collect();
        let mut scores = Vec::with_capacity(self.n_repeats);
        for _ in 0..self.n_repeats {
            order.shuffle(&mut random);
            let mut df = data.features.clone().into_owned();
            let column = df.columns()[feature].take(&IdxCa::from_vec("rows".into(), order.clone()))?;
            df.with_column(column)?;
            let shuffled = FrameTraining {
                features: Cow::Owned(df),
                target: data.target.view().into(),
                target_name: data.target_name.clone(),
                class_names: data.class_names.as_deref().map(Cow::Borrowed),
                sample_weights: data.sample_weights.as_ref().map(|weights| weights.view().into()),
            };
            scores.push(scoring.score_ref_frame(model, &shuffled)?);
        }
        Ok(scores)
    }

    fn result(
        &self,
        feature_names: Vec<String>,
        scoring: &Scoring,
        baseline: f64,
        scores: Vec<Vec<f64>>,
    ) -> PermutationImportances {
        let shape = (feature_names.len(), self.n_repeats);
        let importances =
            Array2::from_shape_fn(shape, |(feature, repeat)| baseline - scores[feature][repeat]);
        PermutationImportances { feature_names, importances, baseline, scoring: scoring.name().to_owned() }
    }
}

/// What each feature is worth to a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PermutationImportances {
    pub feature_names: Vec<String>,
    /// How much the score fell, shape (n_features, n_repeats).
    pub importances: Array2<f64>,
    /// The score before anything was shuffled.
    pub baseline: f64,
    /// What the model was judged by.
    pub scoring: String,
}

impl PermutationImportances {
    /// The mean fall of the score, one per feature.
    pub fn mean(&self) -> Array1<f64> {
        self.importances.mean_axis(Axis(1)).unwrap_or_default()
    }

    /// The standard deviation over the shuffles, one per feature.
    pub fn std(&self) -> Array1<f64> {
        self.importances.std_axis(Axis(1), 0.0)
    }

    /// The features, the most important first.
    pub fn ranking(&self) -> Vec<String> {
        self.order().into_iter().map(|feature| self.feature_names[feature].clone()).collect()
    }

    fn order(&self) -> Vec<usize> {
        let mean = self.mean();
        let mut order: Vec<usize> = (0..mean.len()).collect();
        order.sort_by(|a, b| mean[*b].total_cmp(&mean[*a]));
        order
    }

    /// A row per feature, the most important first.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let (order, mean, std) = (self.order(), self.mean(), self.std());
        let pick = |values: &Array1<f64>| order.iter().map(|feature| values[*feature]).collect::<Vec<f64>>();
        let columns = vec![
            Column::new("feature".into(), self.ranking()),
            Column::new("importance".into(), pick(&mean)),
            Column::new("std".into(), pick(&std)),
        ];
        Ok(DataFrame::new(order.len(), columns)?)
    }
}
