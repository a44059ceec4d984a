//! Kernel density estimates.

use super::{extent, finite, mean_and_deviation};

/// Points along a curve.
const POINTS: usize = 200;
/// With more values than this, they are binned first.
const MOST_EXACT: usize = 2_000;
/// Bins of the binned estimate; with as many, the error is below what can be drawn.
const CELLS: usize = 2_048;
/// Bandwidths beyond which a Gaussian is taken for zero.
const REACH: f64 = 8.0;

/// The density of a sample by Gaussian kernels, at equally spaced places.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    pub at: Vec<f64>,
    pub density: Vec<f64>,
    pub bandwidth: f64,
}

impl Density {
    /// Of the finite values, from `cut` bandwidths below the least to `cut` above the greatest. The bandwidth is
    /// Scott's rule (D. W. Scott, "Multivariate Density Estimation", 1992: deviation × n^(-1/5)) times
    /// `factor`. Nothing where there are no values; constant values have a narrow bump.
    #[must_use]
    pub fn of(values: &[f64], factor: f64, cut: f64) -> Option<Self> {
        let values = finite(values);
        let (low, high) = extent(&values)?;
        let bandwidth = bandwidth(&values) * if factor > 0.0 { factor } else { 1.0 };
        let (start, end) = (low - cut * bandwidth, high + cut * bandwidth);
        let step = end / (POINTS - 1) as f64 - start / (POINTS - 1) as f64;
        let at: Vec<f64> = (0..POINTS).map(|index| start + step * index as f64).collect();
        let density = if values.len() <= MOST_EXACT {
            let weights = vec![1.0 / values.len() as f64; values.len()];
            sum_of_kernels(&at, &values, &weights, bandwidth)
        } else {
            let (places, weights) = binned(&values, low, high);
            sum_of_kernels(&at, &places, &weights, bandwidth)
        };
        Some(Self { at, density, bandwidth })
    }
}

fn bandwidth(values: &[f64]) -> f64 {
    let (mean, deviation) = mean_and_deviation(values);
    let width = deviation * (values.len() as f64).powf(-0.2);
    // Equal values deviate by rounding only.
    if width > mean.abs() * 1e-12 {
        width
    } else if mean == 0.0 {
        0.1
    } else {
        (mean.abs() * 0.01).max(f64::MIN_POSITIVE)
    }
}

/// Each value's weight is shared between the two nearest grid points (linear binning: M. P. Wand, "Fast
/// computation of multivariate kernel estimators", 1994).
fn binned(values: &[f64], low: f64, high: f64) -> (Vec<f64>, Vec<f64>) {
    let step = (high / (CELLS - 1) as f64 - low / (CELLS - 1) as f64).max(f64::MIN_POSITIVE);
    let mut weights = vec![0.0; CELLS];
    let one = 1.0 / values.len() as f64;
    for value in values {
        let place = ((value - low) / step).clamp(0.0, (CELLS - 1) as f64);
        let cell = (place as usize).min(CELLS - 2);
        let share = place - cell as f64;
        weights[cell] += one * (1.0 - share);
        weights[cell + 1] += one * share;
    }
    ((0..CELLS).map(|cell| low + step * cell as f64).collect(), weights)
}

fn sum_of_kernels(at: &[f64], places: &[f64], weights: &[f64], bandwidth: f64) -> Vec<f64> {
    let height = 1.0 / (bandwidth * (2.0 * std::f64::consts::PI).sqrt());
    let one = |x: f64| {
        let sum: f64 = places
            .iter()
            .zip(weights)
            .map(|(place, weight)| {
                let distance = (x - place) / bandwidth;
                if *weight > 0.0 && distance.abs() < REACH {
                    weight * (-0.5 * distance * distance).exp()
                } else {
                    0.0
                }
            })
            .sum();
        sum * height
    };
    at.iter().map(|x| one(*x)).collect()
}
