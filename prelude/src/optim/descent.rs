//! The walk that all rules share, and what it leaves behind.

use ndarray::{Array1, Array2, ArrayView1};
use serde::{Deserialize, Serialize};

use super::Rule;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary};
use crate::runtime::{MimeBundle, Progress, RichDisplay, check_interrupt};

/// A loss this many times the size of the first has run away.
const RUNAWAY: f64 = 1e12;

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DescentStatus {
    /// The gradient is shorter than the tolerance.
    Converged,
    /// All steps were taken.
    OutOfSteps,
    /// The loss grew without end, or stopped being a number: the learning rate is too large.
    Diverged,
}

/// Every point of a walk with the loss there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescentPath {
    optimizer: String,
    path: Array2<f64>,
    losses: Array1<f64>,
    status: DescentStatus,
}

impl DescentPath {
    /// Shape (n_steps + 1, n_parameters), the start first.
    pub fn path(&self) -> &Array2<f64> {
        &self.path
    }

    /// The loss at each point, length n_steps + 1.
    pub fn losses(&self) -> &Array1<f64> {
        &self.losses
    }

    /// Where the walk ended.
    pub fn position(&self) -> ArrayView1<'_, f64> {
        self.path.row(self.path.nrows() - 1)
    }

    /// The loss there.
    pub fn loss(&self) -> f64 {
        self.losses[self.losses.len() - 1]
    }

    /// Steps taken.
    pub fn n_steps(&self) -> usize {
        self.losses.len() - 1
    }

    /// How the walk ended.
    pub fn status(&self) -> DescentStatus {
        self.status
    }
}

impl Summarize for DescentPath {
    fn summary(&self) -> Summary {
        let end: Vec<String> = self.position().iter().take(6).map(|value| number(*value)).collect();
        let more = if self.position().len() > 6 { ", …" } else { "" };
        let status = match self.status {
            DescentStatus::Converged => "arrived",
            DescentStatus::OutOfSteps => "still on its way",
            DescentStatus::Diverged => "ran away",
        };
        let notes = match self.status {
            DescentStatus::Converged => vec![],
            DescentStatus::OutOfSteps => vec!["Take more steps (`max_steps`) or larger ones.".to_owned()],
            DescentStatus::Diverged => vec!["Choose a smaller learning rate.".to_owned()],
        };
        Summary {
            title: format!("DescentPath of {}", self.optimizer),
            subtitle: format!("{status} after {} steps", self.n_steps()),
            results: vec![
                ("loss".to_owned(), format!("{} → {}", number(self.losses[0]), number(self.loss()))),
                ("position".to_owned(), format!("[{}{more}]", end.join(", "))),
            ],
            notes,
            ..Summary::default()
        }
    }
}

impl RichDisplay for DescentPath {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

pub(super) struct Walk {
    pub optimizer: &'static str,
    pub max_steps: usize,
    pub tolerance: f64,
}

type Function<'a> = dyn FnMut(&Array1<f64>) -> (f64, Array1<f64>) + 'a;

pub(super) fn walk(
    settings: Walk,
    rule: &mut dyn Rule,
    function: &mut Function<'_>,
    start: Array1<f64>,
) -> Result<DescentPath> {
    if start.is_empty() {
        return Err(Error::empty("the start", "one parameter"));
    }
    if let Some((row, value)) = start.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        return Err(Error::NotFinite { what: "the start".to_owned(), value: *value, row });
    }
    let n_parameters = start.len();
    let mut progress = Progress::new(settings.optimizer, settings.max_steps as u64);
    let (mut loss, mut slope) = evaluate(function, &start)?;
    let runaway = RUNAWAY * (1.0 + loss.abs());
    let (mut at, mut points, mut losses) = (start.clone(), start.to_vec(), vec![loss]);
    let mut status = ended(loss, &slope, runaway, settings.tolerance);
    while status.is_none() && losses.len() <= settings.max_steps {
        check_interrupt()?;
        let mut bad = None;
        let mut gradient = |point: &Array1<f64>| match evaluate(function, point) {
            Ok((_, slope)) => slope,
            Err(error) => {
                bad = Some(error);
                Array1::zeros(point.len())
            }
        };
        at += &rule.step(&at, &slope, &mut gradient);
        if let Some(error) = bad {
            return Err(error);
        }
        (loss, slope) = evaluate(function, &at)?;
        points.extend(&at);
        losses.push(loss);
        status = ended(loss, &slope, runaway, settings.tolerance);
        progress.advance(1);
    }
    progress.finish_and_clear();
    let path = Array2::from_shape_vec((losses.len(), n_parameters), points);
    Ok(DescentPath {
        optimizer: settings.optimizer.to_owned(),
        path: path.unwrap_or_else(|error| unreachable!("{error}")),
        losses: losses.into(),
        status: status.unwrap_or(DescentStatus::OutOfSteps),
    })
}

fn evaluate(function: &mut Function<'_>, at: &Array1<f64>) -> Result<(f64, Array1<f64>)> {
    let (loss, slope) = function(at);
    if slope.len() != at.len() {
        return Err(Error::LengthMismatch {
            left: "the point".to_owned(),
            left_length: at.len(),
            right: "its gradient".to_owned(),
            right_length: slope.len(),
        });
    }
    Ok((loss, slope))
}

fn ended(loss: f64, slope: &Array1<f64>, runaway: f64, tolerance: f64) -> Option<DescentStatus> {
    let length = slope.dot(slope).sqrt();
    if !(loss.is_finite() && length.is_finite()) || loss > runaway {
        Some(DescentStatus::Diverged)
    } else if length < tolerance || length == 0.0 {
        Some(DescentStatus::Converged)
    } else {
        None
    }
}
