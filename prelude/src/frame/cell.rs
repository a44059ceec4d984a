//! One value on its way into a frame, or out of it: what spreadsheets, databases, structs and
//! literals have in common.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use polars::prelude::DataType;

/// One value of a table. Made with `into()` from what Rust has: `36.into()`, `"Ada".into()`,
/// `None::<f64>.into()`.
///
/// ```
/// use ferrolab_prelude::frame::Cell;
///
/// assert_eq!(Cell::from(36), Cell::Int(36));
/// assert_eq!(Cell::from(Some("Ada")), Cell::Text("Ada".to_owned()));
/// assert_eq!(Cell::from(None::<bool>), Cell::Null);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// A missing value.
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    /// An integer beyond `i64::MAX`.
    UInt(u64),
    Float(f64),
    Text(String),
    Binary(Vec<u8>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01 00:00, in no time zone.
    Datetime(i64),
    /// Microseconds since 1970-01-01 00:00 UTC.
    DatetimeUtc(i64),
    /// Nanoseconds since midnight.
    Time(i64),
    /// Microseconds.
    Duration(i64),
    /// Several values of one kind.
    List(Vec<Cell>),
}

impl Cell {
    /// What the value is, for error messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "a missing value",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::UInt(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Text(_) => "text",
            Self::Binary(_) => "bytes",
            Self::Date(_) => "a date",
            Self::Datetime(_) | Self::DatetimeUtc(_) => "a date with time",
            Self::Time(_) => "a time of day",
            Self::Duration(_) => "a duration",
            Self::List(_) => "a list",
        }
    }
}

/// As a spreadsheet would print it; ISO 8601 for dates and times, hexadecimal for bytes.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::UInt(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(value) => f.write_str(value),
            Self::Binary(value) => value.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
            Self::Date(days) => f.write_str(&date_text(*days)),
            Self::Datetime(micros) => f.write_str(&datetime_text(*micros, " ")),
            Self::DatetimeUtc(micros) => write!(f, "{}+00:00", datetime_text(*micros, " ")),
            Self::Time(nanos) => f.write_str(&time_text(*nanos)),
            Self::Duration(micros) => write!(f, "{}s", *micros as f64 / 1e6),
            Self::List(cells) => {
                let inner: Vec<String> = cells.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", inner.join(", "))
            }
        }
    }
}

pub(super) const MICROS_PER_DAY: i64 = 86_400_000_000;

/// `2026-01-31`; any year.
pub(super) fn date_text(days: i32) -> String {
    let (year, month, day) = civil(i64::from(days));
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{month:02}-{day:02}", year.abs())
}

/// `2026-01-31 12:30:00.5`, with the given separator and no more digits than needed.
pub(super) fn datetime_text(micros: i64, separator: &str) -> String {
    let days = micros.div_euclid(MICROS_PER_DAY);
    // A day count from i64 microseconds is far within i32.
    let date = date_text(i32::try_from(days).unwrap_or(i32::MAX));
    format!("{date}{separator}{}", time_text(micros.rem_euclid(MICROS_PER_DAY) * 1000))
}

/// `12:30:00.5`.
pub(super) fn time_text(nanos: i64) -> String {
    let (seconds, fraction) = (nanos.div_euclid(1_000_000_000), nanos.rem_euclid(1_000_000_000));
    let mut text = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction > 0 {
        text.push_str(format!(".{fraction:09}").trim_end_matches('0'));
    }
    text
}

/// Year, month and day of a day count since 1970-01-01 in the proleptic Gregorian calendar, by
/// eras of 400 years (146,097 days) that begin in March, so that leap days come last.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// ISO text as a date's days, a time's nanoseconds or a date and time's microseconds, whichever the
/// type counts; a time zone is taken into account.
pub(super) fn temporal(text: &str, dtype: &DataType) -> Option<i64> {
    let text = text.trim();
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    match dtype {
        DataType::Date => date(text).map(|date| (date - NaiveDate::default()).num_days()),
        DataType::Time => {
            let time = NaiveTime::parse_from_str(text, "%H:%M:%S%.f");
            let time = time.or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok()?;
            (time - NaiveTime::MIN).num_nanoseconds()
        }
        DataType::Datetime(..) => {
            let text = text.replacen('T', " ", 1).replace('Z', "+00:00");
            let zoned =
                DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f%:z").map(|moment| moment.naive_utc());
            let moment = zoned
                .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f"))
                .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M"))
                .ok()
                .or_else(|| date(&text).map(Into::into))?;
            Some(moment.and_utc().timestamp_micros())
        }
        _ => None,
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Cell {
            fn from(value: $integer) -> Self {
                Self::Int(i64::from(value))
            }
        }
    )*};
}
integers!(i8, i16, i32, i64, u8, u16, u32);

impl From<u64> for Cell {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Self::UInt(value), Self::Int)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<f32> for Cell {
    fn from(value: f32) -> Self {
        Self::Float(f64::from(value))
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// The items of `&array` and `&vector`.
macro_rules! lent {
    ($($value:ty),*) => {$(
        impl From<&$value> for Cell {
            fn from(value: &$value) -> Self {
                Self::from(*value)
            }
        }
    )*};
}
lent!(i8, i16, i32, i64, u8, u16, u32, u64, usize, f64, f32, bool, &str, NaiveDate, NaiveDateTime);

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Cell {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<char> for Cell {
    fn from(value: char) -> Self {
        Self::Text(value.to_string())
    }
}

impl From<Cow<'_, str>> for Cell {
    fn from(value: Cow<'_, str>) -> Self {
        Self::Text(value.into_owned())
    }
}

impl From<NaiveDate> for Cell {
    fn from(value: NaiveDate) -> Self {
        let days = (value - NaiveDate::default()).num_days();
        // chrono's own range is a few hundred thousand years.
        Self::Date(i32::try_from(days).unwrap_or(i32::MAX))
    }
}

impl From<NaiveDateTime> for Cell {
    fn from(value: NaiveDateTime) -> Self {
        Self::Datetime(value.and_utc().timestamp_micros())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
