//! Which columns of a frame: by name or by what they hold.

use std::fmt;

use polars::prelude::{Column, DataFrame, DataType};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::frame::column;
use crate::frame::convert::check_unique;

/// A choice of columns, made anew for each frame that is fitted on.
///
/// Names convert by themselves: wherever columns are asked for, `&["age", "income"]` will do.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("id" => [1, 2], "age" => [31.5, 40.0], "city" => ["Oslo", "Rome"])?;
/// let scaled = ColumnTransformer::new().on(Columns::numeric().except(&["id"]), StandardScaler::new());
/// assert_eq!(scaled.fit(&df)?.feature_names_out(), ["age"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Columns {
    choice: Choice,
    except: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    Names(Vec<String>),
    All,
    Numeric,
    Text,
    Boolean,
    Temporal,
    /// A type by the name that polars shows.
    Dtype(String),
    StartsWith(String),
    EndsWith(String),
}

impl Columns {
    /// All columns.
    #[must_use]
    pub fn all() -> Self {
        Choice::All.into()
    }

    /// Whole and fractional numbers, not booleans.
    #[must_use]
    pub fn numeric() -> Self {
        Choice::Numeric.into()
    }

    /// Text, and categories that are named by text.
    #[must_use]
    pub fn text() -> Self {
        Choice::Text.into()
    }

    /// True and false.
    #[must_use]
    pub fn boolean() -> Self {
        Choice::Boolean.into()
    }

    /// Dates, times and durations.
    #[must_use]
    pub fn temporal() -> Self {
        Choice::Temporal.into()
    }

    /// One type of polars'.
    #[must_use]
    pub fn dtype(dtype: DataType) -> Self {
        Choice::Dtype(dtype.to_string()).into()
    }

    /// Names that begin so.
    #[must_use]
    pub fn starting_with(prefix: &str) -> Self {
        Choice::StartsWith(prefix.to_owned()).into()
    }

    /// Names that end so.
    #[must_use]
    pub fn ending_with(suffix: &str) -> Self {
        Choice::EndsWith(suffix.to_owned()).into()
    }

    /// The same without some columns.
    #[must_use]
    pub fn except<T: AsRef<str>>(mut self, names: &[T]) -> Self {
        self.except.extend(names.iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// The names of the chosen columns of a frame, in the frame's order or in the order given.
    pub(super) fn resolve(&self, df: &DataFrame) -> Result<Vec<String>> {
        for name in &self.except {
            column(df, name)?;
        }
        let mut names: Vec<String> = match &self.choice {
            Choice::Names(names) => {
                check_unique("a step's columns", names)?;
                names.iter().map(|name| Ok(column(df, name)?.name().to_string())).collect::<Result<_>>()?
            }
            choice => {
                let chosen = df.columns().iter().filter(|column| choice.takes(column));
                chosen.map(|column| column.name().to_string()).collect()
            }
        };
        names.retain(|name| !self.except.contains(name));
        Ok(names)
    }
}

impl Choice {
    fn takes(&self, column: &Column) -> bool {
        let dtype = column.dtype();
        match self {
            Self::Names(names) => names.iter().any(|name| column.name() == name),
            Self::All => true,
            Self::Numeric => dtype.is_primitive_numeric(),
            Self::Text => dtype.is_string() || dtype.is_categorical() || dtype.is_enum(),
            Self::Boolean => dtype.is_bool(),
            Self::Temporal => dtype.is_temporal(),
            Self::Dtype(wanted) => dtype.to_string() == *wanted,
            Self::StartsWith(prefix) => column.name().starts_with(prefix.as_str()),
            Self::EndsWith(suffix) => column.name().ends_with(suffix.as_str()),
        }
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.choice {
            Choice::Names(names) => f.write_str(&names.join(", "))?,
            Choice::All => f.write_str("all columns")?,
            Choice::Numeric => f.write_str("numeric columns")?,
            Choice::Text => f.write_str("text columns")?,
            Choice::Boolean => f.write_str("boolean columns")?,
            Choice::Temporal => f.write_str("temporal columns")?,
            Choice::Dtype(dtype) => write!(f, "{dtype} columns")?,
            Choice::StartsWith(prefix) => write!(f, "columns {prefix}…")?,
            Choice::EndsWith(suffix) => write!(f, "columns …{suffix}")?,
        }
        if self.except.is_empty() { Ok(()) } else { write!(f, " except {}", self.except.join(", ")) }
    }
}

impl From<Choice> for Columns {
    fn from(choice: Choice) -> Self {
        Self { choice, except: Vec::new() }
    }
}

impl<T: AsRef<str>> From<&[T]> for Columns {
    fn from(names: &[T]) -> Self {
        Choice::Names(names.iter().map(|name| name.as_ref().to_owned()).collect()).into()
    }
}

impl<T: AsRef<str>, const N: usize> From<&[T; N]> for Columns {
    fn from(names: &[T; N]) -> Self {
        names.as_slice().into()
    }
}

impl<T: AsRef<str>, const N: usize> From<[T; N]> for Columns {
    fn from(names: [T; N]) -> Self {
        names.as_slice().into()
    }
}

impl<T: AsRef<str>> From<&Vec<T>> for Columns {
    fn from(names: &Vec<T>) -> Self {
        names.as_slice().into()
    }
}

impl<T: AsRef<str>> From<Vec<T>> for Columns {
    fn from(names: Vec<T>) -> Self {
        names.as_slice().into()
    }
}

impl From<&str> for Columns {
    fn from(name: &str) -> Self {
        [name].as_slice().into()
    }
}
