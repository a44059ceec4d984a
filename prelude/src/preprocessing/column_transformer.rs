//! Different transformers for different columns, side by side, as one transformer.

mod chain;
mod fitted;
mod selection;

pub use fitted::FittedColumnTransformer;
pub use selection::Columns;

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::array::AsLabels;
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::frame::column;
use crate::frame::convert::check_unique;
use crate::model::roles::frame_transformers;
use crate::model::{AsTransformer, Diagram, FittedFrameTransformer, FrameTransformer};
use fitted::{FittedAction, FittedStep};

const NAME: &str = "ColumnTransformer";

/// What becomes of the columns that no step takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remainder {
    /// They are left out.
    #[default]
    Drop,
    /// They come last, unchanged.
    Passthrough,
}

/// Applies transformers to columns by name or by type, and puts what comes out side by side, in the
/// order of the steps.
///
/// A step takes any transformer of numbers (scalers, bins …), any transformer of frames (encoders,
/// date parts …), several in a row as a tuple, or another `ColumnTransformer`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("age" => [20.0, 30.0, 40.0], "city" => ["Oslo", "Rome", "Oslo"], "id" => [1, 2, 3])?;
/// let columns = ColumnTransformer::new()
///     .on(&["age"], StandardScaler::new())
///     .on(Columns::text(), OneHotEncoder::new());
/// let (fitted, prepared) = columns.fit_transform(&df)?;
/// assert_eq!(prepared.get_column_names(), ["age", "city_Oslo", "city_Rome"]);
/// assert_eq!(fitted.transform_array(&df)?.shape(), [3, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ColumnTransformer {
    steps: Vec<Step>,
    remainder: Remainder,
    verbose_feature_names_out: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct Step {
    name: Option<String>,
    columns: Columns,
    action: Action,
}

#[derive(Clone, Serialize, Deserialize)]
enum Action {
    Apply(Box<dyn FrameTransformer>),
    Passthrough,
    Drop,
}

impl ColumnTransformer {
    /// Without steps; columns that no step takes are left out.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a transformer for some columns: names such as `&["age", "income"]`, or [`Columns`].
    #[must_use]
    pub fn on(self, columns: impl Into<Columns>, transformer: impl AsTransformer) -> Self {
        self.with(None, columns.into(), Action::Apply(transformer.transformer()))
    }

    /// The same with a name for the step, which pictures and errors use.
    #[must_use]
    pub fn step(self, name: &str, columns: impl Into<Columns>, transformer: impl AsTransformer) -> Self {
        self.with(Some(name.to_owned()), columns.into(), Action::Apply(transformer.transformer()))
    }

    /// Adds columns that come out unchanged.
    #[must_use]
    pub fn passthrough(self, columns: impl Into<Columns>) -> Self {
        self.with(None, columns.into(), Action::Passthrough)
    }

    /// Columns to leave out, even with [`Remainder::Passthrough`].
    #[must_use]
    pub fn drop(self, columns: impl Into<Columns>) -> Self {
        self.with(None, columns.into(), Action::Drop)
    }

    /// What becomes of the columns that no step takes. Default [`Remainder::Drop`].
    #[must_use]
    pub fn remainder(mut self, remainder: Remainder) -> Self {
        self.remainder = remainder;
        self
    }

    /// Whether outputs are called `step__column`. Default `false`: then two outputs of one name are
    /// an error.
    #[must_use]
    pub fn verbose_feature_names_out(mut self, verbose: bool) -> Self {
        self.verbose_feature_names_out = verbose;
        self
    }

    fn with(mut self, name: Option<String>, columns: Columns, action: Action) -> Self {
        self.steps.push(Step { name, columns, action });
        self
    }

    /// Fits every step on its columns.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::DuplicateName`] if two outputs or
    /// two steps have one name, [`Error::Empty`], and what the steps say.
    pub fn fit(&self, df: &DataFrame) -> Result<FittedColumnTransformer> {
        Ok(self.run(df, None)?.0)
    }

    /// The same with a target, for steps that learn from it: one number or label per row.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::SampleMismatch`].
    pub fn fit_with(&self, df: &DataFrame, target: impl AsLabels) -> Result<FittedColumnTransformer> {
        Ok(self.run(df, Some(&codes(df, &target)?))?.0)
    }

