//! Isolation forest: unusual samples are alone after few random divisions.
//!
//! linfa and smartcore have none. A tree is grown on a few hundred samples only, so the grower here
//! is a dozen lines; its trees hold path lengths as values, so that scoring is the same walk as
//! every other ensemble's.

use ndarray::{Array1, ArrayView2, Axis};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Contamination;
use crate::array::Features;
use crate::ensemble::seed_of;
use crate::error::Result;
use crate::model::estimators::detector;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;
use crate::tree::options::at_least;
use crate::tree::structure::{NodeFacts, Side, sum_of_values};
use crate::tree::{MaxFeatures, MaxSamples, Tree};

const NAME: &str = "IsolationForest";
/// Samples per tree unless said otherwise: enough to tell normal from unusual, and small.
const USUAL_SAMPLES: usize = 256;
/// The score that separates outliers unless their share is given.
const USUAL_OFFSET: f64 = -0.5;
const EULER: f64 = 0.577_215_664_901_532_9;

/// Scores how soon a sample is alone when features and thresholds are drawn at random: the sooner,
/// the more unusual.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.1], [0.2], [0.1], [0.3], [0.2], [9.0]];
/// let model = IsolationForest::new().seed(1).fit(&x)?;
/// assert_eq!(model.predict(&array![[0.15], [9.0]])?, array![1, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation forest", 2008.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IsolationForest {
    n_estimators: usize,
    max_samples: Option<MaxSamples>,
    contamination: Contamination,
    max_features: MaxFeatures,
    bootstrap: bool,
    seed: u64,
}

impl Default for IsolationForest {
    fn default() -> Self {
        Self {
            n_estimators: 100,
            max_samples: None,
            contamination: Contamination::Auto,
            max_features: MaxFeatures::All,
            bootstrap: false,
            seed: 0,
        }
    }
}

impl IsolationForest {
    /// One hundred trees on up to 256 samples each.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of trees. Default 100.
    #[must_use]
    pub fn n_estimators(mut self, n_estimators: usize) -> Self {
        self.n_estimators = n_estimators;
        self
    }

    /// How many samples each tree sees: a number or a fraction. Default: 256, or all if there are
    /// fewer.
    #[must_use]
    pub fn max_samples(mut self, max_samples: impl Into<MaxSamples>) -> Self {
        self.max_samples = Some(max_samples.into());
        self
    }

    /// The share of outliers among the training samples, above 0 and at most 0.5: so many of them
    /// are predicted as such. Default: whatever scores below −0.5, as in the paper.
    #[must_use]
    pub fn contamination(mut self, contamination: impl Into<Contamination>) -> Self {
        self.contamination = contamination.into();
        self
    }

    /// How many features each tree sees: a number, a fraction, or a rule. Default: all.
    #[must_use]
    pub fn max_features(mut self, max_features: impl Into<MaxFeatures>) -> Self {
        self.max_features = max_features.into();
        self
    }

    /// Whether samples are drawn with replacement. Default `false`.
    #[must_use]
    pub fn bootstrap(mut self, bootstrap: bool) -> Self {
        self.bootstrap = bootstrap;
        self
    }

    /// The seed of all that is drawn at random. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, x: &Features<'_>) -> Result<FittedIsolationForest> {
        at_least(NAME, "n_estimators", self.n_estimators, 1)?;
        self.contamination.check(NAME)?;
        let values = x.view();
        let max_samples = match self.max_samples {
            None => values.nrows().min(USUAL_SAMPLES),
            Some(given) => given.resolve(NAME, values.nrows())?,
        };
        let max_features = self.max_features.resolve(NAME, values.ncols())?;
        check_interrupt()?;
        let trees = (0..self.n_estimators)
            .into_par_iter()
            .map(|tree| self.grow(values, max_samples, max_features, seed_of(self.seed, tree)))
            .collect();
        let mut fitted = FittedIsolationForest {
            parameters: self.clone(),
            seen: Seen::of(x),
            trees,
            max_samples,
            offset: USUAL_OFFSET,
        };
        if self.contamination != Contamination::Auto {
            let scores = fitted.score_rows(values)?.to_vec();
            fitted.offset = self.contamination.threshold(&scores, USUAL_OFFSET);
        }
        Ok(fitted)
    }

    fn settings(&self) -> Vec<(String, String)> {
        let auto = || "auto".to_owned();
        vec![
            setting("n_estimators", self.n_estimators),
            setting("max_samples", self.max_samples.map_or_else(auto, |given| given.to_string())),
            setting("contamination", self.contamination),
            setting("max_features", self.max_features),
            setting("bootstrap", self.bootstrap),
            setting("seed", self.seed),
        ]
    }

    fn grow(&self, x: ArrayView2<'_, f64>, max_samples: usize, max_features: usize, seed: u64) -> Tree {
        let mut random = StdRng::seed_from_u64(seed);
        let features = rand::seq::index::sample(&mut random, x.ncols(), max_features).into_vec();
        let rows = if self.bootstrap {
            (0..max_samples).map(|_| random.gen_range(0..x.nrows())).collect()
        } else {
            rand::seq::index::sample(&mut random, x.nrows(), max_samples).into_vec()
        };
        let deepest = (max_samples.max(2) as f64).log2().ceil() as usize;
        isolate(x, rows, &features, deepest, &mut random)
    }
}

