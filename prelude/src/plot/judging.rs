//! Charts that judge a model by its answers.

use ferrolab_charts::kinds::{
    Band, Calibration, ConfusionMatrix, Curve, FeatureImportance, LearningCurve, NormalQuantiles,
    PrecisionRecall, Residuals, Roc,
};
use polars::prelude::DataFrame;

use super::Figure;
use super::facets::subplots;
use super::figure::{Pair, same_length, unnamed};
use super::layer::Layer;
use super::one_liners::one_liners;
use super::source::PlotData;
use crate::array::{AsArray, AsLabels, AsNumbers};
use crate::error::{Error, Result};
use crate::frame::column;
use crate::metrics::{self, AsTrueLabels, BinsBy};

const CALIBRATION_BINS: usize = 10;

one_liners! {
    /// What is left of each value after the prediction, against the prediction, with its running
    /// middle: a good model leaves no pattern.
    ///
    /// # Errors
    /// As [`plot::scatter`](super::scatter).
    residuals(y_true, y_pred) => residuals_layer;

    /// Sorted values against those of a normal distribution: on the line if they are normal.
    ///
    /// # Errors
    /// As [`plot::hist`](super::hist).
    normal_quantiles(values) => quantiles_layer;

    /// How much each feature counts, the most important first (at most 20).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let forest = RandomForestClassifier::new().n_estimators(20).seed(1).fit(&iris())?;
    /// let figure = plot::feature_importance(&iris().feature_names, &forest.feature_importances())?;
    /// assert!(figure.to_svg().contains(">petal length</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`plot::bar`](super::bar).
    feature_importance(names, importances) => importance_layer;
}

fn residuals_layer(y_true: &dyn PlotData, y_pred: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let Pair { x: truth, y: fitted, .. } = Pair::of(y_true, y_pred, frame)?;
    let residuals = truth.iter().zip(&fitted).map(|(truth, fitted)| truth - fitted).collect();
    Ok(unnamed(Residuals { fitted, residuals }))
}

fn quantiles_layer(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (values, along) = super::figure::values(data, frame)?;
    Ok(Layer::new(NormalQuantiles { values }, super::layer::Along::default(), along))
}

