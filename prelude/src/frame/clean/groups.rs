//! Rows that belong together: all rows of a frame, or those of equal keys.

use polars::prelude::{Column, DataFrame, GroupsIndicator, IdxSize};

use crate::error::Result;

/// Row numbers by group, ascending within each; groups come in the order of their first rows.
pub(super) struct Groups {
    rows: Vec<IdxSize>,
    /// Where each group begins among `rows`, and the end of the last.
    starts: Vec<usize>,
}

impl Groups {
    /// All rows as one group.
    pub(super) fn whole(height: usize) -> Self {
        Self { rows: (0..height as IdxSize).collect(), starts: vec![0, height] }
    }

    /// Rows of equal keys. Null equals null and NaN equals NaN.
    pub(super) fn by(df: &DataFrame, keys: &[&Column]) -> Result<Self> {
        let keys: Vec<Column> = keys.iter().map(|column| (*column).clone()).collect();
        if keys.is_empty() || df.height() == 0 {
            return Ok(Self::whole(df.height()));
        }
        let grouped = df.group_by_with_series(keys, true, true)?;
        let mut groups = Self { rows: Vec::with_capacity(df.height()), starts: vec![0] };
        for group in grouped.get_groups().iter() {
            match group {
                GroupsIndicator::Idx((_, rows)) => groups.rows.extend_from_slice(rows.as_slice()),
                GroupsIndicator::Slice([first, length]) => groups.rows.extend(first..first + length),
            }
            groups.starts.push(groups.rows.len());
        }
        Ok(groups)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[IdxSize]> {
        self.starts.windows(2).map(|ends| &self.rows[ends[0]..ends[1]])
    }
}
