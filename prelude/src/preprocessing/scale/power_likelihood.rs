//! The power that makes values most like a normal distribution, by maximum likelihood.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::runtime::check_interrupt;

/// The family of power transformations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PowerMethod {
    /// For values of either sign.
    ///
    /// Source: I. Yeo and R. Johnson, "A new family of power transformations to improve normality or
    /// symmetry", Biometrika 87, 2000.
    #[default]
    YeoJohnson,
    /// For values above zero.
    ///
    /// Source: G. Box and D. Cox, "An analysis of transformations", Journal of the Royal Statistical
    /// Society B 26, 1964.
    BoxCox,
}

impl PowerMethod {
    /// One value transformed.
    pub(super) fn apply(self, x: f64, lambda: f64) -> f64 {
        match self {
            Self::BoxCox => power(x.ln(), lambda),
            Self::YeoJohnson if x < 0.0 => -power((-x).ln_1p(), 2.0 - lambda),
            Self::YeoJohnson => power(x.ln_1p(), lambda),
        }
    }

    /// The value that was transformed to `z`; NaN if there is none.
    pub(super) fn undo(self, z: f64, lambda: f64) -> f64 {
        match self {
            Self::BoxCox => log_of(z, lambda).exp(),
            Self::YeoJohnson if z < 0.0 => -log_of(-z, 2.0 - lambda).exp_m1(),
            Self::YeoJohnson => log_of(z, lambda).exp_m1(),
        }
    }

    /// The power that fits `values` best; none of them NaN.
    pub(super) fn best_lambda(self, values: &[f64]) -> Result<f64> {
        let sample = Logarithms::of(self, values);
        maximise(|lambda| sample.log_likelihood(lambda))
    }
}

/// (exp(λ log) − 1) / λ, and its limit for λ = 0.
fn power(log: f64, lambda: f64) -> f64 {
    if lambda.abs() < f64::EPSILON { log } else { (lambda * log).exp_m1() / lambda }
}

fn log_of(z: f64, lambda: f64) -> f64 {
    if lambda.abs() < f64::EPSILON { z } else { (lambda * z).ln_1p() / lambda }
}

/// The logarithms of the values, so that a likelihood needs only one exponential per value.
struct Logarithms {
    method: PowerMethod,
    /// ln x, or ln(1 + |x|).
    of_size: Vec<f64>,
    negative: Vec<bool>,
    /// The sum of the logarithms, with the values' signs.
    sum: f64,
}

impl Logarithms {
    fn of(method: PowerMethod, values: &[f64]) -> Self {
        let log = |x: &f64| if method == PowerMethod::BoxCox { x.ln() } else { x.abs().ln_1p() };
        let of_size: Vec<f64> = values.iter().map(log).collect();
        let negative: Vec<bool> =
            values.iter().map(|x| method == PowerMethod::YeoJohnson && *x < 0.0).collect();
        let sum = of_size.iter().zip(&negative).map(|(log, minus)| if *minus { -log } else { *log }).sum();
        Self { method, of_size, negative, sum }
    }

    /// −n/2 ln σ² + (λ − 1) Σ ±ln, without its constant; −∞ where numbers overflow.
    fn log_likelihood(&self, lambda: f64) -> f64 {
        let n = self.of_size.len() as f64;
        let (shift, variance) = match self.method {
            PowerMethod::BoxCox => self.box_cox_variance(lambda),
            PowerMethod::YeoJohnson => (0.0, self.yeo_johnson_variance(lambda)),
        };
        let value = -0.5 * n * (variance.ln() + shift) + (lambda - 1.0) * self.sum;
        if value.is_nan() || variance < f64::MIN_POSITIVE { f64::NEG_INFINITY } else { value }
    }

    fn yeo_johnson_variance(&self, lambda: f64) -> f64 {
        let change = |(log, minus): (&f64, &bool)| {
            if *minus { -power(*log, 2.0 - lambda) } else { power(*log, lambda) }
        };
        variance(self.of_size.iter().zip(&self.negative).map(change))
    }

