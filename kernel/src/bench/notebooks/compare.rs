//! A notebook beside its twin, and all of them together.

use serde::Serialize;

use crate::bench::row::Outcome;
use crate::bench::statistics::Spread;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    pub name: String,
    pub ferrolab: Side,
    /// Run once more, with all its cells compiled before.
    pub again: Side,
    pub python: Side,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// In milliseconds.
    pub time: Outcome,
    /// In MB.
    pub peak: Outcome,
    /// Of user code.
    pub lines: usize,
}

impl Side {
    /// Milliseconds of each run, and the most megabytes of a run of its own.
    pub fn of(times: &Result<Vec<f64>, String>, peak: Result<f64, String>, lines: usize) -> Self {
        let time = match times {
            Err(why) => Outcome::Failed(why.clone()),
            Ok(times) => Spread::of(times).map_or(Outcome::NotMeasured, Outcome::Measured),
        };
        let peak = peak.map_or_else(Outcome::Failed, |peak| {
            Spread::of(&[peak]).map_or(Outcome::NotMeasured, Outcome::Measured)
        });
        Self { time, peak, lines }
    }
}

impl Comparison {
    /// How many times as long Python takes.
    pub fn speed(&self) -> Option<f64> {
        Some(self.python.time.median()? / self.ferrolab.time.median()?)
    }

    /// The same of a run without compiling.
    pub fn speed_again(&self) -> Option<f64> {
        Some(self.python.time.median()? / self.again.time.median()?)
    }

    /// How many times as much memory Python takes.
    pub fn thrift(&self) -> Option<f64> {
        Some(self.python.peak.median()? / self.ferrolab.peak.median()?)
    }

    /// How many lines a person writes for each of Python's.
    pub fn length(&self) -> Option<f64> {
        (self.python.lines > 0).then(|| self.ferrolab.lines as f64 / self.python.lines as f64)
    }
}

/// The mean of ratios, in which twice and half as much cancel out. None if one of them is missing.
pub fn geometric_mean(ratios: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let logarithms = ratios.map(|ratio| ratio.map(f64::ln)).collect::<Option<Vec<f64>>>()?;
    (!logarithms.is_empty()).then(|| (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(milliseconds: f64, peak: f64, lines: usize) -> Side {
        Side::of(&Ok(vec![milliseconds]), Ok(peak), lines)
    }

    #[test]
    fn ratios_are_larger_where_ferrolab_is_better_but_for_length() {
        let name = "a".to_owned();
        let python = side(5.0, 150.0, 10);
        let both = Comparison { name, ferrolab: side(2.0, 100.0, 9), again: side(0.5, 90.0, 9), python };
        assert_eq!(both.speed_again(), Some(10.0));
        assert_eq!((both.speed(), both.thrift(), both.length()), (Some(2.5), Some(1.5), Some(0.9)));
        let failed = Side::of(&Err("no numpy".into()), Err("no numpy".into()), 0);
        assert_eq!(failed.time, Outcome::Failed("no numpy".into()));
        let one = Comparison { python: failed, ..both };
        assert_eq!((one.speed(), one.thrift(), one.length()), (None, None, None));
    }

    #[test]
    fn the_median_of_several_runs_counts() {
        let side = Side::of(&Ok(vec![9.0, 1.0, 2.0]), Ok(1.0), 0);
        assert_eq!(side.time.median(), Some(2.0));
    }

    #[test]
    fn twice_and_half_cancel_out() {
        assert_eq!(geometric_mean([Some(2.0), Some(0.5)].into_iter()), Some(1.0));
        assert_eq!(geometric_mean([Some(2.0), None].into_iter()), None);
        assert_eq!(geometric_mean(std::iter::empty()), None);
    }
}
