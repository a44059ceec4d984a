//! Sums over the samples, such as a loss with its gradient and curvature, made in blocks.
//!
//! A block of rows stays in the processor's cache while everything is done with it. Blocks form
//! pieces of fixed size, pieces are worked on at once and added in order: the sum does not depend on
//! the number of threads.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};
use rayon::prelude::*;

use crate::array::linalg::add_product;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// Rows of a block.
pub(super) const BLOCK: usize = 512;
/// Rows of a piece.
const PIECE: usize = 4096;
/// So many pieces are worked on before the sum grows and an interrupt is looked for.
const PIECES: usize = 8;

/// A sum that grows by blocks of rows.
pub(super) trait RowSum: Send {
    fn add_block(&mut self, rows: Range<usize>);
    fn merge(&mut self, other: Self);
}

/// The sum over `n` rows, from sums that are `zero`.
pub(super) fn sum_rows<S: RowSum>(n: usize, zero: impl Fn() -> S + Sync) -> Result<S> {
    let mut total = zero();
    let mut start = 0;
    while start < n {
        check_interrupt()?;
        let end = n.min(start + PIECE * PIECES);
        let pieces: Vec<S> = (start..end)
            .into_par_iter()
            .step_by(PIECE)
            .map(|first| {
                let mut sum = zero();
                let last = end.min(first + PIECE);
                (first..last).step_by(BLOCK).for_each(|row| sum.add_block(row..last.min(row + BLOCK)));
                sum
            })
            .collect();
        pieces.into_iter().for_each(|piece| total.merge(piece));
        start = end;
    }
    Ok(total)
}

/// Weighted means of the columns and of the target; zeros if the plane goes through the origin.
pub(super) fn means(
    x: ArrayView2<'_, f64>,
    y: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    fit_intercept: bool,
) -> Result<(Array1<f64>, f64)> {
    if !fit_intercept {
        return Ok((Array1::zeros(x.ncols()), 0.0));
    }
    let total = weights.map_or(x.nrows() as f64, |weights| weights.sum());
    let (x, y, weights) = (x.view(), y.view(), weights.as_ref().map(|weights| weights.view()));
    let sums =
        sum_rows(x.nrows(), || Sums { x, y, weights, columns: Array1::zeros(x.ncols()), target: 0.0 })?;
    Ok((sums.columns / total, sums.target / total))
}

struct Sums<'a> {
    x: ArrayView2<'a, f64>,
    y: ArrayView1<'a, f64>,
    weights: Option<ArrayView1<'a, f64>>,
    columns: Array1<f64>,
    target: f64,
}

impl RowSum for Sums<'_> {
    fn add_block(&mut self, rows: Range<usize>) {
        for i in rows {
            let weight = self.weights.map_or(1.0, |weights| weights[i]);
            self.columns.scaled_add(weight, &self.x.row(i));
            self.target += weight * self.y[i];
        }
    }

    fn merge(&mut self, other: Self) {
        self.columns += &other.columns;
        self.target += other.target;
    }
}

/// The sums of squares and products about the means, and the means.
#[derive(Clone, Debug)]
pub(super) struct Moments {
    /// Σ w, or n.
    pub weight: f64,
    pub x_mean: Array1<f64>,
    pub y_mean: f64,
    /// Σ w (x − x̄)(x − x̄)ᵀ
    pub gram: Array2<f64>,
    /// Σ w (x − x̄)(y − ȳ)
    pub xy: Array1<f64>,
    /// Σ w (y − ȳ)²
    pub yy: f64,
}

/// The moments of all rows, about zero without an intercept.
pub(super) fn moments(
    x: ArrayView2<'_, f64>,
    y: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    fit_intercept: bool,
) -> Result<Moments> {
    let (x_mean, y_mean) = means(x, y, weights, fit_intercept)?;
    let width = x.ncols() + 1;
    let (x, y, weights) = (x.view(), y.view(), weights.as_ref().map(|weights| weights.view()));
    let sum = sum_rows(x.nrows(), || Products {
        x,
        y,
        weights,
        x_mean: &x_mean,
        y_mean,
        left: Array2::zeros((BLOCK, width)),
        right: Array2::zeros(if weights.is_some() { (BLOCK, width) } else { (0, 0) }),
        products: Array2::zeros((width, width)),
    })?;
    let p = x.ncols();
    let products = sum.products;
    Ok(Moments {
        weight: weights.map_or(x.nrows() as f64, |weights| weights.sum()),
        gram: products.slice(s![..p, ..p]).to_owned(),
        xy: products.slice(s![..p, p]).to_owned(),
        yy: products[[p, p]],
        x_mean: x_mean.clone(),
        y_mean,
    })
}

struct Products<'a> {
    x: ArrayView2<'a, f64>,
    y: ArrayView1<'a, f64>,
    weights: Option<ArrayView1<'a, f64>>,
    x_mean: &'a Array1<f64>,
    y_mean: f64,
    /// A block of centred rows with the centred target behind.
    left: Array2<f64>,
    /// The same times the weights.
    right: Array2<f64>,
    products: Array2<f64>,
}

impl RowSum for Products<'_> {
    fn add_block(&mut self, rows: Range<usize>) {
        let (p, n) = (self.x_mean.len(), rows.len());
        let mut left = self.left.slice_mut(s![..n, ..]);
        for (mut target, i) in left.axis_iter_mut(Axis(0)).zip(rows.clone()) {
            let centred = &self.x.row(i) - self.x_mean;
            target.slice_mut(s![..p]).assign(&centred);
            target[p] = self.y[i] - self.y_mean;
        }
        let left = self.left.slice(s![..n, ..]);
        let Some(weights) = self.weights else {
            add_product(self.products.view_mut(), left.t(), left);
            return;
        };
        let mut right = self.right.slice_mut(s![..n, ..]);
        for ((mut target, source), i) in right.axis_iter_mut(Axis(0)).zip(left.axis_iter(Axis(0))).zip(rows) {
            target.assign(&source);
            target *= weights[i];
        }
        add_product(self.products.view_mut(), left.t(), right.view());
    }

    fn merge(&mut self, other: Self) {
        self.products += &other.products;
    }
}
