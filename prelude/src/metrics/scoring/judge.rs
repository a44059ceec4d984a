//! A model and the data that it is judged on; predictions are made once, when a metric asks.

use std::borrow::Cow;
use std::cell::OnceCell;

use ndarray::{Array1, Array2, ArrayView1, Axis};
use polars::prelude::DataFrame;

use super::Scoring;
use crate::array::Features;
use crate::dataset::{FrameTraining, Training};
use crate::error::{Error, Result};
use crate::metrics::classification::{KappaWeights, balanced_accuracy, kappa, matthews};
use crate::metrics::deviance::tweedie;
use crate::metrics::labels::LabelPairs;
use crate::metrics::precision_recall::{Average, Measure, averaged};
use crate::metrics::probability::{brier, logarithmic, saved, top_k};
use crate::metrics::ranking::{against_each_other, against_rest};
use crate::metrics::regression as quantity;
use crate::metrics::scores::{BinaryScores, ClassProbabilities, area, average_precision};
use crate::metrics::truth::Pairs;
use crate::model::{Classes, FittedRef};

pub(super) struct Judge<'a> {
    model: FittedRef<'a>,
    rows: Rows<'a>,
    target: ArrayView1<'a, f64>,
    class_names: Option<&'a [String]>,
    weights: Option<Vec<f64>>,
    predictions: OnceCell<Array1<f64>>,
    probabilities: OnceCell<Array2<f64>>,
}

enum Rows<'a> {
    Numbers(Features<'a>),
    Frame(&'a DataFrame),
}

impl<'a> Judge<'a> {
    pub fn of_numbers(model: FittedRef<'a>, data: &'a Training<'_>) -> Self {
        Self {
            model,
            rows: Rows::Numbers(Features::of(data)),
            target: data.target.view(),
            class_names: data.class_names.as_deref(),
            weights: data.sample_weights.as_ref().map(|weights| weights.to_vec()),
            predictions: OnceCell::new(),
            probabilities: OnceCell::new(),
        }
    }

    pub fn of_frame(model: FittedRef<'a>, data: &'a FrameTraining<'_>) -> Self {
        Self {
            model,
            rows: Rows::Frame(&data.features),
            target: data.target.view(),
            class_names: data.class_names.as_deref(),
            weights: data.sample_weights.as_ref().map(|weights| weights.to_vec()),
            predictions: OnceCell::new(),
            probabilities: OnceCell::new(),
        }
    }

    fn predictions(&self) -> Result<&Array1<f64>> {
        if let Some(known) = self.predictions.get() {
            return Ok(known);
        }
        let made = match &self.rows {
            Rows::Numbers(x) => self.model.predict(x)?,
            Rows::Frame(df) => self.model.predict_frame(df)?,
        };
        Ok(self.predictions.get_or_init(|| made))
    }

    fn probabilities(&self) -> Result<&Array2<f64>> {
        if let Some(known) = self.probabilities.get() {
            return Ok(known);
        }
        let made = match &self.rows {
            Rows::Numbers(x) => self.model.predict_probabilities(x)?,
            Rows::Frame(df) => self.model.predict_probabilities_frame(df)?,
        };
        Ok(self.probabilities.get_or_init(|| made))
    }

    /// What samples are put in order by: a classifier's decisions, or its probabilities where it has
    /// none; one column per class.
    fn ranks(&self) -> Result<Cow<'_, Array2<f64>>> {
        let FittedRef::Classifier(model) = self.model else {
            return Ok(Cow::Borrowed(self.probabilities()?));
        };
        let decisions = match &self.rows {
            Rows::Numbers(x) => model.decision_scores(x)?,
            Rows::Frame(df) => model.decision_scores_frame(df)?,
        };
        Ok(match decisions {
            Some(second) if second.ncols() == 1 => {
                Cow::Owned(ndarray::concatenate![Axis(1), second.mapv(|score| -score), second])
            }
            Some(decisions) => Cow::Owned(decisions),
            None => Cow::Borrowed(self.probabilities()?),
        })
    }

    fn classes(&self, scoring: &Scoring) -> Result<&'a Classes> {
        self.model.classes().ok_or_else(|| {
            let expected = "a metric of quantities such as \"r2\": the model is a regressor";
            Error::parameter("Scoring", "scoring", scoring, expected)
        })
    }

    /// Each sample's true class as a place among the model's; the number of classes for one that the
    /// model does not know.
    fn true_places(&self, classes: &Classes) -> Vec<usize> {
        let place = |value: f64| classes.values.iter().position(|known| *known == value);
        let of_name = |name: &String| {
            let names = classes.names.as_ref()?;
            names.iter().position(|known| known == name).and_then(|code| place(code as f64))
        };
        let find = |value: f64| match (self.class_names, &classes.names) {
            (Some(theirs), Some(_)) => theirs.get(value as usize).and_then(of_name),
            _ => place(value),
        };
        self.target.iter().map(|value| find(*value).unwrap_or(classes.len())).collect()
    }

    fn pairs(&self) -> Result<Pairs<'_>> {
        let predicted = self.predictions()?.to_vec();
        Pairs::new(
            Cow::Owned(self.target.to_vec()),
            Cow::Owned(predicted),
            self.weights.as_deref().map(Cow::Borrowed),
        )
    }

    /// Truth and prediction as places among the classes that occur in either.
    fn label_pairs(&self, scoring: &Scoring) -> Result<Labelled<'_>> {
        let classes = self.classes(scoring)?;
        let mut truth = self.true_places(classes);
        let place =
            |value: &f64| classes.values.iter().position(|known| known == value).unwrap_or(classes.len());
        let mut predicted: Vec<usize> = self.predictions()?.iter().map(place).collect();
        if truth.is_empty() {
            return Err(Error::empty("the data to be judged on", "one sample"));
        }
        let mut occurs = vec![false; classes.len() + 1];
        truth.iter().chain(&predicted).for_each(|place| occurs[*place] = true);
        let labels = classes.labels().into_iter().chain(["(unknown)".to_owned()]);
        let (mut names, mut new_place) = (Vec::new(), vec![0; occurs.len()]);
        for (place, label) in labels.enumerate().filter(|(place, _)| occurs[*place]) {
            new_place[place] = names.len();
            names.push(label);
        }
        truth.iter_mut().chain(&mut predicted).for_each(|place| *place = new_place[*place]);
        let positive = (classes.len() == 2 && occurs[1]).then(|| new_place[1]);
        let weights = self.weights.as_deref().map(Cow::Borrowed);
        Ok(Labelled {
            n_classes: classes.len(),
            positive,
            pairs: LabelPairs { names, truth, predicted, weights },
        })
    }

    /// Truth and probabilities (or decisions), every true class being one of the model's.
    fn with_probabilities<T>(
        &self,
        scoring: &Scoring,
        score: impl FnOnce(&ClassProbabilities<'_>) -> Result<T>,
    ) -> Result<T> {
        let classes = self.classes(scoring)?;
        let truth = self.true_places(classes);
        if let Some(row) = truth.iter().position(|place| *place == classes.len()) {
            let value = format!("a class that the model has not seen (row {row})");
            return Err(Error::parameter(
                "Scoring",
                "y_true",
                value,
                "among the classes that it was fitted on",
            ));
        }
        if truth.is_empty() {
            return Err(Error::empty("the data to be judged on", "one sample"));
        }
        // As scikit-learn: what only needs an order is asked of the decisions first.
        let by_order = matches!(scoring, Scoring::RocAuc | Scoring::AveragePrecision);
        let scores = if by_order { self.ranks()? } else { Cow::Borrowed(self.probabilities()?) };
        score(&ClassProbabilities { truth: &truth, scores: scores.view(), weights: self.weights.as_deref() })
    }
}

