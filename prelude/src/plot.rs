//! Charts in one line, as crisp SVG.
//!
//! A [`Figure`] is a list of layers. Each kind of chart is a method that adds a layer, and a function
//! of this module that starts a figure with one:
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! // from arrays, vectors, slices, columns
//! let x = Array1::linspace(0.0, 6.0, 50);
//! let figure = plot::scatter(&x, &x.mapv(f64::sin))?.line(&x, &x.mapv(f64::cos))?.title("Waves");
//!
//! // from a frame, by column name
//! let df = iris().to_frame()?;
//! let figure = df.plot().scatter("sepal length", "petal length")?.color_by("species")?;
//! assert!(figure.to_svg().starts_with("<svg"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What takes data returns a `Result`; what sets the style returns the figure. The SVG is written
//! here (`svg`), not by plotters' backend, which rounds every coordinate to a whole pixel; plotters
//! itself is within reach through [`draw`].

mod figure;
mod histogram;
mod layer;
mod legend;
mod palette;
mod raw;
mod render;
mod scale;
mod source;
mod svg;
mod text;

pub use figure::{Figure, Legend};
pub use raw::draw;
pub use source::{PlotLabels, PlotNumbers};

use crate::error::Result;

/// Points at (x, y).
///
/// Missing and infinite values are left out, and the figure says how many.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::scatter(&[1.0, 2.0, 3.0], &[2.0, 4.0, 8.0])?.x_label("hours").y_label("cells");
/// assert!(figure.to_svg().contains("<circle"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`](crate::Error::LengthMismatch); [`Error::Empty`](crate::Error::Empty) if
/// no point can be shown; [`Error::NotNumeric`](crate::Error::NotNumeric).
pub fn scatter(x: impl PlotNumbers, y: impl PlotNumbers) -> Result<Figure> {
    Figure::new().scatter(x, y)
}

/// A line through (x, y) in the order given. Missing values interrupt it.
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
pub fn line(x: impl PlotNumbers, y: impl PlotNumbers) -> Result<Figure> {
    Figure::new().line(x, y)
}

/// How often values fall in each of a number of equal bins.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::hist(&iris().features.column(0))?.bins(12).x_label("sepal length (cm)");
/// assert!(figure.to_svg().contains("<rect"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`](crate::Error::Empty) if no value can be shown;
/// [`Error::NotNumeric`](crate::Error::NotNumeric).
pub fn hist(values: impl PlotNumbers) -> Result<Figure> {
    Figure::new().hist(values)
}
