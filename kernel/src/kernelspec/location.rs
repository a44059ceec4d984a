//! Where Jupyter looks for kernels, after its own rules (`jupyter --paths`).

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which of Jupyter's places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// The user's own.
    #[default]
    User,
    /// Below an installation prefix, such as `/usr/local`.
    Prefix(PathBuf),
    /// The Python environment that is active or first on PATH.
    SysPrefix,
}

#[derive(Debug, thiserror::Error)]
pub enum LocationError {
    #[error("this account has no home directory: set JUPYTER_DATA_DIR, or use --prefix")]
    NoHome,
    #[error(
        "--sys-prefix needs a Python environment, but there is none: no VIRTUAL_ENV or CONDA_PREFIX is set \
         and neither `python3` nor `python` on PATH answers. Use --user or --prefix DIR"
    )]
    NoPython,
}

impl Location {
    /// The folder that holds one folder per kernel.
    ///
    /// # Errors
    /// When the place does not exist on this machine; the message says what to use instead.
    pub fn kernels(&self) -> Result<PathBuf, LocationError> {
        match self {
            Self::User => user_data(&Environment::real()).map(|data| data.join("kernels")),
            Self::Prefix(prefix) => {
                Ok(below(&std::path::absolute(prefix).unwrap_or_else(|_| prefix.clone())))
            }
            Self::SysPrefix => sys_prefix().map(|prefix| below(&prefix)),
        }
    }
}

fn below(prefix: &Path) -> PathBuf {
    prefix.join("share").join("jupyter").join("kernels")
}

/// What the rules look at.
struct Environment {
    jupyter_data_dir: Option<PathBuf>,
    /// `$XDG_DATA_HOME` or its default; `%APPDATA%` on Windows.
    data: Option<PathBuf>,
    home: Option<PathBuf>,
}

impl Environment {
    fn real() -> Self {
        Self {
            jupyter_data_dir: variable("JUPYTER_DATA_DIR"),
            data: dirs::data_dir(),
            home: dirs::home_dir(),
        }
    }
}

fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn user_data(environment: &Environment) -> Result<PathBuf, LocationError> {
    if let Some(named) = &environment.jupyter_data_dir {
        return Ok(named.clone());
    }
    let usual = if cfg!(target_os = "macos") {
        environment.home.as_ref().map(|home| home.join("Library").join("Jupyter"))
    } else {
        environment.data.as_ref().map(|data| data.join("jupyter"))
    };
    usual.ok_or(LocationError::NoHome)
}

fn sys_prefix() -> Result<PathBuf, LocationError> {
    variable("VIRTUAL_ENV")
        .or_else(|| variable("CONDA_PREFIX"))
        .or_else(ask_python)
        .ok_or(LocationError::NoPython)
}

fn ask_python() -> Option<PathBuf> {
    ["python3", "python"].iter().find_map(|python| {
        let output = Command::new(python).args(["-c", "import sys; print(sys.prefix)"]).output().ok()?;
        let prefix = String::from_utf8(output.stdout).ok()?;
        (output.status.success() && !prefix.trim().is_empty()).then(|| PathBuf::from(prefix.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_place_follows_jupyters_rules() {
        let environment = |jupyter: Option<&str>, data: Option<&str>| Environment {
            jupyter_data_dir: jupyter.map(PathBuf::from),
            data: data.map(PathBuf::from),
            home: Some("/home/ada".into()),
        };
        let named = user_data(&environment(Some("/srv/jupyter"), Some("/data"))).unwrap();
        assert_eq!(named, Path::new("/srv/jupyter"));
        let usual = user_data(&environment(None, Some("/home/ada/.local/share"))).unwrap();
        if cfg!(target_os = "macos") {
            assert_eq!(usual, Path::new("/home/ada/Library/Jupyter"));
        } else {
            assert_eq!(usual, Path::new("/home/ada/.local/share/jupyter"));
        }
        let nobody = Environment { jupyter_data_dir: None, data: None, home: None };
        assert!(matches!(user_data(&nobody), Err(LocationError::NoHome)));
    }

    #[test]
    fn a_prefix_is_completed_as_jupyter_completes_it() {
        let kernels = Location::Prefix("/usr/local".into()).kernels().unwrap();
        assert_eq!(kernels, Path::new("/usr/local/share/jupyter/kernels"));
    }
}
