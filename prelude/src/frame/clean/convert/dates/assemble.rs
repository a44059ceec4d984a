//! Drafts to a column: of dates if none has a time of day, else of times.

use polars::prelude::{Column, DataType, NamedFrom, Series, TimeUnit, TimeZone};

use super::super::Reading;
use super::DateOrder;
use super::draft::{Draft, Form, SECOND};
use crate::error::Result;
use crate::frame::clean::missing;

const DAY: i64 = 86_400;

/// A place on the time line: whole seconds since 1970, and nanoseconds on top.
#[derive(Clone, Copy)]
struct Instant {
    seconds: i64,
    nanos: i64,
}

/// The outer option is none for a missing text, the inner for one that is no date.
pub(super) fn assemble(
    column: &Column,
    drafts: &[Option<Option<Draft>>],
    order: DateOrder,
) -> Result<Reading> {
    let known = || drafts.iter().flatten().flatten();
    let zoned = known().any(|draft| draft.offset.is_some());
    let timed = known().any(|draft| draft.time.is_some());
    let mut bad = Vec::new();
    let mut instants = Vec::with_capacity(drafts.len());
    for (row, draft) in drafts.iter().enumerate() {
        // Where others name a zone, a time without one is not known.
        let named = |draft: &Draft| !zoned || draft.offset.is_some();
        let instant = draft.map(|draft| draft.filter(named).and_then(|draft| instant(draft, order)));
        if instant.is_some_and(|instant| instant.is_none()) {
            bad.push(row);
        }
        instants.push(instant.flatten());
    }
    column_of(column, &instants, timed, zoned, bad)
}

fn column_of(
    like: &Column,
    instants: &[Option<Instant>],
    timed: bool,
    zoned: bool,
    mut bad: Vec<usize>,
) -> Result<Reading> {
    let name = like.name().clone();
    if !timed {
        let days: Vec<Option<i32>> = instants
            .iter()
            .map(|instant| instant.map(|instant| instant.seconds.div_euclid(DAY) as i32))
            .collect();
        return Ok(Reading { column: Series::new(name, days).cast(&DataType::Date)?.into(), bad });
    }
    let fine = instants.iter().flatten().any(|instant| instant.nanos % 1000 != 0);
    let (unit, per_second) =
        if fine { (TimeUnit::Nanoseconds, SECOND) } else { (TimeUnit::Microseconds, 1_000_000) };
    let count = |instant: Instant| {
        // Wider than the result, since whole seconds before the earliest nanosecond overflow.
        let fraction = i128::from(instant.nanos / (SECOND / per_second));
        i64::try_from(i128::from(instant.seconds) * i128::from(per_second) + fraction).ok()
    };
    let counts: Vec<Option<i64>> = instants.iter().map(|instant| instant.and_then(count)).collect();
    bad.extend((0..counts.len()).filter(|row| instants[*row].is_some() && counts[*row].is_none()));
    bad.sort_unstable();
    let zone = zoned.then_some(TimeZone::UTC);
    Ok(Reading { column: Series::new(name, counts).cast(&DataType::Datetime(unit, zone))?.into(), bad })
}

fn instant(draft: Draft, order: DateOrder) -> Option<Instant> {
    let (year, month, day) = match draft.form {
        Form::Epoch { count, per_second } => {
            let seconds = count.div_euclid(per_second);
            return Some(Instant { seconds, nanos: count.rem_euclid(per_second) * (SECOND / per_second) });
        }
        Form::Fixed { month, day } => (full_year(draft.year, draft.short_year), month, day),
        Form::Open { first, second, .. } => match order {
            DateOrder::DayFirst => (full_year(draft.year, draft.short_year), second, first),
            DateOrder::MonthFirst => (full_year(draft.year, draft.short_year), first, second),
            DateOrder::YearFirst if draft.short_year => {
                (full_year(first as i32, true), second, draft.year as u32)
            }
            DateOrder::YearFirst => return None,
        },
    };
    let days = days_since_1970(year, month, day)?;
    let nanos = draft.time.unwrap_or(0);
    let seconds = days * DAY + nanos / SECOND - i64::from(draft.offset.unwrap_or(0));
    Some(Instant { seconds, nanos: nanos % SECOND })
}