    /// Fits every step and changes the frame.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform(&self, df: &DataFrame) -> Result<(FittedColumnTransformer, DataFrame)> {
        self.run(df, None)
    }

    /// The same with a target; steps that learn from it are cross-fitted.
    ///
    /// # Errors
    /// As [`fit_with`](Self::fit_with).
    pub fn fit_transform_with(
        &self,
        df: &DataFrame,
        target: impl AsLabels,
    ) -> Result<(FittedColumnTransformer, DataFrame)> {
        self.run(df, Some(&codes(df, &target)?))
    }

    fn run(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(FittedColumnTransformer, DataFrame)> {
        if df.height() == 0 {
            return Err(Error::empty("the frame", "one row (sample)"));
        }
        let names = self.step_names()?;
        let fit = |(step, name): (&Step, &String)| step.fit(name, df, target);
        let fits: Vec<_> = self.steps.par_iter().zip(&names).map(fit).collect::<Result<_>>()?;
        let mut taken: Vec<String> = Vec::new();
        let mut steps = Vec::new();
        let mut outputs = Vec::new();
        for (step, columns) in fits {
            taken.extend_from_slice(&step.columns);
            steps.push(step);
            outputs.push(columns);
        }
        if self.remainder == Remainder::Passthrough {
            let rest = df.columns().iter().filter(|column| !taken.iter().any(|name| column.name() == name));
            let rest: Vec<Column> = rest.cloned().collect();
            let columns: Vec<String> = rest.iter().map(|column| column.name().to_string()).collect();
            steps.push(FittedStep::new("remainder", columns, FittedAction::Passthrough));
            outputs.push(rest);
        }
        FittedColumnTransformer::assemble(self.diagram(), steps, self.verbose_feature_names_out, df, outputs)
    }

    /// The steps' names; those not given are scikit-learn's, `standardscaler`, `standardscaler-2` …
    fn step_names(&self) -> Result<Vec<String>> {
        let kind = |step: &Step| match &step.action {
            Action::Apply(transformer) => transformer.name().to_lowercase(),
            Action::Passthrough => "passthrough".to_owned(),
            Action::Drop => "drop".to_owned(),
        };
        let kinds: Vec<String> = self.steps.iter().map(kind).collect();
        let mut names: Vec<String> = Vec::new();
        for (place, step) in self.steps.iter().enumerate() {
            let alone = kinds.iter().filter(|kind| **kind == kinds[place]).count() == 1;
            let earlier = kinds[..place].iter().filter(|kind| **kind == kinds[place]).count();
            names.push(match &step.name {
                Some(name) => name.clone(),
                None if alone => kinds[place].clone(),
                None => format!("{}-{}", kinds[place], earlier + 1),
            });
        }
        check_unique("the ColumnTransformer's steps", &names)?;
        Ok(names)
    }
}

impl Step {
    fn fit(
        &self,
        name: &str,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(FittedStep, Vec<Column>)> {
        let columns = self.columns.resolve(df)?;
        let part = select(df, &columns)?;
        let (action, outputs) = match &self.action {
            Action::Drop => (FittedAction::Drop, Vec::new()),
            Action::Passthrough => (FittedAction::Passthrough, part.columns().to_vec()),
            Action::Apply(_) if columns.is_empty() => (FittedAction::Drop, Vec::new()),
            Action::Apply(transformer) => {
                let (fitted, changed) = transformer.fit_transform_frame(&part, target)?;
                (FittedAction::Apply(fitted), changed.columns().to_vec())
            }
        };
        Ok((FittedStep::new(name, columns, action), outputs))
    }
}

/// Some columns of a frame.
fn select(df: &DataFrame, names: &[String]) -> Result<DataFrame> {
    let columns = names.iter().map(|name| column(df, name).cloned()).collect::<Result<Vec<Column>>>()?;
    Ok(DataFrame::new(df.height(), columns)?)
}

/// The target as numbers: classes of text by their places in alphabetical order.
fn codes(df: &DataFrame, target: &impl AsLabels) -> Result<Array1<f64>> {
    let labels = target.labels()?;
    if labels.values.len() != df.height() {
        return Err(Error::SampleMismatch {
            features: vec![df.height(), df.width()],
            target_length: labels.values.len(),
        });
    }
    let no_features = ndarray::Array2::<f64>::zeros((df.height(), 0));
    Ok(Dataset::new(&no_features, target)?.target)
}

frame_transformers!(ColumnTransformer);

#[typetag::serde]
impl FrameTransformer for ColumnTransformer {
    fn boxed(&self) -> Box<dyn FrameTransformer> {
        Box::new(self.clone())
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        Ok(Box::new(self.run(df, target)?.0))
    }

    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        let (fitted, changed) = self.run(df, target)?;
        Ok((Box::new(fitted), changed))
    }

    fn diagram(&self) -> Diagram {
        let block = |step: &Step| match &step.action {
            Action::Apply(transformer) => transformer.diagram(),
            Action::Passthrough => Diagram::block("passthrough", &[]),
            Action::Drop => Diagram::block("drop", &[]),
        };
        let caption = |step: &Step| match &step.name {
            Some(name) => format!("{name}: {}", step.columns),
            None => step.columns.to_string(),
        };
        let mut boxes: Vec<(String, Diagram)> =
            self.steps.iter().map(|step| (caption(step), block(step))).collect();
        if self.remainder == Remainder::Passthrough {
            boxes.push(("all other columns".to_owned(), Diagram::block("passthrough", &[])));
        }
        Diagram::side_by_side(NAME, boxes)
    }
}
