//! A k-d tree whose leaves keep their points together, feature by feature, so that a leaf's
//! distances are computed in one go. Every node knows the smallest box around its points, which
//! prunes more than the splitting planes alone.
//!
//! Source: J. Bentley, "Multidimensional binary search trees used for associative searching", 1975;
//! J. Friedman, J. Bentley, R. Finkel, "An algorithm for finding best matches in logarithmic
//! expected time", 1977.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use super::metric::Norm;
use super::sieve::{Candidate, Sieve};

/// Points per leaf, at most (unless they are all the same).
const LEAF: usize = 32;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KdTree {
    n_features: usize,
    /// Leaf after leaf, within a leaf feature after feature.
    points: Vec<f64>,
    /// The row of each point, in the order of the leaves.
    rows: Vec<u32>,
    /// A node's left child follows it.
    nodes: Vec<Node>,
    /// For each node the least and then the largest value of every feature.
    boxes: Vec<f64>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Node {
    start: u32,
    end: u32,
    /// The right child; 0 for a leaf.
    right: u32,
}

impl KdTree {
    pub fn new(x: ArrayView2<'_, f64>) -> Self {
        let x = x.as_standard_layout();
        let values = x.as_slice().unwrap_or_default();
        let mut rows: Vec<u32> = (0..x.nrows() as u32).collect();
        let mut tree = Self {
            n_features: x.ncols(),
            points: Vec::with_capacity(values.len()),
            rows: Vec::new(),
            nodes: Vec::new(),
            boxes: Vec::new(),
        };
        tree.grow(values, &mut rows, 0);
        tree.rows = rows;
        tree
    }

    fn grow(&mut self, values: &[f64], rows: &mut [u32], start: usize) {
        let d = self.n_features;
        let place = self.nodes.len();
        self.nodes.push(Node { start: start as u32, end: (start + rows.len()) as u32, right: 0 });
        let widest = self.push_box(values, rows);
        let Some(feature) = widest.filter(|_| rows.len() > LEAF) else {
            for feature in 0..d {
                self.points.extend(rows.iter().map(|row| values[*row as usize * d + feature]));
            }
            return;
        };
        let middle = rows.len() / 2;
        let value = |row: &u32| values[*row as usize * d + feature];
        rows.select_nth_unstable_by(middle, |a, b| value(a).total_cmp(&value(b)).then(a.cmp(b)));
        let (left, right) = rows.split_at_mut(middle);
        self.grow(values, left, start);
        self.nodes[place].right = self.nodes.len() as u32;
        self.grow(values, right, start + middle);
    }

    /// The box around some rows; its widest feature, if it has any width.
    fn push_box(&mut self, values: &[f64], rows: &[u32]) -> Option<usize> {
        let d = self.n_features;
        let (mut low, mut high) = (vec![f64::INFINITY; d], vec![f64::NEG_INFINITY; d]);
        for row in rows {
            let point = &values[*row as usize * d..][..d];
            for ((low, high), value) in low.iter_mut().zip(&mut high).zip(point) {
                *low = if value < low { *value } else { *low };
                *high = if value > high { *value } else { *high };
            }
        }
        let widths = low.iter().zip(&high).map(|(low, high)| high - low).enumerate();
        let widest = widths.fold((0, 0.0), |best, (j, width)| if width > best.1 { (j, width) } else { best });
        self.boxes.extend(low);
        self.boxes.extend(high);
        (widest.1 > 0.0).then_some(widest.0)
    }

    /// The rows leaf by leaf: neighbours in this order are neighbours in space.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Lets the sieve see every point that it may want.
    pub fn search<N: Norm>(&self, query: &[f64], sieve: &mut Sieve, scratch: &mut Vec<f64>) {
        if !self.rows.is_empty() {
            self.visit::<N>(0, self.least_rank::<N>(0, query), query, sieve, scratch);
        }
    }

    fn visit<N: Norm>(
        &self,
        place: usize,
        least: f64,
        query: &[f64],
        sieve: &mut Sieve,
        scratch: &mut Vec<f64>,
    ) {
        if least > sieve.limit() {
            return;
        }
        let node = self.nodes[place];
        if node.right == 0 {
            self.search_leaf::<N>(node, query, sieve, scratch);
            return;
        }
        let (left, right) = (place + 1, node.right as usize);
        let (to_left, to_right) = (self.least_rank::<N>(left, query), self.least_rank::<N>(right, query));
        if to_left <= to_right {
            self.visit::<N>(left, to_left, query, sieve, scratch);
            self.visit::<N>(right, to_right, query, sieve, scratch);
        } else {
            self.visit::<N>(right, to_right, query, sieve, scratch);
            self.visit::<N>(left, to_left, query, sieve, scratch);
        }
    }

    fn search_leaf<N: Norm>(&self, node: Node, query: &[f64], sieve: &mut Sieve, ranks: &mut Vec<f64>) {
        let (start, size) = (node.start as usize, (node.end - node.start) as usize);
        ranks.clear();
        ranks.resize(size, 0.0);
        let points = &self.points[start * self.n_features..][..size * self.n_features];
        for (column, value) in points.chunks_exact(size).zip(query) {
            for (rank, point) in ranks.iter_mut().zip(column) {
                *rank = N::join(*rank, N::term(point - value));
            }
        }
        let mut limit = sieve.limit();
        for (rank, row) in ranks.iter().zip(&self.rows[start..]) {
            if *rank <= limit {
                sieve.offer(Candidate { rank: *rank, row: *row });
                limit = sieve.limit();
            }
        }
    }

    /// No point of the node is nearer. Rounds as the points' own ranks do, never above them.
    fn least_rank<N: Norm>(&self, place: usize, query: &[f64]) -> f64 {
        let d = self.n_features;
        let (low, high) = self.boxes[place * 2 * d..][..2 * d].split_at(d);
        let mut rank = 0.0;
        for ((value, low), high) in query.iter().zip(low).zip(high) {
            let (below, above) = (low - value, value - high);
            let outside = if below > above { below } else { above };
            rank = N::join(rank, N::term(if outside > 0.0 { outside } else { 0.0 }));
        }
        rank
    }
}
