//! Filling gaps. Each way of filling is one of three kinds of work: a given value, numbers worked
//! out from the numbers around ([`numbers`]), or a value of another row ([`rows`]). What nothing is
//! known of (a group without any value) stays missing.

mod numbers;
mod rows;
mod value;

pub(super) use numbers::middle;
pub use value::FillValue;

use ndarray::{Array2, ArrayView1};
use polars::prelude::{Column, DataFrame, DataType};

use super::choice::{chosen_if, is_text, names, numeric, with_columns};
use super::groups::Groups;
use super::missing;
use super::neighbours::{self, NeighbourWeights};
use crate::error::{Error, Result};

/// What goes into a gap. A number, a text or a boolean by itself is [`Fill::Value`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Fill {
    /// The same value everywhere: `Fill::value(0)`, or just `0`, `"unknown"`, `false`.
    Value(FillValue),
    /// The mean of the known values. Integers become floats.
    Mean,
    /// The middle of the known values. Integers become floats.
    Median,
    /// The most frequent value; of equally frequent ones the smallest.
    Mode,
    /// The last known value before, as in pandas' `ffill`.
    Forward,
    /// The next known value after, as in pandas' `bfill`.
    Backward,
    /// On the straight line between the known neighbours, row by row, as in pandas' `interpolate`:
    /// after the last known value that one is repeated, before the first the gap stays.
    Interpolate,
    /// The known value fewest rows away; the earlier one of two.
    Nearest,
    /// The mean of the so many rows that are nearest by all numeric columns of the frame, as
    /// scikit-learn's `KNNImputer` does with uniform weights.
    Knn(usize),
    /// As [`Fill::Knn`], with each row weighted by the inverse of its distance.
    KnnByDistance(usize),
}

impl Fill {
    /// A number, a text or a boolean for every gap.
    pub fn value(value: impl Into<FillValue>) -> Self {
        Self::Value(value.into())
    }

    /// Whether columns of this type can be filled so.
    fn suits(&self, dtype: &DataType) -> bool {
        match self {
            Self::Value(value) => value.suits(dtype),
            Self::Mean | Self::Median | Self::Interpolate => {
                dtype.is_primitive_numeric() || dtype.is_temporal() || dtype.is_null()
            }
            Self::Knn(_) | Self::KnnByDistance(_) => dtype.is_primitive_numeric(),
            Self::Mode | Self::Forward | Self::Backward | Self::Nearest => !dtype.is_nested(),
        }
    }
}

