//! Gini impurity and entropy.

use std::marker::PhantomData;

use super::{Target, code};

/// How class weights are summed up: an impurity is a function of `Σ part(class weight)` and
/// `whole(weight)`.
pub(crate) trait Measure {
    /// The score of one side from the sum of its parts and its weight.
    fn side(parts: f64, weight: f64) -> f64;
    fn part(class_weight: f64) -> f64;
    /// `part(after) − part(before)` for a class that grows by `weight`.
    fn growth(before: f64, weight: f64) -> f64;
    /// Of a node with the given score and weight.
    fn impurity(score: f64, weight: f64) -> f64;
}

/// One minus the sum of the squared shares.
pub(crate) struct ByGini;

impl Measure for ByGini {
    #[inline]
    fn side(parts: f64, weight: f64) -> f64 {
        parts / weight
    }

    #[inline]
    fn part(class_weight: f64) -> f64 {
        class_weight * class_weight
    }

    #[inline]
    fn growth(before: f64, weight: f64) -> f64 {
        weight * (2.0 * before + weight)
    }

    fn impurity(score: f64, weight: f64) -> f64 {
        1.0 - score / weight
    }
}

/// Information in bits.
pub(crate) struct ByEntropy;

impl Measure for ByEntropy {
    #[inline]
    fn side(parts: f64, weight: f64) -> f64 {
        parts - Self::part(weight)
    }

    #[inline]
    fn part(class_weight: f64) -> f64 {
        if class_weight > 0.0 { class_weight * class_weight.log2() } else { 0.0 }
    }

    #[inline]
    fn growth(before: f64, weight: f64) -> f64 {
        Self::part(before + weight) - Self::part(before)
    }

    fn impurity(score: f64, weight: f64) -> f64 {
        -score / weight
    }
}

/// Classes by number, with weights.
pub(crate) struct ClassImpurity<'a, M> {
    classes: &'a [u32],
    weights: &'a [f64],
    /// Of the node's samples, by place.
    samples: Vec<(f64, u32)>,
    /// Per class.
    totals: Vec<f64>,
    left: Vec<f64>,
    weight: f64,
    parts: f64,
    measure: PhantomData<M>,
}

/// Weight on the left, and the sums of the parts of both sides.
#[derive(Clone, Copy)]
pub(crate) struct LeftClasses {
    weight: f64,
    left_parts: f64,
    right_parts: f64,
}

impl<'a, M: Measure> ClassImpurity<'a, M> {
    /// One class and one weight per row of the data.
    pub fn new(classes: &'a [u32], weights: &'a [f64], n_classes: usize) -> Self {
        Self {
            classes,
            weights,
            samples: Vec::new(),
            totals: vec![0.0; n_classes],
            left: vec![0.0; n_classes],
            weight: 0.0,
            parts: 0.0,
            measure: PhantomData,
        }
    }
}

impl<M: Measure> Target for ClassImpurity<'_, M> {
    type Left = LeftClasses;

    fn n_outputs(&self) -> usize {
        self.totals.len()
    }

    fn enter(&mut self, rows: &[u32]) {
        self.samples.clear();
        self.totals.fill(0.0);
        for row in rows {
            let (class, weight) = (self.classes[*row as usize], self.weights[*row as usize]);
            self.samples.push((weight, class));
            self.totals[class as usize] += weight;
        }
        self.weight = self.totals.iter().sum();
        self.parts = self.totals.iter().map(|total| M::part(*total)).sum();
    }

    fn is_pure(&self) -> bool {
        self.totals.iter().filter(|total| **total > 0.0).count() <= 1
    }

    fn weight(&self) -> f64 {
        self.weight
    }

    fn impurity(&self) -> f64 {
        M::impurity(self.score(), self.weight).max(0.0)
    }

    fn value(&self, value: &mut [f64]) {
        for (share, total) in value.iter_mut().zip(&self.totals) {
            *share = total / self.weight;
        }
    }

    fn score(&self) -> f64 {
        M::side(self.parts, self.weight)
    }

    fn begin(&mut self) -> LeftClasses {
        self.left.fill(0.0);
        LeftClasses { weight: 0.0, left_parts: 0.0, right_parts: self.parts }
    }

    #[inline]
    fn move_left(&mut self, left: &mut LeftClasses, place: usize) {
        let (weight, class) = self.samples[place];
        let class = class as usize;
        let before = self.left[class];
        let after = before + weight;
        self.left[class] = after;
        left.weight += weight;
        left.left_parts += M::growth(before, weight);
        left.right_parts -= M::growth(self.totals[class] - after, weight);
    }

    // Every sample is added, most of them as nothing: a branch here could not be foreseen.
    fn divide(&mut self, keys: &[u64], below: u32) -> LeftClasses {
        self.left.fill(0.0);
        for (key, (weight, class)) in keys.iter().zip(&self.samples) {
            self.left[*class as usize] += weight * f64::from(u8::from(code(*key) <= below));
        }
        let right = self.left.iter().zip(&self.totals).map(|(left, total)| total - left);
        LeftClasses {
            weight: self.left.iter().sum(),
            left_parts: self.left.iter().map(|left| M::part(*left)).sum(),
            right_parts: right.map(M::part).sum(),
        }
    }

    #[inline]
    fn left_weight(&self, left: &LeftClasses) -> f64 {
        left.weight
    }

    #[inline]
    fn divided_score(&self, left: &LeftClasses) -> f64 {
        M::side(left.left_parts, left.weight) + M::side(left.right_parts, self.weight - left.weight)
    }
}
