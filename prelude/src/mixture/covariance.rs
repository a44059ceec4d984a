//! The shapes of a mixture's components: covariances of four kinds, and their roots.

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How free the shapes of the components are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CovarianceType {
    /// Each component has an ellipsoid of its own.
    #[default]
    Full,
    /// All have the same ellipsoid.
    Tied,
    /// Each has a variance per feature.
    Diag,
    /// Each has one variance.
    Spherical,
}

impl std::fmt::Display for CovarianceType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Full => "full",
            Self::Tied => "tied",
            Self::Diag => "diag",
            Self::Spherical => "spherical",
        })
    }
}

/// The covariances (or precisions, their inverses) of all components.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covariances {
    /// Shape (n_components, n_features, n_features).
    Full(Array3<f64>),
    /// Shape (n_features, n_features).
    Tied(Array2<f64>),
    /// Shape (n_components, n_features).
    Diag(Array2<f64>),
    /// One per component.
    Spherical(Array1<f64>),
}

impl Covariances {
    pub fn kind(&self) -> CovarianceType {
        match self {
            Self::Full(_) => CovarianceType::Full,
            Self::Tied(_) => CovarianceType::Tied,
            Self::Diag(_) => CovarianceType::Diag,
            Self::Spherical(_) => CovarianceType::Spherical,
        }
    }

    /// All numbers, one after the other.
    pub fn values(&self) -> Vec<f64> {
        match self {
            Self::Full(values) => values.iter().copied().collect(),
            Self::Tied(values) | Self::Diag(values) => values.iter().copied().collect(),
            Self::Spherical(values) => values.to_vec(),
        }
    }

    /// The covariance matrix of one component, shape (n_features, n_features).
    pub fn matrix(&self, component: usize, n_features: usize) -> Array2<f64> {
        match self {
            Self::Full(values) => values.index_axis(Axis(0), component).to_owned(),
            Self::Tied(values) => values.clone(),
            Self::Diag(values) => Array2::from_diag(&values.row(component)),
            Self::Spherical(values) => Array2::from_diag_elem(n_features, values[component]),
        }
    }

    pub(super) fn shape(&self) -> Vec<usize> {
        match self {
            Self::Full(values) => values.shape().to_vec(),
            Self::Tied(values) | Self::Diag(values) => values.shape().to_vec(),
            Self::Spherical(values) => values.shape().to_vec(),
        }
    }

    /// The numbers that these are free to choose.
    pub(super) fn n_parameters(&self) -> usize {
        match self {
            Self::Full(values) => values.dim().0 * values.dim().1 * (values.dim().1 + 1) / 2,
            Self::Tied(values) => values.nrows() * (values.nrows() + 1) / 2,
            Self::Diag(values) => values.len(),
            Self::Spherical(values) => values.len(),
        }
    }

    /// The roots of their inverses.
    pub(super) fn whiteners(&self) -> Option<Whiteners> {
        Some(match self {
            Self::Full(values) => {
                let each = values.outer_iter().map(whitener);
                Whiteners::Matrices(each.collect::<Option<_>>()?)
            }
            Self::Tied(values) => Whiteners::Matrices(vec![whitener(values.view())?]),
            Self::Diag(values) => Whiteners::Scales(inverse_roots(values)?),
            Self::Spherical(values) => {
                Whiteners::Scales(inverse_roots(&values.view().insert_axis(Axis(1)).to_owned())?)
            }
        })
    }

    /// The same for precisions.
    pub(super) fn whiteners_of_precisions(&self) -> Option<Whiteners> {
        // The root of a precision P is any matrix W with W Wᵀ = P.
        Some(match self {
            Self::Full(values) => {
                let each = values.outer_iter().map(cholesky);
                Whiteners::Matrices(each.collect::<Option<_>>()?)
            }
            Self::Tied(values) => Whiteners::Matrices(vec![cholesky(values.view())?]),
            Self::Diag(values) => Whiteners::Scales(roots(values)?),
            Self::Spherical(values) => {
                Whiteners::Scales(roots(&values.view().insert_axis(Axis(1)).to_owned())?)
            }
        })
    }
}

