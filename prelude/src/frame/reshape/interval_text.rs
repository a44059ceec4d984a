//! Intervals as pandas writes them: `(0.994, 3.0]`.

use super::bins::Side;

/// One text per interval. `precision` grows until the edges differ; with `shown_first` the first
/// edge is shown a little lower, since the first interval takes its left edge in.
pub(super) fn interval_labels(
    edges: &[f64],
    closed: Side,
    precision: usize,
    shown_first: bool,
) -> Vec<String> {
    let precision = enough_precision(edges, precision);
    let mut shown: Vec<f64> = edges.iter().map(|edge| rounded(*edge, precision)).collect();
    if shown_first {
        shown[0] -= 10_f64.powi(-(precision as i32));
    }
    let text: Vec<String> = shown.iter().map(|edge| python_float(*edge)).collect();
    let (open, close) = match closed {
        Side::Right => ('(', ']'),
        Side::Left => ('[', ')'),
    };
    text.windows(2).map(|pair| format!("{open}{}, {}{close}", pair[0], pair[1])).collect()
}

/// The first number of decimals from `base` up to 19 that keeps the edges apart.
fn enough_precision(edges: &[f64], base: usize) -> usize {
    let apart = |precision: &usize| {
        let mut shown: Vec<f64> = edges.iter().map(|edge| rounded(*edge, *precision)).collect();
        shown.dedup();
        shown.len() == edges.len()
    };
    (base..20).find(apart).unwrap_or(base)
}

/// Numbers below 1 keep `precision` digits that say something; others so many decimals.
fn rounded(value: f64, precision: usize) -> f64 {
    if !value.is_finite() || value == 0.0 {
        return value;
    }
    let mut digits = precision as i32;
    if value.trunc() == 0.0 {
        digits += -(value.fract().abs().log10().floor() as i32) - 1;
    }
    let factor = 10_f64.powi(digits);
    let scaled = (value * factor).round_ties_even() / factor;
    if scaled.is_finite() { scaled } else { value }
}

/// A float as Python prints it: the fewest digits that give the number back, with an exponent below
/// 1e-4 and from 1e16.
pub(super) fn python_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let size = value.abs();
    if size == 0.0 || (1e-4..1e16).contains(&size) {
        return format!("{value:?}");
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |number| ('-', number));
    format!("{digits}e{sign}{exponent:0>2}")
}
