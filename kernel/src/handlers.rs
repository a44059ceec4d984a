//! What the kernel does about each request. [`handle`] is the one place that knows them all; a
//! file per request has the rest.
//!
//! Requests that need no evaluator are answered on the server's own thread, those that ask the
//! assistant or the history on a thread of a small pool, and cells on the execution thread. So
//! everything but a second cell is answered while a cell runs.

pub mod comm;
pub mod complete;
pub mod debug;
pub mod execute;
pub mod history;
pub mod inspect;
pub mod interrupt;
pub mod is_complete;
pub mod kernel_info;
pub mod shutdown;

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::evaluator::{Assistant, Interrupter};
use crate::iopub::{IoPub, Publication, Work};
use crate::protocol::content::Content;
use crate::protocol::route::{Caller, Route};
use crate::protocol::{Message, Request};
use crate::session::Session;
use execute::queue::{Job, Queue};

/// What handlers need of the kernel.
pub struct Kernel {
    pub session: Session,
    pub iopub: IoPub,
    /// The stdin channel, on which cells ask.
    pub stdin: Route,
    pub queue: Queue,
    pub assistant: Arc<dyn Assistant>,
    pub interrupter: Arc<dyn Interrupter>,
    /// The version of Rust that cells are written in.
    pub language_version: String,
    /// Whoever puts something in ends the kernel.
    pub shutdown: mpsc::UnboundedSender<shutdown::Reason>,
}

/// Does what a message from `route` asks for. Returns at once.
pub fn handle(kernel: &Arc<Kernel>, route: &Route, message: &Message) {
    let caller = Caller::new(message, route);
    match Request::parse(message) {
        Ok(Some(request)) => dispatch(kernel, caller, request),
        Ok(None) => tracing::info!(msg_type = message.msg_type(), "ignored a message of an unknown type"),
        Err(error) => {
            tracing::warn!(%error, "refused a request");
            bracket(kernel, &caller, || caller.refuse(&error));
        }
    }
}

fn dispatch(kernel: &Arc<Kernel>, caller: Caller, request: Request) {
    match request {
        Request::KernelInfo => answer(kernel, &caller, || kernel_info::reply(&kernel.language_version)),
        Request::Execute(request) => kernel.queue.push(Job { caller, request }),
        Request::Complete(request) => {
            in_background(kernel, caller, move |kernel| complete::reply(&*kernel.assistant, &request));
        }
        Request::Inspect(request) => {
            in_background(kernel, caller, move |kernel| inspect::reply(&*kernel.assistant, &request));
        }
        Request::IsComplete(request) => {
            in_background(kernel, caller, move |kernel| is_complete::reply(&*kernel.assistant, &request));
        }
        Request::History(request) => {
            in_background(kernel, caller, move |kernel| history::reply(&kernel.session, &request));
        }
        Request::CommInfo => answer(kernel, &caller, comm::info),
        Request::CommOpen(request) => bracket(kernel, &caller, || comm::decline(kernel, &caller, request)),
        Request::CommOther => bracket(kernel, &caller, || {}),
        Request::Interrupt => answer(kernel, &caller, || interrupt::reply(kernel)),
        Request::Shutdown(request) => {
            kernel.iopub.publish(&caller.header, Publication::Busy(Work::Question));
            // An error means that the kernel is ending already.
            let _ = kernel.shutdown.send(shutdown::Reason::Request { caller, restart: request.restart });
        }
        Request::Debug(request) => answer(kernel, &caller, || debug::reply(request)),
    }
}

/// `busy`, the reply, `idle`.
fn answer<C: Content>(kernel: &Kernel, caller: &Caller, reply: impl FnOnce() -> C) {
    bracket(kernel, caller, || caller.send(&reply()));
}

fn bracket(kernel: &Kernel, caller: &Caller, work: impl FnOnce()) {
    kernel.iopub.publish(&caller.header, Publication::Busy(Work::Question));
    work();
    kernel.iopub.publish(&caller.header, Publication::Idle(Work::Question));
}

/// As [`answer`], on a thread of the pool: the assistant may think, the history may read a disk.
fn in_background<C: Content>(
    kernel: &Arc<Kernel>,
    caller: Caller,
    reply: impl FnOnce(&Kernel) -> C + Send + 'static,
) {
    let kernel = Arc::clone(kernel);
    tokio::task::spawn_blocking(move || answer(&kernel, &caller, || reply(&kernel)));
}
