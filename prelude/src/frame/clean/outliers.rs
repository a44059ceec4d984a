//! Values far from the rest: found, dropped, clipped to bounds, or winsorised.
//!
//! A rule gives each column a lower and an upper bound from its known finite values; what lies
//! outside is an outlier, infinities always. A missing value is none.

use polars::prelude::{BooleanChunked, Column, DataFrame, DataType, NamedFrom, Series};

use super::choice::{numeric, with_columns};
use super::fill::middle;
use super::missing::{self, floats};
use crate::error::{Error, Result};

/// The 75th percentile of the standard normal distribution: a normal distribution's median
/// absolute deviation is so many standard deviations.
const MAD_OF_NORMAL: f64 = 0.674_489_750_196_081_7;
/// The same for the mean absolute deviation, √(2/π).
const MEAN_DEVIATION_OF_NORMAL: f64 = 0.797_884_560_802_865_4;

/// A rule for what is too far from the rest.
///
/// Sources: J. Tukey, "Exploratory Data Analysis", 1977 (`Iqr`); B. Iglewicz, D. Hoaglin, "How to
/// Detect and Handle Outliers", 1993 (`Mad`).
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Outliers {
    /// More than so many standard deviations (n in the denominator, as `scipy.stats.zscore`) from
    /// the mean; usually 3. In a sample of n no score exceeds (n − 1)/√n.
    ZScore(f64),
    /// More than so many interquartile ranges below the first or above the third quartile (linear
    /// between values, as in pandas); usually 1.5.
    Iqr(f64),
    /// A modified z-score above this: the distance from the median by the median absolute
    /// deviation, scaled to be a standard deviation for normal data; usually 3.5. Where more than
    /// half of the values are equal the mean absolute deviation stands in.
    Mad(f64),
}

impl Outliers {
    fn check(self) -> Result<()> {
        let (name, value) = match self {
            Self::ZScore(value) => ("ZScore", value),
            Self::Iqr(value) => ("Iqr", value),
            Self::Mad(value) => ("Mad", value),
        };
        if value.is_finite() && value > 0.0 {
            return Ok(());
        }
        Err(Error::parameter("Outliers", name, value, "a positive number"))
    }

    /// The bounds for these finite numbers; NaN for none.
    fn bounds(self, numbers: &mut [f64]) -> Bounds {
        match self {
            Self::ZScore(limit) => {
                let mean = mean(numbers);
                let variance =
                    numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / numbers.len() as f64;
                Bounds::around(mean, limit * variance.sqrt())
            }
            Self::Iqr(limit) => {
                numbers.sort_unstable_by(f64::total_cmp);
                let (low, high) = (quantile(numbers, 0.25), quantile(numbers, 0.75));
                let reach = limit * (high - low);
                Bounds { lower: low - reach, upper: high + reach }
            }
            Self::Mad(limit) => {
                let centre = middle(numbers);
                let mut deviations: Vec<f64> = numbers.iter().map(|x| (x - centre).abs()).collect();
                let mut deviation = middle(&mut deviations) / MAD_OF_NORMAL;
                if deviation == 0.0 {
                    deviation = mean(&deviations) / MEAN_DEVIATION_OF_NORMAL;
                }
                Bounds::around(centre, limit * deviation)
            }
        }
    }
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// Linear between neighbours, of ascending numbers; NaN for none.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

#[derive(Clone, Copy)]
struct Bounds {
    lower: f64,
    upper: f64,
}

impl Bounds {
    fn around(centre: f64, reach: f64) -> Self {
        Self { lower: centre - reach, upper: centre + reach }
    }

