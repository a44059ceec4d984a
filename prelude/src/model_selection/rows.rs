//! Data in rows that can be selected.

use ndarray::{Array, Array1, Array2, ArrayBase, Axis, Data, Ix1, Ix2, RemoveAxis};
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, Series};

use crate::array::{AsLabels, LabelValues};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::frame::column;

/// Data in rows that can be selected: a [`Dataset`], a frame, an array of one or two axes, a column,
/// a vector of numbers or text, or a pair of such things of equal length, `(&x, &y)`.
pub trait Rows {
    /// What a selection is: the same kind, owned.
    type Part;

    /// The number of rows.
    fn n_rows(&self) -> usize;

    /// The rows at `indices`, in that order; an index may come more than once.
    ///
    /// # Errors
    /// If an index is beyond the last row.
    fn rows_at(&self, indices: &[usize]) -> Result<Self::Part>;

    /// The column called `name`, to divide the rows by.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name; [`Error::Parameter`] for arrays, whose
    /// columns have no names.
    fn named_column(&self, name: &str) -> Result<Column> {
        let expected = "left out for arrays, whose columns have no names: give a frame or a Dataset";
        Err(Error::parameter("Split", "column", name, expected))
    }

    /// The target, to divide the rows by.
    ///
    /// # Errors
    /// [`Error::Parameter`] for what has no target: name a column with `stratify_by`.
    fn target_column(&self) -> Result<Column> {
        let expected =
            "used with a Dataset or a pair `(&x, &y)`; with a frame write `.stratify_by(\"column\")`";
        Err(Error::parameter("Split", "stratify", "set for data without a target", expected))
    }
}

impl<T: Rows + ?Sized> Rows for &T {
    type Part = T::Part;

    fn n_rows(&self) -> usize {
        (**self).n_rows()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self::Part> {
        (**self).rows_at(indices)
    }

    fn named_column(&self, name: &str) -> Result<Column> {
        (**self).named_column(name)
    }

    fn target_column(&self) -> Result<Column> {
        (**self).target_column()
    }
}

impl Rows for Dataset {
    type Part = Self;

    fn n_rows(&self) -> usize {
        self.n_samples()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        self.select_rows(indices)
    }

    fn named_column(&self, name: &str) -> Result<Column> {
        if name == self.target_name {
            return self.target_column();
        }
        Ok(Column::new(name.into(), self.feature(name)?.to_vec()))
    }

    fn target_column(&self) -> Result<Column> {
        let name = self.target_name.as_str().into();
        Ok(match self.class_names {
            Some(_) => Column::new(name, self.target_labels()),
            None => Column::new(name, self.target.to_vec()),
        })
    }
}

impl Rows for DataFrame {
    type Part = Self;

    fn n_rows(&self) -> usize {
        self.height()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        check_rows(indices, self.height())?;
        Ok(self.take(&row_numbers(indices))?)
    }

    fn named_column(&self, name: &str) -> Result<Column> {
        column(self, name).cloned()
    }
}

impl<S: Data<Elem = f64>> Rows for ArrayBase<S, Ix2> {
    type Part = Array2<f64>;

    fn n_rows(&self) -> usize {
        self.nrows()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Array2<f64>> {
        select(self, indices)
    }
}

impl<A: Clone, S: Data<Elem = A>> Rows for ArrayBase<S, Ix1>
where
    Self: AsLabels,
{
    type Part = Array1<A>;

    fn n_rows(&self) -> usize {
        self.len()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Array1<A>> {
        select(self, indices)
    }

    fn target_column(&self) -> Result<Column> {
        label_column(self)
    }
}

impl<A: Clone> Rows for Vec<A>
where
    Self: AsLabels,
{
    type Part = Self;

    fn n_rows(&self) -> usize {
        self.len()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        check_rows(indices, self.len())?;
        Ok(indices.iter().map(|row| self[*row].clone()).collect())
    }

    fn target_column(&self) -> Result<Column> {
        label_column(self)
    }
}

impl Rows for Series {
    type Part = Self;

    fn n_rows(&self) -> usize {
        self.len()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        check_rows(indices, self.len())?;
        Ok(self.take(&row_numbers(indices))?)
    }

    fn target_column(&self) -> Result<Column> {
        Ok(self.clone().into())
    }
}

impl Rows for Column {
    type Part = Self;

    fn n_rows(&self) -> usize {
        self.len()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self> {
        check_rows(indices, self.len())?;
        Ok(self.take(&row_numbers(indices))?)
    }

    fn target_column(&self) -> Result<Column> {
        Ok(self.clone())
    }
}

impl<A: Rows, B: Rows> Rows for (A, B) {
    type Part = (A::Part, B::Part);

    fn n_rows(&self) -> usize {
        self.0.n_rows()
    }

    fn rows_at(&self, indices: &[usize]) -> Result<Self::Part> {
        if self.0.n_rows() != self.1.n_rows() {
            return Err(Error::LengthMismatch {
                left: "`x`".to_owned(),
                left_length: self.0.n_rows(),
                right: "`y`".to_owned(),
                right_length: self.1.n_rows(),
            });
        }
        Ok((self.0.rows_at(indices)?, self.1.rows_at(indices)?))
    }

    fn named_column(&self, name: &str) -> Result<Column> {
        self.0.named_column(name)
    }

    fn target_column(&self) -> Result<Column> {
        self.1.target_column()
    }
}

fn select<A, S, D>(array: &ArrayBase<S, D>, indices: &[usize]) -> Result<Array<A, D>>
where
    A: Clone,
    S: Data<Elem = A>,
    D: RemoveAxis,
{
    check_rows(indices, array.len_of(Axis(0)))?;
    Ok(array.select(Axis(0), indices))
}

fn check_rows(indices: &[usize], n_rows: usize) -> Result<()> {
    let Some(beyond) = indices.iter().find(|index| **index >= n_rows) else { return Ok(()) };
    let expected = format!("below the number of rows, {n_rows}");
    Err(Error::parameter("rows_at", "indices", beyond, expected))
}

fn row_numbers(indices: &[usize]) -> IdxCa {
    IdxCa::from_vec("".into(), indices.iter().map(|index| *index as IdxSize).collect())
}

fn label_column(labels: &dyn AsLabels) -> Result<Column> {
    Ok(match labels.labels()?.values {
        LabelValues::Numbers(values) => Column::new("y".into(), values.into_owned()),
        LabelValues::Text(values) => {
            Column::new("y".into(), values.iter().map(AsRef::as_ref).collect::<Vec<&str>>())
        }
    })
}
