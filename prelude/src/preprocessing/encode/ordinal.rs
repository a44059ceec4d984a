//! Each category to its place in an order.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};
use serde::{Deserialize, Serialize};

use super::super::frames::{Scope, frame_transformer, listed, owned};
use super::super::numeric::setting;
use super::categories::{Categories, Category, MISSING, Nulls, UNKNOWN};
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "OrdinalEncoder";
const ADVICE: &str =
    "Let such values become a number with `.unknown_value(-1)`, or name all with `.categories(…)`.";

/// Replaces each category of a column by 0, 1, 2 …, in ascending order or in an order given.
///
/// Takes text, categories, whole numbers, booleans and numbers. Missing values stay missing, as in
/// scikit-learn, unless [`nulls`](Self::nulls) says otherwise.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("size" => ["M", "S", "L"], "city" => ["Oslo", "Rome", "Oslo"])?;
/// let (encoder, codes) =
///     OrdinalEncoder::new().categories("size", &["S", "M", "L"]).unknown_value(-1).fit_transform(&df)?;
/// assert_eq!(codes.column_array("size")?, array![1.0, 0.0, 2.0]);
/// assert_eq!(codes.column_array("city")?, array![0.0, 1.0, 0.0]);
/// assert!(encoder.inverse_transform(&codes)?.equals(&df));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrdinalEncoder {
    columns: Option<Vec<String>>,
    orders: Vec<(String, Vec<Category>)>,
    unknown_value: Option<i64>,
    nulls: Nulls,
}

impl Default for OrdinalEncoder {
    fn default() -> Self {
        Self { columns: None, orders: Vec::new(), unknown_value: None, nulls: Nulls::Keep }
    }
}

impl OrdinalEncoder {
    /// For all columns of the frame, with the categories that it holds.
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

    /// The categories of one column in their order, such as `["low", "middle", "high"]`.
    #[must_use]
    pub fn categories<T: Clone + Into<Category>>(mut self, column: &str, order: &[T]) -> Self {
        self.orders.push((column.to_owned(), order.iter().cloned().map(Into::into).collect()));
        self
    }

    /// The code of values that were not there at the fit. Default: they are an error.
    #[must_use]
    pub fn unknown_value(mut self, code: i64) -> Self {
        self.unknown_value = Some(code);
        self
    }

    /// What becomes of missing values. Default [`Nulls::Keep`].
    #[must_use]
    pub fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    fn learn(&self, df: &DataFrame) -> Result<FittedOrdinalEncoder> {
        let scope = Scope::of(df, self.columns.as_deref())?;
        for (name, _) in &self.orders {
            if !scope.columns.contains(name) {
                let available: Vec<&str> = scope.columns.iter().map(String::as_str).collect();
                return Err(Error::column_not_found(name, &available));
            }
        }
        let categories = scope.learn(df, |_, column| self.categories_of(column))?;
        let clash = |known: &Categories| {
            self.unknown_value.is_some_and(|code| (0..known.len() as i64).contains(&code))
        };
        if let Some(code) = self.unknown_value.filter(|_| categories.iter().any(clash)) {
            let expected = "a number that is no category's code, such as -1";
            return Err(Error::parameter(NAME, "unknown_value", code, expected));
        }
        Ok(FittedOrdinalEncoder { parameters: self.clone(), categories, scope })
    }

    fn categories_of(&self, column: &Column) -> Result<Categories> {
        let order = self.orders.iter().find(|(name, _)| column.name() == name);
        let Some((_, order)) = order else { return Categories::of(column, self.nulls) };
        let categories = Categories::given(column, order, self.nulls)?;
        if self.unknown_value.is_none() {
            categories.known_codes(column, self.kept_nulls(), ADVICE)?;
        }
        Ok(categories)
    }

    /// Nulls that are a category are known or, at a later transform, new.
    fn kept_nulls(&self) -> Nulls {
        if self.nulls == Nulls::Category { Nulls::Category } else { Nulls::Keep }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let unknown = self.unknown_value.map_or_else(|| "error".to_owned(), |code| code.to_string());
        vec![
            setting("columns", listed(self.columns.as_deref())),
            setting("unknown_value", unknown),
            setting("nulls", format!("{:?}", self.nulls)),
        ]
    }
}

/// A fitted [`OrdinalEncoder`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedOrdinalEncoder {
    parameters: OrdinalEncoder,
    categories: Vec<Categories>,
    scope: Scope,
}

impl FittedOrdinalEncoder {
    /// The categories of one column in the order of their codes.
    pub fn categories(&self, column: &str) -> Option<&[Category]> {
        let index = self.scope.columns.iter().position(|name| name == column)?;
        Some(&self.categories[index].values)
    }

    /// The names of the encoded columns.
    pub fn feature_names_out(&self) -> Vec<String> {
        self.scope.columns.clone()
    }

    /// Back to the categories. Codes of unknown values and missing codes become null.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`].
    pub fn inverse_transform(&self, df: &DataFrame) -> Result<DataFrame> {
        self.scope.change(NAME, df, |index, column| {
            if !crate::array::is_number(column.dtype()) {
                let what = format!("column `{}`", column.name());
                return Err(Error::NotNumeric { what, dtype: column.dtype().to_string() });
            }
            let codes = column.cast(&DataType::Int64)?;
            let place = |code: Option<i64>| code.and_then(|code| usize::try_from(code).ok());
            let codes: Vec<Option<usize>> = codes.i64()?.iter().map(place).collect();
            Ok(vec![self.categories[index].decode(column.name(), &codes)])
        })
    }

    fn change(&self, df: &DataFrame) -> Result<DataFrame> {
        let unknown = self.parameters.unknown_value;
        self.scope.change(NAME, df, |index, column| {
            let categories = &self.categories[index];
            let codes = if unknown.is_some() {
                categories.codes(column)?
            } else {
                categories.known_codes(column, self.parameters.kept_nulls(), ADVICE)?
            };
            let value = |code: u32| match code {
                UNKNOWN => unknown,
                MISSING if self.parameters.nulls == Nulls::Category => unknown,
                MISSING => None,
                code => Some(i64::from(code)),
            };
            if self.parameters.nulls == Nulls::Error && codes.contains(&MISSING) {
                let what = format!("column `{}`", column.name());
                let nulls = codes.iter().filter(|code| **code == MISSING).count();
                return Err(Error::MissingValues { what, nulls, rows: codes.len() });
            }
            let values: Vec<Option<i64>> = codes.into_iter().map(value).collect();
            Ok(vec![Series::new(column.name().clone(), values).into_column()])
        })
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![counts_table(&self.scope, &self.categories)]
    }
}

/// How many categories each column has.
pub(super) fn counts_table(scope: &Scope, categories: &[Categories]) -> SummaryTable {
    let rows = scope.columns.iter().zip(categories);
    SummaryTable {
        caption: String::new(),
        columns: vec!["categories".to_owned()],
        rows: rows.map(|(name, known)| (name.clone(), vec![known.len() as f64])).collect(),
    }
}

frame_transformer!(OrdinalEncoder => FittedOrdinalEncoder, NAME);
