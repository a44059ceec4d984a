//! Which features are worth keeping.
//!
//! | what | keeps features |
//! |---|---|
//! | [`VarianceThreshold`] | that vary |
//! | [`CorrelationFilter`] | that do not repeat another |
//! | [`SelectKBest`], [`SelectPercentile`] | that say most about the target, one by one ([`ScoreFunction`]) |
//! | [`SelectFromModel`] | that a model finds important |
//! | [`Rfe`] | that a model finds important when the least important were taken away, round by round |
//! | [`SequentialFeatureSelector`] | that raise a model's score on data held out, one after the other |
//!
//! Each gives a [`FittedSelector`], which tells the scores and lets the chosen columns through. The
//! scores themselves are functions: [`f_classif`], [`f_regression`], [`chi2`],
//! [`mutual_info_classif`], [`mutual_info_regression`].
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! let (selector, kept) = SelectKBest::new(ScoreFunction::FClassif, 2).fit_transform(&iris())?;
//! assert_eq!(selector.selected_names(), ["petal length", "petal width"]);
//! assert_eq!(kept.feature_names, ["petal length", "petal width"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod correlation;
mod estimator;
mod from_model;
mod input;
mod mutual_information;
mod rfe;
mod score;
mod selector;
mod sequential;
pub(crate) mod tails;
mod univariate;
mod variance;

pub use correlation::CorrelationFilter;
pub use from_model::{SelectFromModel, Threshold};
pub use input::SupervisedInput;
pub use mutual_information::{mutual_info_classif, mutual_info_regression};
pub use rfe::Rfe;
pub use score::{ScoreFunction, chi2, f_classif, f_regression};
pub use selector::FittedSelector;
pub use sequential::SequentialFeatureSelector;
pub use univariate::{SelectKBest, SelectPercentile};
pub use variance::VarianceThreshold;
