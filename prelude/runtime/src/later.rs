//! Displays that came too soon after one another: the last of each is shown when the cell ends, so that
//! what stays in the notebook is the end of the story.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use crate::{MimeBundle, channel};

type Make = Box<dyn FnOnce() -> MimeBundle + Send>;

static WAITING: Mutex<BTreeMap<String, Make>> = Mutex::new(BTreeMap::new());

/// At the end of the cell, the display of that name becomes what `make` says, unless another call or
/// [`never_mind`] comes before.
pub fn at_the_end(display_id: &str, make: impl FnOnce() -> MimeBundle + Send + 'static) {
    waiting(|all| all.insert(display_id.to_owned(), Box::new(make)));
}

/// The display of that name has something newer.
pub fn never_mind(display_id: &str) {
    waiting(|all| all.remove(display_id));
}

/// Shows what waits.
pub(crate) fn show() {
    for (display_id, make) in waiting(std::mem::take) {
        if let Ok(bundle) = catch_unwind(AssertUnwindSafe(make)) {
            channel::send_display(bundle, Some(&display_id), true);
        }
    }
}

fn waiting<T>(change: impl FnOnce(&mut BTreeMap<String, Make>) -> T) -> T {
    change(&mut WAITING.lock().unwrap_or_else(PoisonError::into_inner))
}
