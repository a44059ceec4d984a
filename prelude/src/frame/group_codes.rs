//! Keys as small integers: every distinct key gets its place in ascending order.
//!
//! Tables that spread a column over many (pivot, crosstab, one-hot) need to know for each row which
//! row and column of the table it falls into. Integer codes make that a multiplication, and the
//! grouping that follows runs on one integer column instead of several of text.

use polars::prelude::{
    Column, DataFrame, GroupsIndicator, GroupsType, IdxCa, IdxSize, NewChunkedArray, PlSmallStr,
    SortMultipleOptions,
};

use crate::error::Result;

/// No key: one of its parts is missing.
pub(super) const MISSING: u32 = u32::MAX;

/// The distinct keys of some columns, ascending, and the place of every row's key among them.
pub(super) struct GroupCodes {
    /// One row per distinct key, with the key columns alone.
    pub keys: DataFrame,
    /// One per row: an index into `keys`, or [`MISSING`].
    pub codes: Vec<u32>,
}

impl GroupCodes {
    /// Keys with a missing part are left out, as in pandas.
    pub fn new(df: &DataFrame, columns: &[&str]) -> Result<Self> {
        let keys = df.select(columns.iter().copied())?;
        if df.height() == 0 {
            return Ok(Self { keys, codes: Vec::new() });
        }
        let grouped = keys.group_by(columns.iter().copied())?;
        let groups = grouped.get_groups();
        let first: Vec<IdxSize> = groups.iter().map(first_row).collect();
        let distinct = keys.take(&IdxCa::from_slice(PlSmallStr::EMPTY, &first))?;
        let places = Places::ascending(&distinct, columns)?;
        let mut codes = vec![MISSING; df.height()];
        assign(groups, &places.of_group, &mut codes);
        Ok(Self { keys: places.keys, codes })
    }

    pub fn len(&self) -> usize {
        self.keys.height()
    }

    /// Rows per key.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.len()];
        for code in &self.codes {
            if *code != MISSING {
                counts[*code as usize] += 1;
            }
        }
        counts
    }
}

/// Where each group's key stands once the keys are sorted and the incomplete ones gone.
struct Places {
    keys: DataFrame,
    of_group: Vec<u32>,
}

impl Places {
    fn ascending(distinct: &DataFrame, columns: &[&str]) -> Result<Self> {
        const GROUP: &str = "__ferrolab_group";
        let mut numbered = distinct.with_row_index(GROUP.into(), None)?;
        numbered = numbered.drop_nulls(Some(columns))?;
        let options = SortMultipleOptions::default().with_maintain_order(true);
        let sorted = numbered.sort(columns.iter().copied(), options)?;
        let mut of_group = vec![MISSING; distinct.height()];
        let order = sorted.column(GROUP)?.as_materialized_series().idx()?.clone();
        for (place, group) in order.into_no_null_iter().enumerate() {
            of_group[group as usize] = place as u32;
        }
        Ok(Self { keys: sorted.drop(GROUP)?, of_group })
    }
}

fn first_row(group: GroupsIndicator<'_>) -> IdxSize {
    match group {
        GroupsIndicator::Idx((first, _)) => first,
        GroupsIndicator::Slice([first, _]) => first,
    }
}

fn assign(groups: &GroupsType, places: &[u32], codes: &mut [u32]) {
    for (group, place) in groups.iter().zip(places) {
        match group {
            GroupsIndicator::Idx((_, rows)) => rows.iter().for_each(|row| codes[*row as usize] = *place),
            GroupsIndicator::Slice([first, length]) => {
                codes[first as usize..(first + length) as usize].fill(*place);
            }
        }
    }
}

/// The keys of one column as the names of new columns.
pub(super) fn labels(keys: &Column) -> Vec<String> {
    let text = |row: usize| keys.get(row).map(|value| crate::display::cell_text(&value));
    (0..keys.len()).map(|row| text(row).unwrap_or_default()).collect()
}
