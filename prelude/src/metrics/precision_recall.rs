//! Precision, recall and what is made of them: per class, or averaged over the classes.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::labels::{ClassSums, LabelPairs};
use super::truth::AsTrueLabels;
use crate::array::AsLabels;
use crate::error::{Error, Result, Suggestion};

/// How scores of classes become one number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Average {
    /// The score of the positive class of two: the larger number, the later text (`1` of 0 and 1,
    /// `yes` of no and yes). For another one there is [`Average::of`].
    #[default]
    Binary,
    /// The mean of the classes' scores: every class counts the same.
    Macro,
    /// The score of all decisions taken together: every sample counts the same.
    Micro,
    /// The mean of the classes' scores by how often each class is true.
    Weighted,
    /// The score of one class, by its name or number as text.
    Class(String),
}

impl Average {
    /// The score of one class alone.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (truth, predicted) = (["ham", "spam", "ham"], ["ham", "spam", "spam"]);
    /// assert_eq!(recall_score(&truth, &predicted, Average::of("ham"))?, 0.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(class: impl ToString) -> Self {
        Self::Class(class.to_string())
    }
}

/// Of the samples predicted as a class, the share that is of it. 0 for a class that is never
/// predicted.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, predicted) = ([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]);
/// let score = precision_score(&truth, &predicted, Average::Macro)?;
/// assert!((score - 2.0 / 9.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for [`Average::Binary`] of more than two classes, or a class that does not
/// occur; [`Error::LengthMismatch`], [`Error::Empty`], [`Error::LabelKinds`],
/// [`Error::MissingValues`].
pub fn precision_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels, average: Average) -> Result<f64> {
    averaged(&LabelPairs::of(&y_true, &y_pred)?, &average, Measure::Precision)
}

/// Of the samples of a class, the share that is predicted as it. 0 for a class that is never true.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, predicted) = ([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]);
/// let score = recall_score(&truth, &predicted, Average::Macro)?;
/// assert!((score - 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`precision_score`].
pub fn recall_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels, average: Average) -> Result<f64> {
    averaged(&LabelPairs::of(&y_true, &y_pred)?, &average, Measure::Recall)
}

/// The harmonic mean of precision and recall.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(f1_score(&[0, 1, 1, 0], &[0, 1, 0, 1], Average::Binary)?, 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`precision_score`].
pub fn f1_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels, average: Average) -> Result<f64> {
    averaged(&LabelPairs::of(&y_true, &y_pred)?, &average, Measure::F(1.0))
}

/// The harmonic mean of precision and recall, where recall counts `beta` times as much.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = fbeta_score(&[0, 1, 1, 0], &[0, 1, 1, 1], 2.0, Average::Binary)?;
/// assert!((score - 10.0 / 11.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`precision_score`], and for a `beta` below 0.
pub fn fbeta_score(
    y_true: impl AsTrueLabels,
    y_pred: impl AsLabels,
    beta: f64,
    average: Average,
) -> Result<f64> {
    averaged(&LabelPairs::of(&y_true, &y_pred)?, &average, Measure::F(beta))
}

/// Jaccard's similarity: of the samples that are of a class or predicted as it, the share that is both.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = jaccard_score(&[0, 1, 1, 0], &[0, 1, 0, 1], Average::Binary)?;
/// assert!((score - 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`precision_score`].
pub fn jaccard_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels, average: Average) -> Result<f64> {
    averaged(&LabelPairs::of(&y_true, &y_pred)?, &average, Measure::Jaccard)
}

/// Precision, recall, F-score and number of samples per class, in ascending order of the classes.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let scores = precision_recall_fscore_support(&["a", "b", "b"], &["a", "a", "b"], 1.0)?;
/// assert_eq!(scores.labels, ["a", "b"]);
/// assert_eq!(scores.precision, array![0.5, 1.0]);
/// assert_eq!(scores.support, array![1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`fbeta_score`].
pub fn precision_recall_fscore_support(
    y_true: impl AsTrueLabels,
    y_pred: impl AsLabels,
    beta: f64,
) -> Result<ClassScores> {
    class_scores(&LabelPairs::of(&y_true, &y_pred)?, beta)
}

