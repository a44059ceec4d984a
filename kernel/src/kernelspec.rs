//! What Jupyter knows of the kernel: a folder with `kernel.json` and the logos, in one of the places
//! where Jupyter looks.

pub mod location;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

const FILE_NAME: &str = "kernel.json";
const LOGOS: [(&str, &[u8]); 3] = [
    ("logo-svg.svg", include_bytes!("kernelspec/logo-svg.svg")),
    ("logo-32x32.png", include_bytes!("kernelspec/logo-32x32.png")),
    ("logo-64x64.png", include_bytes!("kernelspec/logo-64x64.png")),
];

/// Which evaluator a kernel runs cells with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// One compiler call per cell, against the prelude.
    #[default]
    Direct,
    /// The evaluator of the evcxr project, for comparison and as a fall-back.
    Evcxr,
}

impl Engine {
    pub fn default_name(self) -> &'static str {
        match self {
            Self::Direct => "ferrolab",
            Self::Evcxr => "ferrolab-evcxr",
        }
    }

    pub fn default_display_name(self) -> &'static str {
        match self {
            Self::Direct => "Rust ML (Ferrolab)",
            Self::Evcxr => "Rust ML (Ferrolab, evcxr)",
        }
    }
}

/// `kernel.json`, with the names of Jupyter's own documentation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KernelSpec {
    pub argv: Vec<String>,
    pub display_name: String,
    pub language: String,
    #[serde(default)]
    pub interrupt_mode: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, String>,
    #[serde(default)]
    pub metadata: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, thiserror::Error)]
pub enum KernelSpecError {
    #[error(
        "{name:?} cannot be a kernel's name: expected letters, digits, `-`, `.` and `_` only, for example \
         `ferrolab`"
    )]
    Name { name: String },
    #[error("cannot write the kernel's description to {}: {source}", .path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot remove {}: {source}", .path.display())]
    Remove { path: PathBuf, source: io::Error },
    #[error("{} belongs to another kernel (it starts {started:?}); it was left alone", .path.display())]
    Foreign { path: PathBuf, started: String },
}

impl KernelSpec {
    /// A kernel that is started as `binary`. `env` is what it needs to find its data again.
    pub fn new(binary: &Path, display_name: &str, engine: Engine, env: BTreeMap<String, String>) -> Self {
        let binary = binary.to_string_lossy().into_owned();
        let mut argv = vec![binary, "kernel".into(), "--connection-file".into(), "{connection_file}".into()];
        if engine == Engine::Evcxr {
            argv.extend(["--engine".into(), "evcxr".into()]);
        }
        let metadata = [("debugger".to_owned(), serde_json::Value::Bool(false))].into_iter().collect();
        Self {
            argv,
            display_name: display_name.to_owned(),
            language: "rust".to_owned(),
            interrupt_mode: "message".to_owned(),
            env,
            metadata,
        }
    }

    /// Reads the description of kernel `name` below `kernels`, if there is one.
    pub fn read(kernels: &Path, name: &str) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(kernels.join(name).join(FILE_NAME)).ok()?).ok()
    }

    /// Writes it as kernel `name` below `kernels` and returns its folder.
    ///
    /// # Errors
    /// When the name is none, the place cannot be written, or another program's kernel has the name.
    pub fn install(&self, kernels: &Path, name: &str) -> Result<PathBuf, KernelSpecError> {
        check_name(name)?;
        let folder = kernels.join(name);
        refuse_foreign(kernels, name)?;
        self.write(&folder).map_err(|source| KernelSpecError::Write { path: folder.clone(), source })?;
        Ok(folder)
    }

    fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for (file, content) in LOGOS {
            fs::write(folder.join(file), content)?;
        }
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(folder.join(FILE_NAME), text)
    }

    /// Whether it starts a binary of ours.
    fn is_ours(&self) -> bool {
        let program = self.argv.first().map(Path::new).and_then(Path::file_stem).unwrap_or_default();
        let is_kernel = self.argv.get(1).is_some_and(|role| role == "kernel");
        is_kernel && program.to_string_lossy().starts_with("ferrolab")
    }
}

/// Removes kernel `name` below `kernels`; returns its folder, or `None` if there was none.
///
/// # Errors
/// When it is another program's kernel or cannot be removed.
pub fn uninstall(kernels: &Path, name: &str) -> Result<Option<PathBuf>, KernelSpecError> {
    check_name(name)?;
    let path = kernels.join(name);
    if !path.exists() {
        return Ok(None);
    }
    refuse_foreign(kernels, name)?;
    match fs::remove_dir_all(&path) {
        Ok(()) => Ok(Some(path)),
        Err(source) => Err(KernelSpecError::Remove { path, source }),
    }
}

