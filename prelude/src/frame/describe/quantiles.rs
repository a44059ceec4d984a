//! Quantiles in rising order by repeated selection: what lies below one need not be looked at for the
//! next.

use polars::prelude::Series;

use crate::error::Result;

pub(super) struct Quantiles {
    values: Vec<f64>,
    /// Values before this place are where a sort would put them, or below such.
    done: usize,
}

impl Quantiles {
    /// Of the values of a column of `f64` that are not null; NaN is larger than any number.
    pub(super) fn of(floats: &Series) -> Result<Self> {
        let values =
            floats.f64()?.iter().flatten().map(|value| if value.is_nan() { f64::NAN } else { value });
        Ok(Self { values: values.collect(), done: 0 })
    }

    /// The quantile by linear interpolation, not smaller than the one asked for before.
    pub(super) fn next(&mut self, q: f64) -> Option<f64> {
        let last = self.values.len().checked_sub(1)?;
        let place = q * last as f64;
        let (below, above) = (self.select(place.floor() as usize), self.select(place.ceil() as usize));
        // Equal infinities have no difference.
        Some(if below == above { below } else { below + (above - below) * place.fract() })
    }

    fn select(&mut self, place: usize) -> f64 {
        if place >= self.done {
            self.values[self.done..].select_nth_unstable_by(place - self.done, f64::total_cmp);
            self.done = place + 1;
        }
        self.values[place]
    }
}
