//! The task behind the handle: joins stream pieces, makes messages, owns the socket.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::Instant;
use zeromq::{PubSocket, SocketSend as _, ZmqMessage};

use super::budget::{Budget, Permit};
use super::{IoPub, Order, Publication, Work};
use crate::display::StreamName;
use crate::protocol::content::{Content, ExecutionState, Status, Stdio, StreamContent};
use crate::protocol::route::{OnItsWay, guarded};
use crate::protocol::wire;
use crate::protocol::{Header, Message, Signer, WireError};

/// A stream message holds no more than this many bytes of text.
pub const STREAM_LIMIT: usize = 64 * 1024;
/// Text waits no longer than this for more of its kind.
const STREAM_AGE: Duration = Duration::from_millis(30);

/// Text of one stream of one cell that has not been published yet.
struct Pending {
    parent: Option<Arc<Header>>,
    name: StreamName,
    text: String,
    permit: Option<Permit>,
    due: Instant,
}

pub struct Publisher {
    socket: PubSocket,
    signer: Signer,
    session: Arc<str>,
    orders: mpsc::UnboundedReceiver<Order>,
    on_its_way: OnItsWay,
    pending: Option<Pending>,
    running: Option<Arc<Header>>,
}

impl Publisher {
    /// Starts the task, which ends with the last copy of the handle.
    pub fn start(
        socket: PubSocket,
        signer: Signer,
        session: Arc<str>,
        budget: Arc<Budget>,
        on_its_way: OnItsWay,
    ) -> IoPub {
        let (sender, orders) = mpsc::unbounded_channel();
        let publisher = Self { socket, signer, session, orders, on_its_way, pending: None, running: None };
        tokio::spawn(publisher.run());
        IoPub { orders: sender, budget, dropped: Arc::new(AtomicUsize::new(0)) }
    }

    async fn run(mut self) {
        loop {
            let due = self.pending.as_ref().map(|pending| pending.due);
            let timer = async move {
                match due {
                    Some(due) => tokio::time::sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                order = self.orders.recv() => match order {
                    Some(order) => self.obey(order).await,
                    None => break,
                },
                () = timer => self.flush_stream().await,
            }
        }
        self.flush_stream().await;
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::Publish { parent, publication: Publication::Stream { name, text }, permit } => {
                self.append(parent, name, text, permit).await;
            }
            Order::Publish { parent, publication, permit } => {
                self.flush_stream().await;
                self.publish(parent, publication, permit).await;
            }
            Order::Flush(done) => {
                self.flush_stream().await;
                let _ = done.send(());
            }
        }
    }

    async fn append(
        &mut self,
        parent: Option<Arc<Header>>,
        name: StreamName,
        text: String,
        permit: Option<Permit>,
    ) {
        if let Some(pending) = &mut self.pending {
            let same = pending.name == name
                && pending.parent.as_ref().map(|parent| &parent.msg_id)
                    == parent.as_ref().map(|parent| &parent.msg_id);
            if same && pending.text.len() + text.len() <= STREAM_LIMIT {
                pending.text.push_str(&text);
                match (&mut pending.permit, permit) {
                    (Some(held), Some(more)) => held.join(more),
                    (held, more) => *held = held.take().or(more),
                }
                if Instant::now() >= pending.due {
                    self.flush_stream().await;
                }
                return;
            }
            self.flush_stream().await;
        }
        let due = Instant::now() + STREAM_AGE;
        self.pending = Some(Pending { parent, name, text, permit, due });
    }

    async fn flush_stream(&mut self) {
        let Some(Pending { parent, name, text, permit, .. }) = self.pending.take() else { return };
        let name = match name {
            StreamName::Stdout => Stdio::Stdout,
            StreamName::Stderr => Stdio::Stderr,
        };
        self.send(parent.as_deref(), &StreamContent { name, text }, permit).await;
    }

    async fn publish(
        &mut self,
        parent: Option<Arc<Header>>,
        publication: Publication,
        permit: Option<Permit>,
    ) {
        let about = parent.as_deref();
        match publication {
            Publication::Starting => self.state(about, ExecutionState::Starting).await,
            Publication::Busy(work) => {
                self.state(about, ExecutionState::Busy).await;
                if work == Work::Cell {
                    self.running = parent;
                }
            }
            Publication::Idle(work) => {
                self.state(about, ExecutionState::Idle).await;
                if work == Work::Cell {
                    self.running = None;
                } else if let Some(cell) = self.running.clone() {
                    self.state(Some(&cell), ExecutionState::Busy).await;
                }
            }
            // Pieces of streams have been taken out before.
            Publication::Stream { .. } => {}
            Publication::ExecuteInput(content) => self.send(about, &content, permit).await,
            Publication::DisplayData(content) => self.send(about, &content, permit).await,
            Publication::UpdateDisplayData(content) => self.send(about, &content, permit).await,
            Publication::ClearOutput(content) => self.send(about, &content, permit).await,
            Publication::ExecuteResult(content) => self.send(about, &content, permit).await,
            Publication::Error(content) => self.send(about, &content, permit).await,
            Publication::CommClose(content) => self.send(about, &content, permit).await,
        }
    }

    async fn state(&mut self, parent: Option<&Header>, execution_state: ExecutionState) {
        self.send(parent, &Status { execution_state }, None).await;
    }

    async fn send<C: Content>(&mut self, parent: Option<&Header>, content: &C, permit: Option<Permit>) {
        let sent = match self.frames(parent, content, permit) {
            Ok(frames) => self.socket.send(frames).await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = sent {
            tracing::error!(msg_type = C::MSG_TYPE, error, "cannot publish");
        }
    }

    /// The topic frame is what subscribers may filter by; those of Jupyter take everything.
    fn frames<C: Content>(
        &self,
        parent: Option<&Header>,
        content: &C,
        permit: Option<Permit>,
    ) -> Result<ZmqMessage, WireError> {
        let mut message = Message::child(parent, &self.session, content)?;
        message.identities = vec![Bytes::from(format!("kernel.{}.{}", self.session, C::MSG_TYPE))];
        let mut frames = ZmqMessage::from(Bytes::new());
        let encoded = wire::encode(&self.signer, &message)?;
        let last = encoded.len() - 1;
        let mut guard = Some((permit, self.on_its_way.clone()));
        for (index, frame) in encoded.into_iter().enumerate() {
            let frame = if index == last { guarded(frame, guard.take()) } else { frame };
            frames.push_back(frame);
        }
        // `ZmqMessage` cannot begin empty.
        Ok(frames.split_off(1))
    }
}
