//! The life of the child process: the kernel opens the library and calls
//! [`ferrolab_runtime_main`], which runs cells, one after the other, until the kernel goes.
//!
//! Cells run on a thread of their own with a large stack, so that a recursion that Python would
//! stop at a thousand levels has room for a million.

use std::any::Any;
use std::ffi::{CStr, CString};
use std::fmt::Display;
use std::io::{self, Write};
use std::os::fd::FromRawFd;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::channel::{self, Command, Event, Inbox, Place, Status};
use crate::interrupt::{self, Interrupted, check_interrupt};
use crate::store::Store;
use crate::{faults, later, panics, polars, shell};

/// Raised with every change of the contract; the kernel refuses a library of another number.
pub(crate) const ABI: u32 = 1;
const STACK_BYTES: usize = 512 << 20;

/// An error that ended a cell through `?`.
#[derive(Debug)]
pub struct CellError {
    type_name: &'static str,
    message: String,
    place: Place,
}

/// Any error that can be displayed ends a cell; `#` makes error types that keep a chain show it.
impl<E: Display> From<E> for CellError {
    #[track_caller]
    fn from(error: E) -> Self {
        let place = Place::of(Location::caller());
        Self { type_name: std::any::type_name::<E>(), message: format!("{error:#}"), place }
    }
}

/// How the user's part of a cell ended; only the runtime looks inside.
pub struct CellStatus(Status);

type Entry = fn(&mut Store) -> CellStatus;

/// Runs the user's part of a cell. A panic ends it, not the process.
pub fn run_cell<'a>(body: Box<dyn FnOnce() -> Result<(), CellError> + 'a>) -> CellStatus {
    let ended = catch_unwind(AssertUnwindSafe(body));
    later::show();
    CellStatus(match ended {
        Ok(Ok(())) => Status::Ok,
        Ok(Err(error)) => error_status(error),
        Err(payload) => panic_status(payload.as_ref()),
    })
}

pub(crate) fn error_status(error: CellError) -> Status {
    // An interrupted fit reports `Interrupted` through `?`: that is the person's doing, not a fault.
    if check_interrupt().is_err() {
        return Status::Interrupted;
    }
    Status::Error {
        type_name: error.type_name.to_owned(),
        message: error.message,
        location: Some(error.place),
    }
}

fn panic_status(payload: &(dyn Any + Send)) -> Status {
    let report = panics::take_last();
    if payload.is::<Interrupted>() || check_interrupt().is_err() {
        Status::Interrupted
    } else {
        Status::Panic(report)
    }
}

/// Called once by the kernel's child process, with the descriptor of the control channel; returns
/// only when no thread can be started.
#[unsafe(no_mangle)]
pub extern "C" fn ferrolab_runtime_main(control: libc::c_int) -> libc::c_int {
    // SAFETY: the kernel hands over a connected socket that nothing else in this process owns.
    let stream = unsafe { UnixStream::from_raw_fd(control) };
    let Ok(reading_end) = stream.try_clone() else { return 1 };
    let inbox = channel::open(stream);
    polars::prefer_streaming();
    interrupt::install_handler();
    panics::install_hook();
    let (commands, commands_end) = channel();
    let Ok(_reader) = thread::Builder::new()
        .name("ferrolab-control".into())
        .spawn(move || read_commands(reading_end, &inbox, &commands))
    else {
        return 1;
    };
    let cells = thread::Builder::new()
        .name("main".into())
        .stack_size(STACK_BYTES)
        .spawn(move || run_commands(&commands_end));
    match cells {
        Ok(handle) => i32::from(handle.join().is_err()),
        Err(_) => 1,
    }
}

fn read_commands(mut stream: UnixStream, inbox: &Inbox, commands: &Sender<Command>) {
    while let Some(command) = channel::read_command(&mut stream) {
        match command {
            Command::Ack => inbox.acknowledge(),
            Command::InputReply { value, error } => inbox.answer(value, error),
            other => {
                if commands.send(other).is_err() {
                    break;
                }
            }
        }
    }
    // The kernel has gone. Whatever a cell is doing, nobody can see it any more.
    // SAFETY: ends the process without running destructors of the user's values in a foreign thread.
    unsafe { libc::_exit(0) }
}

