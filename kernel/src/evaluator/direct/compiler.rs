//! Seventh stage: from a cell's text to a library, with one direct call of the compiler.
//!
//! Most of the time that the compiler takes for a small crate goes into its own start and into
//! reading the metadata of the prelude's hundreds of crates; neither depends on the cell. So a
//! compiler is started *ahead*: its root file imports the prelude and then includes standard input,
//! which is read only after the imports above it have been resolved. There it waits. When the cell
//! comes, its body is written to that pipe and only the cell itself is left to compile. If the
//! kernel dies, the pipe closes and the waiting compiler ends by itself.
//!
//! Only an object file is asked for. Linking needs no libraries at all, since the child already
//! holds the standard library and the prelude in its global scope: the toolchain's own `rust-lld`
//! does it in some 10 ms, or the system's `cc` where there is none.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;

use super::control::Control;
use super::generate::INCLUDE;
use super::message::Message;
use super::reach::Reach;
use super::source::Source;
use crate::prelude_store::Prelude;
use crate::toolchain::Toolchain;

/// The compiler's `opt-level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    O0,
    O1,
    O2,
    O3,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::O0, Self::O1, Self::O2, Self::O3];

    pub fn flag(self) -> &'static str {
        match self {
            Self::O0 => "0",
            Self::O1 => "1",
            Self::O2 => "2",
            Self::O3 => "3",
        }
    }
}

/// What `:dep` has added, with the folders where the compiler finds what these crates need.
#[derive(Clone, Debug, Default)]
pub struct Externs {
    /// The library that holds them all, first, then the crates that cells may name.
    pub crates: Vec<ExternCrate>,
    pub search_paths: Vec<PathBuf>,
}

/// A crate that `:dep` has added.
#[derive(Clone, Debug)]
pub struct ExternCrate {
    pub name: String,
    pub file: PathBuf,
}

#[derive(Debug)]
pub struct Compiler {
    toolchain: Toolchain,
    prelude_library: PathBuf,
    prelude_externs: BTreeMap<String, PathBuf>,
    prelude_dependencies: PathBuf,
    externs: Externs,
    directory: PathBuf,
    standby: BTreeMap<(Reach, Level), Standby>,
    ahead: Option<Ahead>,
    serial: u32,
    control: Arc<Control>,
}

/// A compiler that has read the prelude and waits for a body.
#[derive(Debug)]
struct Standby {
    process: Child,
    object: PathBuf,
}

/// A cell that is compiled before its turn.
#[derive(Debug)]
struct Ahead {
    kind: (Reach, Level),
    text: String,
    compiler: Standby,
}

/// A cell's library and what the compiler said about the cell.
#[derive(Debug)]
pub struct Compiled {
    pub library: PathBuf,
    pub messages: Vec<Message>,
}

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

impl Compiler {
    /// # Errors
    /// When the session's directory cannot be written.
    pub fn new(prelude: &Prelude, directory: &Path, control: Arc<Control>) -> Result<Self, CompileError> {
        let compiler = Self {
            toolchain: prelude.toolchain().clone(),
            prelude_library: prelude.library(),
            prelude_externs: prelude.extern_crates().clone(),
            prelude_dependencies: prelude.dependencies(),
            externs: Externs::default(),
            directory: directory.to_owned(),
            standby: BTreeMap::new(),
            ahead: None,
            serial: 0,
            control,
        };
        compiler.write_root()?;
        Ok(compiler)
    }

    fn write_root(&self) -> Result<(), CompileError> {
        // The libraries of `:dep` must be loaded by name, or the compiler would look for each crate's own.
        let loaded =
            self.externs.crates.first().map(|library| format!("extern crate {} as _;\n", library.name));
        for reach in Reach::ALL {
            let root = [&reach.root(), loaded.as_deref().unwrap_or_default(), INCLUDE].concat();
            fs::write(self.directory.join(reach.root_file()), root)
                .map_err(io_error("write into the temporary directory"))?;
        }
        Ok(())
    }

