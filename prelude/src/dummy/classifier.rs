//! A classifier that does not look at the features.

use ndarray::{Array1, Array2, ArrayView2};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, SummaryTable, argmax_rows};
use crate::preprocessing::numeric::setting;

const NAME: &str = "DummyClassifier";

/// What a [`DummyClassifier`] says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassifierStrategy {
    /// The most frequent class, with the classes' shares as probabilities.
    #[default]
    Prior,
    /// The most frequent class, with certainty.
    MostFrequent,
    /// A random class, as often as in the data.
    Stratified,
    /// A random class, all as often.
    Uniform,
    /// This class, as text (`"versicolor"`, `"1"`).
    Constant(String),
}

impl std::fmt::Display for ClassifierStrategy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Prior => f.write_str("prior"),
            Self::MostFrequent => f.write_str("most_frequent"),
            Self::Stratified => f.write_str("stratified"),
            Self::Uniform => f.write_str("uniform"),
            Self::Constant(class) => write!(f, "constant ({class})"),
        }
    }
}

/// Predicts classes without looking at the features.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (Array2::zeros((4, 1)), ["no", "yes", "no", "no"]);
/// let model = DummyClassifier::new().fit((&x, &y))?;
/// assert_eq!(model.score((&x, &y))?, 0.75);
/// assert_eq!(model.predict_proba(&array![[0.0]])?, array![[0.75, 0.25]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DummyClassifier {
    strategy: ClassifierStrategy,
    seed: u64,
}

impl DummyClassifier {
    /// The most frequent class.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What it says. Default [`ClassifierStrategy::Prior`].
    #[must_use]
    pub fn strategy(mut self, strategy: ClassifierStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// The seed of random classes. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("strategy", &self.strategy), setting("seed", self.seed)]
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedDummyClassifier> {
        let labels = target.classes.labels();
        let constant = match &self.strategy {
            ClassifierStrategy::Constant(class) => {
                Some(labels.iter().position(|label| label == class).ok_or_else(|| {
                    Error::parameter(
                        NAME,
                        "strategy",
                        class,
                        format!("a class of the target: {}", labels.join(", ")),
                    )
                })?)
            }
            _ => None,
        };
        let mut priors = Array1::zeros(labels.len());
        let weights = data.weights();
        for (row, code) in target.codes.iter().enumerate() {
            priors[*code] += weights.map_or(1.0, |weights| weights[row]);
        }
        priors /= priors.sum();
        Ok(FittedDummyClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            priors,
            constant,
        })
    }
}

classifier!(DummyClassifier => FittedDummyClassifier, weights: used, classes: any);

/// A fitted [`DummyClassifier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedDummyClassifier {
    parameters: DummyClassifier,
    seen: Seen,
    classes: Classes,
    priors: Array1<f64>,
    constant: Option<usize>,
}

impl FittedDummyClassifier {
    /// The share of each class.
    pub fn class_priors(&self) -> &Array1<f64> {
        &self.priors
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (n, n_classes) = (x.nrows(), self.classes.len());
        let certain = |classes: Vec<usize>| {
            let mut probabilities = Array2::zeros((n, n_classes));
            for (row, class) in classes.into_iter().enumerate() {
                probabilities[[row, class]] = 1.0;
            }
            probabilities
        };
        Ok(match self.parameters.strategy {
            ClassifierStrategy::Prior => {
                Array2::from_shape_fn((n, n_classes), |(_, class)| self.priors[class])
            }
            ClassifierStrategy::Uniform => Array2::from_elem((n, n_classes), 1.0 / n_classes as f64),
            _ => certain(self.decide(x)?),
        })
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        let n = x.nrows();
        let mut random = StdRng::seed_from_u64(self.parameters.seed);
        let drawn = |random: &mut StdRng| {
            let mut left: f64 = random.r#gen();
            let pick = self.priors.iter().position(|prior| {
                left -= prior;
                left < 0.0
            });
            pick.unwrap_or(self.classes.len() - 1)
        };
        Ok(match self.parameters.strategy {
            ClassifierStrategy::Stratified => (0..n).map(|_| drawn(&mut random)).collect(),
            ClassifierStrategy::Uniform => (0..n).map(|_| random.gen_range(0..self.classes.len())).collect(),
            _ => {
                let most = argmax_rows(&self.priors.view().insert_axis(ndarray::Axis(0)).to_owned())[0];
                vec![self.constant.unwrap_or(most); n]
            }
        })
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.tables.push(SummaryTable {
            caption: String::new(),
            columns: vec!["share".to_owned()],
            rows: self.class_labels().into_iter().zip(self.priors.iter().map(|prior| vec![*prior])).collect(),
        });
    }
}
