//! The mean distance from the weighted median. Medians of the growing left and right parts come
//! from two heaps each, filled once forwards and once backwards, so a feature costs n·log n.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Target, code, place};
use crate::tree::columns::ordered_bits;
use crate::tree::options::Limits;

/// Numbers with weights.
pub(crate) struct Absolute<'a> {
    targets: &'a [f64],
    weights: &'a [f64],
    /// Target and weight by place.
    samples: Vec<(f64, f64)>,
    weight: f64,
    median: f64,
    loss: f64,
    is_pure: bool,
    /// The places on the left of a division that is put together one by one.
    on_left: Vec<bool>,
    /// Losses of the first 1, 2, 3 … samples.
    losses: Vec<f64>,
}

/// The weight on the left.
#[derive(Clone, Copy)]
pub(crate) struct LeftWeight(f64);

impl<'a> Absolute<'a> {
    /// One target and one weight per row of the data.
    pub fn new(targets: &'a [f64], weights: &'a [f64]) -> Self {
        Self {
            targets,
            weights,
            samples: Vec::new(),
            weight: 0.0,
            median: 0.0,
            loss: 0.0,
            is_pure: false,
            on_left: Vec::new(),
            losses: Vec::new(),
        }
    }

    fn side_loss(&self, left: bool) -> f64 {
        let mut side = RunningMedian::default();
        let chosen = self.samples.iter().zip(&self.on_left).filter(|(_, on_left)| **on_left == left);
        chosen.for_each(|((target, weight), _)| side.add(*target, *weight));
        side.loss()
    }
}

impl Target for Absolute<'_> {
    type Left = LeftWeight;

    fn n_outputs(&self) -> usize {
        1
    }

    fn enter(&mut self, rows: &[u32]) {
        self.samples.clear();
        let mut running = RunningMedian::default();
        for row in rows {
            let (target, weight) = (self.targets[*row as usize], self.weights[*row as usize]);
            self.samples.push((target, weight));
            running.add(target, weight);
        }
        self.weight = running.low.weight + running.high.weight;
        self.median = running.median();
        self.loss = running.loss();
        let first = self.samples.first().map_or(0.0, |sample| sample.0);
        self.is_pure = self.samples.iter().all(|(target, _)| *target == first);
    }

    fn is_pure(&self) -> bool {
        self.is_pure
    }

    fn weight(&self) -> f64 {
        self.weight
    }

    fn impurity(&self) -> f64 {
        self.loss / self.weight
    }

    fn value(&self, value: &mut [f64]) {
        value[0] = self.median;
    }

    fn score(&self) -> f64 {
        -self.loss
    }

    fn begin(&mut self) -> LeftWeight {
        self.on_left.clear();
        self.on_left.resize(self.samples.len(), false);
        LeftWeight(0.0)
    }

    fn move_left(&mut self, left: &mut LeftWeight, place: usize) {
        self.on_left[place] = true;
        left.0 += self.samples[place].1;
    }

    fn left_weight(&self, left: &LeftWeight) -> f64 {
        left.0
    }

    fn divided_score(&self, _left: &LeftWeight) -> f64 {
        -self.side_loss(true) - self.side_loss(false)
    }

    fn best_cut(&mut self, sorted: &[u64], limits: &Limits) -> Option<(usize, f64)> {
        let (n_samples, least) = (sorted.len(), limits.min_samples_leaf);
        let (mut left, mut weights) = (RunningMedian::default(), 0.0);
        self.losses.clear();
        for key in sorted {
            let (target, weight) = self.samples[place(*key)];
            left.add(target, weight);
            self.losses.push(left.loss());
        }
        let mut best: Option<(usize, f64)> = None;
        let mut right = RunningMedian::default();
        for at in (1..n_samples).rev() {
            let (target, weight) = self.samples[place(sorted[at])];
            right.add(target, weight);
            weights += weight;
            if code(sorted[at]) == code(sorted[at - 1]) || at < least || n_samples - at < least {
                continue;
            }
            if weights < limits.min_weight_leaf || self.weight - weights < limits.min_weight_leaf {
                continue;
            }
            let score = -self.losses[at - 1] - right.loss();
            // From the end to the start: of equal ones the first in order stays.
            if best.is_none_or(|(_, best)| score >= best) {
                best = Some((at, score));
            }
        }
        best
    }
}

/// One half of the samples, with its weight and weighted sum.
#[derive(Default)]
struct Half<K: Ord> {
    heap: BinaryHeap<K>,
    weight: f64,
    sum: f64,
}

/// A number that sorts as such, with its weight.
#[derive(Clone, Copy, Default, PartialEq)]
struct Weighted {
    order: u64,
    value: f64,
    weight: f64,
}

impl Eq for Weighted {}

impl Ord for Weighted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order.cmp(&other.order)
    }
}

impl PartialOrd for Weighted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The weighted median of samples that come one by one.
#[derive(Default)]
struct RunningMedian {
    low: Half<Weighted>,
    high: Half<Reverse<Weighted>>,
}

impl RunningMedian {
    fn add(&mut self, value: f64, weight: f64) {
        let sample = Weighted { order: ordered_bits(value), value, weight };
        if self.low.heap.peek().is_some_and(|top| sample > *top) {
            self.high.put(Reverse(sample), &sample);
        } else {
            self.low.put(sample, &sample);
        }
        self.balance();
    }

    /// The low half holds at least half of the weight, and less than that without its largest.
    fn balance(&mut self) {
        while self.low.weight < self.high.weight {
            let Some(Reverse(sample)) = self.high.heap.pop() else { break };
            self.high.forget(&sample);
            self.low.put(sample, &sample);
        }
        while let Some(top) = self.low.heap.peek().copied() {
            if self.low.weight - top.weight < self.high.weight + top.weight || self.low.heap.len() == 1 {
                break;
            }
            self.low.heap.pop();
            self.low.forget(&top);
            self.high.put(Reverse(top), &top);
        }
    }

    fn median(&self) -> f64 {
        let Some(low) = self.low.heap.peek() else { return 0.0 };
        match self.high.heap.peek() {
            Some(Reverse(high)) if self.low.weight == self.high.weight => (low.value + high.value) / 2.0,
            _ => low.value,
        }
    }

    /// The weighted distances from the median, summed up.
    fn loss(&self) -> f64 {
        let median = self.median();
        let below = median * self.low.weight - self.low.sum;
        let above = self.high.sum - median * self.high.weight;
        (below + above).max(0.0)
    }
}

impl<K: Ord> Half<K> {
    fn put(&mut self, key: K, sample: &Weighted) {
        self.heap.push(key);
        self.weight += sample.weight;
        self.sum += sample.weight * sample.value;
    }

    fn forget(&mut self, sample: &Weighted) {
        self.weight -= sample.weight;
        self.sum -= sample.weight * sample.value;
    }
}
