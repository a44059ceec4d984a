//! What `:opt` and `:timing` set.

use super::super::compiler::Level;
use super::super::generate::Request;
use super::{failure, shown};
use crate::evaluator::{Evaluation, EvaluationError};

#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Chosen per cell when not set.
    level: Option<Level>,
    pub timing: bool,
}

impl Settings {
    /// Cells that only call the prelude's compiled code gain nothing from optimisation and would pay
    /// for it in compile time; loops of their own run twenty times faster with it.
    pub fn level(&self, request: &Request<'_>) -> Level {
        self.level.unwrap_or(if request.computes() { Level::O1 } else { Level::O0 })
    }

    pub fn set_opt(&mut self, argument: &str) -> Result<Evaluation, EvaluationError> {
        self.level = match argument {
            "" => return Ok(shown(format!("optimisation: {}", self.describe()))),
            "auto" => None,
            digit => Some(Level::ALL.into_iter().find(|level| level.flag() == digit).ok_or_else(|| {
                failure::command(format!("`:opt` wants 0, 1, 2, 3 or auto, not `{argument}`"))
            })?),
        };
        Ok(shown(format!("optimisation: {}", self.describe())))
    }

    /// Without an argument the other way round.
    pub fn set_timing(&mut self, argument: &str) -> Result<Evaluation, EvaluationError> {
        self.timing = match argument {
            "" => !self.timing,
            "on" => true,
            "off" => false,
            other => return Err(failure::command(format!("`:timing` wants on or off, not `{other}`"))),
        };
        Ok(shown(if self.timing { "timing: on" } else { "timing: off" }))
    }

    fn describe(&self) -> String {
        self.level
            .map_or("auto (1 for cells with loops of their own, else 0)".into(), |level| level.flag().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_set_and_nonsense_is_refused() {
        let mut settings = Settings::default();
        assert!(settings.set_opt("2").is_ok());
        assert_eq!(settings.level, Some(Level::O2));
        assert!(settings.set_opt("fast").unwrap_err().evalue.contains("0, 1, 2, 3 or auto"));
        assert_eq!(settings.level, Some(Level::O2));
        settings.set_opt("auto").unwrap();
        assert_eq!(settings.level, None);
        for (argument, timing) in [("on", true), ("on", true), ("", false), ("", true), ("off", false)] {
            settings.set_timing(argument).unwrap();
            assert_eq!(settings.timing, timing, "{argument}");
        }
        assert!(settings.set_timing("often").unwrap_err().evalue.contains("on or off"));
    }
}
