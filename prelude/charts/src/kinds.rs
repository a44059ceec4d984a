//! The kinds of chart, one file each (or one per family).
pub mod clusters;
pub mod curves;
pub mod dendrogram;
pub mod explain;
pub mod heat_map;
pub mod image;
pub mod network;
pub mod parallel;
pub mod residuals;
pub mod space;
mod support;
