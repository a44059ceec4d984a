//! What the evaluator is doing at this moment, for whoever wants to interrupt it.
//!
//! While evcxr builds, cargo and the compiler are killed and nothing is lost. A running cell is
//! asked first, as with the direct evaluator: checkpoints and the prelude's long work look at a flag.
//! If it does not stop within the grace time, or is interrupted again, its process is killed, and
//! with it go the variables.

use std::fs;
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::evaluator::Interrupter;
use crate::evaluator::direct::control::{GRACE, kill_group};

#[derive(Debug, Default)]
pub struct Control(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    activity: Activity,
    interrupted: bool,
    /// evcxr's child leads a process group of its own.
    child: Option<u32>,
    /// Grows with every cell, so that a late grace period never hits the next cell.
    cell: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Activity {
    #[default]
    Idle,
    Building,
    Running,
}

impl Control {
    pub fn begin_cell(&self) {
        let mut state = self.lock();
        *state = State {
            activity: Activity::Building,
            interrupted: false,
            child: state.child,
            cell: state.cell + 1,
        };
    }

    pub fn end_cell(&self) {
        self.lock().activity = Activity::Idle;
    }

    /// evcxr takes over, with this process as its child.
    pub fn building(&self, child: u32) {
        let mut state = self.lock();
        state.activity = Activity::Building;
        state.child = Some(child);
    }

    /// The child has begun the cell. An interrupt that came just before still counts.
    pub fn running(&self) {
        let mut state = self.lock();
        state.activity = Activity::Running;
        if state.interrupted {
            state.signal_child(libc::SIGINT);
        }
    }

    pub fn is_interrupted(&self) -> bool {
        self.lock().interrupted
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn signal_child(&self, signal: libc::c_int) {
        if let Some(child) = self.child {
            kill_group(child, signal);
        }
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
            Activity::Building => kill_descendants(process::id(), state.child),
            Activity::Running if again => state.signal_child(libc::SIGKILL),
            Activity::Running => {
                state.signal_child(libc::SIGINT);
                kill_after_grace(Arc::clone(&self.0), state.cell);
            }
        }
    }
}

fn kill_after_grace(control: Arc<Control>, cell: u64) {
    thread::spawn(move || {
        thread::sleep(GRACE);
        let state = control.lock();
        if state.activity == Activity::Running && state.cell == cell {
            state.signal_child(libc::SIGKILL);
        }
    });
}

/// cargo is started inside evcxr, which hands out no handle to it; the system's list of processes
/// leads to it. Where there is no such list, an interrupt takes effect when the build has ended.
fn kill_descendants(ancestor: u32, except: Option<u32>) {
    let mut families = vec![ancestor];
    let processes = parents();
    while let Some(parent) = families.pop() {
        for (child, _) in processes.iter().filter(|(child, of)| *of == parent && Some(*child) != except) {
            families.push(*child);
            if let Ok(child) = libc::pid_t::try_from(*child) {
                // SAFETY: a plain system call; a process that has ended is no harm.
                unsafe {
                    libc::kill(child, libc::SIGKILL);
                }
            }
        }
    }
}

/// Every process with its parent.
fn parents() -> Vec<(u32, u32)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name, in brackets, may hold anything; the state and the parent follow it.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_without_a_cell_leaves_no_trace() {
        let control = Arc::new(Control::default());
        ControlInterrupter(Arc::clone(&control)).interrupt();
        assert!(!control.is_interrupted());
    }

    #[test]
    fn an_interrupted_cell_says_so_until_the_next_begins() {
        let control = Arc::new(Control::default());
        control.begin_cell();
        control.running();
        ControlInterrupter(Arc::clone(&control)).interrupt();
        assert!(control.is_interrupted());
        control.end_cell();
        control.begin_cell();
        assert!(!control.is_interrupted());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_builder_is_killed_with_all_that_it_started_and_the_child_is_spared() {
        // What is spared must not hold on to the output of the tests.
        let shell = |line: &str| {
            process::Command::new("sh")
                .args(["-c", line])
                .stdout(process::Stdio::null())
                .stderr(process::Stdio::null())
                .spawn()
                .unwrap()
        };
        let mut parent = shell("sleep 600 & wait; sleep 600");
        let started_all = || parents().iter().any(|(_, of)| *of == parent.id());
        while !started_all() {
            thread::yield_now();
        }
        kill_descendants(
            parent.id(),
            parents().iter().find(|(_, of)| *of == parent.id()).map(|(child, _)| *child),
        );
        assert!(parent.try_wait().unwrap().is_none());
        let group: Vec<_> = parents().into_iter().filter(|(_, of)| *of == parent.id()).collect();
        kill_descendants(parent.id(), None);
        while parents()
            .iter()
            .any(|(child, of)| *of == parent.id() && group.iter().any(|(old, _)| old == child))
        {
            thread::yield_now();
        }
        parent.kill().unwrap();
        parent.wait().unwrap();
    }
}
