//! The event loop: binds the sockets, starts the execution thread, and hands every message to its
//! handler until something ends the kernel.
//!
//! Two threads do all the work. This one owns the sockets and never blocks; the execution thread
//! owns the evaluator and may. One thread for all sockets also gives them one order of events,
//! which no lock could give them more simply.

mod parent;
mod signals;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures::FutureExt as _;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tracing_subscriber::EnvFilter;
use zeromq::{PubSocket, RouterRecvHalf, SocketRecv as _, SocketSend as _};

use crate::evaluator::Evaluator;
use crate::handlers::execute::queue::Queue;
use crate::handlers::shutdown::{Reason, shut_down};
use crate::handlers::{self, Kernel, execute};
use crate::iopub::budget::Budget;
use crate::iopub::{IoPub, Publisher};
use crate::protocol::content::InputReply;
use crate::protocol::route::{OnItsWay, Route};
use crate::protocol::sockets::{Router, Sockets, remove_files};
use crate::protocol::{ConnectionInfo, Message, Signer, wire};
use crate::session::Session;
use crate::session::history::History;
use signals::Signals;

/// What the kernel says on stderr, in `tracing`'s filter language: `debug`, `ferrolab=trace`.
pub const LOG_VARIABLE: &str = "FERROLAB_LOG";

/// How long the last messages may take to leave.
const LINGER: Duration = Duration::from_millis(500);
/// A generous stack for what evaluators do with deeply nested code.
const EXECUTION_STACK: usize = 16 << 20;
/// Questions to the assistant and the history that can be thought about at once.
const BACKGROUND_THREADS: usize = 8;

/// What can be set otherwise than for a person's kernel: tests do.
pub struct Settings {
    pub history: History,
    /// Output that may be on its way, in bytes.
    pub output_budget: usize,
    /// How long a cell waits for a front end that does not read, before its output is dropped.
    pub output_patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { history: History::of_user(), output_budget: 16 << 20, output_patience: Duration::from_secs(5) }
    }
}

/// Runs a kernel until it is told to end.
///
/// # Errors
/// When it cannot begin: no runtime, or a socket that cannot be bound. What goes wrong later is
/// logged and survived.
pub fn serve(connection: &ConnectionInfo, evaluator: Box<dyn Evaluator>) -> anyhow::Result<()> {
    serve_with(connection, evaluator, Settings::default())
}

/// As [`serve`], with settings.
///
/// # Errors
/// As there.
pub fn serve_with(
    connection: &ConnectionInfo,
    evaluator: Box<dyn Evaluator>,
    settings: Settings,
) -> anyhow::Result<()> {
    start_log();
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(BACKGROUND_THREADS)
        .build()
        .context("cannot start the kernel's event loop")?;
    let ended = runtime.block_on(run(connection, evaluator, settings));
    // A thought of the assistant that has not come to an end must not hold the process.
    runtime.shutdown_background();
    remove_files(connection);
    ended
}

fn start_log() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("error"));
    // An error means that the program has a log already.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn run(
    connection: &ConnectionInfo,
    evaluator: Box<dyn Evaluator>,
    settings: Settings,
) -> anyhow::Result<()> {
    // First of all, so that no signal can end the process the rude way.
    let signals = Signals::new().context("cannot listen for signals")?;
    let sockets = Sockets::bind(connection).await?;
    let (on_its_way, mut all_sent) = mpsc::channel(1);
    let signer = Signer::new(&connection.key);
    work(sockets, signals, signer, on_its_way, evaluator, settings).await?;
    // Ends when the last message has been written and the last handle is gone.
    let _ = tokio::time::timeout(LINGER, all_sent.recv()).await;
    Ok(())
}

/// Answers everybody until something ends the kernel.
async fn work(
    sockets: Sockets,
    signals: Signals,
    signer: Signer,
    on_its_way: OnItsWay,
    evaluator: Box<dyn Evaluator>,
    settings: Settings,
) -> anyhow::Result<()> {
    let Sockets { shell, control, stdin, iopub, heartbeat } = sockets;
    let session = Session::new(settings.history);
    let wire = Wire { signer, session: session.id.clone(), on_its_way };
    let (stdin, answers) = wire.split(stdin);
    let (shutdown, mut reasons) = mpsc::unbounded_channel();
    let kernel = Arc::new(Kernel {
        iopub: wire.publish(iopub, Budget::new(settings.output_budget, settings.output_patience)),
        session,
        stdin,
        queue: Queue::default(),
        assistant: evaluator.assistant(),
        interrupter: evaluator.interrupter(),
        language_version: evaluator.language_version(),
        shutdown,
    });
    kernel.iopub.starting();
    let (settle, settling) = mpsc::unbounded_channel();
    let ended = start_execution(&kernel, evaluator, settle)?;
    let tasks = [
        tokio::spawn(wire.clone().listen(shell, Arc::clone(&kernel), Some(settling))),
        tokio::spawn(wire.clone().listen(control, Arc::clone(&kernel), None)),
        tokio::spawn(receive_answers(answers, wire.signer, Arc::clone(&kernel))),
        tokio::spawn(echo(heartbeat)),
        tokio::spawn(signals.obey(Arc::clone(&kernel))),
        tokio::spawn(parent::watch(kernel.shutdown.clone())),
    ];
    let reason = reasons.recv().await.unwrap_or(Reason::Signal);
    shut_down(&kernel, reason, ended).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    Ok(())
}

