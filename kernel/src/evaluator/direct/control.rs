//! What the evaluator is doing at this moment, shared with whoever wants to interrupt it.
//!
//! An interrupt kills a compiler (nothing is lost) but only asks a running cell: the child sets a
//! flag that loops and the prelude's long work look at. A cell that does not stop within a grace
//! time, or is interrupted a second time, is ended together with its process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::evaluator::Interrupter;

pub const GRACE: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub struct Control(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    activity: Activity,
    interrupted: bool,
    /// Grows with every cell, so that a late grace period never hits the next cell.
    cell: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Activity {
    #[default]
    Idle,
    /// Between two stages of a cell.
    Between,
    /// Work of a process group that may be killed without loss.
    Compiling(u32),
    /// The child runs the cell.
    Running(u32),
}

impl Control {
    pub fn begin_cell(&self) {
        let mut state = self.lock();
        *state = State { activity: Activity::Between, interrupted: false, cell: state.cell + 1 };
    }

    pub fn end_cell(&self) {
        self.lock().activity = Activity::Idle;
    }

    pub fn compiling(&self, process_group: u32) {
        self.enter(Activity::Compiling(process_group));
    }

    pub fn compiled(&self) {
        self.lock().activity = Activity::Between;
    }

    pub fn running(&self, process_group: u32) {
        self.enter(Activity::Running(process_group));
    }

    pub fn is_interrupted(&self) -> bool {
        self.lock().interrupted
    }

    /// An interrupt that came just before the stage began still counts.
    fn enter(&self, activity: Activity) {
        let mut state = self.lock();
        state.activity = activity;
        if state.interrupted {
            send_signal(activity);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The handle that the server holds.
#[derive(Debug)]
pub struct ControlInterrupter(pub Arc<Control>);

impl Interrupter for ControlInterrupter {
    fn interrupt(&self) {
        let mut state = self.0.lock();
        let again = std::mem::replace(&mut state.interrupted, true);
        match state.activity {
            Activity::Idle => state.interrupted = false,
            Activity::Running(group) if again => kill_group(group, libc::SIGKILL),
            Activity::Running(_) => {
                send_signal(state.activity);
                end_after_grace(Arc::clone(&self.0), state.cell);
            }
            Activity::Between | Activity::Compiling(_) => send_signal(state.activity),
        }
    }
}

fn send_signal(activity: Activity) {
    match activity {
        Activity::Compiling(group) => kill_group(group, libc::SIGKILL),
        Activity::Running(group) => kill_group(group, libc::SIGINT),
        Activity::Idle | Activity::Between => {}
    }
}

fn end_after_grace(control: Arc<Control>, cell: u64) {
    thread::spawn(move || {
        thread::sleep(GRACE);
        let state = control.lock();
        if let Activity::Running(group) = state.activity
            && state.cell == cell
        {
            kill_group(group, libc::SIGKILL);
        }
    });
}

pub fn kill_group(group: u32, signal: libc::c_int) {
    if let Ok(group) = libc::pid_t::try_from(group) {
        // SAFETY: a plain system call; a group that has ended is no harm.
        unsafe {
            libc::kill(-group, signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_without_a_cell_leaves_no_trace() {
        let control = Arc::new(Control::default());
        ControlInterrupter(Arc::clone(&control)).interrupt();
        assert!(!control.is_interrupted());
        control.begin_cell();
        assert!(!control.is_interrupted());
    }

    #[test]
    fn an_interrupt_between_stages_is_remembered_until_the_next_cell() {
        let control = Arc::new(Control::default());
        control.begin_cell();
        ControlInterrupter(Arc::clone(&control)).interrupt();
        assert!(control.is_interrupted());
        control.end_cell();
        control.begin_cell();
        assert!(!control.is_interrupted());
    }
}
