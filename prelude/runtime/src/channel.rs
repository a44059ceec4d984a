//! The control channel: frames of JSON over a socket that only Ferrolab uses, so that nothing a
//! person prints can be mistaken for a message. Each frame is its length (four bytes, little
//! endian) and one JSON object.
//!
//! A display waits for the kernel's acknowledgement: by then whatever was printed before it has
//! been published, and what is printed next comes after it. Without a kernel on the other side (in
//! a program or test of one's own) what would be shown is printed as text.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

use crate::mime::MimeMap;
use crate::{MimeBundle, evcxr};

static CHANNEL: OnceLock<Channel> = OnceLock::new();

struct Channel {
    writer: Mutex<UnixStream>,
    acknowledged: Mutex<Receiver<()>>,
    answers: Mutex<Receiver<Result<String, InputError>>>,
}

/// Why no line could be had from the person at the notebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InputError {
    /// Nobody is there to be asked.
    #[error("this front end cannot ask for input: the notebook runs without a person (allow_stdin is false)")]
    NotAllowed,
    /// The wait was interrupted.
    #[error("interrupted while waiting for input")]
    Interrupted,
}

/// From the kernel.
#[derive(Debug, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub(crate) enum Command {
    Run { library: String, entry: String },
    Open { library: String },
    Forget { names: Vec<String> },
    SetEnv { name: String, value: Option<String> },
    Shell { line: String },
    Ack,
    InputReply { value: Option<String>, error: Option<InputError> },
}

/// To the kernel.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event<'a> {
    Ready { abi: u32 },
    Result { data: &'a MimeMap },
    Display { data: &'a MimeMap, display_id: Option<&'a str>, update: bool },
    ClearOutput { wait: bool },
    Summary { name: &'a str, value: &'a str },
    Input { prompt: &'a str, password: bool },
    ThreadPanic { thread: &'a str, panic: &'a PanicReport },
    Done { status: &'a Status, variables: Vec<&'a str> },
}

/// How a command ended.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Status {
    Ok,
    /// A `?` met an error.
    Error {
        type_name: String,
        message: String,
        location: Option<Place>,
    },
    Panic(PanicReport),
    Interrupted,
    /// The runtime itself could not do what it was told.
    Failed {
        message: String,
    },
}

#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct PanicReport {
    pub message: String,
    pub location: Option<Place>,
    /// Frames inside cells, innermost first, as (library, offset in it).
    pub frames: Vec<(String, u64)>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl Place {
    pub(crate) fn of(location: &std::panic::Location<'_>) -> Self {
        Self { file: location.file().to_owned(), line: location.line(), column: location.column() }
    }
}

/// The sending ends by which the thread that reads the socket passes answers on.
pub(crate) struct Inbox {
    acknowledged: Sender<()>,
    answers: Sender<Result<String, InputError>>,
}

impl Inbox {
    pub(crate) fn acknowledge(&self) {
        // The receivers live in a static: a send cannot fail.
        let _ = self.acknowledged.send(());
    }

    pub(crate) fn answer(&self, value: Option<String>, error: Option<InputError>) {
        let _ = self.answers.send(value.ok_or(error.unwrap_or(InputError::NotAllowed)));
    }
}

/// Takes the socket into use. Once per process.
pub(crate) fn open(stream: UnixStream) -> Inbox {
    let (acknowledged, acknowledged_end) = channel();
    let (answers, answers_end) = channel();
    let opened = Channel {
        writer: Mutex::new(stream),
        acknowledged: Mutex::new(acknowledged_end),
        answers: Mutex::new(answers_end),
    };
    assert!(CHANNEL.set(opened).is_ok(), "the runtime was started twice in one process");
    Inbox { acknowledged, answers }
}

/// Reads the next command; `None` when the kernel has gone.
pub(crate) fn read_command(stream: &mut UnixStream) -> Option<Command> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut frame = vec![0; u32::from_le_bytes(length) as usize];
    stream.read_exact(&mut frame).ok()?;
    serde_json::from_slice(&frame).ok()
}

pub(crate) fn send(event: &Event<'_>) {
    match CHANNEL.get() {
        Some(channel) => write_frame(&mut lock(&channel.writer), event),
        None => evcxr::send(event),
    }
}

fn write_frame(stream: &mut UnixStream, event: &Event<'_>) {
    let body = serde_json::to_vec(event).unwrap_or_default();
    let length = u32::try_from(body.len()).unwrap_or(0).to_le_bytes();
    // A kernel that has gone is noticed by the reading thread, which ends the process.
    let _ = stream.write_all(&length).and_then(|()| stream.write_all(&body));
}

/// Sends what must stand in its place among the printed output.
fn send_in_order(event: &Event<'_>) {
    let Some(channel) = CHANNEL.get() else { return evcxr::send(event) };
    // One exchange at a time: the lock is held until the acknowledgement has come.
    let acknowledged = lock(&channel.acknowledged);
    let _ = io::stdout().flush();
    send(event);
    let _ = acknowledged.recv();
}

pub(crate) fn send_display(bundle: MimeBundle, display_id: Option<&str>, update: bool) {
    if !is_open() {
        println!("{}", bundle.get("text/plain").unwrap_or_default());
        return;
    }
    let data = bundle.into_map();
    if !data.is_empty() {
        send_in_order(&Event::Display { data: &data, display_id, update });
    }
}

pub(crate) fn send_result(bundle: MimeBundle) {
    let data: BTreeMap<_, _> = bundle.into_map();
    if !data.is_empty() {
        let _ = io::stdout().flush();
        send(&Event::Result { data: &data });
    }
}

pub(crate) fn send_clear_output(wait: bool) {
    send_in_order(&Event::ClearOutput { wait });
}

pub(crate) fn send_summary(name: &str, value: &str) {
    send(&Event::Summary { name, value });
}

pub(crate) fn request_input(prompt: &str, password: bool) -> Result<String, InputError> {
    let Some(channel) = CHANNEL.get() else { return evcxr::request_input(prompt, password) };
    let answers = lock(&channel.answers);
    let _ = io::stdout().flush();
    send(&Event::Input { prompt, password });
    answers.recv().unwrap_or(Err(InputError::NotAllowed))
}

pub(crate) fn is_open() -> bool {
    CHANNEL.get().is_some() || evcxr::is_active()
}

/// A panic while the lock was held leaves nothing half-done here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
