//! How predictions move with one feature or two, the others staying as they are.

use ndarray::{Array1, Array2, Array3, Axis};
use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::answers::{Answers, feature_place};
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::model::{AsFittedModel, FittedRef, check};
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "PartialDependence";

/// The mean prediction over the samples when a feature (or two) is set to each value of a grid, and the
/// single samples' predictions (individual conditional expectation).
///
/// Explained is the quantity, the probability of the second of two classes, or the probabilities of all
/// of more. The grid is every value that occurs, or `grid_resolution` values between two quantiles.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LinearRegression::new().fit(&diabetes())?;
/// let curve = PartialDependence::of("bmi").grid_resolution(20).compute(&model, &diabetes())?;
/// assert_eq!(curve.average.shape(), [1, 20]);
/// let surface = PartialDependence::of_pair("bmi", "ltg").grid_resolution(5).compute(&model, &diabetes())?;
/// assert_eq!(surface.average.shape(), [1, 25]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. H. Friedman, "Greedy function approximation", Annals of Statistics 29 (2001); A. Goldstein
/// et al., "Peeking inside the black box", Journal of Computational and Graphical Statistics 24 (2015).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartialDependence {
    features: Vec<String>,
    grid_resolution: usize,
    percentiles: (f64, f64),
}

impl PartialDependence {
    /// Of one feature, by name (`x0`, `x1` … where features have no names).
    #[must_use]
    pub fn of(feature: &str) -> Self {
        Self { features: vec![feature.to_owned()], grid_resolution: 100, percentiles: (0.05, 0.95) }
    }

    /// Of two features together.
    #[must_use]
    pub fn of_pair(first: &str, second: &str) -> Self {
        Self { features: vec![first.to_owned(), second.to_owned()], ..Self::of(first) }
    }

    /// Values per feature, if more occur. Default 100.
    #[must_use]
    pub fn grid_resolution(mut self, grid_resolution: usize) -> Self {
        self.grid_resolution = grid_resolution;
        self
    }

    /// The quantiles, 0 to 1, between which the grid lies. Default 0.05 and 0.95.
    #[must_use]
    pub fn percentiles(mut self, low: f64, high: f64) -> Self {
        self.percentiles = (low, high);
        self
    }

    /// Asks the model on the samples of `x`.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an unknown feature (with the nearest name) or a bad grid; what the
    /// model's predictions say; interruption.
    pub fn compute(&self, model: &impl AsFittedModel, x: impl AsFeatures) -> Result<PartialDependenceResult> {
        self.compute_features(model.as_fitted()?, &x.features()?)
    }

    fn compute_features(
        &self,
        model: FittedRef<'_>,
        features: &Features<'_>,
    ) -> Result<PartialDependenceResult> {
        self.check()?;
        check::features(features)?;
        let places: Vec<usize> =
            self.features.iter().map(|name| feature_place(NAME, features, name)).collect::<Result<_>>()?;
        let grid: Vec<Array1<f64>> =
            places.iter().map(|place| self.grid(features.values.column(*place).to_vec())).collect();
        let points = combinations(&grid);
        let answers = Answers::of(model, features);
        let individual = answers_at(&answers, features, &places, &points)?;
        let average = individual.mean_axis(Axis(2)).unwrap_or_default();
        Ok(PartialDependenceResult {
            features: self.features.clone(),
            outputs: answers.outputs,
            grid,
            points,
            average,
            individual,
        })
    }

    fn check(&self) -> Result<()> {
        let (low, high) = self.percentiles;
        if self.grid_resolution < 2 {
            return Err(Error::parameter(NAME, "grid_resolution", self.grid_resolution, "at least 2"));
        }
        if !(0.0 <= low && low < high && high <= 1.0) {
            let given = format!("({low}, {high})");
            return Err(Error::parameter(NAME, "percentiles", given, "two ascending shares from 0 to 1"));
        }
        if self.features.len() == 2 && self.features[0] == self.features[1] {
            return Err(Error::parameter(NAME, "features", &self.features[0], "two different features"));
        }
        Ok(())
    }

    fn grid(&self, mut values: Vec<f64>) -> Array1<f64> {
        values.sort_unstable_by(f64::total_cmp);
        let (low, high) = (quantile(&values, self.percentiles.0), quantile(&values, self.percentiles.1));
        values.dedup();
        if values.len() < self.grid_resolution || low >= high {
            return values.into();
        }
        Array1::linspace(low, high, self.grid_resolution)
    }
}

