//! Dates and times to numbers.

use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy, col, lit};
use serde::{Deserialize, Serialize};

use super::super::frames::{Scope, frame_transformer, listed, owned};
use super::super::numeric::setting;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "DateParts";

/// A part of a date or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DatePart {
    Year,
    /// 1 to 4.
    Quarter,
    /// 1 to 12.
    Month,
    /// ISO 8601, 1 to 53.
    Week,
    /// Of the month, 1 to 31.
    Day,
    /// Of the year, 1 to 366.
    DayOfYear,
    /// ISO 8601 as in polars: Monday is 1, Sunday 7.
    Weekday,
    /// Saturday or Sunday.
    IsWeekend,
    /// 0 to 23.
    Hour,
    /// 0 to 59.
    Minute,
    /// 0 to 59.
    Second,
}

impl DatePart {
    /// What the output's name ends in.
    fn suffix(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
            Self::DayOfYear => "day_of_year",
            Self::Weekday => "weekday",
            Self::IsWeekend => "is_weekend",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }

    fn is_of_time(self) -> bool {
        matches!(self, Self::Hour | Self::Minute | Self::Second)
    }

    fn of(self, column: Expr) -> Expr {
        let when = column.dt();
        let part = match self {
            Self::Year => when.year(),
            Self::Quarter => when.quarter(),
            Self::Month => when.month(),
            Self::Week => when.week(),
            Self::Day => when.day(),
            Self::DayOfYear => when.ordinal_day(),
            Self::Weekday => when.weekday(),
            Self::IsWeekend => return when.weekday().gt(lit(5)),
            Self::Hour => when.hour(),
            Self::Minute => when.minute(),
            Self::Second => when.second(),
        };
        part.cast(DataType::Int32)
    }
}

/// Replaces each column of dates or times by its parts, called `ordered_year`, `ordered_month` …
///
/// Unless parts are chosen, a date becomes year, month, day and weekday, a date with time also the
/// hour. A null has null parts.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("day" => ["2026-11-22", "2024-02-29"])?.lazy().select([col("day").cast(DataType::Date)]);
/// let parts = DateParts::new().parts(&[DatePart::Month, DatePart::DayOfYear, DatePart::IsWeekend]);
/// let (_, numbers) = parts.fit_transform(&df.collect()?)?;
/// assert_eq!(numbers.get_column_names(), ["day_month", "day_day_of_year", "day_is_weekend"]);
/// assert_eq!(numbers.column_array("day_is_weekend")?, array![1.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DateParts {
    columns: Option<Vec<String>>,
    parts: Option<Vec<DatePart>>,
    keep_original: bool,
}

impl DateParts {
    /// For all columns of the frame.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only these columns; others pass unchanged.
    #[must_use]
    pub fn columns<T: AsRef<str>>(mut self, columns: &[T]) -> Self {
        self.columns = Some(owned(columns));
        self
    }

    /// Which parts, in this order.
    #[must_use]
    pub fn parts(mut self, parts: &[DatePart]) -> Self {
        self.parts = Some(parts.to_vec());
        self
    }

    /// Whether the dates stay before their parts. Default `false`.
    #[must_use]
    pub fn keep_original(mut self, keep_original: bool) -> Self {
        self.keep_original = keep_original;
        self
    }

    fn learn(&self, df: &DataFrame) -> Result<FittedDateParts> {
        let scope = Scope::of(df, self.columns.as_deref())?;
        let parts = scope.learn(df, |_, column| self.parts_of(column))?;
        Ok(FittedDateParts { parameters: self.clone(), parts, scope })
    }

    fn parts_of(&self, column: &Column) -> Result<Vec<DatePart>> {
        use DatePart::{Day, Hour, Month, Weekday, Year};
        let (dates, times) = kinds(column)?;
        let usual: &[DatePart] = match (dates, times) {
            (true, false) => &[Year, Month, Day, Weekday],
            (true, true) => &[Year, Month, Day, Weekday, Hour],
            _ => &[Hour, DatePart::Minute],
        };
        let parts = self.parts.as_deref().unwrap_or(usual);
        let lacking = parts.iter().find(|part| if part.is_of_time() { !times } else { !dates });
        match lacking {
            None => Ok(parts.to_vec()),
            Some(part) => Err(Error::ColumnType {
                column: column.name().to_string(),
                expected: if part.is_of_time() { "times" } else { "dates" }.to_owned(),
                given: column.dtype().to_string(),
                advice: "Choose other parts, or other columns with `.columns(…)`.",
            }),
        }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let parts = self
            .parts
            .as_ref()
            .map(|parts| parts.iter().map(|part| part.suffix().to_owned()).collect::<Vec<_>>());
        let parts = parts.map_or_else(|| "usual".to_owned(), |parts| listed(Some(&parts)));
        vec![
            setting("columns", listed(self.columns.as_deref())),
            setting("parts", parts),
            setting("keep_original", self.keep_original),
        ]
    }
}

/// Whether a column holds dates, and whether it holds times.
fn kinds(column: &Column) -> Result<(bool, bool)> {
    match column.dtype() {
        DataType::Date => Ok((true, false)),
        DataType::Datetime(_, _) => Ok((true, true)),
        DataType::Time => Ok((false, true)),
        dtype => Err(Error::ColumnType {
            column: column.name().to_string(),
            expected: "dates or times".to_owned(),
            given: dtype.to_string(),
            advice: "Text becomes dates with `col(\"…\").str().to_date(StrptimeOptions::default())`.",
        }),
    }
}

/// A fitted [`DateParts`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedDateParts {
    parameters: DateParts,
    parts: Vec<Vec<DatePart>>,
    scope: Scope,
}

impl FittedDateParts {
    /// The names of the columns that the dates become.
    pub fn feature_names_out(&self) -> Vec<String> {
        let of_column = |(name, parts): (&String, &Vec<DatePart>)| {
            let own = self.parameters.keep_original.then(|| name.clone());
            let parts = parts.iter().map(|part| format!("{name}_{}", part.suffix()));
            own.into_iter().chain(parts).collect::<Vec<_>>()
        };
        self.scope.columns.iter().zip(&self.parts).flat_map(of_column).collect()
    }

    fn change(&self, df: &DataFrame) -> Result<DataFrame> {
        self.scope.change(NAME, df, |index, column| {
            kinds(column)?;
            let part = |part: &DatePart| {
                part.of(col(column.name().clone())).alias(format!("{}_{}", column.name(), part.suffix()))
            };
            let own = self.parameters.keep_original.then(|| col(column.name().clone()));
            let outputs: Vec<Expr> = own.into_iter().chain(self.parts[index].iter().map(part)).collect();
            let alone = DataFrame::new(column.len(), vec![column.clone()])?;
            Ok(alone.lazy().select(outputs).collect()?.columns().to_vec())
        })
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

frame_transformer!(DateParts => FittedDateParts, NAME);
