//! One random division in two.

use polars::prelude::{DataFrame, IdxCa, IdxSize};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use crate::dataset::Dataset;
use crate::error::{Error, Result};

/// Data in rows that can be selected: a [`Dataset`], a frame.
pub trait Rows: Sized {
    fn n_rows(&self) -> usize;

    /// The rows at `indices`, in that order.
    ///
    /// # Errors
    /// If an index is beyond the last row.
    fn rows_at(&self, indices: &[usize]) -> Result<Self>;
}

impl Rows for Dataset {
    fn n_rows(&self) -> usize {
        self.n_samples()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        self.select_rows(indices)
    }
}

impl Rows for DataFrame {
    fn n_rows(&self) -> usize {
        self.height()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        let indices = IdxCa::from_vec("".into(), indices.iter().map(|index| *index as IdxSize).collect());
        Ok(self.take(&indices)?)
    }
}

/// Divides the rows at random into a training part and a test part, which gets the share
/// `test_size` (between 0 and 1, rounded up to whole rows as in scikit-learn).
///
/// The same seed always gives the same division.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = train_test_split(&iris(), 0.25, 42)?;
/// assert_eq!((train.n_samples(), test.n_samples()), (112, 38));
/// let df = df!("a" => [1, 2, 3, 4])?;
/// let (train, test) = train_test_split(&df, 0.5, 42)?;
/// assert_eq!((train.height(), test.height()), (2, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if `test_size` is not between 0 and 1; [`Error::TooFew`] if a part would be
/// empty.
pub fn train_test_split<T: Rows>(data: &T, test_size: f64, seed: u64) -> Result<(T, T)> {
    let (train, test) = split_indices(data.n_rows(), test_size, seed)?;
    Ok((data.rows_at(&train)?, data.rows_at(&test)?))
}

fn split_indices(n_rows: usize, test_size: f64, seed: u64) -> Result<(Vec<usize>, Vec<usize>)> {
    if !(test_size > 0.0 && test_size < 1.0) {
        let expected = "between 0 and 1: the share of rows for the test, such as 0.25";
        return Err(Error::parameter("train_test_split", "test_size", test_size, expected));
    }
    let n_test = (n_rows as f64 * test_size).ceil() as usize;
    if n_rows < 2 || n_test == n_rows {
        let needed = if n_rows < 2 { 2 } else { (1.0 / (1.0 - test_size)).ceil() as usize };
        let what = format!("train_test_split with test_size {test_size}");
        return Err(Error::TooFew { what, needed: needed.max(n_rows + 1), unit: "rows", given: n_rows });
    }
    let mut indices: Vec<usize> = (0..n_rows).collect();
    indices.shuffle(&mut StdRng::seed_from_u64(seed));
    let train = indices.split_off(n_test);
    Ok((train, indices))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_is_in_one_part_only() {
        let (train, test) = split_indices(101, 0.3, 7).unwrap();
        let all: HashSet<usize> = train.iter().chain(&test).copied().collect();
        assert_eq!((train.len(), test.len(), all.len()), (70, 31, 101));
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(split_indices(50, 0.2, 1).unwrap(), split_indices(50, 0.2, 1).unwrap());
        assert_ne!(split_indices(50, 0.2, 1).unwrap(), split_indices(50, 0.2, 2).unwrap());
    }

    #[test]
    fn bad_sizes_are_refused() {
        for size in [0.0, 1.0, -0.1, 30.0, f64::NAN] {
            assert!(matches!(split_indices(10, size, 0), Err(Error::Parameter { .. })), "{size}");
        }
        for rows in [0, 1] {
            assert!(matches!(split_indices(rows, 0.5, 0), Err(Error::TooFew { .. })), "{rows}");
        }
        assert!(matches!(split_indices(2, 0.9, 0), Err(Error::TooFew { .. })));
    }
}
