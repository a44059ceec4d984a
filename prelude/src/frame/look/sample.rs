//! Rows at random.

use polars::prelude::{DataFrame, IdxCa, IdxSize, NamedFrom, PlSmallStr};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::error::{Error, Result};

pub(super) fn rows(df: &DataFrame, n: usize, seed: u64) -> Result<DataFrame> {
    if n > df.height() {
        return Err(Error::TooFew {
            what: format!("a sample of {n} rows without replacement"),
            needed: n,
            unit: "rows",
            given: df.height(),
        });
    }
    let mut random = StdRng::seed_from_u64(seed);
    take(df, rand::seq::index::sample(&mut random, df.height(), n).into_iter())
}

pub(super) fn fraction(df: &DataFrame, fraction: f64, seed: u64) -> Result<DataFrame> {
    if !(0.0..=1.0).contains(&fraction) {
        let expected = "between 0 and 1; for more rows than there are use `sample_with_replacement`";
        return Err(Error::parameter("sample_fraction", "fraction", fraction, expected));
    }
    rows(df, (fraction * df.height() as f64).round() as usize, seed)
}

pub(super) fn with_replacement(df: &DataFrame, n: usize, seed: u64) -> Result<DataFrame> {
    if df.height() == 0 && n > 0 {
        return Err(Error::empty("the frame to sample from", "one row"));
    }
    let mut random = StdRng::seed_from_u64(seed);
    take(df, (0..n).map(|_| random.gen_range(0..df.height())))
}

fn take(df: &DataFrame, rows: impl Iterator<Item = usize>) -> Result<DataFrame> {
    let rows: Vec<IdxSize> = rows.map(|row| row as IdxSize).collect();
    Ok(df.take(&IdxCa::new(PlSmallStr::EMPTY, rows))?)
}
