//! The grower of exact trees: every threshold between two values of a node is looked at, as
//! scikit-learn's best splitter does.
//!
//! linfa's trees know neither regression nor class probabilities, and its forest no threads;
//! smartcore's sort floats anew in every node. Here a node sorts ranks (see `columns`) by counting,
//! in linear time, and a criterion moves samples from right to left in a few operations (see
//! `target`).
//!
//! Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", 1984.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::columns::Columns;
use super::options::{Limits, Splitter};
use super::prune::pruned;
use super::structure::{NodeFacts, Side, Tree};
use super::target::{Target, code};

/// Digits of the counting sort.
const DIGIT: u32 = 11;
/// Fewer keys than this are sorted by comparison.
const FEW: usize = 400;

/// Grows one tree on `rows` of the data (each at most once, weights above 0).
pub(crate) fn grow<T: Target>(
    columns: &Columns,
    rows: Vec<u32>,
    target: T,
    limits: &Limits,
    seed: u64,
) -> Tree {
    let tree = Tree::new(columns.n_features(), target.n_outputs());
    let value = vec![0.0; target.n_outputs()];
    let mut grower = Grower {
        columns,
        limits,
        target,
        random: StdRng::seed_from_u64(seed),
        features: (0..columns.n_features()).collect(),
        keys: Vec::with_capacity(rows.len()),
        spare: Vec::new(),
        rows,
        value,
        total: 0.0,
        tree,
    };
    match limits.max_leaf_nodes {
        Some(most) => grower.best_first(most),
        None => grower.depth_first(),
    }
    if limits.ccp_alpha > 0.0 { pruned(&grower.tree, limits.ccp_alpha) } else { grower.tree }
}

struct Grower<'a, T> {
    columns: &'a Columns,
    limits: &'a Limits,
    target: T,
    random: StdRng,
    /// In an order that is drawn anew for every node that does not look at all.
    features: Vec<usize>,
    /// A node's rows stand together; dividing a node sorts them into its two parts.
    rows: Vec<u32>,
    keys: Vec<u64>,
    spare: Vec<u64>,
    value: Vec<f64>,
    /// The root's weight.
    total: f64,
    tree: Tree,
}

/// A part of the rows that is to become a node.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
    depth: usize,
    parent: Option<(usize, Side)>,
}

/// How a node divides: codes up to `low` go left.
#[derive(Clone, Copy)]
struct Cut {
    feature: usize,
    low: u32,
    threshold: f64,
    score: f64,
}

/// A leaf that could divide.
struct Candidate {
    node: usize,
    part: Part,
    cut: Cut,
    gain: f64,
}

