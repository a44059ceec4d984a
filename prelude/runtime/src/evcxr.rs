//! The runtime inside the child of the evcxr evaluator. That child has no control channel of ours:
//! events travel as marked lines of standard output, in order with what the cell prints. A guard in
//! each cell tells how the cell ended, since evcxr reports a panic or a failed `?` as success.

use std::cell::Cell as Slot;
use std::fmt::{self, Display};
use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::channel::{Event, InputError, Status};
use crate::interrupt::{self, check_interrupt};
use crate::main_loop::CellError;
use crate::{faults, later, main_loop, panics, polars};

/// Begins an event (a record separator, as in JSON text sequences); text that the cell printed
/// without a newline may stand before it.
const MARK: &str = "\u{1e}ferrolab ";
/// Ends evcxr's own blocks of content.
const END_CONTENT: &str = "EVCXR_END_CONTENT";
/// Begins evcxr's own lines that ask for input.
const INPUT: &str = "EVCXR_INPUT_REQUEST";

/// Set by the first cell; unset in every process that is not evcxr's child.
static CELL_THREAD: OnceLock<ThreadId> = OnceLock::new();
static FINISHED: AtomicBool = AtomicBool::new(false);

thread_local! {
    static ERROR: Slot<Option<CellError>> = const { Slot::new(None) };
}

/// Lives from a cell's beginning to its end, however that comes about.
pub struct Cell(());

impl Cell {
    #[allow(clippy::new_without_default)]
    pub fn begin() -> Self {
        CELL_THREAD.get_or_init(|| {
            polars::prefer_streaming();
            interrupt::install_handler();
            panics::install_hook();
            faults::install_handlers();
            end_with_parent();
            thread::current().id()
        });
        FINISHED.store(false, Ordering::Relaxed);
        ERROR.take();
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
        later::show();
        let status = if FINISHED.load(Ordering::Relaxed) {
            Status::Ok
        } else if check_interrupt().is_err() {
            Status::Interrupted
        } else if thread::panicking() {
            Status::Panic(panics::take_last())
        } else {
            // Without one, the `?` stood inside a macro: evcxr has printed the error.
            ERROR.take().map_or_else(unknown_error, main_loop::error_status)
        };
        // A block of content that the cell began and did not end would swallow all that follows.
        let _ = writeln!(io::stdout(), "{MARK}\n{END_CONTENT}");
        send(&Event::Done { status: &status, variables: Vec::new() });
        let _ = writeln!(io::stderr(), "{MARK}end");
    }
}

fn unknown_error() -> Status {
    Status::Error { type_name: String::new(), message: String::new(), location: None }
}

/// What a `?` of the cell itself is applied to: takes note of the error, with its place.
#[diagnostic::on_unimplemented(message = "the `?` operator cannot be applied to `{Self}` in a cell")]
pub trait Question {
    type Noted;
    fn note(self) -> Self::Noted;
}

impl<T, E: Display> Question for Result<T, E> {
    type Noted = Result<T, Noted>;

    #[track_caller]
    fn note(self) -> Self::Noted {
        match self {
            Ok(value) => Ok(value),
            Err(error) => {
                ERROR.set(Some(CellError::from(error)));
                Err(Noted)
            }
        }
    }
}

impl<T> Question for Option<T> {
    type Noted = Self;

    fn note(self) -> Self {
        self
    }
}

/// Stands for an error that has been taken note of. evcxr prints it on standard error, where the
/// kernel overlooks it.
#[derive(Debug)]
pub struct Noted;

impl Display for Noted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARK)
    }
}

pub(crate) fn is_active() -> bool {
    CELL_THREAD.get().is_some()
}

pub(crate) fn is_cell_thread() -> bool {
    CELL_THREAD.get() == Some(&thread::current().id())
}

/// Sends an event; in any other process there is nobody to read it.
pub(crate) fn send(event: &Event<'_>) {
    if is_active() {
        let text = serde_json::to_string(event).unwrap_or_default();
        let _ = writeln!(io::stdout(), "{MARK}{text}");
    }
}

/// Asks through evcxr. A colon would end the prompt there, so the mark stands for it.
pub(crate) fn request_input(prompt: &str, password: bool) -> Result<String, InputError> {
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
        let _cell = $crate::generated::evcxr::Cell::begin();
    };
}

/// Hides a `let` from evcxr, whose variables need a type with a name.
#[doc(hidden)]
#[macro_export]
macro_rules! __evcxr_local {
    ($($statement:tt)*) => { $($statement)* };
}
