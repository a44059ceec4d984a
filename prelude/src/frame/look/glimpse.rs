//! A frame on its side: one line per column.

use polars::prelude::{AnyValue, Column, DataFrame};
use serde::{Deserialize, Serialize};

use crate::display::cell_text;

/// First values that are kept; what fits is shown.
const VALUES: usize = 24;

/// What [`glimpse`](super::LookFrame::glimpse) tells; shown one line per column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    pub rows: usize,
    pub columns: Vec<GlimpseColumn>,
}

/// One column of a [`Glimpse`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlimpseColumn {
    pub name: String,
    pub dtype: String,
    /// The first values as text.
    pub values: Vec<String>,
}

impl Glimpse {
    pub(super) fn of(df: &DataFrame) -> Self {
        Self { rows: df.height(), columns: df.columns().iter().map(GlimpseColumn::of).collect() }
    }
}

impl GlimpseColumn {
    fn of(column: &Column) -> Self {
        let head = column.head(Some(VALUES));
        let value = |row: usize| match head.get(row) {
            Ok(AnyValue::Null) | Err(_) => "null".to_owned(),
            Ok(value) => cell_text(&value),
        };
        Self {
            name: column.name().to_string(),
            dtype: column.dtype().to_string(),
            values: (0..head.len()).map(value).collect(),
        }
    }
}
