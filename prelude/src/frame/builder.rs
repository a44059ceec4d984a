//! A column that grows cell by cell and finds its type on the way: nulls wait for the first value,
//! integers become floats when a float comes, dates become dates with time.

use polars::prelude::{
    Column, DataFrame, DataType, IntoSeries, ListChunked, NamedFrom, PlSmallStr, Series, TimeUnit, TimeZone,
};

use super::cell::{Cell, MICROS_PER_DAY};
use super::convert::check_unique;
use crate::error::{Error, Result};

/// The cells so far, in one type.
#[derive(Clone, Debug)]
enum Values {
    Null(usize),
    Bool(Vec<Option<bool>>),
    Int(Vec<Option<i64>>),
    UInt(Vec<Option<u64>>),
    Float(Vec<Option<f64>>),
    Text(Vec<Option<String>>),
    Binary(Vec<Option<Vec<u8>>>),
    Date(Vec<Option<i32>>),
    Datetime(Vec<Option<i64>>),
    DatetimeUtc(Vec<Option<i64>>),
    Time(Vec<Option<i64>>),
    Duration(Vec<Option<i64>>),
    List(Vec<Option<Vec<Cell>>>),
}

/// What a column of different kinds of values becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnMixed {
    /// An error that names the row.
    Fail,
    /// Text of every value.
    Text,
}

#[derive(Clone, Debug)]
pub(super) struct ColumnBuilder {
    name: String,
    values: Values,
    on_mixed: OnMixed,
}