/// POSIX' rule for years of two digits.
fn full_year(year: i32, short: bool) -> i32 {
    match year {
        _ if !short => year,
        0..=68 => 2000 + year,
        _ => 1900 + year,
    }
}

/// None for a day that the (proleptic Gregorian) calendar lacks.
fn days_since_1970(year: i32, month: u32, day: u32) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = lengths.get((month as usize).checked_sub(1)?)?;
    if year < 1 || day < 1 || day > *length {
        return None;
    }
    let past = i64::from(year) - 1;
    let leap_days = past / 4 - past / 100 + past / 400;
    let before: u32 = lengths[..month as usize - 1].iter().sum();
    // 719,162 days lie between the first day of the year 1 and that of 1970.
    Some(past * 365 + leap_days + i64::from(before + day - 1) - 719_162)
}

/// How many units a second has, told from the digits of a count since 1970: today's counts have 10,
/// 13, 16 or 19.
pub(super) fn epoch_unit(digits: usize) -> Option<i64> {
    match digits {
        10 => Some(1),
        13 => Some(1_000),
        16 => Some(1_000_000),
        19 => Some(SECOND),
        _ => None,
    }
}

/// Numbers as dates: `20240131` if all of them can be read so, else counts since 1970, whose unit is
/// told by the largest.
pub(super) fn from_numbers(column: &Column) -> Result<Reading> {
    let values = missing::floats(column)?;
    if let Some(days) = compact_dates(&values) {
        return column_of(column, &days, false, false, Vec::new());
    }
    let largest =
        values.iter().filter(|value| value.is_finite()).fold(0.0_f64, |largest, x| largest.max(x.abs()));
    let per_second = match largest {
        _ if largest < 1e11 => 1,
        _ if largest < 1e14 => 1_000,
        _ if largest < 1e17 => 1_000_000,
        _ => SECOND,
    };
    // Integers beyond 2⁵³ are read as such.
    let exact = column.cast(&DataType::Int64)?;
    let exact = if column.dtype().is_integer() { Some(exact.i64()?.clone()) } else { None };
    let mut bad = Vec::new();
    let mut instants = Vec::with_capacity(values.len());
    for (row, value) in values.iter().enumerate() {
        let whole = exact.as_ref().and_then(|exact| exact.get(row));
        let instant = match whole {
            Some(count) => Some(Instant {
                seconds: count.div_euclid(per_second),
                nanos: count.rem_euclid(per_second) * (SECOND / per_second),
            }),
            None => from_float(*value / per_second as f64),
        };
        if instant.is_none() && !value.is_nan() {
            bad.push(row);
        }
        instants.push(instant);
    }
    column_of(column, &instants, true, false, bad)
}

/// Seconds with a fraction, to the microsecond.
fn from_float(seconds: f64) -> Option<Instant> {
    // The year 9999 ends here.
    if seconds.is_nan() || seconds.abs() >= 253_402_300_800.0 {
        return None;
    }
    let micros = ((seconds - seconds.floor()) * 1e6).round() as i64;
    Some(Instant { seconds: seconds.floor() as i64, nanos: micros * 1000 })
}

/// The dates, if every known number is one of the years 1800 to 2200 in the form `20240131`.
fn compact_dates(values: &[f64]) -> Option<Vec<Option<Instant>>> {
    if values.iter().all(|value| value.is_nan()) {
        return None;
    }
    let date = |value: &f64| {
        if value.is_nan() {
            return Some(None);
        }
        let whole = (value.fract() == 0.0 && (18_000_101.0..22_000_101.0).contains(value))
            .then_some(*value as u32)?;
        let days = days_since_1970((whole / 10_000) as i32, whole / 100 % 100, whole % 100)?;
        Some(Some(Instant { seconds: days * DAY, nanos: 0 }))
    };
    values.iter().map(date).collect()
}
