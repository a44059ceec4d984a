//! What can go wrong between a client and its kernel. A failing cell is none of it.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use crate::protocol::connection::ConnectionError;
use crate::protocol::wire::WireError;

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("cannot start the kernel {}: {source}", program.display())]
    Start { program: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    #[error("cannot prepare the sockets for a kernel: {source}")]
    Sockets { source: std::io::Error },
    #[error("the kernel did not answer kernel_info_request within {waited:?}{}", after(stderr))]
    NotReady { waited: Duration, stderr: String },
    #[error("the kernel process ended ({status}){}", after(stderr))]
    KernelDied { status: ExitStatus, stderr: String },
    #[error("no {expected} from the kernel within {waited:?}")]
    Timeout { expected: String, waited: Duration },
    #[error("the kernel sent something that is no message: {0}")]
    Wire(#[from] WireError),
    #[error("cannot send a signal to the kernel: {source}")]
    Signal { source: std::io::Error },
    #[error("the kernel did not end within {waited:?} and was killed")]
    Killed { waited: Duration },
}

/// The tail of an error message: what the kernel had written to its standard error.
fn after(stderr: &str) -> String {
    if stderr.trim().is_empty() { String::new() } else { format!("; its last words:\n{}", stderr.trim_end()) }
}