    /// By how far beyond a bound rounding may carry a value that lies on it.
    fn excludes(self, value: f64) -> bool {
        let slack = 4.0 * f64::EPSILON * self.lower.abs().max(self.upper.abs());
        value.is_infinite() || value < self.lower - slack || value > self.upper + slack
    }
}

/// A column's numbers with the rule's bounds for them.
fn judged(column: &Column, rule: Outliers) -> Result<(Vec<f64>, Bounds)> {
    let values = floats(column)?;
    let mut known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let bounds = rule.bounds(&mut known);
    Ok((values, bounds))
}

/// True for outliers, one column per column looked at.
pub(super) fn flags(df: &DataFrame, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
    rule.check()?;
    let mut flags = Vec::new();
    for column in numeric(df, columns)? {
        let (values, bounds) = judged(column, rule)?;
        let outside: Vec<bool> = values.iter().map(|value| bounds.excludes(*value)).collect();
        flags.push(Column::new(column.name().clone(), outside));
    }
    Ok(DataFrame::new(df.height(), flags)?)
}

/// Lower and upper bound of each column, and how many values lie below and above.
pub(super) fn bounds(df: &DataFrame, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
    rule.check()?;
    let columns = numeric(df, columns)?;
    let names: Vec<&str> = columns.iter().map(|column| column.name().as_str()).collect();
    let (mut lower, mut upper, mut below, mut above) = (vec![], vec![], vec![], vec![]);
    for column in &columns {
        let (values, bounds) = judged(column, rule)?;
        let outside = || values.iter().filter(|value| bounds.excludes(**value));
        lower.push((!bounds.lower.is_nan()).then_some(bounds.lower));
        upper.push((!bounds.upper.is_nan()).then_some(bounds.upper));
        below.push(outside().filter(|value| **value < bounds.lower).count() as i64);
        above.push(outside().filter(|value| **value > bounds.upper).count() as i64);
    }
    let columns = vec![
        Column::new("column".into(), names),
        Column::new("lower".into(), lower),
        Column::new("upper".into(), upper),
        Column::new("n_below".into(), below),
        Column::new("n_above".into(), above),
    ];
    Ok(DataFrame::new(columns[0].len(), columns)?)
}

/// The rows without an outlier.
pub(super) fn dropped(df: &DataFrame, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
    let flags = flags(df, columns, rule)?;
    let mut kept = vec![true; df.height()];
    for column in flags.columns() {
        for (keep, outside) in kept.iter_mut().zip(column.bool()?.iter()) {
            *keep &= outside != Some(true);
        }
    }
    Ok(df.filter(&BooleanChunked::new("".into(), kept))?)
}

/// Outliers moved to the nearer bound.
pub(super) fn clipped(df: &DataFrame, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
    rule.check()?;
    let mut changed = Vec::new();
    for column in numeric(df, columns)? {
        let (values, bounds) = judged(column, rule)?;
        if values.iter().any(|value| bounds.excludes(*value)) {
            changed.push(limited(column, &values, bounds)?);
        }
    }
    with_columns(df, changed)
}

/// Values outside of the two moved to the nearer one.
pub(super) fn clip(df: &DataFrame, columns: &[&str], lower: f64, upper: f64) -> Result<DataFrame> {
    if lower.is_nan() || upper.is_nan() || lower > upper {
        let value = format!("{lower}..={upper}");
        return Err(Error::parameter("clip", "range", value, "a range from a number to one no smaller"));
    }
    let columns = numeric(df, columns)?;
    let bounds = Bounds { lower, upper };
    with_columns(
        df,
        columns.into_iter().map(|column| limited(column, &floats(column)?, bounds)).collect::<Result<_>>()?,
    )
}

/// The lowest and highest shares of the known values set to the nearest value that remains.
pub(super) fn winsorised(df: &DataFrame, columns: &[&str], low: f64, high: f64) -> Result<DataFrame> {
    let valid = |share: f64| (0.0..=1.0).contains(&share);
    if !valid(low) || !valid(high) || low + high >= 1.0 {
        let expected = "two shares of at least 0 that sum to less than 1";
        return Err(Error::parameter("winsorise", "shares", format!("{low} and {high}"), expected));
    }
    let mut changed = Vec::new();
    for column in numeric(df, columns)? {
        let values = floats(column)?;
        let mut known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        known.sort_unstable_by(f64::total_cmp);
        let Some(last) = known.len().checked_sub(1) else { continue };
        let moved = |share: f64| (share * known.len() as f64) as usize;
        let bounds = Bounds { lower: known[moved(low)], upper: known[last - moved(high)] };
        changed.push(limited(column, &values, bounds)?);
    }
    with_columns(df, changed)
}

/// The column within the bounds: of its own type where that holds them exactly, else of floats.
fn limited(column: &Column, values: &[f64], bounds: Bounds) -> Result<Column> {
    let dtype = column.dtype();
    if dtype.is_integer() && is_exact(bounds.lower) && is_exact(bounds.upper) {
        return limited_integers(column, values, bounds);
    }
    let clipped: Vec<f64> = values.iter().map(|value| clamp(*value, bounds)).collect();
    missing::from_floats(column, &clipped)
}

/// Whole, or no bound at all.
fn is_exact(bound: f64) -> bool {
    bound.is_infinite() || (bound.fract() == 0.0 && bound.abs() <= 9.007_199_254_740_992e15)
}

/// Integers that stay are not touched, so that even those a float cannot hold keep their digits.
fn limited_integers(column: &Column, values: &[f64], bounds: Bounds) -> Result<Column> {
    let outside: Vec<bool> =
        values.iter().map(|value| *value < bounds.lower || *value > bounds.upper).collect();
    if !outside.contains(&true) {
        return Ok(column.clone());
    }
    let moved: Vec<Option<i64>> = values
        .iter()
        .zip(&outside)
        .map(|(value, outside)| outside.then(|| clamp(*value, bounds) as i64))
        .collect();
    let moved = Series::new(column.name().clone(), moved);
    let wide = if moved.cast(column.dtype())?.null_count() == moved.null_count() {
        column.dtype()
    } else {
        &DataType::Int64
    };
    let (moved, column) = (Column::from(moved.cast(wide)?), column.cast(wide)?);
    Ok(moved.zip_with(&BooleanChunked::new("".into(), outside), &column)?)
}

fn clamp(value: f64, bounds: Bounds) -> f64 {
    if value < bounds.lower {
        bounds.lower
    } else if value > bounds.upper {
        bounds.upper
    } else {
        value
    }
}
