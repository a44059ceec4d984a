//! Nearest neighbours of every row among all rows, exactly, by products of blocks.

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

use super::linear::column_means;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// Rows whose distances are computed together.
const BLOCK: usize = 128;
/// Blocks between two looks for an interrupt.
const ROUND: usize = 16;

/// For each row its `k` nearest others and their squared distances, nearest first.
pub(super) fn nearest(x: ArrayView2<'_, f64>, k: usize) -> Result<Vec<Vec<(u32, f64)>>> {
    // About the mean, squares lose fewer digits.
    let x = (&x - &column_means(x)).as_standard_layout().into_owned();
    let squares: Array1<f64> = x.rows().into_iter().map(|row| row.dot(&row)).collect();
    let starts: Vec<usize> = (0..x.nrows()).step_by(BLOCK).collect();
    let mut all = Vec::with_capacity(x.nrows());
    for round in starts.chunks(ROUND) {
        check_interrupt()?;
        let blocks: Vec<Vec<Vec<(u32, f64)>>> =
            round.par_iter().map(|start| nearest_of_block(&x, &squares, *start, k)).collect();
        all.extend(blocks.into_iter().flatten());
    }
    Ok(all)
}

fn nearest_of_block(x: &Array2<f64>, squares: &Array1<f64>, start: usize, k: usize) -> Vec<Vec<(u32, f64)>> {
    let end = x.nrows().min(start + BLOCK);
    let products = x.slice(s![start..end, ..]).dot(&x.t());
    let nearest_of_row = |(offset, products): (usize, ndarray::ArrayView1<'_, f64>)| {
        let row = start + offset;
        let mut candidates: Vec<(u32, f64)> = products
            .iter()
            .zip(squares)
            .enumerate()
            .filter(|(other, _)| *other != row)
            .map(|(other, (product, square))| (other as u32, square - 2.0 * product))
            .collect();
        // A few more, since these distances are rounded.
        let kept = candidates.len().min(k + 8);
        if kept < candidates.len() {
            candidates.select_nth_unstable_by(kept, |a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            candidates.truncate(kept);
        }
        for (other, distance) in &mut candidates {
            *distance = squared_distance(x, row, *other as usize);
        }
        candidates.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        candidates.truncate(k);
        candidates
    };
    products.axis_iter(Axis(0)).enumerate().map(nearest_of_row).collect()
}

fn squared_distance(x: &Array2<f64>, a: usize, b: usize) -> f64 {
    x.row(a).iter().zip(x.row(b)).map(|(a, b)| (a - b) * (a - b)).sum()
}
