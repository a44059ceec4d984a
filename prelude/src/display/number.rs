//! Floats with sensible digits.
//!
//! A column of floats shares its number of decimals, so that the points line up: about six
//! significant digits of its largest value, at least two and at most six decimals, less what is
//! zero in all of them. Very large and very small columns are written with an exponent, and so is a
//! value beside larger ones that would otherwise look like zero. [`set_float_precision`] overrides
//! the choice of decimals.
//!
//! [`set_float_precision`]: super::set_float_precision

use super::settings;

const DIGITS: i32 = 6;
const LARGEST_PLAIN: f64 = 1e15;
const SMALLEST_PLAIN: f64 = 1e-4;

/// How a run of floats is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FloatFormat {
    Decimals(usize),
    Exponent(usize),
}

impl FloatFormat {
    /// The format that suits all of `values`.
    pub(super) fn of(values: &[f64]) -> Self {
        let values = values.iter().copied();
        let largest = values
            .clone()
            .filter(|value| value.is_finite())
            .fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let is_extreme = largest >= LARGEST_PLAIN || (largest > 0.0 && largest < SMALLEST_PLAIN);
        if let Some(decimals) = settings::float_precision() {
            return if is_extreme { Self::Exponent(decimals) } else { Self::Decimals(decimals) };
        }
        if is_extreme {
            return Self::Exponent(fewest(6, |digits| {
                equal_in_all(
                    values.clone(),
                    |value| format!("{value:.digits$e}"),
                    |value| format!("{value:.6e}"),
                )
            }));
        }
        let exponent = if largest > 0.0 { largest.log10().floor() as i32 } else { 0 };
        let most = (DIGITS - 1 - exponent).clamp(2, 6) as usize;
        let fewest = fewest(most, |decimals| {
            equal_in_all(
                values.clone(),
                |value| format!("{value:.decimals$}"),
                |value| format!("{value:.most$}"),
            )
        });
        Self::Decimals(fewest.max(1))
    }

    pub(super) fn write(self, value: f64) -> String {
        match self {
            _ if value.is_nan() => "NaN".to_owned(),
            _ if value.is_infinite() => if value > 0.0 { "inf" } else { "-inf" }.to_owned(),
            // −0 and 0 are one number to a reader: the sum is 0 for both.
            Self::Decimals(decimals) => fixed(value + 0.0, decimals),
            Self::Exponent(digits) => format!("{value:.digits$e}"),
        }
    }
}

fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let looks_like_zero = value != 0.0 && text.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'));
    if looks_like_zero { format!("{value:.0e}") } else { text }
}

/// The smallest number up to `most` that is enough.
fn fewest(most: usize, enough: impl Fn(usize) -> bool) -> usize {
    (0..most).find(|digits| enough(*digits)).unwrap_or(most)
}

fn equal_in_all(
    mut values: impl Iterator<Item = f64>,
    short: impl Fn(f64) -> String,
    long: impl Fn(f64) -> String,
) -> bool {
    values.all(|value| !value.is_finite() || short(value).parse::<f64>() == long(value).parse::<f64>())
}

/// One float on its own: about six significant digits, no trailing zeros.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() {
        return FloatFormat::Decimals(0).write(value);
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e15).contains(&size) {
        let text = format!("{value:.5e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", trim_zeros(mantissa));
    }
    let exponent = if size > 0.0 { size.log10().floor() as i32 } else { 0 };
    let decimals = (5 - exponent).clamp(0, 9) as usize;
    trim_zeros(&format!("{:.decimals$}", value + 0.0)).to_owned()
}

fn trim_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}
