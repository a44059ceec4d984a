//! The runtime of cells (a crate of its own, `ferrolab-runtime`) with what needs the prelude's crates:
//! rich display, which polars' and ndarray's types have, and waiting for futures.

mod rich;
mod waiting;

#[doc(hidden)]
pub use ferrolab_runtime::advised;
pub use ferrolab_runtime::{
    InputError, Interrupted, MimeBundle, Progress, ProgressOver, check_interrupt, checkpoint, clear_output,
    input, input_password,
};
pub(crate) use ferrolab_runtime::{later, quietly};
pub use rich::RichDisplay;

/// What generated code calls. Not for people: the names may change with every version.
#[doc(hidden)]
pub mod generated {
    pub use ferrolab_runtime::generated::{
        CellError, CellStatus, DebugShow, EvcxrDisplayFallback, NameShow, Show, Store, WasShown, checkpoint,
        evcxr, run_cell, summary,
    };

    pub use super::rich::RichShow;
    pub use super::waiting::block_on;
}

/// Shows a value in the notebook now, in the middle of a cell.
///
/// ```
/// use ferrolab_prelude::runtime::{MimeBundle, display};
/// display(&MimeBundle::text("half way"));
/// ```
pub fn display(value: &impl RichDisplay) {
    ferrolab_runtime::send_display(value.rich_display(), None, false);
}

/// Shows a value under a name, so that [`update_display`] can replace it later.
pub fn display_as(display_id: &str, value: &impl RichDisplay) {
    ferrolab_runtime::send_display(value.rich_display(), Some(display_id), false);
}

/// Replaces what [`display_as`] showed under the same name, wherever it stands in the notebook.
pub fn update_display(display_id: &str, value: &impl RichDisplay) {
    ferrolab_runtime::send_display(value.rich_display(), Some(display_id), true);
}
