//! The public side of an estimator: what every regressor, classifier, clusterer and anomaly detector
//! offers in the same words, made by one macro per role.
//!
//! An estimator's own file has its parameters (a builder) with `learn` and `settings`, and its fitted
//! type with what it knows; the macros add the methods that people call, the role, the summary, and
//! its place in the [`registry`](super::registry).

mod classifier;
mod clusterer;
mod detector;
mod regressor;

pub(crate) use classifier::{WithoutDecision, classification_score, classification_score_frame, classifier};
pub(crate) use clusterer::clusterer;
#[allow(unused_imports)]
pub(crate) use detector::detector;
pub(crate) use regressor::{regression_score, regression_score_frame, regressor};

/// What the macros of all roles share: saving, summaries, display.
macro_rules! estimator {
    ($parameters:ident => $fitted:ident, $role:ident, $fitted_role:ident) => {
        impl $fitted {
            /// The parameters that it was fitted with.
            pub fn parameters(&self) -> &$parameters {
                &self.parameters
            }

            /// The names of the features, if they had any.
            pub fn feature_names(&self) -> &[String] {
                &self.seen.names
            }

            /// Writes the model to a file, from which [`load`](Self::load) and
            /// [`load_model`](crate::model::load_model) read it.
            ///
            /// # Errors
            /// [`Error::Write`](crate::Error::Write).
            pub fn save(&self, path: impl AsRef<std::path::Path>) -> $crate::error::Result<()> {
                let model: Box<dyn $crate::model::$fitted_role> = Box::new(self.clone());
                $crate::model::persist::save(&model, path.as_ref())
            }

            /// Reads a model from a file that [`save`](Self::save) wrote.
            ///
            /// # Errors
            /// [`Error::FileNotFound`](crate::Error::FileNotFound) with the nearest name,
            /// [`Error::Read`](crate::Error::Read) for a file of another kind or model.
            pub fn load(path: impl AsRef<std::path::Path>) -> $crate::error::Result<Self> {
                let path = path.as_ref();
                let model: Box<dyn $crate::model::$fitted_role> = $crate::model::persist::load(path)?;
                let found = model.name();
                model
                    .into_any()
                    .downcast::<Self>()
                    .map(|model| *model)
                    .map_err(|_| $crate::model::persist::other_model(path, found, stringify!($parameters)))
            }
        }

        inventory::submit! {
            $crate::model::registry::Entry(|| {
                $crate::model::Estimator::$role(Box::new($parameters::default()))
            })
        }

        impl $crate::model::Summarize for $parameters {
            fn summary(&self) -> $crate::model::Summary {
                $crate::model::unfitted_summary(stringify!($parameters), self.settings())
            }
        }

        impl $crate::model::Summarize for $fitted {
            fn summary(&self) -> $crate::model::Summary {
                let mut summary = $crate::model::Summary {
                    subtitle: $crate::model::fitted_on(self.seen.n_samples, self.seen.n_features),
                    ..$crate::model::Summarize::summary(&self.parameters)
                };
                self.report(&mut summary);
                summary
            }
        }

        impl $crate::runtime::RichDisplay for $parameters {
            fn rich_display(&self) -> $crate::runtime::MimeBundle {
                $crate::model::Summarize::summary(self).rich_display()
            }
        }

        impl $crate::runtime::RichDisplay for $fitted {
            fn rich_display(&self) -> $crate::runtime::MimeBundle {
                $crate::model::Summarize::summary(self).rich_display()
            }
        }
    };
}
pub(crate) use estimator;

/// The part of a fitted role that is the same for every model.
macro_rules! fitted_role {
    ($parameters:ident, $role:ident) => {
        fn name(&self) -> &'static str {
            stringify!($parameters)
        }

        fn boxed(&self) -> Box<dyn $crate::model::$role> {
            Box::new(self.clone())
        }

        fn into_any(self: Box<Self>) -> Box<dyn std::any::Any> {
            self
        }
    };
}
pub(crate) use fitted_role;
