//! What every selection gives: which columns, and why.

use ndarray::{Array2, ArrayView2, Axis};
use polars::prelude::{Column, DataFrame};

use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::roles::FittedTransformer;
use crate::model::{Summarize, Summary, SummaryTable, check, feature_label};
use crate::preprocessing::TransformInput;

/// Which selection it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Method {
    VarianceThreshold,
    CorrelationFilter,
    SelectKBest,
    SelectPercentile,
    SelectFromModel,
    Rfe,
    SequentialFeatureSelector,
}

impl Method {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::VarianceThreshold => "VarianceThreshold",
            Self::CorrelationFilter => "CorrelationFilter",
            Self::SelectKBest => "SelectKBest",
            Self::SelectPercentile => "SelectPercentile",
            Self::SelectFromModel => "SelectFromModel",
            Self::Rfe => "Rfe",
            Self::SequentialFeatureSelector => "SequentialFeatureSelector",
        }
    }
}

/// A fitted selection of features.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let selector = VarianceThreshold::new(0.5).fit(&iris())?;
/// assert_eq!(selector.support(), [true, false, true, true]);
/// assert_eq!(selector.scores()?.get_column_names(), ["feature", "score", "selected"]);
/// let x: Array2<f64> = selector.transform(&iris().features)?;
/// assert_eq!(x.shape(), [150, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedSelector {
    pub(super) method: Method,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) support: Vec<bool>,
    /// One per feature.
    pub(super) scores: Vec<f64>,
    /// One per feature, or none.
    pub(super) p_values: Vec<f64>,
    /// One per feature, or none.
    pub(super) ranking: Vec<usize>,
    pub(super) feature_names: Vec<String>,
    pub(super) n_samples: usize,
}

impl FittedSelector {
    /// Of `features` those that `support` marks.
    pub(super) fn new(
        method: Method,
        parameters: Vec<(String, String)>,
        features: &Features<'_>,
        support: Vec<bool>,
        scores: Vec<f64>,
    ) -> Self {
        Self {
            method,
            parameters,
            support,
            scores,
            p_values: Vec::new(),
            ranking: Vec::new(),
            feature_names: features.names.to_vec(),
            n_samples: features.values.nrows(),
        }
    }

    /// Whether each feature was chosen.
    pub fn support(&self) -> &[bool] {
        &self.support
    }

    /// The numbers of the chosen features, ascending.
    pub fn selected_indices(&self) -> Vec<usize> {
        (0..self.support.len()).filter(|j| self.support[*j]).collect()
    }

    /// The names of the chosen features (`x0`, `x1` … if they had none).
    pub fn selected_names(&self) -> Vec<String> {
        self.selected_indices().into_iter().map(|j| feature_label(&self.feature_names, j)).collect()
    }

    /// The number of features that were chosen.
    pub fn n_selected(&self) -> usize {
        self.support.iter().filter(|chosen| **chosen).count()
    }

    /// What each feature was judged by: its variance, its largest correlation, its score, its
    /// importance.
    pub fn score_values(&self) -> &[f64] {
        &self.scores
    }

    /// How likely so high a score is by chance, for the scores that tell.
    pub fn p_values(&self) -> Option<&[f64]> {
        (!self.p_values.is_empty()).then_some(self.p_values.as_slice())
    }

    /// 1 for the chosen features, 2 for the last that was taken away …, where they were taken away in
    /// turn.
    pub fn ranking(&self) -> Option<&[usize]> {
        (!self.ranking.is_empty()).then_some(self.ranking.as_slice())
    }