    /// Makes further crates known to all cells from here on.
    ///
    /// # Errors
    /// When the session's directory cannot be written.
    pub fn set_externs(&mut self, externs: Externs) -> Result<(), CompileError> {
        self.externs = externs;
        self.stand_down();
        self.write_root()
    }

    pub fn externs(&self) -> Externs {
        self.externs.clone()
    }

    /// Starts a compiler for the next cell of this kind, if none waits already.
    pub fn prepare(&mut self, reach: Reach, level: Level) {
        if !self.standby.contains_key(&(reach, level))
            && let Ok(standby) = self.start(reach, level)
        {
            self.standby.insert((reach, level), standby);
        }
    }

    /// Ends the waiting compilers.
    pub fn stand_down(&mut self) {
        let ahead = self.ahead.take().map(|ahead| ahead.compiler);
        std::mem::take(&mut self.standby).into_values().chain(ahead).for_each(Standby::end);
    }

    /// Begins to compile what will probably be compiled next; nobody waits for it.
    pub fn compile_ahead(&mut self, reach: Reach, level: Level, source: &Source) {
        let kind = (reach, level);
        let waiting = self.standby.remove(&kind).and_then(Standby::if_alive);
        if let Some(mut compiler) = waiting.or_else(|| self.start(reach, level).ok()) {
            feed(&mut compiler.process, source.text());
            let ahead = Ahead { kind, text: source.text().to_owned(), compiler };
            if let Some(former) = self.ahead.replace(ahead) {
                former.compiler.end();
            }
        }
    }

    /// A compiler that works on the cell: it does already, or is told now.
    fn at_work(&mut self, reach: Reach, level: Level, source: &Source) -> Result<Standby, CompileError> {
        let kind = (reach, level);
        if let Some(ahead) = self.ahead.take() {
            if ahead.kind == kind && ahead.text == source.text() {
                return Ok(ahead.compiler);
            }
            ahead.compiler.end();
        }
        let mut compiler = match self.standby.remove(&kind).and_then(Standby::if_alive) {
            Some(standby) => standby,
            None => self.start(reach, level)?,
        };
        feed(&mut compiler.process, source.text());
        Ok(compiler)
    }

    /// # Errors
    /// The cell's own errors, or whatever kept the compiler from its work.
    pub fn compile(&mut self, reach: Reach, level: Level, source: &Source) -> Result<Compiled, CompileError> {
        let mut standby = self.at_work(reach, level, source)?;
        self.control.compiling(standby.process.id());
        // While one processor compiles this cell, another prepares for the next.
        self.prepare(reach, level);
        let (messages, output) = listen(&mut standby.process);
        let status = standby.process.wait().map_err(io_error("wait for the compiler"))?;
        self.control.compiled();
        judge(status, messages, &output, &self.control).and_then(|messages| {
            let library = self.link(&standby.object)?;
            Ok(Compiled { library, messages })
        })
    }

    fn start(&mut self, reach: Reach, level: Level) -> Result<Standby, CompileError> {
        self.serial += 1;
        let object = self.directory.join(format!("ferrolab-cell-{}.o", self.serial));
        let process = self
            .command(reach, level, &object)
            .spawn()
            .map_err(io_error("start the compiler (is the Rust toolchain still installed?)"))?;
        Ok(Standby { process, object })
    }

