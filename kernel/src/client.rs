//! A Jupyter client: starts a kernel process, speaks to it over ZeroMQ as any front end does, and
//! ends it. The notebook runner and the end-to-end tests use it; for both it matters that nothing
//! is guessed from time: messages are matched by their parent, the start waits until IOPub is heard
//! to be live, and a kernel that died is an error that shows its last words.
//!
//! The sockets live on a small runtime of their own and only move bytes; this side is synchronous,
//! because both users do one thing after the other.

mod error;
mod folder;
pub mod launch;
mod process;
mod request;
mod sockets;
pub mod specs;

use std::collections::VecDeque;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::{Value, json};

use crate::protocol::wire;
use crate::protocol::{Channel, ConnectionInfo, Message, Signer};

pub use error::ClientError;
pub use launch::{Interruption, KernelCommand, LaunchOptions};
use process::KernelProcess;
pub use request::{Exchange, ExecuteOptions, Pending};
use sockets::Sockets;

/// How often a wait looks whether the kernel process still lives. Messages wake a wait at once.
const LIFE_CHECK: Duration = Duration::from_millis(50);
/// What a dead kernel's last messages may take to arrive.
const LAST_MESSAGES: Duration = Duration::from_millis(200);
/// How long IOPub may be silent between an answer and the `idle` that must follow it.
const IDLE_AFTER_REPLY: Duration = Duration::from_secs(10);

/// A running kernel and the line to it. Dropping it ends the kernel.
pub struct KernelClient {
    sockets: Sockets,
    process: Option<KernelProcess>,
    connection: ConnectionInfo,
    session: String,
    signer: Signer,
    /// Messages that came while waiting for something else.
    unclaimed: VecDeque<(Channel, Message)>,
    kernel_info: Value,
    answered_at: Option<Instant>,
    interruption: Interruption,
}

impl KernelClient {
    /// Starts a kernel and waits until it can be used.
    ///
    /// # Errors
    /// When the program cannot be started, ends early, or is not ready in time.
    pub fn start(command: &KernelCommand, options: &LaunchOptions) -> Result<Self, ClientError> {
        let (connection, process) = launch::launch(command, options)?;
        let mut client = Self::attach(&connection, Some(process))?;
        client.interruption = command.interruption;
        client.wait_until_ready(options.timeout)?;
        Ok(client)
    }

    /// Connects to a kernel that somebody else started. Nothing is awaited; see
    /// [`Self::wait_until_ready`].
    ///
    /// # Errors
    /// When the sockets cannot be made.
    pub fn connect(connection: &ConnectionInfo) -> Result<Self, ClientError> {
        Self::attach(connection, None)
    }

    fn attach(connection: &ConnectionInfo, process: Option<KernelProcess>) -> Result<Self, ClientError> {
        let session = uuid::Uuid::new_v4().to_string();
        let sockets =
            Sockets::connect(connection, &session).map_err(|source| ClientError::Sockets { source })?;
        Ok(Self {
            sockets,
            process,
            connection: connection.clone(),
            signer: Signer::new(&connection.key),
            session,
            unclaimed: VecDeque::new(),
            kernel_info: Value::Null,
            answered_at: None,
            interruption: Interruption::Message,
        })
    }

    /// Asks for `kernel_info` until both the reply and an IOPub message about it have come: a
    /// subscription becomes active some time after it is made, and what is published before is lost.
    ///
    /// # Errors
    /// When the kernel dies or the time is over.
    pub fn wait_until_ready(&mut self, timeout: Duration) -> Result<(), ClientError> {
        let deadline = Instant::now() + timeout;
        let mut patience = Duration::from_millis(100);
        while Instant::now() < deadline {
            let mut pending = self.begin(Channel::Shell, "kernel_info_request", &json!({}))?;
            // The first answer takes as long as the kernel takes to start.
            while pending.reply.is_none() && Instant::now() < deadline {
                self.step(&mut pending, deadline, &mut |_| {})?;
            }
            let Some(reply) = pending.reply.take() else { break };
            self.answered_at.get_or_insert_with(Instant::now);
            self.kernel_info = reply;
            let heard_by = (Instant::now() + patience).min(deadline);
            while !pending.idle && Instant::now() < heard_by {
                self.step(&mut pending, heard_by, &mut |_| {})?;
            }
            if pending.idle {
                self.unclaimed.clear();
                return Ok(());
            }
            patience *= 2;
        }
        Err(ClientError::NotReady { waited: timeout, stderr: self.stderr() })
    }

    /// The content of the last `kernel_info_reply`.
    pub fn kernel_info(&self) -> &Value {
        &self.kernel_info
    }

    /// When the first `kernel_info_reply` came, which is before the client was ready.
    pub fn answered_at(&self) -> Option<Instant> {
        self.answered_at
    }

    pub fn connection(&self) -> &ConnectionInfo {
        &self.connection
    }