fn run_commands(commands: &Receiver<Command>) {
    faults::install_handlers();
    let mut store = Store::default();
    channel::send(&Event::Ready { abi: ABI });
    while let Ok(command) = commands.recv() {
        let status = match command {
            Command::Run { library, entry } => run(&mut store, &library, &entry),
            Command::Open { library } => finish(open_library(&library, libc::RTLD_GLOBAL).map(drop)),
            Command::Forget { names } => {
                forget(&mut store, &names);
                Status::Ok
            }
            Command::SetEnv { name, value } => {
                set_env(&name, value.as_deref());
                Status::Ok
            }
            Command::Shell { line } => flushing(|| finish(shell::run(&line))),
            Command::Ack | Command::InputReply { .. } => continue,
        };
        channel::send(&Event::Done { status: &status, variables: store.names() });
        interrupt::clear();
    }
}

fn finish(result: Result<(), String>) -> Status {
    match result {
        Ok(()) => Status::Ok,
        Err(message) => Status::Failed { message },
    }
}

/// A value's own destructor may panic; the variable is gone all the same.
fn forget(store: &mut Store, names: &[String]) {
    for name in names {
        let _ = catch_unwind(AssertUnwindSafe(|| store.forget(name)));
    }
}

fn set_env(name: &str, value: Option<&str>) {
    // SAFETY: cells and the runtime read the environment through std, which locks it; threads of C
    // libraries that read it meanwhile are the user's own.
    unsafe {
        match value {
            Some(value) => std::env::set_var(name, value),
            None => std::env::remove_var(name),
        }
    }
}

fn run(store: &mut Store, library: &str, entry: &str) -> Status {
    let cell = match load(library, entry) {
        Ok(cell) => cell,
        Err(message) => return Status::Failed { message },
    };
    store.begin_cell();
    flushing(|| match catch_unwind(AssertUnwindSafe(|| cell(store))) {
        Ok(CellStatus(status)) => status,
        Err(payload) => panic_status(payload.as_ref()),
    })
}

fn load(library: &str, entry: &str) -> Result<Entry, String> {
    let handle = open_library(library, libc::RTLD_LOCAL)?;
    let name = CString::new(entry).map_err(|error| error.to_string())?;
    // SAFETY: the handle is open and never closed; the symbol is generated with this very type.
    unsafe {
        let symbol = libc::dlsym(handle, name.as_ptr());
        if symbol.is_null() {
            Err(last_dl_error())
        } else {
            Ok(std::mem::transmute::<*mut libc::c_void, Entry>(symbol))
        }
    }
}

/// Libraries are never closed: values, functions and vtables of theirs live on in variables.
fn open_library(path: &str, scope: libc::c_int) -> Result<*mut libc::c_void, String> {
    let path = CString::new(path).map_err(|error| error.to_string())?;
    // SAFETY: opening runs the library's initialisers, which are rustc's own.
    let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | scope) };
    if handle.is_null() { Err(last_dl_error()) } else { Ok(handle) }
}

fn last_dl_error() -> String {
    // SAFETY: dlerror returns null or a string that is valid until the next call on this thread.
    unsafe {
        let message = libc::dlerror();
        if message.is_null() {
            "unknown error of the dynamic linker".into()
        } else {
            CStr::from_ptr(message).to_string_lossy().into()
        }
    }
}

/// While a cell runs, what it prints without a newline must still appear: Rust's own buffer is
/// flushed often, and once at the end.
fn flushing<T>(work: impl FnOnce() -> T) -> T {
    let running = Arc::new(AtomicBool::new(true));
    let watched = Arc::clone(&running);
    let flusher = thread::Builder::new().name("ferrolab-flush".into()).spawn(move || {
        while watched.load(Ordering::Relaxed) {
            thread::park_timeout(Duration::from_millis(40));
            let _ = io::stdout().flush();
        }
    });
    let result = work();
    running.store(false, Ordering::Relaxed);
    let _ = io::stdout().flush();
    if let Ok(flusher) = flusher {
        // Not joined: it may wait for a lock on stdout that a thread of the user's holds.
        flusher.thread().unpark();
    }
    result
}
