//! What a running cell and the kernel say to each other: the variable store, displays, progress,
//! input, interruption. ARCHITECTURE.md, "The runtime contract", describes both sides; the kernel
//! never links this crate, it only opens the library and calls [`ferrolab_runtime_main`].
//!
//! [`ferrolab_runtime_main`]: main_loop::ferrolab_runtime_main

mod advice;
mod channel;
mod evcxr;
mod faults;
mod interrupt;
pub(crate) mod later;
mod main_loop;
mod mime;
mod panics;
mod plain;
mod polars;
mod progress;
mod shell;
mod show;
mod store;

use std::collections::BTreeMap;

#[doc(hidden)]
pub use advice::advised;
pub use channel::InputError;
pub use interrupt::{Interrupted, check_interrupt, checkpoint};
pub use mime::{MimeBundle, RichDisplay};
pub use progress::Progress;
pub(crate) use progress::quietly;

/// What generated code calls. Not for people: the names may change with every version.
#[doc(hidden)]
pub mod generated {
    pub mod evcxr {
        pub use crate::runtime::evcxr::{Cell, Question, finish};
    }
    pub use super::interrupt::checkpoint;
    pub use super::main_loop::{CellError, CellStatus, block_on, run_cell};
    pub use super::show::{DebugShow, EvcxrDisplayFallback, NameShow, RichShow, Show, WasShown, summary};
    pub use super::store::Store;
}

/// Shows a value in the notebook now, in the middle of a cell.
///
/// ```
/// use ferrolab_prelude::runtime::{MimeBundle, display};
/// display(&MimeBundle::text("half way"));
/// ```
pub fn display(value: &impl RichDisplay) {
    channel::send_display(value.rich_display(), None, false);
}

/// Shows a value under a name, so that [`update_display`] can replace it later.
pub fn display_as(display_id: &str, value: &impl RichDisplay) {
    channel::send_display(value.rich_display(), Some(display_id), false);
}

/// Replaces what [`display_as`] showed under the same name, wherever it stands in the notebook.
pub fn update_display(display_id: &str, value: &impl RichDisplay) {
    channel::send_display(value.rich_display(), Some(display_id), true);
}

/// Removes what the cell has shown so far; with `wait`, only when something new is shown, which
/// avoids flicker in a loop that redraws.
pub fn clear_output(wait: bool) {
    channel::send_clear_output(wait);
}

/// Asks the person at the notebook for one line and waits for it.
///
/// # Errors
/// When this front end cannot ask (a notebook run without a person), or the wait was interrupted.
pub fn input(prompt: &str) -> Result<String, InputError> {
    channel::request_input(prompt, false)
}

/// Like [`input`], with what is typed hidden.
///
/// # Errors
/// As for [`input`].
pub fn input_password(prompt: &str) -> Result<String, InputError> {
    channel::request_input(prompt, true)
}

pub(crate) type MimeMap = BTreeMap<String, String>;