impl<T: Target> Grower<'_, T> {
    fn depth_first(&mut self) {
        let mut waiting = vec![Part { start: 0, end: self.rows.len(), depth: 0, parent: None }];
        while let Some(part) = waiting.pop() {
            let (node, found) = self.plant(part);
            if let Some((cut, _)) = found {
                let (left, right) = self.divide(node, part, cut);
                waiting.extend([right, left]);
            }
        }
    }

    /// The leaf with the most to gain divides first, until there are enough leaves.
    fn best_first(&mut self, most: usize) {
        let root = Part { start: 0, end: self.rows.len(), depth: 0, parent: None };
        let mut candidates = Vec::new();
        let mut leaves = 1;
        self.plant_candidate(root, &mut candidates);
        while leaves < most {
            let best = candidates.iter().enumerate().max_by(|(_, a): &(_, &Candidate), (_, b)| {
                a.gain.total_cmp(&b.gain).then(b.node.cmp(&a.node))
            });
            let Some((place, _)) = best else { break };
            let chosen = candidates.swap_remove(place);
            let (left, right) = self.divide(chosen.node, chosen.part, chosen.cut);
            self.plant_candidate(left, &mut candidates);
            self.plant_candidate(right, &mut candidates);
            leaves += 1;
        }
        self.tree = self.tree.in_preorder(|_| false);
    }

    fn plant_candidate(&mut self, part: Part, candidates: &mut Vec<Candidate>) {
        let (node, found) = self.plant(part);
        if let Some((cut, gain)) = found {
            candidates.push(Candidate { node, part, cut, gain });
        }
    }

    /// Makes a part a leaf and says how it could divide, and what that takes away.
    fn plant(&mut self, part: Part) -> (usize, Option<(Cut, f64)>) {
        self.target.enter(&self.rows[part.start..part.end]);
        let samples = part.end - part.start;
        let weight = self.target.weight();
        let facts = NodeFacts { samples, weight, impurity: self.target.impurity() };
        self.target.value(&mut self.value);
        let node = self.tree.push(&facts, &self.value);
        match part.parent {
            Some((parent, side)) => self.tree.link(parent, side, node),
            None => self.total = weight,
        }
        let limits = self.limits;
        if part.depth >= limits.max_depth
            || samples < limits.min_samples_split
            || samples < 2 * limits.min_samples_leaf
            || weight < 2.0 * limits.min_weight_leaf
            || self.target.is_pure()
        {
            return (node, None);
        }
        let found = self.best_cut(part).map(|cut| (cut, cut.score - self.target.score()));
        let enough = |gain: f64| gain / self.total + f64::EPSILON >= limits.min_impurity_decrease;
        (node, found.filter(|(_, gain)| enough(*gain)))
    }

    /// The best cut among `max_features` features drawn at random; more are drawn only if none of
    /// them has two values.
    fn best_cut(&mut self, part: Part) -> Option<Cut> {
        let n_features = self.features.len();
        let mut best: Option<Cut> = None;
        let mut varied = 0;
        for drawn in 0..n_features {
            if drawn >= self.limits.max_features && varied > 0 {
                break;
            }
            if self.limits.max_features < n_features {
                let other = self.random.gen_range(drawn..n_features);
                self.features.swap(drawn, other);
            }
            let feature = self.features[drawn];
            let Some((low, high)) = self.load(part, feature) else { continue };
            varied += 1;
            let found = match self.limits.splitter {
                Splitter::Best => self.cut_anywhere(feature, low, high),
                Splitter::Random => self.cut_at_random(feature, low, high),
            };
            if let Some(cut) = found.filter(|cut| best.is_none_or(|best| cut.score > best.score)) {
                best = Some(cut);
            }
        }
        best
    }

    /// Loads the node's keys of a feature: its code above the lowest one and the place. Nothing if
    /// all codes are the same; else the lowest and the highest.
    fn load(&mut self, part: Part, feature: usize) -> Option<(u32, u32)> {
        let codes = self.columns.codes(feature);
        let rows = &self.rows[part.start..part.end];
        self.keys.clear();
        let (mut low, mut high) = (u32::MAX, 0);
        self.keys.extend(rows.iter().enumerate().map(|(place, row)| {
            let code = codes[*row as usize];
            low = low.min(code);
            high = high.max(code);
            u64::from(code) << 32 | place as u64
        }));
        (low < high).then_some((low, high))
    }

    fn cut_anywhere(&mut self, feature: usize, low: u32, high: u32) -> Option<Cut> {
        sort_keys(&mut self.keys, &mut self.spare, low, high);
        let (at, score) = self.target.best_cut(&self.keys, self.limits)?;
        let (below, above) = (code(self.keys[at - 1]), code(self.keys[at]));
        let threshold = self.columns.between(feature, below, above);
        Some(Cut { feature, low: below, threshold, score })
    }

    fn cut_at_random(&mut self, feature: usize, low: u32, high: u32) -> Option<Cut> {
        let (least, most) = (self.columns.value(feature, low), self.columns.value(feature, high));
        let drawn = least + self.random.r#gen::<f64>() * (most - least);
        let threshold = if drawn >= least && drawn < most { drawn } else { least };
        let below = self.columns.at_most(feature, threshold) - 1;
        let samples = self.keys.iter().filter(|key| code(**key) <= below).count();
        let left = self.target.divide(&self.keys, below);
        let limits = self.limits;
        let weight = self.target.left_weight(&left);
        let too_small = samples < limits.min_samples_leaf
            || self.keys.len() - samples < limits.min_samples_leaf
            || weight < limits.min_weight_leaf
            || self.target.weight() - weight < limits.min_weight_leaf;
        if too_small {
            return None;
        }
        let score = self.target.divided_score(&left);
        Some(Cut { feature, low: below, threshold, score })
    }

    /// Sorts the rows of a node into its two parts.
    fn divide(&mut self, node: usize, part: Part, cut: Cut) -> (Part, Part) {
        self.tree.divide(node, cut.feature, cut.threshold);
        let codes = self.columns.codes(cut.feature);
        let rows = &mut self.rows[part.start..part.end];
        let (mut left, mut right) = (0, rows.len());
        while left < right {
            if codes[rows[left] as usize] <= cut.low {
                left += 1;
            } else {
                right -= 1;
                rows.swap(left, right);
            }
        }
        let middle = part.start + left;
        let depth = part.depth + 1;
        (
            Part { start: part.start, end: middle, depth, parent: Some((node, Side::Left)) },
            Part { start: middle, end: part.end, depth, parent: Some((node, Side::Right)) },
        )
    }
}

/// Sorts keys by their codes, which lie between `low` and `high`, and among equal codes by place.
fn sort_keys(keys: &mut Vec<u64>, spare: &mut Vec<u64>, low: u32, high: u32) {
    let bits = u32::BITS - (high - low).leading_zeros();
    if keys.len() < FEW {
        keys.sort_unstable();
        return;
    }
    let passes = bits.div_ceil(DIGIT);
    let width = bits.div_ceil(passes);
    spare.resize(keys.len(), 0);
    for pass in 0..passes {
        let digit = |key: u64| ((code(key) - low) >> (pass * width)) as usize & ((1 << width) - 1);
        let mut starts = [0_u32; 1 << DIGIT];
        for key in keys.iter() {
            starts[digit(*key)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts[..1 << width] {
            sum += std::mem::replace(start, sum);
        }
        for key in keys.iter() {
            let start = &mut starts[digit(*key)];
            spare[*start as usize] = *key;
            *start += 1;
        }
        std::mem::swap(keys, spare);
    }
}
