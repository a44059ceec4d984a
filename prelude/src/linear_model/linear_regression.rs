//! Ordinary least squares, by linfa's QR solver.
//!
//! The features are centred and scaled before they reach the solver, which changes nothing in exact
//! arithmetic and much in floating point; the coefficients come back in the features' own units.
//! Where columns depend on each other the solution is not unique: then a singular value
//! decomposition gives the shortest one, as scikit-learn does, and the summary says so.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use serde::{Deserialize, Serialize};

use crate::array::linalg::lstsq;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::metrics::r2_score;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary, SummaryTable, check};

const NAME: &str = "LinearRegression";
/// A column whose spread is below this fraction of its size is constant.
const CONSTANT: f64 = 1e-12;
/// Coefficients of standardised columns above this many standard deviations of the target mean
/// that the columns depend on each other to within rounding.
const DEPENDENT: f64 = 1e7;

/// Ordinary least squares: the plane that minimises the sum of squared residuals.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [3.0], [4.0]];
/// let y = array![3.0, 5.0, 7.0, 9.0];
/// let model = LinearRegression::new().fit((&x, &y))?;
/// assert!((model.coefficients()[0] - 2.0).abs() < 1e-12);
/// assert!((model.intercept() - 1.0).abs() < 1e-12);
/// assert!((model.predict(&array![[10.0]])?[0] - 21.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 3.2.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearRegression {
    fit_intercept: bool,
}

impl Default for LinearRegression {
    fn default() -> Self {
        Self { fit_intercept: true }
    }
}

