//! What all transformers of numbers share: the checks, the containers, the roles, the summaries.
//!
//! A transformer says how it learns and how it changes a matrix; the macro here writes the public
//! methods around it, which only look after containers and names.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use super::columns::{Gaps, check_values};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::{Summary, SummaryTable, check, fitted_on};

/// What a transformer remembers of its training data besides what it learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    pub n_samples: usize,
    /// One name per feature: `x0`, `x1` … where there were none.
    pub names: Vec<String>,
    named: bool,
}

impl Seen {
    pub fn of(features: &Features<'_>) -> Self {
        let named = !features.names.is_empty();
        Self { n_samples: features.values.nrows(), names: names_of(features), named }
    }

    /// The same columns, with values that may be there.
    pub fn check(&self, model: &'static str, given: &Features<'_>, gaps: Gaps) -> Result<()> {
        let names: &[String] = if self.named { &self.names } else { &[] };
        check::same_columns(model, self.names.len(), names, given)?;
        check_values(given, gaps)
    }

    /// A table with one row per feature.
    pub fn table(&self, columns: &[(&str, &[f64])]) -> SummaryTable {
        let row = |j: usize| columns.iter().map(|(_, values)| values[j]).collect();
        SummaryTable {
            caption: String::new(),
            columns: columns.iter().map(|(head, _)| (*head).to_owned()).collect(),
            rows: self.names.iter().enumerate().map(|(j, name)| (name.clone(), row(j))).collect(),
        }
    }

    pub fn summary(&self, parameters: Summary, tables: Vec<SummaryTable>) -> Summary {
        Summary { subtitle: fitted_on(self.n_samples, self.names.len()), tables, ..parameters }
    }
}

/// The features' names, made up where there are none.
pub(super) fn names_of(features: &Features<'_>) -> Vec<String> {
    if features.names.is_empty() {
        (0..features.values.ncols()).map(|j| format!("x{j}")).collect()
    } else {
        features.names.to_vec()
    }
}

/// Features to learn from: some rows, some columns, no infinities.
pub(super) fn check_training(features: &Features<'_>, gaps: Gaps) -> Result<()> {
    if features.values.nrows() == 0 {
        return Err(Error::empty("the feature matrix", "one row (sample)"));
    }
    if features.values.ncols() == 0 {
        return Err(Error::empty("the feature matrix", "one column (feature)"));
    }
    check_values(features, gaps)
}

/// What `inverse_transform` is given: as many columns as came out of `transform`.
pub(super) fn check_outputs(given: &Features<'_>, n_outputs: usize, gaps: Gaps) -> Result<()> {
    if given.values.ncols() != n_outputs {
        return Err(Error::Shape {
            what: "the argument of `inverse_transform`".to_owned(),
            given: given.values.shape().to_vec(),
            expected: format!("(n_samples, {n_outputs})"),
        });
    }
    check_values(given, gaps)
}

/// The summary of a transformer that is not fitted.
pub(crate) fn unfitted(name: &str, parameters: Vec<(String, String)>) -> Summary {
    Summary {
        title: name.to_owned(),
        subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
        parameters,
        ..Summary::default()
    }
}

/// A setting as a summary lists it.
pub(crate) fn setting(name: &str, value: impl std::fmt::Display) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// Refuses features where a value is not what `good` asks for.
pub(super) fn check_each(
    x: ArrayView2<'_, f64>,
    good: impl Fn(f64) -> bool,
    refuse: impl Fn(usize, usize, f64) -> Error,
) -> Result<()> {
    let found = x.indexed_iter().find(|(_, value)| !good(**value));
    found.map_or(Ok(()), |((row, column), value)| Err(refuse(row, column, *value)))
}

