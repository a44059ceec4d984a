//! Of two features that say the same one is enough.

use ndarray::Array2;

use super::selector::{FittedSelector, Method, unsupervised_selector};
use crate::array::Features;
use crate::decomposition::centred_gram;
use crate::error::{Error, Result};
use crate::model::check;

const NAME: &str = "CorrelationFilter";

/// Of each pair of features whose correlation (Pearson's) is larger than a limit in size drops the
/// later one. Features are looked at from left to right, each beside those kept so far.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (selector, kept) = CorrelationFilter::new(0.95).fit_transform(&iris())?;
/// assert_eq!(kept.feature_names, ["sepal length", "sepal width", "petal length"]);
/// assert!(selector.score_values()[3] > 0.96);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CorrelationFilter {
    limit: f64,
}

impl CorrelationFilter {
    /// Correlations up to `limit`, 0 to 1, are let through.
    #[must_use]
    pub fn new(limit: f64) -> Self {
        Self { limit }
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![("limit".to_owned(), self.limit.to_string())]
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedSelector> {
        if !(0.0..=1.0).contains(&self.limit) {
            return Err(Error::parameter(NAME, "limit", self.limit, "0 to 1"));
        }
        check::features(features)?;
        let sizes = correlation_sizes(features);
        let p = features.values.ncols();
        let (mut support, mut largest) = (vec![true; p], vec![0.0_f64; p]);
        for j in 0..p {
            largest[j] =
                (0..j).filter(|i| support[*i]).fold(0.0, |largest: f64, i| largest.max(sizes[[i, j]]));
            support[j] = largest[j] <= self.limit;
        }
        Ok(FittedSelector::new(Method::CorrelationFilter, self.settings(), features, support, largest))
    }
}

/// The size of each pair's correlation, zero beside a constant feature.
fn correlation_sizes(features: &Features<'_>) -> Array2<f64> {
    let x = features.view();
    let (mean, std) = check::moments(x);
    // On one scale, so that squares neither overflow nor vanish.
    let scaled = (&x - &mean) / &std.mapv(|std| if std > 0.0 { std } else { 1.0 });
    let gram = centred_gram(scaled.view(), ndarray::Array1::zeros(x.ncols()).view(), 1.0);
    Array2::from_shape_fn(gram.dim(), |(i, j)| {
        let lengths = f64::sqrt(gram[[i, i]]) * f64::sqrt(gram[[j, j]]);
        if lengths > 0.0 { (gram[[i, j]] / lengths).abs().min(1.0) } else { 0.0 }
    })
}

unsupervised_selector!(CorrelationFilter);
