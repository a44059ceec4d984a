//! Rows by the class or the group that they belong to.

use std::collections::HashMap;
use std::hash::Hash;

use polars::prelude::Column;

use super::rows::Rows;
use crate::array::{AsLabels, LabelValues};
use crate::dataset::Dataset;
use crate::error::{Error, Result};

/// The class of every row, as a place in the sorted list of classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    /// One per row, an index into `names`.
    pub codes: Vec<usize>,
    /// The classes in ascending order, as text.
    pub names: Vec<String>,
}

impl Classes {
    /// Of a [`Dataset`]'s target, or of labels: text, numbers, a column.
    ///
    /// # Errors
    /// [`Error::MissingValues`] for nulls, [`Error::NotFinite`] for NaN.
    pub fn of(labels: &impl AsClasses) -> Result<Self> {
        labels.classes()
    }

    /// The number of rows of each class.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.names.len()];
        for code in &self.codes {
            counts[*code] += 1;
        }
        counts
    }

    /// The rows of each class, in ascending order.
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members: Vec<Vec<usize>> = self.counts().into_iter().map(Vec::with_capacity).collect();
        for (row, code) in self.codes.iter().enumerate() {
            members[*code].push(row);
        }
        members
    }

    /// Dates and times are classes too: by their place on the time line.
    pub(super) fn of_column(column: &Column) -> Result<Self> {
        if column.dtype().is_temporal() { column.to_physical_repr().classes() } else { column.classes() }
    }

    fn of_numbers(values: &[f64], what: &str) -> Result<Self> {
        if let Some(row) = values.iter().position(|value| value.is_nan()) {
            return Err(Error::NotFinite { what: what.to_owned(), value: values[row], row });
        }
        // Adding zero makes one class of 0 and -0.
        let keys: Vec<u64> = values.iter().map(|value| (value + 0.0).to_bits()).collect();
        let (codes, mut found) = number_off(&keys);
        let distinct: Vec<f64> = found.drain(..).map(f64::from_bits).collect();
        Ok(Self::sorted(codes, &distinct, f64::total_cmp, |value| value.to_string()))
    }

    fn of_text(values: &[impl AsRef<str>]) -> Self {
        let keys: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        let (codes, distinct) = number_off(&keys);
        Self::sorted(codes, &distinct, Ord::cmp, |text| (*text).to_owned())
    }

    /// Codes in order of appearance become codes in order of size.
    fn sorted<T>(
        codes: Vec<usize>,
        distinct: &[T],
        order: impl Fn(&T, &T) -> std::cmp::Ordering,
        name: impl Fn(&T) -> String,
    ) -> Self {
        let mut places: Vec<usize> = (0..distinct.len()).collect();
        places.sort_unstable_by(|a, b| order(&distinct[*a], &distinct[*b]));
        let mut rank = vec![0; places.len()];
        for (new, old) in places.iter().enumerate() {
            rank[*old] = new;
        }
        Self {
            codes: codes.into_iter().map(|code| rank[code]).collect(),
            names: places.iter().map(|place| name(&distinct[*place])).collect(),
        }
    }
}

/// What tells the class of every row: a [`Dataset`] by its target, or labels (text, numbers, a
/// column).
pub trait AsClasses {
    /// The class of every row.
    ///
    /// # Errors
    /// [`Error::MissingValues`] for nulls, [`Error::NotFinite`] for NaN.
    fn classes(&self) -> Result<Classes>;
}

impl<T: AsLabels> AsClasses for T {
    fn classes(&self) -> Result<Classes> {
        let labels = self.labels()?;
        let what = labels.name.map_or_else(|| "the labels".to_owned(), |name| format!("column `{name}`"));
        match labels.values {
            LabelValues::Numbers(values) => Classes::of_numbers(&values, &what),
            LabelValues::Text(values) => Ok(Classes::of_text(&values)),
        }
    }
}

impl AsClasses for Dataset {
    fn classes(&self) -> Result<Classes> {
        Classes::of_column(&self.target_column()?)
    }
}

impl AsClasses for &Dataset {
    fn classes(&self) -> Result<Classes> {
        (**self).classes()
    }
}

/// Each key's place among the distinct keys, in order of appearance.
fn number_off<K: Hash + Eq + Clone>(keys: &[K]) -> (Vec<usize>, Vec<K>) {
    let mut seen: HashMap<K, usize> = HashMap::new();
    let mut distinct = Vec::new();
    let codes = keys
        .iter()
        .map(|key| {
            *seen.entry(key.clone()).or_insert_with(|| {
                distinct.push(key.clone());
                distinct.len() - 1
            })
        })
        .collect();
    (codes, distinct)
}
