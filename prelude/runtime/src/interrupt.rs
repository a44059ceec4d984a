//! Stopping long work without losing anything. The kernel sends SIGINT; its handler only sets a
//! flag. Long work of the prelude asks [`check_interrupt`] and returns an error; loops of the user's
//! own have a [`checkpoint`] put into them when the cell is compiled, which unwinds to the cell's
//! end, so that every variable is put back.

use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The person interrupted the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// Ends long work early when the person has interrupted the cell: call it once per round.
///
/// # Errors
/// [`Interrupted`], to be passed on with `?`.
pub fn check_interrupt() -> Result<(), Interrupted> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}

/// Unwinds to the end of the cell when the person has interrupted it. Ferrolab puts it into the
/// loops of a cell; a long loop inside a `:dep` crate may call it too.
#[inline]
pub fn checkpoint() {
    if INTERRUPTED.load(Ordering::Relaxed) {
        unwind();
    }
}

#[cold]
#[inline(never)]
fn unwind() {
    // A second unwind while the first one runs destructors would abort the process.
    if !std::thread::panicking() {
        std::panic::resume_unwind(Box::new(Interrupted));
    }
}

pub(crate) fn clear() {
    INTERRUPTED.store(false, Ordering::Relaxed);
}

pub(crate) fn install_handler() {
    extern "C" fn on_sigint(_signal: libc::c_int) {
        INTERRUPTED.store(true, Ordering::Relaxed);
    }
    // SAFETY: the handler only touches an atomic, which is async-signal-safe.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_sigint as *const () as usize;
        libc::sigaction(libc::SIGINT, &raw const action, std::ptr::null_mut());
    }
}
