//! The recursion of level, trend and seasons.

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::Effect;

/// Which states there are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::time_series) struct Shape {
    pub trend: Option<Effect>,
    pub damped: bool,
    pub seasonal: Option<Effect>,
    /// 0 without seasons.
    pub period: usize,
}

impl Shape {
    pub fn is_additive(&self) -> bool {
        ![self.trend, self.seasonal].contains(&Some(Effect::Multiplicative))
    }

    pub fn n_smoothing(&self) -> usize {
        1 + usize::from(self.trend.is_some())
            + usize::from(self.seasonal.is_some())
            + usize::from(self.damped)
    }

    pub fn n_states(&self) -> usize {
        1 + usize::from(self.trend.is_some()) + self.period
    }
}

/// How fast the states follow; 0 (φ: 1) for those that there are not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::time_series) struct Smoothing {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    pub phi: f64,
}

/// Level, trend and the seasons in the order in which they come next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::time_series) struct State {
    pub level: f64,
    pub trend: f64,
    pub seasons: Vec<f64>,
}

impl State {
    /// The level and the trend a step ahead.
    fn base(&self, shape: Shape, phi: f64) -> (f64, f64) {
        match shape.trend {
            None => (self.level, 0.0),
            Some(Effect::Additive) => (self.level + phi * self.trend, phi * self.trend),
            Some(Effect::Multiplicative) => {
                let growth = if phi == 1.0 { self.trend } else { self.trend.powf(phi) };
                (self.level * growth, growth)
            }
        }
    }

    /// The forecast of the next value, whose season is at `place`.
    pub fn expect(&self, shape: Shape, phi: f64, place: usize) -> f64 {
        let (base, _) = self.base(shape, phi);
        match shape.seasonal {
            None => base,
            Some(Effect::Additive) => base + self.seasons[place],
            Some(Effect::Multiplicative) => base * self.seasons[place],
        }
    }

    /// Follows the value `y`, whose season is at `place`.
    pub fn follow(&mut self, shape: Shape, smoothing: &Smoothing, place: usize, y: f64) {
        let Smoothing { alpha, beta, gamma, phi } = *smoothing;
        let (base, trend) = self.base(shape, phi);
        let unseasoned = match shape.seasonal {
            None => y,
            Some(Effect::Additive) => y - self.seasons[place],
            Some(Effect::Multiplicative) => y / self.seasons[place],
        };
        let level = alpha * unseasoned + (1.0 - alpha) * base;
        match shape.trend {
            None => {}
            Some(Effect::Additive) => self.trend = beta * (level - self.level) + (1.0 - beta) * trend,
            Some(Effect::Multiplicative) => self.trend = beta * (level / self.level) + (1.0 - beta) * trend,
        }
        match shape.seasonal {
            None => {}
            Some(Effect::Additive) => {
                self.seasons[place] = gamma * (y - base) + (1.0 - gamma) * self.seasons[place];
            }
            Some(Effect::Multiplicative) => {
                self.seasons[place] = gamma * (y / base) + (1.0 - gamma) * self.seasons[place];
            }
        }
        self.level = level;
    }
}

/// The one-step forecasts of `y`, and the state after it (its next season first).
pub(super) fn run(shape: Shape, smoothing: &Smoothing, start: &State, y: &[f64]) -> (Vec<f64>, State) {
    let mut state = start.clone();
    let mut place = 0;
    let mut fitted = Vec::with_capacity(y.len());
    for value in y {
        fitted.push(state.expect(shape, smoothing.phi, place));
        state.follow(shape, smoothing, place, *value);
        place += 1;
        if place >= shape.period {
            place = 0;
        }
    }
    state.seasons.rotate_left(place);
    (fitted, state)
}

/// The forecasts of the next `horizon` values.
pub(super) fn ahead(shape: Shape, smoothing: &Smoothing, last: &State, horizon: usize) -> Array1<f64> {
    let mut state = last.clone();
    (0..horizon)
        .map(|step| {
            let (level, trend) = state.base(shape, smoothing.phi);
            (state.level, state.trend) = (level, trend);
            let season = if shape.period == 0 { 0 } else { step % shape.period };
            match shape.seasonal {
                None => level,
                Some(Effect::Additive) => level + state.seasons[season],
                Some(Effect::Multiplicative) => level * state.seasons[season],
            }
        })
        .collect()
}
