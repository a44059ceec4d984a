//! How much of a table is shown: pandas' `display.*` options, for the whole notebook.
//!
//! `None` is "no limit" for counts and "as many as suit the column" for the precision.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Stands for `None` in an atomic.
const NONE: usize = usize::MAX;

/// One setting and the value it starts with.
struct Setting {
    value: AtomicUsize,
    default: usize,
}

impl Setting {
    const fn new(default: usize) -> Self {
        Self { value: AtomicUsize::new(default), default }
    }

    fn get(&self) -> Option<usize> {
        let value = self.value.load(Ordering::Relaxed);
        (value != NONE).then_some(value)
    }

    fn set(&self, value: Option<usize>) {
        self.value.store(value.unwrap_or(NONE), Ordering::Relaxed);
    }

    fn reset(&self) {
        self.value.store(self.default, Ordering::Relaxed);
    }
}

static MAX_ROWS: Setting = Setting::new(60);
static MIN_ROWS: Setting = Setting::new(10);
static MAX_COLUMNS: Setting = Setting::new(20);
static MAX_COLWIDTH: Setting = Setting::new(60);
static FLOAT_PRECISION: Setting = Setting::new(NONE);
static WIDTH: Setting = Setting::new(110);

/// Tables of up to this many rows are shown whole (60 at first); `None` shows every row.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// display::set_max_rows(20);
/// display::set_max_rows(None);
/// assert_eq!(display::max_rows(), None);
/// display::reset();
/// assert_eq!(display::max_rows(), Some(60));
/// ```
pub fn set_max_rows(rows: impl Into<Option<usize>>) {
    MAX_ROWS.set(rows.into());
}

/// See [`set_max_rows`].
pub fn max_rows() -> Option<usize> {
    MAX_ROWS.get()
}

/// How many rows remain of a table that has too many (10 at first: five first, five last). Never
/// more than [`max_rows`].
pub fn set_min_rows(rows: usize) {
    MIN_ROWS.set(Some(rows));
}

/// See [`set_min_rows`].
pub fn min_rows() -> usize {
    MIN_ROWS.get().unwrap_or(NONE).min(max_rows().unwrap_or(NONE))
}

/// Of a table with more columns than this (20 at first) the middle is left out; `None` shows all.
pub fn set_max_columns(columns: impl Into<Option<usize>>) {
    MAX_COLUMNS.set(columns.into());
}

/// See [`set_max_columns`].
pub fn max_columns() -> Option<usize> {
    MAX_COLUMNS.get()
}

/// Longer cells are cut at this many characters (60 at first); `None` cuts none.
pub fn set_max_colwidth(characters: impl Into<Option<usize>>) {
    MAX_COLWIDTH.set(characters.into());
}

/// See [`set_max_colwidth`].
pub fn max_colwidth() -> Option<usize> {
    MAX_COLWIDTH.get()
}

/// Decimals of floats in tables and arrays, at most 17; `None`, the start, chooses them for each
/// column so that about six digits of its largest value are seen.
pub fn set_float_precision(decimals: impl Into<Option<usize>>) {
    FLOAT_PRECISION.set(decimals.into().map(|decimals| decimals.min(17)));
}

/// See [`set_float_precision`].
pub fn float_precision() -> Option<usize> {
    FLOAT_PRECISION.get()
}

/// Characters in a line of a text table (110 at first), at least 20; what does not fit is left out
/// from the middle. HTML tables scroll instead.
pub fn set_width(characters: usize) {
    WIDTH.set(Some(characters.clamp(20, 100_000)));
}

/// See [`set_width`].
pub fn width() -> usize {
    WIDTH.get().unwrap_or(100_000)
}

/// All settings as they were at the start.
pub fn reset() {
    for setting in [&MAX_ROWS, &MIN_ROWS, &MAX_COLUMNS, &MAX_COLWIDTH, &FLOAT_PRECISION, &WIDTH] {
        setting.reset();
    }
}
