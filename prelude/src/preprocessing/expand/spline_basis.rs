//! B-splines of one feature: values and slopes of the basis at a place.
//!
//! Source: C. de Boor, "A practical guide to splines", 1978.

use serde::{Deserialize, Serialize};

/// The knots of one feature's splines, with those beyond its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Basis {
    degree: usize,
    knots: Vec<f64>,
}

impl Basis {
    /// From knots within the range, at least two, ascending. Beyond it they go on at the distance of
    /// the first two and of the last two.
    pub fn of(inner: &[f64], degree: usize) -> Self {
        let last = inner.len() - 1;
        let (before, after) = (inner[1] - inner[0], inner[last] - inner[last - 1]);
        let lower = (1..=degree).rev().map(|step| inner[0] - step as f64 * before);
        let upper = (1..=degree).map(|step| inner[last] + step as f64 * after);
        Self { degree, knots: lower.chain(inner.iter().copied()).chain(upper).collect() }
    }

    pub fn n_splines(&self) -> usize {
        self.knots.len() - self.degree - 1
    }

    /// The range that the splines were made for.
    pub fn range(&self) -> (f64, f64) {
        (self.knots[self.degree], self.knots[self.n_splines()])
    }

    /// The splines' values at `x`, one each; beyond the range the outermost pieces go on.
    pub fn values(&self, x: f64, out: &mut [f64]) {
        self.values_of_degree(x, self.degree, out);
    }

    /// The splines' slopes at `x`.
    pub fn slopes(&self, x: f64, out: &mut [f64]) {
        out.fill(0.0);
        if self.degree == 0 {
            return;
        }
        // One more spline of the degree below stands on the same knots.
        let mut lower = vec![0.0; self.n_splines() + 1];
        self.values_of_degree(x, self.degree - 1, &mut lower);
        let p = self.degree as f64;
        for (spline, slope) in out.iter_mut().enumerate() {
            let left = ratio(lower[spline], self.knots[spline + self.degree] - self.knots[spline]);
            let right =
                ratio(lower[spline + 1], self.knots[spline + self.degree + 1] - self.knots[spline + 1]);
            *slope = p * (left - right);
        }
    }

    /// Only `degree` + 1 splines are not zero between two knots: their values from lower degrees'.
    fn values_of_degree(&self, x: f64, degree: usize, out: &mut [f64]) {
        out.fill(0.0);
        let knots = &self.knots;
        let piece = self.piece(x);
        let mut values = vec![0.0; degree + 1];
        values[0] = 1.0;
        for step in 1..=degree {
            let mut carried = 0.0;
            for place in 0..step {
                let right = knots[piece + place + 1];
                let left = knots[piece + 1 + place - step];
                let share = ratio(values[place], right - left);
                values[place] = carried + (right - x) * share;
                carried = (x - left) * share;
            }
            values[step] = carried;
        }
        let first = piece - degree;
        out[first..=piece].copy_from_slice(&values);
    }

    /// The knot at or before `x`, within the range.
    fn piece(&self, x: f64) -> usize {
        let (first, last) = (self.degree, self.n_splines());
        let inner = &self.knots[first + 1..last];
        first + inner.partition_point(|knot| *knot <= x)
    }
}

/// Nothing over nothing is nothing: knots that fall together leave no spline between them.
fn ratio(value: f64, width: f64) -> f64 {
    if width == 0.0 { 0.0 } else { value / width }
}
