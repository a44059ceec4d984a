//! The kernel's process: its life, its last words, and its end.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::folder::PrivateFolder;

/// As much of the kernel's standard error as an error message shows.
const KEPT: usize = 4096;
/// What a kernel gets to clean up after SIGTERM before it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// A child process in a process group of its own, so that Ctrl-C in the terminal reaches this
/// program only, which decides what it means for the kernel.
pub(super) struct KernelProcess {
    child: Child,
    status: Option<ExitStatus>,
    tail: Arc<Mutex<VecDeque<u8>>>,
    readers: Vec<JoinHandle<()>>,
    /// Connection file and sockets; removed with this value.
    _folder: PrivateFolder,
}

impl KernelProcess {
    pub(super) fn start(
        argv: &[String],
        env: &HashMap<String, String>,
        directory: Option<&Path>,
        folder: PrivateFolder,
    ) -> io::Result<Self> {
        let Some((program, arguments)) = argv.split_first() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the kernelspec's argv is empty"));
        };
        let mut command = Command::new(program);
        command.args(arguments).envs(env).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Kernels watch this process and end with it, as they do under Jupyter.
        command.env("JPY_PARENT_PID", std::process::id().to_string());
        if let Some(directory) = directory {
            command.current_dir(directory);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let tail = Arc::new(Mutex::new(VecDeque::new()));
        let mut readers = Vec::new();
        if let Some(stderr) = child.stderr.take() {
            readers.push(keep_tail(stderr, Arc::clone(&tail)));
        }
        if let Some(stdout) = child.stdout.take() {
            readers.push(keep_tail(stdout, Arc::clone(&tail)));
        }
        Ok(Self { child, status: None, tail, readers, _folder: folder })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, once it has.
    pub(super) fn exit_status(&mut self) -> Option<ExitStatus> {
        if self.status.is_none() {
            self.status = self.child.try_wait().ok().flatten();
        }
        self.status
    }

    pub(super) fn last_words(&self) -> String {
        if self.status.is_some() {
            // The pipes of a dead process are at their end, unless a child of it holds them open.
            let deadline = Instant::now() + Duration::from_millis(200);
            while Instant::now() < deadline && !self.readers.iter().all(JoinHandle::is_finished) {
                std::thread::yield_now();
            }
        }
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = tail.iter().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub(super) fn signal(&mut self, signal: i32) -> io::Result<()> {
        // A process that has been waited for has given its number back.
        if self.exit_status().is_some() {
            return Err(io::Error::from_raw_os_error(libc::ESRCH));
        }
        let process = libc::pid_t::try_from(self.child.id()).map_err(io::Error::other)?;
        // SAFETY: kill takes numbers only, and the process is an unreaped child of ours.
        if unsafe { libc::kill(process, signal) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// Ends the process now, and whatever it left in its group.
    pub(super) fn kill(&mut self) {
        if self.exit_status().is_some() {
            return;
        }
        if let Ok(group) = libc::pid_t::try_from(self.child.id()) {
            // SAFETY: kill takes numbers only; the group is the one made for this unreaped child.
            unsafe { libc::kill(-group, libc::SIGKILL) };
        }
        self.status = self.child.wait().ok();
    }
}

impl Drop for KernelProcess {
    fn drop(&mut self) {
        if self.signal(libc::SIGTERM).is_ok() {
            let deadline = Instant::now() + GRACE;
            while self.exit_status().is_none() && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        self.kill();
    }
}

/// Reads a pipe to its end, so that the kernel never blocks on it, and keeps the last of it.
fn keep_tail(mut pipe: impl Read + Send + 'static, tail: Arc<Mutex<VecDeque<u8>>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut chunk = [0; 1024];
        while let Ok(count @ 1..) = pipe.read(&mut chunk) {
            let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
            tail.extend(&chunk[..count]);
            let surplus = tail.len().saturating_sub(KEPT);
            tail.drain(..surplus);
        }
    })
}
