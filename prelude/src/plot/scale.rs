//! From values to pixels, and the round numbers at which an axis is marked.

/// A linear axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
}

impl Scale {
    pub(super) fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// The smallest and the largest finite value.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// The extent with room at both ends; a single value gets an interval around it.
pub(super) fn padded((low, high): (f64, f64), share: f64) -> (f64, f64) {
    let span = high - low;
    // A span that is lost in the values' own rounding cannot be divided into ticks.
    let size = low.abs().max(high.abs());
    if span <= size * 1e-12 {
        let room = if size == 0.0 { 0.5 } else { size * 0.05 };
        return (low - room, high + room);
    }
    (low - span * share, high + span * share)
}

/// Round numbers within the axis, about `wanted` of them, and how they are written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    pub places: Vec<f64>,
    pub texts: Vec<String>,
}

impl Ticks {
    pub(super) fn of(low: f64, high: f64, wanted: usize) -> Self {
        Self::with_step(low, high, nice_step((high - low) / wanted.max(1) as f64))
    }

    /// For counts: whole numbers only.
    pub(super) fn of_counts(low: f64, high: f64, wanted: usize) -> Self {
        let step = nice_step((high - low) / wanted.max(1) as f64).max(1.0);
        Self::with_step(low, high, if step == 2.5 { 2.0 } else { step })
    }

    fn with_step(low: f64, high: f64, step: f64) -> Self {
        let first = (low / step).ceil();
        let count = ((high / step).floor() - first).clamp(0.0, 50.0) as usize;
        // Multiples, not sums: no rounding error piles up. `+ 0.0` makes -0 into 0.
        let places: Vec<f64> = (0..=count).map(|i| (first + i as f64) * step + 0.0).collect();
        let texts = write(&places, step);
        Self { places, texts }
    }
}

/// The nearest of 1, 2, 2.5, 5 and 10 times a power of ten, in proportion.
fn nice_step(rough: f64) -> f64 {
    if !(rough.is_finite() && rough > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(rough.log10().floor());
    let distance = |nice: &f64| (nice * power / rough).ln().abs();
    let nice = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nice.unwrap_or(1.0) * power
}

fn write(places: &[f64], step: f64) -> Vec<String> {
    let size = places.iter().fold(0.0_f64, |size, place| size.max(place.abs()));
    if size >= 1e7 || (size > 0.0 && size < 1e-4) {
        return places.iter().map(|place| exponent(*place, step)).collect();
    }
    let decimals = (0..=10).find(|decimals| is_whole(step * 10_f64.powi(*decimals))).unwrap_or(10) as usize;
    places.iter().map(|place| grouped(&format!("{place:.decimals$}"))).collect()
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1e-3)
}

fn exponent(place: f64, step: f64) -> String {
    if place == 0.0 {
        return "0".to_owned();
    }
    let digits = (place.abs().log10().floor() - step.log10().floor() + 1.0).clamp(0.0, 8.0) as usize;
    let text = format!("{place:.digits$e}");
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa =
        if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    format!("{mantissa}e{power}").replace('-', "−")
}

/// Thousands apart from 10,000 on; a real minus sign.
fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if whole.len() > 4 && index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64, wanted: usize) -> Vec<String> {
        Ticks::of(low, high, wanted).texts
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(texts(0.0, 10.0, 5), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(texts(-0.1, 0.33, 4), ["−0.1", "0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(texts(4.3, 7.9, 4), ["5", "6", "7"]);
        assert_eq!(texts(0.0, 50_000.0, 5), ["0", "10,000", "20,000", "30,000", "40,000", "50,000"]);
        assert_eq!(texts(0.0, 1.0, 4), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
    }

    #[test]
    fn extremes_are_written_short() {
        assert_eq!(texts(0.0, 2e9, 4), ["0", "5e8", "1e9", "1.5e9", "2e9"]);
        assert_eq!(texts(0.0, 3e-6, 3), ["0", "1e−6", "2e−6", "3e−6"]);
    }

    #[test]
    fn every_extent_can_be_divided() {
        for (low, high) in [(1.0, 1.0), (0.0, 0.0), (1e300, -1e300), (1e15, 1e15 + 1.0), (5e-324, 1e-323)] {
            let (low, high) = padded((f64::min(low, high), f64::max(low, high)), 0.05);
            let ticks = Ticks::of(low, high, 5);
            assert!(ticks.places.len() <= 51 && low < high, "{low} {high}");
            assert!(ticks.places.iter().all(|place| place.is_finite()), "{ticks:?}");
        }
    }
}
