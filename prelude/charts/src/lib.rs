//! Charts, from data that is already checked: it knows nothing of data frames, arrays or models.
//!
//! Three steps, each in its folder:
//!
//! 1. [`kinds`]: a kind of chart (a histogram, a violin) turns its data into marks in data
//!    coordinates, and tells the panel about its axes;
//! 2. [`picture`]: a picture is a grid of panels, a panel is axes and marks. Nothing here is in pixels;
//! 3. `render`: room for every text first, by the bundled font's metrics, the rest is the marks'.
//!    Out comes SVG whose text stays text; PNG is the same SVG; Vega-Lite is made from the same picture.
//!
//! It is a crate of its own so that charts are compiled in seconds, beside polars and not after it.
//! The prelude's `plot` is its only user and checks what comes in; nothing here fails or panics.

pub mod color;
pub mod kind;
pub mod kinds;
pub mod picture;
pub mod render;
pub mod statistics;

pub use color::{Color, ColorMap, Palette, Theme};
pub use kind::{Groups, Kind, Options, PanelBuilder, Style};
pub use picture::{
    Axis, ColorBar, Grid, LegendPlace, Mark, NumberFormat, Paint, Panel, Picture, Scale, Shape,
};
