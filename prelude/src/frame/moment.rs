//! Dates and times as they are written, for comparisons and differences in queries.

use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::{DataType, Expr, Field, NULL, Scalar, TimeUnit, lit, polars_err};

/// A day as an expression: `col("sold").gt_eq(date(2021, 1, 1))`. A day that there is not is an error
/// when the query runs.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let days = df!("day" => ["2020-12-31", "2021-01-01"])?.parse_dates(&["day"])?;
/// let late = days.lazy().filter(col("day").gt_eq(date(2021, 1, 1))).collect()?;
/// assert_eq!(late.height(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn date(year: i32, month: u32, day: u32) -> Expr {
    match NaiveDate::from_ymd_opt(year, month, day).and_then(days) {
        Some(days) => lit(Scalar::new_date(days)),
        None => impossible(format!("date({year}, {month}, {day})"), DataType::Date),
    }
}

/// A moment as an expression, to the second and without a time zone: `datetime(2021, 1, 1, 12, 30, 0)`. A
/// moment that there is not is an error when the query runs.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("at" => ["2021-01-01 09:30:00", "2021-01-01 15:00:00"])?.parse_dates(&["at"])?;
/// let morning = df.lazy().filter(col("at").lt(datetime(2021, 1, 1, 12, 0, 0))).collect()?;
/// assert_eq!(morning.height(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn datetime(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Expr {
    let moment = NaiveDate::from_ymd_opt(year, month, day)
        .and_then(|date| date.and_hms_opt(hour, minute, second))
        .map(microseconds);
    match moment {
        Some(moment) => lit(Scalar::new_datetime(moment, TimeUnit::Microseconds, None)),
        None => {
            let written = format!("datetime({year}, {month}, {day}, {hour}, {minute}, {second})");
            impossible(written, DataType::Datetime(TimeUnit::Microseconds, None))
        }
    }
}

fn days(date: NaiveDate) -> Option<i32> {
    i32::try_from((date - NaiveDate::default()).num_days()).ok()
}

fn microseconds(moment: NaiveDateTime) -> i64 {
    moment.and_utc().timestamp_micros()
}

/// An expression of this type that says what is wrong when it is computed: queries have no earlier
/// place for an error.
fn impossible(written: String, dtype: DataType) -> Expr {
    let typed = move |_: &_, field: &Field| Ok(Field::new(field.name().clone(), dtype.clone()));
    let fail = move |_| {
        Err(polars_err!(ComputeError: "{written} is not in the calendar: expected a month of 1 to 12, a day \
             that the month has, and a time of 0:00:00 to 23:59:59"))
    };
    lit(NULL).map(fail, typed)
}
