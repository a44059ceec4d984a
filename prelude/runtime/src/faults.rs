//! Tells a stack overflow from other faults before the process dies of it. The kernel sees the
//! signal anyway; only the address, which it cannot see, separates endless recursion from a bad
//! pointer. Everything here is async-signal-safe: the message is ready before anything goes wrong.

use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

static STACK_LOW: AtomicUsize = AtomicUsize::new(0);
/// The guard page lies below the stack; large frames may step over it by some pages.
const REACH: usize = 1 << 20;
const ALTERNATE_BYTES: usize = 64 << 10;
const MESSAGE: &[u8] = b"\nferrolab: stack overflow\n";

/// To be called on the thread that runs cells.
pub(crate) fn install_handlers() {
    // SAFETY: plain libc calls with memory that is leaked on purpose and so lives for ever.
    unsafe {
        STACK_LOW.store(stack_low(), Ordering::Relaxed);
        let memory = Box::leak(vec![0_u8; ALTERNATE_BYTES].into_boxed_slice());
        let stack =
            libc::stack_t { ss_sp: memory.as_mut_ptr().cast(), ss_flags: 0, ss_size: ALTERNATE_BYTES };
        libc::sigaltstack(&raw const stack, ptr::null_mut());
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_fault as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigaction(libc::SIGSEGV, &raw const action, ptr::null_mut());
        libc::sigaction(libc::SIGBUS, &raw const action, ptr::null_mut());
    }
}

extern "C" fn on_fault(signal: libc::c_int, info: *mut libc::siginfo_t, _context: *mut libc::c_void) {
    // SAFETY: the system hands over valid info; write and sigaction are async-signal-safe. With the
    // default action restored, returning runs into the same fault again and ends the process.
    unsafe {
        let address = (*info).si_addr() as usize;
        let low = STACK_LOW.load(Ordering::Relaxed);
        if low != 0 && address.abs_diff(low) < REACH {
            libc::write(2, MESSAGE.as_ptr().cast(), MESSAGE.len());
        }
        libc::signal(signal, libc::SIG_DFL);
    }
}

/// The lowest address of this thread's stack, zero if unknown.
#[cfg(target_os = "linux")]
unsafe fn stack_low() -> usize {
    // SAFETY: the attributes are filled by pthread_getattr_np before they are read.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &raw mut attributes) != 0 {
            return 0;
        }
        let (mut address, mut size) = (ptr::null_mut(), 0);
        libc::pthread_attr_getstack(&raw const attributes, &raw mut address, &raw mut size);
        libc::pthread_attr_destroy(&raw mut attributes);
        address as usize
    }
}

#[cfg(not(target_os = "linux"))]
unsafe fn stack_low() -> usize {
    0
}