impl ColumnBuilder {
    pub(super) fn new(name: impl Into<String>, on_mixed: OnMixed) -> Self {
        Self { name: name.into(), values: Values::Null(0), on_mixed }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn len(&self) -> usize {
        match &self.values {
            Values::Null(count) => *count,
            Values::Bool(values) => values.len(),
            Values::Int(values)
            | Values::Datetime(values)
            | Values::DatetimeUtc(values)
            | Values::Time(values)
            | Values::Duration(values) => values.len(),
            Values::UInt(values) => values.len(),
            Values::Float(values) => values.len(),
            Values::Text(values) => values.len(),
            Values::Binary(values) => values.len(),
            Values::Date(values) => values.len(),
            Values::List(values) => values.len(),
        }
    }

    /// Appends a cell; the column's type widens where it must.
    pub(super) fn push(&mut self, cell: Cell) -> Result<()> {
        let Some(cell) = self.push_if_it_fits(cell) else { return Ok(()) };
        if let Some(wider) = self.values.widened_for(&cell) {
            self.values = wider;
        } else if self.on_mixed == OnMixed::Text {
            self.values = Values::Text(self.values.cells().into_iter().map(into_text).collect());
            return self.push(Cell::Text(cell.to_string()));
        } else {
            return Err(self.mixed(&cell));
        }
        match self.push_if_it_fits(cell) {
            None => Ok(()),
            Some(cell) => Err(self.mixed(&cell)),
        }
    }

    pub(super) fn push_nulls(&mut self, count: usize) {
        for _ in 0..count {
            self.push_if_it_fits(Cell::Null);
        }
    }

    /// Gives the cell back if it is of another type than the column.
    fn push_if_it_fits(&mut self, cell: Cell) -> Option<Cell> {
        match (&mut self.values, cell) {
            (Values::Null(count), Cell::Null) => *count += 1,
            (Values::Bool(values), Cell::Null) => values.push(None),
            (Values::Bool(values), Cell::Bool(value)) => values.push(Some(value)),
            (
                Values::Int(values)
                | Values::Datetime(values)
                | Values::DatetimeUtc(values)
                | Values::Time(values)
                | Values::Duration(values),
                Cell::Null,
            ) => values.push(None),
            (Values::Int(values), Cell::Int(value)) => values.push(Some(value)),
            (Values::UInt(values), Cell::Null) => values.push(None),
            (Values::UInt(values), Cell::UInt(value)) => values.push(Some(value)),
            (Values::UInt(values), Cell::Int(value)) if value >= 0 => values.push(Some(value.unsigned_abs())),
            (Values::Float(values), Cell::Null) => values.push(None),
            (Values::Float(values), Cell::Float(value)) => values.push(Some(value)),
            (Values::Float(values), Cell::Int(value)) => values.push(Some(value as f64)),
            (Values::Float(values), Cell::UInt(value)) => values.push(Some(value as f64)),
            (Values::Text(values), Cell::Null) => values.push(None),
            (Values::Text(values), Cell::Text(value)) => values.push(Some(value)),
            (Values::Binary(values), Cell::Null) => values.push(None),
            (Values::Binary(values), Cell::Binary(value)) => values.push(Some(value)),
            (Values::Date(values), Cell::Null) => values.push(None),
            (Values::Date(values), Cell::Date(value)) => values.push(Some(value)),
            (Values::Datetime(values), Cell::Datetime(value)) => values.push(Some(value)),
            (Values::Datetime(values), Cell::Date(days)) => values.push(Some(midnight(days))),
            (Values::DatetimeUtc(values), Cell::DatetimeUtc(value)) => values.push(Some(value)),
            (Values::Time(values), Cell::Time(value)) => values.push(Some(value)),
            (Values::Duration(values), Cell::Duration(value)) => values.push(Some(value)),
            (Values::List(values), Cell::Null) => values.push(None),
            (Values::List(values), Cell::List(cells)) => values.push(Some(cells)),
            (_, cell) => return Some(cell),
        }
        None
    }

    fn mixed(&self, cell: &Cell) -> Error {
        let text = cell.to_string();
        let shown: String = text.chars().take(40).collect();
        Error::MixedTypes {
            column: self.name.clone(),
            row: self.len(),
            expected: self
                .values
                .cells()
                .into_iter()
                .find(|cell| *cell != Cell::Null)
                .unwrap_or_default()
                .kind(),
            given: format!("{} (`{shown}`)", cell.kind()),
        }
    }

    /// The finished column; one of nulls only has the type given for it.
    pub(super) fn finish(self, if_all_null: &DataType) -> Result<Column> {
        let name = PlSmallStr::from_string(self.name.clone());
        let datetime = |zone| DataType::Datetime(TimeUnit::Microseconds, zone);
        let series = match self.values {
            Values::Null(count) => Series::full_null(name, count, if_all_null),
            Values::Bool(values) => Series::new(name, values),
            Values::Int(values) => Series::new(name, values),
            Values::UInt(values) => Series::new(name, values),
            Values::Float(values) => Series::new(name, values),
            Values::Text(values) => {
                Series::new(name, values.iter().map(Option::as_deref).collect::<Vec<Option<&str>>>())
            }
            Values::Binary(values) => {
                Series::new(name, values.iter().map(Option::as_deref).collect::<Vec<Option<&[u8]>>>())
            }
            Values::Date(values) => Series::new(name, values).cast(&DataType::Date)?,
            Values::Datetime(values) => Series::new(name, values).cast(&datetime(None))?,
            Values::DatetimeUtc(values) => Series::new(name, values).cast(&datetime(Some(TimeZone::UTC)))?,
            Values::Time(values) => Series::new(name, values).cast(&DataType::Time)?,
            Values::Duration(values) => {
                Series::new(name, values).cast(&DataType::Duration(TimeUnit::Microseconds))?
            }
            Values::List(rows) => list_series(&self.name, rows)?,
        };
        Ok(series.into())
    }
}

impl Values {
    /// The same values in the type that holds the cell too, if there is one.
    fn widened_for(&self, cell: &Cell) -> Option<Self> {
        Some(match (self, cell) {
            (Self::Null(count), cell) => Self::nulls(*count, cell),
            (Self::Int(values), Cell::Float(_)) => {
                Self::Float(values.iter().map(|value| value.map(|value| value as f64)).collect())
            }
            (Self::Int(values), Cell::UInt(_)) if values.iter().flatten().all(|value| *value >= 0) => {
                Self::UInt(values.iter().map(|value| value.map(i64::unsigned_abs)).collect())
            }
            (Self::Int(values), Cell::UInt(_)) => {
                Self::Float(values.iter().map(|value| value.map(|value| value as f64)).collect())
            }
            (Self::UInt(values), Cell::Float(_) | Cell::Int(_)) => {
                Self::Float(values.iter().map(|value| value.map(|value| value as f64)).collect())
            }
            (Self::Date(values), Cell::Datetime(_)) => {
                Self::Datetime(values.iter().map(|days| days.map(midnight)).collect())
            }
            _ => return None,
        })
    }