    fn command(&self, reach: Reach, level: Level, object: &Path) -> Command {
        let mut command = Command::new(&self.toolchain.rustc);
        command
            .args(["--edition=2024", "--crate-name=ferrolab_cell", "--crate-type=cdylib"])
            .args([
                "-Cprefer-dynamic",
                "-Ccodegen-units=1",
                "-Coverflow-checks=on",
                "-Cdebuginfo=line-tables-only",
            ])
            .arg(format!("-Copt-level={}", level.flag()))
            .args(["--error-format=json", "--diagnostic-width=100000", "-Ztrim-diagnostic-paths=no"])
            .arg(flag("--emit=obj=", object));
        if reach == Reach::Prelude {
            command.arg("--extern").arg(flag("ferrolab_library=", &self.prelude_library));
        }
        for (name, file) in &self.prelude_externs {
            let is_replaced = self.externs.crates.iter().any(|added| added.name == *name);
            if !is_replaced && (reach == Reach::Prelude || name == "ferrolab_runtime") {
                command.arg("--extern").arg(flag(&format!("{name}="), file));
            }
        }
        for added in &self.externs.crates {
            command.arg("--extern").arg(flag(&format!("{}=", added.name), &added.file));
        }
        for path in [&self.prelude_dependencies].into_iter().chain(&self.externs.search_paths) {
            command.arg("-L").arg(flag("dependency=", path));
        }
        command
            .arg(self.directory.join(reach.root_file()))
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTC_LOG")
            .current_dir(&self.directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0);
        command
    }

    fn link(&self, object: &Path) -> Result<PathBuf, CompileError> {
        let library = object.with_extension("so");
        let mut command = match (&self.toolchain.lld, &self.toolchain.linker) {
            (Some(lld), _) => {
                let mut command = Command::new(lld);
                command.args(["-flavor", "gnu", "-shared", "--eh-frame-hdr", "-z", "now"]);
                command
            }
            (None, linker) => {
                let mut command = Command::new(linker.as_deref().unwrap_or(Path::new("cc")));
                command.args(["-shared", "-nostdlib"]);
                command
            }
        };
        let output = command
            .arg("-o")
            .args([&library, object])
            .output()
            .map_err(io_error("start the linker (neither rust-lld nor cc was found)"))?;
        let _ = fs::remove_file(object);
        if output.status.success() {
            Ok(library)
        } else {
            Err(CompileError::Link { output: String::from_utf8_lossy(&output.stderr).into_owned() })
        }
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        self.stand_down();
    }
}

fn flag(name: &str, value: &Path) -> OsString {
    let mut flag = OsString::from(name);
    flag.push(value);
    flag
}

fn io_error(action: &'static str) -> impl FnOnce(io::Error) -> CompileError {
    move |source| CompileError::Io { action, source }
}

impl Standby {
    /// A compiler that waits may have been killed meanwhile.
    fn if_alive(mut self) -> Option<Self> {
        matches!(self.process.try_wait(), Ok(None)).then_some(self)
    }

    fn end(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.object);
    }
}

/// A compiler that ended early closes the pipe; why it did is in its messages.
fn feed(process: &mut Child, body: &str) {
    if let Some(mut stdin) = process.stdin.take() {
        let _ = stdin.write_all(body.as_bytes());
    }
}

/// All messages, and whatever else the compiler said (a crash, for instance).
fn listen(process: &mut Child) -> (Vec<Message>, String) {
    let (mut messages, mut other) = (Vec::new(), String::new());
    let Some(stderr) = process.stderr.take() else { return (messages, other) };
    for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
        match serde_json::from_slice::<Message>(&line) {
            Ok(message) => messages.push(message),
            Err(_) => {
                other.push_str(&String::from_utf8_lossy(&line));
                other.push('\n');
            }
        }
    }
    (messages, other)
}

fn judge(
    status: ExitStatus,
    messages: Vec<Message>,
    output: &str,
    control: &Control,
) -> Result<Vec<Message>, CompileError> {
    if control.is_interrupted() {
        return Err(CompileError::Interrupted);
    }
    if status.success() {
        return Ok(messages);
    }
    if let Some(signal) = status.signal() {
        let hint = if signal == libc::SIGKILL { " (perhaps the machine ran out of memory)" } else { "" };
        return Err(CompileError::Killed { signal, hint });
    }
    if messages.iter().any(|message| message.is_error() && !message.is_summary()) {
        return Err(CompileError::Rejected(messages));
    }
    let said: Vec<_> = messages.iter().map(|message| message.message.as_str()).collect();
    Err(CompileError::Failed { status, output: format!("{}\n{output}", said.join("\n")).trim().to_owned() })
}
