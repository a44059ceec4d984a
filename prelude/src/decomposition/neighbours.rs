//! Nearest neighbours of every row among all rows, with squared distances.

use ndarray::ArrayView2;

use crate::error::Result;
use crate::neighbors::{Metric, NeighborIndex, NeighborSearch};

/// For each row its `k` nearest others and their squared distances, nearest first.
pub(super) fn nearest(x: ArrayView2<'_, f64>, k: usize) -> Result<Vec<Vec<(u32, f64)>>> {
    let index = NeighborIndex::new(x, Metric::Euclidean, NeighborSearch::Auto)?;
    let found = index.nearest_others(k)?;
    let rows = found.indices.rows().into_iter().zip(found.distances.rows());
    let squared = |(row, distance): (&usize, &f64)| (*row as u32, distance * distance);
    Ok(rows.map(|(rows, distances)| rows.iter().zip(distances).map(squared).collect()).collect())
}
