//! Settings that trees and what is made of trees share.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How a classification tree measures that classes are mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreeCriterion {
    /// The chance that two samples of a node are of different classes.
    #[default]
    Gini,
    /// Shannon's information, in bits.
    Entropy,
    /// The same as [`Entropy`](Self::Entropy), scikit-learn's other word for it.
    LogLoss,
}

/// How a regression tree measures that a node's targets differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegressionCriterion {
    /// The variance; leaves predict the mean.
    #[default]
    SquaredError,
    /// The mean distance from the median, which leaves predict.
    AbsoluteError,
    /// Half the Poisson deviance, for counts; leaves predict the mean.
    Poisson,
}

impl fmt::Display for TreeCriterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gini => "gini",
            Self::Entropy => "entropy",
            Self::LogLoss => "log_loss",
        })
    }
}

impl fmt::Display for RegressionCriterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SquaredError => "squared_error",
            Self::AbsoluteError => "absolute_error",
            Self::Poisson => "poisson",
        })
    }
}

/// How many features a node looks at before it divides. A whole number or a fraction of all turns
/// into one: `.max_features(4)`, `.max_features(0.5)`, `.max_features(MaxFeatures::Sqrt)`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxFeatures {
    All,
    /// The square root of the number of features.
    Sqrt,
    /// The binary logarithm of the number of features.
    Log2,
    Count(usize),
    /// Of all features, above 0 and at most 1.
    Fraction(f64),
}

impl MaxFeatures {
    /// The number of features, at least one.
    pub(crate) fn resolve(self, owner: &'static str, n_features: usize) -> Result<usize> {
        let count = n_features as f64;
        let wrong =
            |given: String, expected: String| Err(Error::parameter(owner, "max_features", given, expected));
        let resolved = match self {
            Self::All => n_features,
            Self::Sqrt => count.sqrt() as usize,
            Self::Log2 => count.log2() as usize,
            Self::Count(given) if given == 0 || given > n_features => {
                let expected = format!("at least 1 and at most the number of features, {n_features}");
                return wrong(given.to_string(), expected);
            }
            Self::Count(given) => given,
            Self::Fraction(given) if !(given > 0.0 && given <= 1.0) => {
                return wrong(given.to_string(), "a fraction above 0 and at most 1".to_owned());
            }
            Self::Fraction(given) => (given * count) as usize,
        };
        Ok(resolved.max(1))
    }
}

impl fmt::Display for MaxFeatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Sqrt => f.write_str("sqrt"),
            Self::Log2 => f.write_str("log2"),
            Self::Count(count) => write!(f, "{count}"),
            Self::Fraction(fraction) => write!(f, "{fraction}"),
        }
    }
}

/// How many samples are drawn for one model of an ensemble: all, a number, or a fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxSamples {
    #[default]
    All,
    Count(usize),
    /// Of all samples, above 0 and at most 1.
    Fraction(f64),
}

impl MaxSamples {
    /// The number of samples, at least one.
    pub(crate) fn resolve(self, owner: &'static str, n_samples: usize) -> Result<usize> {
        let wrong =
            |given: String, expected: String| Err(Error::parameter(owner, "max_samples", given, expected));
        match self {
            Self::All => Ok(n_samples),
            Self::Count(given) if given == 0 || given > n_samples => {
                wrong(given.to_string(), format!("at least 1 and at most the number of samples, {n_samples}"))
            }
            Self::Count(given) => Ok(given),
            Self::Fraction(given) if !(given > 0.0 && given <= 1.0) => {
                wrong(given.to_string(), "a fraction above 0 and at most 1".to_owned())
            }
            Self::Fraction(given) => Ok(((given * n_samples as f64) as usize).max(1)),
        }
    }
}

impl fmt::Display for MaxSamples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Count(count) => write!(f, "{count}"),
            Self::Fraction(fraction) => write!(f, "{fraction}"),
        }
    }
}