/// Labels with the place of the second of two classes, if it occurs.
struct Labelled<'a> {
    n_classes: usize,
    positive: Option<usize>,
    pairs: LabelPairs<'a>,
}

impl Scoring {
    pub(super) fn judge(&self, given: &Judge<'_>) -> Result<f64> {
        match self {
            Self::Custom(custom) => (custom.function)(&given.target.to_owned(), given.predictions()?),
            _ if self.is_of_quantities() => self.of_quantities(&given.pairs()?),
            _ if self.is_of_probabilities() => {
                given.with_probabilities(self, |probabilities| self.of_probabilities(probabilities))
            }
            _ => self.of_labels(&given.label_pairs(self)?),
        }
    }

    fn is_of_quantities(&self) -> bool {
        use Scoring as S;
        matches!(
            self,
            S::R2
                | S::ExplainedVariance
                | S::NegMaxError
                | S::NegMeanAbsoluteError
                | S::NegMeanSquaredError
                | S::NegRootMeanSquaredError
                | S::NegMeanSquaredLogError
                | S::NegRootMeanSquaredLogError
                | S::NegMedianAbsoluteError
                | S::NegMeanAbsolutePercentageError
                | S::NegMeanPoissonDeviance
                | S::NegMeanGammaDeviance
                | S::D2AbsoluteError
        )
    }

    /// Whether it needs a model that tells probabilities.
    pub fn is_of_probabilities(&self) -> bool {
        use Scoring as S;
        matches!(
            self,
            S::TopKAccuracy
                | S::RocAuc
                | S::RocAucOvr
                | S::RocAucOvrWeighted
                | S::RocAucOvo
                | S::RocAucOvoWeighted
                | S::AveragePrecision
                | S::NegLogLoss
                | S::NegBrierScore
                | S::D2LogLoss
        )
    }