/// The public side of a transformer of numbers. `$parameters` has `learn(&self, &Features)` and
/// `settings(&self)`; `$fitted` has `seen`, `change(&self, ArrayView2)`, `names_out(&self, &[String])`
/// and `tables(&self)`.
macro_rules! numeric_transformer {
    ($parameters:ident => $fitted:ident, $name:expr, $gaps:expr) => {
        impl $parameters {
            /// Learns from features of shape (n_samples, n_features): a matrix, a frame of numbers,
            /// a [`Dataset`](crate::dataset::Dataset).
            ///
            /// # Errors
            /// [`Error::Empty`](crate::Error::Empty) without rows or columns,
            /// [`Error::NotFinite`](crate::Error::NotFinite),
            /// [`Error::NotNumeric`](crate::Error::NotNumeric) for a frame with text,
            /// [`Error::Parameter`](crate::Error::Parameter) for settings out of range.
            pub fn fit(
                &self,
                x: impl $crate::preprocessing::TransformInput,
            ) -> $crate::error::Result<$fitted> {
                self.fit_features(&x.features_with_gaps()?)
            }

            /// Learns from features and changes them: the fitted transformer, and the same kind of
            /// container.
            ///
            /// # Errors
            /// As [`fit`](Self::fit).
            pub fn fit_transform<T: $crate::preprocessing::TransformInput>(
                &self,
                x: T,
            ) -> $crate::error::Result<($fitted, T::Output)> {
                let features = x.features_with_gaps()?;
                let fitted = self.fit_features(&features)?;
                let (values, names) = fitted.apply_unchecked(&features)?;
                let output = x.rebuild(values, names)?;
                Ok((fitted, output))
            }

            fn fit_features(&self, features: &$crate::array::Features<'_>) -> $crate::error::Result<$fitted> {
                $crate::preprocessing::numeric::check_training(features, $gaps)?;
                self.learn(features)
            }
        }

        impl $fitted {
            /// Changes features of shape (n_samples, n_features); gives the same kind of container.
            ///
            /// # Errors
            /// [`Error::FeatureCount`](crate::Error::FeatureCount) and
            /// [`Error::FeatureNames`](crate::Error::FeatureNames) for other columns than those
            /// fitted on, [`Error::NotFinite`](crate::Error::NotFinite).
            pub fn transform<T: $crate::preprocessing::TransformInput>(
                &self,
                x: T,
            ) -> $crate::error::Result<T::Output> {
                let (values, names) = self.apply(&x.features_with_gaps()?)?;
                x.rebuild(values, names)
            }

            /// The names of the columns that come out.
            pub fn feature_names_out(&self) -> Vec<String> {
                self.names_out(&self.seen.names)
            }

            fn apply(
                &self,
                features: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<(ndarray::Array2<f64>, Vec<String>)> {
                self.seen.check($name, features, $gaps)?;
                self.apply_unchecked(features)
            }

            fn apply_unchecked(
                &self,
                features: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<(ndarray::Array2<f64>, Vec<String>)> {
                let names = self.names_out(&$crate::preprocessing::numeric::names_of(features));
                Ok((self.change(features.view())?, names))
            }
        }

        #[typetag::serde]
        impl $crate::model::Transformer for $parameters {
            fn boxed(&self) -> Box<dyn $crate::model::Transformer> {
                Box::new(self.clone())
            }

            fn name(&self) -> &'static str {
                $name
            }

            fn accepts_missing(&self) -> bool {
                $gaps == $crate::preprocessing::columns::Gaps::Allowed
            }

            fn parameters(&self) -> Vec<(String, String)> {
                self.settings()
            }

            fn fit_transformer(
                &self,
                data: &$crate::dataset::Dataset,
            ) -> $crate::error::Result<Box<dyn $crate::model::FittedTransformer>> {
                Ok(Box::new(self.fit(data)?))
            }
        }

        #[typetag::serde]
        impl $crate::model::FittedTransformer for $fitted {
            fn boxed(&self) -> Box<dyn $crate::model::FittedTransformer> {
                Box::new(self.clone())
            }

            fn transform_features(
                &self,
                x: ndarray::ArrayView2<'_, f64>,
            ) -> $crate::error::Result<ndarray::Array2<f64>> {
                self.transform(x)
            }

            fn output_names(&self, input_names: &[String]) -> Vec<String> {
                self.names_out(input_names)
            }
        }

        impl $crate::model::Summarize for $parameters {
            fn summary(&self) -> $crate::model::Summary {
                $crate::preprocessing::numeric::unfitted($name, self.settings())
            }
        }

        impl $crate::model::Summarize for $fitted {
            fn summary(&self) -> $crate::model::Summary {
                self.seen.summary($crate::model::Summarize::summary(&self.parameters), self.tables())
            }
        }
    };
}
pub(super) use numeric_transformer;

/// `inverse_transform` for a fitted transformer that has `restore(&self, ArrayView2)`.
macro_rules! invertible {
    ($fitted:ident, $gaps:expr) => {
        impl $fitted {
            /// Back to the features' own units; gives the same kind of container.
            ///
            /// # Errors
            /// [`Error::Shape`](crate::Error::Shape) unless there are as many columns as
            /// [`transform`](Self::transform) gives, [`Error::NotFinite`](crate::Error::NotFinite).
            pub fn inverse_transform<T: $crate::preprocessing::TransformInput>(
                &self,
                z: T,
            ) -> $crate::error::Result<T::Output> {
                let features = z.features_with_gaps()?;
                let n_outputs = self.names_out(&self.seen.names).len();
                $crate::preprocessing::numeric::check_outputs(&features, n_outputs, $gaps)?;
                let values = self.restore(features.view())?;
                z.rebuild(values, self.seen.names.clone())
            }
        }
    };
}
pub(super) use invertible;