// Literals default to `i32` and `f64`; lengths are `usize`.
macro_rules! counts_and_fractions {
    ($($size:ident),*) => {$(
        impl From<usize> for $size {
            fn from(count: usize) -> Self {
                Self::Count(count)
            }
        }

        impl From<i32> for $size {
            fn from(count: i32) -> Self {
                Self::Count(usize::try_from(count).unwrap_or(0))
            }
        }

        impl From<f64> for $size {
            fn from(fraction: f64) -> Self {
                Self::Fraction(fraction)
            }
        }
    )*};
}
counts_and_fractions!(MaxFeatures, MaxSamples);

/// How a node looks for its threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Splitter {
    /// The best of all thresholds.
    #[default]
    Best,
    /// One threshold drawn at random per feature.
    Random,
}

impl fmt::Display for Splitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Best { "best" } else { "random" })
    }
}

/// When a tree stops growing, as its model was told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GrowthSettings {
    pub max_depth: Option<usize>,
    pub min_samples_split: usize,
    pub min_samples_leaf: usize,
    pub min_weight_fraction_leaf: f64,
    pub max_features: MaxFeatures,
    pub max_leaf_nodes: Option<usize>,
    pub min_impurity_decrease: f64,
    pub splitter: Splitter,
    pub ccp_alpha: f64,
}

/// The same, checked and in absolute numbers.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub max_depth: usize,
    pub min_samples_split: usize,
    pub min_samples_leaf: usize,
    pub min_weight_leaf: f64,
    pub max_features: usize,
    pub max_leaf_nodes: Option<usize>,
    pub min_impurity_decrease: f64,
    pub splitter: Splitter,
    pub ccp_alpha: f64,
}

impl GrowthSettings {
    pub fn check(&self, owner: &'static str, n_features: usize, total_weight: f64) -> Result<Limits> {
        at_least(owner, "max_depth", self.max_depth.unwrap_or(1), 1)?;
        at_least(owner, "min_samples_split", self.min_samples_split, 2)?;
        at_least(owner, "min_samples_leaf", self.min_samples_leaf, 1)?;
        at_least(owner, "max_leaf_nodes", self.max_leaf_nodes.unwrap_or(2), 2)?;
        not_negative(owner, "min_impurity_decrease", self.min_impurity_decrease)?;
        not_negative(owner, "ccp_alpha", self.ccp_alpha)?;
        let fraction = self.min_weight_fraction_leaf;
        if !(0.0..=0.5).contains(&fraction) {
            return Err(Error::parameter(owner, "min_weight_fraction_leaf", fraction, "from 0 to 0.5"));
        }
        Ok(Limits {
            max_depth: self.max_depth.unwrap_or(usize::MAX),
            min_samples_split: self.min_samples_split,
            min_samples_leaf: self.min_samples_leaf,
            min_weight_leaf: fraction * total_weight,
            max_features: self.max_features.resolve(owner, n_features)?,
            max_leaf_nodes: self.max_leaf_nodes,
            min_impurity_decrease: self.min_impurity_decrease,
            splitter: self.splitter,
            ccp_alpha: self.ccp_alpha,
        })
    }
}

pub(crate) fn at_least(
    owner: &'static str,
    parameter: &'static str,
    value: usize,
    least: usize,
) -> Result<()> {
    if value < least {
        return Err(Error::parameter(owner, parameter, value, format!("at least {least}")));
    }
    Ok(())
}

pub(crate) fn not_negative(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if !(value.is_finite() && value >= 0.0) {
        return Err(Error::parameter(owner, parameter, value, "a number of at least 0"));
    }
    Ok(())
}

pub(crate) fn positive(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if !(value.is_finite() && value > 0.0) {
        return Err(Error::parameter(owner, parameter, value, "a number above 0"));
    }
    Ok(())
}

/// A setting that may be absent, as a summary lists it.
pub(crate) fn optional(value: Option<impl fmt::Display>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}
