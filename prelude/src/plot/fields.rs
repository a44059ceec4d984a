//! Values over a plane, and prices over time.

use ferrolab_charts::kinds::{Candlestick, Contour};
use ndarray::{ArrayBase, Data, Ix2};

use super::Figure;
use super::figure::{has_place, same_length, unnamed};
use super::source::PlotData;
use super::space::sides;
use crate::error::{Error, Result};

/// Lines of equal height: `z` has one row for each y and one column for each x. See `levels` and
/// [`filled_contour`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = Array1::linspace(-2.0, 2.0, 40);
/// let z = Array2::from_shape_fn((40, 40), |(i, j)| x[i] * x[i] + x[j] * x[j]);
/// assert!(plot::contour(&x, &x, &z)?.to_svg().contains("<path"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] if `z` has another shape, [`Error::Empty`] below two by two points or without a
/// finite value.
pub fn contour<S: Data<Elem = f64>>(
    x: impl PlotData,
    y: impl PlotData,
    z: &ArrayBase<S, Ix2>,
) -> Result<Figure> {
    contours(&x, &y, z.iter().copied().collect(), z.shape(), false)
}

/// Heights as steps of colour, with a colour bar; as [`contour`].
///
/// # Errors
/// As [`contour`].
pub fn filled_contour<S: Data<Elem = f64>>(
    x: impl PlotData,
    y: impl PlotData,
    z: &ArrayBase<S, Ix2>,
) -> Result<Figure> {
    contours(&x, &y, z.iter().copied().collect(), z.shape(), true)
}

fn contours(
    x: &dyn PlotData,
    y: &dyn PlotData,
    z: Vec<f64>,
    shape: &[usize],
    filled: bool,
) -> Result<Figure> {
    let (x, y) = sides(x, y, shape)?;
    if !z.iter().any(|value| has_place(*value)) {
        return Err(Error::empty("the grid", "one finite value"));
    }
    Ok(Figure::new().with(unnamed(Contour { x, y, z, filled, title: None })))
}

/// Prices: a box from opening to closing and a line from the lowest to the highest, for each date.
///
/// # Errors
/// As [`plot::scatter`](super::scatter).
pub fn candlestick(
    dates: impl PlotData,
    open: impl PlotData,
    high: impl PlotData,
    low: impl PlotData,
    close: impl PlotData,
) -> Result<Figure> {
    Figure::new().candlestick(dates, open, high, low, close)
}

impl Figure {
    /// Adds what [`plot::candlestick`](super::candlestick) draws.
    ///
    /// # Errors
    /// As [`plot::candlestick`](super::candlestick).
    pub fn candlestick(
        self,
        dates: impl PlotData,
        open: impl PlotData,
        high: impl PlotData,
        low: impl PlotData,
        close: impl PlotData,
    ) -> Result<Self> {
        self.prices([&dates, &open, &high, &low, &close])
    }

    fn prices(self, data: [&dyn PlotData; 5]) -> Result<Self> {
        self.add(&|frame| {
            let names = ["dates", "open", "high", "low", "close"];
            let columns = data.iter().map(|data| data.plot_column(frame)).collect::<Result<Vec<_>>>()?;
            for (column, name) in columns.iter().zip(names).skip(1) {
                same_length((&columns[0], "dates"), (column, name))?;
            }
            let mut runs = Vec::with_capacity(5);
            for (column, name) in columns.into_iter().zip(names) {
                runs.push(column.numbers(name)?);
            }
            let shown = |i: usize| runs.iter().all(|run| has_place(run[i]));
            if !(0..runs[0].len()).any(shown) {
                return Err(Error::empty("the chart's data", "one date with four prices"));
            }
            let [dates, open, high, low, close] = <[Vec<f64>; 5]>::try_from(runs).unwrap_or_default();
            Ok(unnamed(Candlestick { dates, open, high, low, close }))
        })
    }
}
