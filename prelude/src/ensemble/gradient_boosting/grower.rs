//! One tree on histograms: the leaf with the most to gain divides first. Of two parts only the
//! smaller is summed up; the other is the parent minus it. Features are worked on in parallel, each
//! by one thread, so sums do not depend on the number of threads.

use rayon::prelude::*;

use super::bins::Bins;
use super::histogram::{BINS, Derivatives, Split, Sums, TreeShape, best_split, fill_some, subtract};
use crate::tree::Tree;
use crate::tree::structure::{NodeFacts, Side};

/// Less work than this (rows times features) is not worth a second thread.
const LITTLE: usize = 30_000;

/// Grows tree after tree on the same bins, with the same memory.
pub(crate) struct Grower<'a> {
    bins: &'a Bins,
    shape: &'a TreeShape,
    /// A leaf's rows stand together.
    rows: Vec<u32>,
    spare: Vec<u32>,
    ordered: Vec<Derivatives>,
    pool: Vec<Vec<Sums>>,
    tree: Tree,
    /// Per node, the last bin that goes left.
    cuts: Vec<u8>,
}

struct Leaf {
    node: usize,
    start: usize,
    end: usize,
    depth: usize,
    sums: Sums,
    histogram: Option<Vec<Sums>>,
    split: Option<Split>,
}

/// A grown tree with the rows in its leaves, until the next one is grown.
pub(crate) struct Grown {
    leaves: Vec<(usize, usize, usize)>,
}

impl<'a> Grower<'a> {
    pub fn new(bins: &'a Bins, shape: &'a TreeShape) -> Self {
        Self {
            bins,
            shape,
            rows: Vec::new(),
            spare: Vec::new(),
            ordered: Vec::new(),
            pool: Vec::new(),
            tree: Tree::new(bins.n_features(), 1),
            cuts: Vec::new(),
        }
    }

    /// Grows a tree on `rows` with derivatives by row, taken from every `stride`-th place from
    /// `first` on; adds each feature's gain to `gains`.
    pub fn grow(
        &mut self,
        rows: &[u32],
        derivatives: &[Derivatives],
        (first, stride): (usize, usize),
        gains: &mut [f64],
    ) -> Grown {
        let of = |row: &u32| derivatives[*row as usize * stride + first];
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        self.spare.resize(rows.len(), 0);
        self.tree = Tree::new(self.bins.n_features(), 1);
        self.cuts.clear();
        let mut leaves = vec![self.root(of)];
        while leaves.len() < self.shape.max_leaf_nodes {
            let Some(place) = most_to_gain(&leaves) else { break };
            let leaf = leaves.swap_remove(place);
            let Some(split) = leaf.split else { break };
            gains[split.feature] += split.gain;
            let is_last = leaves.len() + 2 >= self.shape.max_leaf_nodes;
            let (left, right) = self.divide(leaf, split, is_last, of);
            leaves.extend([left, right]);
        }
        let ends = leaves.iter().map(|leaf| (leaf.node, leaf.start, leaf.end)).collect();
        self.pool.extend(leaves.into_iter().filter_map(|leaf| leaf.histogram));
        Grown { leaves: ends }
    }

