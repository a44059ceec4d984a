//! Features as smooth curves: a linear model on them bends.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, learn};
use super::super::numeric::{Seen, check_each, numeric_transformer, setting};
use super::super::statistics::{linspace, quantile_of_sorted};
use super::spline_basis::Basis;
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;
use crate::runtime::check_interrupt;

const NAME: &str = "SplineTransformer";

/// Where the knots of a spline are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Knots {
    /// At equal distances from the least to the greatest value.
    #[default]
    Uniform,
    /// With equally many samples between them.
    Quantile,
}

/// What a spline does beyond the training data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extrapolation {
    /// It keeps its value.
    #[default]
    Constant,
    /// It goes on with its slope.
    Linear,
    /// It goes on with its outermost piece.
    Continue,
    /// A value beyond is an error.
    Error,
}

/// Replaces each feature by the values of B-splines, `x_sp_0`, `x_sp_1` …, that sum to one.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.5], [1.0]];
/// let (_, splines) = SplineTransformer::new().n_knots(2).degree(1).fit_transform(&x)?;
/// assert_eq!(splines, array![[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: P. Eilers and B. Marx, "Flexible smoothing with B-splines and penalties", Statistical
/// Science 11, 1996.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplineTransformer {
    n_knots: usize,
    degree: usize,
    knots: Knots,
    extrapolation: Extrapolation,
    include_bias: bool,
}

impl Default for SplineTransformer {
    fn default() -> Self {
        Self {
            n_knots: 5,
            degree: 3,
            knots: Knots::Uniform,
            extrapolation: Extrapolation::Constant,
            include_bias: true,
        }
    }
}

impl SplineTransformer {
    /// Cubic, with five knots at equal distances.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of knots within the training data's range, at least 2. Default 5.
    #[must_use]
    pub fn n_knots(mut self, n_knots: usize) -> Self {
        self.n_knots = n_knots;
        self
    }

    /// The degree of the pieces, 0 to 20. Default 3.
    #[must_use]
    pub fn degree(mut self, degree: usize) -> Self {
        self.degree = degree;
        self
    }

    /// Where the knots are. Default [`Knots::Uniform`].
    #[must_use]
    pub fn knots(mut self, knots: Knots) -> Self {
        self.knots = knots;
        self
    }

    /// What happens beyond the training data. Default [`Extrapolation::Constant`].
    #[must_use]
    pub fn extrapolation(mut self, extrapolation: Extrapolation) -> Self {
        self.extrapolation = extrapolation;
        self
    }

    /// Whether the last spline of each feature stays, though the others tell it. Default `true`.
    #[must_use]
    pub fn include_bias(mut self, include_bias: bool) -> Self {
        self.include_bias = include_bias;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedSplineTransformer> {
        if self.n_knots < 2 || self.n_knots > 100_000 {
            return Err(Error::parameter(NAME, "n_knots", self.n_knots, "2 to 100000"));
        }
        if self.degree > 20 {
            return Err(Error::parameter(NAME, "degree", self.degree, "0 to 20"));
        }
        let seen = Seen::of(features);
        let bases = learn(features.view(), |j, values| {
            values.sort_unstable_by(f64::total_cmp);
            let (low, high) = (values[0], values[values.len() - 1]);
            if low == high {
                let what = format!("feature `{}`", seen.names[j]);
                return Err(Error::Constant { what, advice: "Leave it out of the splines." });
            }
            let inner: Vec<f64> = match self.knots {
                Knots::Uniform => linspace(low, high, self.n_knots),
                Knots::Quantile => linspace(0.0, 1.0, self.n_knots)
                    .iter()
                    .map(|share| quantile_of_sorted(values, *share))
                    .collect(),
            };
            let basis = Basis::of(&inner, self.degree);
            let (low, high) = basis.range();
            if !(high - low).is_finite() {
                let reason =
                    format!("the knots of feature `{}` lie beyond the largest number", seen.names[j]);
                return Err(Error::Fit { model: NAME, reason, advice: "Scale the feature first." });
            }
            Ok(basis)
        })?;
        Ok(FittedSplineTransformer { parameters: self.clone(), bases, seen })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_knots", self.n_knots),
            setting("degree", self.degree),
            setting("knots", format!("{:?}", self.knots)),
            setting("extrapolation", format!("{:?}", self.extrapolation)),
            setting("include_bias", self.include_bias),
        ]
    }
}

/// A fitted [`SplineTransformer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSplineTransformer {
    parameters: SplineTransformer,
    bases: Vec<Basis>,
    seen: Seen,
}

impl FittedSplineTransformer {
    fn n_outputs(&self, feature: usize) -> usize {
        self.bases[feature].n_splines() - usize::from(!self.parameters.include_bias)
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        if self.parameters.extrapolation == Extrapolation::Error {
            for (j, basis) in self.bases.iter().enumerate() {
                let (low, high) = basis.range();
                check_each(
                    x.slice(ndarray::s![.., j..=j]),
                    |value| value >= low && value <= high,
                    |row, _, value| {
                        let found = format!("{value} in row {row} of feature `{}`", self.seen.names[j]);
                        Error::parameter(NAME, "x", found, format!("{low} to {high}, as at the fit"))
                    },
                )?;
            }
        }
        let n_outputs = (0..self.bases.len()).map(|j| self.n_outputs(j)).sum();
        let mut splines = Array2::zeros((x.nrows(), n_outputs));
        let mut start = 0;
        for (j, basis) in self.bases.iter().enumerate() {
            let count = self.n_outputs(j);
            let (mut values, mut slopes) = (vec![0.0; basis.n_splines()], vec![0.0; basis.n_splines()]);
            for (row, x) in x.column(j).iter().enumerate() {
                if row % 10_000 == 0 {
                    check_interrupt()?;
                }
                self.values(basis, *x, &mut values, &mut slopes);
                for (place, value) in values[..count].iter().enumerate() {
                    splines[(row, start + place)] = *value;
                }
            }
            start += count;
        }
        Ok(splines)
    }

    fn values(&self, basis: &Basis, x: f64, values: &mut [f64], slopes: &mut [f64]) {
        let (low, high) = basis.range();
        let inside = x.clamp(low, high);
        match self.parameters.extrapolation {
            Extrapolation::Continue => basis.values(x, values),
            Extrapolation::Linear if x != inside => {
                basis.values(inside, values);
                basis.slopes(inside, slopes);
                for (value, slope) in values.iter_mut().zip(slopes) {
                    *value += (x - inside) * *slope;
                }
            }
            _ => basis.values(inside, values),
        }
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        let of_feature = |(j, name): (usize, &String)| {
            (0..self.n_outputs(j)).map(|spline| format!("{name}_sp_{spline}")).collect::<Vec<_>>()
        };
        names.iter().enumerate().flat_map(of_feature).collect()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

numeric_transformer!(SplineTransformer => FittedSplineTransformer, NAME, Gaps::Refused);
