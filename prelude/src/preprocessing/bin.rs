//! Numbers to few values: above or below a threshold, or in bins.

mod binarizer;
mod edges;
mod k_bins;

pub use binarizer::{Binarizer, FittedBinarizer};
pub use edges::BinStrategy;
pub use k_bins::{BinEncoding, FittedKBinsDiscretizer, KBinsDiscretizer};
