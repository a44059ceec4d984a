//! Documents from whatever holds text.

use std::borrow::Cow;

use ndarray::{ArrayBase, Data, Ix1};
use polars::prelude::{Column, DataType, Series};

use crate::error::{Error, Result};

/// Texts with the name of the column that they came from, if they came from one.
#[derive(Clone, Debug)]
pub struct Documents<'a> {
    pub name: Option<String>,
    pub texts: Vec<Cow<'a, str>>,
}

/// What can be read as documents: arrays, slices and vectors of text, a column or series of text.
pub trait AsDocuments {
    /// The texts, borrowed where possible.
    ///
    /// # Errors
    /// [`Error::ColumnType`] for a column of another type, [`Error::MissingValues`] for nulls.
    fn documents(&self) -> Result<Documents<'_>>;
}

impl<T: AsDocuments + ?Sized> AsDocuments for &T {
    fn documents(&self) -> Result<Documents<'_>> {
        (**self).documents()
    }
}

impl<T: AsRef<str>> AsDocuments for [T] {
    fn documents(&self) -> Result<Documents<'_>> {
        Ok(Documents { name: None, texts: self.iter().map(|text| Cow::Borrowed(text.as_ref())).collect() })
    }
}

impl<T: AsRef<str>> AsDocuments for Vec<T> {
    fn documents(&self) -> Result<Documents<'_>> {
        self.as_slice().documents()
    }
}

impl<T: AsRef<str>, const N: usize> AsDocuments for [T; N] {
    fn documents(&self) -> Result<Documents<'_>> {
        self.as_slice().documents()
    }
}

impl<T: AsRef<str> + 'static, S: Data<Elem = T>> AsDocuments for ArrayBase<S, Ix1> {
    fn documents(&self) -> Result<Documents<'_>> {
        Ok(Documents { name: None, texts: self.iter().map(|text| Cow::Borrowed(text.as_ref())).collect() })
    }
}

impl AsDocuments for Series {
    fn documents(&self) -> Result<Documents<'_>> {
        let what = || format!("column `{}`", self.name());
        let dtype = self.dtype();
        if !(dtype.is_string() || dtype.is_categorical() || dtype.is_enum()) {
            return Err(Error::ColumnType {
                column: self.name().to_string(),
                expected: "text".to_owned(),
                given: dtype.to_string(),
                advice: "Convert it first, for example with `col(\"…\").cast(DataType::String)`.",
            });
        }
        if self.null_count() > 0 {
            return Err(Error::MissingValues { what: what(), nulls: self.null_count(), rows: self.len() });
        }
        let texts = if dtype.is_string() {
            self.str()?.iter().map(|text| Cow::Borrowed(text.unwrap_or_default())).collect()
        } else {
            let text = self.cast(&DataType::String)?;
            text.str()?.iter().map(|text| Cow::Owned(text.unwrap_or_default().to_owned())).collect()
        };
        Ok(Documents { name: Some(self.name().to_string()), texts })
    }
}

impl AsDocuments for Column {
    fn documents(&self) -> Result<Documents<'_>> {
        self.as_materialized_series().documents()
    }
}
