//! From values to pixels.

use crate::picture::Scale;

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// (x, y)
    #[must_use]
    pub fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }
}

/// An axis between two pixels. A reversed axis has its ends exchanged; that of y grows upwards, so its
/// `from` is the bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisScale {
    /// Of the scale, not reversed: `low < high`. On a log axis both are above zero.
    pub low: f64,
    pub high: f64,
    /// The pixel of `low`.
    pub from: f64,
    /// The pixel of `high`.
    pub to: f64,
    pub log: bool,
}

impl AxisScale {
    /// The axis of `scale` from `low` to `high`.
    #[must_use]
    pub fn new(scale: &Scale, (low, high): (f64, f64), (from, to): (f64, f64), reversed: bool) -> Self {
        let (from, to) = if reversed { (to, from) } else { (from, to) };
        Self { low, high, from, to, log: *scale == Scale::Log }
    }

    /// The pixel of a value; not finite where the value has no place (not finite, or ≤ 0 on a log axis).
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        self.from + self.share(value) * (self.to - self.from)
    }

    /// The pixel of a value, which an infinite value has at the axis' end.
    #[must_use]
    pub fn place_or_end(&self, value: f64) -> f64 {
        match value {
            f64::INFINITY => self.to,
            f64::NEG_INFINITY => self.from,
            value => self.place(value),
        }
    }

    /// 0 at the low end, 1 at the high one.
    fn share(&self, value: f64) -> f64 {
        if !value.is_finite() || (self.log && value <= 0.0) {
            return f64::NAN;
        }
        if self.log {
            let (low, high) = (self.low.log10(), self.high.log10());
            return (value.log10() - low) / (high - low);
        }
        // Halves: the difference of two finite numbers may be infinite.
        (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
    }

    /// The value at a pixel.
    #[must_use]
    pub fn value(&self, pixel: f64) -> f64 {
        let share = (pixel - self.from) / (self.to - self.from);
        if self.log {
            let (low, high) = (self.low.log10(), self.high.log10());
            return 10_f64.powf(low + share * (high - low));
        }
        self.low * (1.0 - share) + self.high * share
    }
}