/// What makes each component round: (x − mean) · W has unit variance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Whiteners {
    /// A triangular matrix per component, or one for all.
    Matrices(Vec<Array2<f64>>),
    /// Factors per feature: shape (n_components, n_features), or (n_components, 1).
    Scales(Array2<f64>),
}

impl Whiteners {
    /// The logarithm of the volume by which a component is stretched.
    pub fn log_determinant(&self, component: usize, n_features: usize) -> f64 {
        match self {
            Self::Matrices(all) => all[component.min(all.len() - 1)].diag().mapv(f64::ln).sum(),
            Self::Scales(scales) => {
                let row = scales.row(component);
                row.mapv(f64::ln).sum() * if row.len() == 1 { n_features as f64 } else { 1.0 }
            }
        }
    }

    /// The squared length of each whitened difference.
    pub fn squared_lengths(&self, component: usize, mut differences: Array2<f64>) -> Array1<f64> {
        match self {
            Self::Matrices(all) => {
                differences = differences.dot(&all[component.min(all.len() - 1)]);
            }
            Self::Scales(scales) => differences *= &scales.row(component),
        }
        differences.rows().into_iter().map(|row| row.dot(&row)).collect()
    }
}

fn roots(values: &Array2<f64>) -> Option<Array2<f64>> {
    values.iter().all(|value| *value > 0.0 && value.is_finite()).then(|| values.mapv(f64::sqrt))
}

fn inverse_roots(values: &Array2<f64>) -> Option<Array2<f64>> {
    Some(roots(values)?.mapv(f64::recip))
}

/// The lower triangle L with L Lᵀ = `matrix`; nothing unless it is positive definite.
pub(super) fn cholesky(matrix: ArrayView2<'_, f64>) -> Option<Array2<f64>> {
    let n = matrix.nrows();
    let mut lower = Array2::<f64>::zeros((n, n));
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[[i, k]] * lower[[j, k]]).sum();
            let rest = matrix[[i, j]] - known;
            if i != j {
                lower[[i, j]] = rest / lower[[j, j]];
            } else if rest > 0.0 && rest.is_finite() {
                lower[[i, i]] = rest.sqrt();
            } else {
                return None;
            }
        }
    }
    Some(lower)
}

/// The inverse of the transposed Cholesky root.
fn whitener(matrix: ArrayView2<'_, f64>) -> Option<Array2<f64>> {
    let lower = cholesky(matrix)?;
    let n = lower.nrows();
    let mut inverse = Array2::<f64>::zeros((n, n));
    for column in 0..n {
        for i in column..n {
            let unit = if i == column { 1.0 } else { 0.0 };
            let known: f64 = (column..i).map(|k| lower[[i, k]] * inverse[[k, column]]).sum();
            inverse[[i, column]] = (unit - known) / lower[[i, i]];
        }
    }
    Some(inverse.reversed_axes().as_standard_layout().into_owned())
}

/// The error of shapes that have collapsed to less than the features' dimensions.
pub(super) fn degenerate(model: &'static str) -> Error {
    Error::Fit {
        model,
        reason: "a component has collapsed onto too few samples, so that its covariance has no inverse"
            .to_owned(),
        advice: "Choose fewer components, a simpler `covariance_type`, or a larger `reg_covar`; scale the features.",
    }
}

pub(super) fn of_shape(given: &Covariances, expected: &[usize], model: &'static str) -> Result<()> {
    if given.shape() == expected {
        return Ok(());
    }
    Err(Error::Shape {
        what: format!("{model}: the precisions given as `precisions_init`"),
        given: given.shape(),
        expected: format!("{expected:?}"),
    })
}
