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
//!
//! A cell that was compiled before, in this notebook or another, is not compiled again (see `cache`).

mod cache;
mod error;
mod process;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

pub use self::cache::VARIABLE as CACHE_VARIABLE;
use self::cache::{CellCache, Kept};
pub use self::error::CompileError;
use self::error::io_error;
use self::process::{Said, Standby, judge};
use super::control::Control;
use super::generate::INCLUDE;
use super::message::Message;
use super::reach::Reach;
use super::source::Source;
use crate::prelude_store::Prelude;
use crate::toolchain::Toolchain;

/// What a compiler writes into its folder.
const OBJECT: &str = "cell.o";

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
    cache: Option<CellCache>,
    serial: u32,
    control: Arc<Control>,
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
            cache: CellCache::of(prelude),
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
        let (kind, text) = ((reach, level), source.text().to_owned());
        if self.place(reach, level, source).is_some_and(|place| place.exists()) {
            return;
        }
        if let Ok(mut compiler) = self.take_standby(reach, level) {
            compiler.feed(&text);
            if let Some(former) = self.ahead.replace(Ahead { kind, text, compiler }) {
                former.compiler.end();
            }
        }
    }

    fn take_standby(&mut self, reach: Reach, level: Level) -> Result<Standby, CompileError> {
        let waiting = self.standby.remove(&(reach, level)).and_then(Standby::if_alive);
        waiting.map_or_else(|| self.start(reach, level), Ok)
    }

    /// A compiler that works on the cell: it does already, or is told now.
    fn at_work(&mut self, reach: Reach, level: Level, source: &Source) -> Result<Standby, CompileError> {
        if let Some(ahead) = self.ahead.take() {
            if ahead.kind == (reach, level) && ahead.text == source.text() {
                return Ok(ahead.compiler);
            }
            ahead.compiler.end();
        }
        let mut compiler = self.take_standby(reach, level)?;
        compiler.feed(source.text());
        Ok(compiler)
    }

    /// # Errors
    /// The cell's own errors, or whatever kept the compiler from its work.
    pub fn compile(&mut self, reach: Reach, level: Level, source: &Source) -> Result<Compiled, CompileError> {
        self.compile_and_tell(reach, level, source, &mut |_, _| {})
    }

    /// Tells the messages as they come, first that there are none yet: what a cell's variables are is
    /// known long before its code is written.
    ///
    /// # Errors
    /// As for [`Self::compile`].
    pub fn compile_and_tell(
        &mut self,
        reach: Reach,
        level: Level,
        source: &Source,
        tell: &mut dyn FnMut(&mut Self, &[Message]),
    ) -> Result<Compiled, CompileError> {
        let place = self.place(reach, level, source);
        if let Some(kept) = place.as_deref().and_then(Kept::read) {
            return self.unpack(kept, tell);
        }
        let mut compiler = self.at_work(reach, level, source)?;
        self.control.compiling(compiler.process.id());
        // While one processor compiles this cell, another prepares for the next.
        self.prepare(reach, level);
        tell(self, &[]);
        let said = compiler.listen(|messages| tell(self, messages));
        let status = compiler.process.wait().map_err(io_error("wait for the compiler"))?;
        self.control.compiled();
        let lines = said.lines.clone();
        let result = judge(status, said, &self.control).and_then(|messages| {
            let library = self.link(&compiler)?;
            Ok(Compiled { library, messages })
        });
        compiler.clear();
        if let Some(place) = place {
            keep(&place, lines, &result);
        }
        result
    }

    /// Where the outcome is kept. What crates of `:dep` bring is none of the cache's business: their
    /// macros may read anything.
    fn place(&self, reach: Reach, level: Level, source: &Source) -> Option<PathBuf> {
        let cache = self.cache.as_ref().filter(|_| self.externs.crates.is_empty())?;
        let command = self.command(reach, level);
        let inputs = command.get_args().filter(|argument| !Path::new(argument).starts_with(&self.directory));
        cache.place(&reach.root(), source.text(), inputs)
    }

    fn unpack(
        &mut self,
        kept: Kept,
        tell: &mut dyn FnMut(&mut Self, &[Message]),
    ) -> Result<Compiled, CompileError> {
        let messages = Said::again(&kept.said).messages;
        tell(self, &messages);
        let Some(bytes) = kept.library else { return Err(CompileError::Rejected(messages)) };
        self.serial += 1;
        // A copy: the child would take the same file for a library that it has open already.
        let library = self.library(self.serial);
        fs::write(&library, bytes).map_err(io_error("write into the temporary directory"))?;
        Ok(Compiled { library, messages })
    }

    fn start(&mut self, reach: Reach, level: Level) -> Result<Standby, CompileError> {
        self.serial += 1;
        // All crates have one name, and so have the files that compilers at work write beside them.
        let folder = self.directory.join(format!("compiler-{}", self.serial));
        fs::create_dir(&folder).map_err(io_error("write into the temporary directory"))?;
        let process = self
            .command(reach, level)
            .current_dir(&folder)
            .spawn()
            .map_err(io_error("start the compiler (is the Rust toolchain still installed?)"))?;
        Ok(Standby { process, serial: self.serial, folder })
    }

    fn library(&self, serial: u32) -> PathBuf {
        self.directory.join(format!("ferrolab-cell-{serial}.so"))
    }

    fn command(&self, reach: Reach, level: Level) -> Command {
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
            .arg(format!("--emit=obj={OBJECT}"));
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
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0);
        command
    }

    fn link(&self, compiler: &Standby) -> Result<PathBuf, CompileError> {
        let library = self.library(compiler.serial);
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
            .args([&library, &compiler.folder.join(OBJECT)])
            .output()
            .map_err(io_error("start the linker (neither rust-lld nor cc was found)"))?;
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

fn keep(place: &Path, said: Vec<u8>, result: &Result<Compiled, CompileError>) {
    let library = match result {
        Ok(compiled) => fs::read(&compiled.library).ok().map(Some),
        Err(CompileError::Rejected(_)) => Some(None),
        Err(_) => None,
    };
    if let Some(library) = library {
        let _ = Kept { said, library }.write(place);
    }
}

fn flag(name: &str, value: &Path) -> OsString {
    let mut flag = OsString::from(name);
    flag.push(value);
    flag
}