    /// A logarithm and the variance that it is to be added to: so powers never overflow.
    fn box_cox_variance(&self, lambda: f64) -> (f64, f64) {
        if lambda.abs() < 1e-6 {
            return (0.0, variance(self.of_size.iter().map(|log| power(*log, lambda))));
        }
        let most = self.of_size.iter().fold(f64::NEG_INFINITY, |most, log| most.max(lambda * log));
        let scaled = self.of_size.iter().map(|log| (lambda * log - most).exp());
        (2.0 * (most - lambda.abs().ln()), variance(scaled))
    }
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let (count, sum) = values.clone().fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    let mean = sum / count;
    values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / count
}

const GOLDEN: f64 = 0.381_966_011_250_105_1;
const TOLERANCE: f64 = 1e-9;
const MOST_STEPS: usize = 200;
/// Powers beyond this are no help.
const FARTHEST: f64 = 1e4;

/// Where `f` is greatest: between three points of which the middle one is highest, by parabolas and
/// golden sections.
///
/// Source: R. Brent, "Algorithms for minimization without derivatives", 1973, chapter 5.
fn maximise(f: impl Fn(f64) -> f64) -> Result<f64> {
    let f = |x: f64| -> Result<f64> {
        check_interrupt()?;
        Ok(-f(x))
    };
    let (mut low, mut x, mut high) = bracket(&f)?;
    let (mut second, mut third) = (x, x);
    let mut fx = f(x)?;
    let (mut f_second, mut f_third) = (fx, fx);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..MOST_STEPS {
        let middle = 0.5 * (low + high);
        let tolerance = TOLERANCE * x.abs() + 1e-11;
        if (x - middle).abs() <= 2.0 * tolerance - 0.5 * (high - low) {
            break;
        }
        let parabola = vertex((x, fx), (second, f_second), (third, f_third));
        if let Some(move_by) = parabola
            .filter(|move_by| move_by.abs() < 0.5 * before.abs() && x + move_by > low && x + move_by < high)
        {
            before = step;
            step = move_by;
        } else {
            before = if x < middle { high - x } else { low - x };
            step = GOLDEN * before;
        }
        let u = x + if step.abs() >= tolerance { step } else { tolerance.copysign(step) };
        let fu = f(u)?;
        if fu <= fx {
            if u >= x {
                low = x;
            } else {
                high = x;
            }
            (third, f_third, second, f_second, x, fx) = (second, f_second, x, fx, u, fu);
        } else {
            if u < x {
                low = u;
            } else {
                high = u;
            }
            if fu <= f_second || second == x {
                (third, f_third, second, f_second) = (second, f_second, u, fu);
            } else if fu <= f_third || third == x || third == second {
                (third, f_third) = (u, fu);
            }
        }
    }
    Ok(x)
}

/// How far from the first of three points their parabola is lowest.
fn vertex((x, fx): (f64, f64), (w, fw): (f64, f64), (v, fv): (f64, f64)) -> Option<f64> {
    let r = (x - w) * (fx - fv);
    let q = (x - v) * (fx - fw);
    let p = (x - v) * q - (x - w) * r;
    let q = 2.0 * (q - r);
    let move_by = -p / q;
    move_by.is_finite().then_some(move_by)
}

/// Three points, the middle one lowest, from −2 and 2 outwards.
fn bracket(f: &impl Fn(f64) -> Result<f64>) -> Result<(f64, f64, f64)> {
    let (mut low, mut middle, mut high) = (-2.0, 0.5, 3.0);
    let (mut f_low, mut f_middle, mut f_high) = (f(low)?, f(middle)?, f(high)?);
    let mut reach = 4.0;
    while f_low < f_middle && low > -FARTHEST {
        (high, middle, f_middle) = (middle, low, f_low);
        low -= reach;
        reach *= 2.0;
        f_low = f(low)?;
        f_high = f64::INFINITY;
    }
    while f_high < f_middle && high < FARTHEST {
        (low, middle, f_middle) = (middle, high, f_high);
        high += reach;
        reach *= 2.0;
        f_high = f(high)?;
    }
    Ok((low, middle, high))
}
