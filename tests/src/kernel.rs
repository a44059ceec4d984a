//! A kernel process with a home of its own: working directory, temporary directory, configuration.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrolab::client::{Exchange, ExecuteOptions, KernelClient, KernelCommand, LaunchOptions, Pending};
use ferrolab::protocol::Channel;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ended::Ended;
use crate::process::{self, Process};
use crate::setup::setup;
use crate::{PATIENCE, skip};

/// A cell whose compilation never ends by itself.
pub const ENDLESS_COMPILATION: &str = "\
#[allow(long_running_const_eval)]
const ENDLESS: u64 = { let mut n = 0u64; while n < u64::MAX { n += 1; } n };
ENDLESS";
/// Processor time, in clock ticks, that only a compiler at work uses: one that waits for its cell
/// has read the prelude's metadata and sleeps.
const AT_WORK: u64 = 300;

/// What runs the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Direct,
    Evcxr,
}

impl Engine {
    /// As `--engine` and the corpus name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Evcxr => "evcxr",
        }
    }
}

/// The folders of a kernel. Two kernels of one test may share a home, as a person's do.
#[derive(Debug)]
pub struct Home(TempDir);

impl Home {
    /// # Panics
    /// When the system has no room for temporary files.
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a temporary directory"));
        for folder in [home.work(), home.temporary(), home.configuration()] {
            fs::create_dir(folder).expect("a folder in a new directory");
        }
        home
    }

    /// Where cells read and write files.
    pub fn work(&self) -> PathBuf {
        self.0.path().join("work")
    }

    /// What the kernel believes to be the system's directory for temporary files.
    pub fn temporary(&self) -> PathBuf {
        self.0.path().join("tmp")
    }

    /// Where the kernel looks for the person's own start files.
    pub fn configuration(&self) -> PathBuf {
        self.0.path().join("config")
    }

    /// Writes a file that cells read.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) {
        write(&self.work().join(name), text);
    }

    /// What lies in the temporary directory now.
    pub fn leftovers(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.temporary()).expect("the temporary directory is there");
        entries.flatten().map(|entry| entry.path()).collect()
    }

    /// Asserts that the kernels have cleaned up.
    ///
    /// # Panics
    /// When they have not.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert_eq!(self.leftovers(), Vec::<PathBuf>::new(), "left in the temporary directory");
    }

    pub fn command(&self, engine: Engine) -> KernelCommand {
        let setup = setup();
        let mut command = KernelCommand::ferrolab(&setup.binary);
        if engine != Engine::Direct {
            command = command.arg("--engine").arg(engine.name());
        }
        for (name, value) in setup.environment() {
            command = command.env(name, &value);
        }
        command
            .env("TMPDIR", &self.temporary().to_string_lossy())
            .env("XDG_CONFIG_HOME", &self.configuration().to_string_lossy())
    }
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes a file, and the folders above it.
///
/// # Panics
/// When it cannot be written.
pub fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).expect("the file can be written");
}

/// A running kernel. Dropping it ends it.
pub struct Kernel {
    pub client: KernelClient,
}

/// A cell that has been sent and is being followed.
pub struct Running {
    code: String,
    pending: Pending,
    messages: Vec<(String, Value)>,
}

impl Running {
    /// What has come from one stream so far.
    pub fn stream(&self, name: &str) -> String {
        let of_stream =
            self.messages.iter().filter(|(kind, content)| kind == "stream" && content["name"] == name);
        of_stream.filter_map(|(_, content)| content["text"].as_str()).collect()
    }

    pub fn count(&self, msg_type: &str) -> usize {
        self.messages.iter().filter(|(kind, _)| kind == msg_type).count()
    }
}

