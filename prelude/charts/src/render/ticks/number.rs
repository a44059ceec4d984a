//! Round numbers, and how numbers are written.

use super::{Tick, Ticks};
use crate::picture::NumberFormat;

/// From here on numbers are written with a word (20M), and from [`POWERS`] on with a power of ten.
const WORDS: f64 = 1e7;
const POWERS: f64 = 1e15;
const SMALL: f64 = 1e-4;

/// About `wanted` round numbers from `low` to `high`.
#[must_use]
pub fn ticks((low, high): (f64, f64), wanted: usize, format: &NumberFormat, counts: bool) -> Ticks {
    let least = match (format, counts) {
        (_, true) => 1.0,
        (NumberFormat::Decimals(decimals), _) => 10_f64.powi(-(*decimals).min(300).cast_signed() as i32),
        _ => 0.0,
    };
    // Halves: the difference of two finite numbers may be infinite.
    let rough = (high / 2.0 - low / 2.0) * (2.0 / wanted.max(2) as f64);
    let mut step = nice_step(rough).max(least);
    if counts && step < 10.0 {
        step = step.round_ties_even();
    }
    let mut places = multiples((low, high), step);
    // One mark alone does not tell the scale.
    while places.len() < 2 && step > least && step > rough / 4.0 {
        step = nice_step(step / 2.0).max(least);
        places = multiples((low, high), step);
    }
    let (texts, context) = write(&places, step, format);
    let major = places.into_iter().zip(texts).map(|(at, text)| Tick::new(at, text)).collect();
    Ticks { major, minor: Vec::new(), context }
}

fn multiples((low, high): (f64, f64), step: f64) -> Vec<f64> {
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    if !(step > 0.0 && step.is_finite() && first.is_finite() && last.is_finite()) {
        return vec![low, high];
    }
    let count = (last - first).clamp(-1.0, 50.0) as i32;
    // Multiples, not sums: no rounding error piles up. `+ 0.0` makes -0 into 0.
    (0..=count).map(|index| (first + f64::from(index)) * step + 0.0).collect()
}

/// The nearest of 1, 2, 2.5, 5 and 10 times a power of ten, in proportion.
#[must_use]
pub fn nice_step(rough: f64) -> f64 {
    if !(rough.is_finite() && rough > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(rough.log10().floor());
    let distance = |nice: &f64| (nice * power / rough).ln().abs();
    // 2.5 alone would need a decimal that 2 does not.
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().filter(|nice| *nice != 2.5 || power != 1.0);
    let nice = steps.min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nice.unwrap_or(1.0) * power
}

/// Numbers that are multiples of `step`, written alike; and what must be added to each.
fn write(places: &[f64], step: f64, format: &NumberFormat) -> (Vec<String>, Option<String>) {
    let size = places.iter().fold(0.0_f64, |size, place| size.max(place.abs()));
    // Neighbours of one size have one unit and one power of ten: 999M, 1000M, 1001M.
    let least = places.iter().fold(f64::INFINITY, |least, place| least.min(place.abs()));
    let unit = (least > size * 0.5).then_some(least);
    // More digits than this are not read, but what each number is above the first is.
    let most = if size >= WORDS { 1e4 } else { 1e8 };
    let each = |write: &dyn Fn(f64) -> String| places.iter().map(|place| write(*place)).collect();
    let texts = match format {
        NumberFormat::Percent => each(&|place| format!("{}%", fixed(place * 100.0, decimals(step * 100.0)))),
        NumberFormat::Decimals(decimals) => each(&|place| fixed(place, *decimals)),
        NumberFormat::Compact => each(&|place| compact(place, step, unit)),
        NumberFormat::Auto if size / step > most => return from_base(places, step),
        NumberFormat::Auto if size >= POWERS || (size > 0.0 && size < SMALL) => {
            each(&|place| power(place, step, unit))
        }
        NumberFormat::Auto if size >= WORDS => each(&|place| compact(place, step, unit)),
        NumberFormat::Auto => each(&|place| fixed(place, decimals(step))),
    };
    (texts, None)
}

/// Large numbers that differ little: what each is above the first.
fn from_base(places: &[f64], step: f64) -> (Vec<String>, Option<String>) {
    let base = places.first().copied().unwrap_or(0.0);
    let above: Vec<f64> = places.iter().map(|place| ((place - base) / step).round() * step).collect();
    let (texts, _) = write(&above, step, &NumberFormat::Auto);
    let texts = texts.into_iter().map(|text| if text == "0" { text } else { format!("+{text}") });
    (texts.collect(), Some(format!("+ {}", plain(base))))
}

/// How many decimals a step needs.
fn decimals(step: f64) -> usize {
    (0..=10).find(|decimals| is_whole(step * 10_f64.powi(*decimals))).unwrap_or(10) as usize
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1e-3)
}

/// Thousands apart from 10,000 on; a real minus sign.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (negative, digits) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    // What rounds to zero has no sign.
    if negative && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        grouped.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if whole.len() > 4 && index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// 500, 1.5k, 20M; `step` says how exactly, `like` is a number whose unit it has.