fn importance_layer(names: &dyn PlotData, values: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Layer> {
    let (names, values) = (names.plot_column(frame)?, values.plot_column(frame)?);
    same_length((&names, "names"), (&values, "importances"))?;
    if names.len() == 0 {
        return Err(Error::empty("the chart's data", "one feature"));
    }
    let means = values.numbers("importances")?;
    Ok(unnamed(FeatureImportance { names: names.texts(), means, errors: None, top: None, label: None }))
}

/// True against predicted classes as a table of counts, with the share of each true class.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// let figure = plot::confusion_matrix(&iris().target_labels(), &model.predict_labels(&iris())?)?;
/// assert!(figure.to_svg().contains(">setosa</text>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`metrics::confusion_matrix`](crate::metrics::confusion_matrix).
pub fn confusion_matrix(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<Figure> {
    Ok(of_matrix(&metrics::confusion_matrix(y_true, y_pred)?))
}

fn of_matrix(matrix: &metrics::ConfusionMatrix) -> Figure {
    let kind = ConfusionMatrix {
        classes: matrix.labels().to_vec(),
        counts: matrix.counts().iter().copied().collect(),
    };
    Figure::new().with(unnamed(kind))
}

impl metrics::ConfusionMatrix {
    /// The table as a chart: as [`plot::confusion_matrix`](crate::plot::confusion_matrix).
    pub fn plot(&self) -> Figure {
        of_matrix(self)
    }
}

/// The share of positives found against the share of negatives taken for positive, at every
/// threshold, with the area below. See [`Figure::roc`] for a second model.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (y_true, forest, line) = ([0, 0, 1, 1], [0.1, 0.4, 0.8, 0.9], [0.3, 0.6, 0.5, 0.7]);
/// let figure = plot::roc(&y_true, &forest)?.label("forest").roc(&y_true, &line)?.label("line");
/// assert!(figure.to_svg().contains("forest"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`metrics::roc_curve`](crate::metrics::roc_curve).
pub fn roc(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<Figure> {
    Figure::new().roc(y_true, y_score)
}

/// The share of the found that are positive against the share of positives found, at every threshold.
///
/// # Errors
/// As [`metrics::precision_recall_curve`](crate::metrics::precision_recall_curve).
pub fn precision_recall(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<Figure> {
    Figure::new().precision_recall(y_true, y_score)
}

/// How often it is so when the model says 10 %, 20 % …: on the diagonal if its probabilities can be
/// taken at their word. Ten bins of equal width.
///
/// # Errors
/// As [`metrics::calibration_curve`](crate::metrics::calibration_curve).
pub fn calibration(y_true: impl AsTrueLabels, y_proba: impl AsArray) -> Result<Figure> {
    Figure::new().calibration(y_true, y_proba)
}

impl Figure {
    pub(super) fn with(mut self, layer: Layer) -> Self {
        self.last().layers.push(layer);
        self
    }

    /// Adds another model's curve; see [`plot::roc`](super::roc).
    ///
    /// # Errors
    /// As [`plot::roc`](super::roc).
    pub fn roc(self, y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<Self> {
        let curve = metrics::roc_curve(y_true, y_score)?;
        let area = curve.auc();
        let curve = Curve { name: None, x: curve.fpr.to_vec(), y: curve.tpr.to_vec(), score: Some(area) };
        Ok(self.with(unnamed(Roc { curves: vec![curve] })))
    }

    /// Adds another model's curve; see [`plot::precision_recall`](super::precision_recall).
    ///
    /// # Errors
    /// As [`plot::precision_recall`](super::precision_recall).
    pub fn precision_recall(self, y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<Self> {
        let curve = metrics::precision_recall_curve(y_true, y_score)?;
        // At the lowest threshold everything is found: its precision is the share of positives.
        let base_rate = curve.precision.first().copied();
        let curve = Curve {
            name: None,
            x: curve.recall.to_vec(),
            y: curve.precision.to_vec(),
            score: Some(curve.average_precision),
        };
        Ok(self.with(unnamed(PrecisionRecall { curves: vec![curve], base_rate })))
    }

    /// Adds another model's curve; see [`plot::calibration`](super::calibration).
    ///
    /// # Errors
    /// As [`plot::calibration`](super::calibration).
    pub fn calibration(self, y_true: impl AsTrueLabels, y_proba: impl AsArray) -> Result<Self> {
        let curve = metrics::calibration_curve(y_true, y_proba, CALIBRATION_BINS, BinsBy::Uniform)?;
        let counts = vec![curve.counts.to_vec()];
        let curve =
            Curve { name: None, x: curve.prob_pred.to_vec(), y: curve.prob_true.to_vec(), score: None };
        Ok(self.with(unnamed(Calibration { curves: vec![curve], counts })))
    }
}

/// Residuals against predictions, their distribution, and their quantiles beside a normal
/// distribution's: what a regression should be asked before it is believed.
///
/// # Errors
/// As [`residuals`].
pub fn regression_report(y_true: impl PlotData, y_pred: impl PlotData) -> Result<Figure> {
    let Pair { x: truth, y: fitted, .. } = Pair::of(&y_true, &y_pred, None)?;
    let left: Vec<f64> = truth.iter().zip(&fitted).map(|(truth, fitted)| truth - fitted).collect();
    Ok(subplots(
        3,
        [
            residuals(&truth, &fitted)?.panel_title("Residuals"),
            super::hist(&left)?.x_label("residual").panel_title("Distribution"),
            normal_quantiles(&left)?.panel_title("Against the normal"),
        ],
    )
    .size(900, 320))
}

/// Scores on training and held-out rows as the training set grows, from
/// [`learning_curve`](crate::model_selection::learning_curve)'s table.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = learning_curve(&LinearRegression::new(), &diabetes(), 5)?;
/// assert!(plot::learning_curve(&curve)?.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::ColumnNotFound`] for another table.
pub fn learning_curve(curve: &DataFrame) -> Result<Figure> {
    scores_along(curve, "train_size", Some("training samples".to_owned()))
}

/// Scores on training and held-out rows for each value of a parameter, from
/// [`validation_curve`](crate::model_selection::validation_curve)'s table.
///
/// # Errors
/// [`Error::ColumnNotFound`] for another table.
pub fn validation_curve(curve: &DataFrame) -> Result<Figure> {
    let scores = ["train_score", "train_std", "test_score", "test_std"];
    let names = curve.get_column_names();
    let parameter = names.iter().map(|name| name.as_str()).find(|name| !scores.contains(name));
    let parameter = parameter.unwrap_or("parameter");
    scores_along(curve, parameter, Some(parameter.to_owned()))
}

fn scores_along(curve: &DataFrame, along: &str, x_label: Option<String>) -> Result<Figure> {
    let values = |name: &str| -> Result<Vec<f64>> {
        Ok(column(curve, name)?.as_materialized_series().numbers()?.values.into_owned())
    };
    let x = values(along)?;
    // Parameters are tried by powers: 0.01, 0.1, 1.
    let (low, high) =
        x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
    let log = along != "train_size" && low > 0.0 && high / low >= 50.0;
    let band = |mean: &str, deviation: &str| -> Result<Band> {
        Ok(Band { mean: values(mean)?, deviation: values(deviation)? })
    };
    let kind = LearningCurve {
        train: band("train_score", "train_std")?,
        validation: band("test_score", "test_std")?,
        x,
        x_label,
        y_label: None,
        log,
    };
    Ok(Figure::new().with(unnamed(kind)))
}
