//! What metrics take: what was true, perhaps with a weight per sample, and what was predicted.
//!
//! Weights go with the truth, as a pair: `accuracy_score((&y_true, &weights), &y_pred)`. So every
//! metric has one form for both, and nothing has to be said where there are no weights.

use std::borrow::Cow;

use crate::array::sum::{mean, sum};
use crate::array::{AsLabels, AsNumbers, LabelValues, Numbers};
use crate::error::{Error, Result};

/// How much each sample counts, if it was said.
pub type MaybeWeights<'a> = Option<Cow<'a, [f64]>>;

/// True quantities: numbers ([`AsNumbers`]), or a pair of numbers and sample weights.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither numbers nor a pair of numbers and sample weights",
    label = "expected `&y_true`, or `(&y_true, &weights)`"
)]
pub trait AsTrueNumbers {
    /// The numbers and the weights.
    ///
    /// # Errors
    /// What [`AsNumbers`] says.
    fn true_numbers(&self) -> Result<(Numbers<'_>, MaybeWeights<'_>)>;
}

impl<T: AsNumbers> AsTrueNumbers for T {
    fn true_numbers(&self) -> Result<(Numbers<'_>, MaybeWeights<'_>)> {
        Ok((self.numbers()?, None))
    }
}

impl<T: AsNumbers, W: AsNumbers> AsTrueNumbers for (T, W) {
    fn true_numbers(&self) -> Result<(Numbers<'_>, MaybeWeights<'_>)> {
        let weights = self.1.numbers()?.complete("the sample weights")?;
        Ok((self.0.numbers()?, Some(weights)))
    }
}

/// True labels: text or numbers ([`AsLabels`]), or a pair of labels and sample weights.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither labels nor a pair of labels and sample weights",
    label = "expected `&y_true`, or `(&y_true, &weights)`"
)]
pub trait AsTrueLabels {
    /// The labels and the weights.
    ///
    /// # Errors
    /// What [`AsLabels`] and [`AsNumbers`] say.
    fn true_labels(&self) -> Result<(LabelValues<'_>, MaybeWeights<'_>)>;
}

impl<T: AsLabels> AsTrueLabels for T {
    fn true_labels(&self) -> Result<(LabelValues<'_>, MaybeWeights<'_>)> {
        Ok((self.labels()?.values, None))
    }
}

impl<T: AsLabels, W: AsNumbers> AsTrueLabels for (T, W) {
    fn true_labels(&self) -> Result<(LabelValues<'_>, MaybeWeights<'_>)> {
        let weights = self.1.numbers()?.complete("the sample weights")?;
        Ok((self.0.labels()?.values, Some(weights)))
    }
}

/// Two equally long, finite, non-empty runs of numbers, with sample weights or without.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pub truth: Cow<'a, [f64]>,
    pub predicted: Cow<'a, [f64]>,
    pub weights: MaybeWeights<'a>,
}

impl<'a> Pairs<'a> {
    pub fn of(truth: &'a dyn AsTrueNumbers, predicted: &'a dyn AsNumbers) -> Result<Self> {
        let (truth, weights) = truth.true_numbers()?;
        let truth = truth.complete("`y_true`")?;
        Self::new(truth, predicted.numbers()?.complete("`y_pred`")?, weights)
    }

    pub fn new(truth: Cow<'a, [f64]>, predicted: Cow<'a, [f64]>, weights: MaybeWeights<'a>) -> Result<Self> {
        same_length("`y_true`", truth.len(), "`y_pred`", predicted.len())?;
        if truth.is_empty() {
            return Err(Error::empty("`y_true`", "one value"));
        }
        check_finite("`y_true`", &truth)?;
        check_finite("`y_pred`", &predicted)?;
        check_weights(weights.as_deref(), truth.len())?;
        Ok(Self { truth, predicted, weights })
    }

    pub fn len(&self) -> usize {
        self.truth.len()
    }

    /// The weighted mean of a loss.
    pub fn average(&self, loss: impl Fn(f64, f64) -> f64) -> f64 {
        let losses: Vec<f64> = self
            .truth
            .iter()
            .zip(&*self.predicted)
            .map(|(truth, predicted)| loss(*truth, *predicted))
            .collect();
        average(&losses, self.weights.as_deref())
    }
}

/// The mean of `values`, weighted if there are weights.
pub(super) fn average(values: &[f64], weights: Option<&[f64]>) -> f64 {
    match weights {
        None => mean(values),
        Some(weights) => {
            let products: Vec<f64> =
                values.iter().zip(weights).map(|(value, weight)| value * weight).collect();
            sum(&products) / sum(weights)
        }
    }
}

/// The weight of one sample.
pub(super) fn weight(weights: Option<&[f64]>, row: usize) -> f64 {
    weights.map_or(1.0, |weights| weights[row])
}

/// The `q`-quantile, 0 to 1, of the values by their weights: the smallest value at which so much of
/// the weight is reached, or its mean with the next one where the weight is met exactly.
pub(super) fn weighted_quantile(values: &[f64], weights: Option<&[f64]>, q: f64) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).filter(|row| weight(weights, *row) > 0.0).collect();
    order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut reached = 0.0;
    let sums: Vec<f64> = order
        .iter()
        .map(|row| {
            reached += weight(weights, *row);
            reached
        })
        .collect();
    let (Some(last), Some(total)) = (order.len().checked_sub(1), sums.last()) else { return f64::NAN };
    let wanted = (q * total).max(f64::MIN_POSITIVE);
    let place = sums.partition_point(|sum| *sum < wanted).min(last);
    let value = values[order[place]];
    if sums[place] - wanted > f64::EPSILON {
        return value;
    }
    (value + values[order[(place + 1).min(last)]]) / 2.0
}

pub(super) fn same_length(left: &str, left_length: usize, right: &str, right_length: usize) -> Result<()> {
    if left_length == right_length {
        return Ok(());
    }
    Err(Error::LengthMismatch { left: left.to_owned(), left_length, right: right.to_owned(), right_length })
}

pub(super) fn check_finite(what: &str, values: &[f64]) -> Result<()> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(row) => Err(Error::NotFinite { what: what.to_owned(), value: values[row], row }),
    }
}

/// One finite weight per sample, none below 0, some above.
pub(super) fn check_weights(weights: Option<&[f64]>, n_samples: usize) -> Result<()> {
    let Some(weights) = weights else { return Ok(()) };
    same_length("`y_true`", n_samples, "the sample weights", weights.len())?;
    if let Some(row) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        let expected = format!("finite and at least 0 (see row {row})");
        return Err(Error::parameter("metrics", "sample_weights", weights[row], expected));
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        let expected = "above 0 for some sample";
        return Err(Error::parameter("metrics", "sample_weights", "0 for every sample", expected));
    }
    Ok(())
}
