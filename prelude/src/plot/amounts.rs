//! Amounts of named things.

use ferrolab_charts::kinds::{Bar, Count, Pie};
use polars::prelude::DataFrame;

use super::figure::{along, has_place, same_length};
use super::layer::{Along, Layer};
use super::one_liners::one_liners;
use super::source::PlotData;
use crate::error::{Error, Result};

one_liners! {
    /// A bar for each name. Where a name comes several times its bar is the mean, with the 95 %
    /// confidence interval. With `color_by` bars stand beside one another, or on one another if
    /// `stacked`; `horizontal` lays them down, `annotate` writes their values.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let figure = plot::bar(&["Oslo", "Rome"], &[709_000, 2_750_000])?.annotate();
    /// assert!(figure.to_svg().contains(">Oslo</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`]; [`Error::Empty`] without a finite value; [`Error::NotNumeric`].
    bar(names, values) => bar_layer;

    /// How often each label is there.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = iris().to_frame()?;
    /// assert!(df.plot().count("species")?.to_svg().contains(">setosa</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`] without a label.
    count(labels) => count_layer;

    /// Shares of a whole; beyond eight slices the smallest are gathered. `hole(0.55)` makes a donut.
    ///
    /// # Errors
    /// As [`bar`]; [`Error::Parameter`] for a value below zero.
    pie(names, values) => pie_layer;
}

struct Named {
    names: Vec<String>,
    values: Vec<f64>,
    along: (Along, Along),
}

fn named(names: &dyn PlotData, values: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Named> {
    let (names, values) = (names.plot_column(frame)?, values.plot_column(frame)?);
    same_length((&names, "names"), (&values, "values"))?;
    // Names are categories, even where they are dates.
    let along = (Along { dates: false, ..along(&names) }, along(&values));
    let values = values.numbers("values")?;
    if !values.iter().any(|value| has_place(*value)) {
        return Err(Error::empty("the chart's data", "one finite value"));
    }
    Ok(Named { names: names.texts(), values, along })
}

fn bar_layer(names: &dyn PlotData, values: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Named { names, values, along } = named(names, values, frame)?;
    Ok(Layer::new(Bar { names, values }, along.0, along.1))
}

fn count_layer(labels: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let labels = labels.plot_column(frame)?;
    let along = Along { dates: false, ..along(&labels) };
    let labels = labels.texts();
    if labels.is_empty() {
        return Err(Error::empty("the chart's data", "one label"));
    }
    Ok(Layer::new(Count { labels }, along, Along::default()))
}

fn pie_layer(names: &dyn PlotData, values: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Named { names, values, .. } = named(names, values, frame)?;
    if let Some(row) = values.iter().position(|value| *value < 0.0) {
        let given = format!("{} in row {row}", values[row]);
        return Err(Error::parameter("plot::pie", "values", given, "not negative: shares of a whole"));
    }
    Ok(Layer::new(Pie { names, values }, Along::default(), Along::default()))
}