/// Scores per class; each array has one value per label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassScores {
    /// The classes, ascending, as text.
    pub labels: Vec<String>,
    pub precision: Array1<f64>,
    pub recall: Array1<f64>,
    pub fscore: Array1<f64>,
    /// The number (or weight) of the samples that are of each class.
    pub support: Array1<f64>,
}

impl ClassScores {
    /// A row per class.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let column = |name: &str, values: &Array1<f64>| Column::new(name.into(), values.to_vec());
        let columns = vec![
            Column::new("class".into(), self.labels.clone()),
            column("precision", &self.precision),
            column("recall", &self.recall),
            column("fscore", &self.fscore),
            column("support", &self.support),
        ];
        Ok(DataFrame::new(self.labels.len(), columns)?)
    }
}

pub(super) fn class_scores(pairs: &LabelPairs<'_>, beta: f64) -> Result<ClassScores> {
    let sums = pairs.sums();
    let of = |measure: Measure| -> Result<Array1<f64>> { Ok(measure.checked()?.per_class(&sums).into()) };
    Ok(ClassScores {
        labels: pairs.names.clone(),
        precision: of(Measure::Precision)?,
        recall: of(Measure::Recall)?,
        fscore: of(Measure::F(beta))?,
        support: sums.truth.clone().into(),
    })
}

/// What is measured of a class.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    Precision,
    Recall,
    F(f64),
    Jaccard,
}

impl Measure {
    fn checked(self) -> Result<Self> {
        match self {
            Self::F(beta) if beta.is_nan() || beta < 0.0 => {
                Err(Error::parameter("fbeta_score", "beta", beta, "at least 0"))
            }
            other => Ok(other),
        }
    }

    fn per_class(self, sums: &ClassSums) -> Vec<f64> {
        (0..sums.truth.len()).map(|class| self.of_class(sums, class)).collect()
    }

    pub fn of_class(self, sums: &ClassSums, class: usize) -> f64 {
        self.score(sums.right[class], sums.truth[class], sums.predicted[class])
    }

    fn score(self, right: f64, truth: f64, predicted: f64) -> f64 {
        let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
        match self {
            Self::Precision => share(right, predicted),
            Self::Recall => share(right, truth),
            Self::F(beta) if beta.is_infinite() => share(right, truth),
            Self::F(beta) => {
                let square = beta * beta;
                share((1.0 + square) * right, square * truth + predicted)
            }
            Self::Jaccard => share(right, truth + predicted - right),
        }
    }
}

pub(super) fn averaged(pairs: &LabelPairs<'_>, average: &Average, measure: Measure) -> Result<f64> {
    let measure = measure.checked()?;
    let sums = pairs.sums();
    let scores = || measure.per_class(&sums);
    Ok(match average {
        Average::Macro => super::truth::average(&scores(), None),
        Average::Micro => {
            let total = |values: &[f64]| values.iter().sum::<f64>();
            measure.score(total(&sums.right), total(&sums.truth), total(&sums.predicted))
        }
        Average::Weighted => super::truth::average(&scores(), Some(&sums.truth)),
        Average::Binary => positive(&pairs.names)?.map_or(0.0, |class| scores()[class]),
        Average::Class(name) => scores()[place_of(name, &pairs.names)?],
    })
}

/// The place of the positive class of at most two; nothing if there is only the negative one.
fn positive(names: &[String]) -> Result<Option<usize>> {
    match names {
        [only] if only == "0" || only == "-1" => Ok(None),
        [_] | [_, _] => Ok(Some(names.len() - 1)),
        _ => {
            let given = format!("Binary, but there are {} classes", names.len());
            let expected = "Macro, Micro, Weighted, or one class with `Average::of(\"name\")`";
            Err(Error::parameter("precision, recall, F", "average", given, expected))
        }
    }
}

fn place_of(name: &str, names: &[String]) -> Result<usize> {
    names.iter().position(|known| known == name).ok_or_else(|| {
        let suggestion = Suggestion::nearest(name, names.iter().map(String::as_str));
        let expected = format!("one of the classes {}.{suggestion}", names.join(", "));
        Error::parameter("precision, recall, F", "average", format!("the class `{name}`"), expected)
    })
}
