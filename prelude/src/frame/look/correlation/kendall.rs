//! Kendall's tau-b in n log n steps: sort by one column, then count the exchanges that a merge sort
//! of the other needs (Knight 1966).

use ndarray::Array2;

use super::columns::NumberColumns;
use super::pairs;
use super::ranks::orders;
use crate::error::Result;

pub(super) fn matrix(numbers: &NumberColumns) -> Result<Array2<f64>> {
    let orders = orders(numbers);
    let mut matrix = Array2::from_elem((numbers.len(), numbers.len()), f64::NAN);
    pairs::fill(&mut matrix, |_, _| true, |i, j| tau_b(&orders[i], numbers.values(i), numbers.values(j)))?;
    Ok(matrix)
}

/// `order` holds the rows of `x` in ascending order of its values.
fn tau_b(order: &[u32], x: &[f64], y: &[f64]) -> f64 {
    let mut points: Vec<(f64, f64)> = order
        .iter()
        .map(|row| (x[*row as usize], y[*row as usize]))
        .filter(|(_, second)| !second.is_nan())
        .collect();
    // Of equal x the y ascend, so that no exchange is counted between them.
    for tied in points.chunk_by_mut(|a, b| a.0 == b.0) {
        tied.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    }
    let ties_x = tied_pairs(points.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len));
    let ties_both = tied_pairs(points.chunk_by(|a, b| a == b).map(<[_]>::len));
    let mut second: Vec<f64> = points.iter().map(|point| point.1).collect();
    let discordant = sort_counting(&mut second);
    let ties_y = tied_pairs(second.chunk_by(|a, b| a == b).map(<[_]>::len));
    let total = pairs_of(points.len());
    if ties_x == total || ties_y == total {
        return f64::NAN;
    }
    let difference =
        total as i128 - ties_x as i128 - ties_y as i128 + ties_both as i128 - 2 * discordant as i128;
    let tau = difference as f64 / ((total - ties_x) as f64).sqrt() / ((total - ties_y) as f64).sqrt();
    tau.clamp(-1.0, 1.0)
}

fn pairs_of(count: usize) -> u128 {
    let count = count as u128;
    count * count.saturating_sub(1) / 2
}

fn tied_pairs(runs: impl Iterator<Item = usize>) -> u128 {
    runs.map(pairs_of).sum()
}

/// Sorts, and counts the pairs that stood in the wrong order.
fn sort_counting(values: &mut Vec<f64>) -> u128 {
    let length = values.len();
    let mut other = vec![0.0; length];
    let (mut exchanges, mut width) = (0, 1);
    while width < length {
        for start in (0..length).step_by(2 * width) {
            let middle = length.min(start + width);
            let end = length.min(start + 2 * width);
            exchanges += merge(&values[start..middle], &values[middle..end], &mut other[start..end]);
        }
        std::mem::swap(values, &mut other);
        width *= 2;
    }
    exchanges
}

fn merge(left: &[f64], right: &[f64], target: &mut [f64]) -> u128 {
    let (mut i, mut j, mut exchanges) = (0, 0, 0_u128);
    for place in target {
        if j == right.len() || (i < left.len() && left[i] <= right[j]) {
            *place = left[i];
            i += 1;
        } else {
            *place = right[j];
            j += 1;
            exchanges += (left.len() - i) as u128;
        }
    }
    exchanges
}
