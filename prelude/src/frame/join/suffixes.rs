//! Names for columns that both frames of a join have.

use polars::prelude::DataFrame;

use crate::error::{Error, Result};

/// What is appended to the left and the right column.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Suffixes {
    left: String,
    right: String,
}

impl Default for Suffixes {
    fn default() -> Self {
        Self::new("_x", "_y")
    }
}

impl Suffixes {
    pub fn new(left: &str, right: &str) -> Self {
        Self { left: left.to_owned(), right: right.to_owned() }
    }

    /// Renames the columns that both have and that are not a pair of keys of the same name.
    pub fn apply(
        &self,
        mut left: DataFrame,
        mut right: DataFrame,
        left_on: &[String],
        right_on: &[String],
    ) -> Result<(DataFrame, DataFrame)> {
        let one_key =
            |name: &str| left_on.iter().zip(right_on).any(|(left, right)| left == name && right == name);
        let both = crate::frame::names(&left)
            .into_iter()
            .filter(|name| right.get_column_index(name).is_some() && !one_key(name));
        let both: Vec<String> = both.collect();
        for name in &both {
            // A key keeps its name; the other side's column gives way.
            let left_key = left_on.contains(name);
            let right_key = right_on.contains(name);
            let (for_left, for_right) = (format!("{name}{}", self.left), format!("{name}{}", self.right));
            if !left_key {
                rename(&mut left, name, &for_left)?;
            }
            if !right_key {
                rename(&mut right, name, &for_right)?;
            }
        }
        let clash = left
            .get_column_names()
            .into_iter()
            .find(|name| right.get_column_index(name).is_some() && !one_key(name));
        if let Some(name) = clash {
            return Err(Error::DuplicateName { what: "the joined frame", name: name.to_string() });
        }
        Ok((left, right))
    }
}

fn rename(df: &mut DataFrame, from: &str, to: &str) -> Result<()> {
    if from != to && df.get_column_index(to).is_some() {
        return Err(Error::DuplicateName { what: "the joined frame", name: to.to_owned() });
    }
    df.rename(from, to.into())?;
    Ok(())
}