/// Starts the execution thread; the receiver says when it has ended.
fn start_execution(
    kernel: &Arc<Kernel>,
    evaluator: Box<dyn Evaluator>,
    settle: mpsc::UnboundedSender<std::sync::mpsc::SyncSender<()>>,
) -> anyhow::Result<oneshot::Receiver<()>> {
    let (ending, ended) = oneshot::channel();
    let kernel = Arc::clone(kernel);
    let run = move || {
        execute::run(&kernel, evaluator, || {
            let (settled, wait) = std::sync::mpsc::sync_channel(1);
            if settle.send(settled).is_ok() {
                // An error means that the kernel is ending, and nothing more is read.
                let _ = wait.recv();
            }
        });
        drop(kernel);
        let _ = ending.send(());
    };
    std::thread::Builder::new()
        .name("execution".to_owned())
        .stack_size(EXECUTION_STACK)
        .spawn(run)
        .context("cannot start the execution thread")?;
    Ok(ended)
}

type Settling = mpsc::UnboundedReceiver<std::sync::mpsc::SyncSender<()>>;

/// What every channel needs to read and write messages.
#[derive(Clone)]
struct Wire {
    signer: Signer,
    session: Arc<str>,
    on_its_way: OnItsWay,
}

impl Wire {
    fn publish(&self, socket: PubSocket, budget: Arc<Budget>) -> IoPub {
        let (signer, session) = (self.signer.clone(), self.session.clone());
        Publisher::start(socket, signer, session, budget, self.on_its_way.clone())
    }

    fn split(&self, router: Router) -> (Route, RouterRecvHalf) {
        let Router { sender, receiver } = router;
        (Route::start(sender, self.signer.clone(), self.session.clone(), self.on_its_way.clone()), receiver)
    }

    /// Handles every message of a channel. Whoever asks through `settling` is told when all that
    /// had arrived by then has been handled.
    async fn listen(self, router: Router, kernel: Arc<Kernel>, mut settling: Option<Settling>) {
        let (route, mut receiver) = self.split(router);
        loop {
            let asked = async {
                match &mut settling {
                    Some(settling) => settling.recv().await,
                    None => None,
                }
            };
            tokio::select! {
                biased;
                message = receive(&mut receiver, &self.signer) => handlers::handle(&kernel, &route, &message),
                Some(settled) = asked => {
                    // Lets the runtime look at the sockets once.
                    tokio::task::yield_now().await;
                    while let Some(message) = receive(&mut receiver, &self.signer).now_or_never() {
                        handlers::handle(&kernel, &route, &message);
                    }
                    let _ = settled.send(());
                }
            }
        }
    }
}

/// The next good message; bad ones are dropped on the way.
async fn receive(receiver: &mut RouterRecvHalf, signer: &Signer) -> Message {
    loop {
        match receiver.recv().await {
            Ok(frames) => match wire::decode(signer, frames.into_vec()) {
                Ok(message) => return message,
                Err(error) => tracing::warn!(%error, "dropped a message"),
            },
            Err(error) => {
                tracing::warn!(%error, "a client broke off");
                tokio::task::yield_now().await;
            }
        }
    }
}

/// The stdin channel brings nothing but answers to our questions.
async fn receive_answers(mut receiver: RouterRecvHalf, signer: Signer, kernel: Arc<Kernel>) {
    loop {
        let message = receive(&mut receiver, &signer).await;
        match message.content::<InputReply>() {
            Ok(reply) if message.msg_type() == "input_reply" => {
                if !kernel.session.interaction.answer(reply.value) {
                    tracing::info!("dropped an input_reply that nobody waits for");
                }
            }
            Ok(_) => tracing::info!(msg_type = message.msg_type(), "ignored a message on stdin"),
            Err(error) => tracing::warn!(%error, "dropped a message on stdin"),
        }
    }
}

async fn echo(router: Router) {
    let Router { mut sender, mut receiver } = router;
    loop {
        match receiver.recv().await {
            Ok(beat) => {
                if let Err(error) = sender.send(beat).await {
                    tracing::debug!(%error, "a heartbeat's client has gone");
                }
            }
            Err(error) => {
                tracing::debug!(%error, "a heartbeat broke off");
                tokio::task::yield_now().await;
            }
        }
    }
}
