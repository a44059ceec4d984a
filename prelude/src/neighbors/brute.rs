//! All distances, block by block: for many features, where a tree prunes nothing.
//!
//! Euclidean and cosine distances come from matrix products, whose rounding costs digits of close
//! pairs; so products only choose candidates, with a margin for the rounding, and the candidates'
//! distances are computed anew from differences.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::metric::{Absolutes, Largest, Metric, Norm, Squares};
use super::sieve::{Candidate, CoarseSieve, Wanted};

/// Points compared with a block of queries at a time: their products stay in the cache.
const TILE: usize = 512;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Brute {
    metric: Metric,
    /// About their mean (Euclidean), of length one (cosine), or as they are.
    points: Array2<f64>,
    /// Squared lengths of the points (Euclidean).
    squares: Vec<f64>,
    largest_square: f64,
    mean: Vec<f64>,
}

impl Brute {
    pub fn new(x: ArrayView2<'_, f64>, metric: Metric) -> Self {
        let mean = match metric {
            Metric::Euclidean => x.mean_axis(Axis(0)).map(|mean| mean.to_vec()).unwrap_or_default(),
            _ => Vec::new(),
        };
        let mut brute =
            Self { metric, points: Array2::zeros((0, 0)), squares: Vec::new(), largest_square: 0.0, mean };
        brute.points = brute.prepare(x);
        if metric == Metric::Euclidean {
            brute.squares = brute.points.rows().into_iter().map(|row| row.dot(&row)).collect();
            brute.largest_square = brute.squares.iter().fold(0.0, |largest, square| square.max(largest));
        }
        brute
    }

    /// Rows as they are compared, row by row in memory.
    pub fn prepare(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut x = x.as_standard_layout().into_owned();
        match self.metric {
            Metric::Euclidean => {
                for mut row in x.rows_mut() {
                    row.iter_mut().zip(&self.mean).for_each(|(value, mean)| *value -= mean);
                }
            }
            Metric::Cosine => {
                for mut row in x.rows_mut() {
                    let length = row.dot(&row).sqrt();
                    row.mapv_inplace(|value| if length > 0.0 { value / length } else { 0.0 });
                }
            }
            Metric::Manhattan | Metric::Chebyshev => {}
        }
        x
    }

    /// What is wanted for each of a block of prepared rows: distances and rows.
    pub fn search(&self, queries: ArrayView2<'_, f64>, wanted: Wanted) -> Vec<Vec<Candidate>> {
        let (n, d) = self.points.dim();
        let flat = queries.as_slice().unwrap_or_default();
        let points = self.points.as_slice().unwrap_or_default();
        let mut sieves: Vec<CoarseSieve> =
            flat.chunks_exact(d).map(|query| self.sieve(query, wanted)).collect();
        let mut tile = vec![0.0; queries.nrows() * TILE];
        for start in (0..n).step_by(TILE) {
            let size = TILE.min(n - start);
            let tile = &mut tile[..queries.nrows() * size];
            self.ranks(
                flat,
                &points[start * d..][..size * d],
                &self.squares[start.min(self.squares.len())..],
                tile,
            );
            for (sieve, ranks) in sieves.iter_mut().zip(tile.chunks_exact(size)) {
                sieve.offer_all(ranks, start);
            }
        }
        let finish = |(sieve, query): (CoarseSieve, &[f64])| {
            let found = sieve.finish(|row| self.exact(query, &points[row as usize * d..][..d]));
            let distance =
                |candidate: Candidate| Candidate { rank: self.to_distance(candidate.rank), ..candidate };
            found.into_iter().map(distance).collect()
        };
        sieves.into_iter().zip(flat.chunks_exact(d)).map(finish).collect()
    }

    /// Ranks in a tile leave out the query's own square.
    fn sieve(&self, query: &[f64], wanted: Wanted) -> CoarseSieve {
        let square: f64 = query.iter().map(|value| value * value).sum();
        match self.metric {
            Metric::Euclidean => {
                let lengths = square.sqrt() + self.largest_square.sqrt();
                let slack = 4.0 * f64::EPSILON * (query.len() as f64 + 4.0) * lengths * lengths;
                CoarseSieve::new(wanted, square, slack)
            }
            Metric::Cosine => CoarseSieve::new(wanted, 0.0, 4.0 * f64::EPSILON * (query.len() as f64 + 4.0)),
            Metric::Manhattan | Metric::Chebyshev => CoarseSieve::new(wanted, 0.0, 0.0),
        }
    }

    fn ranks(&self, queries: &[f64], points: &[f64], squares: &[f64], tile: &mut [f64]) {
        let d = self.points.ncols();
        let (n_queries, n_points) = (queries.len() / d, points.len() / d);
        match self.metric {
            Metric::Euclidean | Metric::Cosine => {
                let a = MatRef::from_row_major_slice(queries, n_queries, d);
                let b = MatRef::from_row_major_slice(points, n_points, d).transpose();
                let target = MatMut::from_row_major_slice_mut(tile, n_queries, n_points);
                let factor = if self.metric == Metric::Euclidean { -2.0 } else { -1.0 };
                matmul(target, Accum::Replace, a, b, factor, Par::Seq);
                for ranks in tile.chunks_exact_mut(n_points) {
                    if self.metric == Metric::Euclidean {
                        ranks.iter_mut().zip(squares).for_each(|(rank, square)| *rank += square);
                    } else {
                        ranks.iter_mut().for_each(|rank| *rank += 1.0);
                    }
                }
            }
            Metric::Manhattan | Metric::Chebyshev => {
                for (ranks, query) in tile.chunks_exact_mut(n_points).zip(queries.chunks_exact(d)) {
                    for (rank, point) in ranks.iter_mut().zip(points.chunks_exact(d)) {
                        *rank = self.exact(query, point);
                    }
                }
            }
        }
    }

    fn exact(&self, query: &[f64], point: &[f64]) -> f64 {
        match self.metric {
            Metric::Euclidean => Squares::rank(query, point),
            Metric::Manhattan => in_lanes::<Absolutes>(query, point),
            Metric::Chebyshev => in_lanes::<Largest>(query, point),
            Metric::Cosine => {
                let cosine: f64 = query.iter().zip(point).map(|(a, b)| a * b).sum();
                (1.0 - cosine).clamp(0.0, 2.0)
            }
        }
    }

    fn to_distance(&self, rank: f64) -> f64 {
        if self.metric == Metric::Euclidean { rank.sqrt() } else { rank }
    }

    pub fn to_rank(&self, distance: f64) -> f64 {
        if self.metric == Metric::Euclidean { distance * distance } else { distance }
    }
}

/// [`Norm::rank`] in eight lanes that the compiler makes vectors of.
fn in_lanes<N: Norm>(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = N::rank(left.remainder(), right.remainder());
    for (a, b) in left.zip(right) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane = N::join(*lane, N::term(a - b));
        }
    }
    lanes.iter().fold(rest, |sum, lane| N::join(sum, *lane))
}