    fn of_quantities(&self, pairs: &Pairs<'_>) -> Result<f64> {
        Ok(match self {
            Self::ExplainedVariance => quantity::explained_variance(pairs),
            Self::NegMaxError => -quantity::largest_error(pairs),
            Self::NegMeanAbsoluteError => -quantity::absolute(pairs),
            Self::NegMeanSquaredError => -quantity::squared(pairs),
            Self::NegRootMeanSquaredError => -quantity::squared(pairs).sqrt(),
            Self::NegMeanSquaredLogError => -quantity::squared_log(pairs)?,
            Self::NegRootMeanSquaredLogError => -quantity::squared_log(pairs)?.sqrt(),
            Self::NegMedianAbsoluteError => -quantity::median_absolute(pairs),
            Self::NegMeanAbsolutePercentageError => -quantity::percentage(pairs),
            Self::NegMeanPoissonDeviance => -tweedie(pairs, 1.0)?,
            Self::NegMeanGammaDeviance => -tweedie(pairs, 2.0)?,
            Self::D2AbsoluteError => quantity::d2_pinball(pairs, 0.5)?,
            _ => quantity::r2(pairs)?,
        })
    }

    fn of_probabilities(&self, given: &ClassProbabilities<'_>) -> Result<f64> {
        use Average::{Macro, Weighted};
        Ok(match self {
            Self::TopKAccuracy => top_k(given, 2)?,
            Self::NegLogLoss => -logarithmic(given)?,
            Self::NegBrierScore => -brier(given)?,
            Self::D2LogLoss => saved(given, logarithmic)?,
            Self::RocAucOvr if given.n_classes() > 2 => {
                defined(against_rest(given, &Macro, "roc_auc_ovr", area)?)?
            }
            Self::RocAucOvrWeighted if given.n_classes() > 2 => {
                defined(against_rest(given, &Weighted, "roc_auc_ovr_weighted", area)?)?
            }
            Self::RocAucOvo if given.n_classes() > 2 => defined(against_each_other(given, &Macro)?)?,
            Self::RocAucOvoWeighted if given.n_classes() > 2 => {
                defined(against_each_other(given, &Weighted)?)?
            }
            Self::AveragePrecision if given.n_classes() > 2 => {
                against_rest(given, &Macro, "average_precision", average_precision)?
            }
            Self::AveragePrecision => average_precision(&self.second_of_two(given)?),
            _ => defined(area(&self.second_of_two(given)?))?,
        })
    }

    fn second_of_two<'a>(&self, given: &'a ClassProbabilities<'_>) -> Result<BinaryScores<'a>> {
        if given.n_classes() > 2 {
            let given = format!("{self}, but there are {} classes", given.n_classes());
            let expected = format!("{self}_ovr or {self}_ovo for more than two classes");
            return Err(Error::parameter("Scoring", "scoring", given, expected));
        }
        Ok(given.one_against_rest(1))
    }

    fn of_labels(&self, given: &Labelled<'_>) -> Result<f64> {
        use Average::{Macro, Micro, Weighted};
        let pairs = &given.pairs;
        let score = |measure, average: Average| averaged(pairs, &average, measure);
        let second = |measure| self.of_second(given, measure);
        let f = Measure::F(1.0);
        match self {
            Self::BalancedAccuracy => Ok(balanced_accuracy(pairs)),
            Self::MatthewsCorrcoef => Ok(matthews(pairs)),
            Self::CohenKappa => kappa(&pairs.table()?, KappaWeights::None),
            Self::F1 => second(f),
            Self::F1Macro => score(f, Macro),
            Self::F1Micro => score(f, Micro),
            Self::F1Weighted => score(f, Weighted),
            Self::Precision => second(Measure::Precision),
            Self::PrecisionMacro => score(Measure::Precision, Macro),
            Self::PrecisionMicro => score(Measure::Precision, Micro),
            Self::PrecisionWeighted => score(Measure::Precision, Weighted),
            Self::Recall => second(Measure::Recall),
            Self::RecallMacro => score(Measure::Recall, Macro),
            Self::RecallMicro => score(Measure::Recall, Micro),
            Self::RecallWeighted => score(Measure::Recall, Weighted),
            Self::Jaccard => second(Measure::Jaccard),
            Self::JaccardMacro => score(Measure::Jaccard, Macro),
            Self::JaccardMicro => score(Measure::Jaccard, Micro),
            Self::JaccardWeighted => score(Measure::Jaccard, Weighted),
            // Accuracy: one label per sample, so micro-averaged recall.
            _ => score(Measure::Recall, Micro),
        }
    }

    fn of_second(&self, given: &Labelled<'_>, measure: Measure) -> Result<f64> {
        if given.n_classes > 2 {
            let value = format!("{self}, but there are {} classes", given.n_classes);
            let expected = format!("{self}_macro, {self}_micro or {self}_weighted for more than two classes");
            return Err(Error::parameter("Scoring", "scoring", value, expected));
        }
        Ok(given.positive.map_or(0.0, |class| measure.of_class(&given.pairs.sums(), class)))
    }
}

/// An area that there is.
fn defined(area: f64) -> Result<f64> {
    if area.is_nan() {
        let what = "the area under the ROC curve".to_owned();
        return Err(Error::TooFew { what, needed: 2, unit: "classes among the samples", given: 1 });
    }
    Ok(area)
}
