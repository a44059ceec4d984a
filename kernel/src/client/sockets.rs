//! The five sockets of a client, each on a task of its own that only moves frames. Frames to send
//! wait in a queue until the connection stands, and received ones wait without limit: a PUB socket
//! drops what its subscriber is too slow for.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zeromq::util::PeerIdentity;
use zeromq::{
    DealerSocket, ReqSocket, Socket as _, SocketOptions, SocketRecv as _, SocketSend as _, SubSocket,
    ZmqMessage, ZmqResult,
};

use crate::protocol::{Channel, ConnectionInfo, Transport};

type Frames = Vec<Bytes>;

pub(super) struct Sockets {
    /// Dropping it ends all tasks and closes the sockets.
    runtime: Option<Runtime>,
    shell: UnboundedSender<Frames>,
    control: UnboundedSender<Frames>,
    stdin: UnboundedSender<Frames>,
    heartbeat: UnboundedSender<Frames>,
    received: mpsc::Receiver<(Channel, Frames)>,
    beats: mpsc::Receiver<(Channel, Frames)>,
}

/// One end of a channel, as its task needs it.
struct Line {
    channel: Channel,
    endpoint: String,
    /// With IPC, the file that appears when the kernel has bound the socket.
    file: Option<PathBuf>,
    /// The kernel asks for input over the connection of the client that sent the cell, which it
    /// knows by this name: it must be the same on all channels.
    identity: String,
    to_client: mpsc::Sender<(Channel, Frames)>,
}

impl Sockets {
    pub(super) fn connect(connection: &ConnectionInfo, identity: &str) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let (to_client, received) = mpsc::channel();
        let (to_heart, beats) = mpsc::channel();
        let line = |channel, to_client: &mpsc::Sender<_>| {
            Line::new(channel, connection, identity, to_client.clone())
        };
        let dealer = |channel| {
            let (sender, to_send) = unbounded_channel();
            runtime.spawn(serve_dealer(line(channel, &to_client), to_send));
            sender
        };
        let shell = dealer(Channel::Shell);
        let control = dealer(Channel::Control);
        let stdin = dealer(Channel::Stdin);
        runtime.spawn(serve_iopub(line(Channel::IoPub, &to_client)));
        let (heartbeat, to_send) = unbounded_channel();
        runtime.spawn(serve_heartbeat(line(Channel::Heartbeat, &to_heart), to_send));
        Ok(Self { runtime: Some(runtime), shell, control, stdin, heartbeat, received, beats })
    }

    pub(super) fn send(&self, channel: Channel, frames: Frames) {
        let queue = match channel {
            Channel::Shell => &self.shell,
            Channel::Control => &self.control,
            Channel::Stdin => &self.stdin,
            Channel::Heartbeat => &self.heartbeat,
            Channel::IoPub => return,
        };
        // A task is gone only when its connection is; the kernel's death is noticed elsewhere.
        let _ = queue.send(frames);
    }

    pub(super) fn receive(&self, timeout: Duration) -> Option<(Channel, Frames)> {
        self.received.recv_timeout(timeout).ok()
    }

    /// Whether these bytes came back in time.
    pub(super) fn heartbeat(&self, beat: &'static [u8], timeout: Duration) -> bool {
        self.send(Channel::Heartbeat, vec![Bytes::from_static(beat)]);
        self.beats.recv_timeout(timeout).is_ok_and(|(_, frames)| frames == [beat])
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        // Not by waiting: a task may be in the middle of connecting to a kernel that never came.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Line {
    fn new(
        channel: Channel,
        connection: &ConnectionInfo,
        identity: &str,
        to_client: mpsc::Sender<(Channel, Frames)>,
    ) -> Self {
        let endpoint = channel.endpoint(connection);
        let file = match connection.transport {
            Transport::IPC => endpoint.strip_prefix("ipc://").map(PathBuf::from),
            Transport::TCP => None,
        };
        Self { channel, endpoint, file, identity: identity.to_owned(), to_client }
    }

    fn options(&self) -> SocketOptions {
        let mut options = SocketOptions::default();
        options.no_connect_timeout();
        if let Ok(identity) = PeerIdentity::try_from(Bytes::from(self.identity.clone())) {
            options.peer_identity(identity);
        }
        options
    }

    /// The library retries a connection with growing pauses, of 50 ms at first; looking for the
    /// socket's file beforehand finds a kernel that starts within milliseconds in time.
    async fn wait_for_kernel(&self) {
        let exists = |file: &Path| file.exists();
        while self.file.as_deref().is_some_and(|file| !exists(file)) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn pass_on(&self, message: ZmqMessage) {
        let _ = self.to_client.send((self.channel, message.into_vec()));
    }
}

async fn serve_dealer(line: Line, mut to_send: UnboundedReceiver<Frames>) -> ZmqResult<()> {
    let mut socket = DealerSocket::with_options(line.options());
    line.wait_for_kernel().await;
    socket.connect(&line.endpoint).await?;
    let (mut sender, mut receiver) = socket.split();
    tokio::spawn(async move {
        while let Some(frames) = to_send.recv().await {
            if let Ok(message) = ZmqMessage::try_from(frames) {
                sender.send(message).await?;
            }
        }
        ZmqResult::Ok(())
    });
    loop {
        line.pass_on(receiver.recv().await?);
    }
}

async fn serve_iopub(line: Line) -> ZmqResult<()> {
    let mut socket = SubSocket::with_options(line.options());
    socket.subscribe("").await?;
    line.wait_for_kernel().await;
    socket.connect(&line.endpoint).await?;
    loop {
        line.pass_on(socket.recv().await?);
    }
}

async fn serve_heartbeat(line: Line, mut to_send: UnboundedReceiver<Frames>) -> ZmqResult<()> {
    let mut socket = ReqSocket::with_options(line.options());
    line.wait_for_kernel().await;
    socket.connect(&line.endpoint).await?;
    while let Some(frames) = to_send.recv().await {
        if let Ok(message) = ZmqMessage::try_from(frames) {
            socket.send(message).await?;
            line.pass_on(socket.recv().await?);
        }
    }
    Ok(())
}
