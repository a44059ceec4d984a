//! Charts in one line, as crisp SVG.
//!
//! A [`Figure`] is a list of layers on a pair of axes, or several such charts. Each kind of chart is a
//! method that adds a layer, and a function of this module that starts a figure with one:
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
//! What takes data returns a `Result`; what sets the look returns the figure, and a setting that means
//! nothing for a chart is said in a line below it. The drawing itself is the crate `ferrolab-charts`'
//! (folder `prelude/charts`), which knows neither frames nor models; plotters is within reach through
//! [`draw`].

mod amounts;
mod annotations;
mod clusters;
mod distributions;
mod facets;
mod fields;
mod figure;
mod judging;
mod layer;
mod live;
mod matrices;
mod one_liners;
mod page;
mod pairs;
mod points;
mod raw;
mod save;
mod source;
mod space;
mod style;

pub use amounts::{bar, count, pie};
pub use clusters::{elbow, silhouette};
pub use distributions::{box_plot, density, ecdf, hist, strip, swarm, violin};
pub use facets::subplots;
pub use ferrolab_charts::{ColorMap, LegendPlace as Legend, NumberFormat as TickFormat, Theme};
pub use fields::{candlestick, contour, filled_contour};
pub use figure::Figure;
pub use judging::{
    calibration, confusion_matrix, feature_importance, learning_curve, normal_quantiles, precision_recall,
    regression_report, residuals, roc, validation_curve,
};
pub use live::{LiveFigure, live};
pub use matrices::{
    PlotMatrix, PlotPicture, PlotTable, correlation, dendrogram, heat_map, image, image_grid,
    parallel_coordinates,
};
pub use page::set_theme;
use page::theme;
pub use points::{area, band, hexbin, line, scatter};
pub use raw::draw;
pub use source::{PlotColumn, PlotData, PlotValues};
pub use space::{decision_boundary, scatter_3d, surface};
