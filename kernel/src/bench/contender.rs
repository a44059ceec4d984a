//! Who takes part: our kernel and those that it is measured beside, if this machine has them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use super::data::Data;
use super::{Group, Options};
use crate::client::{Interruption, KernelCommand};
use crate::evaluator::CELL_CACHE_VARIABLE;
use crate::protocol::Transport;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contender {
    Ferrolab,
    Ipykernel,
    Evcxr,
    /// evcxr after `:dep polars`, which makes all its cells slower.
    EvcxrPolars,
    /// ipykernel with polars in place of pandas.
    PythonPolars,
}

impl Contender {
    pub const ALL: [Self; 5] =
        [Self::Ferrolab, Self::Ipykernel, Self::Evcxr, Self::EvcxrPolars, Self::PythonPolars];

    pub fn title(self) -> &'static str {
        match self {
            Self::Ferrolab => "Ferrolab",
            Self::Ipykernel => "ipykernel",
            Self::Evcxr => "evcxr",
            Self::EvcxrPolars => "evcxr + polars",
            Self::PythonPolars => "Python polars",
        }
    }
}

/// A contender that is there.
#[derive(Clone, Debug)]
pub struct Entrant {
    pub contender: Contender,
    /// Programs and libraries with their versions.
    pub version: String,
    pub command: KernelCommand,
    /// Run once in each new kernel before anything else.
    pub opening: Vec<String>,
}

/// All contenders; those that are not there with the reason.
#[derive(Clone, Debug)]
pub struct Field {
    pub places: Vec<(Contender, Result<Entrant, String>)>,
    /// Where the kernels run, with the files that their cells read.
    pub folder: PathBuf,
}

impl Field {
    pub fn find(options: &Options, data: &Data) -> Self {
        let find = |contender| match contender {
            Contender::Ferrolab => ferrolab(options.ferrolab.as_deref(), data),
            Contender::Ipykernel => ipykernel(options.python.as_deref(), data),
            Contender::Evcxr => evcxr(options.evcxr.as_deref()),
            Contender::EvcxrPolars if options.evcxr_polars => evcxr_polars(options.evcxr.as_deref()),
            Contender::EvcxrPolars => {
                Err("left out: its first build takes many minutes (--evcxr-polars)".into())
            }
            Contender::PythonPolars if options.groups.contains(&Group::Work) => {
                python_polars(options.python.as_deref(), data)
            }
            Contender::PythonPolars => Err("left out: it takes part in `--only work`".into()),
        };
        let places = Contender::ALL.into_iter().map(|contender| (contender, find(contender))).collect();
        Self { places, folder: data.folder().to_owned() }
    }

    /// Those who take part in a group: polars in Python differs from pandas in work alone.
    pub fn of(&self, group: Group) -> Self {
        let takes_part = |contender: Contender| match group {
            Group::Work => !matches!(contender, Contender::Evcxr | Contender::EvcxrPolars),
            Group::Models | Group::Charts | Group::Notebooks => {
                matches!(contender, Contender::Ferrolab | Contender::Ipykernel)
            }
            _ => contender != Contender::PythonPolars,
        };
        let places = self.places.iter().filter(|(contender, _)| takes_part(*contender)).cloned().collect();
        Self { places, folder: self.folder.clone() }
    }
}

fn ferrolab(binary: Option<&Path>, data: &Data) -> Result<Entrant, String> {
    let command = match binary {
        Some(binary) => KernelCommand::ferrolab(binary),
        None => KernelCommand::own().map_err(|error| error.to_string())?,
    };
    let history = data.folder().join("history.sqlite");
    Ok(Entrant {
        contender: Contender::Ferrolab,
        version: printed_by(Command::new(command.program()).arg("--version"))?,
        // What is measured is compiled.
        command: command.env("FERROLAB_HISTORY", &history.to_string_lossy()).env(CELL_CACHE_VARIABLE, "off"),
        opening: Vec::new(),
    })
}

