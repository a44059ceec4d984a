//! Signals: SIGINT interrupts the cell and never the kernel, SIGTERM and SIGHUP end the kernel as
//! a request would.

use std::io;
use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::handlers::shutdown::Reason;
use crate::handlers::{Kernel, interrupt};

pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Signals {
    /// From here on these signals do nothing but what [`Signals::obey`] does.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    pub async fn obey(mut self, kernel: Arc<Kernel>) {
        loop {
            tokio::select! {
                Some(()) = self.interrupt.recv() => interrupt::interrupt(&kernel),
                Some(()) = self.terminate.recv() => end(&kernel),
                Some(()) = self.hang_up.recv() => end(&kernel),
                else => break,
            }
        }
    }
}

fn end(kernel: &Kernel) {
    // An error means that the kernel is ending already.
    let _ = kernel.shutdown.send(Reason::Signal);
}
