//! Where a mixture begins: how much each sample belongs to each component at first.

use ndarray::{Array2, ArrayView2, Axis};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::index;
use serde::{Deserialize, Serialize};

use crate::array::Features;
use crate::cluster::{KMeans, KMeansInit};
use crate::error::Result;

/// How a mixture's components are chosen at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MixtureInit {
    /// The clusters of k-means.
    #[default]
    KMeans,
    /// Around samples that are far from each other.
    KMeansPlusPlus,
    /// Every sample belongs to all of them, more or less.
    Random,
    /// Around samples drawn at random.
    RandomFromData,
}

impl std::fmt::Display for MixtureInit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::KMeans => "k_means",
            Self::KMeansPlusPlus => "k_means_plus_plus",
            Self::Random => "random",
            Self::RandomFromData => "random_from_data",
        })
    }
}

impl MixtureInit {
    /// Shape (n_samples, n_components), rows sum to one.
    pub(super) fn responsibilities(
        self,
        x: ArrayView2<'_, f64>,
        n_components: usize,
        random: &mut StdRng,
    ) -> Result<Array2<f64>> {
        let (n, seed) = (x.nrows(), random.r#gen());
        let mut shares = Array2::zeros((n, n_components));
        match self {
            Self::KMeans | Self::KMeansPlusPlus => {
                let rounds = if self == Self::KMeans { 300 } else { 1 };
                let model =
                    KMeans::new(n_components).init(KMeansInit::KMeansPlusPlus).seed(seed).max_iter(rounds);
                let labels =
                    model.fit_features(&Features { values: x.into(), names: [].as_slice().into() })?;
                for (mut row, label) in shares.rows_mut().into_iter().zip(labels.labels()) {
                    row[*label as usize] = 1.0;
                }
            }
            Self::Random => {
                shares.mapv_inplace(|_| random.gen_range(f64::MIN_POSITIVE..1.0));
                let totals = shares.sum_axis(Axis(1)).insert_axis(Axis(1));
                shares /= &totals;
            }
            Self::RandomFromData => {
                for (k, sample) in index::sample(random, n, n_components).into_iter().enumerate() {
                    shares[[sample, k]] = 1.0;
                }
            }
        }
        Ok(shares)
    }
}
