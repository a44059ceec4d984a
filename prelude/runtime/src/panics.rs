//! Turns a panic into a report for the notebook: its message, its place, and the frames that lie in
//! cells. Only addresses are collected here; the kernel, which has the cells' line tables, turns
//! them into lines. Symbolising the whole prelude takes 0.2 s, reading a cell's table a millisecond.

use std::cell::RefCell;
use std::panic::PanicHookInfo;

use crate::advice::advised;
use crate::channel::{self, Event, PanicReport, Place};
use crate::evcxr;

thread_local! {
    static LAST: RefCell<PanicReport> = RefCell::default();
}

/// The report of this thread's latest panic.
pub(crate) fn take_last() -> PanicReport {
    LAST.take()
}

pub(crate) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let report = report(info);
        let thread = std::thread::current();
        if thread.name() != Some("main") && !evcxr::is_cell_thread() {
            // Nobody may ever join that thread: say it now.
            channel::send(&Event::ThreadPanic {
                thread: thread.name().unwrap_or("<unnamed>"),
                panic: &report,
            });
        }
        LAST.set(report);
    }));
}

fn report(info: &PanicHookInfo<'_>) -> PanicReport {
    let message = advised(info.payload_as_str().unwrap_or("a panic with a value that is not text"));
    PanicReport { message, location: info.location().map(Place::of), frames: cell_frames() }
}

/// A cell's library is recognised by its file name.
const CELL_PREFIX: &str = "ferrolab-cell-";
const MOST_FRAMES: usize = 32;

fn cell_frames() -> Vec<(String, u64)> {
    let mut addresses = Vec::with_capacity(128);
    // SAFETY: the callback writes to the vector behind the pointer, which outlives the call.
    unsafe {
        _Unwind_Backtrace(collect, (&raw mut addresses).cast());
    }
    addresses.into_iter().filter_map(locate).take(MOST_FRAMES).collect()
}

unsafe extern "C" {
    fn _Unwind_Backtrace(
        callback: extern "C" fn(*mut libc::c_void, *mut libc::c_void) -> libc::c_int,
        argument: *mut libc::c_void,
    ) -> libc::c_int;
    fn _Unwind_GetIP(context: *mut libc::c_void) -> usize;
}

extern "C" fn collect(context: *mut libc::c_void, addresses: *mut libc::c_void) -> libc::c_int {
    // SAFETY: called by the unwinder with a live context and with the vector given to it.
    unsafe {
        let addresses = &mut *addresses.cast::<Vec<usize>>();
        addresses.push(_Unwind_GetIP(context));
        libc::c_int::from(addresses.len() > 4096)
    }
}

fn locate(address: usize) -> Option<(String, u64)> {
    // SAFETY: dladdr fills the struct when it returns non-zero; its strings live as long as the library.
    unsafe {
        let mut info: libc::Dl_info = std::mem::zeroed();
        if libc::dladdr(address as *const libc::c_void, &raw mut info) == 0 || info.dli_fname.is_null() {
            return None;
        }
        let library = std::ffi::CStr::from_ptr(info.dli_fname).to_string_lossy().into_owned();
        let is_cell = library.rsplit('/').next().is_some_and(|name| name.starts_with(CELL_PREFIX));
        // The return address lies after the call: one byte less is inside it.
        is_cell.then(|| (library, (address - info.dli_fbase as usize) as u64 - 1))
    }
}
