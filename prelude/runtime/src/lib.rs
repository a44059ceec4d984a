//! What a running cell and the kernel say to each other: the variable store, displays, progress,
//! input, interruption. ARCHITECTURE.md, "The runtime contract", describes both sides; the kernel
//! never links this crate, it only opens the library that holds it and calls
//! [`ferrolab_runtime_main`].
//!
//! A crate of its own, below the prelude and with next to no dependencies, for the sake of cells
//! that use nothing of the prelude: compiled against this crate alone they take a third of the
//! time, since the compiler looks for impls in every crate within reach. Such cells import
//! [`bare`]; all others see these things through the prelude.
//!
//! [`ferrolab_runtime_main`]: main_loop::ferrolab_runtime_main

mod advice;
pub mod bare;
mod channel;
mod evcxr;
mod faults;
mod interrupt;
pub mod later;
mod main_loop;
mod mime;
mod panics;
mod plain;
mod polars;
mod progress;
mod shell;
mod show;
mod store;
#[doc(hidden)]
pub mod warm;

#[doc(hidden)]
pub use advice::advised;
pub use channel::InputError;
pub use interrupt::{Interrupted, check_interrupt, checkpoint};
pub use mime::MimeBundle;
pub use plain::PlainDisplay;
pub use progress::{Progress, ProgressOver, quietly};

/// What generated code calls. Not for people: the names may change with every version.
#[doc(hidden)]
pub mod generated {
    pub mod evcxr {
        pub use crate::evcxr::{Cell, Question, finish};
    }
    pub use crate::interrupt::checkpoint;
    pub use crate::main_loop::{CellError, CellStatus, run_cell};
    pub use crate::plain::{RichShow, debug_bundle};
    pub use crate::show::{
        DebugShow, EvcxrDisplayFallback, NameShow, Show, WasShown, send_result, summary, summary_of,
    };
    pub use crate::store::Store;
}

/// Shows forms of a value in the notebook now, in the middle of a cell: under a name, so that a later
/// call can replace (`update`) what stands there, or without one.
pub fn send_display(bundle: MimeBundle, display_id: Option<&str>, update: bool) {
    channel::send_display(bundle, display_id, update);
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
