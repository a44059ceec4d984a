//! plotters itself, for whatever this module has no method for.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::style::WHITE;

use super::Figure;
use crate::error::{Error, Result};

/// What plotters' drawing functions fail with on SVG.
type DrawError = DrawingAreaErrorKind<std::io::Error>;

/// Draws with plotters on a white ground of `width` × `height` pixels.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// use ferrolab_prelude::plotters::prelude::*;
///
/// let figure = plot::draw(320, 240, |root| {
///     let mut chart = ChartBuilder::on(root).margin(10).build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
///     chart.draw_series(LineSeries::new([(0.0, 0.0), (1.0, 1.0)], &RED))?;
///     Ok(())
/// })?;
/// assert!(figure.to_svg().contains("<polyline"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What `paint` returns, as [`Error::Parameter`].
pub fn draw(
    width: u32,
    height: u32,
    paint: impl FnOnce(&DrawingArea<SVGBackend<'_>, Shift>) -> std::result::Result<(), DrawError>,
) -> Result<Figure> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        root.fill(&WHITE).and_then(|()| paint(&root)).and_then(|()| root.present()).map_err(failed)?;
    }
    Ok(Figure { drawing: Some(svg), ..Figure::new() })
}

fn failed(error: DrawError) -> Error {
    Error::parameter("plot::draw", "paint", error, "a function that draws without error")
}