    /// The rows of each leaf of the last tree.
    pub fn leaves<'s>(&'s self, grown: &'s Grown) -> impl Iterator<Item = (usize, &'s [u32])> + 's {
        grown.leaves.iter().map(|(node, start, end)| (*node, &self.rows[*start..*end]))
    }

    pub fn value(&self, leaf: usize) -> f64 {
        self.tree.value(leaf)[0]
    }

    pub fn set_value(&mut self, leaf: usize, value: f64) {
        self.tree.set_value(leaf, 0, value);
    }

    /// The last tree's value for a row by its bins.
    pub fn value_of_row(&self, row: u32) -> f64 {
        let mut node = 0;
        while let Some((feature, _)) = self.tree.split(node) {
            let goes_left = self.bins.codes(feature)[row as usize] <= self.cuts[node];
            let (left, right) = self.tree.children(node);
            node = if goes_left { left } else { right };
        }
        self.value(node)
    }

    /// The last tree, to be kept.
    pub fn tree(&self) -> Tree {
        self.tree.in_preorder(|_| false)
    }

    fn root(&mut self, of: impl Fn(&u32) -> Derivatives + Sync) -> Leaf {
        self.order(0, self.rows.len(), of);
        let mut sums = Sums { count: self.rows.len() as u32, ..Sums::default() };
        for [gradient, hessian] in &self.ordered {
            sums.gradient += f64::from(*gradient);
            sums.hessian += f64::from(*hessian);
        }
        let node = self.plant(sums);
        let mut leaf =
            Leaf { node, start: 0, end: self.rows.len(), depth: 0, sums, histogram: None, split: None };
        if self.may_divide(&leaf) {
            let mut histogram = self.empty();
            let (bins, rows, ordered, shape) = (self.bins, &self.rows, &self.ordered, self.shape);
            let work = |(pair, parts): (usize, &mut [Sums])| {
                fill_some(parts, bins, 2 * pair, rows, ordered);
                let each = parts.chunks(BINS).enumerate();
                best(each.map(|(place, part)| best_split(part, bins, 2 * pair + place, sums, shape)))
            };
            let found: Vec<Option<Split>> = if rows.len() * bins.n_features() < LITTLE {
                histogram.chunks_mut(2 * BINS).enumerate().map(work).collect()
            } else {
                histogram.par_chunks_mut(2 * BINS).enumerate().map(work).collect()
            };
            leaf.split = best(found);
            leaf.histogram = Some(histogram);
        }
        leaf
    }

    fn plant(&mut self, sums: Sums) -> usize {
        let shape = self.shape;
        let facts = NodeFacts { samples: sums.count as usize, weight: f64::from(sums.count), impurity: 0.0 };
        self.cuts.push(0);
        self.tree.push(&facts, &[sums.step(shape.l2_regularization) * shape.learning_rate])
    }

    fn may_divide(&self, leaf: &Leaf) -> bool {
        leaf.depth < self.shape.max_depth && leaf.sums.count >= 2 * self.shape.min_samples_leaf.max(1)
    }

    fn divide(
        &mut self,
        leaf: Leaf,
        split: Split,
        is_last: bool,
        of: impl Fn(&u32) -> Derivatives + Sync,
    ) -> (Leaf, Leaf) {
        self.tree.divide(leaf.node, split.feature, self.bins.end(split.feature, split.bin));
        self.cuts[leaf.node] = split.bin;
        let codes = self.bins.codes(split.feature);
        let rows = &mut self.rows[leaf.start..leaf.end];
        let middle = leaf.start + part_rows(rows, &mut self.spare, codes, split.bin);
        let child = |sums: Sums, start: usize, end: usize, node: usize| Leaf {
            node,
            start,
            end,
            depth: leaf.depth + 1,
            sums,
            histogram: None,
            split: None,
        };
        let right_sums = leaf.sums.minus(split.left);
        let mut left = child(split.left, leaf.start, middle, self.plant(split.left));
        let mut right = child(right_sums, middle, leaf.end, self.plant(right_sums));
        self.tree.link(leaf.node, Side::Left, left.node);
        self.tree.link(leaf.node, Side::Right, right.node);
        let Some(parent) = leaf.histogram else { return (left, right) };
        let wanted = !is_last && (self.may_divide(&left) || self.may_divide(&right));
        if wanted {
            let left_is_small = left.sums.count <= right.sums.count;
            let (small, large) =
                if left_is_small { (&mut left, &mut right) } else { (&mut right, &mut left) };
            self.sum_up(small, large, parent, of);
        } else {
            self.pool.push(parent);
        }
        (left, right)
    }

    /// Histograms and best splits of two siblings.
    fn sum_up(
        &mut self,
        small: &mut Leaf,
        large: &mut Leaf,
        mut parent: Vec<Sums>,
        of: impl Fn(&u32) -> Derivatives + Sync,
    ) {
        self.order(small.start, small.end, of);
        let mut histogram = self.empty();
        let (bins, shape, ordered) = (self.bins, self.shape, &self.ordered);
        let rows = &self.rows[small.start..small.end];
        let wanted = (self.may_divide(small), self.may_divide(large));
        let sums = (small.sums, large.sums);
        let work = |((pair, own), other): ((usize, &mut [Sums]), &mut [Sums])| {
            fill_some(own, bins, 2 * pair, rows, ordered);
            for (place, (own, other)) in own.chunks(BINS).zip(other.chunks_mut(BINS)).enumerate() {
                subtract(other, own, bins.n_bins(2 * pair + place));
            }
            let split = |wanted: bool, parts: &[Sums], sums: Sums| {
                let each = parts.chunks(BINS).take(if wanted { 2 } else { 0 }).enumerate();
                best(each.map(|(place, part)| best_split(part, bins, 2 * pair + place, sums, shape)))
            };
            (split(wanted.0, own, sums.0), split(wanted.1, other, sums.1))
        };
        let work_size = (rows.len() + 2 * BINS) * bins.n_features();
        let (small_splits, large_splits): (Vec<_>, Vec<_>) = if work_size < LITTLE {
            histogram.chunks_mut(2 * BINS).enumerate().zip(parent.chunks_mut(2 * BINS)).map(work).unzip()
        } else {
            let own = histogram.par_chunks_mut(2 * BINS).enumerate();
            own.zip(parent.par_chunks_mut(2 * BINS)).map(work).unzip()
        };
        (small.split, large.split) = (best(small_splits), best(large_splits));
        (small.histogram, large.histogram) = (Some(histogram), Some(parent));
    }

    /// Brings the derivatives of some rows into their order.
    fn order(&mut self, start: usize, end: usize, of: impl Fn(&u32) -> Derivatives + Sync) {
        let rows = self.rows[start..end].par_iter().with_min_len(LITTLE);
        rows.map(&of).collect_into_vec(&mut self.ordered);
    }

    fn empty(&mut self) -> Vec<Sums> {
        self.pool.pop().unwrap_or_else(|| vec![Sums::default(); BINS * self.bins.n_features()])
    }
}

/// The leaf whose split gains most, the first of equals by node.
fn most_to_gain(leaves: &[Leaf]) -> Option<usize> {
    let gains =
        leaves.iter().enumerate().filter_map(|(place, leaf)| Some((place, leaf.split?.gain, leaf.node)));
    gains.max_by(|a, b| a.1.total_cmp(&b.1).then(b.2.cmp(&a.2))).map(|(place, ..)| place)
}

/// The split with the highest gain, the first of equals by feature.
fn best(found: impl IntoIterator<Item = Option<Split>>) -> Option<Split> {
    let mut best: Option<Split> = None;
    for split in found.into_iter().flatten() {
        if best.is_none_or(|best| split.gain > best.gain) {
            best = Some(split);
        }
    }
    best
}

/// Sorts rows by the side they go to, each side in its order; gives the number on the left.
fn part_rows(rows: &mut [u32], spare: &mut [u32], codes: &[u8], cut: u8) -> usize {
    let (mut left, mut right) = (0, 0);
    for at in 0..rows.len() {
        let row = rows[at];
        let goes_left = codes[row as usize] <= cut;
        rows[left] = row;
        spare[right] = row;
        left += usize::from(goes_left);
        right += usize::from(!goes_left);
    }
    rows[left..].copy_from_slice(&spare[..right]);
    left
}
