//! Columns that say where a value was missing.

use ndarray::{Array2, ArrayView2, Axis, concatenate};
use serde::{Deserialize, Serialize};

use crate::array::Features;
use crate::error::Result;

/// The features that get an indicator: those with gaps in the training data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Indicators(Vec<usize>);

impl Indicators {
    pub(super) fn of(features: &Features<'_>, wanted: bool) -> Self {
        let gappy = |column: &usize| features.values.column(*column).iter().any(|value| value.is_nan());
        Self(if wanted { (0..features.values.ncols()).filter(gappy).collect() } else { Vec::new() })
    }

    /// `filled` with an indicator column per feature: 1 where `x` has a gap, else 0.
    pub(super) fn append(&self, x: ArrayView2<'_, f64>, filled: Array2<f64>) -> Result<Array2<f64>> {
        if self.0.is_empty() {
            return Ok(filled);
        }
        let flags = x.select(Axis(1), &self.0).mapv(|value| f64::from(u8::from(value.is_nan())));
        // Both have the rows of `x`.
        Ok(concatenate(Axis(1), &[filled.view(), flags.view()]).unwrap_or(filled))
    }

    pub(super) fn names(&self, names: &[String]) -> Vec<String> {
        let flags = self.0.iter().filter_map(|column| names.get(*column));
        names.iter().cloned().chain(flags.map(|name| format!("missingindicator_{name}"))).collect()
    }
}
