//! The five sockets of a kernel, bound. Shell, control and stdin are split, so that a reply never
//! waits for the next request.

use std::path::Path;

use zeromq::{PubSocket, RouterRecvHalf, RouterSendHalf, RouterSocket, Socket as _, ZmqError};

use super::connection::{Channel, ConnectionInfo, Transport};

/// Both halves of a ROUTER.
pub struct Router {
    pub sender: RouterSendHalf,
    pub receiver: RouterRecvHalf,
}

pub struct Sockets {
    pub shell: Router,
    pub control: Router,
    pub stdin: Router,
    pub iopub: PubSocket,
    /// A ROUTER that echoes serves the REQ at the other end as a REP would, and any number of them
    /// at once.
    pub heartbeat: Router,
}

#[derive(Debug, thiserror::Error)]
#[error(
    "cannot listen for {channel:?} on {endpoint}: {source}; is another kernel using this connection file?"
)]
pub struct BindError {
    pub channel: Channel,
    pub endpoint: String,
    pub source: ZmqError,
}

impl Sockets {
    /// Binds every channel of a connection file.
    ///
    /// # Errors
    /// When an endpoint is taken or is not one.
    pub async fn bind(connection: &ConnectionInfo) -> Result<Self, BindError> {
        remove_files(connection);
        let mut iopub = PubSocket::new();
        bind(&mut iopub, connection, Channel::IoPub).await?;
        Ok(Self {
            shell: bind_router(connection, Channel::Shell).await?,
            control: bind_router(connection, Channel::Control).await?,
            stdin: bind_router(connection, Channel::Stdin).await?,
            iopub,
            heartbeat: bind_router(connection, Channel::Heartbeat).await?,
        })
    }
}

/// Removes the files of Unix sockets: those that a killed kernel left, before; ours, after.
pub fn remove_files(connection: &ConnectionInfo) {
    if connection.transport != Transport::IPC {
        return;
    }
    for channel in Channel::ALL {
        let endpoint = channel.endpoint(connection);
        if let Some(path) = endpoint.strip_prefix("ipc://") {
            remove_socket(Path::new(path));
        }
    }
}

#[cfg(unix)]
fn remove_socket(path: &Path) {
    use std::os::unix::fs::FileTypeExt as _;
    // Only ever a socket: a wrong path in a connection file must not cost anybody a file.
    if std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_socket()) {
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(not(unix))]
fn remove_socket(_path: &Path) {}

async fn bind_router(connection: &ConnectionInfo, channel: Channel) -> Result<Router, BindError> {
    let mut socket = RouterSocket::new();
    bind(&mut socket, connection, channel).await?;
    let (sender, receiver) = socket.split();
    Ok(Router { sender, receiver })
}

async fn bind<S: zeromq::Socket>(
    socket: &mut S,
    connection: &ConnectionInfo,
    channel: Channel,
) -> Result<(), BindError> {
    let endpoint = channel.endpoint(connection);
    match socket.bind(&endpoint).await {
        Ok(_) => Ok(()),
        Err(source) => Err(BindError { channel, endpoint, source }),
    }
}
