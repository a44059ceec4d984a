//! What the end-to-end tests share: a Ferrolab that is installed for them alone, kernels with a home
//! of their own, cells in files, Python's clients. Everything here drives the real binary from the
//! outside; nothing of the kernel's inside is known except its client library.
//!
//! The helpers panic when the world is not as it must be, since every caller is a test. No test
//! measures time: each waits for an event, and gives up after [`PATIENCE`].

pub mod corpus;
pub mod ended;
pub mod kernel;
pub mod process;
pub mod python;
pub mod setup;
pub mod tutorial;

use std::time::Duration;

/// How long any one event may take on a machine that is busy with other things, before a test says
/// that it will not come.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// Says why a test did nothing. Past libtest's capturing, so that it is seen in every run.
pub fn skip(test: &str, reason: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "skipped {test}: {reason}");
}
