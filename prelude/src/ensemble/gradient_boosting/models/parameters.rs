//! Parameters of the four models, with scikit-learn's names and defaults.

use serde::{Deserialize, Serialize};

use crate::ensemble::gradient_boosting::loss::BoostingLoss;
use crate::model::ClassWeight;

macro_rules! boosting {
    ($(#[$docs:meta])* $model:ident { $($field:ident: $type:ty = $default:expr, $doc:literal;)* }
     options { $($option:ident: $option_type:ty, $option_doc:literal;)* }) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $model {
            $(pub(super) $field: $type,)*
            $(pub(super) $option: Option<$option_type>,)*
        }

        impl Default for $model {
            fn default() -> Self {
                Self { $($field: $default,)* $($option: None,)* }
            }
        }

        impl $model {
            /// With scikit-learn's defaults.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = $doc]
                #[must_use]
                pub fn $field(mut self, $field: $type) -> Self {
                    self.$field = $field;
                    self
                }
            )*

            $(
                #[doc = $option_doc]
                #[must_use]
                pub fn $option(mut self, $option: $option_type) -> Self {
                    self.$option = Some($option);
                    self
                }
            )*
        }
    };
}

boosting!(
    /// Trees that are added one by one, each learning what the sum before it gets wrong. Shallow
    /// trees on histograms of the features; with 255 distinct values or fewer per feature nothing is
    /// lost by that.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let model = GradientBoostingClassifier::new().n_estimators(50).fit(&train)?;
    /// assert!(model.score(&test)? > 0.9);
    /// assert!(model.train_loss()[50] < model.train_loss()[0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001.
    GradientBoostingClassifier {
        n_estimators: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        subsample: f64 = 1.0, "The share of samples that each tree sees. Default 1.";
        max_depth: usize = 3, "The longest way from the root to a leaf. Default 3.";
        min_samples_leaf: usize = 1, "The least number of samples in a leaf. Default 1.";
        validation_fraction: f64 = 0.1,
            "The share of samples set aside to stop by, with `n_iter_no_change`. Default 0.1.";
        tol: f64 = 1e-4, "A loss that falls by less counts as not falling. Default 1e-4.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_leaf_nodes: usize, "The most leaves per tree. Default: no limit.";
        n_iter_no_change: usize,
            "Stops when so many rounds bring nothing on samples set aside. Default: all rounds.";
        class_weight: ClassWeight, "How much the samples of each class count. Default: all the same.";
    }
);

boosting!(
    /// Trees that are added one by one, each learning what the sum before it gets wrong. Shallow
    /// trees on histograms of the features; with 255 distinct values or fewer per feature nothing is
    /// lost by that.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let high = GradientBoostingRegressor::new().loss(BoostingLoss::Quantile).alpha(0.9).fit(&train)?;
    /// let below = &test.target - &high.predict(&test)?;
    /// assert!(below.iter().filter(|rest| **rest < 0.0).count() > 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001.
    GradientBoostingRegressor {
        loss: BoostingLoss = BoostingLoss::SquaredError, "What is made small. Default: squared errors.";
        alpha: f64 = 0.9, "The quantile to predict, with [`BoostingLoss::Quantile`]. Default 0.9.";
        n_estimators: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        subsample: f64 = 1.0, "The share of samples that each tree sees. Default 1.";
        max_depth: usize = 3, "The longest way from the root to a leaf. Default 3.";
        min_samples_leaf: usize = 1, "The least number of samples in a leaf. Default 1.";
        validation_fraction: f64 = 0.1,
            "The share of samples set aside to stop by, with `n_iter_no_change`. Default 0.1.";
        tol: f64 = 1e-4, "A loss that falls by less counts as not falling. Default 1e-4.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_leaf_nodes: usize, "The most leaves per tree. Default: no limit.";
        n_iter_no_change: usize,
            "Stops when so many rounds bring nothing on samples set aside. Default: all rounds.";
    }
);

boosting!(
    /// Gradient boosting for large data: trees of up to 31 leaves, the most useful made first; above
    /// 10,000 samples it stops by itself when samples set aside are predicted no better.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&datasets::wine_recognition(), 0.3, 42)?;
    /// let model = HistGradientBoostingClassifier::new().max_iter(50).fit(&train)?;
    /// assert!(model.score(&test)? > 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", 2017.
    HistGradientBoostingClassifier {
        max_iter: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        max_leaf_nodes: usize = 31, "The most leaves per tree. Default 31.";
        min_samples_leaf: usize = 20, "The least number of samples in a leaf. Default 20.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        validation_fraction: f64 = 0.1, "The share of samples set aside to stop by. Default 0.1.";
        n_iter_no_change: usize = 10, "Stops when so many rounds bring nothing. Default 10.";
        tol: f64 = 1e-7, "A loss that falls by less counts as not falling. Default 1e-7.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_depth: usize, "The longest way from the root to a leaf. Default: no limit.";
        early_stopping: bool,
            "Whether to set samples aside and stop by them. Default: from 10,001 samples on.";
        class_weight: ClassWeight, "How much the samples of each class count. Default: all the same.";
    }
);

boosting!(
    /// Gradient boosting for large data: trees of up to 31 leaves, the most useful made first; above
    /// 10,000 samples it stops by itself when samples set aside are predicted no better.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let model = HistGradientBoostingRegressor::new().max_iter(50).fit(&train)?;
    /// assert!(model.score(&test)? > 0.3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", 2017.
    HistGradientBoostingRegressor {
        loss: BoostingLoss = BoostingLoss::SquaredError, "What is made small. Default: squared errors.";
        quantile: f64 = 0.5, "The quantile to predict, with [`BoostingLoss::Quantile`]. Default 0.5.";
        max_iter: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        max_leaf_nodes: usize = 31, "The most leaves per tree. Default 31.";
        min_samples_leaf: usize = 20, "The least number of samples in a leaf. Default 20.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        validation_fraction: f64 = 0.1, "The share of samples set aside to stop by. Default 0.1.";
        n_iter_no_change: usize = 10, "Stops when so many rounds bring nothing. Default 10.";
        tol: f64 = 1e-7, "A loss that falls by less counts as not falling. Default 1e-7.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_depth: usize, "The longest way from the root to a leaf. Default: no limit.";
        early_stopping: bool,
            "Whether to set samples aside and stop by them. Default: from 10,001 samples on.";
    }
);
