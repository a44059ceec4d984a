//! How values are distributed.

use ferrolab_charts::kinds::{BoxPlot, Density, Ecdf, Hist, Strip, Swarm, Violin};
use polars::prelude::DataFrame;

use super::figure::values;
use super::layer::{Along, Layer};
use super::one_liners::one_liners;
use super::source::PlotData;
use crate::error::Result;

one_liners! {
    /// How often values fall in each of a number of equal bins. Histograms of one figure share their
    /// bins, and so do groups (`color_by`).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let figure = plot::hist(&iris().features.column(0))?.bins(12).x_label("sepal length (cm)");
    /// assert!(figure.to_svg().contains("<svg"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) if no value can be shown;
    /// [`Error::NotNumeric`](crate::Error::NotNumeric).
    hist(values) => hist_layer;

    /// The density of values as a smooth curve (Gaussian kernels, Scott's rule); the area below it is
    /// one. See `bandwidth`.
    ///
    /// Source: D. W. Scott, "Multivariate density estimation", 1992.
    ///
    /// # Errors
    /// As [`hist`].
    density(values) => density_layer;

    /// The share of values that are at most as large as each: nothing is smoothed or binned away.
    ///
    /// # Errors
    /// As [`hist`].
    ecdf(values) => ecdf_layer;

    /// Median, quartiles, and whiskers to the farthest value within 1.5 times the distance of the
    /// quartiles; what is beyond is a point. See `by` and `color_by`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = iris().to_frame()?;
    /// let figure = df.plot().box_plot("petal length")?.by("species")?;
    /// assert!(figure.to_svg().contains(">versicolor</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. W. Tukey, "Exploratory data analysis", 1977.
    ///
    /// # Errors
    /// As [`hist`].
    box_plot(values) => box_layer;

    /// Densities mirrored around their axis, with the quartiles inside. See `by` and `color_by`.
    ///
    /// # Errors
    /// As [`hist`].
    violin(values) => violin_layer;

    /// Every value as a point, spread a little so that they can be seen. See `by` and `color_by`.
    ///
    /// # Errors
    /// As [`hist`].
    strip(values) => strip_layer;

    /// Every value as a point, moved aside just enough that none covers another. See `by` and
    /// `color_by`.
    ///
    /// # Errors
    /// As [`hist`].
    swarm(values) => swarm_layer;
}

pub(super) fn hist_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    let dates = along.dates;
    Ok(named_after(Layer::new(Hist { values, dates }, along, Along::default())))
}

fn density_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    Ok(named_after(Layer::new(Density { values, unfilled: false }, along, Along::default())))
}

fn ecdf_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    Ok(named_after(Layer::new(Ecdf { values }, along, Along::default())))
}

fn box_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    Ok(Layer::new(BoxPlot { values }, Along::default(), along))
}

fn violin_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    Ok(Layer::new(Violin { values }, Along::default(), along))
}

fn strip_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    Ok(Layer::new(Strip { values }, Along::default(), along))
}

fn swarm_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = values(data, frame)?;
    Ok(Layer::new(Swarm { values }, Along::default(), along))
}

/// What lies along x names the layer in the legend.
fn named_after(mut layer: Layer) -> Layer {
    layer.style.label = layer.x.name.clone();
    layer
}
