//! The dates of a series: what they say of each value, and how they go on.

use chrono::{DateTime, Datelike, Months, NaiveDateTime, Timelike};
use polars::prelude::{Column, DataType, TimeUnit};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::preprocessing::DatePart;

/// Dates at equal distances, the last of a series and the step to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Calendar {
    /// Milliseconds since 1970.
    dates: Vec<i64>,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Milliseconds(i64),
    /// Of which day 28 to 31 becomes the month's last.
    Months(u32),
}

impl Calendar {
    /// From a column of dates, one per value of the series.
    pub fn of(dates: &Column, n_values: usize) -> Result<Self> {
        let kind = |given: String| Error::ColumnType {
            column: dates.name().to_string(),
            expected: "dates or times".to_owned(),
            given,
            advice: "Text becomes dates with `col(\"…\").str().to_date(StrptimeOptions::default())`.",
        };
        if !matches!(dates.dtype(), DataType::Date | DataType::Datetime(_, _)) {
            return Err(kind(dates.dtype().to_string()));
        }
        if dates.null_count() > 0 {
            let what = format!("column `{}`", dates.name());
            return Err(Error::MissingValues { what, nulls: dates.null_count(), rows: dates.len() });
        }
        if dates.len() != n_values {
            return Err(Error::LengthMismatch {
                left: "the dates".to_owned(),
                left_length: dates.len(),
                right: "the series".to_owned(),
                right_length: n_values,
            });
        }
        let whole = dates.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?.cast(&DataType::Int64)?;
        let values: Vec<i64> = whole.i64()?.iter().flatten().collect();
        let step = step_of(&values).ok_or_else(|| Error::Fit {
            model: super::lags::NAME,
            reason: "the dates are not at equal distances, ascending".to_owned(),
            advice: "Sort them, and fill the gaps, for example with `resample`.",
        })?;
        Ok(Self { dates: values, step })
    }

    /// These parts of the date of the value at `t`, which may be beyond the series.
    pub fn parts_at(&self, t: usize, parts: &[DatePart]) -> Vec<f64> {
        let when = DateTime::from_timestamp_millis(self.at(t)).unwrap_or_default().naive_utc();
        parts.iter().map(|part| value(*part, when)).collect()
    }

    /// Milliseconds since 1970 of the value at `t`.
    pub fn at(&self, t: usize) -> i64 {
        let last = self.dates[self.dates.len() - 1];
        match (self.dates.get(t), self.step) {
            (Some(date), _) => *date,
            (None, Step::Milliseconds(step)) => {
                last.saturating_add(step.saturating_mul(self.beyond(t) as i64))
            }
            (None, Step::Months(months)) => {
                // From the first date, whose day is that of all where the month has it.
                let count = u32::try_from(t).unwrap_or(u32::MAX).saturating_mul(months);
                added(self.dates[0], count).unwrap_or(last)
            }
        }
    }

    fn beyond(&self, t: usize) -> usize {
        t + 1 - self.dates.len()
    }
}

fn added(start: i64, months: u32) -> Option<i64> {
    let start = DateTime::from_timestamp_millis(start)?.naive_utc();
    Some(start.checked_add_months(Months::new(months))?.and_utc().timestamp_millis())
}

/// The step that leads from each date to the next.
fn step_of(dates: &[i64]) -> Option<Step> {
    let [first, second, ..] = dates else { return None };
    let step = second - first;
    if step > 0 && dates.windows(2).all(|pair| pair[1] - pair[0] == step) {
        return Some(Step::Milliseconds(step));
    }
    let month = |date: i64| {
        let date = DateTime::from_timestamp_millis(date)?;
        Some(date.year() * 12 + date.month() as i32)
    };
    let months = u32::try_from(month(*second)? - month(*first)?).ok().filter(|months| *months > 0)?;
    let fits = |(i, date): (usize, &i64)| added(*first, months * i as u32) == Some(*date);
    dates.iter().enumerate().all(fits).then_some(Step::Months(months))
}

fn value(part: DatePart, when: NaiveDateTime) -> f64 {
    let weekday = when.weekday().number_from_monday();
    f64::from(match part {
        DatePart::Year => return f64::from(when.year()),
        DatePart::Quarter => when.month0() / 3 + 1,
        DatePart::Month => when.month(),
        DatePart::Week => when.iso_week().week(),
        DatePart::Day => when.day(),
        DatePart::DayOfYear => when.ordinal(),
        DatePart::Weekday => weekday,
        DatePart::IsWeekend => u32::from(weekday > 5),
        DatePart::Hour => when.hour(),
        DatePart::Minute => when.minute(),
        DatePart::Second => when.second(),
    })
}

/// The name of a feature.
pub(super) fn name_of(part: DatePart) -> String {
    let name = match part {
        DatePart::Year => "year",
        DatePart::Quarter => "quarter",
        DatePart::Month => "month",
        DatePart::Week => "week",
        DatePart::Day => "day",
        DatePart::DayOfYear => "day_of_year",
        DatePart::Weekday => "weekday",
        DatePart::IsWeekend => "is_weekend",
        DatePart::Hour => "hour",
        DatePart::Minute => "minute",
        DatePart::Second => "second",
    };
    name.to_owned()
}

/// The column `date` of a forecast: days where all are whole days, else instants.
pub(super) fn date_column(milliseconds: &[i64]) -> Result<Column> {
    const DAY: i64 = 86_400_000;
    let column = Column::new("date".into(), milliseconds.to_vec())
        .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?;
    if milliseconds.iter().all(|date| date.rem_euclid(DAY) == 0) {
        return Ok(column.cast(&DataType::Date)?);
    }
    Ok(column)
}
