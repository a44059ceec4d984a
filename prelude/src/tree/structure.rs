//! A grown tree: nodes in preorder (a node, its left part, its right part), so that a walk down to
//! the left stays in one cache line, with what each node saw while it was grown.

use ndarray::{Array1, Array2, ArrayView2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What stands for a feature in a leaf.
const LEAF: u32 = u32::MAX;
/// Rows that one thread carries through a tree at a time, at least and at most: the more, the less
/// often a large tree is fetched.
pub(crate) const ROWS_AT_ONCE: usize = 512;
const MOST_ROWS_AT_ONCE: usize = 8192;

/// One node: a row goes left where its feature is at most the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Node {
    threshold: f64,
    feature: u32,
    left: u32,
    right: u32,
}

/// A binary tree of thresholds: what a fitted tree or forest is made of. Nodes are numbered in
/// preorder, the root is 0; all lists have one entry per node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    n_features: usize,
    n_outputs: usize,
    nodes: Vec<Node>,
    /// `n_outputs` per node.
    values: Vec<f64>,
    impurities: Vec<f64>,
    samples: Vec<u32>,
    weights: Vec<f64>,
}

/// What a node saw while the tree grew.
pub(crate) struct NodeFacts {
    pub samples: usize,
    pub weight: f64,
    pub impurity: f64,
}

