//! A regressor that learns a function of the target.

use std::any::Any;

use ndarray::{Array1, ArrayView1};
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use crate::array::{AsFeatures, Features};
use crate::dataset::{AsTraining, FrameTraining, Training};
use crate::error::{Error, Result};
use crate::metrics::r2_score;
use crate::model::{
    AsModel, AsStep, Diagram, FittedRegressor, Model, Regressor, Step, Summarize, Summary, unfitted_summary,
};
use crate::model_selection::Subject;
use crate::model_selection::evaluation::subject::lent_frame;
use crate::preprocessing::numeric::setting;
use crate::runtime::{MimeBundle, RichDisplay};

const NAME: &str = "TransformedTargetRegressor";

/// What the target goes through before the regressor sees it; predictions go back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetFunction {
    /// The natural logarithm, for targets above 0.
    Log,
    /// The natural logarithm of 1 + y, for targets above −1.
    #[default]
    Log1p,
    /// The square root, for targets of at least 0.
    Sqrt,
    /// Minus the mean, divided by the standard deviation.
    Standard,
}

/// Fits a regressor on a function of the target, and turns its predictions back: for prices, counts and
/// whatever else has a long tail.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [1.0], [2.0], [3.0]];
/// let y = array![1.0, 10.0, 100.0, 1000.0];
/// let model = TransformedTargetRegressor::new(LinearRegression::new()).function(TargetFunction::Log);
/// let predicted = model.fit((&x, &y))?.predict(&array![[4.0]])?;
/// assert!((predicted[0] - 10_000.0).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TransformedTargetRegressor {
    regressor: Box<dyn Regressor>,
    function: TargetFunction,
}

/// A fitted [`TransformedTargetRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedTransformedTargetRegressor {
    parameters: TransformedTargetRegressor,
    regressor: Box<dyn FittedRegressor>,
    mean: f64,
    std: f64,
}

impl TransformedTargetRegressor {
    /// With the logarithm of 1 + y.
    #[must_use]
    pub fn new(regressor: impl Regressor) -> Self {
        Self { regressor: regressor.boxed(), function: TargetFunction::default() }
    }

    /// The function of the target. Default [`TargetFunction::Log1p`].
    #[must_use]
    pub fn function(mut self, function: TargetFunction) -> Self {
        self.function = function;
        self
    }

    /// Fits on a [`Dataset`](crate::dataset::Dataset), `(&x, &y)`, `(&df, "target")`.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a target value that the function cannot take, and what the regressor's
    /// own fit says.
    pub fn fit(&self, data: impl AsTraining) -> Result<FittedTransformedTargetRegressor> {
        self.fit_subject(Subject::in_form(self.regressor.takes_frames(), &data)?)
    }

    fn fit_subject(&self, data: Subject<'_>) -> Result<FittedTransformedTargetRegressor> {
        let (mean, std) = moments(data.target());
        let changed = self.changed(data.target(), mean, std)?;
        let regressor = match data {
            Subject::Numbers(data) => {
                self.regressor.fit_regressor(&Training { target: changed.into(), ..data })?
            }
            Subject::Frame(data) => {
                self.regressor.fit_regressor_frame(&FrameTraining { target: changed.into(), ..data })?
            }
        };
        Ok(FittedTransformedTargetRegressor { parameters: self.clone(), regressor, mean, std })
    }

    fn changed(&self, target: ArrayView1<'_, f64>, mean: f64, std: f64) -> Result<Array1<f64>> {
        let (least, expected) = match self.function {
            TargetFunction::Log => (f64::MIN_POSITIVE, "above 0 for every sample"),
            TargetFunction::Log1p => (-1.0 + f64::EPSILON, "above -1 for every sample"),
            TargetFunction::Sqrt => (0.0, "at least 0 for every sample"),
            TargetFunction::Standard => (f64::NEG_INFINITY, ""),
        };
        if let Some(bad) = target.iter().find(|value| **value < least) {
            return Err(Error::parameter(NAME, "target", bad, expected));
        }
        Ok(target.mapv(|value| match self.function {
            TargetFunction::Log => value.ln(),
            TargetFunction::Log1p => value.ln_1p(),
            TargetFunction::Sqrt => value.sqrt(),
            TargetFunction::Standard => (value - mean) / std,
        }))
    }

