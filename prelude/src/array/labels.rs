//! One-dimensional class labels: text, or numbers that stand for classes.

use std::borrow::Cow;

use ndarray::{ArrayBase, Data, Ix1};
use polars::prelude::{Column, DataType, Series};

use super::numbers::{AsNumbers, Number};
use crate::error::{Error, Result};

/// Labels with the name of the column that they came from, if they came from one.
#[derive(Clone, Debug)]
pub struct Labels<'a> {
    pub name: Option<String>,
    pub values: LabelValues<'a>,
}

/// What the labels are.
#[derive(Clone, Debug)]
pub enum LabelValues<'a> {
    Numbers(Cow<'a, [f64]>),
    Text(Vec<Cow<'a, str>>),
}

impl LabelValues<'_> {
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Numbers(_) => "numbers",
            Self::Text(_) => "text",
        }
    }
}

/// What can be read as class labels: arrays, slices and vectors of text, numbers or booleans,
/// columns, series.
pub trait AsLabels {
    /// The labels, borrowed where possible.
    ///
    /// # Errors
    /// [`Error::MissingValues`] where a column has nulls, [`Error::NotNumeric`] where it holds
    /// neither text nor numbers.
    fn labels(&self) -> Result<Labels<'_>>;

    /// The column itself, where it is one: it may hold dates and missing values.
    fn series(&self) -> Option<&Series> {
        None
    }
}

impl<T: AsLabels + ?Sized> AsLabels for &T {
    fn labels(&self) -> Result<Labels<'_>> {
        (**self).labels()
    }

    fn series(&self) -> Option<&Series> {
        (**self).series()
    }
}

/// One element that may be a label. Implemented for numbers, booleans, `&str` and `String`.
pub trait Label: Sized {
    /// The labels of a run of elements.
    fn values(run: Run<'_, Self>) -> LabelValues<'_>;
}

/// A run of elements, contiguous or collected from a strided view.
pub enum Run<'a, T> {
    Slice(&'a [T]),
    Strided(Vec<&'a T>),
}

impl<'a, T> Run<'a, T> {
    fn map<U>(&self, convert: impl Fn(&'a T) -> U) -> Vec<U> {
        match self {
            Self::Slice(slice) => slice.iter().map(convert).collect(),
            Self::Strided(elements) => elements.iter().map(|element| convert(element)).collect(),
        }
    }
}

impl Label for String {
    fn values(run: Run<'_, Self>) -> LabelValues<'_> {
        LabelValues::Text(run.map(|text| Cow::Borrowed(text.as_str())))
    }
}

impl Label for &str {
    fn values(run: Run<'_, Self>) -> LabelValues<'_> {
        LabelValues::Text(run.map(|text| Cow::Borrowed(*text)))
    }
}

macro_rules! number_labels {
    ($($number:ty),*) => {$(
        impl Label for $number {
            fn values(run: Run<'_, Self>) -> LabelValues<'_> {
                LabelValues::Numbers(match run {
                    Run::Slice(slice) if <$number as Number>::borrow(slice).is_some() => {
                        Cow::Borrowed(<$number as Number>::borrow(slice).unwrap_or_default())
                    }
                    other => Cow::Owned(other.map(|number| number.to_f64())),
                })
            }
        }
    )*};
}
number_labels!(f64, f32, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, bool);

impl<T: Label> AsLabels for [T] {
    fn labels(&self) -> Result<Labels<'_>> {
        Ok(Labels { name: None, values: T::values(Run::Slice(self)) })
    }
}

impl<T: Label> AsLabels for Vec<T> {
    fn labels(&self) -> Result<Labels<'_>> {
        self.as_slice().labels()
    }
}

impl<T: Label, const N: usize> AsLabels for [T; N] {
    fn labels(&self) -> Result<Labels<'_>> {
        self.as_slice().labels()
    }
}

impl<T: Label + 'static, S: Data<Elem = T>> AsLabels for ArrayBase<S, Ix1> {
    fn labels(&self) -> Result<Labels<'_>> {
        let run = self.as_slice().map_or_else(|| Run::Strided(self.iter().collect()), Run::Slice);
        Ok(Labels { name: None, values: T::values(run) })
    }
}

impl AsLabels for Series {
    fn labels(&self) -> Result<Labels<'_>> {
        let name = (!self.name().is_empty()).then(|| self.name().to_string());
        let what = || format!("column `{}`", self.name());
        if self.null_count() > 0 {
            return Err(Error::MissingValues { what: what(), nulls: self.null_count(), rows: self.len() });
        }
        let dtype = self.dtype();
        let values = if dtype.is_string() || dtype.is_categorical() || dtype.is_enum() {
            let text = self.cast(&DataType::String)?;
            LabelValues::Text(
                text.str()?.iter().map(|label| Cow::Owned(label.unwrap_or_default().to_owned())).collect(),
            )
        } else {
            LabelValues::Numbers(self.numbers()?.values)
        };
        Ok(Labels { name, values })
    }

    fn series(&self) -> Option<&Series> {
        Some(self)
    }
}

impl AsLabels for Column {
    fn labels(&self) -> Result<Labels<'_>> {
        self.as_materialized_series().labels()
    }

    fn series(&self) -> Option<&Series> {
        Some(self.as_materialized_series())
    }
}
