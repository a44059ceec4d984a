//! Ctrl-C during a run. The first one interrupts the cell and lets the run write what it has; the
//! second one ends everything at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

/// Whether somebody has asked to stop.
#[derive(Clone, Debug, Default)]
pub(super) struct StopRequest {
    requested: Arc<AtomicBool>,
    /// The kernel's process group, for the second Ctrl-C; 0: none.
    kernel: Arc<AtomicI32>,
}

impl StopRequest {
    /// Listens from now on.
    pub(super) fn watch() -> std::io::Result<Self> {
        let stop = Self::default();
        let listening = stop.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::spawn(move || {
            runtime.block_on(async move {
                while tokio::signal::ctrl_c().await.is_ok() {
                    listening.ask();
                }
            });
        });
        Ok(stop)
    }

    pub(super) fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Relaxed)
    }

    /// Names the process that must not survive this one.
    pub(super) fn guard(&self, kernel: Option<u32>) {
        let group = kernel.and_then(|id| i32::try_from(id).ok()).unwrap_or(0);
        self.kernel.store(group, Ordering::Relaxed);
    }

    pub(super) fn ask(&self) {
        if !self.requested.swap(true, Ordering::Relaxed) {
            eprintln!("Stopping after this cell has been interrupted; press Ctrl-C again to end at once.");
            return;
        }
        let group = self.kernel.load(Ordering::Relaxed);
        if group > 0 {
            // SAFETY: kill takes numbers only; the group is that of the kernel started for this run.
            unsafe { libc::kill(-group, libc::SIGKILL) };
        }
        std::process::exit(130);
    }
}
