//! What only a process of its own can show: signals, the exit code, a parent that dies. The process
//! is this very test binary, told to run [`kernel`] alone.

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use ferrolab::evaluator::scripted::ScriptedEvaluator;
use ferrolab::protocol::{ConnectionInfo, connection};
use ferrolab::server::serve;
use serde_json::json;

use crate::frontend::Frontend;

const CONNECTION: &str = "FERROLAB_TEST_CONNECTION";

/// Not a test: the child process of those below.
#[test]
#[ignore = "run by the tests of this file, with a connection file"]
fn kernel() {
    let Some(path) = std::env::var_os(CONNECTION) else { return };
    serve(&connection::read(Path::new(&path)).unwrap(), Box::new(ScriptedEvaluator::default())).unwrap();
}

struct Process {
    child: Child,
    connection: ConnectionInfo,
    _directory: tempfile::TempDir,
}

impl Process {
    fn start(environment: &[(&str, String)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let connection = connection::over_ipc(directory.path());
        let file = directory.path().join("kernel.json");
        connection::write(&connection, &file).unwrap();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "process::kernel", "--ignored", "--nocapture"])
            .env(CONNECTION, file)
            .env("FERROLAB_HISTORY", ":memory:")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, connection, _directory: directory }
    }

    fn signal(&self, signal: libc::c_int) {
        let pid = libc::pid_t::try_from(self.child.id()).unwrap();
        // SAFETY: sends a signal to our own child, which has not been waited for.
        assert_eq!(unsafe { libc::kill(pid, signal) }, 0);
    }

    fn end(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

#[test]
fn sigint_interrupts_the_cell_and_not_the_kernel() {
    let process = Process::start(&[]);
    let mut frontend = Frontend::connect(&process.connection);
    process.signal(libc::SIGINT);
    let id = frontend.execute("print ready\nwait");
    for _ in ["busy", "execute_input", "stream"] {
        frontend.next_published(&id);
    }
    process.signal(libc::SIGINT);
    assert_eq!(frontend.shell_reply(&id).content["ename"], "KeyboardInterrupt");
    frontend.forget_published();
    assert!(frontend.run("result 1").contains("execute_result"));
    let id = frontend.control("shutdown_request", json!({"restart": false}));
    frontend.control_reply(&id);
    assert_eq!(process.end().code(), Some(0));
}

#[test]
fn sigterm_ends_the_kernel_cleanly() {
    let process = Process::start(&[]);
    let mut frontend = Frontend::connect(&process.connection);
    let id = frontend.execute("print ready\nwait");
    for _ in ["busy", "execute_input", "stream"] {
        frontend.next_published(&id);
    }
    process.signal(libc::SIGTERM);
    assert_eq!(frontend.shell_reply(&id).content["ename"], "KeyboardInterrupt");
    assert_eq!(process.end().code(), Some(0));
}

#[test]
fn a_kernel_does_not_outlive_its_front_end() {
    // Waits for a line that never comes: a process that lives until it is killed.
    let mut starter = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let process = Process::start(&[("JPY_PARENT_PID", starter.id().to_string())]);
    let mut frontend = Frontend::connect(&process.connection);
    assert!(frontend.run("result 1").contains("execute_result"));
    starter.kill().unwrap();
    starter.wait().unwrap();
    assert_eq!(process.end().code(), Some(0));
}
