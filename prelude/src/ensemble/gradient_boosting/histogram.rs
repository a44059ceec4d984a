//! Sums of gradients per bin, and the best place to divide them.

use super::bins::Bins;

pub(crate) const BINS: usize = 256;
/// Less curvature than this in a part says nothing about its value.
const LEAST_HESSIAN: f64 = 1e-3;

/// First and second derivative of the loss.
pub(crate) type Derivatives = [f32; 2];

/// Sums over the samples of a bin or a node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub(crate) struct Sums {
    pub gradient: f64,
    pub hessian: f64,
    pub count: u32,
}

impl Sums {
    fn add(&mut self, gradient: f64, hessian: f64) {
        self.gradient += gradient;
        self.hessian += hessian;
        self.count += 1;
    }

    pub fn minus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            hessian: self.hessian - other.hessian,
            count: self.count - other.count,
        }
    }

    /// How much the loss falls if these samples get their best common value.
    fn score(self, l2: f64) -> f64 {
        self.gradient * self.gradient / (self.hessian + l2)
    }

    /// That value, to be scaled by the learning rate.
    pub fn step(self, l2: f64) -> f64 {
        let curvature = self.hessian + l2;
        if curvature > 0.0 { -self.gradient / curvature } else { 0.0 }
    }
}

/// What keeps trees small.
#[derive(Clone, Debug)]
pub(crate) struct TreeShape {
    pub max_leaf_nodes: usize,
    pub max_depth: usize,
    pub min_samples_leaf: u32,
    pub l2_regularization: f64,
    pub learning_rate: f64,
}

/// The best division of a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Split {
    pub feature: usize,
    pub bin: u8,
    pub gain: f64,
    pub left: Sums,
}

/// Sums up the bins of one feature, or of two that follow each other, over some rows, whose derivatives
/// come in the same order. Two at once: what is read of a row serves both.
pub(crate) fn fill_some(
    histograms: &mut [Sums],
    bins: &Bins,
    first: usize,
    rows: &[u32],
    derivatives: &[Derivatives],
) {
    let (left, right) = histograms.split_at_mut(BINS.min(histograms.len()));
    let Ok(second) = <&mut [Sums; BINS]>::try_from(right) else {
        return fill(left, bins.codes(first), rows, derivatives);
    };
    let Ok(own) = <&mut [Sums; BINS]>::try_from(left) else { return };
    own.fill(Sums::default());
    second.fill(Sums::default());
    let (codes, second_codes) = (bins.codes(first), bins.codes(first + 1));
    for (row, [gradient, hessian]) in rows.iter().zip(derivatives) {
        let (gradient, hessian) = (f64::from(*gradient), f64::from(*hessian));
        let row = *row as usize;
        own[codes[row] as usize].add(gradient, hessian);
        second[second_codes[row] as usize].add(gradient, hessian);
    }
}

fn fill(histogram: &mut [Sums], codes: &[u8], rows: &[u32], derivatives: &[Derivatives]) {
    let Ok(histogram) = <&mut [Sums; BINS]>::try_from(histogram) else { return };
    histogram.fill(Sums::default());
    for (row, [gradient, hessian]) in rows.iter().zip(derivatives) {
        histogram[codes[*row as usize] as usize].add(f64::from(*gradient), f64::from(*hessian));
    }
}

/// The sibling's sums from the parent's.
pub(crate) fn subtract(parent: &mut [Sums], child: &[Sums], n_bins: usize) {
    for (parent, child) in parent[..n_bins].iter_mut().zip(child) {
        *parent = parent.minus(*child);
    }
}

/// The best bin of a feature to divide a node after.
pub(crate) fn best_split(
    histogram: &[Sums],
    bins: &Bins,
    feature: usize,
    node: Sums,
    shape: &TreeShape,
) -> Option<Split> {
    let l2 = shape.l2_regularization;
    let whole = node.score(l2);
    let mut best: Option<Split> = None;
    let mut best_gain = 0.0;
    let mut left = Sums::default();
    for (bin, sums) in histogram[..bins.n_bins(feature) - 1].iter().enumerate() {
        if sums.count == 0 {
            continue;
        }
        left.gradient += sums.gradient;
        left.hessian += sums.hessian;
        left.count += sums.count;
        let right = node.minus(left);
        if right.count < shape.min_samples_leaf || right.hessian < LEAST_HESSIAN {
            break;
        }
        if left.count < shape.min_samples_leaf || left.hessian < LEAST_HESSIAN {
            continue;
        }
        let gain = left.score(l2) + right.score(l2) - whole;
        if gain > best_gain {
            best_gain = gain;
            best = Some(Split { feature, bin: bin as u8, gain, left });
        }
    }
    best
}
