//! KernelSHAP: Shapley values as a weighted least-squares fit to the worths of coalitions.

use ndarray::{Array1, Array2, Axis, concatenate};
use serde::{Deserialize, Serialize};

use super::Game;
use super::coalitions::Coalitions;
use crate::array::linalg::{lstsq, product};
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::model::{AsFittedModel, FittedRef};
use crate::tree::ShapValues;

const NAME: &str = "KernelShap";

/// SHAP values of any model, exact up to about 11 features (all coalitions are asked), else from about
/// 2,000 coalitions. Explained is the quantity, the probability of the second of two classes, or the
/// probabilities of all of more; features that have not joined are averaged over the background rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = iris();
/// let model = LogisticRegression::new().fit(&data)?;
/// let few = data.select_rows(&[0, 60, 120])?;
/// let shap = KernelShap::new().explain(&model, &data, &few)?;
/// assert_eq!(shap.values.shape(), [3, 4, 3]);
/// let difference = shap.predictions() - model.predict_proba(&few)?;
/// assert!(difference.iter().all(|error| error.abs() < 1e-9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: S. Lundberg, S.-I. Lee, "A unified approach to interpreting model predictions", NeurIPS 2017.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KernelShap {
    n_samples: Option<usize>,
    max_background: usize,
    seed: u64,
}

impl Default for KernelShap {
    fn default() -> Self {
        Self { n_samples: None, max_background: 100, seed: 0 }
    }
}

impl KernelShap {
    /// With 2 · n_features + 2048 coalitions and 100 rows of background.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Coalitions to ask, for each of which the model predicts as many rows as there are in the
    /// background. Default 2 · n_features + 2048.
    #[must_use]
    pub fn n_samples(mut self, n_samples: usize) -> Self {
        self.n_samples = Some(n_samples);
        self
    }

    /// Of more background rows so many are chosen at random. Default 100.
    #[must_use]
    pub fn max_background(mut self, max_background: usize) -> Self {
        self.max_background = max_background;
        self
    }

    /// The seed of what is chosen at random. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Explains the model's answer to every row of `x`.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::FeatureCount`]; what the model's predictions say; interruption.
    pub fn explain(
        &self,
        model: &impl AsFittedModel,
        background: impl AsFeatures,
        x: impl AsFeatures,
    ) -> Result<ShapValues> {
        self.explain_features(model.as_fitted()?, &background.features()?, &x.features()?)
    }

    fn explain_features(
        &self,
        model: FittedRef<'_>,
        background: &Features<'_>,
        x: &Features<'_>,
    ) -> Result<ShapValues> {
        let game = Game::of(NAME, model, background, self.max_background, self.seed)?;
        let p = game.n_features();
        let most = self.n_samples.unwrap_or(2 * p + 2048);
        if most < 2 * p {
            let expected = format!("at least {}, twice the number of features", 2 * p);
            return Err(Error::parameter(NAME, "n_samples", most, expected));
        }
        if p == 1 {
            let masks = Array2::from_elem((0, 1), false);
            return game.explain(x, &masks, |_, own, base| (own - base).insert_axis(Axis(0)));
        }
        let coalitions = Coalitions::choose(p, most, self.seed);
        let fit = Fit::of(&coalitions)?;
        game.explain(x, &coalitions.masks, |worths, own, base| fit.values(worths, own, base))
    }
}

/// The least-squares fit, whose left side is the same for every row.
struct Fit {
    /// Shape (n_features − 1, n_coalitions).
    solver: Array2<f64>,
    /// Whether the last feature has joined.
    last: Array1<f64>,
}

impl Fit {
    fn of(coalitions: &Coalitions) -> Result<Self> {
        let z = coalitions.masks.mapv(|joined| f64::from(u8::from(joined)));
        let p = z.ncols();
        let last = z.column(p - 1).to_owned();
        // The values sum to the difference to be explained, so the last one follows from the others.
        let others = &z.slice(ndarray::s![.., ..p - 1]) - &last.view().insert_axis(Axis(1));
        let roots = Array1::from(coalitions.weights.clone()).mapv(f64::sqrt);
        let weighted = &others * &roots.view().insert_axis(Axis(1));
        let gram = product(weighted.t(), weighted.view());
        let right = &weighted * &roots.view().insert_axis(Axis(1));
        let solver = lstsq(&gram, &right.t())?.solution;
        Ok(Self { solver, last })
    }

    fn values(&self, worths: &Array2<f64>, own: &Array1<f64>, base: &Array1<f64>) -> Array2<f64> {
        let total = own - base;
        let explained =
            worths - base - &self.last.view().insert_axis(Axis(1)).dot(&total.view().insert_axis(Axis(0)));
        let others = self.solver.dot(&explained);
        let last = &total - &others.sum_axis(Axis(0));
        concatenate![Axis(0), others, last.insert_axis(Axis(0))]
    }
}