    /// The kernel's process id, if this client started it.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(KernelProcess::id)
    }

    /// The end of what the kernel wrote to its standard error and output so far.
    pub fn stderr(&self) -> String {
        self.process.as_ref().map(KernelProcess::last_words).unwrap_or_default()
    }

    /// Runs one cell to its end.
    ///
    /// # Errors
    /// When the time is over (the cell then still runs) or the kernel died. A cell that fails is no
    /// error here: its reply says so.
    pub fn execute(&mut self, code: &str, options: &ExecuteOptions) -> Result<Exchange, ClientError> {
        let mut pending = self.begin_execute(code, options)?;
        let mut messages = Vec::new();
        self.finish(&mut pending, options.timeout, &mut |message| messages.push(pair(message)))?;
        Ok(Exchange { messages, reply: pending.reply.unwrap_or(Value::Null) })
    }

    /// Sends a cell and returns at once; [`Self::finish`] follows it.
    ///
    /// # Errors
    /// When the request cannot be written as JSON.
    pub fn begin_execute(&mut self, code: &str, options: &ExecuteOptions) -> Result<Pending, ClientError> {
        let content = json!({
            "code": code,
            "silent": options.silent,
            "store_history": options.store_history,
            "user_expressions": options.user_expressions,
            "allow_stdin": !options.inputs.is_empty(),
            "stop_on_error": options.stop_on_error,
            "ferrolab_next_code": options.next_code,
        });
        let mut pending = self.begin(Channel::Shell, "execute_request", &content)?;
        pending.inputs = options.inputs.iter().cloned().collect();
        Ok(pending)
    }

    /// Sends any request and waits for its reply and its `idle`.
    ///
    /// # Errors
    /// When the time is over or the kernel died.
    pub fn request(
        &mut self,
        channel: Channel,
        msg_type: &str,
        content: &Value,
        timeout: Duration,
    ) -> Result<Exchange, ClientError> {
        let mut pending = self.begin(channel, msg_type, content)?;
        let mut messages = Vec::new();
        self.finish(&mut pending, Some(timeout), &mut |message| messages.push(pair(message)))?;
        Ok(Exchange { messages, reply: pending.reply.unwrap_or(Value::Null) })
    }

    /// Sends a request without waiting.
    ///
    /// # Errors
    /// When the content cannot be written as JSON.
    pub fn begin(
        &mut self,
        channel: Channel,
        msg_type: &str,
        content: &Value,
    ) -> Result<Pending, ClientError> {
        let message = Message::new(msg_type, &self.session, content)?;
        let msg_id = message.header.msg_id.clone();
        self.send_frames(channel, wire::encode(&self.signer, &message)?);
        Ok(Pending::new(msg_id))
    }

    /// Puts frames on a socket as they are: how tests send what no client should send.
    pub fn send_frames(&mut self, channel: Channel, frames: Vec<Bytes>) {
        self.sockets.send(channel, frames);
    }

    /// Follows a request to its end. `on_message` sees each IOPub message of the request as it comes;
    /// those of others are kept for whoever waits for them.
    ///
    /// # Errors
    /// When the time is over, after which it may be called again, or the kernel died.
    pub fn finish(
        &mut self,
        pending: &mut Pending,
        timeout: Option<Duration>,
        on_message: &mut dyn FnMut(&Message),
    ) -> Result<(), ClientError> {
        let begun = Instant::now();
        loop {
            let left = timeout.map_or(Duration::MAX, |timeout| timeout.saturating_sub(begun.elapsed()));
            if self.poll(pending, left.min(Duration::from_secs(1)), on_message)? {
                return Ok(());
            }
            if left.is_zero() {
                return Err(ClientError::Timeout { expected: "reply".to_owned(), waited: begun.elapsed() });
            }
        }
    }

    /// Follows a request for a while; true when it is over.
    ///
    /// # Errors
    /// When the kernel died, or answered and then never said that it is idle.
    pub fn poll(
        &mut self,
        pending: &mut Pending,
        time: Duration,
        on_message: &mut dyn FnMut(&Message),
    ) -> Result<bool, ClientError> {
        let deadline = Instant::now() + time;
        while !pending.is_over() {
            if self.step(pending, deadline, on_message)? {
                pending.heard = Instant::now();
            } else if pending.reply.is_some() && pending.heard.elapsed() > IDLE_AFTER_REPLY {
                return Err(ClientError::Timeout {
                    expected: "idle status".to_owned(),
                    waited: IDLE_AFTER_REPLY,
                });
            } else {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes one message, of this request or not; false when none came in time.
    fn step(
        &mut self,
        pending: &mut Pending,
        deadline: Instant,
        on_message: &mut dyn FnMut(&Message),
    ) -> Result<bool, ClientError> {
        let kept =
            self.unclaimed.iter().position(|(_, message)| message.parent_id() == Some(&pending.msg_id));
        let next = match kept.and_then(|index| self.unclaimed.remove(index)) {
            Some(kept) => Some(kept),
            None => self.receive(deadline)?,
        };
        let Some((channel, message)) = next else { return Ok(false) };
        if message.parent_id() != Some(&pending.msg_id) {
            self.unclaimed.push_back((channel, message));
            return Ok(true);
        }
        match channel {
            Channel::IoPub => {
                pending.idle |= message.content["execution_state"] == "idle";
                on_message(&message);
            }
            Channel::Stdin => self.answer_input(pending, &message)?,
            Channel::Shell | Channel::Control => pending.reply = Some(message.content),
            Channel::Heartbeat => {}
        }
        Ok(true)
    }

    fn answer_input(&mut self, pending: &mut Pending, request: &Message) -> Result<(), ClientError> {
        let value = pending.inputs.pop_front().unwrap_or_default();
        let mut reply = Message::new("input_reply", &self.session, &json!({"value": value}))?;
        reply.parent_header = Some(request.header.clone());
        self.send_frames(Channel::Stdin, wire::encode(&self.signer, &reply)?);
        Ok(())
    }

    /// The next message from any channel; none when the deadline passes first.
    fn receive(&mut self, deadline: Instant) -> Result<Option<(Channel, Message)>, ClientError> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if let Some((channel, frames)) = self.sockets.receive(left.min(LIFE_CHECK)) {
                return Ok(Some((channel, wire::decode(&self.signer, frames)?)));
            }
            if let Some(status) = self.process.as_mut().and_then(KernelProcess::exit_status) {
                return match self.sockets.receive(LAST_MESSAGES) {
                    Some((channel, frames)) => Ok(Some((channel, wire::decode(&self.signer, frames)?))),
                    None => Err(ClientError::KernelDied { status, stderr: self.stderr() }),
                };
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
        }
    }

    /// Messages that belonged to no request that was waited for. A test that has seen everything
    /// asserts that this is empty; the runner throws them away.
    pub fn take_unclaimed(&mut self) -> Vec<(Channel, Message)> {
        while let Some((channel, frames)) = self.sockets.receive(Duration::ZERO) {
            if let Ok(message) = wire::decode(&self.signer, frames) {
                self.unclaimed.push_back((channel, message));
            }
        }
        self.unclaimed.drain(..).collect()
    }

    /// Sends bytes over the heartbeat channel and waits until they come back.
    ///
    /// # Errors
    /// When they do not in time, or something else does.
    pub fn heartbeat(&mut self, timeout: Duration) -> Result<(), ClientError> {
        if self.sockets.heartbeat(b"ping", timeout) {
            Ok(())
        } else {
            Err(ClientError::Timeout { expected: "heartbeat".to_owned(), waited: timeout })
        }
    }

    /// Interrupts the running cell in the way that this kernel understands.
    ///
    /// # Errors
    /// When the request cannot be sent.
    pub fn interrupt(&mut self) -> Result<(), ClientError> {
        match self.interruption {
            Interruption::Message => {
                self.begin(Channel::Control, "interrupt_request", &json!({})).map(|_| ())
            }
            Interruption::Signal => self.signal(libc::SIGINT),
        }
    }

    /// Sends a signal to the kernel process.
    ///
    /// # Errors
    /// When there is no process of ours, or the system refuses.
    pub fn signal(&mut self, signal: i32) -> Result<(), ClientError> {
        let process = self.process.as_mut().ok_or_else(|| ClientError::Signal {
            source: std::io::Error::other("this client did not start the kernel"),
        })?;
        process.signal(signal).map_err(|source| ClientError::Signal { source })
    }

    /// Asks the kernel to end and waits for its process, or for its answer if another program
    /// started it. Returns how it ended, if it was ours.
    ///
    /// # Errors
    /// When it does not end in time; it is killed then.
    pub fn shutdown(mut self, timeout: Duration) -> Result<Option<ExitStatus>, ClientError> {
        let deadline = Instant::now() + timeout;
        let mut pending = self.begin(Channel::Control, "shutdown_request", &json!({"restart": false}))?;
        while self.process.is_none() && pending.reply.is_none() && Instant::now() < deadline {
            self.step(&mut pending, deadline, &mut |_| {})?;
        }
        let Some(process) = &mut self.process else { return Ok(None) };
        while Instant::now() < deadline {
            if let Some(status) = process.exit_status() {
                return Ok(Some(status));
            }
            // The reply wakes this wait; the process ends soon after it.
            self.sockets.receive(Duration::from_millis(2));
        }
        process.kill();
        Err(ClientError::Killed { waited: timeout })
    }
}

fn pair(message: &Message) -> (String, Value) {
    (message.header.msg_type.clone(), message.content.clone())
}

#[cfg(test)]
mod tests;
