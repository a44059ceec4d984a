//! Polynomials by their coefficients, highest power first.

use ndarray::{Array, Array1, Array2, Axis, Ix1};

use super::as_array::{AsArray, shaped};
use super::linalg::least_squares;
use super::statistics::same_length;
use crate::error::{Error, Result};

/// The polynomial of `degree` with the least squared distances from the points: its coefficients,
/// highest power first.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let line = np::polyfit([0, 1, 2], [1, 3, 5], 1)?;
/// assert!(np::allclose(&line, [2, 1])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for different lengths, [`Error::TooFew`] for fewer points than coefficients,
/// [`Error::NotFinite`].
pub fn polyfit(x: impl AsArray<Dim = Ix1>, y: impl AsArray<Dim = Ix1>, degree: usize) -> Result<Array1<f64>> {
    fitted(&x.flat()?, &y.flat()?, degree)
}

fn fitted(x: &[f64], y: &[f64], degree: usize) -> Result<Array1<f64>> {
    same_length(("x", x.len()), ("y", y.len()))?;
    let needed = degree.saturating_add(1);
    if x.len() < needed {
        let what = format!("np::polyfit of degree {degree}");
        return Err(Error::TooFew { what, needed, unit: "points", given: x.len() });
    }
    let mut powers = Array2::from_shape_fn((x.len(), needed), |(i, j)| x[i].powi((degree - j) as i32));
    // Columns of one size make the problem as well conditioned as it can be.
    let sizes = powers.map_axis(Axis(0), |column| column.dot(&column).sqrt());
    let sizes = sizes.mapv_into(|size| if size == 0.0 { 1.0 } else { size });
    powers /= &sizes;
    let target = Array2::from_shape_fn((y.len(), 1), |(i, _)| y[i]);
    let solution = least_squares("np::polyfit", powers.view(), target.view())?.solution;
    Ok(&solution.column(0) / &sizes)
}

/// The values of a polynomial, coefficients highest power first, at `x`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::polyval([1, 0, 2], [3, 4])?, array![11.0, 18.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn polyval<A: AsArray>(coefficients: impl AsArray<Dim = Ix1>, x: A) -> Result<Array<f64, A::Dim>> {
    Ok(shaped(x.extent(), values(&coefficients.flat()?, &x.flat()?)))
}

fn values(coefficients: &[f64], x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| coefficients.iter().fold(0.0, |value, coefficient| value * x + coefficient)).collect()
}
