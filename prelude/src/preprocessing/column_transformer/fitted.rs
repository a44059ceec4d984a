//! A column transformer that has been fitted.

use ndarray::Array2;
use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::TransformInput;
use super::super::frames::frame_of;
use super::select;
use crate::error::Result;
use crate::model::{Diagram, DiagramParts, FittedFrameTransformer};

/// A fitted [`ColumnTransformer`](super::ColumnTransformer).
#[derive(Clone, Serialize, Deserialize)]
pub struct FittedColumnTransformer {
    steps: Vec<FittedStep>,
    verbose: bool,
    outputs: Vec<String>,
    n_samples: usize,
    diagram: Diagram,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct FittedStep {
    pub name: String,
    pub columns: Vec<String>,
    action: FittedAction,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) enum FittedAction {
    Apply(Box<dyn FittedFrameTransformer>),
    Passthrough,
    Drop,
}

impl FittedStep {
    pub fn new(name: &str, columns: Vec<String>, action: FittedAction) -> Self {
        Self { name: name.to_owned(), columns, action }
    }

    fn change(&self, df: &DataFrame) -> Result<Vec<Column>> {
        let part = select(df, &self.columns)?;
        Ok(match &self.action {
            FittedAction::Apply(fitted) => fitted.transform_frame(&part)?.columns().to_vec(),
            FittedAction::Passthrough => part.columns().to_vec(),
            FittedAction::Drop => Vec::new(),
        })
    }
}

impl FittedColumnTransformer {
    pub(super) fn assemble(
        mut diagram: Diagram,
        steps: Vec<FittedStep>,
        verbose: bool,
        df: &DataFrame,
        outputs: Vec<Vec<Column>>,
    ) -> Result<(Self, DataFrame)> {
        if let DiagramParts::Parallel(boxes) = &mut diagram.parts {
            for (((caption, _), step), columns) in boxes.iter_mut().zip(&steps).zip(&outputs) {
                *caption = format!("{}: {} → {}", step.name, listed(&step.columns), columns.len());
            }
        }
        let mut fitted = Self { steps, verbose, outputs: Vec::new(), n_samples: df.height(), diagram };
        let changed = fitted.side_by_side(df, outputs)?;
        fitted.outputs = crate::frame::names(&changed);
        Ok((fitted, changed))
    }

    fn side_by_side(&self, df: &DataFrame, outputs: Vec<Vec<Column>>) -> Result<DataFrame> {
        let named = |(step, columns): (&FittedStep, Vec<Column>)| {
            let name = |mut column: Column| {
                if self.verbose {
                    let name = format!("{}__{}", step.name, column.name());
                    column.rename(name.into());
                }
                column
            };
            columns.into_iter().map(name).collect::<Vec<Column>>()
        };
        frame_of(df.height(), self.steps.iter().zip(outputs).flat_map(named).collect())
    }

    /// The columns that come out, in the order of the steps. Columns that were not there at the fit
    /// are left out.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name, and what the
    /// steps say.
    pub fn transform(&self, df: &DataFrame) -> Result<DataFrame> {
        let outputs = self.steps.par_iter().map(|step| step.change(df)).collect::<Result<Vec<_>>>()?;
        self.side_by_side(df, outputs)
    }

    /// The same as a matrix of shape (n_rows, n_outputs), missing values as NaN.
    ///
    /// # Errors
    /// As [`transform`](Self::transform); [`Error::NotNumeric`](crate::Error::NotNumeric) if text
    /// comes out.
    pub fn transform_array(&self, df: &DataFrame) -> Result<Array2<f64>> {
        let changed = self.transform(df)?;
        Ok(changed.features_with_gaps()?.values.as_standard_layout().into_owned())
    }

    /// The names of the columns that come out.
    pub fn feature_names_out(&self) -> &[String] {
        &self.outputs
    }

    /// The names of the steps, and the columns that each takes.
    pub fn steps(&self) -> Vec<(&str, &[String])> {
        self.steps.iter().map(|step| (step.name.as_str(), step.columns.as_slice())).collect()
    }

    /// What it is made of, for pictures.
    pub fn diagram(&self) -> &Diagram {
        &self.diagram
    }

    pub(crate) fn n_samples(&self) -> usize {
        self.n_samples
    }
}

#[typetag::serde]
impl FittedFrameTransformer for FittedColumnTransformer {
    fn boxed(&self) -> Box<dyn FittedFrameTransformer> {
        Box::new(self.clone())
    }

    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        self.transform(df)
    }
}

/// At most eight names.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    if names.len() > SHOWN { format!("{shown} … ({} in all)", names.len()) } else { shown }
}
