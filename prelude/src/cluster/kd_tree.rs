//! A k-d tree over samples: all within a distance, or the nearest few.
//!
//! Samples lie in the order of the tree's leaves, feature by feature within a leaf, so that a leaf
//! is one run of memory. A node knows its box: a box wholly within the distance is taken without
//! looking at its samples.
//!
//! Source: J. Friedman, J. Bentley, R. Finkel, "An algorithm for finding best matches in logarithmic
//! expected time", 1977.

use std::collections::BinaryHeap;

use ndarray::ArrayView2;

/// Samples of a leaf at most.
const LEAF: usize = 24;

struct Node {
    start: usize,
    end: usize,
    /// The left child follows its parent; leaves have no right one.
    right: Option<usize>,
}

pub(super) struct KdTree {
    n_features: usize,
    nodes: Vec<Node>,
    /// Per node the lower bounds of its box, then the upper bounds.
    boxes: Vec<f64>,
    /// The sample at each place.
    order: Vec<u32>,
    /// Leaf by leaf, in it feature by feature.
    values: Vec<f64>,
}

impl KdTree {
    pub fn new(x: ArrayView2<'_, f64>) -> Self {
        let (n, d) = x.dim();
        let rows = x.as_standard_layout();
        let rows = rows.as_slice().unwrap_or_default();
        let order = (0..n as u32).collect();
        let mut tree =
            Self { n_features: d, nodes: Vec::new(), boxes: Vec::new(), order, values: vec![0.0; n * d] };
        tree.build(rows, 0, n);
        tree
    }

    fn build(&mut self, rows: &[f64], start: usize, end: usize) -> usize {
        let d = self.n_features;
        let place = self.nodes.len();
        self.nodes.push(Node { start, end, right: None });
        let (mut low, mut high) = (vec![f64::INFINITY; d], vec![f64::NEG_INFINITY; d]);
        for sample in &self.order[start..end] {
            for (j, value) in rows[*sample as usize * d..][..d].iter().enumerate() {
                low[j] = low[j].min(*value);
                high[j] = high[j].max(*value);
            }
        }
        let wider = |best: usize, j: usize| if high[j] - low[j] > high[best] - low[best] { j } else { best };
        let widest = (1..d).fold(0, wider);
        let width = high[widest] - low[widest];
        self.boxes.extend(low);
        self.boxes.extend(high);
        if end - start <= LEAF || width <= 0.0 {
            self.fill_leaf(rows, start, end);
            return place;
        }
        let middle = (start + end) / 2;
        let key = |sample: &u32| rows[*sample as usize * d + widest];
        self.order[start..end]
            .select_nth_unstable_by(middle - start, |a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)));
        self.build(rows, start, middle);
        let right = self.build(rows, middle, end);
        self.nodes[place].right = Some(right);
        place
    }

    fn fill_leaf(&mut self, rows: &[f64], start: usize, end: usize) {
        let (d, count) = (self.n_features, end - start);
        for (s, sample) in self.order[start..end].iter().enumerate() {
            for (j, value) in rows[*sample as usize * d..][..d].iter().enumerate() {
                self.values[start * d + j * count + s] = *value;
            }
        }
    }

    /// Calls `visit` with runs of samples within the squared distance `limit` of `point`, until it
    /// says no.
    pub fn within(&self, point: &[f64], limit: f64, mut visit: impl FnMut(&[u32]) -> bool) {
        let mut open = vec![0];
        let mut found = Vec::with_capacity(LEAF);
        let mut distances = Vec::new();
        while let Some(place) = open.pop() {
            let (nearest, farthest) = self.reach(place, point);
            if nearest > limit {
                continue;
            }
            let node = &self.nodes[place];
            let samples = &self.order[node.start..node.end];
            if farthest <= limit {
                if !visit(samples) {
                    return;
                }
                continue;
            }
            if let Some(right) = node.right {
                open.extend([right, place + 1]);
                continue;
            }
            self.distances(node, point, &mut distances);
            found.clear();
            let near = samples.iter().zip(&distances).filter(|(_, distance)| **distance <= limit);
            found.extend(near.map(|(sample, _)| *sample));
            if !found.is_empty() && !visit(&found) {
                return;
            }
        }
    }

    /// The squared distance to the `k`-th nearest sample, which may be `point` itself.
    pub fn kth_distance(&self, point: &[f64], k: usize) -> f64 {
        let mut best: BinaryHeap<Distance> = BinaryHeap::with_capacity(k + 1);
        let mut distances = Vec::new();
        self.search(0, point, k, &mut best, &mut distances);
        best.peek().map_or(f64::INFINITY, |worst| worst.0)
    }

    fn search(
        &self,
        place: usize,
        point: &[f64],
        k: usize,
        best: &mut BinaryHeap<Distance>,
        distances: &mut Vec<f64>,
    ) {
        let node = &self.nodes[place];
        if let Some(right) = node.right {
            let (a, b) = (self.reach(place + 1, point).0, self.reach(right, point).0);
            let both = if a <= b { [(a, place + 1), (b, right)] } else { [(b, right), (a, place + 1)] };
            for (nearest, child) in both {
                if best.len() < k || best.peek().is_some_and(|worst| nearest < worst.0) {
                    self.search(child, point, k, best, distances);
                }
            }
            return;
        }
        self.distances(node, point, distances);
        for distance in distances.iter() {
            if best.len() < k {
                best.push(Distance(*distance));
            } else if best.peek().is_some_and(|worst| *distance < worst.0) {
                best.pop();
                best.push(Distance(*distance));
            }
        }
    }

    /// The squared distances of the nearest and the farthest corner of a node's box.
    fn reach(&self, place: usize, point: &[f64]) -> (f64, f64) {
        let d = self.n_features;
        let (low, high) = self.boxes[place * 2 * d..][..2 * d].split_at(d);
        let (mut nearest, mut farthest) = (0.0, 0.0);
        for j in 0..d {
            let (below, above) = (low[j] - point[j], point[j] - high[j]);
            let outside = below.max(above).max(0.0);
            let across = below.min(above);
            nearest += outside * outside;
            farthest += across * across;
        }
        (nearest, farthest)
    }

    fn distances(&self, node: &Node, point: &[f64], distances: &mut Vec<f64>) {
        let (d, count) = (self.n_features, node.end - node.start);
        distances.clear();
        distances.resize(count, 0.0);
        let values = &self.values[node.start * d..node.end * d];
        for (column, coordinate) in values.chunks_exact(count).zip(point) {
            for (sum, value) in distances.iter_mut().zip(column) {
                *sum += (value - coordinate) * (value - coordinate);
            }
        }
    }
}

/// A distance in a heap whose top is the largest.
#[derive(PartialEq)]
struct Distance(f64);

impl Eq for Distance {}

impl PartialOrd for Distance {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Distance {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
