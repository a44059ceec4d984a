//! Why a cell was not compiled.

use std::io;
use std::process::ExitStatus;

use super::super::message::Message;

#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// The cell's own errors.
    #[error("the cell does not compile")]
    Rejected(Vec<Message>),
    #[error("interrupted")]
    Interrupted,
    #[error("the compiler was ended by signal {signal}{hint}; run the cell again")]
    Killed { signal: i32, hint: &'static str },
    #[error("could not {action}: {source}{}", full_disk_hint(source))]
    Io { action: &'static str, source: io::Error },
    #[error(
        "the compiler failed without naming an error in the cell ({status}):\n{output}{}",
        full_disk_remedy(output)
    )]
    Failed { status: ExitStatus, output: String },
    #[error("linking the cell failed:\n{output}{}", full_disk_remedy(output))]
    Link { output: String },
}

fn full_disk_hint(error: &io::Error) -> &'static str {
    if error.kind() == io::ErrorKind::StorageFull { " (free some space and run the cell again)" } else { "" }
}

/// Compiler and linker tell of a full disk in words only.
fn full_disk_remedy(output: &str) -> &'static str {
    if output.contains("No space left on device") {
        "\nThe disk that holds the temporary directory is full: free some space there, or set TMPDIR, and run the cell again."
    } else {
        ""
    }
}

pub fn io_error(action: &'static str) -> impl FnOnce(io::Error) -> CompileError {
    move |source| CompileError::Io { action, source }
}
