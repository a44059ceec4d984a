//! Numbers that go round, such as hours, to points on a circle.

use std::f64::consts::TAU;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::numeric::{Seen, numeric_transformer, setting};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "CyclicalEncoder";

/// Replaces each feature by the sine and the cosine of its place in a period, `hour_sin` and
/// `hour_cos`, so that the period's end lies next to its beginning.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (_, circle) = CyclicalEncoder::new(24.0).fit_transform(&df!("hour" => [0, 6])?)?;
/// assert_eq!(circle.get_column_names(), ["hour_sin", "hour_cos"]);
/// assert_eq!(circle.column_array("hour_sin")?, array![0.0, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CyclicalEncoder {
    period: f64,
}

impl CyclicalEncoder {
    /// With the period in the features' units: 24 for hours, 12 for months, 7 for weekdays.
    #[must_use]
    pub fn new(period: f64) -> Self {
        Self { period }
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedCyclicalEncoder> {
        if !(self.period > 0.0 && self.period.is_finite()) {
            return Err(Error::parameter(NAME, "period", self.period, "a number above 0"));
        }
        Ok(FittedCyclicalEncoder { parameters: self.clone(), seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("period", self.period)]
    }
}

/// A fitted [`CyclicalEncoder`]; it has learnt nothing but the features' names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedCyclicalEncoder {
    parameters: CyclicalEncoder,
    seen: Seen,
}

impl FittedCyclicalEncoder {
    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let period = self.parameters.period;
        Ok(Array2::from_shape_fn((x.nrows(), 2 * x.ncols()), |(row, output)| {
            let angle = TAU * (x[(row, output / 2)] % period) / period;
            if output % 2 == 0 { angle.sin() } else { angle.cos() }
        }))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.iter().flat_map(|name| [format!("{name}_sin"), format!("{name}_cos")]).collect()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

numeric_transformer!(CyclicalEncoder => FittedCyclicalEncoder, NAME, Gaps::Allowed);
