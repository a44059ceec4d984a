//! Series and forecasts as charts.

use super::{Decomposition, Forecast};
use crate::array::AsNumbers;
use crate::error::Result;
use crate::plot::{self, Figure};

impl Decomposition {
    /// The series and its parts above one another, each on its own scale.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) for a part without finite values.
    pub fn plot(&self) -> Result<Figure> {
        let steps: Vec<f64> = (0..self.observed().len()).map(|step| step as f64).collect();
        let part = |name: &str, values: &ndarray::Array1<f64>| -> Result<Figure> {
            Ok(plot::line(&steps, values)?.panel_title(name).line_width(1.5))
        };
        let mut parts = vec![part("observed", self.observed())?, part("trend", self.trend())?];
        for (period, season) in self.seasons() {
            parts.push(part(&format!("season of {period}"), season)?);
        }
        parts.push(part("remainder", self.remainder())?);
        let height = 120 * parts.len() as u32 + 20;
        Ok(plot::subplots(1, parts).share_x().size(720, height))
    }
}

impl Forecast {
    /// The forecast behind the series that it continues, with its limits as a band.
    ///
    /// # Errors
    /// [`Error::NotNumeric`](crate::Error::NotNumeric), [`Error::Empty`](crate::Error::Empty).
    pub fn plot(&self, history: impl AsNumbers) -> Result<Figure> {
        let history = history.numbers()?.values;
        let past: Vec<f64> = (0..history.len()).map(|step| step as f64).collect();
        let ahead: Vec<f64> = (0..self.mean.len()).map(|step| (history.len() + step) as f64).collect();
        let figure =
            plot::line(&past, &*history)?.label("series").line(&ahead, &self.mean)?.label("forecast");
        let figure = match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => figure.errors(&self.mean - lower, upper - &self.mean)?,
            _ => figure,
        };
        Ok(figure.x_label("step").size(720, 380))
    }
}
