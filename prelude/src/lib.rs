//! What every Ferrolab cell sees: data frames, arrays, data sets, models, metrics, charts.
//!
//! The crate is compiled once, fully optimised, into a shared library; a cell only calls it. So
//! whatever is public does its work in concrete types (`f64`, `Array2<f64>`, `DataFrame`), and the
//! generic functions that make calling pleasant hand over to it at once.
//!
//! A cell begins with `use ferrolab_prelude::prelude::*;`, an explicit list (see [`prelude`]). The
//! crates beneath stay within reach under their own names.
//!
//! Dependencies run one way: `error ← {array, frame} ← dataset ← model`; `metrics` knows arrays
//! alone, `plot` knows no models, `display` knows everything.

// Whatever reads data takes `impl AsFeatures` and the like by value: people lend or give.
#![allow(clippy::needless_pass_by_value)]

pub mod anomaly;
pub mod array;
pub mod calibration;
pub mod cluster;
pub mod dataset;
pub mod datasets;
pub mod decomposition;
pub mod discriminant_analysis;
pub mod display;
pub mod dummy;
pub mod ensemble;
mod error;
pub mod feature_selection;
mod files;
pub mod frame;
pub mod inspection;
pub mod linear_model;
pub mod metrics;
pub mod mixture;
pub mod model;
pub mod model_selection;
pub mod naive_bayes;
pub mod neighbors;
pub mod optim;
pub mod pipeline;
pub mod plot;
pub mod prelude;
pub mod preprocessing;
pub mod runtime;
pub mod svm;
pub mod text;
pub mod time_series;
pub mod tree;

pub use error::{Error, Suggestion};

#[doc(hidden)]
pub use ferrolab_runtime::{__evcxr_begin, __evcxr_local};

pub use forust_ml;
pub use linfa;
pub use linfa_bayes;
pub use linfa_clustering;
pub use linfa_datasets;
pub use linfa_elasticnet;
pub use linfa_ensemble;
pub use linfa_ftrl;
pub use linfa_hierarchical;
pub use linfa_ica;
pub use linfa_kernel;
pub use linfa_lars;
pub use linfa_linear;
pub use linfa_logistic;
pub use linfa_nn;
pub use linfa_pls;
pub use linfa_preprocessing;
pub use linfa_reduction;
pub use linfa_svm;
pub use linfa_trees;
pub use linfa_tsne;
pub use ndarray;
pub use plotters;
pub use polars;
pub use rand;
pub use rand_distr;
pub use rayon;
pub use serde;
pub use serde_json;
pub use smartcore;
pub use tokio;
pub use typetag;
