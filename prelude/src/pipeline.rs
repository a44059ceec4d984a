//! Transformers and a model in a row, as one model: fitted, searched, saved and drawn whole.
//!
//! Between the steps the data is a matrix as long as it can be, and a frame where a step wants columns
//! of any type. What the transformers learn, they learn from the rows that the model is fitted on, so
//! that cross-validation of a pipeline shows no test row to any step.

mod feature_union;
mod fitted;
mod flow;
mod roles;
mod target;

pub use feature_union::{FeatureUnion, FittedFeatureUnion};
pub use fitted::{FittedPipeline, FittedStep};
pub use target::{FittedTransformedTargetRegressor, TargetFunction, TransformedTargetRegressor};

use ndarray::Array1;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::array::AsFeatures;
use crate::dataset::AsTraining;
use crate::error::{Error, Result, Suggestion};
use crate::frame::convert::check_unique;
use crate::model::parameters::{parameter_of, parameters_of, with_parameter};
use crate::model::{AsModel, AsStep, Diagram, Model, Step};
use crate::model_selection::Subject;
use flow::{Flow, fit_transformer};

const NAME: &str = "Pipeline";

/// Named steps in a row: transformers, and last a transformer or a model of any role.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let pipeline = Pipeline::new()
///     .step("scale", StandardScaler::new())
///     .step("model", LogisticRegression::new());
/// let fitted = pipeline.fit(&iris())?;
/// assert!(fitted.score(&iris())? > 0.95);
/// assert_eq!(fitted.predict_labels(&iris())?[0], "setosa");
///
/// let stronger = pipeline.set_param("model__c", 0.1)?;
/// assert_eq!(stronger.param("model__c")?, 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A frame may hold columns of any type, if the steps can deal with them:
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!(
///     "city" => ["Oslo", "Rome", "Oslo", "Rome", "Oslo", "Rome"],
///     "size" => [70.0, 52.0, 81.0, 45.0, 64.0, 58.0],
///     "price" => [300.0, 190.0, 345.0, 160.0, 280.0, 205.0],
/// )?;
/// let columns = ColumnTransformer::new()
///     .on(Columns::numeric(), StandardScaler::new())
///     .on(Columns::text(), OneHotEncoder::new());
/// let model = Pipeline::new().step("columns", columns).step("model", LinearRegression::new());
/// assert!(model.fit((&df, "price"))?.score((&df, "price"))? > 0.95);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pipeline {
    steps: Vec<Named>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Named {
    name: String,
    step: Step,
}

impl Pipeline {
    /// Without steps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a step: a transformer, a tuple of them, a `ColumnTransformer`, a model, another pipeline.
    #[must_use]
    pub fn step(mut self, name: &str, step: impl AsStep) -> Self {
        self.steps.push(Named { name: name.to_owned(), step: step.step() });
        self
    }

    /// The same under scikit-learn's own name for the step: its type in small letters, with a number
    /// if there is another of this type, `standardscaler-2`.
    #[must_use]
    pub fn then(mut self, step: impl AsStep) -> Self {
        let step = step.step();
        let kind = step.name().to_lowercase();
        let taken = |name: &String| self.steps.iter().any(|step| step.name == *name);
        let mut name = kind.clone();
        let mut number = 2;
        while taken(&name) {
            name = format!("{kind}-{number}");
            number += 1;
        }
        self.steps.push(Named { name, step });
        self
    }

    /// A copy with another step in place of the one called `name`.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name.
    pub fn replace(&self, name: &str, step: impl AsStep) -> Result<Self> {
        let place = self.place(name)?;
        let mut changed = self.clone();
        changed.steps[place].step = step.step();
        Ok(changed)
    }

    /// The step called `name`.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name.
    pub fn named_step(&self, name: &str) -> Result<&Step> {
        Ok(&self.steps[self.place(name)?].step)
    }

    /// The names of the steps, in order.
    pub fn step_names(&self) -> Vec<&str> {
        self.steps.iter().map(|step| step.name.as_str()).collect()
    }

    /// A copy with the parameter at `path` set: `"model__c"` is `c` of the step `model`. The value is a
    /// number, text, a boolean, an `Option`, one of the prelude's own settings.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name, [`Error::ParameterValue`] for a value that
    /// the parameter cannot have.
    pub fn set_param(&self, path: &str, value: impl Serialize) -> Result<Self> {
        with_parameter(self, NAME, path, serde_json::to_value(value))
    }

    /// The value of the parameter at `path`.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name.
    pub fn param(&self, path: &str) -> Result<Value> {
        parameter_of(self, NAME, path)
    }

    /// All parameters by path, with their values.
    ///
    /// # Errors
    /// [`Error::ParameterValue`] for a step that cannot be written out.
    pub fn params(&self) -> Result<Vec<(String, Value)>> {
        parameters_of(self, NAME)
    }

    /// Fits the steps one after the other on a [`Dataset`](crate::dataset::Dataset), `(&x, &y)`,
    /// `(&df, "target")`; sample weights go to the model.
    ///
    /// # Errors
    /// [`Error::Empty`] without steps, [`Error::DuplicateName`], [`Error::Parameter`] for a model that is
    /// not last, and what the steps say.
    pub fn fit(&self, data: impl AsTraining) -> Result<FittedPipeline> {
        self.fit_subject(&Subject::in_form(self.wants_frames(), &data)?)
    }

    /// Fits on features alone, for a pipeline that ends in a transformer, a clusterer or an anomaly
    /// detector.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::Parameter`] if the last step needs a target.
    pub fn fit_features(&self, x: impl AsFeatures) -> Result<FittedPipeline> {
        if matches!(self.last()?, Step::Model(_)) {
            let expected = "given to `fit`: the last step is a model that learns from a target";
            return Err(Error::parameter(NAME, "target", "missing", expected));
        }
        self.run(Flow::read(self.wants_frames(), &x, &[])?, None)
    }

    /// What it is made of, for pictures.
    pub fn diagram(&self) -> Diagram {
        let named = |step: &Named| {
            let diagram = step.step.diagram();
            Diagram { title: format!("{}: {}", step.name, diagram.title), ..diagram }
        };
        Diagram::in_sequence(NAME, self.steps.iter().map(named).collect())
    }

    pub(crate) fn fit_subject(&self, data: &Subject<'_>) -> Result<FittedPipeline> {
        self.run(Flow::of(data), Some(data))
    }

    fn run<'d>(&self, flow: Flow<'d>, data: Option<&'d Subject<'_>>) -> Result<FittedPipeline> {
        self.check()?;
        let target: Option<Array1<f64>> = data.map(|data| data.target().to_owned());
        let (shape, names) = (flow.shape(), flow.names());
        let mut steps = Vec::with_capacity(self.steps.len());
        let mut flow = flow;
        for Named { name, step } in &self.steps {
            crate::runtime::check_interrupt()?;
            let fitted = match (step, data) {
                (Step::Transformer(step), _) => {
                    let (fitted, changed) = fit_transformer(&**step, flow, target.as_ref())?;
                    flow = changed;
                    FittedStep::Transformer(fitted)
                }
                (Step::Model(model), Some(data)) => {
                    let fitted = flow.with_target_of(data).fit(model)?;
                    steps.push((name.clone(), FittedStep::Model(fitted)));
                    break;
                }
                (Step::Model(_), None) => return Err(Error::empty("the target", "one value")),
                (Step::Clusterer(model), _) => {
                    let fitted = model.fit_clusterer(&flow.numbers()?)?;
                    steps.push((name.clone(), FittedStep::Clusterer(fitted)));
                    break;
                }
                (Step::AnomalyDetector(model), _) => {
                    let fitted = model.fit_detector(&flow.numbers()?)?;
                    steps.push((name.clone(), FittedStep::AnomalyDetector(fitted)));
                    break;
                }
            };
            steps.push((name.clone(), fitted));
        }
        Ok(FittedPipeline::new(self.clone(), steps, shape, names))
    }

    fn check(&self) -> Result<()> {
        self.last()?;
        check_unique("the Pipeline's steps", &self.step_names())?;
        for step in &self.steps {
            if step.name.contains("__") || step.name.is_empty() {
                let expected = "a name without `__`, which separates the names of a parameter's path";
                return Err(Error::parameter(NAME, "step", format!("`{}`", step.name), expected));
            }
        }
        let before = &self.steps[..self.steps.len() - 1];
        match before.iter().find(|step| !matches!(step.step, Step::Transformer(_))) {
            None => Ok(()),
            Some(model) => {
                let expected = "a transformer: only the last step can be a model";
                Err(Error::parameter(
                    NAME,
                    "step",
                    format!("`{}`, a {}", model.name, model.step.name()),
                    expected,
                ))
            }
        }
    }

    fn last(&self) -> Result<&Step> {
        self.steps.last().map(|step| &step.step).ok_or_else(|| Error::empty("the Pipeline", "one step"))
    }

    /// The model at its end, if it is one that learns from a target.
    fn final_model(&self) -> Option<&Model> {
        match self.steps.last().map(|step| &step.step) {
            Some(Step::Model(model)) => Some(model),
            _ => None,
        }
    }

    /// Whether the data must come as a frame: a step takes columns of any type, or fills a frame's
    /// missing values.
    fn wants_frames(&self) -> bool {
        self.steps.iter().any(|step| match &step.step {
            Step::Transformer(step) => step.as_numeric().is_none_or(|step| step.name().ends_with("Imputer")),
            Step::Model(model) => model.takes_frames(),
            Step::Clusterer(_) | Step::AnomalyDetector(_) => false,
        })
    }

    fn place(&self, name: &str) -> Result<usize> {
        place(&self.step_names(), name)
    }
}

/// The place of a step among the names of all.
fn place(names: &[&str], name: &str) -> Result<usize> {
    names.iter().position(|known| *known == name).ok_or_else(|| Error::ParameterNotFound {
        owner: NAME.to_owned(),
        path: name.to_owned(),
        suggestion: Suggestion::nearest(name, names.iter().copied()),
        available: names.iter().map(ToString::to_string).collect(),
    })
}

impl AsModel for Pipeline {
    /// A classifier or a regressor as its last step is; without such a step a regressor whose fit is
    /// an error.
    fn model(&self) -> Model {
        match self.final_model() {
            Some(Model::Classifier(_)) => Model::Classifier(Box::new(self.clone())),
            _ => Model::Regressor(Box::new(self.clone())),
        }
    }
}
