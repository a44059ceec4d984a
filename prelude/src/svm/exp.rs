//! The exponential function over runs of numbers, in a form that the compiler makes vectors of: a
//! library's `exp`, called once per number, is most of the time of a Gaussian kernel.

/// Rounds to a whole number when added and taken away; its lowest bits then are that number.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Below this the result has no normal form; it is nothing beside one anyway.
const LEAST: f64 = -700.0;

/// Replaces every number, at most 700, by its exponential, to two units in the last place; below
/// −700 it is about 1e-304.
pub(super) fn exp_all(values: &mut [f64]) {
    for value in values {
        *value = exp(*value);
    }
}

#[inline]
fn exp(x: f64) -> f64 {
    let x = if x < LEAST { LEAST } else { x };
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let rest = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    // Taylor's series to the 13th power: |rest| is at most ln 2 / 2.
    let mut sum = 1.605_904_383_682_161_3e-10;
    for coefficient in [
        2.087_675_698_786_81e-9,
        2.505_210_838_544_172e-8,
        2.755_731_922_398_589e-7,
        2.755_731_922_398_589_3e-6,
        2.480_158_730_158_73e-5,
        1.984_126_984_126_984e-4,
        1.388_888_888_888_889e-3,
        8.333_333_333_333_333e-3,
        4.166_666_666_666_666_4e-2,
        1.666_666_666_666_666_6e-1,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * rest + coefficient;
    }
    f64::from_bits(sum.to_bits().wrapping_add(shifted.to_bits() << 52))
}
