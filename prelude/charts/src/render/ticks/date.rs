//! Beginnings of years, months, days, hours …, each written once: a label says what changes from mark to
//! mark, and a second line what begins with it.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use super::{Tick, Ticks, number};
use crate::picture::NumberFormat;

const SECOND: f64 = 1e3;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const MONTH: f64 = 30.44 * DAY;
const YEAR: f64 = 365.25 * DAY;

/// How far the marks are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// Milliseconds that divide a day.
    Clock(f64),
    /// Each month from its first day on.
    Days(u32),
    Months(u32),
    Years(i32),
}

/// With the milliseconds that each takes.
const STEPS: [(f64, Step); 33] = [
    (1.0, Step::Clock(1.0)),
    (2.0, Step::Clock(2.0)),
    (5.0, Step::Clock(5.0)),
    (10.0, Step::Clock(10.0)),
    (20.0, Step::Clock(20.0)),
    (50.0, Step::Clock(50.0)),
    (100.0, Step::Clock(100.0)),
    (200.0, Step::Clock(200.0)),
    (500.0, Step::Clock(500.0)),
    (SECOND, Step::Clock(SECOND)),
    (2.0 * SECOND, Step::Clock(2.0 * SECOND)),
    (5.0 * SECOND, Step::Clock(5.0 * SECOND)),
    (10.0 * SECOND, Step::Clock(10.0 * SECOND)),
    (15.0 * SECOND, Step::Clock(15.0 * SECOND)),
    (30.0 * SECOND, Step::Clock(30.0 * SECOND)),
    (MINUTE, Step::Clock(MINUTE)),
    (2.0 * MINUTE, Step::Clock(2.0 * MINUTE)),
    (5.0 * MINUTE, Step::Clock(5.0 * MINUTE)),
    (10.0 * MINUTE, Step::Clock(10.0 * MINUTE)),
    (15.0 * MINUTE, Step::Clock(15.0 * MINUTE)),
    (30.0 * MINUTE, Step::Clock(30.0 * MINUTE)),
    (HOUR, Step::Clock(HOUR)),
    (3.0 * HOUR, Step::Clock(3.0 * HOUR)),
    (6.0 * HOUR, Step::Clock(6.0 * HOUR)),
    (12.0 * HOUR, Step::Clock(12.0 * HOUR)),
    (DAY, Step::Days(1)),
    (2.0 * DAY, Step::Days(2)),
    (7.0 * DAY, Step::Days(7)),
    (14.0 * DAY, Step::Days(14)),
    (MONTH, Step::Months(1)),
    (2.0 * MONTH, Step::Months(2)),
    (3.0 * MONTH, Step::Months(3)),
    (6.0 * MONTH, Step::Months(6)),
];

/// About `wanted` marks between two times in milliseconds since 1970.
#[must_use]
pub fn ticks((low, high): (f64, f64), wanted: usize) -> Ticks {
    let (Some(start), Some(end)) = (time(low), time(high)) else {
        return number::ticks((low, high), wanted, &NumberFormat::Auto, false);
    };
    let rough = (high - low) / wanted.max(1) as f64;
    let step = STEPS.iter().find(|(length, _)| *length >= rough * 0.8).map_or_else(
        || Step::Years(number::nice_step(rough / YEAR).round_ties_even().max(1.0) as i32),
        |(_, step)| *step,
    );
    let places = match step {
        Step::Clock(step) => of_clock(low, high, step),
        Step::Days(step) => of_days(start, end, step),
        Step::Months(step) => of_months(start, end, step),
        Step::Years(step) => {
            let years = (start.year() - start.year().rem_euclid(step)..=end.year()).step_by(step as usize);
            years.filter_map(|year| midnight(year, 1, 1)).collect()
        }
    };
    let mut previous = None;
    let shown = places.into_iter().filter(|at| *at >= low && *at <= high);
    let major = shown.filter_map(|at| {
        let now = time(at)?;
        let tick = write(at, now, previous, step);
        previous = Some(now);
        Some(tick)
    });
    Ticks { major: major.collect(), ..Ticks::default() }
}

fn time(milliseconds: f64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(milliseconds.round() as i64)
}

fn midnight(year: i32, month: u32, day: u32) -> Option<f64> {
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis() as f64)
}

fn of_clock(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step).ceil();
    let count = ((high / step).floor() - first).clamp(-1.0, 100.0) as i32;
    (0..=count).map(|index| (first + f64::from(index)) * step).collect()
}

