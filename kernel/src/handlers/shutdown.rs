//! Ending: the running cell is interrupted, waiting ones are told, the evaluator cleans up, the
//! person who asked gets an answer. All of it has a limit, since a front end kills a kernel that
//! takes longer than five seconds.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, interval, timeout_at};

use super::{Kernel, interrupt};
use crate::iopub::{Publication, Work};
use crate::protocol::content::{ReplyStatus, ShutdownReply};
use crate::protocol::route::Caller;

/// How long a cell and the evaluator may take to end.
const PATIENCE: Duration = Duration::from_secs(3);
/// A cell that is just beginning may miss an interrupt: it is said again.
const AGAIN: Duration = Duration::from_millis(100);

/// Why the kernel ends.
pub enum Reason {
    Request {
        caller: Caller,
        restart: bool,
    },
    Signal,
    /// The program that started the kernel is gone.
    Orphaned,
}

/// Ends everything; `ended` says when the execution thread has.
pub async fn shut_down(kernel: &Kernel, reason: Reason, mut ended: oneshot::Receiver<()>) {
    kernel.queue.close();
    let deadline = Instant::now() + PATIENCE;
    let mut again = interval(AGAIN);
    let end = async {
        loop {
            tokio::select! {
                _ = &mut ended => break,
                _ = again.tick() => interrupt::interrupt(kernel),
            }
        }
    };
    if timeout_at(deadline, end).await.is_err() {
        tracing::warn!("the running cell did not end in time");
    }
    if let Reason::Request { caller, restart } = reason {
        caller.send(&ShutdownReply { restart, status: ReplyStatus::Ok, error: None });
        kernel.iopub.publish(&caller.header, Publication::Idle(Work::Question));
    }
}
