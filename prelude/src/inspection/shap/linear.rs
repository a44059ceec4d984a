//! Exact SHAP values of models that add up their features: `coefficient · (value − mean)`.
//!
//! The coefficients are read off the model's answers around the background's mean, so that any model
//! that is linear (in the quantity, or in the log-odds) will do, pipelines that scale first included;
//! whether it is linear is checked on the background.

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::inspection::answers::labels;
use crate::model::{AsFittedModel, FittedRef, check};
use crate::tree::ShapValues;

const NAME: &str = "LinearShap";
/// Background rows on which the model is checked to be linear.
const CHECKED: usize = 50;

/// Exact SHAP values of linear models, features being independent: of the quantity, of the log-odds of
/// the second of two classes, of the centred logarithms of the probabilities of more.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = diabetes();
/// let model = LinearRegression::new().fit(&data)?;
/// let shap = LinearShap::new().explain(&model, &data, &data)?;
/// let first = model.coefficients()[0] * (data.features[[0, 0]] - data.features.column(0).mean().unwrap());
/// assert!((shap.values[[0, 0, 0]] - first).abs() < 1e-8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinearShap {}

impl LinearShap {
    /// There is nothing to choose.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Explains the model's answer to every row of `x`, beside the mean of the background.
    ///
    /// # Errors
    /// [`Error::Fit`] for a model that is not linear, [`Error::FeatureCount`]; what the model's
    /// predictions say.
    pub fn explain(
        &self,
        model: &impl AsFittedModel,
        background: impl AsFeatures,
        x: impl AsFeatures,
    ) -> Result<ShapValues> {
        explain(model.as_fitted()?, &background.features()?, &x.features()?)
    }
}

fn explain(model: FittedRef<'_>, background: &Features<'_>, x: &Features<'_>) -> Result<ShapValues> {
    check::features(background)?;
    check::features(x)?;
    check::same_columns(NAME, background.values.ncols(), &[], x)?;
    let line = Line::of(model, background)?;
    line.check(model, background)?;
    let centred = &x.values - &line.mean;
    let (n, p) = centred.dim();
    let values =
        Array3::from_shape_fn((n, p, line.base.len()), |(i, j, k)| centred[[i, j]] * line.slopes[[j, k]]);
    Ok(ShapValues {
        values,
        base_values: line.base,
        feature_names: labels(background),
        outputs: outputs(model),
    })
}

fn outputs(model: FittedRef<'_>) -> Vec<String> {
    match model.classes().map(crate::model::Classes::labels) {
        None => vec!["prediction".to_owned()],
        Some(labels) if labels.len() == 2 => vec![format!("{} (log-odds)", labels[1])],
        Some(labels) => labels.iter().map(|label| format!("{label} (log-odds)")).collect(),
    }
}

/// The model as a line through the background's mean.
struct Line {
    mean: Array1<f64>,
    base: Array1<f64>,
    /// Shape (n_features, n_outputs).
    slopes: Array2<f64>,
}

impl Line {
    fn of(model: FittedRef<'_>, background: &Features<'_>) -> Result<Self> {
        let (mean, std) = check::moments(background.view());
        let p = mean.len();
        let steps = std.mapv(|std| if std > 0.0 { std } else { 1.0 });
        // The mean itself, then one step up and one down along each feature.
        let mut probes = Array2::from_shape_fn((1 + 2 * p, p), |(_, j)| mean[j]);
        for j in 0..p {
            probes[[1 + 2 * j, j]] += steps[j];
            probes[[2 + 2 * j, j]] -= steps[j];
        }
        let answers = scores(model, background, probes.view())?;
        let slopes = Array2::from_shape_fn((p, answers.ncols()), |(j, k)| {
            (answers[[1 + 2 * j, k]] - answers[[2 + 2 * j, k]]) / (2.0 * steps[j])
        });
        Ok(Self { mean, base: answers.row(0).to_owned(), slopes })
    }

    fn check(&self, model: FittedRef<'_>, background: &Features<'_>) -> Result<()> {
        let rows = background.values.nrows();
        let some = background.values.slice(ndarray::s![..;rows.div_ceil(CHECKED), ..]);
        let answers = scores(model, background, some.view())?;
        let expected = (&some - &self.mean).dot(&self.slopes) + &self.base;
        let size = answers.iter().fold(1e-12_f64, |size, answer| size.max(answer.abs()));
        // Logarithms of probabilities near 0 and 1 have few digits left.
        let tolerance = if model.classes().is_some() { 1e-3 } else { 1e-6 };
        let differs = |(answer, expected): (&f64, &f64)| {
            // The logarithm of the smallest probability that still tells anything.
            let is_clear = model.classes().is_none() || answer.abs() < 16.0;
            is_clear && (answer - expected).abs() > tolerance * size
        };
        if answers.iter().zip(&expected).any(differs) {
            let reason = "it is not linear in its features".to_owned();
            let advice = "Use `KernelShap` or `PermutationShap`, or a tree model's own `shap_values`.";
            return Err(Error::Fit { model: NAME, reason: format!("{}: {reason}", model.name()), advice });
        }
        Ok(())
    }
}

/// What is linear: the quantity, or logarithms of odds.
fn scores(model: FittedRef<'_>, background: &Features<'_>, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    let features = Features { values: x.view().into(), names: background.names.as_ref().into() };
    if model.classes().is_none() {
        return Ok(model.predict(&features)?.insert_axis(Axis(1)));
    }
    let logs = model.predict_probabilities(&features)?.mapv(|p| p.max(f64::MIN_POSITIVE).ln());
    if logs.ncols() == 2 {
        return Ok((&logs.column(1) - &logs.column(0)).insert_axis(Axis(1)));
    }
    let means = logs.mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1));
    Ok(logs - means)
}
