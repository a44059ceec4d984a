//! A straight line through points, and Student's t, which says how sure it is.

use std::f64::consts::PI;

use super::mean_and_deviation;

/// Least squares of y upon one x.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    pub slope: f64,
    pub intercept: f64,
    n: f64,
    mean_x: f64,
    squares_x: f64,
    /// Of the residuals.
    deviation: f64,
    t: f64,
}

impl Regression {
    /// Over the pairs that are finite; nothing where they do not determine a line and its band.
    #[must_use]
    pub fn of(x: &[f64], y: &[f64]) -> Option<Self> {
        let pairs: Vec<(f64, f64)> =
            x.iter().zip(y).map(|(x, y)| (*x, *y)).filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
        if pairs.len() < 3 {
            return None;
        }
        let n = pairs.len() as f64;
        let mean_x = pairs.iter().map(|pair| pair.0 / n).sum::<f64>();
        let mean_y = pairs.iter().map(|pair| pair.1 / n).sum::<f64>();
        let squares_x: f64 = pairs.iter().map(|pair| (pair.0 - mean_x).powi(2)).sum();
        let products: f64 = pairs.iter().map(|pair| (pair.0 - mean_x) * (pair.1 - mean_y)).sum();
        let slope = products / squares_x;
        if !slope.is_finite() {
            return None;
        }
        let intercept = mean_y - slope * mean_x;
        let rest: f64 =
            pairs.iter().map(|(x, y)| (y - mean_y - slope * (x - mean_x)).powi(2)).sum::<f64>() / (n - 2.0);
        Some(Self {
            slope,
            intercept,
            n,
            mean_x,
            squares_x,
            deviation: rest.sqrt(),
            t: t_quantile(0.975, pairs.len() - 2),
        })
    }

    /// The line at `x`.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }

    /// How far the 95 % confidence band of the mean reaches up and down at `x`.
    #[must_use]
    pub fn half_width(&self, x: f64) -> f64 {
        self.t * self.deviation * (1.0 / self.n + (x - self.mean_x).powi(2) / self.squares_x).sqrt()
    }
}

/// The mean of finite values and the half-length of its 95 % confidence interval (0 for one value).
#[must_use]
pub fn mean_interval(values: &[f64]) -> (f64, f64) {
    let (mean, deviation) = mean_and_deviation(values);
    let n = values.len();
    let half = if n > 1 { t_quantile(0.975, n - 1) * deviation / (n as f64).sqrt() } else { 0.0 };
    (mean, half)
}

/// The quantile of Student's t at `q` (between 0.5 and 1) with a whole number of degrees of freedom.
///
/// The distribution is a finite sum for whole degrees (Abramowitz and Stegun 26.7.3, 26.7.4), solved by
/// halving; from 200 degrees on it is expanded about the normal's quantile (26.7.5), good to 1e-9 there.
#[must_use]
pub fn t_quantile(q: f64, degrees: usize) -> f64 {
    let degrees = degrees.max(1);
    if degrees >= 200 {
        return expanded(normal_quantile(q), degrees as f64);
    }
    // As an angle: the distribution's tail is finite there.
    let (mut low, mut high) = (0.0, PI / 2.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if t_within(middle, degrees) < 2.0 * q - 1.0 { low = middle } else { high = middle }
    }
    (degrees as f64).sqrt() * low.tan()
}

/// The probability that |t| is below `tan(angle) * sqrt(degrees)`.
fn t_within(angle: f64, degrees: usize) -> f64 {
    let (sin, cos) = angle.sin_cos();
    let odd = degrees % 2 == 1;
    let mut term = if odd { cos } else { 1.0 };
    let mut sum = if degrees == 1 { 0.0 } else { term };
    let mut k = if odd { 3 } else { 2 };
    while k < degrees {
        term *= cos * cos * (k - 1) as f64 / k as f64;
        sum += term;
        k += 2;
    }
    if odd { 2.0 / PI * (angle + sin * sum) } else { sin * sum }
}

fn expanded(x: f64, degrees: f64) -> f64 {
    let g1 = (x.powi(3) + x) / 4.0;
    let g2 = (5.0 * x.powi(5) + 16.0 * x.powi(3) + 3.0 * x) / 96.0;
    let g3 = (3.0 * x.powi(7) + 19.0 * x.powi(5) + 17.0 * x.powi(3) - 15.0 * x) / 384.0;
    x + g1 / degrees + g2 / degrees.powi(2) + g3 / degrees.powi(3)
}

/// By halving the series of the normal's distribution (Abramowitz and Stegun 26.2.11).
fn normal_quantile(q: f64) -> f64 {
    let below = |x: f64| {
        let (mut term, mut sum, mut k) = (x, x, 1.0);
        while term > 1e-18 * sum && k < 200.0 {
            term *= x * x / (2.0 * k + 1.0);
            sum += term;
            k += 1.0;
        }
        0.5 + sum * (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
    };
    let (mut low, mut high) = (0.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if below(middle) < q { low = middle } else { high = middle }
    }
    low
}
