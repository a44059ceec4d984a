//! Exponentially weighted windows: all rows so far, the older the lighter.

use polars::prelude::{DataFrame, DataType, EWMOptions, Expr, FillNullStrategy, col};

use super::super::reshape::number_column;
use super::over::Over;
use crate::error::{Error, Result};

const NAME: &str = "Ewm";

/// How fast weights fall, in pandas' four ways of saying it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Decay {
    /// The weight of the newest value, above 0 up to 1.
    Alpha(f64),
    /// As heavy as a moving average over so many rows: alpha = 2 / (span + 1), span ≥ 1.
    Span(f64),
    /// Rows after which a weight has halved, above 0.
    HalfLife(f64),
    /// The mean age of the weights: alpha = 1 / (1 + com), com ≥ 0.
    CenterOfMass(f64),
}

impl Decay {
    fn alpha(self) -> Result<f64> {
        let (value, valid, alpha, expected) = match self {
            Self::Alpha(alpha) => (alpha, alpha > 0.0 && alpha <= 1.0, alpha, "above 0 and at most 1"),
            Self::Span(span) => (span, span >= 1.0, 2.0 / (span + 1.0), "at least 1"),
            Self::HalfLife(life) => {
                (life, life > 0.0, 1.0 - (-std::f64::consts::LN_2 / life).exp(), "above 0")
            }
            Self::CenterOfMass(com) => (com, com >= 0.0, 1.0 / (1.0 + com), "at least 0"),
        };
        if valid && alpha > 0.0 && value.is_finite() {
            return Ok(alpha);
        }
        Err(Error::parameter(NAME, "decay", value, expected))
    }
}

/// Exponentially weighted statistics, from [`ewm`](super::WindowFrame::ewm): adds `x_ewm_mean` …, with pandas' defaults
/// (`adjust=True`, `ignore_na=False`). A row whose value is missing has the result of the row before.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("x" => [1.0, 2.0, 4.0])?;
/// let smooth = df.ewm("x", Decay::Alpha(0.5)).unadjusted().mean()?;
/// assert_eq!(smooth.column_array("x_ewm_mean")?, array![1.0, 1.5, 2.75]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ewm<'a> {
    over: Over<'a>,
    column: String,
    decay: Decay,
    adjust: bool,
    min_periods: usize,
    ignore_missing: bool,
}

impl<'a> Ewm<'a> {
    pub(super) fn new(over: Over<'a>, column: &str, decay: Decay) -> Self {
        Self { over, column: column.to_owned(), decay, adjust: true, min_periods: 1, ignore_missing: false }
    }

    /// The recursive form y₀ = x₀, yₜ = (1 − α) yₜ₋₁ + α xₜ instead of a weighted mean.
    #[must_use]
    pub fn unadjusted(mut self) -> Self {
        self.adjust = false;
        self
    }

    /// Values that must have come before there is a result. Default 1.
    #[must_use]
    pub fn min_periods(mut self, min_periods: usize) -> Self {
        self.min_periods = min_periods;
        self
    }

    /// Weights by the place among the values that are not missing, so that a gap ages nothing.
    #[must_use]
    pub fn ignore_missing(mut self) -> Self {
        self.ignore_missing = true;
        self
    }

    /// Adds the weighted mean.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`], [`Error::Parameter`].
    pub fn mean(&self) -> Result<DataFrame> {
        self.with("mean", Expr::ewm_mean)
    }

    /// Adds the weighted standard deviation, corrected for bias.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn std(&self) -> Result<DataFrame> {
        self.with("std", Expr::ewm_std)
    }

    /// Adds the weighted variance, corrected for bias.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn var(&self) -> Result<DataFrame> {
        self.with("var", Expr::ewm_var)
    }

    fn with(&self, word: &str, statistic: fn(Expr, EWMOptions) -> Expr) -> Result<DataFrame> {
        number_column(self.over.frame(), &self.column)?;
        let options = EWMOptions {
            alpha: self.decay.alpha()?,
            adjust: self.adjust,
            bias: false,
            min_periods: self.min_periods,
            ignore_nulls: self.ignore_missing,
        };
        let values = col(self.column.as_str()).cast(DataType::Float64);
        let carried = statistic(values, options).fill_null_with_strategy(FillNullStrategy::Forward(None));
        self.over.with(vec![carried.alias(format!("{}_ewm_{word}", self.column))])
    }
}
