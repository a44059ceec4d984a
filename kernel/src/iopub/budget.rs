//! How much output may be on its way at once.
//!
//! ZeroMQ's PUB never makes its user wait: it queues up to 100,000 messages per subscriber and then
//! drops them, whatever their size. Printing endlessly, that is gigabytes, and what is dropped may
//! be the `idle` that a client waits for. So output asks here first and waits while too many bytes
//! are unwritten. A front end that has stopped reading altogether must not stop the cell for ever:
//! after some patience its output is dropped, and only output.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// What a message costs beyond its bytes, so that many empty ones have a limit too.
const OVERHEAD: usize = 512;

#[derive(Debug)]
pub struct Budget {
    state: Mutex<State>,
    freed: Condvar,
    capacity: usize,
    patience: Duration,
}

#[derive(Debug)]
struct State {
    free: usize,
    /// Someone waited in vain; until there is room again nobody waits.
    stalled: bool,
}

/// A part of the budget, given back when dropped.
#[derive(Debug)]
pub struct Permit {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub fn new(capacity: usize, patience: Duration) -> Arc<Self> {
        let state = Mutex::new(State { free: capacity, stalled: false });
        Arc::new(Self { state, freed: Condvar::new(), capacity, patience })
    }

    /// Waits for room for `bytes` of output; `None` when nobody reads.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Option<Permit> {
        // A message larger than everything waits until it is alone.
        let bytes = (bytes + OVERHEAD).min(self.capacity);
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = if state.stalled { Duration::ZERO } else { self.patience };
        let (mut state, _) = self
            .freed
            .wait_timeout_while(state, patience, |state| state.free < bytes)
            .unwrap_or_else(PoisonError::into_inner);
        state.stalled = state.free < bytes;
        if state.stalled {
            return None;
        }
        state.free -= bytes;
        Some(Permit { budget: Arc::clone(self), bytes })
    }
}

impl Permit {
    /// One permit for what two messages have become one for.
    pub fn join(&mut self, mut other: Permit) {
        self.bytes += std::mem::take(&mut other.bytes);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.budget.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.free += self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(budget: &Budget) -> usize {
        budget.state.lock().unwrap().free
    }

    #[test]
    fn everything_taken_comes_back_also_when_joined() {
        let budget = Budget::new(10_000, Duration::ZERO);
        let mut first = budget.take(1).unwrap();
        first.join(budget.take(2).unwrap());
        assert_eq!(free(&budget), 10_000 - 3 - 2 * OVERHEAD);
        drop(first);
        assert_eq!(free(&budget), 10_000);
    }

    #[test]
    fn a_message_larger_than_the_budget_passes_alone() {
        let budget = Budget::new(10_000, Duration::ZERO);
        let large = budget.take(1 << 40).unwrap();
        assert!(budget.take(0).is_none());
        drop(large);
        budget.take(0).unwrap();
    }

    #[test]
    fn waiting_ends_when_a_reader_makes_room() {
        let budget = Budget::new(1_000, Duration::from_secs(3600));
        let first = budget.take(1_000).unwrap();
        let waiting = std::thread::spawn({
            let budget = Arc::clone(&budget);
            move || budget.take(1_000).is_some()
        });
        drop(first);
        assert!(waiting.join().unwrap());
    }

    #[test]
    fn after_waiting_in_vain_nobody_waits_until_there_is_room() {
        let budget = Budget::new(1_000, Duration::ZERO);
        let first = budget.take(1_000).unwrap();
        assert!(budget.take(1).is_none());
        assert!(budget.state.lock().unwrap().stalled);
        drop(first);
        budget.take(1).unwrap();
        assert!(!budget.state.lock().unwrap().stalled);
    }
}
