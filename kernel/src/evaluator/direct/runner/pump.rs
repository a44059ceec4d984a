//! Reads the child's three pipes in one thread and keeps their order: a message on the control
//! channel was sent after everything already in the other two pipes, so these are emptied first.
//! Publishing may block; then the pipes fill and the child waits, which is the back-pressure.

use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, ChildStderr, ChildStdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::content::ContentFilter;
use super::contract::{ChildCommand, ChildEvent};
use super::decode::Utf8Decoder;
use crate::display::{DisplayData, MimeBundle, Output, StreamName};
use crate::evaluator::{InputError, OutputSink};

pub type Sink = Arc<super::SharedSink>;

/// The writing end of the control channel.
#[derive(Debug)]
pub struct Connection(Mutex<UnixStream>);

impl Connection {
    pub fn new(stream: UnixStream) -> Self {
        Self(Mutex::new(stream))
    }

    pub fn send(&self, command: &ChildCommand<'_>) {
        let body = serde_json::to_vec(command).unwrap_or_default();
        let length = u32::try_from(body.len()).unwrap_or(0).to_le_bytes();
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A child that has gone is noticed by the reading side.
        let _ = stream.write_all(&length).and_then(|()| stream.write_all(&body));
    }
}

struct Pump {
    control: UnixStream,
    stdout: Option<ChildStdout>,
    stderr: Option<ChildStderr>,
    out_decoder: Utf8Decoder,
    err_decoder: Utf8Decoder,
    filter: ContentFilter,
    connection: Arc<Connection>,
    sink: Sink,
    events: Sender<ChildEvent>,
    overflowed: Arc<AtomicBool>,
}

/// What the prelude's fault handler writes to standard error as the process goes down.
const OVERFLOW_NOTICE: &str = "\nferrolab: stack overflow\n";

pub fn start(
    child: &mut Child,
    control: UnixStream,
    connection: Arc<Connection>,
    sink: Sink,
    overflowed: Arc<AtomicBool>,
) -> io::Result<(JoinHandle<()>, Receiver<ChildEvent>)> {
    let (events, events_end) = channel();
    let mut pump = Pump {
        control,
        stdout: child.stdout.take(),
        stderr: child.stderr.take(),
        out_decoder: Utf8Decoder::default(),
        err_decoder: Utf8Decoder::default(),
        filter: ContentFilter::default(),
        connection,
        sink,
        events,
        overflowed,
    };
    let handle = thread::Builder::new().name("child-output".into()).spawn(move || pump.run())?;
    Ok((handle, events_end))
}

impl Pump {
    /// Ends when the control channel closes, that is when the child has gone; a grandchild that
    /// still holds the pipes is not waited for.
    fn run(&mut self) {
        loop {
            let [control, stdout, stderr] = wait([
                self.control.as_raw_fd(),
                self.stdout.as_ref().map_or(-1, AsRawFd::as_raw_fd),
                self.stderr.as_ref().map_or(-1, AsRawFd::as_raw_fd),
            ]);
            if control {
                self.drain();
                let Some(event) = self.read_event() else { break };
                self.handle(event);
                continue;
            }
            if stdout {
                self.read_stdout(CHUNK);
            }
            if stderr {
                self.read_stderr(CHUNK);
            }
        }
        self.drain();
        let rest = self.out_decoder.finish();
        self.publish_stdout(&rest);
        let rest = self.err_decoder.finish();
        self.publish_stderr(rest);
        self.flush_filter();
    }

    /// Publishes what is in the pipes now; what is printed meanwhile is left for later.
    fn drain(&mut self) {
        let (out, err) = (waiting(self.stdout.as_ref()), waiting(self.stderr.as_ref()));
        let mut left = out;
        while left > 0 {
            match self.read_stdout(left.min(CHUNK)) {
                0 => break,
                read => left -= read.min(left),
            }
        }
        left = err;
        while left > 0 {
            match self.read_stderr(left.min(CHUNK)) {
                0 => break,
                read => left -= read.min(left),
            }
        }
    }

    fn read_stdout(&mut self, most: usize) -> usize {
        let bytes = read_some(&mut self.stdout, most);
        let text = self.out_decoder.decode(&bytes);
        self.publish_stdout(&text);
        bytes.len()
    }

