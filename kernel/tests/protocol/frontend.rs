//! A front end for tests: sends requests, collects what comes back as lines of text, and at the end
//! shuts the kernel down and looks for messages that nobody expected.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use ferrolab::evaluator::scripted::{ScriptedEvaluator, State};
use ferrolab::protocol::content::ExecuteRequest;
use ferrolab::protocol::{Channel, ConnectionInfo, Message, Signer, connection, wire};
use ferrolab::server::{Settings, serve_with};
use ferrolab::session::history::History;
use serde::Serialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use zeromq::util::PeerIdentity;
use zeromq::{DealerSocket, ReqSocket, Socket, SocketOptions, SocketRecv, SocketSend, SubSocket, ZmqMessage};

/// A test that waits longer for one message than this is broken.
const TOO_LONG: Duration = Duration::from_secs(60);

pub struct Kernel {
    pub connection: ConnectionInfo,
    pub state: Arc<State>,
    thread: JoinHandle<anyhow::Result<()>>,
    /// Held for the sockets in it.
    directory: Option<TempDir>,
}

impl Kernel {
    pub fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let connection = connection::over_ipc(directory.path());
        let mut kernel = Self::with(connection, settings());
        kernel.directory = Some(directory);
        kernel
    }

    pub fn with(connection: ConnectionInfo, settings: Settings) -> Self {
        let evaluator = ScriptedEvaluator::default();
        let state = evaluator.state();
        let thread = std::thread::spawn({
            let connection = connection.clone();
            move || serve_with(&connection, Box::new(evaluator), settings)
        });
        Self { connection, state, thread, directory: None }
    }

    /// Waits for the kernel's end, which must be a good one.
    pub fn join(self) {
        self.thread.join().expect("the server does not panic").expect("the server ends well");
    }
}

/// Nothing of the person's is touched.
pub fn settings() -> Settings {
    Settings { history: History::at(None), ..Settings::default() }
}

pub struct Frontend {
    runtime: Runtime,
    pub signer: Signer,
    pub session: String,
    shell: DealerSocket,
    control: DealerSocket,
    stdin: DealerSocket,
    iopub: SubSocket,
    heartbeat: ReqSocket,
}