detector!(IsolationForest => FittedIsolationForest);

/// Divides rows at random until each is alone, alike or deep enough. A leaf's value is the length of
/// the way to it, plus that of the way on if its rows were divided further.
fn isolate(
    x: ArrayView2<'_, f64>,
    rows: Vec<usize>,
    features: &[usize],
    deepest: usize,
    random: &mut StdRng,
) -> Tree {
    let mut tree = Tree::new(x.ncols(), 1);
    let mut waiting = vec![(rows, 0_usize, None)];
    while let Some((rows, depth, parent)) = waiting.pop() {
        let facts = NodeFacts { samples: rows.len(), weight: rows.len() as f64, impurity: 0.0 };
        let node = tree.push(&facts, &[depth as f64 + average_path(rows.len())]);
        if let Some((parent, side)) = parent {
            tree.link(parent, side, node);
        }
        if depth >= deepest || rows.len() < 2 {
            continue;
        }
        let Some((feature, threshold)) = draw_split(x, &rows, features, random) else { continue };
        tree.divide(node, feature, threshold);
        let (left, right) = rows.into_iter().partition(|row| x[[*row, feature]] <= threshold);
        waiting.push((right, depth + 1, Some((node, Side::Right))));
        waiting.push((left, depth + 1, Some((node, Side::Left))));
    }
    tree
}

/// A feature that has two values among the rows, and a threshold between them.
fn draw_split(
    x: ArrayView2<'_, f64>,
    rows: &[usize],
    features: &[usize],
    random: &mut StdRng,
) -> Option<(usize, f64)> {
    let mut left: Vec<usize> = features.to_vec();
    while !left.is_empty() {
        let feature = left.swap_remove(random.gen_range(0..left.len()));
        let (low, high) = rows.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), row| {
            let value = x[[*row, feature]];
            (low.min(value), high.max(value))
        });
        if low < high {
            let drawn = low + random.r#gen::<f64>() * (high - low);
            return Some((feature, if drawn >= low && drawn < high { drawn } else { low }));
        }
    }
    None
}

/// The mean length of the way to a leaf in a random tree of so many samples.
fn average_path(samples: usize) -> f64 {
    match samples {
        0 | 1 => 0.0,
        2 => 1.0,
        _ => {
            let others = samples as f64 - 1.0;
            2.0 * (others.ln() + EULER) - 2.0 * others / samples as f64
        }
    }
}

/// A fitted [`IsolationForest`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedIsolationForest {
    parameters: IsolationForest,
    seen: Seen,
    trees: Vec<Tree>,
    max_samples: usize,
    offset: f64,
}

impl FittedIsolationForest {
    /// The random trees; a leaf's value is the length of the way to it.
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    fn score_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let lengths = sum_of_values(&self.trees, x, 1).index_axis_move(Axis(1), 0);
        let usual = self.trees.len() as f64 * average_path(self.max_samples);
        Ok(lengths.mapv(|length| if usual > 0.0 { -(-length / usual).exp2() } else { -1.0 }))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("trees".to_owned(), self.trees.len().to_string()));
        summary.results.push(("samples per tree".to_owned(), self.max_samples.to_string()));
        summary.results.push(("outliers score below".to_owned(), format!("{:.4}", self.offset)));
    }
}
