//! A summary of every column: pandas' `describe`, with its rows in its order.

mod options;
mod quantiles;

pub use options::{DescribeOptions, Include};

use polars::prelude::{
    Column, DataFrame, DataType, Float64Chunked, IdxSize, IntoColumn, IntoLazy, NamedFrom, PlSmallStr,
    QuantileMethod, Scalar, Series, SortMultipleOptions, col, len,
};

use rayon::prelude::*;

use self::quantiles::Quantiles;
use crate::display::cell_text;
use crate::error::Result;

/// One row of a summary.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Statistic {
    Count,
    NullCount,
    Unique,
    Top,
    Freq,
    Mean,
    Std,
    Min,
    Quantile(f64),
    Max,
}

impl Statistic {
    fn label(self) -> String {
        match self {
            Self::Count => "count".to_owned(),
            Self::NullCount => "null_count".to_owned(),
            Self::Unique => "unique".to_owned(),
            Self::Top => "top".to_owned(),
            Self::Freq => "freq".to_owned(),
            Self::Mean => "mean".to_owned(),
            Self::Std => "std".to_owned(),
            Self::Min => "min".to_owned(),
            Self::Quantile(q) => options::label(q),
            Self::Max => "max".to_owned(),
        }
    }
}

/// What kind of summary a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Numeric,
    Temporal,
    Text,
    Other,
}

impl Kind {
    fn of(dtype: &DataType) -> Self {
        match dtype {
            dtype if dtype.is_primitive_numeric() || dtype.is_bool() => Self::Numeric,
            dtype if dtype.is_temporal() => Self::Temporal,
            dtype if dtype.is_string() || dtype.is_categorical() || dtype.is_enum() => Self::Text,
            _ => Self::Other,
        }
    }
}

/// See [`FrameExt::describe`](super::FrameExt::describe).
pub(super) fn describe(df: &DataFrame) -> Result<DataFrame> {
    describe_with(df, &DescribeOptions::new())
}

/// See [`LookFrame::describe_with`](super::LookFrame::describe_with).
pub(super) fn describe_with(df: &DataFrame, options: &DescribeOptions) -> Result<DataFrame> {
    let quantiles = options.checked()?;
    let included: Vec<&Column> = df.columns().iter().filter(|c| is_included(c, options.include)).collect();
    let rows = statistics(&included, options.include, &quantiles);
    let labels: Vec<String> = rows.iter().map(|row| row.label()).collect();
    let mut columns = vec![Column::new(free_name(df, "statistic"), labels)];
    let described: Vec<Column> =
        included.par_iter().map(|column| describe_column(column, &rows)).collect::<Result<_>>()?;
    columns.extend(described);
    Ok(DataFrame::new(rows.len(), columns)?)
}

fn is_included(column: &Column, include: Include) -> bool {
    let kind = Kind::of(column.dtype());
    match include {
        Include::Auto | Include::All => true,
        Include::Numeric => kind == Kind::Numeric,
        Include::Text => kind == Kind::Text,
        Include::Temporal => kind == Kind::Temporal,
    }
}

fn statistics(columns: &[&Column], include: Include, quantiles: &[f64]) -> Vec<Statistic> {
    let only_text = !columns.is_empty() && columns.iter().all(|c| Kind::of(c.dtype()) == Kind::Text);
    let of_text = matches!(include, Include::All | Include::Text) || only_text;
    let of_order = include != Include::Text && !(include == Include::Auto && only_text);
    let mut rows = vec![Statistic::Count, Statistic::NullCount];
    if of_text {
        rows.extend([Statistic::Unique, Statistic::Top, Statistic::Freq]);
    }
    if of_order {
        rows.extend([Statistic::Mean, Statistic::Std, Statistic::Min]);
        rows.extend(quantiles.iter().map(|q| Statistic::Quantile(*q)));
        rows.push(Statistic::Max);
    }
    rows
}

/// `wanted`, or a longer name if a column is called so.
pub(super) fn free_name(df: &DataFrame, wanted: &str) -> PlSmallStr {
    let mut name = wanted.to_owned();
    while df.get_column_index(&name).is_some() {
        name.push('_');
    }
    name.into()
}

fn describe_column(column: &Column, rows: &[Statistic]) -> Result<Column> {
    let name = column.name().clone();
    match Kind::of(column.dtype()) {
        Kind::Numeric => Ok(Column::new(name, numeric(column, rows)?)),
        Kind::Temporal => Ok(Column::new(name, temporal(column, rows)?)),
        Kind::Text => Ok(Column::new(name, words(column, rows)?)),
        Kind::Other => {
            Ok(Column::new(name, rows.iter().map(|row| counted(column, *row)).collect::<Vec<_>>()))
        }
    }
}

/// The rows that every column has, as text.
fn counted(column: &Column, row: Statistic) -> Option<String> {
    match row {
        Statistic::Count => Some((column.len() - column.null_count()).to_string()),
        Statistic::NullCount => Some(column.null_count().to_string()),
        _ => None,
    }
}

