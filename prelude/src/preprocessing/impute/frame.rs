//! Gaps of whole frames filled: numbers one way, everything else another.

use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::super::frames::{Scope, frame_transformer, listed, owned};
use super::super::numeric::setting;
use super::simple::ImputeStrategy;
use crate::error::{Error, Result};
use crate::frame::clean::fill_value;
use crate::frame::{Fill, FillValue};
use crate::model::SummaryTable;

const NAME: &str = "FrameImputer";

/// Fills the gaps of a frame with what was learnt from the training frame: numbers by a strategy,
/// and text, categories, booleans and dates with their most frequent value or a constant.
///
/// The columns keep their types; integers become floats where a fraction is filled in.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("age" => [Some(20), None, Some(40)], "city" => [Some("Oslo"), Some("Oslo"), None])?;
/// let (_, filled) = FrameImputer::new().strategy(ImputeStrategy::Median).fit_transform(&df)?;
/// assert_eq!(filled, df!("age" => [20, 30, 40], "city" => ["Oslo", "Oslo", "Oslo"])?);
/// let (_, filled) = FrameImputer::new().constant_text("unknown").fit_transform(&df)?;
/// assert_eq!(filled.column("city")?.str()?.get(2), Some("unknown"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameImputer {
    columns: Option<Vec<String>>,
    strategy: ImputeStrategy,
    text: Option<String>,
}

impl FrameImputer {
    /// Means for numbers, the most frequent value for everything else.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only these columns; others pass unchanged.
    #[must_use]
    pub fn columns<T: AsRef<str>>(mut self, columns: &[T]) -> Self {
        self.columns = Some(owned(columns));
        self
    }

    /// What stands in for a missing number. Default [`ImputeStrategy::Mean`].
    #[must_use]
    pub fn strategy(mut self, strategy: ImputeStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// This text for missing text and categories, instead of the most frequent one.
    #[must_use]
    pub fn constant_text(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }

    fn fill_for(&self, column: &Column) -> Fill {
        let dtype = column.dtype();
        match (self.strategy, &self.text) {
            (ImputeStrategy::Mean, _) if dtype.is_primitive_numeric() => Fill::Mean,
            (ImputeStrategy::Median, _) if dtype.is_primitive_numeric() => Fill::Median,
            (ImputeStrategy::Constant(value), _) if dtype.is_primitive_numeric() => Fill::value(value),
            (_, Some(text)) if dtype.is_string() || dtype.is_categorical() => Fill::value(text),
            _ => Fill::Mode,
        }
    }

    fn learn(&self, df: &DataFrame) -> Result<FittedFrameImputer> {
        let scope = Scope::of(df, self.columns.as_deref())?;
        let values = scope.learn(df, |_, column| {
            fill_value(column, &self.fill_for(column))?.ok_or_else(|| Error::TooFew {
                what: format!("{NAME} on column `{}`", column.name()),
                needed: 1,
                unit: "known value",
                given: 0,
            })
        })?;
        Ok(FittedFrameImputer { parameters: self.clone(), values, scope })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("columns", listed(self.columns.as_deref())),
            setting("strategy", format!("{:?}", self.strategy)),
            setting("text", self.text.as_deref().unwrap_or("most frequent")),
        ]
    }
}

/// A fitted [`FrameImputer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedFrameImputer {
    parameters: FrameImputer,
    values: Vec<FillValue>,
    scope: Scope,
}

impl FittedFrameImputer {
    /// What stands in for a gap in each column.
    pub fn values(&self) -> &[FillValue] {
        &self.values
    }

    fn change(&self, df: &DataFrame) -> Result<DataFrame> {
        self.scope.change(NAME, df, |index, column| Ok(vec![self.values[index].fill(column)?]))
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

frame_transformer!(FrameImputer => FittedFrameImputer, NAME);
