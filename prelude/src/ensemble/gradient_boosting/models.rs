//! The four boosted models, which differ in what their parameters are called and default to.

mod classifier;
mod parameters;
mod recipe;
mod regressor;

pub use classifier::{FittedGradientBoostingClassifier, FittedHistGradientBoostingClassifier};
pub use parameters::{
    GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
};
pub use regressor::{FittedGradientBoostingRegressor, FittedHistGradientBoostingRegressor};

/// What fitted boosted models offer beyond predictions.
macro_rules! fitted_boosting {
    ($model:ident => $fitted:ident) => {
        tree_shap!($model, $fitted);

        impl $fitted {
            /// The mean loss on the training samples, before the first round and after each.
            pub fn train_loss(&self) -> &[f64] {
                &self.boosted.train_loss
            }

            /// The same on the samples that were set aside; empty without early stopping.
            pub fn validation_loss(&self) -> &[f64] {
                &self.boosted.validation_loss
            }

            /// The rounds that were made: fewer than asked for if the fit stopped early.
            pub fn n_iter(&self) -> usize {
                self.boosted.rounds()
            }

            /// How much each feature's splits took from the loss, as shares of 1.
            pub fn feature_importances(&self) -> Array1<f64> {
                Array1::from(self.boosted.importances.clone())
            }

            fn importances(&self) -> Option<Array1<f64>> {
                Some(self.feature_importances())
            }

            fn report(&self, summary: &mut Summary) {
                summary.results.push(("rounds".to_owned(), self.n_iter().to_string()));
                for (name, losses) in [
                    ("training loss", &self.boosted.train_loss),
                    ("validation loss", &self.boosted.validation_loss),
                ] {
                    if let (Some(first), Some(last)) = (losses.first(), losses.last()) {
                        summary.results.push((name.to_owned(), format!("{first:.4} → {last:.4}")));
                    }
                }
                summary.tables.push(importance_table(&self.feature_importances(), &self.seen));
            }

            fn additive(&self) -> Additive<'_> {
                let n_outputs = self.boosted.start.len();
                let parts = self.boosted.trees.iter().enumerate();
                Additive {
                    parts: parts
                        .map(|(index, tree)| Part { tree, first_output: index % n_outputs, scale: 1.0 })
                        .collect(),
                    start: self.boosted.start.clone(),
                    outputs: self.outputs(),
                }
            }
        }
    };
}
use fitted_boosting;