    fn read_stderr(&mut self, most: usize) -> usize {
        let bytes = read_some(&mut self.stderr, most);
        let text = self.err_decoder.decode(&bytes);
        self.publish_stderr(text);
        bytes.len()
    }

    fn publish_stdout(&mut self, text: &str) {
        for output in self.filter.feed(text) {
            self.emit(output);
        }
    }

    fn publish_stderr(&self, mut text: String) {
        if text.contains(OVERFLOW_NOTICE) {
            self.overflowed.store(true, Ordering::Relaxed);
            text = text.replace(OVERFLOW_NOTICE, "");
        }
        if !text.is_empty() {
            self.emit(Output::Stream { name: StreamName::Stderr, text });
        }
    }

    fn flush_filter(&mut self) {
        for output in self.filter.flush() {
            self.emit(output);
        }
    }

    fn read_event(&mut self) -> Option<ChildEvent> {
        let mut length = [0; 4];
        self.control.read_exact(&mut length).ok()?;
        let mut body = vec![0; u32::from_le_bytes(length) as usize];
        self.control.read_exact(&mut body).ok()?;
        match serde_json::from_slice(&body) {
            Ok(event) => Some(event),
            Err(error) => {
                tracing::error!(%error, "the child sent a message outside the runtime contract");
                None
            }
        }
    }

    fn handle(&mut self, event: ChildEvent) {
        match event {
            ChildEvent::Display { data, display_id, update } => {
                self.flush_filter();
                let data = MimeBundle(data);
                self.emit(Output::Display(DisplayData {
                    data,
                    display_id,
                    update,
                    ..DisplayData::default()
                }));
                self.connection.send(&ChildCommand::Ack);
            }
            ChildEvent::ClearOutput { wait } => {
                self.flush_filter();
                self.emit(Output::ClearOutput { wait });
                self.connection.send(&ChildCommand::Ack);
            }
            ChildEvent::Input { prompt, password } => self.ask(prompt, password),
            other => {
                if matches!(other, ChildEvent::Done { .. }) {
                    self.flush_filter();
                }
                let _ = self.events.send(other);
            }
        }
    }

    /// The answer may take minutes; output of the cell's other threads must not wait for it.
    fn ask(&self, prompt: String, password: bool) {
        let (sink, connection) = (self.current_sink(), Arc::clone(&self.connection));
        thread::spawn(move || {
            let answer = sink.map_or(Err(InputError::NotAllowed), |sink| sink.input(&prompt, password));
            let (value, error) = match answer {
                Ok(line) => (Some(line), None),
                Err(InputError::NotAllowed) => (None, Some("not_allowed")),
                Err(InputError::Interrupted) => (None, Some("interrupted")),
            };
            connection.send(&ChildCommand::InputReply { value, error });
        });
    }

    fn emit(&self, output: Output) {
        if let Some(sink) = self.current_sink() {
            sink.emit(output);
        }
    }

    fn current_sink(&self) -> Option<Arc<dyn OutputSink>> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

const CHUNK: usize = 64 << 10;

fn read_some<R: Read>(source: &mut Option<R>, most: usize) -> Vec<u8> {
    let Some(reader) = source else { return Vec::new() };
    let mut bytes = vec![0; most];
    match reader.read(&mut bytes) {
        Ok(0) | Err(_) => {
            *source = None;
            Vec::new()
        }
        Ok(read) => {
            bytes.truncate(read);
            bytes
        }
    }
}

/// How many bytes can be read without waiting.
fn waiting<T: AsRawFd>(source: Option<&T>) -> usize {
    let Some(source) = source else { return 0 };
    let mut count: libc::c_int = 0;
    // SAFETY: the descriptor is open and the count outlives the call.
    let result = unsafe { libc::ioctl(source.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    if result == 0 { usize::try_from(count).unwrap_or(0) } else { 0 }
}

/// Waits until one of the descriptors can be read (or has been closed); negative ones are ignored.
fn wait(descriptors: [RawFd; 3]) -> [bool; 3] {
    let mut polled = descriptors.map(|fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 });
    // SAFETY: the array outlives the call and its length is given.
    unsafe {
        libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, -1);
    }
    polled.map(|one| one.revents != 0)
}
