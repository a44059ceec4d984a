//! Where a chart's data come from: values, or the name of a column of the figure's frame.

use polars::prelude::{DataFrame, DataType, Series, TimeUnit};

use crate::array::{AsLabels, AsNumbers, LabelValues};
use crate::error::{Error, Result};
use crate::frame::column;

/// A run of values with the name of the column it came from, if it came from one.
#[derive(Clone, Debug)]
pub struct PlotColumn {
    pub name: Option<String>,
    pub values: PlotValues,
}

/// The values of a run; what is missing is NaN, or the text "missing".
#[derive(Clone, Debug)]
pub enum PlotValues {
    Numbers(Vec<f64>),
    /// Milliseconds since 1970-01-01 00:00.
    Dates(Vec<f64>),
    Text(Vec<String>),
}

/// Data for a chart: arrays, slices and vectors of numbers or text, columns (of dates too), or the
/// name of a column of the frame whose `plot()` began the figure.
pub trait PlotData {
    /// # Errors
    /// [`Error::ColumnNotFound`], or [`Error::ColumnType`] for nested values.
    fn plot_column(&self, frame: Option<&DataFrame>) -> Result<PlotColumn>;
}

impl<T: AsLabels> PlotData for T {
    fn plot_column(&self, _frame: Option<&DataFrame>) -> Result<PlotColumn> {
        if let Some(series) = self.series() {
            return of_series(series);
        }
        let labels = self.labels()?;
        let values = match labels.values {
            LabelValues::Numbers(values) => PlotValues::Numbers(values.into_owned()),
            LabelValues::Text(values) => PlotValues::Text(values.into_iter().map(String::from).collect()),
        };
        Ok(PlotColumn { name: labels.name, values })
    }
}

macro_rules! names {
    ($($name:ty),*) => {$(
        impl PlotData for $name {
            fn plot_column(&self, frame: Option<&DataFrame>) -> Result<PlotColumn> {
                of_series(column(known(frame, self)?, self)?.as_materialized_series())
            }
        }
    )*};
}
names!(&str, String, &String);

fn known<'a>(frame: Option<&'a DataFrame>, name: &str) -> Result<&'a DataFrame> {
    frame.ok_or_else(|| {
        let expected =
            "values, or a column of the frame that the figure began with: `df.plot().scatter(\"a\", \"b\")?`";
        Error::parameter("plot", "column name", format!("\"{name}\""), expected)
    })
}

fn of_series(series: &Series) -> Result<PlotColumn> {
    let name = (!series.name().is_empty()).then(|| series.name().to_string());
    let values = match series.dtype() {
        DataType::Date | DataType::Datetime(..) => PlotValues::Dates(milliseconds(series)?),
        DataType::Boolean | DataType::String | DataType::Categorical(..) | DataType::Enum(..) => {
            let text = series.cast(&DataType::String)?;
            PlotValues::Text(text.str()?.iter().map(|value| value.unwrap_or("missing").to_owned()).collect())
        }
        DataType::Null => PlotValues::Numbers(vec![f64::NAN; series.len()]),
        _ => PlotValues::Numbers(series.numbers()?.values.into_owned()),
    };
    Ok(PlotColumn { name, values })
}

fn milliseconds(series: &Series) -> Result<Vec<f64>> {
    let times = series.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?.cast(&DataType::Int64)?;
    Ok(times.i64()?.iter().map(|time| time.map_or(f64::NAN, |time| time as f64)).collect())
}

impl PlotColumn {
    pub(super) fn len(&self) -> usize {
        match &self.values {
            PlotValues::Numbers(values) | PlotValues::Dates(values) => values.len(),
            PlotValues::Text(values) => values.len(),
        }
    }

    /// As an error names it: the column, or the argument.
    pub(super) fn called(&self, argument: &str) -> String {
        self.name.as_ref().map_or_else(|| format!("`{argument}`"), |name| format!("column `{name}`"))
    }

    /// Numbers, or dates as milliseconds.
    ///
    /// # Errors
    /// [`Error::NotNumeric`].
    pub(super) fn numbers(self, argument: &str) -> Result<Vec<f64>> {
        match self.values {
            PlotValues::Numbers(values) | PlotValues::Dates(values) => Ok(values),
            PlotValues::Text(_) => {
                Err(Error::NotNumeric { what: self.called(argument), dtype: "text".to_owned() })
            }
        }
    }

    /// As text: numbers as short as they can be written, dates as such.
    pub(super) fn texts(self) -> Vec<String> {
        match self.values {
            PlotValues::Text(values) => values,
            PlotValues::Numbers(values) => values.iter().map(|value| number(*value)).collect(),
            PlotValues::Dates(values) => values.iter().map(|value| date(*value)).collect(),
        }
    }

    pub(super) fn is_dates(&self) -> bool {
        matches!(self.values, PlotValues::Dates(_))
    }
}

fn number(value: f64) -> String {
    if value.is_nan() { "missing".to_owned() } else { value.to_string() }
}

fn date(milliseconds: f64) -> String {
    let time = (milliseconds.is_finite())
        .then(|| chrono::DateTime::from_timestamp_millis(milliseconds as i64))
        .flatten();
    time.map_or_else(
        || "missing".to_owned(),
        |time| {
            let midnight = milliseconds % 86_400_000.0 == 0.0;
            time.format(if midnight { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" }).to_string()
        },
    )
}