/// The names of all kernels of ours below `kernels`.
pub fn installed(kernels: &Path) -> Vec<String> {
    let entries = fs::read_dir(kernels).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut ours: Vec<String> =
        names.filter(|name| KernelSpec::read(kernels, name).is_some_and(|spec| spec.is_ours())).collect();
    ours.sort();
    ours
}

fn check_name(name: &str) -> Result<(), KernelSpecError> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let is_name = !name.is_empty() && name.chars().all(is_allowed) && !name.starts_with('.');
    if is_name { Ok(()) } else { Err(KernelSpecError::Name { name: name.to_owned() }) }
}

fn refuse_foreign(kernels: &Path, name: &str) -> Result<(), KernelSpecError> {
    match KernelSpec::read(kernels, name) {
        Some(spec) if !spec.is_ours() => {
            Err(KernelSpecError::Foreign { path: kernels.join(name), started: spec.argv.join(" ") })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn spec(engine: Engine) -> KernelSpec {
        let binary = Path::new("/home/ada/.local/share/ferrolab/bin/ferrolab-0.1.0");
        KernelSpec::new(binary, engine.default_display_name(), engine, BTreeMap::new())
    }

    #[test]
    fn kernel_json_says_what_jupyter_expects() {
        let kernels = tempfile::tempdir().unwrap();
        let folder = spec(Engine::Direct).install(kernels.path(), "ferrolab").unwrap();
        let text = fs::read_to_string(folder.join(FILE_NAME)).unwrap();
        expect![[r#"
            {
              "argv": [
                "/home/ada/.local/share/ferrolab/bin/ferrolab-0.1.0",
                "kernel",
                "--connection-file",
                "{connection_file}"
              ],
              "display_name": "Rust ML (Ferrolab)",
              "language": "rust",
              "interrupt_mode": "message",
              "metadata": {
                "debugger": false
              }
            }
        "#]]
        .assert_eq(&text);
        for logo in ["logo-svg.svg", "logo-32x32.png", "logo-64x64.png"] {
            assert!(fs::metadata(folder.join(logo)).unwrap().len() > 100, "{logo}");
        }
        assert_eq!(KernelSpec::read(kernels.path(), "ferrolab"), Some(spec(Engine::Direct)));
    }

    #[test]
    fn the_other_engine_and_the_data_directory_are_passed_on() {
        let env = BTreeMap::from([("FERROLAB_DATA_DIR".to_owned(), "/srv/lab".to_owned())]);
        let spec = KernelSpec { env, ..spec(Engine::Evcxr) };
        assert_eq!(spec.argv[4..], ["--engine", "evcxr"]);
        let json = serde_json::to_value(&spec).unwrap();
        assert_eq!(json["env"]["FERROLAB_DATA_DIR"], "/srv/lab");
    }

    #[test]
    fn uninstalling_twice_is_no_error() {
        let kernels = tempfile::tempdir().unwrap();
        let folder = spec(Engine::Direct).install(kernels.path(), "my.lab-1").unwrap();
        assert_eq!(installed(kernels.path()), ["my.lab-1"]);
        assert_eq!(uninstall(kernels.path(), "my.lab-1").unwrap(), Some(folder));
        assert_eq!(uninstall(kernels.path(), "my.lab-1").unwrap(), None);
        assert_eq!(fs::read_dir(kernels.path()).unwrap().count(), 0);
    }

    #[test]
    fn another_programs_kernel_is_left_alone() {
        let kernels = tempfile::tempdir().unwrap();
        fs::create_dir(kernels.path().join("python3")).unwrap();
        let python =
            r#"{"argv": ["python", "-m", "ipykernel"], "display_name": "Python", "language": "python"}"#;
        fs::write(kernels.path().join("python3").join(FILE_NAME), python).unwrap();
        let error = uninstall(kernels.path(), "python3").unwrap_err();
        assert!(error.to_string().contains("belongs to another kernel"), "{error}");
        spec(Engine::Direct).install(kernels.path(), "python3").unwrap_err();
        assert_eq!(installed(kernels.path()), Vec::<String>::new());
        assert!(kernels.path().join("python3").join(FILE_NAME).exists());
    }

    #[test]
    fn a_name_cannot_be_a_path() {
        let kernels = tempfile::tempdir().unwrap();
        for name in ["", "..", "a/b", "été", ".hidden"] {
            let error = spec(Engine::Direct).install(kernels.path(), name).unwrap_err();
            assert!(matches!(error, KernelSpecError::Name { .. }), "{name}: {error}");
        }
    }
}