    fn nulls(count: usize, cell: &Cell) -> Self {
        match cell {
            Cell::Null => Self::Null(count),
            Cell::Bool(_) => Self::Bool(vec![None; count]),
            Cell::Int(_) => Self::Int(vec![None; count]),
            Cell::UInt(_) => Self::UInt(vec![None; count]),
            Cell::Float(_) => Self::Float(vec![None; count]),
            Cell::Text(_) => Self::Text(vec![None; count]),
            Cell::Binary(_) => Self::Binary(vec![None; count]),
            Cell::Date(_) => Self::Date(vec![None; count]),
            Cell::Datetime(_) => Self::Datetime(vec![None; count]),
            Cell::DatetimeUtc(_) => Self::DatetimeUtc(vec![None; count]),
            Cell::Time(_) => Self::Time(vec![None; count]),
            Cell::Duration(_) => Self::Duration(vec![None; count]),
            Cell::List(_) => Self::List(vec![None; count]),
        }
    }

    fn cells(&self) -> Vec<Cell> {
        fn all<T: Clone>(values: &[Option<T>], cell: impl Fn(T) -> Cell) -> Vec<Cell> {
            values.iter().map(|value| value.clone().map_or(Cell::Null, &cell)).collect()
        }
        match self {
            Self::Null(count) => vec![Cell::Null; *count],
            Self::Bool(values) => all(values, Cell::Bool),
            Self::Int(values) => all(values, Cell::Int),
            Self::UInt(values) => all(values, Cell::UInt),
            Self::Float(values) => all(values, Cell::Float),
            Self::Text(values) => all(values, Cell::Text),
            Self::Binary(values) => all(values, Cell::Binary),
            Self::Date(values) => all(values, Cell::Date),
            Self::Datetime(values) => all(values, Cell::Datetime),
            Self::DatetimeUtc(values) => all(values, Cell::DatetimeUtc),
            Self::Time(values) => all(values, Cell::Time),
            Self::Duration(values) => all(values, Cell::Duration),
            Self::List(values) => all(values, Cell::List),
        }
    }
}

fn midnight(days: i32) -> i64 {
    i64::from(days) * MICROS_PER_DAY
}

fn into_text(cell: Cell) -> Option<String> {
    match cell {
        Cell::Null => None,
        Cell::Text(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// Lists of one inner type: all inner cells make one column, which is then cut.
fn list_series(name: &str, rows: Vec<Option<Vec<Cell>>>) -> Result<Series> {
    let lengths: Vec<Option<usize>> = rows.iter().map(|row| row.as_ref().map(Vec::len)).collect();
    let mut inner = ColumnBuilder::new(name, OnMixed::Fail);
    for cell in rows.into_iter().flatten().flatten() {
        inner.push(cell)?;
    }
    let inner = inner.finish(&DataType::Null)?.take_materialized_series();
    let mut start = 0;
    let parts = lengths.into_iter().map(|length| {
        length.map(|length| {
            let part = inner.slice(start, length);
            start += length as i64;
            part
        })
    });
    let mut lists: ListChunked = parts.collect();
    lists.rename(name.into());
    Ok(lists.into_series())
}

/// The frame of finished columns, which must have one length and names of their own.
pub(super) fn frame_of(
    what: &'static str,
    columns: Vec<ColumnBuilder>,
    if_all_null: &DataType,
) -> Result<DataFrame> {
    check_unique(what, &columns.iter().map(ColumnBuilder::name).collect::<Vec<_>>())?;
    let height = columns.first().map_or(0, ColumnBuilder::len);
    if let (Some(first), Some(other)) =
        (columns.first(), columns.iter().find(|column| column.len() != height))
    {
        return Err(Error::LengthMismatch {
            left: format!("column `{}`", first.name()),
            left_length: height,
            right: format!("column `{}`", other.name()),
            right_length: other.len(),
        });
    }
    let columns = columns.into_iter().map(|column| column.finish(if_all_null)).collect::<Result<Vec<_>>>()?;
    Ok(DataFrame::new(height, columns)?)
}
