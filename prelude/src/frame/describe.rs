//! A summary of every column: pandas' `describe`, with its rows in its order.

use polars::prelude::{
    AnyValue, Column, DataFrame, DataType, NamedFrom, PlSmallStr, QuantileMethod, Scalar, Series,
};

use crate::display::cell_text;
use crate::error::Result;

const STATISTICS: [&str; 9] = ["count", "null_count", "mean", "std", "min", "25%", "50%", "75%", "max"];
const QUARTILES: [f64; 3] = [0.25, 0.5, 0.75];

/// See [`FrameExt::describe`](super::FrameExt::describe).
pub(super) fn describe(df: &DataFrame) -> Result<DataFrame> {
    let mut columns = vec![Column::new(free_name(df), STATISTICS)];
    for column in df.columns() {
        columns.push(describe_column(column)?);
    }
    Ok(DataFrame::new(STATISTICS.len(), columns)?)
}

/// `statistic`, or a longer name if a column is called so.
fn free_name(df: &DataFrame) -> PlSmallStr {
    let mut name = "statistic".to_owned();
    while df.get_column_index(&name).is_some() {
        name.push('_');
    }
    name.into()
}

fn describe_column(column: &Column) -> Result<Column> {
    let name = column.name().clone();
    let dtype = column.dtype();
    if dtype.is_primitive_numeric() || dtype.is_bool() {
        return Ok(Column::new(name, numeric(column)?));
    }
    let values = if dtype.is_temporal() { temporal(column)? } else { other(column)? };
    Ok(Column::new(name, values))
}

fn counts(column: &Column) -> [usize; 2] {
    let nulls = column.null_count();
    [column.len() - nulls, nulls]
}

fn numeric(column: &Column) -> Result<Vec<Option<f64>>> {
    let floats = column.cast(&DataType::Float64)?;
    let number = |scalar: Scalar| scalar.as_any_value().extract::<f64>();
    let mut values: Vec<Option<f64>> = counts(column).iter().map(|count| Some(*count as f64)).collect();
    values.push(number(floats.mean_reduce()?));
    values.push(number(floats.std_reduce(1)?));
    values.push(number(floats.min_reduce()?));
    for quantile in QUARTILES {
        values.push(number(floats.quantile_reduce(quantile, QuantileMethod::Linear)?));
    }
    values.push(number(floats.max_reduce()?));
    Ok(values)
}

/// Dates and times are summarised by their place on the time line; a standard deviation of dates
/// has no date as its unit and is left out, as in pandas.
fn temporal(column: &Column) -> Result<Vec<Option<String>>> {
    let places = column.to_physical_repr().cast(&DataType::Float64)?;
    let quantile = |q: f64| -> Result<Option<String>> {
        let place = places.quantile_reduce(q, QuantileMethod::Linear)?;
        as_time(&place.as_any_value(), column)
    };
    let mut values: Vec<Option<String>> =
        counts(column).iter().map(|count| Some(count.to_string())).collect();
    values.push(as_time(&places.mean_reduce()?.as_any_value(), column)?);
    values.push(None);
    values.push(text(&column.min_reduce()?));
    for q in QUARTILES {
        values.push(quantile(q)?);
    }
    values.push(text(&column.max_reduce()?));
    Ok(values)
}

/// A place on the time line as the column's own type writes it.
fn as_time(place: &AnyValue<'_>, column: &Column) -> Result<Option<String>> {
    let Some(place) = place.extract::<f64>() else { return Ok(None) };
    let physical = column.to_physical_repr();
    let series = Series::new(PlSmallStr::EMPTY, [place.round() as i64]).cast(physical.dtype())?;
    let value = series.cast(column.dtype())?;
    Ok(Some(cell_text(&value.get(0)?)))
}

fn other(column: &Column) -> Result<Vec<Option<String>>> {
    let mut values: Vec<Option<String>> =
        counts(column).iter().map(|count| Some(count.to_string())).collect();
    values.resize(STATISTICS.len(), None);
    let dtype = column.dtype();
    if dtype.is_string() || dtype.is_categorical() || dtype.is_enum() {
        let words = column.cast(&DataType::String)?;
        values[4] = text(&words.min_reduce()?);
        values[8] = text(&words.max_reduce()?);
    }
    Ok(values)
}

fn text(scalar: &Scalar) -> Option<String> {
    (!scalar.is_null()).then(|| cell_text(&scalar.as_any_value()))
}

#[cfg(test)]
mod tests {
    use super::super::FrameExt;
    use super::*;
    use polars::df;

    fn cell(df: &DataFrame, column: &str, row: usize) -> String {
        cell_text(&df.column(column).unwrap().get(row).unwrap())
    }

    #[test]
    fn numbers_text_dates_and_flags() {
        let days = Series::new("day".into(), [0_i32, 10, 20]).cast(&DataType::Date).unwrap();
        let mut df = df!("x" => [1.0, 2.0, 4.0], "name" => [Some("b"), Some("a"), None], "flag" => [true, false, true]).unwrap();
        df.with_column(days.into()).unwrap();
        let summary = df.describe().unwrap();
        assert_eq!(summary.shape(), (9, 5));
        let x: Vec<f64> = summary.column_array("x").unwrap().to_vec();
        assert!((x[3] - 1.527_525_231_651_946_6).abs() < 1e-14);
        assert_eq!([x[0], x[1], x[4], x[5], x[6], x[7], x[8]], [3.0, 0.0, 1.0, 1.5, 2.0, 3.0, 4.0]);
        assert_eq!(cell(&summary, "name", 0), "2");
        assert_eq!(cell(&summary, "name", 4), "a");
        assert_eq!(cell(&summary, "name", 8), "b");
        assert_eq!(cell(&summary, "flag", 4), "0.0");
        assert_eq!(cell(&summary, "day", 2), "1970-01-11");
        assert_eq!(cell(&summary, "day", 5), "1970-01-06");
    }

    #[test]
    fn one_row_no_rows_and_a_column_called_statistic() {
        let one = df!("statistic" => [5]).unwrap().describe().unwrap();
        assert_eq!(one.get_column_names(), ["statistic_", "statistic"]);
        assert!(one.column("statistic").unwrap().get(3).unwrap().is_null(), "std of one value");
        let none = df!("a" => Vec::<f64>::new(), "s" => Vec::<String>::new()).unwrap().describe().unwrap();
        assert_eq!(cell(&none, "a", 0), "0.0");
        assert!(none.column("a").unwrap().get(2).unwrap().is_null());
        assert_eq!(DataFrame::empty().describe().unwrap().shape(), (9, 1));
    }
}
