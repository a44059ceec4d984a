//! Powers of ten; within few of them also 2 and 5 times a power.

use super::number::{fixed, power_of_ten};
use super::{Tick, Ticks, number};
use crate::picture::NumberFormat;

/// About `wanted` marks from `low` to `high`, both above zero.
#[must_use]
pub fn ticks((low, high): (f64, f64), wanted: usize, format: &NumberFormat) -> Ticks {
    let (first, last) = (low.log10(), high.log10());
    let decades = last - first;
    if !decades.is_finite() {
        return Ticks::default();
    }
    let wanted = wanted.max(2) as f64;
    let within = |at: &f64| *at >= low * (1.0 - 1e-9) && *at <= high * (1.0 + 1e-9);
    let powers = || first.floor() as i32..=last.ceil() as i32;
    let times = |factors: &[f64]| -> Vec<f64> {
        let all = powers().flat_map(|power| factors.iter().map(move |factor| factor * 10_f64.powi(power)));
        all.filter(within).collect()
    };
    let ones = times(&[1.0]);
    let fine = times(&[1.0, 2.0, 5.0]);
    if fine.len() < 3 {
        // Less than a decade: round numbers, unevenly apart.
        return number::ticks((low, high), wanted as usize, format, false);
    }
    let nines: Vec<f64> = times(&[2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
    let places = if ones.len() < 3 && fine.len() as f64 <= wanted * 1.5 { fine } else { ones };
    // Every second, third … power where all are too many.
    let least = (decades / wanted).ceil() as i32;
    let apart = [1, 2, 3, 5, 10, 15, 20, 50].into_iter().find(|apart| *apart >= least).unwrap_or(100);
    let kept = |at: &f64| apart == 1 || (at.log10().round() as i32).rem_euclid(apart) == 0;
    let places: Vec<f64> = places.into_iter().filter(kept).collect();
    let minor = match apart {
        1 if decades <= 12.0 => nines.into_iter().filter(|at| !places.contains(at)).collect(),
        _ => times(&[1.0]).into_iter().filter(|at| !places.contains(at)).collect(),
    };
    let plain = low >= 0.9e-4 && high <= 1.1e6;
    let write = |at: f64| match format {
        NumberFormat::Percent => format!("{}%", short(at * 100.0)),
        NumberFormat::Compact => number::compact(at, at, None),
        NumberFormat::Decimals(decimals) => fixed(at, *decimals),
        NumberFormat::Auto if plain => short(at),
        NumberFormat::Auto => raised(at),
    };
    let major = places.into_iter().map(|at| Tick::new(at, write(at))).collect();
    Ticks { major, minor, context: None }
}

fn short(at: f64) -> String {
    fixed(at, (-at.log10().floor()).clamp(0.0, 10.0) as usize)
}

fn raised(at: f64) -> String {
    let exponent = (at.log10() + 1e-9).floor();
    let factor = (at / 10_f64.powf(exponent)).round();
    let ten = power_of_ten(exponent as i32);
    if factor == 1.0 { ten } else { format!("{factor}×{ten}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64, wanted: usize) -> Vec<String> {
        ticks((low, high), wanted, &NumberFormat::Auto).major.into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn powers_of_ten() {
        assert_eq!(texts(0.7, 2000.0, 6), ["1", "10", "100", "1000"]);
        assert_eq!(texts(0.9, 60.0, 8), ["1", "2", "5", "10", "20", "50"]);
        assert_eq!(texts(1e-3, 0.1, 3), ["0.001", "0.01", "0.1"]);
        assert_eq!(texts(2.0, 6.0, 5), ["2", "3", "4", "5", "6"]);
        assert_eq!(texts(1e-9, 1e9, 6), ["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶", "10⁹"]);
        let ticks = ticks((1.0, 1000.0), 5, &NumberFormat::Auto);
        assert_eq!(ticks.minor.len(), 24);
    }

    #[test]
    fn every_extent_can_be_divided() {
        for (low, high) in [(1e-307, 1e308), (1.0, 1.0 + 1e-9), (5e-324, 1e-320)] {
            let ticks = ticks((low, high), 5, &NumberFormat::Auto);
            assert!(ticks.major.len() < 60 && ticks.minor.len() < 700, "{low} {high}");
        }
    }
}