    /// A frame of one row per feature, best first: `feature`, `score`, `p_value` and `ranking` where
    /// there are any, `selected`.
    ///
    /// # Errors
    /// polars' own.
    pub fn scores(&self) -> Result<DataFrame> {
        let order = self.order();
        let names: Vec<String> = order.iter().map(|j| feature_label(&self.feature_names, *j)).collect();
        let pick = |values: &[f64]| order.iter().map(|j| values[*j]).collect::<Vec<f64>>();
        let mut columns =
            vec![Column::new("feature".into(), names), Column::new("score".into(), pick(&self.scores))];
        if let Some(p_values) = self.p_values() {
            columns.push(Column::new("p_value".into(), pick(p_values)));
        }
        if let Some(ranking) = self.ranking() {
            let ranks: Vec<u32> = order.iter().map(|j| ranking[*j] as u32).collect();
            columns.push(Column::new("ranking".into(), ranks));
        }
        let selected: Vec<bool> = order.iter().map(|j| self.support[*j]).collect();
        columns.push(Column::new("selected".into(), selected));
        Ok(DataFrame::new(order.len(), columns)?)
    }

    /// Features by rank, then by score, NaN last.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.support.len()).collect();
        let score = |j: usize| if self.scores[j].is_nan() { f64::NEG_INFINITY } else { self.scores[j] };
        let rank = |j: usize| self.ranking.get(j).copied().unwrap_or(0);
        order.sort_by(|a, b| rank(*a).cmp(&rank(*b)).then(score(*b).total_cmp(&score(*a))));
        order
    }

    /// The chosen columns of `x`, in the kind that `x` is. Missing values stay.
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let chosen = self.choose(&x.features_with_gaps()?)?;
        x.rebuild(chosen, self.selected_names())
    }

    pub(super) fn choose(&self, features: &Features<'_>) -> Result<Array2<f64>> {
        check::same_columns(self.method.name(), self.support.len(), &self.feature_names, features)?;
        Ok(features.values.select(Axis(1), &self.selected_indices()))
    }

    /// All columns again, those that were not chosen as zeros.
    ///
    /// # Errors
    /// [`Error::Shape`] unless `x` has as many columns as were chosen.
    pub fn inverse_transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let features = x.features_with_gaps()?;
        if features.values.ncols() != self.n_selected() {
            return Err(Error::Shape {
                what: "the argument of `inverse_transform`".to_owned(),
                given: features.values.shape().to_vec(),
                expected: format!("(n_samples, {})", self.n_selected()),
            });
        }
        let mut values = Array2::zeros((features.values.nrows(), self.support.len()));
        for (place, column) in self.selected_indices().into_iter().enumerate() {
            values.column_mut(column).assign(&features.values.column(place));
        }
        let names = (0..self.support.len()).map(|j| feature_label(&self.feature_names, j)).collect();
        x.rebuild(values, names)
    }
}

#[typetag::serde]
impl FittedTransformer for FittedSelector {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, input_names: &[String]) -> Vec<String> {
        self.selected_indices().into_iter().map(|j| feature_label(input_names, j)).collect()
    }
}

impl Summarize for FittedSelector {
    fn summary(&self) -> Summary {
        let mut columns = vec!["score".to_owned()];
        columns.extend(self.p_values().map(|_| "p-value".to_owned()));
        columns.extend(self.ranking().map(|_| "ranking".to_owned()));
        let row = |j: usize| {
            let mark = if self.support[j] { "✓ " } else { "  " };
            let mut values = vec![self.scores[j]];
            values.extend(self.p_values.get(j));
            values.extend(self.ranking.get(j).map(|rank| *rank as f64));
            (format!("{mark}{}", feature_label(&self.feature_names, j)), values)
        };
        let n = self.support.len();
        Summary {
            title: self.method.name().to_owned(),
            subtitle: crate::model::fitted_on(self.n_samples, n),
            parameters: self.parameters.clone(),
            results: vec![("selected".to_owned(), format!("{} of {n}", self.n_selected()))],
            tables: vec![SummaryTable {
                caption: String::new(),
                columns,
                rows: self.order().into_iter().map(row).collect(),
            }],
            notes: Vec::new(),
        }
    }
}

