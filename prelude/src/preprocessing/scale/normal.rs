//! The standard normal distribution: shares below a value, and values for a share.

use std::f64::consts::{PI, SQRT_2};

/// Where the series is left for the continued fraction.
const SERIES_ENDS: f64 = 2.5;

/// The share of a standard normal distribution below `z`, 0 to 1.
pub(super) fn share_below(z: f64) -> f64 {
    let x = z.abs() / SQRT_2;
    let above = if x < SERIES_ENDS { 0.5 * (1.0 - error_function(x)) } else { 0.5 * complement(x) };
    if z > 0.0 { 1.0 - above } else { above }
}

/// By its power series.
fn error_function(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    let mut n = 0.0;
    while term.abs() > f64::EPSILON * sum.abs() * 0.1 {
        n += 1.0;
        term *= -x * x / n;
        sum += term / (2.0 * n + 1.0);
    }
    2.0 / PI.sqrt() * sum
}

/// One minus the error function, by its continued fraction from the inside out.
fn complement(x: f64) -> f64 {
    let inner = (1..=60).rev().fold(x, |below, step| x + 0.5 * f64::from(step) / below);
    (-x * x).exp() / (PI.sqrt() * inner)
}

/// The value below which the `share` lies, for shares from 1e−10 to 1 − 1e−10; to 16 digits.
///
/// Source: M. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
/// Applied Statistics 37, 1988.
pub(super) fn quantile(share: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const B: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    let q = share - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&A, r) / polynomial(&B, r);
    }
    let tail = if q < 0.0 { share } else { 1.0 - share };
    let r = (-tail.ln()).sqrt() - 1.6;
    (polynomial(&C, r) / polynomial(&D, r)).copysign(q)
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}
