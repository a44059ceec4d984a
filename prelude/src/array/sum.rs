//! Sums whose rounding error grows with the logarithm of the length, as NumPy's.

/// Short enough to be added in one run.
const RUN: usize = 128;

/// The sum, by halves down to short runs of eight lanes.
pub(crate) fn sum(values: &[f64]) -> f64 {
    if values.len() <= RUN {
        return run(values);
    }
    let half = (values.len() / 2).next_multiple_of(8);
    let (left, right) = values.split_at(half);
    sum(left) + sum(right)
}

fn run(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let chunks = values.chunks_exact(8);
    let rest: f64 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + b) + (c + d)) + ((e + f) + (g + h)) + rest
}

/// The mean, NaN of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    sum(values) / values.len() as f64
}

/// The sum of squared distances from the mean.
pub(crate) fn squares(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: Vec<f64> = values.iter().map(|value| (value - mean) * (value - mean)).collect();
    sum(&squares)
}
