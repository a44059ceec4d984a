//! How values look as the last expression of a cell: HTML for the notebook, plain text for
//! everything else. Public are only the settings, so that a cell writes `display::set_max_rows(20)`.
//!
//! All tables go through one renderer (`table`), all floats through one rule (`number`), all text
//! of the user's through one escape (`html`). Colours are JupyterLab's CSS variables; where there
//! are none they are mixed from the page's own text colour, which is legible on light and dark ground
//! alike, while a query for the system's preferred scheme would be wrong on a page that ignores it.

mod array;
mod cleaning;
mod dataset;
mod datasets;
mod diagram;
mod features;
mod frame;
mod heat_map;
mod html;
mod image;
mod inspection;
mod lazy;
mod look;
mod metrics;
mod model;
mod number;
mod plan;
mod preprocessing;
mod settings;
mod sparse;
mod table;

pub use settings::{
    float_precision, max_columns, max_colwidth, max_rows, min_rows, reset, set_float_precision,
    set_max_columns, set_max_colwidth, set_max_rows, set_min_rows, set_width, width,
};

pub(crate) use frame::cell_text;
pub(crate) use heat_map::heat_map_svg;
pub(crate) use html::escape;
pub(crate) use number::number;
