//! Which features join together in KernelSHAP, and how much each such coalition counts.

use std::collections::HashMap;

use ndarray::Array2;
use rand::Rng;
use rand::SeedableRng;
use rand::distributions::WeightedIndex;
use rand::prelude::Distribution;
use rand::rngs::StdRng;
use rand::seq::index::sample;

/// Masks of shape (n_coalitions, n_features) and a weight for each.
pub(super) struct Coalitions {
    pub masks: Array2<bool>,
    pub weights: Vec<f64>,
}

impl Coalitions {
    /// All of them if there are no more than `most`; else all small and all large ones as far as that
    /// goes (they count most), and random ones of the sizes between, each with its complement.
    pub fn choose(n_features: usize, most: usize, seed: u64) -> Self {
        let mut found = Found::default();
        let mut left = most;
        let mut sizes = size_weights(n_features);
        let mut next = 1;
        while next <= n_features / 2 {
            let subsets = binomial(n_features, next);
            let paired = next != n_features - next;
            let count = if paired { 2.0 * subsets } else { subsets };
            let total: f64 = sizes[next..].iter().sum();
            if left as f64 * sizes[next] / total / count < 1.0 - 1e-8 {
                break;
            }
            found.add_all(n_features, next, sizes[next] / count, paired);
            left = left.saturating_sub(count as usize);
            sizes[next] = 0.0;
            next += 1;
        }
        let weight_left: f64 = sizes.iter().sum();
        if weight_left > 0.0 && left > 0 {
            found.add_random(n_features, &sizes, left, weight_left, seed);
        }
        found.finish(n_features)
    }
}

#[derive(Default)]
struct Found {
    masks: Vec<Vec<bool>>,
    weights: Vec<f64>,
}

impl Found {
    fn push(&mut self, mask: Vec<bool>, weight: f64) {
        self.masks.push(mask);
        self.weights.push(weight);
    }

    /// Every coalition of a size and, if `paired`, their complements.
    fn add_all(&mut self, n_features: usize, size: usize, weight: f64, paired: bool) {
        let mut members: Vec<usize> = (0..size).collect();
        loop {
            let mut mask = vec![false; n_features];
            members.iter().for_each(|member| mask[*member] = true);
            if paired {
                self.push(mask.iter().map(|joined| !joined).collect(), weight);
            }
            self.push(mask, weight);
            // The next combination in order.
            let Some(place) = (0..size).rev().find(|place| members[*place] < n_features - size + place)
            else {
                return;
            };
            members[place] += 1;
            for later in place + 1..size {
                members[later] = members[later - 1] + 1;
            }
        }
    }

    fn add_random(&mut self, n_features: usize, sizes: &[f64], count: usize, weight_left: f64, seed: u64) {
        let Ok(size_of) = WeightedIndex::new(sizes) else { return };
        let mut random = StdRng::seed_from_u64(seed);
        let mut known: HashMap<Vec<bool>, usize> = HashMap::new();
        let (first, mut drawn) = (self.masks.len(), 0);
        // Masks that come again only count more; so many draws are enough for what there is.
        for _ in 0..4 * count {
            if drawn >= count {
                break;
            }
            let size = size_of.sample(&mut random);
            let mut mask = vec![false; n_features];
            sample(&mut random, n_features, size).iter().for_each(|member| mask[member] = true);
            if random.r#gen::<bool>() {
                mask.iter_mut().for_each(|joined| *joined = !*joined);
            }
            for mask in [mask.clone(), mask.iter().map(|joined| !joined).collect()] {
                if let Some(place) = known.get(&mask) {
                    self.weights[*place] += 1.0;
                } else {
                    known.insert(mask.clone(), self.masks.len());
                    self.push(mask, 1.0);
                    drawn += 1;
                }
            }
        }
        let total: f64 = self.weights[first..].iter().sum();
        self.weights[first..].iter_mut().for_each(|weight| *weight *= weight_left / total);
    }

    fn finish(self, n_features: usize) -> Coalitions {
        let shape = (self.masks.len(), n_features);
        Coalitions {
            masks: Array2::from_shape_fn(shape, |(row, feature)| self.masks[row][feature]),
            weights: self.weights,
        }
    }
}

/// The weight of all coalitions of each size with their complements, by the smaller size; sums to 1.
fn size_weights(n_features: usize) -> Vec<f64> {
    let p = n_features as f64;
    let mut weights: Vec<f64> = (0..=n_features / 2)
        .map(|size| {
            let s = size as f64;
            let pairs = if 2 * size == n_features { 1.0 } else { 2.0 };
            if size == 0 { 0.0 } else { pairs * (p - 1.0) / (s * (p - s)) }
        })
        .collect();
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total);
    weights
}

fn binomial(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64).round()
}
