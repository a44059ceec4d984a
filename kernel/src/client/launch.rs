//! Starting a kernel process: a private folder with the connection file and, where the kernel can,
//! with its sockets, so that no port is ever fought over.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::protocol::connection;
use crate::protocol::{ConnectionInfo, Transport};

use super::ClientError;
use super::folder::PrivateFolder;
use super::process::KernelProcess;

/// Placeholder in a kernelspec's argv.
const CONNECTION_FILE: &str = "{connection_file}";

/// How a kernel wants to be interrupted (`interrupt_mode` of a kernelspec).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    Message,
    Signal,
}

/// What to start.
#[derive(Clone, Debug, PartialEq)]
pub struct KernelCommand {
    /// Program and arguments; `{connection_file}` stands for the file's path.
    pub argv: Vec<String>,
    pub env: HashMap<String, String>,
    pub interruption: Interruption,
    /// IPC for kernels that are known to understand it, as ours is; TCP for all others.
    pub transport: Transport,
}

impl KernelCommand {
    /// Ferrolab's own kernel in this very binary.
    ///
    /// # Errors
    /// When the system does not tell where this binary is.
    pub fn own() -> std::io::Result<Self> {
        Ok(Self::ferrolab(&std::env::current_exe()?))
    }

    /// Ferrolab's kernel in a given binary.
    pub fn ferrolab(binary: &Path) -> Self {
        let binary = binary.to_string_lossy().into_owned();
        Self::new([binary.as_str(), "kernel", "--connection-file", CONNECTION_FILE])
    }

    /// Any argv for a kernel that understands IPC and `interrupt_request`.
    pub fn new<'a>(argv: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            argv: argv.into_iter().map(str::to_owned).collect(),
            env: HashMap::new(),
            interruption: Interruption::Message,
            transport: Transport::IPC,
        }
    }

    /// Adds an argument at the end.
    #[must_use]
    pub fn arg(mut self, argument: &str) -> Self {
        self.argv.push(argument.to_owned());
        self
    }

    /// Sets an environment variable for the kernel.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn program(&self) -> PathBuf {
        PathBuf::from(self.argv.first().map_or("", String::as_str))
    }
}

/// Where and with how much patience to start it.
#[derive(Clone, Debug)]
pub struct LaunchOptions {
    /// The kernel's working directory; none: this process's.
    pub directory: Option<PathBuf>,
    /// How long the kernel may take until it answers.
    pub timeout: Duration,
}

impl Default for LaunchOptions {
    fn default() -> Self {
        Self { directory: None, timeout: Duration::from_secs(60) }
    }
}

/// Writes the connection file and starts the process.
pub(super) fn launch(
    command: &KernelCommand,
    options: &LaunchOptions,
) -> Result<(ConnectionInfo, KernelProcess), ClientError> {
    let failed = |source| ClientError::Start { program: command.program(), source };
    let folder = PrivateFolder::make().map_err(failed)?;
    let connection = match command.transport {
        Transport::IPC => connection::over_ipc(folder.path()),
        Transport::TCP => connection::over_tcp()?,
    };
    let file = folder.path().join("connection.json");
    connection::write(&connection, &file)?;
    let argv: Vec<String> =
        command.argv.iter().map(|word| word.replace(CONNECTION_FILE, &file.to_string_lossy())).collect();
    let process =
        KernelProcess::start(&argv, &command.env, options.directory.as_deref(), folder).map_err(failed)?;
    Ok((connection, process))
}
