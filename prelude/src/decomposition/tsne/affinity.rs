//! How much each sample is a neighbour of each other.

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::super::neighbours::nearest;
use crate::error::Result;

/// Neighbours per unit of perplexity; beyond them a bell curve of that width is nothing.
const NEIGHBOURS: f64 = 3.0;
const BISECTIONS: usize = 100;
/// How near the entropy must come.
const TOLERANCE: f64 = 1e-5;

/// Joint probabilities p of pairs: symmetric, summing to one, row by row without zeros.
pub(super) struct Affinities {
    pub starts: Vec<usize>,
    pub others: Vec<u32>,
    pub values: Vec<f64>,
}

impl Affinities {
    pub(super) fn of(x: ArrayView2<'_, f64>, perplexity: f64) -> Result<Self> {
        let n = x.nrows();
        let k = (n - 1).min((NEIGHBOURS * perplexity + 1.0) as usize);
        let mut rows = nearest(x, k)?;
        rows.par_iter_mut().for_each(|row| conditional(row, perplexity));
        Ok(Self::symmetric(&rows))
    }

    /// (p(j|i) + p(i|j)) / total.
    fn symmetric(rows: &[Vec<(u32, f64)>]) -> Self {
        let mut both: Vec<Vec<(u32, f64)>> = rows.to_vec();
        for (i, row) in rows.iter().enumerate() {
            for (j, value) in row {
                both[*j as usize].push((i as u32, *value));
            }
        }
        both.par_iter_mut().for_each(merge);
        let total: f64 = both.iter().flatten().map(|(_, value)| value).sum();
        let mut affinities = Self { starts: vec![0], others: Vec::new(), values: Vec::new() };
        for row in &both {
            for (other, value) in row {
                affinities.others.push(*other);
                affinities.values.push(value / total.max(f64::MIN_POSITIVE));
            }
            affinities.starts.push(affinities.others.len());
        }
        affinities
    }
}

/// Sorts by partner and adds up what comes twice.
fn merge(row: &mut Vec<(u32, f64)>) {
    row.sort_by_key(|(other, _)| *other);
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// Turns squared distances into probabilities of a bell curve as wide as the perplexity asks.
fn conditional(row: &mut [(u32, f64)], perplexity: f64) {
    // Relative to the nearest, so that far outliers do not underflow.
    let nearest = row.first().map_or(0.0, |(_, distance)| *distance);
    let goal = perplexity.ln();
    let (mut beta, mut low, mut high) = (1.0, f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..BISECTIONS {
        let (mut total, mut weighted) = (0.0, 0.0);
        for (_, distance) in row.iter() {
            let bell = f64::exp(-(distance - nearest) * beta);
            total += bell;
            weighted += bell * (distance - nearest);
        }
        let excess = f64::ln(total) + beta * weighted / total - goal;
        if excess.abs() <= TOLERANCE {
            break;
        }
        if excess > 0.0 {
            low = beta;
            beta = if high.is_finite() { f64::midpoint(beta, high) } else { beta * 2.0 };
        } else {
            high = beta;
            beta = if low.is_finite() { f64::midpoint(beta, low) } else { beta / 2.0 };
        }
    }
    let total: f64 = row.iter().map(|(_, distance)| f64::exp(-(distance - nearest) * beta)).sum();
    for (_, value) in row {
        *value = f64::exp(-(*value - nearest) * beta) / total;
    }
}