impl Kernel {
    /// A kernel with the direct engine.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(home: &Home) -> Self {
        Self::launch(home, &home.command(Engine::Direct))
    }

    /// # Panics
    /// When it does not start.
    pub fn launch(home: &Home, command: &KernelCommand) -> Self {
        let options = LaunchOptions { directory: Some(home.work()), timeout: PATIENCE };
        let client = KernelClient::start(command, &options).unwrap_or_else(|error| panic!("{error}"));
        Self { client }
    }

    /// The kernel's process.
    pub fn id(&self) -> u32 {
        self.client.process_id().expect("the client has started the kernel")
    }

    /// Runs a cell to its end, whatever that is.
    #[track_caller]
    pub fn run(&mut self, code: &str) -> Ended {
        self.run_with(code, &ExecuteOptions::default())
    }

    /// # Panics
    /// When the kernel dies or does not come to an end, or the messages are not those of one cell.
    #[track_caller]
    pub fn run_with(&mut self, code: &str, options: &ExecuteOptions) -> Ended {
        let mut running = self.begin_with(code, options);
        self.follow(&mut running);
        Ended::new(code, &running.messages, running.pending.reply.unwrap_or_default(), options.silent)
    }

    /// Runs a cell that must end well and show something; the `text/plain` of that.
    #[track_caller]
    pub fn show(&mut self, code: &str) -> String {
        self.run(code).text()
    }

    /// Runs a cell that must end well.
    #[track_caller]
    pub fn ok(&mut self, code: &str) -> Ended {
        let ended = self.run(code);
        ended.assert_ok();
        ended
    }

    /// Sends a cell and returns at once.
    #[track_caller]
    pub fn begin(&mut self, code: &str) -> Running {
        self.begin_with(code, &ExecuteOptions::default())
    }

    #[track_caller]
    fn begin_with(&mut self, code: &str, options: &ExecuteOptions) -> Running {
        let pending = self.client.begin_execute(code, options).unwrap_or_else(|error| panic!("{error}"));
        Running { code: code.to_owned(), pending, messages: Vec::new() }
    }

    /// Follows a running cell until it has shown something.
    ///
    /// # Panics
    /// When the cell ends before that.
    #[track_caller]
    pub fn until(&mut self, running: &mut Running, what: &str, mut seen: impl FnMut(&Running) -> bool) {
        process::eventually(what, || {
            let is_over = self.poll(running, Duration::from_millis(20));
            let is_seen = seen(running);
            assert!(is_seen || !is_over, "the cell ended before {what}: {:#?}", running.messages);
            is_seen.then_some(())
        });
    }

    #[track_caller]
    fn poll(&mut self, running: &mut Running, time: Duration) -> bool {
        let Running { pending, messages, .. } = running;
        let mut keep = |message: &ferrolab::protocol::Message| {
            messages.push((message.header.msg_type.clone(), message.content.clone()));
        };
        self.client.poll(pending, time, &mut keep).unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    fn follow(&mut self, running: &mut Running) {
        process::eventually("the cell ends", || self.poll(running, Duration::from_secs(1)).then_some(()));
    }

    /// Follows a running cell to its end.
    #[track_caller]
    pub fn finish(&mut self, mut running: Running) -> Ended {
        self.follow(&mut running);
        Ended::new(&running.code, &running.messages, running.pending.reply.unwrap_or_default(), false)
    }

    /// Follows a cell to its end, where only the reply counts: one that was aborted has no input.
    #[track_caller]
    pub fn reply_of(&mut self, mut running: Running) -> Value {
        self.follow(&mut running);
        running.pending.reply.unwrap_or_default()
    }

    /// Sends an interrupt and waits until the kernel has understood it.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn interrupt(&mut self) {
        let answer = self.client.request(Channel::Control, "interrupt_request", &json!({}), PATIENCE);
        let reply = answer.unwrap_or_else(|error| panic!("{error}")).reply;
        assert_eq!(reply["status"], "ok");
    }

    /// Any other request, to its reply.
    ///
    /// # Panics
    /// When none comes.
    #[track_caller]
    pub fn ask(&mut self, msg_type: &str, content: &Value) -> Value {
        let answer = self.client.request(Channel::Shell, msg_type, content, PATIENCE);
        let Exchange { reply, .. } = answer.unwrap_or_else(|error| panic!("{error}"));
        reply
    }

    /// The process that runs the cells.
    ///
    /// # Panics
    /// When there is none or there are several.
    #[track_caller]
    pub fn child(&self) -> Process {
        let mut found = process::descendants(self.id());
        found.retain(|process| command_line(process.id).iter().any(|word| word == "cell-runner"));
        assert_eq!(found.len(), 1, "one process runs cells: {found:?}");
        found.remove(0)
    }

    /// The compilers that the kernel has started: at work, or waiting for the next cell.
    pub fn compilers(&self) -> Vec<Process> {
        let mut found = process::descendants(self.id());
        found.retain(|process| process.name == "rustc");
        found
    }

    /// The compiler that is at work on [`ENDLESS_COMPILATION`], once it can be told from those that
    /// wait.
    pub fn compiler_at_work(&self) -> Option<Process> {
        self.compilers().into_iter().find(|compiler| compiler.ticks > AT_WORK)
    }

    /// Ends the kernel as a front end does, and checks that every message belonged to a request.
    ///
    /// # Panics
    /// When it does not end well.
    #[track_caller]
    pub fn shut_down(mut self) {
        let strays = self.client.take_unclaimed();
        let strays: Vec<_> = strays.iter().map(|(channel, message)| (channel, message.msg_type())).collect();
        assert!(strays.is_empty(), "messages that belong to no request: {strays:?}");
        let status = self.client.shutdown(PATIENCE).unwrap_or_else(|error| panic!("{error}"));
        let status = status.expect("the client has started the kernel");
        assert!(status.success(), "the kernel ended with {status}");
    }
}

fn command_line(id: u32) -> Vec<String> {
    let bytes = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    bytes.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

/// Whether this build of Ferrolab has the engine. Says so when it has not.
pub fn has_engine(engine: Engine, test: &str) -> bool {
    let home = Home::new();
    let options = LaunchOptions { directory: Some(home.work()), timeout: PATIENCE };
    match KernelClient::start(&home.command(engine), &options) {
        Ok(client) => client.shutdown(PATIENCE).is_ok(),
        Err(error) if error.to_string().contains("has no evcxr engine") => {
            skip(test, &error.to_string());
            false
        }
        Err(error) => panic!("{error}"),
    }
}
