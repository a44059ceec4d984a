//! A metric by name, for whatever fits models and compares them: cross-validation, searches,
//! permutation importance. Higher is always better; losses are negated, as in scikit-learn.

mod judge;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use self::judge::Judge;
use crate::dataset::{FrameTraining, Training};
use crate::error::{Error, Result, Suggestion};
use crate::model::{FittedModel, FittedRef};

macro_rules! scorings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a model is judged by; parsed from scikit-learn's names.
        ///
        /// ```
        /// use ferrolab_prelude::prelude::*;
        ///
        /// let scoring: Scoring = "neg_mean_squared_error".parse()?;
        /// assert_eq!(scoring, Scoring::NegMeanSquaredError);
        /// let own = Scoring::custom("share within 10", |truth, predicted| {
        ///     (truth - predicted).iter().filter(|error| error.abs() < 10.0).count() as f64 / truth.len() as f64
        /// });
        /// assert_eq!(own.name(), "share within 10");
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        #[non_exhaustive]
        pub enum Scoring {
            $($(#[$doc])* $variant,)*
            /// A function of one's own; see [`Scoring::custom`].
            Custom(CustomScoring),
        }

        impl Scoring {
            /// scikit-learn's names of all but the custom ones.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The name, as scikit-learn's where it has one.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Custom(custom) => &custom.name,
                }
            }
        }

        impl FromStr for Scoring {
            type Err = Error;

            fn from_str(name: &str) -> Result<Self> {
                match name {
                    $($name => Ok(Self::$variant),)*
                    other => Err(unknown(other)),
                }
            }
        }
    };
}

scorings!(
    /// The coefficient of determination.
    R2 = "r2",
    ExplainedVariance = "explained_variance",
    NegMaxError = "neg_max_error",
    NegMeanAbsoluteError = "neg_mean_absolute_error",
    NegMeanSquaredError = "neg_mean_squared_error",
    NegRootMeanSquaredError = "neg_root_mean_squared_error",
    NegMeanSquaredLogError = "neg_mean_squared_log_error",
    NegRootMeanSquaredLogError = "neg_root_mean_squared_log_error",
    NegMedianAbsoluteError = "neg_median_absolute_error",
    NegMeanAbsolutePercentageError = "neg_mean_absolute_percentage_error",
    NegMeanPoissonDeviance = "neg_mean_poisson_deviance",
    NegMeanGammaDeviance = "neg_mean_gamma_deviance",
    D2AbsoluteError = "d2_absolute_error_score",
    Accuracy = "accuracy",
    BalancedAccuracy = "balanced_accuracy",
    /// Whether the true class is among the two likeliest.
    TopKAccuracy = "top_k_accuracy",
    /// Of the second of two classes.
    F1 = "f1",
    F1Macro = "f1_macro",
    F1Micro = "f1_micro",
    F1Weighted = "f1_weighted",
    /// Of the second of two classes.
    Precision = "precision",
    PrecisionMacro = "precision_macro",
    PrecisionMicro = "precision_micro",
    PrecisionWeighted = "precision_weighted",
    /// Of the second of two classes.
    Recall = "recall",
    RecallMacro = "recall_macro",
    RecallMicro = "recall_micro",
    RecallWeighted = "recall_weighted",
    /// Of the second of two classes.
    Jaccard = "jaccard",
    JaccardMacro = "jaccard_macro",
    JaccardMicro = "jaccard_micro",
    JaccardWeighted = "jaccard_weighted",
    MatthewsCorrcoef = "matthews_corrcoef",
    CohenKappa = "cohen_kappa",
    /// Of the second of two classes.
    RocAuc = "roc_auc",
    RocAucOvr = "roc_auc_ovr",
    RocAucOvrWeighted = "roc_auc_ovr_weighted",
    RocAucOvo = "roc_auc_ovo",
    RocAucOvoWeighted = "roc_auc_ovo_weighted",
    /// Of the second of two classes; of more, the mean over the classes.
    AveragePrecision = "average_precision",
    NegLogLoss = "neg_log_loss",
    NegBrierScore = "neg_brier_score",
    D2LogLoss = "d2_log_loss_score",
);

fn unknown(name: &str) -> Error {
    let suggestion = Suggestion::nearest(name, Scoring::NAMES.iter().copied());
    let expected = format!("one of {}.{suggestion}", Scoring::NAMES.join(", "));
    Error::parameter("Scoring", "name", format!("`{name}`"), expected)
}

impl Scoring {
    /// A function of one's own of the true and the predicted values (class values for classifiers);
    /// higher must be better. It gives a number, or a result with one.
    pub fn custom<R, F>(name: &str, function: F) -> Self
    where
        R: IntoScore,
        F: Fn(&Array1<f64>, &Array1<f64>) -> R + Send + Sync + 'static,
    {
        let function =
            move |truth: &Array1<f64>, predicted: &Array1<f64>| function(truth, predicted).into_score();
        Self::Custom(CustomScoring { name: name.to_owned(), function: Arc::new(function) })
    }

