//! Charts of three dimensions, and of answers over a plane.

use ferrolab_charts::kinds::{Answers, DecisionBoundary, Scatter3d, Surface3d, View};
use ndarray::{Array1, Array2, ArrayBase, Data, Ix2};

use super::Figure;
use super::figure::{has_place, same_length, unnamed};
use super::source::PlotData;
use crate::array::AsFeatures;
use crate::error::{Error, Result};

/// Points of a decision boundary's grid, along and up.
const GRID: usize = 160;

/// Points at (x, y, z), seen from above and aside. See `color_by`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::scatter_3d(&[1.0, 2.0, 3.0], &[1.0, 0.0, 2.0], &[0.5, 1.0, 0.0])?;
/// assert!(figure.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`plot::scatter`](super::scatter).
pub fn scatter_3d(x: impl PlotData, y: impl PlotData, z: impl PlotData) -> Result<Figure> {
    Figure::new().scatter_3d(x, y, z)
}

impl Figure {
    /// Adds what [`plot::scatter_3d`](super::scatter_3d) draws.
    ///
    /// # Errors
    /// As [`plot::scatter_3d`](super::scatter_3d).
    pub fn scatter_3d(self, x: impl PlotData, y: impl PlotData, z: impl PlotData) -> Result<Self> {
        self.in_space([&x, &y, &z])
    }

    fn in_space(self, data: [&dyn PlotData; 3]) -> Result<Self> {
        self.add(&|frame| {
            let [x, y, z] = data.map(|data| data.plot_column(frame));
            let (x, y, z) = (x?, y?, z?);
            same_length((&x, "x"), (&y, "y"))?;
            same_length((&x, "x"), (&z, "z"))?;
            let labels = [(&x, "x"), (&y, "y"), (&z, "z")]
                .map(|(column, axis)| column.name.clone().unwrap_or_else(|| axis.to_owned()));
            let (x, y, z) = (x.numbers("x")?, y.numbers("y")?, z.numbers("z")?);
            let shown = |i: usize| has_place(x[i]) && has_place(y[i]) && has_place(z[i]);
            if !(0..x.len()).any(shown) {
                return Err(Error::empty("the chart's data", "one point with finite x, y and z"));
            }
            Ok(unnamed(Scatter3d { x, y, z, labels, view: View::default() }))
        })
    }
}

/// A surface of heights: `z` has one row for each y and one column for each x.
///
/// # Errors
/// [`Error::Shape`] if `z` has another shape, [`Error::Empty`] below two by two points.
pub fn surface<S: Data<Elem = f64>>(
    x: impl PlotData,
    y: impl PlotData,
    z: &ArrayBase<S, Ix2>,
) -> Result<Figure> {
    let (x, y) = sides(&x, &y, z.shape())?;
    let labels = ["x", "y", "z"].map(str::to_owned);
    let z = z.iter().copied().collect();
    Ok(Figure::new().with(unnamed(Surface3d { x, y, z, labels, view: View::default() })))
}

/// The two sides of a grid of values, ascending.
pub(super) fn sides(x: &dyn PlotData, y: &dyn PlotData, shape: &[usize]) -> Result<(Vec<f64>, Vec<f64>)> {
    let (x, y) = (x.plot_column(None)?.numbers("x")?, y.plot_column(None)?.numbers("y")?);
    if shape != [y.len(), x.len()] {
        return Err(Error::Shape {
            what: "`z`".to_owned(),
            given: shape.to_vec(),
            expected: format!("({}, {}): a row for each y, a column for each x", y.len(), x.len()),
        });
    }
    if x.len() < 2 || y.len() < 2 {
        return Err(Error::empty("the grid", "two by two points"));
    }
    for (axis, side) in [("x", &x), ("y", &y)] {
        if !side.windows(2).all(|pair| pair[0] < pair[1]) {
            return Err(Error::parameter("plot", axis, "not in order", "ascending numbers".to_owned()));
        }
    }
    Ok((x, y))
}

/// What a classifier of two features answers everywhere around the samples `x`, as coloured regions;
/// add the samples with [`Figure::scatter`]. `answer` is given rows of two features and gives one class
/// number per row, or probabilities of the second class (anything between 0 and 1).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let two = iris().select_features(&["petal length", "petal width"])?;
/// let model = LogisticRegression::new().fit(&two)?;
/// let figure = plot::decision_boundary(&two, |grid| model.predict(&grid))?
///     .scatter(&two.features.column(0), &two.features.column(1))?
///     .color_by(&two.target)?;
/// assert!(figure.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for other than two features; what `answer` fails with.
pub fn decision_boundary(
    x: impl AsFeatures,
    answer: impl FnOnce(Array2<f64>) -> Result<Array1<f64>>,
) -> Result<Figure> {
    let grid = Plane::around(&x)?;
    let answers = answer(grid.points())?;
    grid.figure(&answers)
}

/// A grid around samples of two features.
struct Plane {
    x: (f64, f64),
    y: (f64, f64),
    names: Vec<String>,
}

impl Plane {
    fn around(x: &dyn AsFeatures) -> Result<Self> {
        let features = x.features()?;
        if features.values.ncols() != 2 || features.values.nrows() == 0 {
            return Err(Error::Shape {
                what: "the samples".to_owned(),
                given: features.values.shape().to_vec(),
                expected: "(n_samples, 2): a plane has two features".to_owned(),
            });
        }
        let side = |j: usize| {
            let column = features.values.column(j);
            let low = column.iter().copied().fold(f64::INFINITY, f64::min);
            let high = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let room = ((high - low) * 0.08).max(1e-9 * high.abs().max(1.0));
            (low - room, high + room)
        };
        Ok(Self { x: side(0), y: side(1), names: features.names.to_vec() })
    }

    /// Row by row, the row of the greatest y first.
    fn points(&self) -> Array2<f64> {
        let at =
            |(low, high): (f64, f64), step: usize| low + (high - low) * (step as f64 + 0.5) / GRID as f64;
        Array2::from_shape_fn((GRID * GRID, 2), |(index, feature)| {
            if feature == 0 { at(self.x, index % GRID) } else { at(self.y, GRID - 1 - index / GRID) }
        })
    }

    fn figure(self, answers: &Array1<f64>) -> Result<Figure> {
        if answers.len() != GRID * GRID {
            return Err(Error::LengthMismatch {
                left: "the grid".to_owned(),
                left_length: GRID * GRID,
                right: "its answers".to_owned(),
                right_length: answers.len(),
            });
        }
        let whole = answers.iter().all(|answer| answer.fract() == 0.0 && *answer >= 0.0);
        let answers = if whole {
            Answers::Classes(answers.iter().map(|answer| *answer as usize).collect())
        } else {
            Answers::Probabilities(answers.to_vec())
        };
        let kind = DecisionBoundary { x: self.x, y: self.y, columns: GRID, answers };
        let mut layer = unnamed(kind);
        layer.x.name = self.names.first().cloned();
        layer.y.name = self.names.get(1).cloned();
        let mut figure = Figure::new().with(layer);
        // Points that are drawn over it often have no names: the axis keeps this one.
        figure.last().y.label = self.names.get(1).cloned();
        Ok(figure)
    }
}
