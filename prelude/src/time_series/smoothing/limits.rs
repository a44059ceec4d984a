//! How far the coming values may be from their forecasts.

use ndarray::Array1;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, Normal};
use rayon::prelude::*;

use super::states::{Shape, Smoothing, State};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// Courses of the series that are drawn where there is no formula.
const COURSES: usize = 2_000;
/// Numbers that are drawn at most.
const MOST_NUMBERS: usize = 50_000_000;

/// The standard deviations of additive models' errors, in those of a single step.
///
/// Source: R. Hyndman and others, "Forecasting with exponential smoothing", 2008, table 6.1.
pub(super) fn deviations(shape: Shape, smoothing: &Smoothing, horizon: usize) -> Array1<f64> {
    let Smoothing { alpha, beta, gamma, phi } = *smoothing;
    let (mut variance, mut faded, mut power) = (1.0, 0.0, 1.0);
    (1..=horizon)
        .map(|step| {
            let deviation = f64::sqrt(variance);
            power *= phi;
            faded += power;
            let trend = if shape.trend.is_some() { beta * faded } else { 0.0 };
            let season = if shape.period > 0 && step % shape.period == 0 { gamma } else { 0.0 };
            variance += (alpha * (1.0 + trend) + season).powi(2);
            deviation
        })
        .collect()
}

/// Quantiles of courses that are drawn with normal errors, always the same ones.
pub(super) fn simulated(
    shape: Shape,
    smoothing: &Smoothing,
    last: &State,
    sigma: f64,
    horizon: usize,
    level: f64,
) -> Result<(Array1<f64>, Array1<f64>)> {
    check_interrupt()?;
    if horizon > MOST_NUMBERS / COURSES {
        let expected = format!("at most {} for limits of a multiplicative model", MOST_NUMBERS / COURSES);
        return Err(Error::parameter(super::NAME, "horizon", horizon, expected));
    }
    let courses: Vec<Vec<f64>> = (0..COURSES)
        .into_par_iter()
        .with_min_len(64)
        .map(|seed| course(shape, smoothing, last.clone(), sigma, horizon, seed as u64))
        .collect();
    let (mut lower, mut upper) = (Array1::zeros(horizon), Array1::zeros(horizon));
    for step in 0..horizon {
        let mut values: Vec<f64> = courses.iter().map(|course| course[step]).collect();
        values.sort_by(f64::total_cmp);
        let place = |probability: f64| (probability * (COURSES - 1) as f64).round() as usize;
        lower[step] = values[place(0.5 - level / 2.0)];
        upper[step] = values[place(0.5 + level / 2.0)];
    }
    Ok((lower, upper))
}

fn course(
    shape: Shape,
    smoothing: &Smoothing,
    mut state: State,
    sigma: f64,
    horizon: usize,
    seed: u64,
) -> Vec<f64> {
    let mut random = StdRng::seed_from_u64(seed);
    let normal = Normal::new(0.0, sigma).ok();
    (0..horizon)
        .map(|step| {
            let place = if shape.period == 0 { 0 } else { step % shape.period };
            let error = normal.map_or(0.0, |normal| normal.sample(&mut random));
            let value = state.expect(shape, smoothing.phi, place) + error;
            state.follow(shape, smoothing, place, value);
            value
        })
        .collect()
}
