//! Coordinate descent for squared errors with an elastic net penalty, in two forms.
//!
//! Where features are few against samples the descent knows the data by its products alone, so that a
//! round costs n_features² whatever the number of samples; where they are many it keeps the residuals.
//! Both look at the duality gap, which bounds how far the loss is from its minimum.
//!
//! Source: J. Friedman, T. Hastie, R. Tibshirani, "Regularization paths for generalized linear models via
//! coordinate descent", 2010.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, ShapeBuilder};

use crate::error::Result;
use crate::linear_model::passes::{means, moments};
use crate::runtime::check_interrupt;

/// More features than this are not multiplied out unless the samples outnumber them.
const FEW: usize = 500;
/// Nor are more than this.
const MOST: usize = 4000;

/// What is minimised: `½·mean((y − Xw)²) + alpha·l1_ratio·‖w‖₁ + ½·alpha·(1 − l1_ratio)·‖w‖²`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub alpha: f64,
    pub l1_ratio: f64,
    pub positive: bool,
    pub max_iter: usize,
    /// For the duality gap, as a share of the target's mean square.
    pub tolerance: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Found {
    pub coefficients: Array1<f64>,
    pub n_iter: usize,
    /// How far the loss can be from its minimum.
    pub gap: f64,
    pub converged: bool,
}

/// Centred data in the form that suits its shape.
pub(super) struct Problem {
    pub x_mean: Array1<f64>,
    pub y_mean: f64,
    /// The mean square of the centred target.
    pub target_square: f64,
    /// Mean products of features and target.
    pub correlation: Array1<f64>,
    form: Form,
}

enum Form {
    /// Mean products of the features.
    Products(Array2<f64>),
    /// Centred columns, times the roots of the weights (whose sum is one).
    Columns { x: Array2<f64>, y: Array1<f64>, squares: Array1<f64> },
}

impl Problem {
    pub fn new(
        x: ArrayView2<'_, f64>,
        y: ArrayView1<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
        fit_intercept: bool,
    ) -> Result<Self> {
        let (n, p) = x.dim();
        if p <= n.max(FEW) && p <= MOST {
            let moments = moments(x, y, weights, fit_intercept)?;
            return Ok(Self {
                x_mean: moments.x_mean,
                y_mean: moments.y_mean,
                target_square: moments.yy / moments.weight,
                correlation: moments.xy / moments.weight,
                form: Form::Products(moments.gram / moments.weight),
            });
        }
        let (x_mean, y_mean) = means(x, y, weights, fit_intercept)?;
        let roots = match weights {
            Some(weights) => (&weights / weights.sum()).mapv(f64::sqrt),
            None => Array1::from_elem(n, 1.0 / (n as f64).sqrt()),
        };
        let mut columns = Array2::zeros((n, p).f());
        columns.assign(&x);
        for (mut column, mean) in columns.axis_iter_mut(Axis(1)).zip(&x_mean) {
            column -= *mean;
            column *= &roots;
        }
        let target = (&y - y_mean) * &roots;
        Ok(Self {
            x_mean,
            y_mean,
            target_square: target.dot(&target),
            correlation: columns.t().dot(&target),
            form: Form::Columns {
                squares: columns.map_axis(Axis(0), |column| column.dot(&column)),
                x: columns,
                y: target,
            },
        })
    }

    /// The smallest alpha at which every weight is zero.
    pub fn largest_alpha(&self, l1_ratio: f64) -> f64 {
        self.correlation.iter().fold(0.0_f64, |largest, value| largest.max(value.abs())) / l1_ratio
    }

    pub fn intercept(&self, coefficients: &Array1<f64>) -> f64 {
        self.y_mean - self.x_mean.dot(coefficients)
    }

