//! Work over the columns of a matrix, fast whichever way it lies in memory.
//!
//! A matrix of ndarray's own has its rows one after the other, one from a frame its columns. Both
//! are worked through in blocks of fixed size, in parallel; partial results are put together in the
//! blocks' order, so that no number depends on how many threads there are.

use ndarray::{Array2, ArrayView2, CowArray, Ix2, ShapeBuilder};
use rayon::prelude::*;

use crate::array::Features;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// Numbers in one block of work: a quarter of a megabyte.
const BLOCK: usize = 1 << 15;
/// Doubles in a cache line: so many columns are gathered from rows at once.
const LINE: usize = 8;

/// A matrix whose numbers lie in one run of memory, by rows or by columns.
struct Contiguous<'a> {
    values: CowArray<'a, f64, Ix2>,
    by_rows: bool,
}

impl<'a> Contiguous<'a> {
    fn of(x: ArrayView2<'a, f64>) -> Self {
        let by_rows = x.is_standard_layout();
        let values = if by_rows || x.t().is_standard_layout() {
            CowArray::from(x)
        } else {
            return Self { values: CowArray::from(x.as_standard_layout().into_owned()), by_rows: true };
        };
        Self { values, by_rows }
    }

    fn numbers(&self) -> &[f64] {
        self.values.as_slice_memory_order().unwrap_or_default()
    }

    fn by_rows(&self) -> bool {
        self.by_rows
    }

    /// A matrix of the same shape that lies in the same way.
    fn alike(&self, numbers: Vec<f64>) -> Array2<f64> {
        let (n, p) = self.values.dim();
        let shape = (n, p).set_f(!self.by_rows);
        Array2::from_shape_vec(shape, numbers).unwrap_or_else(|_| Array2::zeros((n, p)))
    }
}

/// Each value of column j as `change(value, a[j], b[j])`.
pub(super) fn zip_map(
    x: ArrayView2<'_, f64>,
    a: &[f64],
    b: &[f64],
    change: impl Fn(f64, f64, f64) -> f64 + Sync,
) -> Array2<f64> {
    let x = Contiguous::of(x);
    let (n, p) = x.values.dim();
    let mut out = vec![0.0; n * p];
    if n * p == 0 {
        return x.alike(out);
    }
    if x.by_rows() {
        let block = p * (BLOCK / p).max(1);
        out.par_chunks_mut(block).zip(x.numbers().par_chunks(block)).for_each(|(out, x)| {
            for (out, x) in out.chunks_exact_mut(p).zip(x.chunks_exact(p)) {
                for (((out, x), a), b) in out.iter_mut().zip(x).zip(a).zip(b) {
                    *out = change(*x, *a, *b);
                }
            }
        });
    } else {
        let columns = out.par_chunks_mut(n).zip(x.numbers().par_chunks(n)).zip(a.par_iter().zip(b));
        columns.for_each(|((out, x), (a, b))| {
            for (out, x) in out.iter_mut().zip(x) {
                *out = change(*x, *a, *b);
            }
        });
    }
    x.alike(out)
}

/// Each value of column j as `change(j, value)`.
pub(super) fn map(x: ArrayView2<'_, f64>, change: impl Fn(usize, f64) -> f64 + Sync) -> Result<Array2<f64>> {
    let x = Contiguous::of(x);
    let (n, p) = x.values.dim();
    let mut out = vec![0.0; n * p];
    if n * p == 0 {
        return Ok(x.alike(out));
    }
    let by_rows = x.by_rows();
    let changes = out.par_chunks_mut(BLOCK).zip(x.numbers().par_chunks(BLOCK)).enumerate();
    changes.try_for_each(|(block, (out, x))| {
        check_interrupt()?;
        for (place, (out, x)) in out.iter_mut().zip(x).enumerate() {
            let index = block * BLOCK + place;
            *out = change(if by_rows { index % p } else { index / n }, *x);
        }
        Ok::<(), Error>(())
    })?;
    Ok(x.alike(out))
}

/// What `learn(j, column)` gives for each column, which it may rearrange.
pub(super) fn learn<T: Send>(
    x: ArrayView2<'_, f64>,
    learn: impl Fn(usize, &mut Vec<f64>) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let x = Contiguous::of(x);
    let (n, p) = x.values.dim();
    let numbers = x.numbers();
    if !x.by_rows() {
        let one = |j: usize| {
            check_interrupt()?;
            learn(j, &mut numbers[j * n..(j + 1) * n].to_vec())
        };
        return (0..p).into_par_iter().map(one).collect();
    }
    let group = |first: usize| -> Result<Vec<T>> {
        let width = LINE.min(p - first);
        let mut columns = vec![Vec::with_capacity(n); width];
        for row in numbers.chunks_exact(p) {
            for (column, value) in columns.iter_mut().zip(&row[first..first + width]) {
                column.push(*value);
            }
        }
        let one = |(place, column): (usize, &mut Vec<f64>)| {
            check_interrupt()?;
            learn(first + place, column)
        };
        columns.par_iter_mut().enumerate().map(one).collect()
    };
    let groups: Result<Vec<Vec<T>>> = (0..p).step_by(LINE).map(group).collect();
    Ok(groups?.into_iter().flatten().collect())
}

/// A running result for each column, by blocks of rows: `add(results, block)` goes through one
/// block's numbers, `join` puts a later block's results to an earlier one's.
pub(super) fn fold<T: Clone + Send + Sync>(
    x: ArrayView2<'_, f64>,
    start: &[T],
    add: impl Fn(&mut T, f64) + Sync,
    join: impl Fn(&mut T, &T),
) -> Vec<T> {
    let x = Contiguous::of(x);
    let (n, p) = x.values.dim();
    let mut results = start.to_vec();
    if n * p == 0 {
        return results;
    }
    if x.by_rows() {
        let block = p * (BLOCK / p).max(1);
        let partial = x.numbers().par_chunks(block).map(|block| {
            let mut results = start.to_vec();
            for row in block.chunks_exact(p) {
                for (result, value) in results.iter_mut().zip(row) {
                    add(result, *value);
                }
            }
            results
        });
        for block in partial.collect::<Vec<_>>() {
            for (result, later) in results.iter_mut().zip(&block) {
                join(result, later);
            }
        }
    } else {
        let per_column = n.div_ceil(BLOCK);
        let blocks = (0..p * per_column).into_par_iter().map(|index| {
            let (j, block) = (index / per_column, index % per_column);
            let rows = block * BLOCK..n.min((block + 1) * BLOCK);
            let mut result = start[j].clone();
            for value in &x.numbers()[j * n + rows.start..j * n + rows.end] {
                add(&mut result, *value);
            }
            result
        });
        for (index, block) in blocks.collect::<Vec<_>>().iter().enumerate() {
            join(&mut results[index / per_column], block);
        }
    }
    results
}

/// What may stand among the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    /// NaN is a missing value.
    Allowed,
    /// NaN is an error.
    Refused,
}

/// Refuses infinities, and NaN unless it is allowed.
pub(super) fn check_values(features: &Features<'_>, gaps: Gaps) -> Result<()> {
    let x = Contiguous::of(features.view());
    let good = |value: &f64| value.is_finite() || (gaps == Gaps::Allowed && value.is_nan());
    if x.numbers().par_chunks(BLOCK).all(|block| block.iter().fold(true, |all, value| all & good(value))) {
        return Ok(());
    }
    let found = features.values.indexed_iter().find(|(_, value)| !good(value));
    found.map_or(Ok(()), |((row, column), value)| {
        Err(Error::NotFinite { what: features.describe(column), value: *value, row })
    })
}
