//! A fitted mixture: memberships, densities, criteria, and new samples.

use ndarray::{Array1, Array2, ArrayView2};
use rand::SeedableRng;
use rand::distributions::WeightedIndex;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

use super::components::{Components, normalise};
use super::covariance::{Covariances, cholesky};
use super::gaussian::{GaussianMixture, NAME};
use crate::array::{AsFeatures, Features};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary, SummaryTable, argmax_rows, check};
use crate::preprocessing::numeric::setting;

/// A fitted [`GaussianMixture`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedGaussianMixture {
    pub(super) parameters: GaussianMixture,
    pub(super) seen: Seen,
    pub(super) labels: Array1<i64>,
    pub(super) components: Components,
    pub(super) lower_bound: f64,
    pub(super) n_iter: usize,
    pub(super) converged: bool,
}

clusterer!(GaussianMixture => FittedGaussianMixture, predicts: yes);

impl FittedGaussianMixture {
    /// The share of each component, n_components numbers that sum to one.
    pub fn weights(&self) -> &Array1<f64> {
        &self.components.weights
    }

    /// The centres of the components, shape (n_components, n_features).
    pub fn means(&self) -> &Array2<f64> {
        &self.components.means
    }

    /// The shapes of the components, of the chosen kind.
    pub fn covariances(&self) -> &Covariances {
        &self.components.covariances
    }

    /// The covariance matrix of one component, shape (n_features, n_features).
    ///
    /// # Errors
    /// [`Error::Parameter`] for a component that is not there.
    pub fn covariance(&self, component: usize) -> Result<Array2<f64>> {
        self.check_component(component)?;
        Ok(self.covariances().matrix(component, self.seen.n_features))
    }

    fn check_component(&self, component: usize) -> Result<()> {
        if component < self.weights().len() {
            return Ok(());
        }
        let expected = format!("0 to {}", self.weights().len() - 1);
        Err(Error::parameter(NAME, "component", component, expected))
    }

    /// The mean log-likelihood of a sample in the best start's last round.
    pub fn lower_bound(&self) -> f64 {
        self.lower_bound
    }

    /// The rounds of the best start.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// Whether the best start ended before its last round.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// How likely each row of `x` is of each component: shape (n_samples, n_components), rows sum to
    /// one.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn predict_proba(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(self.components.responsibilities(features.view()).0)
    }

    /// The log-density of each row of `x`.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn score_samples(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(normalise(&mut self.components.log_joint(features.view())))
    }

    /// The mean log-density of the rows of `x`: higher is better.
    ///
    /// # Errors
    /// As [`predict`](Self::predict), and [`Error::Empty`].
    pub fn score(&self, x: impl AsFeatures) -> Result<f64> {
        self.mean_log_density(&x.features()?)
    }

    fn mean_log_density(&self, features: &Features<'_>) -> Result<f64> {
        check::features(features)?;
        self.seen.check(NAME, features)?;
        let logs = normalise(&mut self.components.log_joint(features.view()));
        Ok(logs.sum() / logs.len() as f64)
    }

    /// The Bayesian information criterion on `x`: lower is better.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    pub fn bic(&self, x: impl AsFeatures) -> Result<f64> {
        let features = x.features()?;
        let n = features.values.nrows() as f64;
        Ok(-2.0 * self.mean_log_density(&features)? * n + self.n_parameters() as f64 * n.ln())
    }

    /// Akaike's information criterion on `x`: lower is better.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    pub fn aic(&self, x: impl AsFeatures) -> Result<f64> {
        let features = x.features()?;
        let n = features.values.nrows() as f64;
        Ok(-2.0 * self.mean_log_density(&features)? * n + 2.0 * self.n_parameters() as f64)
    }

    /// The numbers that the fit was free to choose.
    fn n_parameters(&self) -> usize {
        self.covariances().n_parameters() + self.means().len() + self.weights().len() - 1
    }

    /// New samples, shape (n_samples, n_features), and the component of each.
    ///
    /// # Errors
    /// [`Error::Fit`] if a component's shape has no root.
    pub fn sample(&self, n_samples: usize, seed: u64) -> Result<(Array2<f64>, Array1<i64>)> {
        let mut random = StdRng::seed_from_u64(seed);
        let failed = || super::covariance::degenerate(NAME);
        let choice = WeightedIndex::new(self.weights()).map_err(|_| failed())?;
        let (k, d) = self.means().dim();
        let roots: Vec<Array2<f64>> = (0..k)
            .map(|k| cholesky(self.covariances().matrix(k, d).view()).ok_or_else(failed))
            .collect::<Result<_>>()?;
        let labels: Array1<usize> = (0..n_samples).map(|_| choice.sample(&mut random)).collect();
        let mut x = Array2::zeros((n_samples, d));
        for (mut row, label) in x.rows_mut().into_iter().zip(&labels) {
            let normal: Array1<f64> = (0..d).map(|_| StandardNormal.sample(&mut random)).collect();
            row.assign(&(roots[*label].dot(&normal) + self.means().row(*label)));
        }
        Ok((x, labels.mapv(|label| label as i64)))
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<i64>> {
        Ok(argmax_rows(&self.components.log_joint(x)).into_iter().map(|label| label as i64).collect())
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(setting("mean log-likelihood", number(self.lower_bound)));
        summary.results.push(setting("rounds", self.n_iter));
        let rows = self.means().rows().into_iter().enumerate().map(|(k, mean)| {
            let mut values = vec![self.weights()[k]];
            values.extend(mean);
            (format!("component {k}"), values)
        });
        summary.tables.push(SummaryTable {
            caption: "components".to_owned(),
            columns: std::iter::once("weight".to_owned()).chain(self.seen.labels()).collect(),
            rows: rows.collect(),
        });
        if !self.converged {
            let note = "The likelihood was still rising: raise `max_iter`, or try another `init_params`.";
            summary.notes.push(note.to_owned());
        }
    }
}
