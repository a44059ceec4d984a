//! Arrays: ndarray's own types, and how everything that holds numbers or labels becomes one.
//!
//! A cell passes what it has: `&Array1<f64>`, a slice, a `Vec`, a column of a frame. The three
//! traits here turn it into one concrete form, so that models, metrics and charts are compiled
//! once, in this library, and a cell only calls them.

mod features;
mod heat_map;
mod labels;
mod numbers;

pub use features::{AsFeatures, Features};
pub(crate) use heat_map::ColorScale;
pub use heat_map::{HeatMap, LookArray};
pub use labels::{AsLabels, LabelValues, Labels};
pub(crate) use numbers::is_number;
pub use numbers::{AsNumbers, Numbers};
