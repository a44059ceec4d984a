//! Classes around the corners of a hypercube, hidden among features that mean nothing.

use ndarray::{Array1, Array2, Axis, s};
use serde::{Deserialize, Serialize};

use super::{Dice, check_share, check_size, check_spread, normals, setters, shuffled};
use crate::dataset::Dataset;
use crate::error::{Error, Result};

const NAME: &str = "make_classification";

/// A classification problem with useful, redundant and useless features.
///
/// Each class is made of clusters around corners of a hypercube with sides of 2 × `class_sep`; the
/// redundant features are mixtures of the informative ones, the rest is noise. A feature's name
/// tells its kind: `informative_0`, `redundant_0`, `repeated_0`, `noise_0`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_classification().n_samples(500).n_features(6).weights(&[0.9, 0.1]).seed(3).build()?;
/// assert_eq!(data.feature_names[1..4], ["informative_1", "redundant_0", "redundant_1"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: I. Guyon, "Design of experiments for the NIPS 2003 variable selection benchmark", 2003.
#[must_use]
pub fn make_classification() -> MakeClassification {
    MakeClassification {
        n_samples: 100,
        n_features: 20,
        n_informative: 2,
        n_redundant: 2,
        n_repeated: 0,
        n_classes: 2,
        n_clusters_per_class: 2,
        weights: Vec::new(),
        flip_y: 0.01,
        class_sep: 1.0,
        seed: 0,
    }
}

/// The parameters of [`make_classification`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeClassification {
    n_samples: usize,
    n_features: usize,
    n_informative: usize,
    n_redundant: usize,
    n_repeated: usize,
    n_classes: usize,
    n_clusters_per_class: usize,
    weights: Vec<f64>,
    flip_y: f64,
    class_sep: f64,
    seed: u64,
}

impl MakeClassification {
    setters! {
        /// Default 100.
        n_samples: usize,
        /// Features of all kinds. Default 20.
        n_features: usize,
        /// Features that tell the class. Default 2.
        n_informative: usize,
        /// Mixtures of the informative features. Default 2.
        n_redundant: usize,
        /// Copies of informative and redundant features. Default 0.
        n_repeated: usize,
        /// Default 2.
        n_classes: usize,
        /// Default 2.
        n_clusters_per_class: usize,
        /// The share of samples whose class is drawn anew, at random. Default 0.01.
        flip_y: f64,
        /// How far apart the clusters are; larger is easier. Default 1.
        class_sep: f64,
        /// Default 0.
        seed: u64,
    }

    /// The proportions of the classes; the last may be left out. Default: equal.
    #[must_use]
    pub fn weights(mut self, weights: &[f64]) -> Self {
        self.weights = weights.to_vec();
        self
    }

    /// The samples, with classes 0, 1 … as target.
    ///
    /// # Errors
    /// [`Error::Parameter`] for no samples, features or classes, more special features than
    /// features, too few informative features for so many clusters, weights that are not
    /// proportions.
    pub fn build(&self) -> Result<Dataset> {
        let weights = self.check()?;
        let mut dice = Dice::new(self.seed);
        let sizes = self.cluster_sizes(&weights);
        let (informative, mut target) = self.clusters(&sizes, &mut dice);
        let features = self.complete(&informative, &mut dice);
        for class in &mut target {
            if dice.chance(self.flip_y) {
                *class = dice.below(self.n_classes) as f64;
            }
        }
        Ok(shuffled(&mut dice, &features, &target, self.names(), "class"))
    }

    fn n_clusters(&self) -> usize {
        self.n_classes * self.n_clusters_per_class
    }