impl Tree {
    pub(crate) fn new(n_features: usize, n_outputs: usize) -> Self {
        Self {
            n_features,
            n_outputs,
            nodes: Vec::new(),
            values: Vec::new(),
            impurities: Vec::new(),
            samples: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// Adds a leaf and gives its number.
    pub(crate) fn push(&mut self, facts: &NodeFacts, value: &[f64]) -> usize {
        self.nodes.push(Node { threshold: 0.0, feature: LEAF, left: 0, right: 0 });
        self.values.extend_from_slice(value);
        self.impurities.push(facts.impurity);
        self.samples.push(facts.samples as u32);
        self.weights.push(facts.weight);
        self.nodes.len() - 1
    }

    /// Makes a leaf an inner node; its children are linked as they come.
    pub(crate) fn divide(&mut self, node: usize, feature: usize, threshold: f64) {
        self.nodes[node].feature = feature as u32;
        self.nodes[node].threshold = threshold;
    }

    pub(crate) fn link(&mut self, parent: usize, side: Side, child: usize) {
        match side {
            Side::Left => self.nodes[parent].left = child as u32,
            Side::Right => self.nodes[parent].right = child as u32,
        }
    }

    pub(crate) fn set_value(&mut self, node: usize, output: usize, value: f64) {
        self.values[node * self.n_outputs + output] = value;
    }

    /// Makes all values so many times as large.
    pub(crate) fn scale_values(&mut self, scale: f64) {
        self.values.iter_mut().for_each(|value| *value *= scale);
    }

    /// The same tree with its nodes in preorder, without the parts below the nodes of `cut`.
    pub(crate) fn in_preorder(&self, cut: impl Fn(usize) -> bool) -> Self {
        let mut ordered = Self::new(self.n_features, self.n_outputs);
        let mut waiting = vec![(0, None)];
        while let Some((old, parent)) = waiting.pop() {
            let facts = NodeFacts {
                samples: self.samples[old] as usize,
                weight: self.weights[old],
                impurity: self.impurities[old],
            };
            let new = ordered.push(&facts, self.value(old));
            if let Some((parent, side)) = parent {
                ordered.link(parent, side, new);
            }
            if let Some((feature, threshold)) = self.split(old).filter(|_| !cut(old)) {
                ordered.divide(new, feature, threshold);
                let (left, right) = self.children(old);
                waiting.push((right, Some((new, Side::Right))));
                waiting.push((left, Some((new, Side::Left))));
            }
        }
        ordered
    }

    /// The number of nodes, leaves among them.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The number of leaves.
    pub fn n_leaves(&self) -> usize {
        self.nodes.iter().filter(|node| node.feature == LEAF).count()
    }

    /// The number of questions on the longest way from the root to a leaf.
    pub fn depth(&self) -> usize {
        let mut deepest = 0;
        let mut waiting = vec![(0, 0)];
        while let Some((node, depth)) = waiting.pop() {
            deepest = deepest.max(depth);
            if !self.is_leaf(node) {
                let (left, right) = self.children(node);
                waiting.extend([(left, depth + 1), (right, depth + 1)]);
            }
        }
        deepest
    }

    /// The feature and the threshold that a node asks for; none for a leaf.
    pub fn split(&self, node: usize) -> Option<(usize, f64)> {
        let node = &self.nodes[node];
        (node.feature != LEAF).then_some((node.feature as usize, node.threshold))
    }

    /// Where rows at most the threshold go, and where the others go; (0, 0) for a leaf.
    pub fn children(&self, node: usize) -> (usize, usize) {
        (self.nodes[node].left as usize, self.nodes[node].right as usize)
    }

    /// Whether a node asks nothing.
    pub fn is_leaf(&self, node: usize) -> bool {
        self.nodes[node].feature == LEAF
    }

    /// What a node predicts: the share of each class, or one number.
    pub fn value(&self, node: usize) -> &[f64] {
        &self.values[node * self.n_outputs..(node + 1) * self.n_outputs]
    }

    /// How mixed the training samples of a node are, by the criterion of the fit.
    pub fn impurity(&self, node: usize) -> f64 {
        self.impurities[node]
    }

    /// The training samples that came through a node.
    pub fn samples(&self, node: usize) -> usize {
        self.samples[node] as usize
    }

    /// The sum of their weights.
    pub fn weight(&self, node: usize) -> f64 {
        self.weights[node]
    }

    /// Numbers per node's value: the number of classes, or 1.
    pub fn n_outputs(&self) -> usize {
        self.n_outputs
    }

    /// The number of features that a row must have.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// The leaf that a row ends in.
    pub(crate) fn leaf(&self, row: &[f64]) -> usize {
        let mut at = 0;
        loop {
            let node = &self.nodes[at];
            if node.feature == LEAF {
                return at;
            }
            let goes_left = row[node.feature as usize] <= node.threshold;
            at = if goes_left { node.left } else { node.right } as usize;
        }
    }

    /// The leaf of each row.
    pub(crate) fn leaves(&self, x: ArrayView2<'_, f64>) -> Array1<usize> {
        let x = x.as_standard_layout();
        let rows = x.as_slice().unwrap_or_default();
        let leaves: Vec<usize> = rows
            .par_chunks(self.n_features.max(1))
            .with_min_len(ROWS_AT_ONCE)
            .map(|row| self.leaf(row))
            .collect();
        leaves.into()
    }

    /// The impurity that each feature takes away, weighted by the samples; not normalised.
    pub(crate) fn decreases(&self) -> Array1<f64> {
        let mut decreases = Array1::zeros(self.n_features);
        let weighted = |node: usize| self.weights[node] * self.impurities[node];
        for node in 0..self.nodes.len() {
            if let Some((feature, _)) = self.split(node) {
                let (left, right) = self.children(node);
                decreases[feature] += weighted(node) - weighted(left) - weighted(right);
            }
        }
        decreases.mapv_into(|decrease| f64::max(decrease, 0.0))
    }

    /// As [`decreases`](Self::decreases), with sum 1 (or all 0 for a tree that asks nothing).
    pub(crate) fn importances(&self) -> Array1<f64> {
        normalised(self.decreases())
    }
}

/// On which side of its parent a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Shares of their sum, which stay 0 if all are.
pub(crate) fn normalised(values: Array1<f64>) -> Array1<f64> {
    let sum = values.sum();
    if sum > 0.0 { values / sum } else { values }
}

/// How many rows each thread takes at once.
pub(crate) fn rows_at_once(n_samples: usize) -> usize {
    let parts = 4 * rayon::current_num_threads();
    n_samples.div_ceil(parts).clamp(ROWS_AT_ONCE, MOST_ROWS_AT_ONCE)
}

/// The sum of the trees' values at each row's leaves, shape (n_samples, n_outputs). Trees are added
/// in their order, so that the result does not depend on the number of threads.
pub(crate) fn sum_of_values(trees: &[Tree], x: ArrayView2<'_, f64>, n_outputs: usize) -> Array2<f64> {
    let (n_samples, n_features) = x.dim();
    let x = x.as_standard_layout();
    let rows = x.as_slice().unwrap_or_default();
    let at_once = rows_at_once(n_samples);
    let mut sums = Array2::zeros((n_samples, n_outputs));
    let parts = sums.as_slice_mut().unwrap_or_default().par_chunks_mut(at_once * n_outputs);
    parts.zip(rows.par_chunks(at_once * n_features.max(1))).for_each(|(sums, rows)| {
        for tree in trees {
            for (sum, row) in sums.chunks_mut(n_outputs).zip(rows.chunks(n_features)) {
                for (sum, value) in sum.iter_mut().zip(tree.value(tree.leaf(row))) {
                    *sum += value;
                }
            }
        }
    });
    sums
}
