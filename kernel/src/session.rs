//! What outlives one request: the kernel's identity, the execution count, the history, and who is
//! being asked for input.

pub mod history;
pub mod interaction;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use history::History;
use interaction::Interaction;

pub struct Session {
    /// In the header of every message that the kernel sends.
    pub id: Arc<str>,
    pub history: History,
    pub interaction: Interaction,
    executed: AtomicU32,
}

impl Session {
    pub fn new(history: History) -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string().into(),
            history,
            interaction: Interaction::default(),
            executed: AtomicU32::new(0),
        }
    }

    /// The number of the last cell that was counted; 0 before the first.
    pub fn execution_count(&self) -> u32 {
        self.executed.load(Ordering::Relaxed)
    }

    /// Counts a cell. Only the execution thread does.
    pub fn count_cell(&self) {
        self.executed.fetch_add(1, Ordering::Relaxed);
    }
}
