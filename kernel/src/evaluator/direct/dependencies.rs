//! `:dep`: crates that the person adds. All of a session's are built together, by cargo, into one
//! shared library that the child opens for all later cells; cells then only name them. The build
//! lies in a cache keyed by what was asked for, the compiler and the prelude, so that the next
//! session has it at once.
//!
//! Whatever the prelude already has is not built again (see `shared`): an array of the crate is then
//! an array of the prelude. Where a crate insists on another version or on further features, it gets
//! a copy of its own, and the person is told, since the compiler takes the two for different types.

mod build;
mod shared;

use std::collections::BTreeMap;
use std::path::Path;

pub use shared::become_compiler;

use super::failure;
use super::runner::{ChildCommand, ChildEvent, Runner};
use crate::evaluator::EvaluationError;
use crate::prelude_store::Prelude;

/// One line of `[dependencies]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    pub name: String,
    /// The right-hand side, as TOML.
    pub requirement: String,
}

#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    wanted: BTreeMap<String, String>,
    library: Option<std::path::PathBuf>,
}

impl Dependencies {
    pub fn are_any(&self) -> bool {
        !self.wanted.is_empty()
    }

    pub fn with(&self, dependency: Dependency) -> Self {
        let mut wanted = self.wanted.clone();
        let folder = std::env::current_dir().unwrap_or_default();
        wanted.insert(dependency.name, meant_from(&dependency.requirement, &folder));
        Self { wanted, library: None }
    }

    /// A new child must have them too. One that dies of it is noticed by the next cell.
    pub fn open_in(&self, runner: &Runner) {
        let Some(library) = &self.library else { return };
        runner.send(&ChildCommand::Open { library: &library.to_string_lossy() });
        while let Ok(event) = runner.next_event() {
            if matches!(event, ChildEvent::Done { .. }) {
                break;
            }
        }
    }
}

/// A relative `path` is meant from where the notebook is; the build happens elsewhere.
fn meant_from(requirement: &str, folder: &Path) -> String {
    let parts = || {
        let (before, after) = requirement.split_once("path")?;
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (path, rest) = value[1..].split_once(quote)?;
        Some(format!("{before}path = {quote}{}{quote}{rest}", folder.join(path).display()))
    };
    parts().unwrap_or_else(|| requirement.to_owned())
}

/// `serde`, `serde@1`, `serde = "1"`, `serde = { version = "1", features = ["derive"] }`.
///
/// # Errors
/// When there is no name, or the right-hand side is not TOML.
pub fn parse(arguments: &str) -> Result<Dependency, EvaluationError> {
    let (name, requirement) = match arguments.split_once('=') {
        Some((name, requirement)) => (name.trim(), requirement.trim().to_owned()),
        None => match arguments.split_once('@') {
            Some((name, version)) => (name.trim(), format!("\"{}\"", version.trim())),
            None => (arguments.trim(), "\"*\"".to_owned()),
        },
    };
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let is_value = (requirement.starts_with('"') && requirement.ends_with('"') && requirement.len() > 2)
        || (requirement.starts_with('{') && requirement.ends_with('}'));
    if is_name && is_value {
        return Ok(Dependency { name: name.to_owned(), requirement });
    }
    Err(failure::command(format!(
        "`:dep {arguments}` is not understood; write `:dep regex`, `:dep regex = \"1\"` or \
         `:dep regex = {{ version = \"1\", features = [\"unicode\"] }}`"
    )))
}

/// Says so when the prelude has the crate already, in a version that fits.
pub fn in_prelude(prelude: &Prelude, dependency: &Dependency) -> Option<String> {
    let crate_name = dependency.name.replace('-', "_");
    let is_plain = dependency.requirement.starts_with('"');
    let stored = prelude.manifest.crates.iter().find(|stored| stored.name == crate_name)?;
    let version = &stored.version;
    let fits = is_plain
        && prelude.extern_crates().contains_key(&crate_name)
        && fits(&dependency.requirement, version);
    fits.then(|| {
        format!(
            "{} {version} is part of Ferrolab's prelude: `use {crate_name}::…` works in every cell",
            dependency.name
        )
    })
}

/// Cargo's caret rule for the plain requirements that people write.
fn fits(requirement: &str, version: &str) -> bool {
    let wanted = requirement.trim_matches('"').trim_start_matches('^');
    if wanted == "*" {
        return true;
    }
    let parts = |text: &str| text.split('.').map(|part| part.parse::<u64>().ok()).collect::<Option<Vec<_>>>();
    let (Some(wanted), Some(have)) = (parts(wanted), parts(version.split('-').next().unwrap_or(version)))
    else {
        return false;
    };
    let significant = wanted.iter().position(|part| *part != 0).unwrap_or(wanted.len().saturating_sub(1));
    let same = wanted.iter().zip(&have).take(significant + 1).all(|(a, b)| a == b);
    same && have >= wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_name_a_crate_are_understood() {
        let parsed = |text: &str| parse(text).map(|found| (found.name, found.requirement)).unwrap();
        assert_eq!(parsed("regex"), ("regex".into(), "\"*\"".into()));
        assert_eq!(parsed("regex@1.2"), ("regex".into(), "\"1.2\"".into()));
        assert_eq!(parsed("a-b = \"1\""), ("a-b".into(), "\"1\"".into()));
        assert_eq!(parsed("x = { path = \"y\" }").1, "{ path = \"y\" }");
    }

    #[test]
    fn a_path_is_meant_from_the_notebooks_folder() {
        let from_here = |requirement| meant_from(requirement, Path::new("/home/ada"));
        assert_eq!(from_here("{ path = \"../x\" }"), "{ path = \"/home/ada/../x\" }");
        assert_eq!(from_here("{path='y', features = [\"a\"]}"), "{path = '/home/ada/y', features = [\"a\"]}");
        assert_eq!(from_here("{ path = \"/srv/x\" }"), "{ path = \"/srv/x\" }");
        assert_eq!(
            from_here("{ version = \"1\", features = [\"path\"] }"),
            "{ version = \"1\", features = [\"path\"] }"
        );
        assert_eq!(from_here("\"1\""), "\"1\"");
    }

    #[test]
    fn nonsense_is_refused_with_examples() {
        for text in ["", "= \"1\"", "a b", "x = 1", "x = \"\"", "x = {"] {
            assert!(parse(text).unwrap_err().evalue.contains("write `:dep regex`"), "{text}");
        }
    }

    #[test]
    fn versions_follow_the_caret_rule() {
        assert!(fits("\"0.8\"", "0.8.5") && fits("\"1\"", "1.44.0") && fits("\"*\"", "3.0.0"));
        assert!(!fits("\"0.9\"", "0.8.5") && !fits("\"1.50\"", "1.44.0") && !fits("\">=1\"", "1.2.3"));
    }
}
