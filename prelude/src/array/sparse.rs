//! Sparse matrices, for text: row by row, only what is not zero (compressed sparse rows).
//!
//! A vocabulary has thousands of words and a document a few dozen. Small on purpose: what the
//! vectorisers make and what models of text need, in one concrete type.

use std::borrow::Cow;

use ndarray::{Array1, Array2, ArrayBase, ArrayView2, Axis, Data, Ix2};
use polars::prelude::DataFrame;
use rayon::prelude::*;

use super::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::frame::FrameExt;

/// A dense matrix of more values than this (2 GiB) is taken for an oversight.
const MOST_DENSE: usize = 1 << 28;

/// A matrix of shape (n_rows, n_columns) that stores only what is not zero.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = SparseMatrix::from_dense(&array![[0.0, 2.0, 0.0], [1.0, 0.0, 3.0]]);
/// assert_eq!((x.shape(), x.nnz()), ((2, 3), 3));
/// assert_eq!(x.row(1), vec![(0, 1.0), (2, 3.0)]);
/// assert_eq!(x.dot(&array![[1.0], [1.0], [1.0]])?, array![[2.0], [4.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SparseMatrix {
    n_columns: usize,
    /// Row i lies at `starts[i]..starts[i + 1]`.
    starts: Vec<usize>,
    /// Ascending within a row.
    columns: Vec<u32>,
    values: Vec<f64>,
    /// One per column, or none at all.
    names: Vec<String>,
}

impl SparseMatrix {
    /// From rows of (column, value), in any order; values at one place are added up.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a column that is not below `n_columns`.
    pub fn from_rows(rows: &[Vec<(usize, f64)>], n_columns: usize) -> Result<Self> {
        let mut matrix = Self { n_columns, starts: vec![0], ..Self::default() };
        for row in rows {
            if let Some((column, _)) = row.iter().find(|(column, _)| *column >= n_columns) {
                let expected = format!("below the number of columns, {n_columns}");
                return Err(Error::parameter("SparseMatrix", "column", column, expected));
            }
            let mut row: Vec<(u32, f64)> =
                row.iter().map(|(column, value)| (*column as u32, *value)).collect();
            matrix.push_row(&mut row);
        }
        Ok(matrix)
    }

    /// What is not zero of a matrix of shape (n_rows, n_columns).
    pub fn from_dense<S: Data<Elem = f64>>(x: &ArrayBase<S, Ix2>) -> Self {
        Self::from_view(x.view())
    }

    fn from_view(x: ArrayView2<'_, f64>) -> Self {
        let mut matrix = Self { n_columns: x.ncols(), starts: vec![0], ..Self::default() };
        for row in x.rows() {
            let stored = row.iter().enumerate().filter(|(_, value)| **value != 0.0);
            let mut row: Vec<(u32, f64)> = stored.map(|(column, value)| (column as u32, *value)).collect();
            matrix.push_row(&mut row);
        }
        matrix
    }

    /// An empty matrix that rows are pushed to; `names` are one per column or none.
    pub(crate) fn with_columns(n_columns: usize, names: Vec<String>) -> Self {
        Self { n_columns, starts: vec![0], names, ..Self::default() }
    }

    /// Adds a row; its columns must be below the number of columns.
    pub(crate) fn push_row(&mut self, row: &mut [(u32, f64)]) {
        row.sort_by_key(|(column, _)| *column);
        let start = self.columns.len();
        for (column, value) in row.iter() {
            if self.columns.len() > start && self.columns.last() == Some(column) {
                if let Some(last) = self.values.last_mut() {
                    *last += value;
                }
            } else {
                self.columns.push(*column);
                self.values.push(*value);
            }
        }
        self.starts.push(self.columns.len());
    }

    /// The number of rows and of columns.
    pub fn shape(&self) -> (usize, usize) {
        (self.n_rows(), self.n_columns)
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// The number of stored values.
    pub fn nnz(&self) -> usize {
        self.values.len()
    }

    /// The names of the columns (terms), if they have any.
    pub fn column_names(&self) -> &[String] {
        &self.names
    }

    /// The (column, value) pairs of a row, by column; empty beyond the last row.
    pub fn row(&self, row: usize) -> Vec<(usize, f64)> {
        self.entries(row).map(|(column, value)| (column as usize, value)).collect()
    }

    pub(crate) fn entries(&self, row: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = if row < self.n_rows() { self.starts[row]..self.starts[row + 1] } else { 0..0 };
        self.columns[range.clone()].iter().copied().zip(self.values[range].iter().copied())
    }

    /// The value at a place, zero where none is stored or beyond the last.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.entries(row).find(|(place, _)| *place as usize == column).map_or(0.0, |(_, value)| value)
    }

