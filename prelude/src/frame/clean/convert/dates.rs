//! Dates and times from text, in any common way of writing them or in a given one.
//!
//! A column is read as a whole: `03/04/2024` alone may be April or March, but beside `25/04/2024`
//! it is 3 April. Where nothing in the column decides, that is an error that asks, never a guess.

mod assemble;
mod draft;
mod pattern;

use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;

use self::assemble::assemble;
use self::draft::{Draft, Form};
use super::{Converted, OnBad, Reader, Reading, as_text, convert, stands_for_missing};
use crate::error::{Error, Result};

/// Which number comes first in a date such as `03/04/05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DateOrder {
    /// `31/12/2024`, as in most of the world.
    DayFirst,
    /// `12/31/2024`, as in the United States.
    MonthFirst,
    /// `24/12/31`; years of four digits are always known as such.
    YearFirst,
}

/// How dates are written, and what becomes of texts that are none.
///
/// By itself it understands ISO (`2024-01-31`, `20240131`, `2024-01-31T10:15:00.25+01:00`), numbers
/// in day or month order (`31.1.2024`, `1/31/24`), names of months (`31 Jan 2024`, `January 31,
/// 2024`), times of day (`10:15`, `10:15:30`, `3:05 pm`), and seconds, milliseconds, microseconds or
/// nanoseconds since 1970 (10, 13, 16 or 19 digits). Years of two digits are 1969 to 2068.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("d" => ["03/04/2024", "05/04/2024"])?;
/// assert!(df.parse_dates(&["d"]).is_err(), "March or April?");
/// let by_order = df.parse_dates_with(&["d"], DateOrder::DayFirst)?;
/// let by_pattern = df.parse_dates_with(&["d"], "%d/%m/%Y")?;
/// assert!(by_order.equals(&by_pattern));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DateFormat {
    order: Option<DateOrder>,
    pattern: Option<String>,
    on_bad: Option<OnBad>,
}

impl DateFormat {
    /// Finds out.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Which number comes first where that is not clear.
    #[must_use]
    pub fn order(mut self, order: DateOrder) -> Self {
        self.order = Some(order);
        self
    }

    /// Exactly this pattern, in the signs of `strftime`: `%d.%m.%Y`, `%Y-%m-%d %H:%M:%S`.
    #[must_use]
    pub fn pattern(mut self, pattern: &str) -> Self {
        self.pattern = Some(pattern.to_owned());
        self
    }

    /// What becomes of texts that are no date.
    #[must_use]
    pub fn on_bad(mut self, on_bad: OnBad) -> Self {
        self.on_bad = Some(on_bad);
        self
    }
}

impl From<DateOrder> for DateFormat {
    fn from(order: DateOrder) -> Self {
        Self::new().order(order)
    }
}

impl From<&str> for DateFormat {
    fn from(pattern: &str) -> Self {
        Self::new().pattern(pattern)
    }
}

pub(in super::super) fn parse_dates(
    df: &DataFrame,
    columns: &[&str],
    format: &DateFormat,
    default: OnBad,
) -> Result<Converted> {
    let reader = Reader {
        kind: "dates",
        has_kind: |dtype| dtype.is_temporal(),
        takes: |dtype| dtype.is_primitive_numeric(),
        read: &|column| read(column, format),
        advice: &|_| {
            "Say how they are written (`parse_dates_with(&[…], \"%d.%m.%Y\")`), list them with \
             `parse_dates_report`, or make them null with `DateFormat::new().on_bad(OnBad::Null)`."
                .to_owned()
        },
    };
    convert(df, columns, format.on_bad.unwrap_or(default), &reader)
}

fn read(column: &Column, format: &DateFormat) -> Result<Reading> {
    if let Some(pattern) = &format.pattern {
        return pattern::read(column, pattern);
    }
    if column.dtype().is_primitive_numeric() {
        return assemble::from_numbers(column);
    }
    let text = as_text(column)?;
    let texts: Vec<Option<&str>> = text.str()?.iter().collect();
    let known =
        |text: &Option<&str>| text.map(str::trim).filter(|text| !stands_for_missing(text)).map(Draft::of);
    let drafts: Vec<Option<Option<Draft>>> = texts.par_iter().map(known).collect();
    let order = match format.order {
        Some(order) => order,
        None => order_of(column, &texts, &drafts)?,
    };
    assemble(column, &drafts, order)
}

/// The order that some date of the column proves.
fn order_of(column: &Column, texts: &[Option<&str>], drafts: &[Option<Option<Draft>>]) -> Result<DateOrder> {
    let (mut day_first, mut month_first, mut open) = (None, None, None);
    let mut dotted = false;
    for (row, draft) in drafts.iter().enumerate() {
        let Some(Some(Draft { form: Form::Open { first, second, dots }, .. })) = draft else { continue };
        dotted |= *dots;
        let seen = match (*first > 12, *second > 12) {
            (true, false) => &mut day_first,
            (false, true) => &mut month_first,
            (false, false) if first != second => &mut open,
            _ => continue,
        };
        seen.get_or_insert(row);
    }
    let text = |row: usize| texts[row].unwrap_or_default().to_owned();
    match (day_first, month_first, open) {
        (Some(a), Some(b), _) => Err(Error::AmbiguousDates {
            column: column.name().to_string(),
            reason: format!(
                "`{}` (row {a}) has the day first and `{}` (row {b}) the month",
                text(a),
                text(b)
            ),
        }),
        (None, Some(_), _) => Ok(DateOrder::MonthFirst),
        // Nobody writes the month first with dots.
        (None, None, Some(row)) if !dotted => Err(Error::AmbiguousDates {
            column: column.name().to_string(),
            reason: format!(
                "nothing says whether `{}` (row {row}) has the day or the month first",
                text(row)
            ),
        }),
        _ => Ok(DateOrder::DayFirst),
    }
}