pub(super) fn compact(value: f64, step: f64, like: Option<f64>) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];
    let size = value.abs();
    if size >= POWERS {
        return power(value, step, like);
    }
    let size = like.unwrap_or(size);
    let (unit, name) = UNITS.into_iter().find(|(unit, _)| size >= *unit * 0.999_999).unwrap_or((1.0, ""));
    let text = fixed(value / unit, decimals(step / unit).min(6));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}{name}")
}

/// 2×10⁻⁶; `step` says how exactly, `like` is a number whose power of ten it has.
fn power(value: f64, step: f64, like: Option<f64>) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if let Some(like) = like {
        let exponent = like.abs().log10().floor();
        let unit = 10_f64.powf(exponent);
        let text = fixed(value / unit, decimals(step / unit));
        return format!("{text}×{}", power_of_ten(exponent as i32));
    }
    let digits = (value.abs().log10().floor() - step.log10().floor() + 1.0).clamp(0.0, 8.0) as usize;
    let text = format!("{value:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa =
        if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    let ten = power_of_ten(exponent.parse().unwrap_or(0));
    match mantissa {
        "1" => ten,
        "-1" => format!("−{ten}"),
        mantissa => format!("{}×{ten}", mantissa.replace('-', "−")),
    }
}

/// 10⁻⁶
#[must_use]
pub fn power_of_ten(exponent: i32) -> String {
    let digits = exponent.to_string();
    let raised = digits.chars().map(|digit| match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => char::from_u32(other as u32 - u32::from('0') + 0x2070).unwrap_or(other),
    });
    format!("10{}", raised.collect::<String>())
}

/// A number by itself, as exactly as it is.
#[must_use]
pub fn plain(value: f64) -> String {
    let size = value.abs();
    if size >= POWERS || (size > 0.0 && size < SMALL) {
        return power(value, size * 1e-6, None);
    }
    let text = fixed(value, decimals(value).min(6));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64, wanted: usize) -> Vec<String> {
        let ticks = ticks((low, high), wanted, &NumberFormat::Auto, false);
        ticks.major.into_iter().map(|tick| tick.text).collect()
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
        assert_eq!(texts(0.0, 2e9, 4), ["0", "500M", "1B", "1.5B", "2B"]);
        assert_eq!(texts(0.0, 3e-6, 3), ["0", "10⁻⁶", "2×10⁻⁶", "3×10⁻⁶"]);
        assert_eq!(texts(0.0, 3e18, 3), ["0", "10¹⁸", "2×10¹⁸", "3×10¹⁸"]);
        let near = ticks((1e11, 1e11 + 4.0), 4, &NumberFormat::Auto, false);
        assert_eq!(near.context.as_deref(), Some("+ 100,000,000,000"));
        assert_eq!(near.major[1].text, "+1");
    }

    #[test]
    fn neighbours_of_one_size_have_one_unit() {
        assert_eq!(texts(9e8, 1.3e9, 4), ["900M", "1000M", "1100M", "1200M", "1300M"]);
        assert_eq!(texts(9e15, 1.3e16, 4), ["9×10¹⁵", "10×10¹⁵", "11×10¹⁵", "12×10¹⁵", "13×10¹⁵"]);
        let near = ticks((1e15, 1e15 + 1000.0), 4, &NumberFormat::Auto, false);
        assert_eq!(near.context.as_deref(), Some("+ 10¹⁵"));
        assert_eq!(near.major[1].text, "+250");
        // Ordinary numbers are written out, however little they differ.
        assert_eq!(texts(100_000.0, 100_004.0, 4), ["100,000", "100,001", "100,002", "100,003", "100,004"]);
    }

    #[test]
    fn formats() {
        let texts = |low, high, format, counts| {
            let ticks = ticks((low, high), 4, &format, counts);
            ticks.major.into_iter().map(|tick| tick.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(0.0, 1.0, NumberFormat::Percent, false), ["0%", "25%", "50%", "75%", "100%"]);
        assert_eq!(texts(0.0, 2.0, NumberFormat::Auto, true), ["0", "1", "2"]);
        assert_eq!(texts(0.0, 0.4, NumberFormat::Decimals(1), false), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(texts(0.0, 2000.0, NumberFormat::Compact, false), ["0", "500", "1k", "1.5k", "2k"]);
    }

    #[test]
    fn every_extent_can_be_divided() {
        for (low, high) in
            [(-1e308, 1.7e308), (0.0, 5e-324), (1e15, 1e15 + 1.0), (-3.0, -3.0), (0.3, 0.300_000_1)]
        {
            for wanted in 0..12 {
                let ticks = ticks((low, high), wanted, &NumberFormat::Auto, false);
                assert!(ticks.major.len() <= 51, "{low} {high}");
                assert!(ticks.major.iter().all(|tick| tick.at.is_finite()), "{ticks:?}");
            }
        }
    }
}
