//! What a tree learns: how mixed a node is, what it predicts, and how good a division of it is.
//!
//! Each criterion is written so that one sample can move from the right part to the left one in a
//! few operations; the grower is compiled once per criterion. A score is such that the score of a
//! division minus the score of the whole node is the node's weight times the impurity that the
//! division takes away.

mod absolute;
mod classes;
mod poisson;
mod squared;

pub(crate) use absolute::Absolute;
pub(crate) use classes::{ByEntropy, ByGini, ClassImpurity};
pub(crate) use poisson::Poisson;
pub(crate) use squared::Squared;

use super::options::Limits;

/// A criterion with the target and the weights of all samples; `enter` takes up one node, whose
/// samples then have places 0, 1, 2 … in the order of its rows.
pub(crate) trait Target {
    /// What is on the left of a division under way; small, so that it lives in registers.
    type Left: Copy;

    fn n_outputs(&self) -> usize;
    fn enter(&mut self, rows: &[u32]);
    /// Nothing more to gain.
    fn is_pure(&self) -> bool;
    fn weight(&self) -> f64;
    fn impurity(&self) -> f64;
    /// What the node predicts, `n_outputs` numbers.
    fn value(&self, value: &mut [f64]);
    /// The score of the node as a whole.
    fn score(&self) -> f64;

    /// A division with everything on the right.
    fn begin(&mut self) -> Self::Left;
    fn move_left(&mut self, left: &mut Self::Left, place: usize);
    fn left_weight(&self, left: &Self::Left) -> f64;
    fn divided_score(&self, left: &Self::Left) -> f64;

    /// The division that sends samples with codes up to `below` to the left; one key per place, in
    /// their order.
    fn divide(&mut self, keys: &[u64], below: u32) -> Self::Left {
        let mut left = self.begin();
        for key in keys.iter().filter(|key| code(**key) <= below) {
            self.move_left(&mut left, place(*key));
        }
        left
    }

    /// The best division of samples sorted by a feature: keys hold the value's code in the upper
    /// half and the place in the lower.
    fn best_cut(&mut self, sorted: &[u64], limits: &Limits) -> Option<(usize, f64)> {
        let (n_samples, least) = (sorted.len(), limits.min_samples_leaf);
        let total = self.weight();
        let mut best: Option<(usize, f64)> = None;
        let mut best_score = f64::NEG_INFINITY;
        let mut left = self.begin();
        for at in 1..n_samples {
            self.move_left(&mut left, place(sorted[at - 1]));
            if code(sorted[at]) == code(sorted[at - 1]) || at < least || n_samples - at < least {
                continue;
            }
            let weight = self.left_weight(&left);
            if weight < limits.min_weight_leaf || total - weight < limits.min_weight_leaf {
                continue;
            }
            let score = self.divided_score(&left);
            if score > best_score {
                best_score = score;
                best = Some((at, score));
            }
        }
        best
    }
}

pub(crate) fn code(key: u64) -> u32 {
    (key >> 32) as u32
}

pub(crate) fn place(key: u64) -> usize {
    key as u32 as usize
}
