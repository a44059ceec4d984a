//! Each category to how often it comes.

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use serde::{Deserialize, Serialize};

use super::super::frames::{Scope, frame_transformer, listed, owned};
use super::super::numeric::setting;
use super::categories::{Categories, MISSING, Nulls, UNKNOWN};
use super::ordinal::counts_table;
use crate::error::Result;
use crate::model::SummaryTable;

const NAME: &str = "FrequencyEncoder";

/// Replaces each category by its share of the training rows, or by their number.
///
/// A value that was not there at the fit becomes 0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Oslo", "Oslo", "Rome", "Oslo"])?;
/// let (_, shares) = FrequencyEncoder::new().fit_transform(&df)?;
/// assert_eq!(shares.column_array("city")?, array![0.75, 0.75, 0.25, 0.75]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrequencyEncoder {
    columns: Option<Vec<String>>,
    normalize: bool,
    nulls: Nulls,
}

impl Default for FrequencyEncoder {
    fn default() -> Self {
        Self { columns: None, normalize: true, nulls: Nulls::Category }
    }
}

impl FrequencyEncoder {
    /// Shares, for all columns of the frame.
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

    /// Whether the result is a share (0 to 1) rather than a number of rows. Default `true`.
    #[must_use]
    pub fn normalize(mut self, normalize: bool) -> Self {
        self.normalize = normalize;
        self
    }

    /// What becomes of missing values. Default [`Nulls::Category`].
    #[must_use]
    pub fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    fn learn(&self, df: &DataFrame) -> Result<FittedFrequencyEncoder> {
        let scope = Scope::of(df, self.columns.as_deref())?;
        let categories = scope.learn(df, |_, column| Categories::of(column, self.nulls))?;
        Ok(FittedFrequencyEncoder { parameters: self.clone(), categories, scope })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("columns", listed(self.columns.as_deref())),
            setting("normalize", self.normalize),
            setting("nulls", format!("{:?}", self.nulls)),
        ]
    }
}

/// A fitted [`FrequencyEncoder`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedFrequencyEncoder {
    parameters: FrequencyEncoder,
    categories: Vec<Categories>,
    scope: Scope,
}

impl FittedFrequencyEncoder {
    /// The names of the encoded columns.
    pub fn feature_names_out(&self) -> Vec<String> {
        self.scope.columns.clone()
    }

    fn change(&self, df: &DataFrame) -> Result<DataFrame> {
        let total = if self.parameters.normalize { self.scope.n_samples() as f64 } else { 1.0 };
        let nulls = self.parameters.nulls;
        self.scope.change(NAME, df, |index, column| {
            let categories = &self.categories[index];
            super::categories::check_nulls(column, nulls)?;
            let value = |code: u32| match code {
                MISSING if nulls == Nulls::Keep => None,
                MISSING | UNKNOWN => Some(0.0),
                code => Some(categories.counts[code as usize] as f64 / total),
            };
            let values: Vec<Option<f64>> = categories.codes(column)?.into_iter().map(value).collect();
            Ok(vec![Series::new(column.name().clone(), values).into_column()])
        })
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![counts_table(&self.scope, &self.categories)]
    }
}

frame_transformer!(FrequencyEncoder => FittedFrequencyEncoder, NAME);
