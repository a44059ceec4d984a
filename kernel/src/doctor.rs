//! `ferrolab doctor`: looks at everything that a cell needs and says, for whatever is wrong, what to
//! do about it.

mod checks;
pub mod probe;

use serde::Serialize;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Passed,
    /// Not needed for running notebooks, but worth knowing.
    Note,
    Failed,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What to do, if there is something to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Check {
    fn passed(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Passed, found: found.into(), remedy: None }
    }

    fn failed(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Failed, found: found.into(), remedy: Some(remedy.into()) }
    }

    fn note(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Note, found: found.into(), remedy: Some(remedy.into()) }
    }
}

/// Everything that was looked at, in the order in which one thing needs the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    pub version: &'static str,
    pub checks: Vec<Check>,
}

impl Diagnosis {
    pub fn is_healthy(&self) -> bool {
        self.checks.iter().all(|check| check.verdict != Verdict::Failed)
    }

    /// A line per check, with its remedy below.
    pub fn to_text(&self, colours: bool) -> String {
        let width = self.checks.iter().map(|check| check.name.len()).max().unwrap_or(0);
        let mut text = format!("Ferrolab {}\n", self.version);
        for Check { name, verdict, found, remedy } in &self.checks {
            let (sign, colour) = match verdict {
                Verdict::Passed => ("✓", "32"),
                Verdict::Note => ("–", "33"),
                Verdict::Failed => ("✗", "31"),
            };
            let sign = if colours { format!("\x1b[{colour}m{sign}\x1b[0m") } else { sign.to_owned() };
            let indent = " ".repeat(width + 4);
            let found = found.replace('\n', &format!("\n{indent}"));
            text += &format!("{sign} {name:width$}  {found}\n");
            if let Some(remedy) = remedy {
                text += &format!("{indent}→ {remedy}\n");
            }
        }
        text
    }
}

/// Looks at this machine.
pub fn diagnose() -> Diagnosis {
    Diagnosis { version: crate::prelude_store::VERSION, checks: checks::all() }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn says_what_is_wrong_and_what_to_do() {
        let diagnosis = Diagnosis {
            version: "0.1.0",
            checks: vec![
                Check::passed("compiler", "rustc 1.95.0"),
                Check::failed("prelude", "not built yet\n(looked in /p)", "run `ferrolab install`"),
                Check::note("Jupyter", "not found", "`ferrolab lab` brings its own"),
            ],
        };
        expect![[r#"
            Ferrolab 0.1.0
            ✓ compiler  rustc 1.95.0
            ✗ prelude   not built yet
                        (looked in /p)
                        → run `ferrolab install`
            – Jupyter   not found
                        → `ferrolab lab` brings its own
        "#]]
        .assert_eq(&diagnosis.to_text(false));
        assert!(!diagnosis.is_healthy());
        assert!(diagnosis.to_text(true).contains("\x1b[31m✗\x1b[0m prelude"));
    }

    #[test]
    fn a_note_is_no_failure() {
        let checks = vec![Check::passed("a", "b"), Check::note("c", "d", "e")];
        assert!(Diagnosis { version: "0.1.0", checks }.is_healthy());
    }

    #[test]
    fn this_machine_is_looked_at_without_a_panic() {
        let names: Vec<_> = diagnose().checks.iter().map(|check| check.name).collect();
        for name in ["compiler", "cargo", "linker", "prelude", "temporary folder", "Jupyter", "kernel"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
    }
}
