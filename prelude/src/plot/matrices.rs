//! Charts of tables and pictures.

use ferrolab_charts::Color;
use ferrolab_charts::kinds::{Correlation, Dendrogram, HeatMap, Image, Merge, ParallelCoordinates, Pixels};
use ndarray::{ArrayBase, ArrayView2, Data, Ix2, Ix3};
use polars::prelude::DataFrame;

use super::Figure;
use super::facets::subplots;
use super::figure::unnamed;
use super::source::PlotData;
use crate::array::{AsNumbers, Number, is_number};
use crate::error::{Error, Result};

/// A table of numbers with names of rows and columns, where it has them.
#[derive(Clone, Debug)]
pub struct PlotTable {
    pub values: Vec<f64>,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    pub row_label: Option<String>,
}

/// A table for a heat map: a matrix, or a frame of numbers whose first column may hold the rows' names,
/// as pivoting makes it.
pub trait PlotMatrix {
    /// # Errors
    /// [`Error::NotNumericColumns`] for text beyond the first column.
    fn plot_table(&self) -> Result<PlotTable>;
}

impl<T: PlotMatrix + ?Sized> PlotMatrix for &T {
    fn plot_table(&self) -> Result<PlotTable> {
        (**self).plot_table()
    }
}

impl<T: Number, S: Data<Elem = T>> PlotMatrix for ArrayBase<S, Ix2> {
    fn plot_table(&self) -> Result<PlotTable> {
        let numbered = |count: usize| (0..count).map(|index| index.to_string()).collect();
        Ok(PlotTable {
            values: self.iter().map(|value| value.to_f64()).collect(),
            rows: numbered(self.nrows()),
            columns: numbered(self.ncols()),
            row_label: None,
        })
    }
}

impl PlotMatrix for DataFrame {
    fn plot_table(&self) -> Result<PlotTable> {
        let mut columns = self.columns().iter().peekable();
        let names = columns.next_if(|column| !is_number(column.dtype()));
        let (rows, row_label) = match names {
            Some(names) => (names.plot_column(None)?.texts(), Some(names.name().to_string())),
            None => ((0..self.height()).map(|index| index.to_string()).collect(), None),
        };
        let columns: Vec<_> = columns.collect();
        let text = columns.iter().filter(|column| !is_number(column.dtype()));
        let text: Vec<_> =
            text.map(|column| (column.name().to_string(), column.dtype().to_string())).collect();
        if !text.is_empty() {
            return Err(Error::NotNumericColumns { columns: text });
        }
        let numbers =
            columns.iter().map(|column| Ok(column.numbers()?.values)).collect::<Result<Vec<_>>>()?;
        let values =
            (0..self.height()).flat_map(|row| numbers.iter().map(move |values| values[row])).collect();
        let columns = columns.iter().map(|column| column.name().to_string()).collect();
        Ok(PlotTable { values, rows, columns, row_label })
    }
}

/// A table as colours, with a colour bar; `annotate` writes the numbers, `color_map` and
/// `color_limits` choose the colours.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::heat_map(&array![[1.0, 2.0], [3.0, 4.0]])?.annotate();
/// assert!(figure.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] without a finite number; [`Error::NotNumericColumns`].
pub fn heat_map(table: impl PlotMatrix) -> Result<Figure> {
    heat_map_of(table.plot_table()?)
}

fn heat_map_of(table: PlotTable) -> Result<Figure> {
    if !table.values.iter().any(|value| value.is_finite()) {
        return Err(Error::empty("the chart's data", "one finite number"));
    }
    let kind = HeatMap {
        values: table.values,
        rows: table.rows,
        columns: table.columns,
        row_label: table.row_label,
        column_label: None,
        label: None,
    };
    Ok(Figure::new().with(unnamed(kind)))
}

/// How each pair of a frame's numeric columns goes together: Pearson's correlation, blue for −1 to red
/// for 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::correlation(&iris().to_frame()?)?.title("Irises");
/// assert!(figure.to_svg().contains(">petal width</text>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] without two numeric columns.
pub fn correlation(df: &DataFrame) -> Result<Figure> {
    let (names, columns) = numeric(df)?;
    Ok(Figure::new().with(unnamed(Correlation::of(names, &columns))))
}

/// The numeric columns, missing values as NaN.
pub(super) fn numeric(df: &DataFrame) -> Result<(Vec<String>, Vec<Vec<f64>>)> {
    let chosen: Vec<_> = df.columns().iter().filter(|column| column.dtype().is_primitive_numeric()).collect();
    if chosen.len() < 2 || df.height() == 0 {
        return Err(Error::empty("the frame's part that is numbers", "two columns with one row"));
    }
    let names = chosen.iter().map(|column| column.name().to_string()).collect();
    let columns =
        chosen.iter().map(|column| Ok(column.numbers()?.values.into_owned())).collect::<Result<Vec<_>>>()?;
    Ok((names, columns))
}