    /// R² for a regressor, accuracy for a classifier.
    pub fn default_for(model: &FittedModel) -> Self {
        match model {
            FittedModel::Regressor(_) => Self::R2,
            FittedModel::Classifier(_) => Self::Accuracy,
        }
    }

    /// The score of a model on numbers, weighted if the data is. Higher is better.
    ///
    /// # Errors
    /// What the model's predictions and the metric say; [`Error::Parameter`] for a metric of classes on
    /// a regressor, [`Error::NoProbabilities`].
    pub fn score(&self, model: &FittedModel, data: &Training<'_>) -> Result<f64> {
        self.judge(&Judge::of_numbers(FittedRef::of(model), data))
    }

    /// The score of a model on a frame.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    pub fn score_frame(&self, model: &FittedModel, data: &FrameTraining<'_>) -> Result<f64> {
        self.judge(&Judge::of_frame(FittedRef::of(model), data))
    }

    /// Several scores of one model, which predicts only once.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    pub fn score_all(scorings: &[Self], model: &FittedModel, data: &Training<'_>) -> Result<Vec<f64>> {
        Self::score_all_ref(scorings, FittedRef::of(model), data)
    }

    /// Several scores of one model on a frame.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    pub fn score_all_frame(
        scorings: &[Self],
        model: &FittedModel,
        data: &FrameTraining<'_>,
    ) -> Result<Vec<f64>> {
        Self::score_all_ref_frame(scorings, FittedRef::of(model), data)
    }

    /// Several scores of a lent model on numbers.
    pub(crate) fn score_all_ref(
        scorings: &[Self],
        model: FittedRef<'_>,
        data: &Training<'_>,
    ) -> Result<Vec<f64>> {
        let judge = Judge::of_numbers(model, data);
        scorings.iter().map(|scoring| scoring.judge(&judge)).collect()
    }

    /// Several scores of a lent model on a frame.
    pub(crate) fn score_all_ref_frame(
        scorings: &[Self],
        model: FittedRef<'_>,
        data: &FrameTraining<'_>,
    ) -> Result<Vec<f64>> {
        let judge = Judge::of_frame(model, data);
        scorings.iter().map(|scoring| scoring.judge(&judge)).collect()
    }

    /// The score of a lent model on numbers.
    pub(crate) fn score_ref(&self, model: FittedRef<'_>, data: &Training<'_>) -> Result<f64> {
        self.judge(&Judge::of_numbers(model, data))
    }

    /// The score of a lent model on a frame.
    pub(crate) fn score_ref_frame(&self, model: FittedRef<'_>, data: &FrameTraining<'_>) -> Result<f64> {
        self.judge(&Judge::of_frame(model, data))
    }
}

impl fmt::Display for Scoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Scoring> for String {
    fn from(scoring: Scoring) -> Self {
        scoring.name().to_owned()
    }
}

impl TryFrom<String> for Scoring {
    type Error = Error;

    fn try_from(name: String) -> Result<Self> {
        name.parse()
    }
}

/// A function of the true and the predicted values.
type ScoreFunction = dyn Fn(&Array1<f64>, &Array1<f64>) -> Result<f64> + Send + Sync;

/// A named function of the true and the predicted values; see [`Scoring::custom`].
#[derive(Clone)]
pub struct CustomScoring {
    name: String,
    function: Arc<ScoreFunction>,
}

impl fmt::Debug for CustomScoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl PartialEq for CustomScoring {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && Arc::ptr_eq(&self.function, &other.function)
    }
}

/// What a [custom](Scoring::custom) function may give: a number, or a result with one.
pub trait IntoScore {
    /// The number.
    ///
    /// # Errors
    /// The function's own.
    fn into_score(self) -> Result<f64>;
}

impl IntoScore for f64 {
    fn into_score(self) -> Result<f64> {
        Ok(self)
    }
}

impl IntoScore for Result<f64> {
    fn into_score(self) -> Result<f64> {
        self
    }
}

/// A [`Scoring`], or its name: `"f1_macro"`.
pub trait AsScoring {
    /// The scoring.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an unknown name, with the nearest ones.
    fn scoring(&self) -> Result<Scoring>;
}

impl AsScoring for Scoring {
    fn scoring(&self) -> Result<Scoring> {
        Ok(self.clone())
    }
}

impl AsScoring for str {
    fn scoring(&self) -> Result<Scoring> {
        self.parse()
    }
}

impl AsScoring for String {
    fn scoring(&self) -> Result<Scoring> {
        self.parse()
    }
}

impl<T: AsScoring + ?Sized> AsScoring for &T {
    fn scoring(&self) -> Result<Scoring> {
        (**self).scoring()
    }
}
