//! t-SNE: a picture in which neighbours stay neighbours.
//!
//! Own code, with the Barnes–Hut approximation: linfa-tsne cannot be interrupted, shows no progress,
//! starts from noise, and does not tell its Kullback–Leibler divergence. The start, the rates and the
//! rules of stopping are scikit-learn's.

mod affinity;
mod descent;
mod tree;

use ndarray::{Array2, ArrayView2};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::projection::normal_matrix;
use super::{Pca, numbered};
use crate::array::{AsFeatures, Features};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, check, fitted_on};
use crate::preprocessing::TransformInput;

const NAME: &str = "Tsne";
/// The spread of the start.
const START: f64 = 1e-4;

/// Places the samples in a plane so that near samples stay near. Distances between far groups, and
/// the sizes of groups, mean nothing.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (model, map) = Tsne::new().perplexity(20.0).max_iter(300).fit_transform(&iris())?;
/// assert_eq!(map.feature_names, ["tsne1", "tsne2"]);
/// assert!(model.kl_divergence() < 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: L. van der Maaten, G. Hinton, "Visualizing data using t-SNE", 2008; L. van der Maaten,
/// "Accelerating t-SNE using tree-based algorithms", 2014.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tsne {
    n_components: usize,
    perplexity: f64,
    early_exaggeration: f64,
    learning_rate: Option<f64>,
    max_iter: usize,
    angle: f64,
    random_start: bool,
    seed: u64,
}

impl Default for Tsne {
    fn default() -> Self {
        Self {
            n_components: 2,
            perplexity: 30.0,
            early_exaggeration: 12.0,
            learning_rate: None,
            max_iter: 1_000,
            angle: 0.5,
            random_start: false,
            seed: 0,
        }
    }
}

impl Tsne {
    /// Two dimensions, perplexity 30, at most 1000 rounds, starting from the principal components.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Dimensions of the picture, 1 to 3. Default 2.
    #[must_use]
    pub fn n_components(mut self, n_components: usize) -> Self {
        self.n_components = n_components;
        self
    }

    /// How many neighbours a sample has, roughly: 5 to 50, less than the number of samples.
    /// Default 30.
    #[must_use]
    pub fn perplexity(mut self, perplexity: f64) -> Self {
        self.perplexity = perplexity;
        self
    }

    /// How much stronger attraction is in the first 250 rounds, at least 1. Default 12.
    #[must_use]
    pub fn early_exaggeration(mut self, early_exaggeration: f64) -> Self {
        self.early_exaggeration = early_exaggeration;
        self
    }

    /// The length of the steps. Default n_samples / early_exaggeration / 4, at least 50.
    #[must_use]
    pub fn learning_rate(mut self, learning_rate: f64) -> Self {
        self.learning_rate = Some(learning_rate);
        self
    }

    /// Rounds at most, at least 250. Default 1000.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// How coarsely far groups are taken as one, 0 (exact, slow) to 1. Default 0.5.
    #[must_use]
    pub fn angle(mut self, angle: f64) -> Self {
        self.angle = angle;
        self
    }

    /// Starts from noise with this seed instead of the principal components.
    #[must_use]
    pub fn random_start(mut self, seed: u64) -> Self {
        (self.random_start, self.seed) = (true, seed);
        self
    }

