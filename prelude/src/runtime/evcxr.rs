//! The runtime inside the child of the evcxr evaluator. That child has no control channel of ours:
//! events travel as marked lines of standard output, in order with what the cell prints. A guard in
//! each cell tells how the cell ended, since evcxr reports a panic or a failed `?` as success.

use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::channel::{Event, InputError, Status};
use super::interrupt::{self, check_interrupt};
use super::{faults, main_loop, panics};

/// Begins an event (a record separator, as in JSON text sequences); text that the cell printed
/// without a newline may stand before it.
const MARK: &str = "\u{1e}ferrolab ";
/// Begins evcxr's own lines that ask for input.
const INPUT: &str = "EVCXR_INPUT_REQUEST";

/// Set by the first cell; unset in every process that is not evcxr's child.
static CELL_THREAD: OnceLock<ThreadId> = OnceLock::new();
static FINISHED: AtomicBool = AtomicBool::new(false);

/// Lives from a cell's beginning to its end, however that comes about.
pub struct Cell(());

impl Cell {
    #[allow(clippy::new_without_default)]
    pub fn begin() -> Self {
        CELL_THREAD.get_or_init(|| {
            interrupt::install_handler();
            panics::install_hook();
            faults::install_handlers();
            end_with_parent();
            thread::current().id()
        });
        FINISHED.store(false, Ordering::Relaxed);
        interrupt::clear();
        send(&Event::Ready { abi: main_loop::ABI });
        Self(())
    }
}

/// The cell's last statement: without it the cell ended early.
pub fn finish() {
    FINISHED.store(true, Ordering::Relaxed);
}

impl Drop for Cell {
    fn drop(&mut self) {
        let status = if FINISHED.load(Ordering::Relaxed) {
            Status::Ok
        } else if check_interrupt().is_err() {
            Status::Interrupted
        } else if thread::panicking() {
            Status::Panic(panics::take_last())
        } else {
            // evcxr's generated code has the error and prints it on standard error.
            Status::Error { type_name: String::new(), message: String::new(), location: None }
        };
        send(&Event::Done { status: &status, variables: Vec::new() });
        let _ = writeln!(io::stderr(), "{MARK}end");
    }
}

pub(super) fn is_active() -> bool {
    CELL_THREAD.get().is_some()
}

pub(super) fn is_cell_thread() -> bool {
    CELL_THREAD.get() == Some(&thread::current().id())
}

/// Sends an event; in any other process there is nobody to read it.
pub(super) fn send(event: &Event<'_>) {
    if is_active() {
        let text = serde_json::to_string(event).unwrap_or_default();
        let _ = writeln!(io::stdout(), "{MARK}{text}");
    }
}

/// Asks through evcxr. A colon would end the prompt there, so the mark stands for it.
pub(super) fn request_input(prompt: &str, password: bool) -> Result<String, InputError> {
    if !is_active() {
        return Err(InputError::NotAllowed);
    }
    let kind = if password { "_PASSWORD" } else { "" };
    let prompt = prompt.replace(':', "\u{1e}").replace(['\r', '\n'], " ");
    println!("{INPUT}{kind}:{prompt}");
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    match line.trim_end_matches(['\r', '\n']) {
        _ if read.is_err() => Err(InputError::NotAllowed),
        "\u{1e}not_allowed" => Err(InputError::NotAllowed),
        "\u{1e}interrupted" => Err(InputError::Interrupted),
        answer => Ok(answer.to_owned()),
    }
}

/// An endless cell must not outlive a kernel that was killed. The system's own signal for that is
/// tied to the thread that started the process, which is gone long before.
fn end_with_parent() {
    // SAFETY: plain system calls.
    let parent = unsafe { libc::getppid() };
    let _ = thread::Builder::new().name("ferrolab-parent".into()).spawn(move || {
        // SAFETY: as above; `_exit` runs no destructors of the user's values in this thread.
        unsafe {
            while libc::getppid() == parent {
                thread::sleep(Duration::from_secs(1));
            }
            libc::_exit(0)
        }
    });
}

/// Puts the guard into the cell. A macro, since evcxr takes every `let` that it sees for a variable
/// of the person's.
#[doc(hidden)]
#[macro_export]
macro_rules! __evcxr_begin {
    () => {
        let _cell = $crate::runtime::generated::evcxr::Cell::begin();
    };
}

/// Hides a `let` from evcxr, whose variables need a type with a name.
#[doc(hidden)]
#[macro_export]
macro_rules! __evcxr_local {
    ($($statement:tt)*) => { $($statement)* };
}