/// `fit`, `fit_transform` and the roles of a selector that looks at the features alone.
macro_rules! unsupervised_selector {
    ($model:ident) => {
        impl $model {
            /// Fits on features of shape (n_samples, n_features): a matrix, a dataset (its target is
            /// not looked at), a frame of numbers.
            ///
            /// # Errors
            /// [`Error::Parameter`], also if no feature is left; [`Error::Empty`],
            /// [`Error::NotFinite`].
            pub fn fit(&self, x: impl crate::array::AsFeatures) -> Result<FittedSelector> {
                self.fit_features(&x.features()?)
            }

            /// [`fit`](Self::fit), and the chosen columns of the same data.
            ///
            /// # Errors
            /// As [`fit`](Self::fit).
            pub fn fit_transform<X: crate::preprocessing::TransformInput>(
                &self,
                x: X,
            ) -> Result<(FittedSelector, X::Output)> {
                let selector = self.fit_features(&x.features()?)?;
                let output = selector.transform(x)?;
                Ok((selector, output))
            }
        }

        #[typetag::serde]
        impl crate::model::Transformer for $model {
            fn boxed(&self) -> Box<dyn crate::model::Transformer> {
                Box::new(self.clone())
            }

            fn name(&self) -> &'static str {
                stringify!($model)
            }

            fn parameters(&self) -> Vec<(String, String)> {
                self.settings()
            }

            fn fit_transformer(
                &self,
                data: &crate::dataset::Dataset,
            ) -> Result<Box<dyn crate::model::FittedTransformer>> {
                Ok(Box::new(self.fit(data)?))
            }
        }

        crate::feature_selection::selector::unfitted_summary!($model);
    };
}

/// The same for one that looks at the target.
macro_rules! supervised_selector {
    ($model:ident) => {
        impl $model {
            /// Fits on a dataset, or on a pair `(&x, &y)` of features of shape (n_samples,
            /// n_features) and n_samples numbers or labels.
            ///
            /// # Errors
            /// [`Error::Parameter`], [`Error::Empty`], [`Error::SampleMismatch`],
            /// [`Error::NotFinite`], and what the score or the model says.
            pub fn fit(&self, data: impl crate::dataset::AsTraining) -> Result<FittedSelector> {
                self.fit_training(&data.training()?)
            }

            /// [`fit`](Self::fit), and the chosen columns of the same data in the kind that they are.
            ///
            /// # Errors
            /// As [`fit`](Self::fit).
            pub fn fit_transform<D: crate::feature_selection::SupervisedInput>(
                &self,
                data: D,
            ) -> Result<(FittedSelector, D::Output)> {
                let training = data.training()?;
                let selector = self.fit_training(&training)?;
                let chosen = selector.choose(&training.features)?;
                let output = data.rebuild_features(chosen, selector.selected_names())?;
                Ok((selector, output))
            }
        }

        #[typetag::serde]
        impl crate::model::Transformer for $model {
            fn boxed(&self) -> Box<dyn crate::model::Transformer> {
                Box::new(self.clone())
            }

            fn name(&self) -> &'static str {
                stringify!($model)
            }

            fn parameters(&self) -> Vec<(String, String)> {
                self.settings()
            }

            fn fit_transformer(
                &self,
                data: &crate::dataset::Dataset,
            ) -> Result<Box<dyn crate::model::FittedTransformer>> {
                Ok(Box::new(self.fit(data)?))
            }
        }

        crate::feature_selection::selector::unfitted_summary!($model);
    };
}

macro_rules! unfitted_summary {
    ($model:ident) => {
        impl crate::model::Summarize for $model {
            fn summary(&self) -> crate::model::Summary {
                crate::model::Summary {
                    title: stringify!($model).to_owned(),
                    subtitle: "not fitted yet: call `.fit(…)?`".to_owned(),
                    parameters: self.settings(),
                    ..crate::model::Summary::default()
                }
            }
        }
    };
}
pub(super) use {supervised_selector, unfitted_summary, unsupervised_selector};