    /// Places samples of shape (n_samples, n_features): a matrix, a [`Dataset`] (its target is not
    /// looked at), a frame of numbers. The picture is [`FittedTsne::embedding`].
    ///
    /// [`Dataset`]: crate::dataset::Dataset
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::TooFew`], [`Error::NotFinite`], [`Error::Constant`].
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedTsne> {
        self.fit_features(&x.features()?)
    }

    /// [`fit`](Self::fit), and the picture in the kind that `x` is: the columns of a frame or dataset
    /// are called `tsne1`, `tsne2`. There is no `transform`: a new sample would move all others.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedTsne, X::Output)> {
        let model = self.fit_features(&x.features()?)?;
        let output = x.rebuild(model.embedding.clone(), numbered("tsne", self.n_components))?;
        Ok((model, output))
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedTsne> {
        check::features(features)?;
        let x = features.view();
        self.check(x.nrows())?;
        let affinities = affinity::Affinities::of(x, self.perplexity)?;
        let start = self.start(x)?;
        let rates = descent::Rates {
            early_exaggeration: self.early_exaggeration,
            learning_rate: self
                .learning_rate
                .unwrap_or_else(|| (x.nrows() as f64 / self.early_exaggeration / 4.0).max(50.0)),
            max_iter: self.max_iter,
            angle: self.angle,
        };
        let outcome = match self.n_components {
            1 => descent::descend::<1, 2>(&start, &affinities, &rates)?,
            2 => descent::descend::<2, 4>(&start, &affinities, &rates)?,
            _ => descent::descend::<3, 8>(&start, &affinities, &rates)?,
        };
        if outcome.embedding.iter().any(|value| !value.is_finite()) {
            let advice = "Lower `learning_rate`, or scale the features first.";
            return Err(Error::Fit { model: NAME, reason: "the picture flew apart".to_owned(), advice });
        }
        Ok(FittedTsne {
            parameters: self.clone(),
            embedding: outcome.embedding,
            kl_divergence: outcome.kl_divergence,
            n_iter: outcome.n_iter,
            n_features: x.ncols(),
        })
    }

    fn check(&self, n: usize) -> Result<()> {
        let refused =
            |parameter, value: f64, expected: &str| Err(Error::parameter(NAME, parameter, value, expected));
        if n < 4 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 4, unit: "samples", given: n });
        }
        if !(1..=3).contains(&self.n_components) {
            return refused("n_components", self.n_components as f64, "1, 2 or 3");
        }
        if !(self.perplexity >= 1.0 && self.perplexity < n as f64) {
            let expected = format!("at least 1 and less than the number of samples, {n}");
            return refused("perplexity", self.perplexity, &expected);
        }
        if !(self.early_exaggeration >= 1.0 && self.early_exaggeration.is_finite()) {
            return refused("early_exaggeration", self.early_exaggeration, "a number of at least 1");
        }
        if let Some(rate) = self.learning_rate.filter(|rate| !(*rate > 0.0 && rate.is_finite())) {
            return refused("learning_rate", rate, "a number above 0");
        }
        if self.max_iter < 250 {
            return refused("max_iter", self.max_iter as f64, "at least 250");
        }
        if !(0.0..=1.0).contains(&self.angle) {
            return refused("angle", self.angle, "0 to 1");
        }
        Ok(())
    }

    fn start(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let shape = (x.nrows(), self.n_components);
        // Fewer directions than dimensions: the others start from noise.
        let noise = normal_matrix(shape, START, &mut StdRng::seed_from_u64(self.seed));
        if self.random_start {
            return Ok(noise);
        }
        let components = Pca::default().fit(x)?;
        let scores: Array2<f64> = components.transform(x)?;
        let scale = START / scores.column(0).std(0.0);
        Ok(Array2::from_shape_fn(shape, |(i, j)| {
            scores.get((i, j)).map_or_else(|| noise[[i, j]], |score| score * scale)
        }))
    }
}

/// A fitted [`Tsne`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedTsne {
    parameters: Tsne,
    embedding: Array2<f64>,
    kl_divergence: f64,
    n_iter: usize,
    n_features: usize,
}

impl FittedTsne {
    /// The picture, shape (n_samples, n_components).
    pub fn embedding(&self) -> &Array2<f64> {
        &self.embedding
    }

    /// How far the picture's neighbourhoods are from the data's, in nats: lower is better.
    pub fn kl_divergence(&self) -> f64 {
        self.kl_divergence
    }

    /// The number of rounds.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }
}

impl Summarize for Tsne {
    fn summary(&self) -> Summary {
        let rate = self.learning_rate.map_or("auto".to_owned(), number);
        let start = if self.random_start { format!("noise (seed {})", self.seed) } else { "pca".to_owned() };
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit_transform(&x)?`".to_owned(),
            parameters: vec![
                ("n_components".to_owned(), self.n_components.to_string()),
                ("perplexity".to_owned(), number(self.perplexity)),
                ("early_exaggeration".to_owned(), number(self.early_exaggeration)),
                ("learning_rate".to_owned(), rate),
                ("max_iter".to_owned(), self.max_iter.to_string()),
                ("angle".to_owned(), number(self.angle)),
                ("start".to_owned(), start),
            ],
            ..Summary::default()
        }
    }
}

impl Summarize for FittedTsne {
    fn summary(&self) -> Summary {
        Summary {
            subtitle: fitted_on(self.embedding.nrows(), self.n_features),
            results: vec![
                ("Kullback–Leibler divergence".to_owned(), format!("{:.4}", self.kl_divergence)),
                ("rounds".to_owned(), self.n_iter.to_string()),
            ],
            ..self.parameters.summary()
        }
    }
}
