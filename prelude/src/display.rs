//! How values look as the last expression of a cell: HTML for the notebook, plain text for
//! everything else.
//!
//! All tables go through one renderer (`table`), all floats through one rule (`number`), all text
//! of the user's through one escape (`html`). Colours are JupyterLab's CSS variables with fall-backs
//! that are legible on light and on dark ground.

mod array;
mod dataset;
mod diagram;
mod frame;
mod html;
mod lazy;
mod model;
mod number;
mod preprocessing;
mod table;

pub(crate) use frame::cell_text;
pub(crate) use html::escape;
pub(crate) use number::number;
