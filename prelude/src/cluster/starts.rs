//! Where k-means begins: centres chosen far from each other, or at random.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::index;
use serde::{Deserialize, Serialize};

use super::tiles::Tiles;
use crate::error::{Error, Result};

/// How [`KMeans`](super::KMeans) and its kin choose their first centres.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KMeansInit {
    /// Each next centre is a sample, far from the chosen ones with high probability; the best of a
    /// few candidates is taken.
    #[default]
    KMeansPlusPlus,
    /// Samples drawn at random.
    Random,
    /// These, shape (n_clusters, n_features).
    Centers(Array2<f64>),
}

impl From<Array2<f64>> for KMeansInit {
    fn from(centers: Array2<f64>) -> Self {
        Self::Centers(centers)
    }
}

impl From<&Array2<f64>> for KMeansInit {
    fn from(centers: &Array2<f64>) -> Self {
        Self::Centers(centers.clone())
    }
}

impl std::fmt::Display for KMeansInit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::KMeansPlusPlus => "k_means_plus_plus",
            Self::Random => "random",
            Self::Centers(_) => "given centers",
        })
    }
}

impl KMeansInit {
    /// Given centres must have this shape and be finite.
    pub(super) fn check(&self, model: &'static str, n_clusters: usize, n_features: usize) -> Result<()> {
        let Self::Centers(centers) = self else { return Ok(()) };
        if centers.dim() != (n_clusters, n_features) {
            return Err(Error::Shape {
                what: format!("{model}: the centres given as `init`"),
                given: centers.shape().to_vec(),
                expected: format!("({n_clusters}, {n_features}), one row per cluster"),
            });
        }
        match centers.iter().find(|value| !value.is_finite()) {
            Some(value) => Err(Error::parameter(model, "init", value, "finite numbers")),
            None => Ok(()),
        }
    }

    pub(super) fn centres(
        &self,
        x: ArrayView2<'_, f64>,
        tiles: &Tiles,
        n_clusters: usize,
        random: &mut StdRng,
    ) -> Array2<f64> {
        match self {
            Self::KMeansPlusPlus => plus_plus(tiles, x.ncols(), n_clusters, random),
            Self::Random => x.select(Axis(0), &index::sample(random, x.nrows(), n_clusters).into_vec()),
            Self::Centers(centers) => centers.clone(),
        }
    }
}

/// k-means++ with a few candidates for every centre, as in section 5 of the paper's technical report.
fn plus_plus(tiles: &Tiles, n_features: usize, n_clusters: usize, random: &mut StdRng) -> Array2<f64> {
    let trials = 2 + (n_clusters as f64).ln() as usize;
    let mut centres = Array2::zeros((n_clusters, n_features));
    let first = tiles.sample(random.gen_range(0..tiles.n_samples()));
    let mut closest = vec![f64::INFINITY; tiles.n_samples()];
    tiles.approach(&first, &mut closest);
    centres.row_mut(0).assign(&first);
    for k in 1..n_clusters {
        let chosen = draw(&closest, trials, random);
        let mut candidates = Array2::zeros((trials, n_features));
        for (mut row, sample) in candidates.rows_mut().into_iter().zip(&chosen) {
            row.assign(&tiles.sample(*sample));
        }
        let potentials = tiles.potentials(&candidates, &closest);
        let centre = candidates.row(smallest(&potentials)).to_owned();
        tiles.approach(&centre, &mut closest);
        centres.row_mut(k).assign(&centre);
    }
    centres
}

/// Samples with probabilities in proportion to `weights`; any if all weights are zero.
fn draw(weights: &[f64], count: usize, random: &mut StdRng) -> Vec<usize> {
    let mut total = 0.0;
    let sums: Vec<f64> = weights
        .iter()
        .map(|weight| {
            total += weight;
            total
        })
        .collect();
    let last = weights.len() - 1;
    (0..count)
        .map(|_| match total > 0.0 && total.is_finite() {
            true => {
                let place = random.r#gen::<f64>() * total;
                sums.partition_point(|sum| *sum <= place).min(last)
            }
            false => random.gen_range(0..=last),
        })
        .collect()
}

fn smallest(values: &Array1<f64>) -> usize {
    let smaller = |best: usize, i: usize| if values[i] < values[best] { i } else { best };
    (1..values.len()).fold(0, smaller)
}
