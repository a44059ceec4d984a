//! What all cross-validators share: what they are told of the data, and the folds that they give.

use super::classes::Classes;
use super::rows::Rows;
use crate::error::{Error, Result};

/// A way to divide rows into pairs of a training part and a test part.
///
/// Each has a `split` of its own that takes what it needs; this trait is for functions that take
/// any of them.
pub trait CrossValidator: Send + Sync {
    /// The folds of these samples.
    ///
    /// # Errors
    /// [`Error::Parameter`] for parameters that make no sense; [`Error::TooFew`] for too few rows,
    /// groups or members of a class.
    fn folds(&self, samples: &Samples<'_>) -> Result<Folds>;
}

/// What a [`CrossValidator`] may want to know of the data.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a> {
    pub n_rows: usize,
    /// The target's classes, for stratified folds.
    pub classes: Option<&'a Classes>,
    /// The rows' groups, for grouped folds.
    pub groups: Option<&'a Classes>,
}

impl<'a> Samples<'a> {
    /// So many rows, of which nothing is known.
    #[must_use]
    pub fn rows(n_rows: usize) -> Self {
        Self { n_rows, classes: None, groups: None }
    }

    pub(super) fn need_classes(&self, owner: &'static str) -> Result<&'a Classes> {
        self.classes.ok_or_else(|| Error::parameter(owner, "classes", "missing", "given: one class per row"))
    }

    pub(super) fn need_groups(&self, owner: &'static str) -> Result<&'a Classes> {
        self.groups.ok_or_else(|| Error::parameter(owner, "groups", "missing", "given: one group per row"))
    }
}

/// A number of rows, or data that has rows.
pub trait CountRows {
    fn count_rows(&self) -> usize;
}

impl CountRows for usize {
    fn count_rows(&self) -> usize {
        *self
    }
}

impl<T: Rows + ?Sized> CountRows for &T {
    fn count_rows(&self) -> usize {
        self.n_rows()
    }
}

/// Pairs `(train, test)` of row numbers, one pair after the other.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = iris();
/// for (train, test) in StratifiedKFold::new(5).split(&data)? {
///     let (train, test) = (data.select_rows(&train)?, data.select_rows(&test)?);
///     assert_eq!((train.n_samples(), test.n_samples()), (120, 30));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Folds {
    plan: Plan,
    next: usize,
}

#[derive(Clone, Debug)]
enum Plan {
    /// Per repetition, the fold in which each row is tested; a row trains in all others.
    Partitions {
        n_folds: usize,
        fold_of: Vec<Vec<usize>>,
    },
    Pairs(Vec<(Vec<usize>, Vec<usize>)>),
}

impl Folds {
    /// From the fold of every row, for each repetition.
    pub(super) fn partitions(n_folds: usize, fold_of: Vec<Vec<usize>>) -> Self {
        Self { plan: Plan::Partitions { n_folds, fold_of }, next: 0 }
    }

    pub(super) fn pairs(pairs: Vec<(Vec<usize>, Vec<usize>)>) -> Self {
        Self { plan: Plan::Pairs(pairs), next: 0 }
    }

    // Not `count`, which for `&mut self` would be the iterator's.
    fn total(&self) -> usize {
        match &self.plan {
            Plan::Partitions { n_folds, fold_of } => n_folds * fold_of.len(),
            Plan::Pairs(pairs) => pairs.len(),
        }
    }
}

impl Iterator for Folds {
    type Item = (Vec<usize>, Vec<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.total() {
            return None;
        }
        let place = self.next;
        self.next += 1;
        Some(match &mut self.plan {
            Plan::Partitions { n_folds, fold_of } => {
                let (repetition, fold) = (place / *n_folds, place % *n_folds);
                divide(&fold_of[repetition], fold)
            }
            Plan::Pairs(pairs) => std::mem::take(&mut pairs[place]),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.total() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Folds {}

fn divide(fold_of: &[usize], fold: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut train, mut test) = (Vec::with_capacity(fold_of.len()), Vec::new());
    for (row, of) in fold_of.iter().enumerate() {
        if *of == fold { test.push(row) } else { train.push(row) }
    }
    (train, test)
}

/// At least two folds, and no more than there are rows.
pub(super) fn check_splits(owner: &'static str, n_splits: usize, n_rows: usize) -> Result<()> {
    check_at_least(owner, "n_splits", n_splits, 2)?;
    if n_rows < n_splits {
        let what = format!("{owner} with {n_splits} splits");
        return Err(Error::TooFew { what, needed: n_splits, unit: "rows", given: n_rows });
    }
    Ok(())
}

pub(super) fn check_at_least(
    owner: &'static str,
    parameter: &'static str,
    value: usize,
    least: usize,
) -> Result<()> {
    if value < least {
        return Err(Error::parameter(owner, parameter, value, format!("at least {least}")));
    }
    Ok(())
}
