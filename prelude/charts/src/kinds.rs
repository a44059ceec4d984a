//! The kinds of chart, one file each (or one per family).
pub mod clusters;
pub mod curves;
pub mod dendrogram;
pub mod heat_map;
pub mod image;
mod support;
