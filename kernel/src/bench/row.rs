//! One line of the result: what was measured, for whom, and what it was to reach.

use serde::Serialize;

use super::contender::Contender;
use super::statistics::Spread;

/// What a number counts, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Milliseconds,
    /// Of figures that are in milliseconds.
    Seconds,
    Megabytes,
    Ratio,
}

impl Unit {
    /// Three figures are as exact as such measurements are.
    pub fn format(self, value: f64) -> String {
        match self {
            Self::Milliseconds if value < 10.0 => format!("{value:.1} ms"),
            Self::Milliseconds if value < 10_000.0 => format!("{value:.0} ms"),
            Self::Milliseconds | Self::Seconds => format!("{:.1} s", value / 1e3),
            Self::Megabytes => format!("{value:.0} MB"),
            Self::Ratio => format!("{value:.2}"),
        }
    }
}

/// What Ferrolab is to reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    AtMost(f64),
    /// So many times faster than another kernel in the same run.
    Faster {
        times: f64,
        than: Contender,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Met,
    Missed,
    /// Something that it depends on was not measured.
    Unknown,
}

/// What came of one measurement.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Measured(Spread),
    Failed(String),
    /// This contender has no part in this row.
    NotMeasured,
    /// Not on this machine.
    Absent,
}

impl Outcome {
    pub fn median(&self) -> Option<f64> {
        match self {
            Self::Measured(spread) => Some(spread.median),
            _ => None,
        }
    }
}

/// A line of the table.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Rows of one group stand under one heading.
    pub group: &'static str,
    pub name: String,
    pub unit: Unit,
    pub targets: Vec<Target>,
    /// One per contender, in the order of [`Contender::ALL`].
    pub outcomes: Vec<(Contender, Outcome)>,
}

impl Row {
    pub fn outcome(&self, contender: Contender) -> &Outcome {
        let own = self.outcomes.iter().find(|(of, _)| *of == contender);
        own.map_or(&Outcome::NotMeasured, |(_, outcome)| outcome)
    }

    /// A failed measurement of our own kernel misses every target.
    pub fn verdict(&self, target: Target) -> Verdict {
        let own = match self.outcome(Contender::Ferrolab) {
            Outcome::Measured(spread) => spread.median,
            Outcome::Failed(_) => return Verdict::Missed,
            Outcome::NotMeasured | Outcome::Absent => return Verdict::Unknown,
        };
        let limit = match target {
            Target::AtMost(limit) => Some(limit),
            Target::Faster { times, than } => self.outcome(than).median().map(|other| other / times),
        };
        match limit {
            Some(limit) if own <= limit => Verdict::Met,
            Some(_) => Verdict::Missed,
            None => Verdict::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(own: Outcome, other: Outcome) -> Row {
        let outcomes = vec![(Contender::Ferrolab, own), (Contender::Evcxr, other)];
        Row { group: "g", name: "n".into(), unit: Unit::Milliseconds, targets: Vec::new(), outcomes }
    }

    fn measured(median: f64) -> Outcome {
        Outcome::Measured(Spread::exact(median))
    }

    #[test]
    fn a_limit_may_be_reached_but_not_passed() {
        let row = row(measured(160.0), Outcome::Absent);
        assert_eq!(row.verdict(Target::AtMost(160.0)), Verdict::Met);
        assert_eq!(row.verdict(Target::AtMost(159.0)), Verdict::Missed);
    }

    #[test]
    fn faster_than_another_needs_the_other() {
        let twice = Target::Faster { times: 2.0, than: Contender::Evcxr };
        assert_eq!(row(measured(100.0), measured(200.0)).verdict(twice), Verdict::Met);
        assert_eq!(row(measured(101.0), measured(200.0)).verdict(twice), Verdict::Missed);
        assert_eq!(row(measured(100.0), Outcome::Absent).verdict(twice), Verdict::Unknown);
        assert_eq!(row(measured(100.0), Outcome::Failed("died".into())).verdict(twice), Verdict::Unknown);
    }

    #[test]
    fn a_kernel_that_fails_meets_nothing() {
        let row = row(Outcome::Failed("no prelude".into()), Outcome::Absent);
        assert_eq!(row.verdict(Target::AtMost(1e9)), Verdict::Missed);
        assert_eq!(row.verdict(Target::Faster { times: 1.0, than: Contender::Evcxr }), Verdict::Missed);
    }

    #[test]
    fn numbers_have_the_digits_that_they_deserve() {
        let milliseconds = |value| Unit::Milliseconds.format(value);
        assert_eq!(milliseconds(0.71), "0.7 ms");
        assert_eq!(milliseconds(133.6), "134 ms");
        assert_eq!(milliseconds(15_700.0), "15.7 s");
        assert_eq!(Unit::Megabytes.format(180.4), "180 MB");
        assert_eq!(Unit::Ratio.format(1.279), "1.28");
    }
}
