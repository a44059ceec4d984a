//! Points, lines and areas of (x, y).

use ferrolab_charts::kinds::{Area, Between, Hexbin, Line, Scatter};
use polars::prelude::DataFrame;

use super::figure::Pair;
use super::layer::{Along, Layer};
use super::one_liners::one_liners;
use super::source::PlotData;
use crate::error::Result;

one_liners! {
    /// Points at (x, y).
    ///
    /// Missing and infinite values are left out, and the figure says how many. Very many points become
    /// a picture in which their density shows. `color_by`, `size_by` and `shape_by` tell them apart,
    /// `regression` draws a line with its 95 % confidence band.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = iris().to_frame()?;
    /// let figure = df.plot().scatter("sepal length", "petal length")?.color_by("species")?;
    /// assert!(figure.to_svg().contains(">virginica</text>"));
    ///
    /// let figure = plot::scatter(&[1.0, 2.0, 3.0], &[2.0, 4.1, 5.9])?.regression();
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch); [`Error::Empty`](crate::Error::Empty) if
    /// no point can be shown; [`Error::NotNumeric`](crate::Error::NotNumeric).
    scatter(x, y) => scatter_layer;

    /// A line through (x, y) in the order given; missing values interrupt it. x may be dates. With
    /// `color_by` a line for each group.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let days: Vec<f64> = (0..10).map(f64::from).collect();
    /// let figure = plot::line(&days, &days.iter().map(|d| d * d).collect::<Vec<_>>())?.title("Squares");
    /// assert!(figure.to_svg().contains("<path"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`scatter`].
    line(x, y) => line_layer;

    /// The area between a line and zero; with `color_by` one for each group, on top of one another if
    /// `stacked`.
    ///
    /// # Errors
    /// As [`scatter`].
    area(x, y) => area_layer;

    /// The band between two curves over x, such as the limits of a forecast: faint, without a line of its
    /// own, and in the colour of the line that it is added to.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (t, y) = ([0.0, 1.0, 2.0], [3.0, 4.0, 6.0]);
    /// let figure = plot::line(&t, &y)?.band(&t, &[2.0, 3.0, 4.0], &[4.0, 5.0, 8.0])?;
    /// assert!(figure.description().contains("band over 3 points"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`scatter`].
    band(x, low, high) => band_layer;

    /// How many points are in each hexagon: for more points than can be told apart.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let x = np::random::normal(0.0, 1.0, 5_000, 1)?;
    /// let y = np::random::normal(0.0, 1.0, 5_000, 2)?;
    /// assert!(plot::hexbin(&x, &y)?.to_svg().contains("<svg"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`scatter`].
    hexbin(x, y) => hexbin_layer;
}

pub(super) fn scatter_layer(x: &dyn PlotData, y: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Pair { x, y, along } = Pair::of(x, y, frame)?;
    Ok(Layer::new(Scatter { x, y, dates: along.0.dates }, along.0, along.1))
}

fn line_layer(x: &dyn PlotData, y: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Pair { x, y, along } = Pair::of(x, y, frame)?;
    Ok(Layer::new(Line { x, y, dates: along.0.dates }, along.0, along.1))
}

fn area_layer(x: &dyn PlotData, y: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Pair { x, y, along } = Pair::of(x, y, frame)?;
    Ok(Layer::new(Area { x, y, dates: along.0.dates }, along.0, along.1))
}

fn band_layer(
    x: &dyn PlotData,
    low: &dyn PlotData,
    high: &dyn PlotData,
    frame: Option<&DataFrame>,
) -> Result<Layer> {
    let Pair { x: _, y: high, along: _ } = Pair::of(x, high, frame)?;
    let Pair { x, y: low, along } = Pair::of(x, low, frame)?;
    let dates = along.0.dates;
    Ok(Layer::new(Between { x, low, high, dates }, along.0, Along::default()))
}

fn hexbin_layer(x: &dyn PlotData, y: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Pair { x, y, along } = Pair::of(x, y, frame)?;
    Ok(Layer::new(Hexbin { x, y }, along.0, along.1))
}
