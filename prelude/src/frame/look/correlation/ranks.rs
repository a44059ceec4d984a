//! Ranks, and Spearman's correlation of them.

use ndarray::Array2;
use rayon::prelude::*;

use super::columns::NumberColumns;
use super::pairs::{self, Moments};
use crate::error::Result;

/// The correlation of the ranks. Where values are missing, the rows that a pair shares are ranked
/// anew, as pandas does.
pub(super) fn spearman(numbers: &NumberColumns) -> Result<Array2<f64>> {
    let orders = orders(numbers);
    let everywhere = |_row: usize| true;
    let all = (0..numbers.len())
        .into_par_iter()
        .map(|column| ranks(&orders[column], numbers.values(column), everywhere))
        .collect();
    let ranked = numbers.with_values(all);
    let mut matrix = super::moments(&ranked, Moments::correlation)?;
    let has_gaps = |i: usize, j: usize| !(numbers.is_complete(i) && numbers.is_complete(j));
    pairs::fill(&mut matrix, has_gaps, |i, j| {
        let (x, y) = (numbers.values(i), numbers.values(j));
        let left = ranks(&orders[i], x, |row| !y[row].is_nan());
        let right = ranks(&orders[j], y, |row| !x[row].is_nan());
        Moments::of(&left, &right).correlation()
    })?;
    Ok(matrix)
}

/// Per column, its rows with a value in ascending order of the value.
pub(super) fn orders(numbers: &NumberColumns) -> Vec<Vec<u32>> {
    (0..numbers.len()).into_par_iter().map(|column| order(numbers.values(column))).collect()
}

/// The keys stand beside the rows, since sorting rows alone would jump through memory.
fn order(values: &[f64]) -> Vec<u32> {
    let rows = values.iter().zip(0_u32..).filter(|(value, _)| !value.is_nan());
    let mut keyed: Vec<(u64, u32)> = rows.map(|(value, row)| (sort_key(*value), row)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// A whole number that orders as the float does; both zeros have the same.
fn sort_key(value: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    let bits = (value + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

/// Ranks from 1 of the rows kept; equal values share their mean rank; NaN for the others.
fn ranks(order: &[u32], values: &[f64], keep: impl Fn(usize) -> bool) -> Vec<f64> {
    let mut ranks = vec![f64::NAN; values.len()];
    let kept: Vec<usize> = order.iter().map(|row| *row as usize).filter(|row| keep(*row)).collect();
    let mut before = 0;
    for tied in kept.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = before as f64 + (tied.len() + 1) as f64 / 2.0;
        tied.iter().for_each(|row| ranks[*row] = rank);
        before += tied.len();
    }
    ranks
}