impl LinearRegression {
    /// With an intercept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the plane may miss the origin. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedLinearRegression> {
        let (x, y) = (data.features.view(), data.target.view());
        let solution = solve(x, y, self.fit_intercept)?;
        let fitted = x.dot(&solution.coefficients) + solution.intercept;
        Ok(FittedLinearRegression {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            coefficients: solution.coefficients,
            intercept: solution.intercept,
            dependent: solution.dependent,
            r2: r2_score(y, &fitted).ok(),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![("fit_intercept".to_owned(), self.fit_intercept.to_string())]
    }
}

regressor!(LinearRegression => FittedLinearRegression, weights: refused);

struct Solution {
    coefficients: Array1<f64>,
    intercept: f64,
    /// The columns that depend on each other, if any do.
    dependent: Vec<usize>,
}

fn solve(x: ArrayView2<'_, f64>, y: ArrayView1<'_, f64>, intercept: bool) -> Result<Solution> {
    let (centre, y_mean) = if intercept {
        (check::moments(x).0, y.mean().unwrap_or(0.0))
    } else {
        (Array1::zeros(x.ncols()), 0.0)
    };
    let scale = root_mean_squares(x, &centre);
    let varies = |j: &usize| {
        let size = x.column(*j).iter().fold(0.0_f64, |size, value| size.max(value.abs()));
        scale[*j] > CONSTANT * size
    };
    let active: Vec<usize> = (0..x.ncols()).filter(varies).collect();
    let mut coefficients = Array1::zeros(x.ncols());
    let mut dependent = Vec::new();
    if !active.is_empty() {
        let centred = x.select(Axis(1), &active) - &centre.select(Axis(0), &active);
        let target = &y - y_mean;
        let (weights, depends) = least_squares(&centred, &scale.select(Axis(0), &active), &target)?;
        for (&column, weight) in active.iter().zip(weights) {
            coefficients[column] = weight;
        }
        dependent = depends.into_iter().map(|position| active[position]).collect();
    }
    let intercept = if intercept { y_mean - centre.dot(&coefficients) } else { 0.0 };
    Ok(Solution { coefficients, intercept, dependent })
}

fn root_mean_squares(x: ArrayView2<'_, f64>, centre: &Array1<f64>) -> Array1<f64> {
    let mut scale = Array1::zeros(x.ncols());
    for row in x.rows() {
        scale += &(&row - centre).mapv(|difference| difference * difference);
    }
    scale.mapv(|sum| f64::sqrt(sum / x.nrows() as f64))
}

/// Weights of columns none of which is constant, and the positions of those that depend on each
/// other.
fn least_squares(x: &Array2<f64>, scale: &Array1<f64>, y: &Array1<f64>) -> Result<(Array1<f64>, Vec<usize>)> {
    if x.nrows() <= x.ncols() {
        return Ok((shortest_of_many(x, y)?, (0..x.ncols()).collect()));
    }
    let scaled = x / scale;
    let spread = f64::sqrt(y.dot(y) / y.len() as f64);
    let weights = by_linfa(scaled.view(), y.view());
    match weights {
        Some(weights) if weights.iter().all(|weight| weight.abs() <= DEPENDENT * spread) => {
            Ok((weights / scale, vec![]))
        }
        other => Ok((shortest(x, y)?, involved(other))),
    }
}

fn by_linfa(x: ArrayView2<'_, f64>, y: ArrayView1<'_, f64>) -> Option<Array1<f64>> {
    let data = DatasetBase::new(x, y);
    let model = linfa_linear::LinearRegression::new().with_intercept(false).fit(&data).ok()?;
    model.params().iter().all(|weight| weight.is_finite()).then(|| model.params().clone())
}

/// The columns whose weights ran away together; all of them if the solver gave none.
fn involved(weights: Option<Array1<f64>>) -> Vec<usize> {
    let Some(weights) = weights else { return Vec::new() };
    let largest = weights.iter().fold(0.0_f64, |largest, weight| largest.max(weight.abs()));
    (0..weights.len()).filter(|j| weights[*j].abs() > 1e-4 * largest).collect()
}

/// With fewer rows than columns many planes fit exactly; the shortest is a combination of the rows,
/// w = Xᵀa. The rows of centred columns sum to zero, which the matrix of ones makes harmless.
fn shortest_of_many(x: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>> {
    let gram = x.dot(&x.t());
    let ridge = gram.diag().mean().unwrap_or(1.0) / x.nrows() as f64;
    match by_linfa((&gram + ridge).view(), y.view()) {
        Some(weights) if consistent(x, y, &x.t().dot(&weights)) => Ok(x.t().dot(&weights)),
        _ => Err(failed("there are fewer samples than features, and some samples contradict each other")),
    }
}

fn consistent(x: &Array2<f64>, y: &Array1<f64>, weights: &Array1<f64>) -> bool {
    let residual = y - &x.dot(weights);
    residual.dot(&residual) <= 1e-12 * y.dot(y)
}

/// The shortest of the equally good solutions, by the singular value decomposition.
fn shortest(x: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>> {
    let weights = lstsq(x, y).map_err(|error| failed(&error.to_string()))?.solution;
    if weights.iter().all(|weight| weight.is_finite()) {
        Ok(weights)
    } else {
        Err(failed("the solution is not finite"))
    }
}

fn failed(reason: &str) -> Error {
    Error::Fit {
        model: NAME,
        reason: reason.to_owned(),
        advice: "Leave out columns that repeat what others say, or use a regularised model.",
    }
}

/// A fitted [`LinearRegression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLinearRegression {
    parameters: LinearRegression,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    dependent: Vec<usize>,
    r2: Option<f64>,
}

impl FittedLinearRegression {
    /// One per feature, in units of the target per unit of the feature.
    pub fn coefficients(&self) -> &Array1<f64> {
        &self.coefficients
    }

    /// The prediction where every feature is zero.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        Ok(x.dot(&self.coefficients) + self.intercept)
    }

    /// The sizes of the coefficients.
    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs))
    }

    fn report(&self, summary: &mut Summary) {
        let mut rows = vec![("(intercept)".to_owned(), vec![self.intercept])];
        rows.extend(
            self.coefficients.iter().enumerate().map(|(j, weight)| (self.seen.label(j), vec![*weight])),
        );
        summary.tables.push(SummaryTable {
            caption: String::new(),
            columns: vec!["coefficient".to_owned()],
            rows,
        });
        if let Some(r2) = self.r2 {
            summary.results.push(("R² on the training data".to_owned(), format!("{r2:.4}")));
        }
        if !self.dependent.is_empty() {
            let names: Vec<String> =
                self.dependent.iter().take(8).map(|j| format!("`{}`", self.seen.label(*j))).collect();
            summary.notes.push(format!(
                "Some features can be computed from others ({}): the coefficients are the smallest of many equally good ones.",
                names.join(", ")
            ));
        }
    }
}
