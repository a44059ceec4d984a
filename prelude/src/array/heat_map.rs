//! A matrix as colours.

use ndarray::{Array2, ArrayBase, ArrayView2, Data, Ix2};
use polars::prelude::{AnyValue, Column, DataFrame, DataType};
use serde::{Deserialize, Serialize};

use crate::display::cell_text;
use crate::error::{Error, Result};

/// What the prelude adds to matrices for looking at them.
pub trait LookArray {
    /// The values as colours, with a colour bar. A frame gives its columns of numbers, named by its
    /// first column of text, so that `df.corr()?.heat_map()?` reads well.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let map = array![[1.0, 0.2], [0.2, 1.0]].heat_map()?.diverging().title("Correlation");
    /// assert!(map.to_svg().contains("Correlation"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`] without rows or without columns of numbers.
    fn heat_map(&self) -> Result<HeatMap>;
}

impl<S: Data<Elem = f64>> LookArray for ArrayBase<S, Ix2> {
    fn heat_map(&self) -> Result<HeatMap> {
        HeatMap::of_array(self.view())
    }
}

impl LookArray for DataFrame {
    fn heat_map(&self) -> Result<HeatMap> {
        HeatMap::of_frame(self)
    }
}

/// A heat map, shown in the notebook as a picture. NaN is crossed out; small maps have their values
/// written on them; of large ones each cell is the mean of a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatMap {
    /// Shape (n_rows, n_columns).
    pub(crate) values: Array2<f64>,
    pub(crate) row_names: Vec<String>,
    pub(crate) column_names: Vec<String>,
    pub(crate) title: String,
    pub(crate) scale: ColorScale,
    pub(crate) limits: Option<(f64, f64)>,
    pub(crate) writes_values: Option<bool>,
}

/// How numbers become colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ColorScale {
    /// From dark to bright, evenly to the eye.
    Sequential,
    /// From blue over light to red, the light at zero.
    Diverging,
}

impl HeatMap {
    fn of_array(values: ArrayView2<'_, f64>) -> Result<Self> {
        let numbered = |count: usize| (0..count).map(|place| place.to_string()).collect();
        Self::new(values.to_owned(), numbered(values.nrows()), numbered(values.ncols()))
    }

    fn of_frame(df: &DataFrame) -> Result<Self> {
        let is_number = |column: &&Column| column.dtype().is_primitive_numeric() || column.dtype().is_bool();
        let columns: Vec<&Column> = df.columns().iter().filter(is_number).collect();
        let mut values = Array2::from_elem((df.height(), columns.len()), f64::NAN);
        for (column, mut target) in columns.iter().zip(values.columns_mut()) {
            let floats = column.cast(&DataType::Float64)?;
            for (value, place) in floats.f64()?.iter().zip(target.iter_mut()) {
                *place = value.unwrap_or(f64::NAN);
            }
        }
        let named = df.columns().iter().find(|column| column.dtype().is_string());
        let name = |row: usize| match named.map(|column| column.get(row)) {
            Some(Ok(AnyValue::Null)) => String::new(),
            Some(Ok(value)) => cell_text(&value),
            _ => row.to_string(),
        };
        let column_names = columns.iter().map(|column| column.name().to_string()).collect();
        Self::new(values, (0..df.height()).map(name).collect(), column_names)
    }

    fn new(values: Array2<f64>, row_names: Vec<String>, column_names: Vec<String>) -> Result<Self> {
        if values.is_empty() {
            return Err(Error::empty("the matrix of a heat map", "one row and one column of numbers"));
        }
        let (title, scale) = (String::new(), ColorScale::Sequential);
        Ok(Self { values, row_names, column_names, title, scale, limits: None, writes_values: None })
    }

    /// A line above the map.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Colours that part at zero, for correlations and differences; the ends are equally far.
    #[must_use]
    pub fn diverging(mut self) -> Self {
        self.scale = ColorScale::Diverging;
        self
    }

    /// The values at which the colours end; values beyond are drawn like the ends. Limits that are
    /// not finite or not in order are ignored.
    #[must_use]
    pub fn limits(mut self, low: f64, high: f64) -> Self {
        self.limits = (low.is_finite() && high.is_finite() && low < high).then_some((low, high));
        self
    }

    /// Writes the values even on a large map.
    #[must_use]
    pub fn with_values(mut self) -> Self {
        self.writes_values = Some(true);
        self
    }

    /// Writes no values.
    #[must_use]
    pub fn without_values(mut self) -> Self {
        self.writes_values = Some(false);
        self
    }

    /// The picture for a page or a file.
    pub fn to_svg(&self) -> String {
        crate::display::heat_map_svg(self)
    }
}