    /// The `n` largest values of a row with their names (`x7` where columns have none), largest
    /// first.
    pub fn top_terms(&self, row: usize, n: usize) -> Vec<(String, f64)> {
        let mut entries: Vec<(u32, f64)> = self.entries(row).collect();
        entries.sort_by(|a, b| b.1.total_cmp(&a.1));
        let name = |column: u32| self.names.get(column as usize).cloned().unwrap_or(format!("x{column}"));
        entries.into_iter().take(n).map(|(column, value)| (name(column), value)).collect()
    }

    /// The product with a matrix of shape (n_columns, k), shape (n_rows, k).
    ///
    /// # Errors
    /// [`Error::Shape`] unless `other` has n_columns rows.
    pub fn dot<S: Data<Elem = f64>>(&self, other: &ArrayBase<S, Ix2>) -> Result<Array2<f64>> {
        let other = other.view();
        if other.nrows() != self.n_columns {
            return Err(Error::Shape {
                what: "the right side of `SparseMatrix::dot`".to_owned(),
                given: other.shape().to_vec(),
                expected: format!("({}, k)", self.n_columns),
            });
        }
        Ok(self.times(other))
    }

    pub(crate) fn times(&self, other: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut product = Array2::zeros((self.n_rows(), other.ncols()));
        product.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(row, mut target)| {
            for (column, value) in self.entries(row) {
                target.scaled_add(value, &other.row(column as usize));
            }
        });
        product
    }

    /// The transpose, shape (n_columns, n_rows), without names.
    #[must_use]
    pub fn transpose(&self) -> Self {
        let mut starts = vec![0; self.n_columns + 1];
        for column in &self.columns {
            starts[*column as usize + 1] += 1;
        }
        for place in 0..self.n_columns {
            starts[place + 1] += starts[place];
        }
        let mut next = starts.clone();
        let (mut columns, mut values) = (vec![0; self.nnz()], vec![0.0; self.nnz()]);
        for row in 0..self.n_rows() {
            for (column, value) in self.entries(row) {
                let place = next[column as usize];
                (columns[place], values[place]) = (row as u32, value);
                next[column as usize] += 1;
            }
        }
        Self { n_columns: self.n_rows(), starts, columns, values, names: Vec::new() }
    }

    /// The sum of each column.
    pub fn column_sums(&self) -> Array1<f64> {
        let mut sums = Array1::zeros(self.n_columns);
        for (column, value) in self.columns.iter().zip(&self.values) {
            sums[*column as usize] += value;
        }
        sums
    }

    /// The same places with other values, each from the row's number and the column's.
    pub(crate) fn map_values(&mut self, map: impl Fn(usize, u32, f64) -> f64) {
        for row in 0..self.n_rows() {
            for place in self.starts[row]..self.starts[row + 1] {
                self.values[place] = map(row, self.columns[place], self.values[place]);
            }
        }
    }

    /// The matrix with its zeros, shape (n_rows, n_columns).
    ///
    /// # Errors
    /// [`Error::Parameter`] for more than 268 million values (2 GiB).
    pub fn to_dense(&self) -> Result<Array2<f64>> {
        let (n, p) = self.shape();
        if n.checked_mul(p).is_none_or(|size| size > MOST_DENSE) {
            let expected = "at most 268 million values for a dense matrix: keep fewer columns \
                            (`max_features`, `min_df`) or use `TruncatedSvd`, which takes it sparse";
            return Err(Error::parameter("SparseMatrix", "shape", format!("({n}, {p})"), expected));
        }
        let mut dense = Array2::zeros((n, p));
        for (row, mut target) in dense.axis_iter_mut(Axis(0)).enumerate() {
            for (column, value) in self.entries(row) {
                target[column as usize] = value;
            }
        }
        Ok(dense)
    }

    /// A frame with one column per column, by name (`x0`, `x1` … where they have none).
    ///
    /// # Errors
    /// As [`to_dense`](Self::to_dense).
    pub fn to_frame(&self) -> Result<DataFrame> {
        let dense = self.to_dense()?;
        let names: Vec<String> = if self.names.is_empty() {
            (0..self.n_columns).map(|column| format!("x{column}")).collect()
        } else {
            self.names.clone()
        };
        DataFrame::from_array(&dense, &names.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Whatever takes a matrix takes a sparse one; most make it dense first.
impl AsFeatures for SparseMatrix {
    fn features(&self) -> Result<Features<'_>> {
        Ok(Features { values: self.to_dense()?.into(), names: Cow::Borrowed(&self.names) })
    }

    fn as_sparse(&self) -> Option<&SparseMatrix> {
        Some(self)
    }
}

impl std::fmt::Display for SparseMatrix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const ROWS: usize = 8;
        writeln!(f, "sparse {} × {}, {} stored", self.n_rows(), self.n_columns, self.nnz())?;
        for row in 0..self.n_rows().min(ROWS) {
            let stored: Vec<String> =
                self.top_terms(row, ROWS).iter().map(|(name, value)| format!("{name}: {value}")).collect();
            writeln!(f, "  {row}  {}", stored.join(", "))?;
        }
        if self.n_rows() > ROWS { writeln!(f, "  …") } else { Ok(()) }
    }
}
