//! The connection file: five endpoints and a key, written by whoever starts a kernel and read by
//! the kernel. The type is `jupyter-protocol`'s; here are reading, writing and choosing endpoints.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

pub use jupyter_protocol::connection_info::{ConnectionInfo, Transport};

/// The only signature scheme that Jupyter front ends use.
pub const SIGNATURE_SCHEME: &str = "hmac-sha256";

/// The five sockets of a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    Shell,
    Control,
    Stdin,
    IoPub,
    Heartbeat,
}

impl Channel {
    pub const ALL: [Channel; 5] =
        [Channel::Shell, Channel::Control, Channel::Stdin, Channel::IoPub, Channel::Heartbeat];

    /// Where this channel of a kernel is bound, as ZeroMQ writes it.
    pub fn endpoint(self, connection: &ConnectionInfo) -> String {
        match self {
            Channel::Shell => connection.shell_url(),
            Channel::Control => connection.control_url(),
            Channel::Stdin => connection.stdin_url(),
            Channel::IoPub => connection.iopub_url(),
            Channel::Heartbeat => connection.hb_url(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    #[error("cannot read the connection file {}: {source}; the program that starts a kernel writes it", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write the connection file {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} is not a connection file: {source}", path.display())]
    Parse { path: PathBuf, source: serde_json::Error },
    #[error("the connection file asks for signature scheme {given:?}, expected {SIGNATURE_SCHEME:?}")]
    Scheme { given: String },
    #[error("cannot find five free ports on this machine: {source}")]
    Ports { source: io::Error },
}

/// Reads a connection file.
///
/// # Errors
/// When it cannot be read, is not one, or asks for signatures that nobody here can make.
pub fn read(path: &Path) -> Result<ConnectionInfo, ConnectionError> {
    let text =
        std::fs::read(path).map_err(|source| ConnectionError::Read { path: path.to_owned(), source })?;
    let connection: ConnectionInfo = serde_json::from_slice(&text)
        .map_err(|source| ConnectionError::Parse { path: path.to_owned(), source })?;
    check_scheme(&connection)?;
    Ok(connection)
}

/// Writes a connection file that only its owner can read: the key in it is the right to run code.
///
/// # Errors
/// When the file cannot be written.
pub fn write(connection: &ConnectionInfo, path: &Path) -> Result<(), ConnectionError> {
    let failed = |source| ConnectionError::Write { path: path.to_owned(), source };
    let text = serde_json::to_vec_pretty(connection).map_err(|error| failed(error.into()))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(&text).map_err(failed)
}

/// A connection over Unix sockets in `directory`, which should be private and its path short: the
/// system allows some hundred bytes for a socket's path.
pub fn over_ipc(directory: &Path) -> ConnectionInfo {
    let ip = directory.join("kernel").to_string_lossy().into_owned();
    with_ports(Transport::IPC, ip, [1, 2, 3, 4, 5])
}

/// A connection over TCP on this machine, with five ports that are free now. Another program may
/// take one before the kernel does: prefer [`over_ipc`] where both ends are ours.
///
/// # Errors
/// When the system has no ports left.
pub fn over_tcp() -> Result<ConnectionInfo, ConnectionError> {
    let failed = |source| ConnectionError::Ports { source };
    // All five are held until all five are known, so that they differ.
    let listeners: Vec<TcpListener> = Channel::ALL
        .iter()
        .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .collect::<io::Result<_>>()
        .map_err(failed)?;
    let mut ports = [0; 5];
    for (port, listener) in ports.iter_mut().zip(&listeners) {
        *port = listener.local_addr().map_err(failed)?.port();
    }
    Ok(with_ports(Transport::TCP, Ipv4Addr::LOCALHOST.to_string(), ports))
}

fn with_ports(transport: Transport, ip: String, ports: [u16; 5]) -> ConnectionInfo {
    let [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
    ConnectionInfo {
        ip,
        transport,
        shell_port,
        iopub_port,
        stdin_port,
        control_port,
        hb_port,
        key: uuid::Uuid::new_v4().to_string(),
        signature_scheme: SIGNATURE_SCHEME.to_owned(),
        kernel_name: None,
    }
}

fn check_scheme(connection: &ConnectionInfo) -> Result<(), ConnectionError> {
    // Without a key nothing is signed, whatever the scheme says.
    if connection.key.is_empty() || connection.signature_scheme == SIGNATURE_SCHEME {
        Ok(())
    } else {
        Err(ConnectionError::Scheme { given: connection.signature_scheme.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_is_read_back_and_private() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("kernel.json");
        let written = over_tcp().unwrap();
        write(&written, &path).unwrap();
        assert_eq!(read(&path).unwrap(), written);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn fields_of_newer_front_ends_are_no_error() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("kernel.json");
        std::fs::write(
            &path,
            r#"{"shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"ip":"127.0.0.1",
               "key":"k","transport":"tcp","signature_scheme":"hmac-sha256","kernel_name":"","jupyter_session":"x"}"#,
        )
        .unwrap();
        assert_eq!(Channel::Heartbeat.endpoint(&read(&path).unwrap()), "tcp://127.0.0.1:5");
    }

    #[test]
    fn an_unknown_scheme_is_refused_by_name() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("kernel.json");
        let mut connection = over_ipc(directory.path());
        connection.signature_scheme = "hmac-md5".to_owned();
        write(&connection, &path).unwrap();
        assert!(matches!(read(&path), Err(ConnectionError::Scheme { given }) if given == "hmac-md5"));
        connection.key.clear();
        write(&connection, &path).unwrap();
        read(&path).unwrap();
    }

    #[test]
    fn ipc_endpoints_follow_the_convention() {
        let connection = over_ipc(Path::new("/run/x"));
        assert_eq!(Channel::Shell.endpoint(&connection), "ipc:///run/x/kernel-1");
        assert_eq!(Channel::IoPub.endpoint(&connection), "ipc:///run/x/kernel-2");
    }
}
