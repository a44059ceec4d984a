//! Where a layer's data comes from: values, or the name of a column of the figure's frame.

use polars::prelude::DataFrame;

use crate::array::{AsLabels, AsNumbers, Labels, Numbers};
use crate::error::{Error, Result};
use crate::frame::column;

/// Numbers for a chart: arrays, slices, vectors, columns, or the name of a column of the frame
/// whose `plot()` began the figure.
pub trait PlotNumbers {
    /// # Errors
    /// [`Error::NotNumeric`], or for a name [`Error::ColumnNotFound`].
    fn plot_numbers<'a>(&'a self, frame: Option<&'a DataFrame>) -> Result<Numbers<'a>>;
}

impl<T: AsNumbers> PlotNumbers for T {
    fn plot_numbers<'a>(&'a self, _frame: Option<&'a DataFrame>) -> Result<Numbers<'a>> {
        self.numbers()
    }
}

/// Labels for a chart, from the same sources.
pub trait PlotLabels {
    /// # Errors
    /// As [`AsLabels`], or for a name [`Error::ColumnNotFound`].
    fn plot_labels<'a>(&'a self, frame: Option<&'a DataFrame>) -> Result<Labels<'a>>;
}

impl<T: AsLabels> PlotLabels for T {
    fn plot_labels<'a>(&'a self, _frame: Option<&'a DataFrame>) -> Result<Labels<'a>> {
        self.labels()
    }
}

macro_rules! names {
    ($($name:ty),*) => {$(
        impl PlotNumbers for $name {
            fn plot_numbers<'a>(&'a self, frame: Option<&'a DataFrame>) -> Result<Numbers<'a>> {
                column(known(frame, self)?, self)?.numbers()
            }
        }
        impl PlotLabels for $name {
            fn plot_labels<'a>(&'a self, frame: Option<&'a DataFrame>) -> Result<Labels<'a>> {
                column(known(frame, self)?, self)?.labels()
            }
        }
    )*};
}
names!(&str, String, &String);

fn known<'a>(frame: Option<&'a DataFrame>, name: &str) -> Result<&'a DataFrame> {
    frame.ok_or_else(|| {
        let expected =
            "values, or a column of the frame that the figure began with: `df.plot().scatter(\"a\", \"b\")?`";
        Error::parameter("plot", "column name", format!("\"{name}\""), expected)
    })
}