fn numeric(column: &Column, rows: &[Statistic]) -> Result<Vec<Option<f64>>> {
    let floats = column.cast(&DataType::Float64)?;
    let floats = floats.as_materialized_series();
    let number = |scalar: Scalar| scalar.as_any_value().extract::<f64>();
    let mut quantiles = Quantiles::of(floats)?;
    let mut value = |row: &Statistic| -> Result<Option<f64>> {
        Ok(match row {
            Statistic::Count => Some((column.len() - column.null_count()) as f64),
            Statistic::NullCount => Some(column.null_count() as f64),
            Statistic::Unique | Statistic::Top | Statistic::Freq => None,
            Statistic::Mean => floats.mean(),
            Statistic::Std => number(floats.std_reduce(1)?),
            Statistic::Min => number(floats.min_reduce()?),
            Statistic::Quantile(q) => quantiles.next(*q),
            Statistic::Max => number(floats.max_reduce()?),
        })
    };
    rows.iter().map(&mut value).collect()
}

/// Dates and times are summarised by their place on the time line; a standard deviation of dates
/// has no date as its unit and is left out, as in pandas. Durations have one.
fn temporal(column: &Column, rows: &[Statistic]) -> Result<Vec<Option<String>>> {
    let line = TimeLine::of(column)?;
    let value = |row: &Statistic| -> Result<Option<String>> {
        match row {
            Statistic::Mean => line.write(&line.places.mean_reduce()?, line.origin),
            Statistic::Std if column.dtype().is_duration() => line.write(&line.places.std_reduce(1)?, 0),
            Statistic::Min => Ok(text(&column.min_reduce()?)),
            Statistic::Quantile(q) => {
                line.write(&line.places.quantile_reduce(*q, QuantileMethod::Linear)?, line.origin)
            }
            Statistic::Max => Ok(text(&column.max_reduce()?)),
            other => Ok(counted(column, *other)),
        }
    };
    rows.iter().map(value).collect()
}

/// Ticks since the first value, since a float cannot tell nanoseconds since 1970 apart.
struct TimeLine<'a> {
    column: &'a Column,
    origin: i64,
    places: Column,
}

impl<'a> TimeLine<'a> {
    fn of(column: &'a Column) -> Result<Self> {
        let ticks = column.to_physical_repr().cast(&DataType::Int64)?;
        let origin = ticks.min_reduce()?.as_any_value().extract::<i64>().unwrap_or_default();
        let since = |tick: i64| (i128::from(tick) - i128::from(origin)) as f64;
        let places: Float64Chunked = ticks.i64()?.iter().map(|tick| tick.map(since)).collect();
        Ok(Self { column, origin, places: places.into_column() })
    }

    /// A place on the line as the column's own type writes it.
    fn write(&self, place: &Scalar, origin: i64) -> Result<Option<String>> {
        let Some(place) = place.as_any_value().extract::<f64>() else { return Ok(None) };
        let tick = origin.saturating_add(place.round() as i64);
        let physical = self.column.to_physical_repr();
        let series = Series::new(PlSmallStr::EMPTY, [tick]).cast(physical.dtype())?;
        Ok(Some(cell_text(&series.cast(self.column.dtype())?.get(0)?)))
    }
}

fn words(column: &Column, rows: &[Statistic]) -> Result<Vec<Option<String>>> {
    let words = column.cast(&DataType::String)?;
    let wants_top = rows.contains(&Statistic::Top);
    let (unique, top) = if wants_top { most_frequent(&words)? } else { (0, None) };
    let value = |row: &Statistic| -> Result<Option<String>> {
        Ok(match row {
            Statistic::Unique => Some(unique.to_string()),
            Statistic::Top => top.as_ref().map(|(word, _)| word.clone()),
            Statistic::Freq => top.as_ref().map(|(_, count)| count.to_string()),
            Statistic::Min => text(&words.min_reduce()?),
            Statistic::Max => text(&words.max_reduce()?),
            other => counted(column, *other),
        })
    };
    rows.iter().map(value).collect()
}

/// How many different words there are, and the most frequent with its count; of equally frequent
/// ones the first to appear.
fn most_frequent(words: &Column) -> Result<(usize, Option<(String, IdxSize)>)> {
    let words = words.as_materialized_series().drop_nulls().with_name("word".into());
    let frame = DataFrame::new(words.len(), vec![words.into()])?;
    let counts = frame.lazy().group_by_stable([col("word")]).agg([len().alias("count")]);
    let order = SortMultipleOptions::default().with_order_descending(true).with_maintain_order(true);
    let counts = counts.sort(["count"], order).collect()?;
    let word = counts.column("word")?.str()?.iter().next().flatten().map(str::to_owned);
    let top = word.zip(counts.column("count")?.idx()?.iter().next().flatten());
    Ok((counts.height(), top))
}

fn text(scalar: &Scalar) -> Option<String> {
    (!scalar.is_null()).then(|| cell_text(&scalar.as_any_value()))
}