/// SciPy's `mquantiles`, which scikit-learn's grids are made of; `sorted` is not empty.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let n = sorted.len();
    if n == 1 {
        return sorted[0];
    }
    let place = n as f64 * share + 0.4 + 0.2 * share;
    let below = place.floor().clamp(1.0, n as f64 - 1.0);
    let part = (place - below).clamp(0.0, 1.0);
    let below = below as usize;
    (1.0 - part) * sorted[below - 1] + part * sorted[below]
}

/// Every combination, the last feature moving fastest: shape (n_points, n_features).
fn combinations(grid: &[Array1<f64>]) -> Array2<f64> {
    let n_points = grid.iter().map(Array1::len).product();
    let mut points = Array2::zeros((n_points, grid.len()));
    let mut repeats = n_points;
    for (feature, values) in grid.iter().enumerate() {
        repeats /= values.len();
        for (point, place) in points.column_mut(feature).iter_mut().enumerate() {
            *place = values[point / repeats % values.len()];
        }
    }
    points
}

/// Shape (n_outputs, n_points, n_samples).
fn answers_at(
    answers: &Answers<'_>,
    features: &Features<'_>,
    places: &[usize],
    points: &Array2<f64>,
) -> Result<Array3<f64>> {
    let (n_points, n_samples) = (points.nrows(), features.values.nrows());
    let mut all = Array3::zeros((answers.outputs.len(), n_points, n_samples));
    let mut progress = Progress::new("partial dependence", n_points as u64);
    let at = |point: usize| {
        let mut x = features.values.to_owned();
        for (place, value) in places.iter().zip(points.row(point)) {
            x.column_mut(*place).fill(*value);
        }
        answers.to(x.view())
    };
    let order: Vec<usize> = (0..n_points).collect();
    for some in order.chunks(2 * rayon::current_num_threads().max(1)) {
        check_interrupt()?;
        let found: Vec<Array2<f64>> = some.par_iter().map(|point| at(*point)).collect::<Result<_>>()?;
        for (point, answer) in some.iter().zip(found) {
            all.index_axis_mut(Axis(1), *point).assign(&answer.t());
        }
        progress.advance(some.len() as u64);
    }
    progress.finish_and_clear();
    Ok(all)
}

/// What [`PartialDependence`] finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartialDependenceResult {
    /// One name, or two.
    pub features: Vec<String>,
    /// What is explained: the prediction, or classes.
    pub outputs: Vec<String>,
    /// The values of each feature.
    pub grid: Vec<Array1<f64>>,
    /// Every combination of them, shape (n_points, n_features); the last feature moves fastest.
    pub points: Array2<f64>,
    /// The mean over the samples, shape (n_outputs, n_points).
    pub average: Array2<f64>,
    /// Each sample's own, shape (n_outputs, n_points, n_samples).
    pub individual: Array3<f64>,
}

impl PartialDependenceResult {
    /// A row per point: the features' values, then a column per output.
    ///
    /// # Errors
    /// polars' own, for a feature that is called like an output.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let mut columns = self.point_columns(1);
        for (name, values) in self.outputs.iter().zip(self.average.outer_iter()) {
            columns.push(Column::new(name.as_str().into(), values.to_vec()));
        }
        Ok(DataFrame::new(self.points.nrows(), columns)?)
    }

    /// A row per point and sample: the sample's number, the features' values, a column per output.
    ///
    /// # Errors
    /// polars' own, for a feature that is called like an output.
    pub fn ice_frame(&self) -> Result<DataFrame> {
        let (n_points, n_samples) = (self.points.nrows(), self.individual.len_of(Axis(2)));
        let samples: Vec<u32> = (0..n_points).flat_map(|_| 0..n_samples as u32).collect();
        let mut columns = vec![Column::new("sample".into(), samples)];
        columns.extend(self.point_columns(n_samples));
        for (name, values) in self.outputs.iter().zip(self.individual.outer_iter()) {
            columns.push(Column::new(name.as_str().into(), values.iter().copied().collect::<Vec<f64>>()));
        }
        Ok(DataFrame::new(n_points * n_samples, columns)?)
    }

    fn point_columns(&self, repeats: usize) -> Vec<Column> {
        let column = |(name, values): (&String, ndarray::ArrayView1<'_, f64>)| {
            let repeated: Vec<f64> =
                values.iter().flat_map(|value| std::iter::repeat_n(*value, repeats)).collect();
            Column::new(name.as_str().into(), repeated)
        };
        self.features.iter().zip(self.points.columns()).map(column).collect()
    }
}