    fn settings(&self) -> Vec<(String, String)> {
        let function = format!("{:?}", self.function).to_lowercase();
        vec![setting("regressor", self.regressor.name()), setting("function", function)]
    }
}

/// Mean and standard deviation; 1 for a constant.
fn moments(target: ArrayView1<'_, f64>) -> (f64, f64) {
    let std = if target.is_empty() { 1.0 } else { target.std(0.0) };
    (target.mean().unwrap_or(0.0), if std > 0.0 { std } else { 1.0 })
}

impl FittedTransformedTargetRegressor {
    /// One number per row of `x`, in units of the target.
    ///
    /// # Errors
    /// What the regressor's own `predict` says.
    pub fn predict(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        if self.regressor.takes_frames() {
            self.predict_regression_frame(&*x.as_frame()?)
        } else {
            self.predict_regression(&x.features()?)
        }
    }

    /// R² on `data`, in units of the target.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn score(&self, data: impl AsTraining) -> Result<f64> {
        let data = Subject::in_form(self.regressor.takes_frames(), &data)?;
        let predicted = match &data {
            Subject::Numbers(data) => self.predict_regression(&data.features)?,
            Subject::Frame(data) => self.predict_regression_frame(&data.features)?,
        };
        r2_score(data.target(), &predicted)
    }

    /// The regressor, fitted on the function of the target.
    pub fn regressor(&self) -> &dyn FittedRegressor {
        &*self.regressor
    }

    fn back(&self, mut values: Array1<f64>) -> Array1<f64> {
        let (mean, std) = (self.mean, self.std);
        values.mapv_inplace(|value| match self.parameters.function {
            TargetFunction::Log => value.exp(),
            TargetFunction::Log1p => value.exp_m1(),
            TargetFunction::Sqrt => value * value,
            TargetFunction::Standard => value * std + mean,
        });
        values
    }
}

impl AsModel for TransformedTargetRegressor {
    fn model(&self) -> Model {
        Model::Regressor(Box::new(self.clone()))
    }
}

impl AsStep for TransformedTargetRegressor {
    fn step(&self) -> Step {
        Step::Model(self.model())
    }
}

impl Summarize for TransformedTargetRegressor {
    fn summary(&self) -> Summary {
        unfitted_summary(NAME, self.settings())
    }
}

impl Summarize for FittedTransformedTargetRegressor {
    fn summary(&self) -> Summary {
        Summary { title: NAME.to_owned(), parameters: self.parameters.settings(), ..self.regressor.summary() }
    }
}

impl RichDisplay for TransformedTargetRegressor {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

impl RichDisplay for FittedTransformedTargetRegressor {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

#[typetag::serde]
impl Regressor for TransformedTargetRegressor {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn Regressor> {
        Box::new(self.clone())
    }

    fn takes_frames(&self) -> bool {
        self.regressor.takes_frames()
    }

    fn fit_regressor(&self, data: &Training<'_>) -> Result<Box<dyn FittedRegressor>> {
        Ok(Box::new(self.fit_subject(Subject::Numbers(data.training()?))?))
    }

    fn fit_regressor_frame(&self, data: &FrameTraining<'_>) -> Result<Box<dyn FittedRegressor>> {
        Ok(Box::new(self.fit_subject(lent_frame(data))?))
    }

    fn diagram(&self) -> Diagram {
        Diagram::in_sequence(NAME, vec![self.regressor.diagram()])
    }
}

#[typetag::serde]
impl FittedRegressor for FittedTransformedTargetRegressor {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn FittedRegressor> {
        Box::new(self.clone())
    }

    fn takes_frames(&self) -> bool {
        self.regressor.takes_frames()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn predict_regression(&self, x: &Features<'_>) -> Result<Array1<f64>> {
        Ok(self.back(self.regressor.predict_regression(x)?))
    }

    fn predict_regression_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        Ok(self.back(self.regressor.predict_regression_frame(df)?))
    }

    fn feature_importances(&self) -> Option<Array1<f64>> {
        self.regressor.feature_importances()
    }
}
