//! Eighth stage: the child process that holds the notebook's variables and runs its cells.
//!
//! Three pipes lead out of it: its standard output and error, which belong to the user alone, and
//! the control channel. One thread here reads all three, so that order is kept: before a message is
//! acted on, whatever was printed before it is published (see `pump`). The contract, message by
//! message, is in ARCHITECTURE.md.

mod content;
mod contract;
mod decode;
mod pump;

use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvError};
use std::sync::{Arc, Mutex, PoisonError};

pub use contract::{ABI, ChildCommand, ChildEvent, PanicReport, Place, Status};
use pump::{Connection, Sink};

use crate::evaluator::OutputSink;
use crate::prelude_store::Prelude;

/// The descriptor at which the child finds its end of the control channel.
pub const CONTROL_DESCRIPTOR: i32 = 3;
/// The first argument of the hidden role of our binary.
pub const ROLE: &str = "cell-runner";

pub struct Runner {
    child: Child,
    connection: Arc<Connection>,
    events: Receiver<ChildEvent>,
    sink: Sink,
    pump: Option<std::thread::JoinHandle<()>>,
    /// The child's last words were that its stack overflowed.
    overflowed: Arc<AtomicBool>,
}

/// How the child ended when it should not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Death {
    pub status: ExitStatus,
}

/// How glibc's allocator is set; other systems' do not look at it.
const TUNABLES: &str = "GLIBC_TUNABLES";
/// Columns and matrices are large and come and go. Huge pages, and keeping what was freed for the
/// next, spare the system clearing each page anew: arithmetic on large arrays takes half the time.
const MEMORY: &str =
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=268435456:glibc.malloc.trim_threshold=536870912";

impl Runner {
    /// Starts a child that opens the prelude, without waiting for it.
    ///
    /// # Errors
    /// When the process or its pipes cannot be made.
    pub fn start(prelude: &Prelude) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg(ROLE)
            .arg(prelude.library())
            .args(prelude.runtime_libraries())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        if std::env::var_os(TUNABLES).is_none() {
            command.env(TUNABLES, MEMORY);
        }
        let descriptor = theirs.as_raw_fd();
        // SAFETY: between fork and exec only dup2 is called, which is async-signal-safe.
        unsafe {
            command.pre_exec(move || hand_over(descriptor));
        }
        let mut child = command.spawn()?;
        drop(theirs);
        let connection = Arc::new(Connection::new(ours.try_clone()?));
        let sink = Sink::default();
        let overflowed = Arc::<AtomicBool>::default();
        let (pump, events) = pump::start(
            &mut child,
            ours,
            Arc::clone(&connection),
            Arc::clone(&sink),
            Arc::clone(&overflowed),
        )?;
        Ok(Self { child, connection, events, sink, pump: Some(pump), overflowed })
    }

    pub fn process_group(&self) -> u32 {
        self.child.id()
    }

    /// Sends everything from here on to this sink.
    pub fn attach(&self, output: &Arc<dyn OutputSink>) {
        *self.sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(output));
    }

    /// A child that has gone is noticed when its events are read.
    pub fn send(&self, command: &ChildCommand<'_>) {
        self.connection.send(command);
    }

    /// The next event; an error means that the child has gone and all it said has been read.
    pub fn next_event(&self) -> Result<ChildEvent, RecvError> {
        self.events.recv()
    }

    pub fn overflowed(&self) -> bool {
        self.overflowed.load(Ordering::Relaxed)
    }

    /// How the child ended; waits for it.
    pub fn death(&mut self) -> io::Result<Death> {
        let status = self.child.wait()?;
        if let Some(pump) = self.pump.take() {
            let _ = pump.join();
        }
        Ok(Death { status })
    }
}

impl Death {
    /// What happened, for the person whose cell it was. `said` is what the child wrote at the end.
    pub fn describe(self, overflowed: bool) -> String {
        match (self.status.signal(), self.status.code()) {
            (Some(_), _) if overflowed => "the stack overflowed (endless recursion?)".into(),
            (Some(libc::SIGSEGV | libc::SIGBUS), _) => "invalid memory access (segmentation fault)".into(),
            (Some(libc::SIGABRT), _) => "the cell aborted the process".into(),
            (Some(libc::SIGKILL), _) => "the process was killed (out of memory, or from outside)".into(),
            (Some(signal), _) => format!("the process was ended by signal {signal}"),
            (None, Some(code)) => format!("the cell ended the process with exit status {code}"),
            (None, None) => "the process ended".into(),
        }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        super::control::kill_group(self.child.id(), libc::SIGKILL);
        let _ = self.child.wait();
    }
}

fn hand_over(descriptor: i32) -> io::Result<()> {
    // SAFETY: both descriptors are this process's own.
    let result = unsafe {
        if descriptor == CONTROL_DESCRIPTOR {
            libc::fcntl(descriptor, libc::F_SETFD, 0)
        } else {
            libc::dup2(descriptor, CONTROL_DESCRIPTOR)
        }
    };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// The child's side: opens the standard library and the prelude for everybody, and hands over to
/// the prelude's runtime.
///
/// # Errors
/// When a library cannot be opened, or is not a prelude.
pub fn run_as_child(
    prelude: &Path,
    runtime_libraries: &[std::path::PathBuf],
) -> Result<i32, libloading::Error> {
    use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_NOW};
    // SAFETY: these are libraries that Ferrolab has built; they stay open for the process's life.
    unsafe {
        for library in runtime_libraries {
            std::mem::forget(Library::open(Some(library), RTLD_NOW | RTLD_GLOBAL)?);
        }
        let library = Library::open(Some(prelude), RTLD_NOW | RTLD_GLOBAL)?;
        let main = library.get::<extern "C" fn(libc::c_int) -> libc::c_int>(b"ferrolab_runtime_main")?;
        let main = *main;
        std::mem::forget(library);
        Ok(main(CONTROL_DESCRIPTOR))
    }
}

/// A shared place for the current output.
type SharedSink = Mutex<Option<Arc<dyn OutputSink>>>;
