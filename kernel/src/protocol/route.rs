//! The way back to whoever asked: a ROUTER's sending half in a task of its own, and a [`Caller`]
//! that any thread can hold and answer through.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use zeromq::{RouterSendHalf, SocketSend as _, ZmqError, ZmqMessage, ZmqResult};

use super::content::Content;
use super::wire::{self, Header, Message, Signer};

/// Held by every message on its way out and dropped when the socket has written it; waiting for
/// all of them to go is how a kernel ends without cutting off its last words.
pub type OnItsWay = mpsc::Sender<()>;

/// A front end connects its channels one after the other, so that the question of a first cell may be
/// sooner than the channel on which it is asked.
const CONNECTS_WITHIN: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(20);

/// Bytes that keep a guard alive until the socket has copied them to the system.
pub fn guarded(bytes: Bytes, guard: impl Send + 'static) -> Bytes {
    struct Guarded<G>(Bytes, G);
    impl<G> AsRef<[u8]> for Guarded<G> {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    Bytes::from_owner(Guarded(bytes, guard))
}

/// Sends messages out of one ROUTER, from any thread, without waiting.
#[derive(Clone)]
pub struct Route {
    session: Arc<str>,
    messages: mpsc::UnboundedSender<Message>,
}

impl Route {
    /// Takes over the sending half; its task ends with the last copy of this route.
    pub fn start(socket: RouterSendHalf, signer: Signer, session: Arc<str>, on_its_way: OnItsWay) -> Self {
        let (sender, messages) = mpsc::unbounded_channel();
        tokio::spawn(write(socket, signer, messages, on_its_way));
        Self { session, messages: sender }
    }
}

async fn write(
    mut socket: RouterSendHalf,
    signer: Signer,
    mut messages: mpsc::UnboundedReceiver<Message>,
    on_its_way: OnItsWay,
) {
    while let Some(message) = messages.recv().await {
        let frames = match wire::encode(&signer, &message) {
            Ok(frames) => frames,
            Err(error) => {
                tracing::error!(msg_type = message.msg_type(), %error, "cannot encode a reply");
                continue;
            }
        };
        let frames: Vec<Bytes> = frames.into_iter().map(|frame| guarded(frame, on_its_way.clone())).collect();
        let Ok(frames) = ZmqMessage::try_from(frames) else { continue };
        let patience = if message.msg_type() == "input_request" { CONNECTS_WITHIN } else { Duration::ZERO };
        if let Err(error) = deliver(&mut socket, frames, patience).await {
            // The client has gone: nobody misses the reply.
            tracing::debug!(msg_type = message.msg_type(), %error, "cannot send a reply");
        }
    }
}

/// Sends again while the client is not there yet.
async fn deliver(socket: &mut RouterSendHalf, frames: ZmqMessage, patience: Duration) -> ZmqResult<()> {
    let deadline = Instant::now() + patience;
    loop {
        match socket.send(frames.clone()).await {
            Err(ZmqError::Other(_)) if Instant::now() < deadline => tokio::time::sleep(AGAIN).await,
            result => return result,
        }
    }
}

/// Who asked something, and how to answer.
#[derive(Clone)]
pub struct Caller {
    pub header: Arc<Header>,
    identities: Vec<Bytes>,
    route: Route,
}

impl Caller {
    pub fn new(request: &Message, route: &Route) -> Self {
        Self {
            header: Arc::new(request.header.clone()),
            identities: request.identities.clone(),
            route: route.clone(),
        }
    }

    /// The same client on another channel: how an input request finds the front end whose cell
    /// asks.
    #[must_use]
    pub fn on(&self, route: &Route) -> Self {
        Self { route: route.clone(), ..self.clone() }
    }

    pub fn send<C: Content>(&self, content: &C) {
        self.send_with(Map::new(), content);
    }

    pub fn send_with<C: Content>(&self, metadata: Map<String, Value>, content: &C) {
        match Message::child(Some(&self.header), &self.route.session, content) {
            Ok(message) => {
                self.post(Message { identities: self.identities.clone(), metadata, ..message });
            }
            Err(error) => tracing::error!(msg_type = C::MSG_TYPE, %error, "cannot encode a reply"),
        }
    }

    /// Answers a request whose content made no sense. Without an answer its client, which has
    /// shown that it holds our key, would wait for ever.
    pub fn refuse(&self, error: &wire::WireError) {
        let Some(asked) = self.header.msg_type.strip_suffix("_request") else { return };
        let content = serde_json::json!({
            "status": "error", "ename": "MalformedRequest", "evalue": error.to_string(), "traceback": [],
        });
        if let Ok(mut message) = Message::new(&format!("{asked}_reply"), &self.route.session, &content) {
            message.parent_header = Some(Header::clone(&self.header));
            self.post(Message { identities: self.identities.clone(), ..message });
        }
    }

    fn post(&self, message: Message) {
        // The task is gone only when the kernel is going.
        let _ = self.route.messages.send(message);
    }
}