    /// The minimum, from `start`.
    pub fn solve(&self, task: Task, start: Array1<f64>) -> Result<Found> {
        let mut state = State::new(self, task, start);
        let goal = task.tolerance * self.target_square;
        let mut n_iter = 0;
        let mut gap = state.gap();
        while gap > goal && n_iter < task.max_iter {
            check_interrupt()?;
            let moved = state.sweep(Coordinates::All);
            n_iter += 1;
            // The weights that are not zero settle among themselves first.
            let mut inner = f64::INFINITY;
            while n_iter < task.max_iter && inner > 0.1 * moved && inner > f64::EPSILON {
                inner = state.sweep(Coordinates::Nonzero);
                n_iter += 1;
            }
            gap = state.gap();
            if moved <= 1e-17 * self.target_square.sqrt() {
                break;
            }
        }
        // Where rounding alone is left, no round moves anything.
        let converged = gap <= goal.max(1e-13 * self.target_square);
        Ok(Found { coefficients: state.w, n_iter, gap, converged })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coordinates {
    All,
    Nonzero,
}

struct State<'a> {
    problem: &'a Problem,
    task: Task,
    w: Array1<f64>,
    /// Mean products of the features and the residuals, or the residuals.
    rest: Array1<f64>,
}

impl<'a> State<'a> {
    fn new(problem: &'a Problem, task: Task, w: Array1<f64>) -> Self {
        let rest = match &problem.form {
            Form::Products(gram) => &problem.correlation - &gram.dot(&w),
            Form::Columns { x, y, .. } => y - &x.dot(&w),
        };
        Self { problem, task, w, rest }
    }

    /// Minimises over one weight after the other; gives the largest move in units of the target.
    fn sweep(&mut self, coordinates: Coordinates) -> f64 {
        let (l1, l2) = (self.task.alpha * self.task.l1_ratio, self.task.alpha * (1.0 - self.task.l1_ratio));
        let mut largest = 0.0_f64;
        for j in 0..self.w.len() {
            let before = self.w[j];
            let square = match &self.problem.form {
                Form::Products(gram) => gram[[j, j]],
                Form::Columns { squares, .. } => squares[j],
            };
            if square <= 0.0 || (coordinates == Coordinates::Nonzero && before == 0.0) {
                continue;
            }
            let slope = match &self.problem.form {
                Form::Products(_) => self.rest[j],
                Form::Columns { x, .. } => x.column(j).dot(&self.rest),
            } + before * square;
            let size = (slope.abs() - l1).max(0.0) / (square + l2);
            let after = if self.task.positive && slope < 0.0 { 0.0 } else { size * slope.signum() };
            if after != before {
                match &self.problem.form {
                    Form::Products(gram) => self.rest.scaled_add(before - after, &gram.row(j)),
                    Form::Columns { x, .. } => self.rest.scaled_add(before - after, &x.column(j)),
                }
                self.w[j] = after;
                largest = largest.max((after - before).abs() * square.sqrt());
            }
        }
        largest
    }

    fn gap(&self) -> f64 {
        let (l1, l2) = (self.task.alpha * self.task.l1_ratio, self.task.alpha * (1.0 - self.task.l1_ratio));
        let squares = self.w.dot(&self.w);
        let (slopes, residual_square, with_target) = match &self.problem.form {
            Form::Products(_) => {
                let fitted = self.w.dot(&self.problem.correlation);
                let residual = self.problem.target_square - fitted - self.w.dot(&self.rest);
                (self.rest.clone(), residual.max(0.0), self.problem.target_square - fitted)
            }
            Form::Columns { x, y, .. } => {
                (x.t().dot(&self.rest), self.rest.dot(&self.rest), self.rest.dot(y))
            }
        };
        let slope = slopes - &(&self.w * l2);
        let size = |value: &f64| if self.task.positive { *value } else { value.abs() };
        let dual = slope.iter().map(size).fold(0.0_f64, f64::max);
        let share = if dual > l1 { l1 / dual } else { 1.0 };
        let l1_norm: f64 = self.w.iter().map(|w| w.abs()).sum();
        0.5 * residual_square * (1.0 + share * share) + l1 * l1_norm - share * with_target
            + 0.5 * l2 * (1.0 + share * share) * squares
    }
}
