//! Every estimator of the prelude, by name: whatever a macro of [`macros`](super::macros) makes is
//! here.

use super::{AnomalyDetector, Classifier, Clusterer, Regressor};

/// An estimator with its default parameters, by its role.
#[derive(Clone, Debug)]
pub enum Estimator {
    Regressor(Box<dyn Regressor>),
    Classifier(Box<dyn Classifier>),
    Clusterer(Box<dyn Clusterer>),
    AnomalyDetector(Box<dyn AnomalyDetector>),
}

impl Estimator {
    /// The estimator's name, as in code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Regressor(model) => model.name(),
            Self::Classifier(model) => model.name(),
            Self::Clusterer(model) => model.name(),
            Self::AnomalyDetector(model) => model.name(),
        }
    }
}

pub(crate) struct Entry(pub fn() -> Estimator);

inventory::collect!(Entry);

/// All estimators with their default parameters, by name.
///
/// ```
/// use ferrolab_prelude::model::all_estimators;
///
/// assert!(all_estimators().iter().any(|estimator| estimator.name() == "KMeans"));
/// ```
pub fn all_estimators() -> Vec<Estimator> {
    let mut estimators: Vec<Estimator> =
        inventory::iter::<Entry>.into_iter().map(|entry| entry.0()).collect();
    estimators.sort_by_key(Estimator::name);
    estimators
}