impl Frontend {
    /// Connects, and waits until publications arrive.
    pub fn connect(connection: &ConnectionInfo) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let session = uuid::Uuid::new_v4().to_string();
        let (shell, control, stdin, iopub, heartbeat) = runtime.block_on(async {
            let mut iopub = SubSocket::new();
            iopub.connect(&Channel::IoPub.endpoint(connection)).await.unwrap();
            iopub.subscribe("").await.unwrap();
            let mut heartbeat = ReqSocket::new();
            heartbeat.connect(&Channel::Heartbeat.endpoint(connection)).await.unwrap();
            (
                dealer(connection, Channel::Shell, &session).await,
                dealer(connection, Channel::Control, &session).await,
                dealer(connection, Channel::Stdin, &session).await,
                iopub,
                heartbeat,
            )
        });
        let signer = Signer::new(&connection.key);
        let mut frontend = Self { runtime, signer, session, shell, control, stdin, iopub, heartbeat };
        frontend.nudge();
        frontend
    }

    /// A subscription takes a moment to arrive and nothing says when it has: ask until the question
    /// is seen to end.
    fn nudge(&mut self) {
        loop {
            let id = self.shell("kernel_info_request", json!({}));
            self.shell_reply(&id);
            let patience = Duration::from_millis(50);
            while let Ok(message) =
                self.runtime.block_on(async { tokio::time::timeout(patience, self.iopub.recv()).await })
            {
                let message = wire::decode(&self.signer, message.unwrap().into_vec().split_off(1)).unwrap();
                if message.parent_id() == Some(&id) && message.content["execution_state"] == "idle" {
                    return;
                }
            }
        }
    }

    pub fn shell(&mut self, msg_type: &str, content: impl Serialize) -> String {
        let (id, frames) = self.encode(msg_type, &content);
        self.send_shell(frames);
        id
    }

    pub fn send_shell(&mut self, frames: Vec<Bytes>) {
        self.runtime.block_on(self.shell.send(ZmqMessage::try_from(frames).unwrap())).unwrap();
    }

    pub fn control(&mut self, msg_type: &str, content: impl Serialize) -> String {
        let (id, frames) = self.encode(msg_type, &content);
        self.runtime.block_on(self.control.send(ZmqMessage::try_from(frames).unwrap())).unwrap();
        id
    }

    /// As Python's client sends it: without a parent.
    pub fn answer(&mut self, value: &str) {
        let (_, frames) = self.encode("input_reply", &json!({"status": "ok", "value": value}));
        self.runtime.block_on(self.stdin.send(ZmqMessage::try_from(frames).unwrap())).unwrap();
    }

    pub fn execute(&mut self, code: &str) -> String {
        self.shell("execute_request", ExecuteRequest { allow_stdin: true, ..ExecuteRequest::new(code) })
    }

    pub fn encode(&self, msg_type: &str, content: &impl Serialize) -> (String, Vec<Bytes>) {
        let message = Message::new(msg_type, &self.session, content).unwrap();
        let frames = wire::encode(&self.signer, &message).unwrap();
        (message.header.msg_id, frames)
    }

    pub fn heartbeat(&mut self, beat: &'static str) -> String {
        self.runtime.block_on(async {
            self.heartbeat.send(beat.into()).await.unwrap();
            String::try_from(self.heartbeat.recv().await.unwrap()).unwrap()
        })
    }

    /// The next message on shell, which must answer `id`.
    pub fn shell_reply(&mut self, id: &str) -> Message {
        let frames = wait(&self.runtime, self.shell.recv());
        self.reply(frames, id)
    }

    pub fn control_reply(&mut self, id: &str) -> Message {
        let frames = wait(&self.runtime, self.control.recv());
        self.reply(frames, id)
    }

    pub fn stdin_request(&mut self, id: &str) -> Message {
        let frames = wait(&self.runtime, self.stdin.recv());
        self.reply(frames, id)
    }

    fn reply(&self, frames: ZmqMessage, id: &str) -> Message {
        let message = wire::decode(&self.signer, frames.into_vec()).unwrap();
        assert_eq!(message.parent_id(), Some(id), "unexpected {}", show(&message));
        message
    }

    fn receive_published(&mut self) -> Message {
        let mut frames = wait(&self.runtime, self.iopub.recv()).into_vec();
        let message = wire::decode(&self.signer, frames.split_off(1)).unwrap();
        let topic = String::from_utf8(frames.remove(0).to_vec()).unwrap();
        assert!(topic.ends_with(&format!(".{}", message.msg_type())), "topic {topic}");
        message
    }

    /// The next publication, which must be about `id`.
    pub fn next_published(&mut self, id: &str) -> Message {
        let message = self.receive_published();
        assert_eq!(message.parent_id(), Some(id), "unexpected {}", show(&message));
        message
    }

    /// The next publication, whatever it is about.
    pub fn any_published(&mut self) -> Message {
        self.receive_published()
    }

    /// Reads away everything that has been published so far: for tests that are about another
    /// channel, or beside a second front end.
    pub fn forget_published(&mut self) {
        let id = self.shell("kernel_info_request", json!({}));
        self.shell_reply(&id);
        self.forget_until_idle(&id);
    }

    /// Reads away what is published up to and with `id`'s `idle`.
    pub fn forget_until_idle(&mut self, id: &str) {
        while {
            let message = self.receive_published();
            message.parent_id() != Some(id) || message.content["execution_state"] != "idle"
        } {}
    }

    pub fn unsubscribe(&mut self) {
        // Making a socket starts a task.
        let _inside = self.runtime.enter();
        self.iopub = SubSocket::new();
    }

    /// What is published about `id` up to and with its `idle`; nothing else may come between.
    pub fn published(&mut self, id: &str) -> Vec<Message> {
        let mut messages = Vec::new();
        loop {
            let message = self.next_published(id);
            let last = message.msg_type() == "status" && message.content["execution_state"] == "idle";
            messages.push(message);
            if last {
                return messages;
            }
        }
    }

    /// Everything about one request on shell: publications, then the reply, a line for each.
    pub fn transcript(&mut self, id: &str) -> String {
        let mut messages = self.published(id);
        messages.dedup_by(|next, stream| join(stream, next));
        messages.push(self.shell_reply(id));
        messages.iter().map(|message| show(message) + "\n").collect()
    }

    pub fn run(&mut self, code: &str) -> String {
        let id = self.execute(code);
        self.transcript(&id)
    }

    /// Asks on shell for the transcript of something other than a cell.
    pub fn ask(&mut self, msg_type: &str, content: Value) -> String {
        let id = self.shell(msg_type, content);
        self.transcript(&id)
    }

    /// Shuts the kernel down; every channel must have been read to its end.
    pub fn finish(mut self, kernel: Kernel) {
        self.check_for_leftovers();
        let id = self.control("shutdown_request", json!({"restart": false}));
        let reply = self.control_reply(&id);
        assert_eq!(show(&reply), r#"shutdown_reply {"restart":false,"status":"ok"}"#);
        let published: Vec<_> = self.published(&id).iter().map(show).collect();
        assert_eq!(
            published,
            [r#"status {"execution_state":"busy"}"#, r#"status {"execution_state":"idle"}"#]
        );
        kernel.join();
    }

    /// One question on every channel: its answer must be the next thing that comes.
    pub fn check_for_leftovers(&mut self) {
        let id = self.shell("kernel_info_request", json!({}));
        self.shell_reply(&id);
        self.published(&id);
        let id = self.control("kernel_info_request", json!({}));
        self.control_reply(&id);
        self.published(&id);
        let left =
            self.runtime.block_on(async { tokio::time::timeout(Duration::ZERO, self.stdin.recv()).await });
        assert!(left.is_err(), "unexpected on stdin: {left:?}");
    }
}

fn wait<T>(runtime: &Runtime, message: impl Future<Output = zeromq::ZmqResult<T>>) -> T {
    runtime
        .block_on(async { tokio::time::timeout(TOO_LONG, message).await })
        .expect("a message should have come")
        .expect("the socket works")
}

async fn dealer(connection: &ConnectionInfo, channel: Channel, session: &str) -> DealerSocket {
    let mut options = SocketOptions::default();
    options.peer_identity(PeerIdentity::try_from(session.as_bytes()).unwrap());
    let mut socket = DealerSocket::with_options(options);
    socket.connect(&channel.endpoint(connection)).await.unwrap();
    socket
}

/// Makes one message of two pieces of a stream: where it was cut is a matter of time.
fn join(stream: &mut Message, next: &Message) -> bool {
    let same = stream.msg_type() == "stream"
        && next.msg_type() == "stream"
        && stream.content["name"] == next.content["name"];
    if same {
        let text = [&stream.content, &next.content].map(|content| content["text"].as_str().unwrap());
        stream.content["text"] = text.concat().into();
    }
    same
}

/// A message in one line: type and content.
pub fn show(message: &Message) -> String {
    format!("{} {}", message.msg_type(), message.content)
}

/// A kernel and its front end.
pub fn start() -> (Kernel, Frontend) {
    let kernel = Kernel::start();
    let frontend = Frontend::connect(&kernel.connection);
    (kernel, frontend)
}