const PYTHON_VERSIONS: &str = "import sys, ipykernel, numpy, pandas, sklearn
print(f'Python {sys.version.split()[0]}, ipykernel {ipykernel.__version__}, NumPy {numpy.__version__}, '
      f'pandas {pandas.__version__}, scikit-learn {sklearn.__version__}')";

fn ipykernel(python: Option<&Path>, data: &Data) -> Result<Entrant, String> {
    let python = program(python, &["python3", "python"])?;
    let version = printed_by(Command::new(&python).args(["-c", PYTHON_VERSIONS]))?;
    let python = python.to_string_lossy().into_owned();
    let command = KernelCommand::new([&python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]);
    Ok(Entrant {
        contender: Contender::Ipykernel,
        version,
        command: command.env("IPYTHONDIR", &data.folder().join("ipython").to_string_lossy()),
        opening: Vec::new(),
    })
}

fn python_polars(python: Option<&Path>, data: &Data) -> Result<Entrant, String> {
    let plain = ipykernel(python, data)?;
    let interpreter = program(python, &["python3", "python"])?;
    let version = "import polars; print('polars', polars.__version__)";
    let version = printed_by(Command::new(interpreter).args(["-c", version]))?;
    Ok(Entrant { contender: Contender::PythonPolars, version, ..plain })
}

fn evcxr(binary: Option<&Path>) -> Result<Entrant, String> {
    let binary = program(binary, &["evcxr_jupyter"])?;
    let path = binary.to_string_lossy().into_owned();
    let command = KernelCommand {
        interruption: Interruption::Signal,
        transport: Transport::TCP,
        ..KernelCommand::new([&path, "--control_file", "{connection_file}"])
    };
    let version = printed_by(Command::new(&binary).arg("--version"))
        .unwrap_or_else(|_| "evcxr_jupyter of unknown version".to_owned());
    Ok(Entrant { contender: Contender::Evcxr, version, command, opening: Vec::new() })
}

fn evcxr_polars(binary: Option<&Path>) -> Result<Entrant, String> {
    let plain = evcxr(binary)?;
    let cache = dirs::cache_dir().ok_or("this account has no folder for caches")?;
    // Without it evcxr builds polars again for every kernel.
    let build = format!(":build_env CARGO_TARGET_DIR={}", cache.join("ferrolab/bench-evcxr").display());
    let polars = ":dep polars = { version = \"0.55\", default-features = false, features = [\"csv\", \"lazy\", \"fmt\"] }";
    let opening = [&build, polars, "use polars::prelude::*;"].map(str::to_owned).to_vec();
    Ok(Entrant { contender: Contender::EvcxrPolars, opening, ..plain })
}

pub fn program(given: Option<&Path>, names: &[&str]) -> Result<PathBuf, String> {
    match given {
        Some(path) => which::which(path).map_err(|error| format!("{}: {error}", path.display())),
        None => names
            .iter()
            .find_map(|name| which::which(name).ok())
            .ok_or_else(|| format!("{} is not on PATH", names.join(" or "))),
    }
}

/// The first line that a program prints, or the last of its complaint.
fn printed_by(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let line = |bytes: &[u8], last: bool| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let line = if last { lines.next_back() } else { lines.next() };
        line.unwrap_or("no output").trim().to_owned()
    };
    if output.status.success() { Ok(line(&output.stdout, false)) } else { Err(line(&output.stderr, true)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        assert_eq!(
            program(None, &["no-such-a", "no-such-b"]),
            Err("no-such-a or no-such-b is not on PATH".into())
        );
        assert!(program(Some(Path::new("/no/such")), &["sh"]).unwrap_err().starts_with("/no/such: "));
        assert!(program(None, &["no-such-a", "sh"]).unwrap().ends_with("sh"));
    }

    #[test]
    fn what_a_program_says_is_its_first_line_or_its_last_complaint() {
        let said = |script: &str| printed_by(Command::new("sh").args(["-c", script]));
        assert_eq!(said("echo; echo tool 1.2; echo more"), Ok("tool 1.2".into()));
        assert_eq!(said("echo Traceback >&2; echo No module >&2; exit 1"), Err("No module".into()));
    }
}
