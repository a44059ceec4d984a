//! Rows that say the same thing twice, by pandas' rules.

use polars::prelude::{BooleanChunked, DataFrame, NamedFrom, Series};

use super::choice::chosen;
use super::groups::Groups;
use crate::error::Result;

/// Which of several equal rows is the original.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Keep {
    /// The first one.
    #[default]
    First,
    /// The last one.
    Last,
    /// None: all of them count as duplicates.
    None,
}

/// True for each row that is a duplicate.
pub(super) fn flags(df: &DataFrame, columns: &[&str], keep: Keep) -> Result<Vec<bool>> {
    let keys = chosen(df, columns)?;
    if keys.is_empty() {
        return Ok(vec![false; df.height()]);
    }
    let mut duplicate = vec![false; df.height()];
    for rows in Groups::by(df, &keys)?.iter().filter(|rows| rows.len() > 1) {
        let copies = match keep {
            Keep::First => &rows[1..],
            Keep::Last => &rows[..rows.len() - 1],
            Keep::None => rows,
        };
        for row in copies {
            duplicate[*row as usize] = true;
        }
    }
    Ok(duplicate)
}

pub(super) fn flagged(df: &DataFrame, columns: &[&str], keep: Keep) -> Result<Series> {
    Ok(Series::new("duplicated".into(), flags(df, columns, keep)?))
}

pub(super) fn dropped(df: &DataFrame, columns: &[&str], keep: Keep) -> Result<DataFrame> {
    let original: Vec<bool> = flags(df, columns, keep)?.into_iter().map(|flag| !flag).collect();
    Ok(df.filter(&BooleanChunked::new("".into(), original))?)
}
