//! The cells to draw: the values themselves, or means of blocks where there are too many.

use ndarray::{Array2, s};

use crate::array::{ColorScale, HeatMap};

/// Cells along an axis.
const MOST: usize = 120;

pub(super) struct Grid {
    pub values: Array2<f64>,
    /// Rows and columns of the matrix behind one cell.
    pub block: (usize, usize),
    /// The values at which the colours end; none if no value is finite.
    pub limits: Option<(f64, f64)>,
}

impl Grid {
    pub(super) fn of(map: &HeatMap) -> Self {
        let (rows, columns) = map.values.dim();
        let block = (rows.div_ceil(MOST), columns.div_ceil(MOST));
        let values = if block == (1, 1) { map.values.clone() } else { means(&map.values, block) };
        let limits = map.limits.or_else(|| limits(&values, map.scale));
        Self { values, block, limits }
    }

    /// Where on the colour scale a value lies, from 0 to 1; none for NaN.
    pub(super) fn share(&self, value: f64) -> Option<f64> {
        let (low, high) = self.limits.unwrap_or((0.0, 0.0));
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(if value > 0.0 { 1.0 } else { 0.0 });
        }
        // Halves, since the difference of the largest floats is infinite.
        let span = high / 2.0 - low / 2.0;
        Some(if span > 0.0 { ((value / 2.0 - low / 2.0) / span).clamp(0.0, 1.0) } else { 0.5 })
    }
}

fn limits(values: &Array2<f64>, scale: ColorScale) -> Option<(f64, f64)> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let low = finite().fold(f64::INFINITY, f64::min);
    let high = finite().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return None;
    }
    let far = low.abs().max(high.abs());
    Some(if scale == ColorScale::Diverging { (-far, far) } else { (low, high) })
}

/// The mean of what is not NaN in each block.
fn means(values: &Array2<f64>, (height, width): (usize, usize)) -> Array2<f64> {
    let (rows, columns) = values.dim();
    Array2::from_shape_fn((rows.div_ceil(height), columns.div_ceil(width)), |(i, j)| {
        let (top, left) = (i * height, j * width);
        let part = values.slice(s![top..rows.min(top + height), left..columns.min(left + width)]);
        let (mut sum, mut count) = (0.0, 0_usize);
        for value in part.iter().filter(|value| !value.is_nan()) {
            sum += value;
            count += 1;
        }
        if count == 0 { f64::NAN } else { sum / count as f64 }
    })
}