impl<T: Into<FillValue>> From<T> for Fill {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

/// The one value that a column's gaps would be filled with; none if it has no known value.
///
/// Only for ways of filling that give one value: a given one, mean, median, mode.
pub(crate) fn fill_value(column: &Column, fill: &Fill) -> Result<Option<FillValue>> {
    check(column, fill)?;
    let gaps = missing::flags(column)?;
    let known = || -> Result<Vec<f64>> {
        Ok(missing::floats(column)?.into_iter().filter(|value| !value.is_nan()).collect())
    };
    let number = |number: f64| (!number.is_nan()).then_some(FillValue::Number(number));
    match fill {
        Fill::Value(value) => Ok(Some(value.clone())),
        Fill::Mean => known().map(|known| number(known.iter().sum::<f64>() / known.len() as f64)),
        Fill::Median => known().map(|mut known| number(middle(&mut known))),
        _ => match rows::most_frequent(column, &gaps)? {
            Some(row) => FillValue::of(column, row as usize).map(Some),
            None => Ok(None),
        },
    }
}

/// The columns with their gaps filled from all rows.
pub(super) fn fill(df: &DataFrame, columns: &[&str], fill: &Fill) -> Result<DataFrame> {
    match fill {
        Fill::Knn(count) => fill_from_neighbours(df, columns, *count, NeighbourWeights::Uniform),
        Fill::KnnByDistance(count) => fill_from_neighbours(df, columns, *count, NeighbourWeights::Distance),
        _ => fill_within(df, columns, &Groups::whole(df.height()), fill),
    }
}

/// The columns with their gaps filled from the rows that have the same keys.
pub(super) fn fill_by(df: &DataFrame, columns: &[&str], by: &[&str], fill: &Fill) -> Result<DataFrame> {
    if matches!(fill, Fill::Knn(_) | Fill::KnnByDistance(_)) {
        let expected = "a way of filling that looks at one column; for neighbours use `fill_missing`";
        return Err(Error::parameter("fill_missing_by", "fill", "`Knn`", expected));
    }
    if by.is_empty() {
        return Err(Error::empty("the list of columns to group by", "one column"));
    }
    let keys = chosen_if(df, by, |_| true)?;
    let groups = Groups::by(df, &keys)?;
    if !columns.is_empty() {
        return fill_within(df, columns, &groups, fill);
    }
    let others: Vec<&str> = names(df).into_iter().filter(|name| !by.contains(name)).collect();
    let suited: Vec<&str> = chosen_if(df, &others, |_| true)?
        .into_iter()
        .filter(|column| fill.suits(column.dtype()))
        .map(|column| column.name().as_str())
        .collect();
    if suited.is_empty() { Ok(df.clone()) } else { fill_within(df, &suited, &groups, fill) }
}

fn fill_within(df: &DataFrame, columns: &[&str], groups: &Groups, fill: &Fill) -> Result<DataFrame> {
    let columns = chosen_if(df, columns, |dtype| fill.suits(dtype))?;
    let filled =
        columns.into_iter().map(|column| fill_column(column, groups, fill)).collect::<Result<_>>()?;
    with_columns(df, filled)
}

/// One column with its gaps filled; itself if it has none.
fn fill_column(column: &Column, groups: &Groups, fill: &Fill) -> Result<Column> {
    check(column, fill)?;
    let gaps = missing::flags(column)?;
    if !gaps.contains(&true) {
        return Ok(column.clone());
    }
    match fill {
        Fill::Value(value) => value.fill(column),
        Fill::Mean => numbers::fill(column, &gaps, groups, numbers::mean),
        Fill::Median => numbers::fill(column, &gaps, groups, numbers::median),
        Fill::Interpolate => numbers::fill(column, &gaps, groups, numbers::interpolate),
        Fill::Forward => rows::fill(column, &rows::forward(&gaps, groups)),
        Fill::Backward => rows::fill(column, &rows::backward(&gaps, groups)),
        Fill::Nearest => rows::fill(column, &rows::nearest(&gaps, groups)),
        Fill::Mode => rows::fill(column, &rows::mode(column, &gaps, groups)?),
        Fill::Knn(_) | Fill::KnnByDistance(_) => Ok(column.clone()),
    }
}

fn check(column: &Column, fill: &Fill) -> Result<()> {
    let dtype = column.dtype();
    if fill.suits(dtype) {
        return Ok(());
    }
    let what = format!("column `{}`", column.name());
    match fill {
        Fill::Value(value) => {
            let expected = if is_text(dtype) { "a text" } else { "a value" };
            let expected = format!("{expected} for {what}, which holds {dtype}");
            Err(Error::parameter("fill_missing", "fill", value, expected))
        }
        Fill::Mode | Fill::Forward | Fill::Backward | Fill::Nearest => Err(Error::ColumnType {
            column: column.name().to_string(),
            expected: "single values".to_owned(),
            given: dtype.to_string(),
            advice: "Unnest or explode it first.",
        }),
        _ => Err(Error::NotNumeric { what, dtype: dtype.to_string() }),
    }
}

fn fill_from_neighbours(
    df: &DataFrame,
    columns: &[&str],
    count: usize,
    weights: NeighbourWeights,
) -> Result<DataFrame> {
    let wanted = numeric(df, columns)?;
    if count == 0 {
        return Err(Error::parameter("fill_missing", "Knn", count, "at least 1"));
    }
    let all = numeric(df, &[])?;
    let mut values = Array2::zeros((df.height(), all.len()));
    for (column, mut target) in all.iter().zip(values.columns_mut()) {
        target.assign(&ArrayView1::from(&missing::floats(column)?));
    }
    if let Some(((row, column), value)) = values.indexed_iter().find(|(_, value)| value.is_infinite()) {
        let what = format!("column `{}`", all[column].name());
        return Err(Error::NotFinite { what, value: *value, row });
    }
    let mut filled = Vec::new();
    for column in wanted {
        let place = all.iter().position(|other| other.name() == column.name());
        if let Some(place) = place.filter(|_| missing::count(column).is_ok_and(|count| count > 0)) {
            let imputed =
                neighbours::Donors::of(values.view()).fill(values.view(), &[place], count, weights)?;
            filled.push(missing::from_floats(column, &imputed.column(place).to_vec())?);
        }
    }
    with_columns(df, filled)
}
