//! Gaps filled with the value of another row of the same group: for each row the row to take the
//! value from, itself where the value is known, none where nothing is.

use std::cmp::Reverse;

use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, NewChunkedArray, SortOptions};

use super::super::groups::Groups;
use crate::error::Result;

type Source = Vec<Option<IdxSize>>;

/// The column with each value taken from its source.
pub(super) fn fill(column: &Column, source: &[Option<IdxSize>]) -> Result<Column> {
    let rows = IdxCa::from_iter_options("".into(), source.iter().copied());
    Ok(column.take(&rows)?)
}

/// The last known row before.
pub(super) fn forward(gaps: &[bool], groups: &Groups) -> Source {
    let mut source = vec![None; gaps.len()];
    for rows in groups.iter() {
        carry(gaps, rows.iter(), &mut source);
    }
    source
}

/// The next known row after.
pub(super) fn backward(gaps: &[bool], groups: &Groups) -> Source {
    let mut source = vec![None; gaps.len()];
    for rows in groups.iter() {
        carry(gaps, rows.iter().rev(), &mut source);
    }
    source
}

fn carry<'a>(gaps: &[bool], rows: impl Iterator<Item = &'a IdxSize>, source: &mut [Option<IdxSize>]) {
    let mut last = None;
    for row in rows {
        if !gaps[*row as usize] {
            last = Some(*row);
        }
        source[*row as usize] = last;
    }
}

/// The known row fewest places of the group away; the earlier one of two.
pub(super) fn nearest(gaps: &[bool], groups: &Groups) -> Source {
    let mut source = vec![None; gaps.len()];
    for rows in groups.iter() {
        let known: Vec<usize> = (0..rows.len()).filter(|place| !gaps[rows[*place] as usize]).collect();
        let mut next = 0;
        for place in 0..rows.len() {
            while next + 1 < known.len() && known[next + 1].abs_diff(place) < known[next].abs_diff(place) {
                next += 1;
            }
            source[rows[place] as usize] = known.get(next).map(|place| rows[*place]);
        }
    }
    source
}

/// A row that holds the most frequent value; of equally frequent ones the smallest.
pub(super) fn mode(column: &Column, gaps: &[bool], groups: &Groups) -> Result<Source> {
    let codes = Codes::of(column)?;
    let mut source: Source = (0..gaps.len() as IdxSize).map(Some).collect();
    let mut counts = vec![0; codes.first.len()];
    for rows in groups.iter() {
        let known: Vec<IdxSize> = rows.iter().copied().filter(|row| !gaps[*row as usize]).collect();
        let winner = codes.most_frequent(&known, &mut counts);
        for row in rows.iter().filter(|row| gaps[**row as usize]) {
            source[*row as usize] = winner;
        }
    }
    Ok(source)
}

/// A row that holds the column's most frequent value.
pub(super) fn most_frequent(column: &Column, gaps: &[bool]) -> Result<Option<IdxSize>> {
    let codes = Codes::of(column)?;
    let known: Vec<IdxSize> = (0..gaps.len() as IdxSize).filter(|row| !gaps[*row as usize]).collect();
    Ok(codes.most_frequent(&known, &mut vec![0; codes.first.len()]))
}

/// A column's values by number.
struct Codes {
    of_row: Vec<usize>,
    /// A row that holds the value of each code.
    first: Vec<IdxSize>,
    /// The place of each code's value among all, ascending.
    rank: Vec<usize>,
}

impl Codes {
    /// A row of the most frequent value among these rows. `counts` is all zero before and after.
    fn most_frequent(&self, rows: &[IdxSize], counts: &mut [usize]) -> Option<IdxSize> {
        let codes = || rows.iter().map(|row| self.of_row[*row as usize]);
        codes().for_each(|code| counts[code] += 1);
        let winner = codes().max_by_key(|code| (counts[*code], Reverse(self.rank[*code])));
        codes().for_each(|code| counts[code] = 0);
        winner.map(|code| self.first[code])
    }

    fn of(column: &Column) -> Result<Self> {
        let frame = DataFrame::new(column.len(), vec![column.clone()])?;
        let mut codes = Self { of_row: vec![0; column.len()], first: Vec::new(), rank: Vec::new() };
        for rows in Groups::by(&frame, &[column])?.iter() {
            for row in rows {
                codes.of_row[*row as usize] = codes.first.len();
            }
            codes.first.push(rows[0]);
        }
        let values = column.take_slice(&codes.first)?;
        codes.rank = vec![0; codes.first.len()];
        for (rank, code) in values.arg_sort(SortOptions::default()).iter().enumerate() {
            codes.rank[code.unwrap_or_default() as usize] = rank;
        }
        Ok(codes)
    }
}
