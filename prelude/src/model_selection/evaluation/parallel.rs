//! Independent pieces of work on all threads, with a bar and a way to stop.
//!
//! The calling thread does not compute: it counts finished pieces, draws the bar and looks for an
//! interrupt. Inside another such piece (a search within a cross-validation) there is no thread to
//! spare, so the pieces are shared out as rayon does it, and the outer bar is the only one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::runtime::{Progress, check_interrupt, quietly};

/// How often an interrupt is looked for while nothing finishes.
const PATIENCE: Duration = Duration::from_millis(50);

/// What `work` gives for 0, 1 … `count` − 1, in this order; the first error ends it.
pub(crate) fn in_parallel<T: Send>(
    label: &str,
    count: usize,
    work: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    if count <= 1 || rayon::current_thread_index().is_some() {
        let piece = |index| {
            check_interrupt()?;
            work(index)
        };
        return (0..count).into_par_iter().map(piece).collect();
    }
    let stop = AtomicBool::new(false);
    let mut results: Vec<Option<Result<T>>> = (0..count).map(|_| None).collect();
    let interrupted = rayon::in_place_scope(|scope| {
        let (sender, receiver) = channel();
        for index in 0..count {
            let (sender, work, stop) = (sender.clone(), &work, &stop);
            scope.spawn(move |_| {
                if !stop.load(Ordering::Relaxed) {
                    // Only a stopped caller does not listen.
                    sender.send((index, quietly(|| work(index)))).ok();
                }
            });
        }
        drop(sender);
        let mut progress = Progress::new(label, count as u64);
        loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok((index, result)) => {
                    if result.is_err() {
                        stop.store(true, Ordering::Relaxed);
                    }
                    results[index] = Some(result);
                    progress.advance(1);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if check_interrupt().is_err() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        progress.finish_and_clear();
        check_interrupt()
    });
    interrupted?;
    let mut list = Vec::with_capacity(count);
    for result in results.into_iter().flatten() {
        list.push(result?);
    }
    if list.len() == count { Ok(list) } else { Err(Error::from(crate::runtime::Interrupted)) }
}
