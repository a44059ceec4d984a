//! Sums of products of centred columns, for all pairs at once.

use ndarray::{Array2, s};
use rayon::prelude::*;

use crate::error::Result;
use crate::runtime::check_interrupt;

/// Columns per block and rows per step: two blocks of a step fit into the second-level cache.
const BLOCK: usize = 32;
const STEP: usize = 1024;

/// Entry (i, j) is Σ (xᵢ − x̄ᵢ)(xⱼ − x̄ⱼ).
pub(super) fn centred_products(columns: &[&[f64]]) -> Result<Array2<f64>> {
    let centred: Vec<Vec<f64>> = columns.par_iter().map(|values| centre(values)).collect();
    let starts: Vec<usize> = (0..centred.len()).step_by(BLOCK).collect();
    let pairs: Vec<(usize, usize)> =
        starts.iter().flat_map(|a| starts.iter().filter(move |b| *b >= a).map(move |b| (*a, *b))).collect();
    let blocks: Vec<Array2<f64>> =
        pairs.par_iter().map(|(a, b)| block(&centred, *a, *b)).collect::<Result<_>>()?;
    let mut products = Array2::zeros((centred.len(), centred.len()));
    for ((a, b), block) in pairs.into_iter().zip(blocks) {
        let (height, width) = block.dim();
        products.slice_mut(s![a..a + height, b..b + width]).assign(&block);
        products.slice_mut(s![b..b + width, a..a + height]).assign(&block.t());
    }
    Ok(products)
}

/// The products of the columns from `a` with those from `b`.
fn block(columns: &[Vec<f64>], a: usize, b: usize) -> Result<Array2<f64>> {
    let left = &columns[a..columns.len().min(a + BLOCK)];
    let right = &columns[b..columns.len().min(b + BLOCK)];
    let mut sums = Array2::zeros((left.len(), right.len()));
    let rows = left[0].len();
    for start in (0..rows).step_by(STEP) {
        check_interrupt()?;
        let end = rows.min(start + STEP);
        let part = |columns: &[Vec<f64>]| {
            Array2::from_shape_fn((columns.len(), end - start), |(i, row)| columns[i][start + row])
        };
        let (left, right) = (part(left), part(right));
        sums += &left.dot(&right.t());
    }
    Ok(sums)
}

/// Each value less the mean; exactly zero for a constant column, whose mean may be rounded.
fn centre(values: &[f64]) -> Vec<f64> {
    let Some(first) = values.first() else { return Vec::new() };
    if values.iter().all(|value| value == first) {
        return vec![0.0; values.len()];
    }
    // Relative to the first value, so that large offsets cost no digits.
    let shift = values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - first) - shift).collect()
}
