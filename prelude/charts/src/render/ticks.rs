//! The places at which an axis is marked, and what is written there.

pub mod date;
pub mod log;
pub mod number;

use crate::picture::{Axis, Scale};

/// One mark of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub at: f64,
    pub text: String,
    /// A second line, where something greater begins: the year of a month.
    pub below: Option<String>,
}

/// An axis' marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticks {
    pub major: Vec<Tick>,
    /// Not labelled.
    pub minor: Vec<f64>,
    /// Holds for all labels and belongs into the axis' label: what must be added to each.
    pub context: Option<String>,
}

impl Tick {
    fn new(at: f64, text: String) -> Self {
        Self { at, text, below: None }
    }
}

/// About `wanted` marks of an axis with these ends; categories and given ticks have all of theirs.
#[must_use]
pub fn of(axis: &Axis, (low, high): (f64, f64), wanted: usize) -> Ticks {
    let span = high / 2.0 - low / 2.0;
    let within = |at: f64| at.is_finite() && at >= low - span * 1e-6 && at <= high + span * 1e-6;
    if let Some(given) = &axis.ticks {
        let major = given.iter().filter(|(at, _)| within(*at));
        let major = major.map(|(at, text)| Tick::new(*at, text.clone())).collect();
        return Ticks { major, ..Ticks::default() };
    }
    match &axis.scale {
        Scale::Linear => number::ticks((low, high), wanted, &axis.format, axis.counts),
        Scale::Log => log::ticks((low, high), wanted, &axis.format),
        Scale::Date => date::ticks((low, high), wanted),
        Scale::Categories(names) => {
            let major = names.iter().enumerate().filter(|(index, _)| within(*index as f64));
            let major = major.map(|(index, name)| Tick::new(index as f64, name.clone())).collect();
            Ticks { major, ..Ticks::default() }
        }
    }
}
