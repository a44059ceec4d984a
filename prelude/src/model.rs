//! Models, in scikit-learn's words: parameters are a builder, `fit` checks them and gives a fitted
//! model that alone can `predict` or `transform`.
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! let (train, test) = train_test_split(&iris(), 0.3, 42)?;
//! let model = LogisticRegression::new().fit(&train)?;
//! assert!(model.score(&test)? > 0.9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Every model takes one concrete form of data inside ([`Training`], [`Features`]) and is compiled
//! once, in this library. The traits of [`roles`] are object-safe, so that whatever combines models
//! takes any of them. Checks come first: linfa's solvers see only finite, well-shaped input.
//!
//! [`Training`]: crate::dataset::Training
//! [`Features`]: crate::array::Features

mod any_model;
pub(crate) mod check;
mod class_weight;
mod classes;
mod diagram;
pub(crate) mod estimators;
mod fitted_ref;
pub(crate) mod parameters;
pub(crate) mod persist;
pub(crate) mod registry;
pub mod roles;
mod seen;
mod step;
pub(crate) mod whole;

pub use any_model::{AsModel, FittedModel, Model};
pub use class_weight::ClassWeight;
pub(crate) use class_weight::weights_of;
pub use classes::Classes;
pub(crate) use classes::{ClassTarget, argmax_rows, positive_column};
pub use diagram::{Diagram, DiagramParts};
pub use fitted_ref::{AsFittedModel, FittedRef};
pub use persist::load_model;
pub use registry::{Estimator, all_estimators};
pub(crate) use roles::over_columns;
pub use roles::{
    AnomalyDetector, AsTransformer, Classifier, Clusterer, FittedAnomalyDetector, FittedClassifier,
    FittedClusterer, FittedFrameTransformer, FittedRegressor, FittedTransformer, FrameTransformer, Regressor,
    Transformer,
};
pub(crate) use seen::Seen;
pub use step::{AsStep, Step};

/// What a model tells of itself: parameters before the fit, parameters and results after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The model's name, as in code.
    pub title: String,
    /// One line on what happened: "fitted on 112 samples, 4 features".
    pub subtitle: String,
    /// Settings by name.
    pub parameters: Vec<(String, String)>,
    /// Results that are one number or word.
    pub results: Vec<(String, String)>,
    /// Results that are a table.
    pub tables: Vec<SummaryTable>,
    /// Things to know: did not converge, columns depend on each other.
    pub notes: Vec<String>,
}

/// A small table of a [`Summary`]: coefficients, cluster centres, components.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SummaryTable {
    pub caption: String,
    /// The heads of the columns after the first, which holds the rows' names.
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<f64>)>,
}

/// A model that can tell of itself.
pub trait Summarize {
    fn summary(&self) -> Summary;
}

/// Names for features that have none.
pub(crate) fn feature_label(names: &[String], index: usize) -> String {
    names.get(index).cloned().unwrap_or_else(|| format!("x{index}"))
}

pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

/// "fitted on 112 samples, 4 features".
pub(crate) fn fitted_on(n_samples: usize, n_features: usize) -> String {
    format!(
        "fitted on {}, {}",
        counted(n_samples, "sample", "samples"),
        counted(n_features, "feature", "features")
    )
}

/// The summary of a model that is not fitted.
pub(crate) fn unfitted_summary(name: &str, parameters: Vec<(String, String)>) -> Summary {
    Summary {
        title: name.to_owned(),
        subtitle: "not fitted yet: call `.fit(…)?`".to_owned(),
        parameters,
        ..Summary::default()
    }
}