/// Each row of a frame's numeric columns as a line across one axis per column. See `color_by`.
///
/// # Errors
/// As [`correlation`].
pub fn parallel_coordinates(df: &DataFrame) -> Result<Figure> {
    let (names, columns) = numeric(df)?;
    Ok(Figure::of_frame(df).with(unnamed(ParallelCoordinates { names, columns })))
}

/// The order in which clusters merge, from a linkage matrix of
/// [`linkage`](crate::cluster::linkage()) or an `AgglomerativeClustering`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let merges = linkage(&iris(), Linkage::Ward)?;
/// assert!(plot::dendrogram(&merges)?.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for a matrix without four columns.
pub fn dendrogram<S: Data<Elem = f64>>(merges: &ArrayBase<S, Ix2>) -> Result<Figure> {
    dendrogram_of(merges.view())
}

/// More leaves than this cannot be named.
const MOST_LEAVES: usize = 60;

fn dendrogram_of(merges: ArrayView2<'_, f64>) -> Result<Figure> {
    if merges.ncols() != 4 || merges.nrows() == 0 {
        return Err(Error::Shape {
            what: "the linkage matrix".to_owned(),
            given: merges.shape().to_vec(),
            expected: "(n_samples − 1, 4), as `linkage` gives it".to_owned(),
        });
    }
    let merge = |row: ndarray::ArrayView1<'_, f64>| Merge {
        first: row[0] as usize,
        second: row[1] as usize,
        distance: row[2],
        size: row[3] as usize,
    };
    let kind = Dendrogram {
        merges: merges.rows().into_iter().map(merge).collect(),
        labels: None,
        color_threshold: None,
        last: (merges.nrows() >= MOST_LEAVES).then_some(30),
    };
    Ok(Figure::new().with(unnamed(kind)))
}

/// A picture: shape (height, width) is grey, from black for the least to white (or see `color_map`);
/// (height, width, 3) is red, green and blue, 0 to 255 as integers or 0 to 1 as floats.
pub trait PlotPicture {
    /// # Errors
    /// [`Error::Shape`] without pixels, or for other than three colours.
    fn plot_picture(&self) -> Result<Image>;
}

impl<T: PlotPicture + ?Sized> PlotPicture for &T {
    fn plot_picture(&self) -> Result<Image> {
        (**self).plot_picture()
    }
}

impl<T: Number, S: Data<Elem = T>> PlotPicture for ArrayBase<S, Ix2> {
    fn plot_picture(&self) -> Result<Image> {
        if self.is_empty() {
            return Err(no_pixels(self.shape()));
        }
        let values = self.iter().map(|value| value.to_f64()).collect();
        Ok(Image { columns: self.ncols(), pixels: Pixels::Values(values) })
    }
}

impl<T: Number, S: Data<Elem = T>> PlotPicture for ArrayBase<S, Ix3> {
    fn plot_picture(&self) -> Result<Image> {
        let &[_, columns, 3] = self.shape() else { return Err(no_pixels(self.shape())) };
        if self.is_empty() {
            return Err(no_pixels(self.shape()));
        }
        let values: Vec<f64> = self.iter().map(|value| value.to_f64()).collect();
        let unit = values.iter().all(|value| (0.0..=1.0).contains(value));
        let part = |value: f64| if unit { (value * 255.0).round() as u8 } else { value.round() as u8 };
        let colors =
            values.chunks(3).map(|rgb| Color::rgb(part(rgb[0]), part(rgb[1]), part(rgb[2]))).collect();
        Ok(Image { columns, pixels: Pixels::Colors(colors) })
    }
}

fn no_pixels(given: &[usize]) -> Error {
    let expected = "(height, width) or (height, width, 3), with one pixel at least".to_owned();
    Error::Shape { what: "the picture".to_owned(), given: given.to_vec(), expected }
}

/// A picture, pixel by pixel.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::image(&Array2::<f64>::eye(8))?;
/// assert!(figure.to_svg().contains("<image"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for an array that is no picture.
pub fn image(pixels: impl PlotPicture) -> Result<Figure> {
    Ok(Figure::new().with(unnamed(pixels.plot_picture()?)))
}

/// Pictures side by side, each with a title.
///
/// # Errors
/// As [`image`]; [`Error::Empty`] without pictures.
pub fn image_grid<P: PlotPicture, T: Into<String>>(
    columns: usize,
    pictures: impl IntoIterator<Item = (T, P)>,
) -> Result<Figure> {
    let figures: Vec<Figure> = pictures
        .into_iter()
        .map(|(title, pixels)| Ok(image(pixels)?.panel_title(title)))
        .collect::<Result<_>>()?;
    if figures.is_empty() {
        return Err(Error::empty("the grid of pictures", "one picture"));
    }
    let rows = figures.len().div_ceil(columns.max(1)) as u32;
    let mut figure = subplots(columns, figures);
    for chart in &mut figure.charts {
        (chart.x.hide_ticks, chart.y.hide_ticks) = (true, true);
    }
    Ok(figure.size(110 * columns.clamp(2, 40) as u32, 130 * rows.max(1)))
}