fn of_days(start: DateTime<Utc>, end: DateTime<Utc>, step: u32) -> Vec<f64> {
    let months = months(start, end);
    // The last days of a month are too near to the next one's first.
    let last = match step {
        1 => 31,
        2 => 29,
        7 => 22,
        _ => 15,
    };
    let days = move |(year, month)| {
        (1..=last).step_by(step as usize).filter_map(move |day| midnight(year, month, day))
    };
    months.flat_map(days).collect()
}

fn of_months(start: DateTime<Utc>, end: DateTime<Utc>, step: u32) -> Vec<f64> {
    let firsts = months(start, end).filter(|(_, month)| (month - 1).is_multiple_of(step));
    firsts.filter_map(|(year, month)| midnight(year, month, 1)).collect()
}

/// (year, month) of each month that both times touch.
fn months(start: DateTime<Utc>, end: DateTime<Utc>) -> impl Iterator<Item = (i32, u32)> {
    let number = |time: DateTime<Utc>| time.year() * 12 + time.month0() as i32;
    (number(start)..=number(end)).map(|number| (number.div_euclid(12), number.rem_euclid(12) as u32 + 1))
}

fn write(at: f64, now: DateTime<Utc>, previous: Option<DateTime<Utc>>, step: Step) -> Tick {
    let new_year = previous.is_none_or(|previous| previous.year() != now.year());
    let new_month = new_year || previous.is_none_or(|previous| previous.month() != now.month());
    let new_day = new_month || previous.is_none_or(|previous| previous.day() != now.day());
    let year =
        |format: &str| now.format(&format!("{format}{}", if new_year { " %Y" } else { "" })).to_string();
    let (text, below) = match step {
        Step::Years(_) => (now.format("%Y").to_string(), None),
        Step::Months(_) => (now.format("%b").to_string(), new_year.then(|| now.format("%Y").to_string())),
        Step::Days(_) => (now.day().to_string(), new_month.then(|| year("%b"))),
        Step::Clock(step) => (clock(now, step), new_day.then(|| year("%-d %b"))),
    };
    Tick { at, text, below }
}

fn clock(now: DateTime<Utc>, step: f64) -> String {
    if step >= MINUTE {
        return now.format("%H:%M").to_string();
    }
    let text = now.format("%H:%M:%S").to_string();
    let part = now.nanosecond() / 1_000_000;
    match step {
        SECOND.. => text,
        100.0.. => format!("{text}.{}", part / 100),
        10.0.. => format!("{text}.{:02}", part / 10),
        _ => format!("{text}.{part:03}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: &str, high: &str, wanted: usize) -> Vec<String> {
        let of = |text: &str| DateTime::parse_from_rfc3339(text).map_or(0.0, |t| t.timestamp_millis() as f64);
        let ticks = ticks((of(low), of(high)), wanted).major;
        let join =
            |tick: Tick| tick.below.map_or(tick.text.clone(), |below| format!("{}/{below}", tick.text));
        ticks.into_iter().map(join).collect()
    }

    #[test]
    fn every_span_has_marks_of_its_own() {
        assert_eq!(
            texts("2000-03-01T00:00:00Z", "2021-01-01T00:00:00Z", 5),
            ["2000", "2005", "2010", "2015", "2020"].split_at(1).1
        );
        assert_eq!(
            texts("2020-11-15T00:00:00Z", "2021-05-03T00:00:00Z", 6),
            ["Dec/2020", "Jan/2021", "Feb", "Mar", "Apr", "May"]
        );
        assert_eq!(
            texts("2020-12-03T00:00:00Z", "2021-01-16T00:00:00Z", 6),
            ["8/Dec 2020", "15", "22", "1/Jan 2021", "8", "15"]
        );
        assert_eq!(
            texts("2021-01-05T20:00:00Z", "2021-01-06T13:00:00Z", 6),
            ["21:00/5 Jan 2021", "00:00/6 Jan", "03:00", "06:00", "09:00", "12:00"]
        );
        assert_eq!(
            texts("2021-01-05T20:00:00.100Z", "2021-01-05T20:00:00.700Z", 3),
            ["20:00:00.2/5 Jan 2021", "20:00:00.4", "20:00:00.6"]
        );
    }

    #[test]
    fn times_that_no_calendar_has() {
        for (low, high) in [(-1e300, 1e300), (0.0, 1e18), (-8e15, 8e15), (0.0, 1e-3)] {
            for tick in ticks((low, high), 5).major {
                assert!(tick.at.is_finite());
            }
        }
    }
}
