//! From a picture to SVG, PNG and Vega-Lite.

pub mod extent;
pub mod marks;
pub mod page;
pub mod place;
pub mod scale;
pub mod svg;
pub mod text;
pub mod theme;
pub mod ticks;
