//! Every public function of arrays and frames over every awkward input at once: an error perhaps, a
//! panic never. `listed` makes sure that a new function comes here too. What an error says, and what
//! the small and odd inputs give, is tested beside each area in its `bad_input`.

mod arrays;
mod frames;
mod listed;
mod transformers;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ferrolab_prelude::Error;

type Done = Result<(), Error>;

/// Collects what goes wrong, so that one run tells all of it.
#[derive(Default)]
struct Walk {
    wrong: Vec<String>,
}

impl Walk {
    /// Calls once; an error must be one that a person can read.
    fn call(&mut self, name: &str, input: &str, function: impl FnOnce() -> Done) {
        match catch_unwind(AssertUnwindSafe(function)) {
            Err(_) => self.wrong.push(format!("{name} of {input} panics")),
            Ok(Err(error)) if !is_readable(&error.to_string()) => {
                self.wrong.push(format!("{name} of {input} says `{error}`"));
            }
            Ok(_) => {}
        }
    }

    /// The same for what has a rule: an empty text if it is kept.
    fn rule(&mut self, name: &str, input: &str, check: impl FnOnce() -> String) {
        match catch_unwind(AssertUnwindSafe(check)) {
            Err(_) => self.wrong.push(format!("{name} of {input} panics")),
            Ok(broken) if !broken.is_empty() => self.wrong.push(format!("{name} of {input}: {broken}")),
            Ok(_) => {}
        }
    }

    #[track_caller]
    fn end(self) {
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// A sentence, without the debris of code.
fn is_readable(message: &str) -> bool {
    let debris = ["called `", "unwrap()", "index out of bounds", "Some(", "src/"];
    message.len() > 15 && message.contains(' ') && !debris.iter().any(|part| message.contains(part))
}
