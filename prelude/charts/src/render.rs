//! From a picture to SVG, PNG and Vega-Lite.

pub mod axes;
pub mod color_bar;
pub mod corner;
pub mod extent;
pub mod html;
pub mod labels;
pub mod layout;
pub mod legend;
pub mod marks;
pub mod page;
pub mod place;
pub mod png;
pub mod scale;
pub mod svg;
pub mod text;
pub mod theme;
pub mod ticks;
pub mod vega;