    /// The weights of all classes.
    fn check(&self) -> Result<Vec<f64>> {
        check_size(NAME, self.n_samples, self.n_features)?;
        for (parameter, value) in [
            ("n_classes", self.n_classes),
            ("n_clusters_per_class", self.n_clusters_per_class),
            ("n_informative", self.n_informative),
        ] {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, 0, "at least 1"));
            }
        }
        let special = self.n_informative.saturating_add(self.n_redundant).saturating_add(self.n_repeated);
        if special > self.n_features {
            let expected = format!(
                "at least n_informative + n_redundant + n_repeated = {special}: raise it or lower those"
            );
            return Err(Error::parameter(NAME, "n_features", self.n_features, expected));
        }
        let clusters = self.n_classes.saturating_mul(self.n_clusters_per_class);
        if self.n_informative < 32 && clusters > 1 << self.n_informative {
            let expected = format!(
                "large enough that 2^n_informative is at least n_classes × n_clusters_per_class = {clusters}"
            );
            return Err(Error::parameter(NAME, "n_informative", self.n_informative, expected));
        }
        check_size(NAME, clusters, self.n_informative)?;
        check_share(NAME, "flip_y", self.flip_y)?;
        check_spread(NAME, "class_sep", self.class_sep)?;
        self.all_weights()
    }

    fn all_weights(&self) -> Result<Vec<f64>> {
        if self.weights.is_empty() {
            return Ok(vec![1.0 / self.n_classes as f64; self.n_classes]);
        }
        let mut weights = self.weights.clone();
        if weights.len() + 1 == self.n_classes {
            weights.push(1.0 - weights.iter().sum::<f64>());
        }
        let total: f64 = weights.iter().sum();
        let are_proportions =
            weights.iter().all(|weight| (0.0..=1.0).contains(weight)) && (total - 1.0).abs() < 1e-9;
        if weights.len() == self.n_classes && are_proportions {
            return Ok(weights);
        }
        let expected = format!("{} proportions that sum to 1 (the last may be left out)", self.n_classes);
        Err(Error::parameter(NAME, "weights", format!("{:?}", self.weights), expected))
    }

    fn cluster_sizes(&self, weights: &[f64]) -> Vec<usize> {
        let (n, k) = (self.n_samples, self.n_clusters());
        let share = |cluster: usize| {
            // 0.2 as 1 − 0.8 is a little less than 0.2.
            (n as f64 * weights[cluster % self.n_classes] / self.n_clusters_per_class as f64 + 1e-9) as usize
        };
        let mut sizes: Vec<usize> = (0..k).map(share).collect();
        let missing = n.saturating_sub(sizes.iter().sum());
        (0..missing).for_each(|place| sizes[place % k] += 1);
        sizes
    }

    /// The informative features, cluster by cluster, and the classes.
    fn clusters(&self, sizes: &[usize], dice: &mut Dice) -> (Array2<f64>, Array1<f64>) {
        let mut features = normals(dice, self.n_samples, self.n_informative);
        let mut target = Array1::zeros(self.n_samples);
        let corners = self.corners(dice);
        let mut start = 0;
        for (cluster, size) in sizes.iter().enumerate() {
            let rows = s![start..start + size, ..];
            // Each cluster is stretched and turned in its own way.
            let mixture = uniforms(dice, self.n_informative, self.n_informative);
            let points = features.slice(rows).dot(&mixture) + corners.row(cluster);
            features.slice_mut(rows).assign(&points);
            target.slice_mut(s![start..start + size]).fill((cluster % self.n_classes) as f64);
            start += size;
        }
        (features, target)
    }

    /// Different corners of a hypercube, coordinates ± class_sep.
    fn corners(&self, dice: &mut Dice) -> Array2<f64> {
        let mut corners = Array2::zeros((self.n_clusters(), self.n_informative));
        let mut seen = std::collections::HashSet::new();
        for mut corner in corners.rows_mut() {
            let bits = loop {
                let bits: Vec<bool> = (0..self.n_informative).map(|_| dice.chance(0.5)).collect();
                if seen.insert(bits.clone()) {
                    break bits;
                }
            };
            for (value, bit) in corner.iter_mut().zip(bits) {
                *value = if bit { self.class_sep } else { -self.class_sep };
            }
        }
        corners
    }

    /// Informative, redundant, repeated and noise features side by side.
    fn complete(&self, informative: &Array2<f64>, dice: &mut Dice) -> Array2<f64> {
        let (n, useful) = (self.n_informative, self.n_informative + self.n_redundant);
        let mut features = normals(dice, self.n_samples, self.n_features);
        features.slice_mut(s![.., ..n]).assign(informative);
        let mixture = uniforms(dice, n, self.n_redundant);
        features.slice_mut(s![.., n..useful]).assign(&informative.dot(&mixture));
        for place in useful..useful + self.n_repeated {
            let copied = features.column(dice.below(useful)).to_owned();
            features.index_axis_mut(Axis(1), place).assign(&copied);
        }
        features
    }

    fn names(&self) -> Vec<String> {
        let noise = self.n_features - self.n_informative - self.n_redundant - self.n_repeated;
        [
            ("informative", self.n_informative),
            ("redundant", self.n_redundant),
            ("repeated", self.n_repeated),
            ("noise", noise),
        ]
        .iter()
        .flat_map(|(kind, count)| (0..*count).map(move |place| format!("{kind}_{place}")))
        .collect()
    }
}

/// Draws from -1 to 1.
fn uniforms(dice: &mut Dice, rows: usize, columns: usize) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || dice.between(-1.0, 1.0))
}
