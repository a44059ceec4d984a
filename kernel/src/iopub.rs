//! The sole publisher. One task owns the IOPub socket; everybody else holds an [`IoPub`] and says
//! what to publish about which request. Order on the wire is the order of saying, and [`IoPub::flush`]
//! is the only synchronisation: when it returns, the socket has everything said before.
//!
//! Pieces of one stream that follow each other closely become one message, so that a loop of
//! `print` costs a few messages a second and not thousands; anything else said flushes them first.
//!
//! The socket is a PUB. An XPUB could greet subscribers (`iopub_welcome`), but this library's XPUB
//! writes to one subscriber after the other and waits for each, so one that stopped reading would
//! stop them all.

pub mod budget;
mod publisher;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc as std_mpsc;

use tokio::sync::mpsc;

use crate::display::StreamName;
use crate::protocol::Header;
use crate::protocol::content::{
    ClearOutput, CommClose, DisplayData, ErrorOutput, ExecuteInput, ExecuteResult, UpdateDisplayData,
};
use budget::{Budget, Permit};
pub use publisher::{Publisher, STREAM_LIMIT};

/// Whose `busy` and `idle` it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A running cell. A question answered meanwhile ends in `idle`, and front ends show the last
    /// state they heard; so the cell's `busy` is said again after it.
    Cell,
    Question,
}

/// Everything that can be published.
#[derive(Debug)]
pub enum Publication {
    Starting,
    Busy(Work),
    Idle(Work),
    ExecuteInput(ExecuteInput),
    Stream { name: StreamName, text: String },
    DisplayData(DisplayData),
    UpdateDisplayData(UpdateDisplayData),
    ClearOutput(ClearOutput),
    ExecuteResult(ExecuteResult),
    Error(ErrorOutput),
    CommClose(CommClose),
}

enum Order {
    Publish { parent: Option<Arc<Header>>, publication: Publication, permit: Option<Permit> },
    Flush(std_mpsc::SyncSender<()>),
}

/// A handle on the publisher, for any thread.
#[derive(Clone)]
pub struct IoPub {
    orders: mpsc::UnboundedSender<Order>,
    budget: Arc<Budget>,
    dropped: Arc<AtomicUsize>,
}

impl IoPub {
    /// Publishes without waiting: for what is small and must not be lost.
    pub fn publish(&self, parent: &Arc<Header>, publication: Publication) {
        self.order(Some(Arc::clone(parent)), publication, None);
    }

    /// Publishes the output of a cell, as many bytes as `size` says, waiting while too much of it
    /// is unread. Never called on the server's own thread, which does the writing.
    pub fn publish_output(&self, parent: &Arc<Header>, publication: Publication, size: usize) {
        match self.budget.take(size) {
            Some(permit) => {
                self.tell_what_was_dropped(parent);
                self.order(Some(Arc::clone(parent)), publication, Some(permit));
            }
            None => {
                self.dropped.fetch_add(size, Ordering::Relaxed);
            }
        }
    }

    /// Says that the kernel is starting, about no request.
    pub fn starting(&self) {
        self.order(None, Publication::Starting, None);
    }

    /// Waits until the socket has everything that was said so far. Not for the server's own thread.
    pub fn flush(&self, parent: &Arc<Header>) {
        self.tell_what_was_dropped(parent);
        let (done, wait) = std_mpsc::sync_channel(1);
        if self.orders.send(Order::Flush(done)).is_ok() {
            // An error means that the publisher is gone, and with it all there was to wait for.
            let _ = wait.recv();
        }
    }

    fn tell_what_was_dropped(&self, parent: &Arc<Header>) {
        let bytes = self.dropped.swap(0, Ordering::Relaxed);
        if bytes > 0 {
            tracing::warn!(bytes, "dropped output that no front end read");
            let text =
                format!("\n[{bytes} bytes of output were dropped here: the front end had stopped reading]\n");
            self.publish(parent, Publication::Stream { name: StreamName::Stderr, text });
        }
    }

    fn order(&self, parent: Option<Arc<Header>>, publication: Publication, permit: Option<Permit>) {
        // The publisher is gone only when the kernel is going.
        let _ = self.orders.send(Order::Publish { parent, publication, permit });
    }
}
