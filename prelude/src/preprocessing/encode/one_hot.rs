//! Each category to a column of zeros and ones.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::frames::{Scope, frame_of, frame_transformer, listed, owned};
use super::super::numeric::setting;
use super::categories::{Categories, Category, Nulls, check_nulls};
use super::one_hot_groups::Groups;
use crate::error::{Error, Result};
use crate::frame::column;
use crate::model::SummaryTable;

const NAME: &str = "OneHotEncoder";
const ADVICE: &str = "Let such rows be zeros with `.handle_unknown(HandleUnknown::Ignore)`.";

/// What becomes of a value that was not there at the fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandleUnknown {
    /// It is an error.
    #[default]
    Error,
    /// Its row is zero in all columns.
    Ignore,
    /// It counts as a rare category; where there are none, its row is zero in all columns.
    Infrequent,
}

/// Which category has no column, since the others tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DropCategory {
    /// All have one.
    #[default]
    Nothing,
    /// The first of each column has none.
    First,
    /// The first of each column with exactly two categories has none.
    IfBinary,
}

/// Replaces a column by one column of zeros and ones (`u8`) per category, called `city_Oslo`.
///
/// Takes text, categories, whole numbers, booleans and numbers. Missing values are a category of
/// their own, `city_null`, unless [`nulls`](Self::nulls) says otherwise.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Oslo", "Rome", "Oslo"], "age" => [31, 40, 25])?;
/// let (encoder, encoded) = OneHotEncoder::new().columns(&["city"]).fit_transform(&df)?;
/// assert_eq!(encoded.get_column_names(), ["city_Oslo", "city_Rome", "age"]);
/// assert_eq!(encoded.column_array("city_Oslo")?, array![1.0, 0.0, 1.0]);
/// let error = encoder.transform(&df!("city" => ["Bergen"], "age" => [50])?).unwrap_err();
/// assert!(error.to_string().contains("`Bergen`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneHotEncoder {
    columns: Option<Vec<String>>,
    orders: Vec<(String, Vec<Category>)>,
    handle_unknown: HandleUnknown,
    pub(super) drop: DropCategory,
    pub(super) min_frequency: Option<f64>,
    pub(super) max_categories: Option<usize>,
    nulls: Nulls,
}

impl Default for OneHotEncoder {
    fn default() -> Self {
        Self {
            columns: None,
            orders: Vec::new(),
            handle_unknown: HandleUnknown::Error,
            drop: DropCategory::Nothing,
            min_frequency: None,
            max_categories: None,
            nulls: Nulls::Category,
        }
    }
}

impl OneHotEncoder {
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

    /// The categories of one column, so that the outputs do not depend on the training data.
    #[must_use]
    pub fn categories<T: Clone + Into<Category>>(mut self, column: &str, categories: &[T]) -> Self {
        self.orders.push((column.to_owned(), categories.iter().cloned().map(Into::into).collect()));
        self
    }

    /// What becomes of a value that was not there at the fit. Default [`HandleUnknown::Error`].
    #[must_use]
    pub fn handle_unknown(mut self, handle_unknown: HandleUnknown) -> Self {
        self.handle_unknown = handle_unknown;
        self
    }

    /// Which category has no column of its own. Default [`DropCategory::Nothing`].
    #[must_use]
    pub fn drop(mut self, drop: DropCategory) -> Self {
        self.drop = drop;
        self
    }

    /// Categories in fewer rows share the column `city_infrequent`. Below 1 it is a share of the rows.
    #[must_use]
    pub fn min_frequency(mut self, rows_or_share: impl Into<f64>) -> Self {
        self.min_frequency = Some(rows_or_share.into());
        self
    }

    /// The most columns per encoded column, that for infrequent categories among them.
    #[must_use]
    pub fn max_categories(mut self, max_categories: usize) -> Self {
        self.max_categories = Some(max_categories);
        self
    }

    /// What becomes of missing values. Default [`Nulls::Category`].
    #[must_use]
    pub fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    fn learn(&self, df: &DataFrame) -> Result<FittedOneHotEncoder> {
        self.check()?;
        let scope = Scope::of(df, self.columns.as_deref())?;
        for (name, _) in &self.orders {
            if !scope.columns.contains(name) {
                let available: Vec<&str> = scope.columns.iter().map(String::as_str).collect();
                return Err(Error::column_not_found(name, &available));
            }
        }
        let groups = scope.learn(df, |_, column| {
            let order = self.orders.iter().find(|(name, _)| column.name() == name);
            let categories = match order {
                Some((_, order)) => Categories::given(column, order, self.nulls)?,
                None => Categories::of(column, self.nulls)?,
            };
            if order.is_some() && self.handle_unknown == HandleUnknown::Error {
                categories.known_codes(column, Nulls::Keep, ADVICE)?;
            }
            Ok(Groups::of(categories, self, df.height()))
        })?;
        Ok(FittedOneHotEncoder { parameters: self.clone(), groups, scope })
    }

    fn check(&self) -> Result<()> {
        if let Some(least) = self.min_frequency.filter(|least| !(*least > 0.0 && least.is_finite())) {
            let expected = "a number of rows, or a share between 0 and 1";
            return Err(Error::parameter(NAME, "min_frequency", least, expected));
        }
        if self.max_categories == Some(0) {
            return Err(Error::parameter(NAME, "max_categories", 0, "at least 1"));
        }
        Ok(())
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![
            setting("columns", listed(self.columns.as_deref())),
            setting("handle_unknown", format!("{:?}", self.handle_unknown)),
            setting("drop", format!("{:?}", self.drop)),
            setting("nulls", format!("{:?}", self.nulls)),
        ];
        settings.extend(self.min_frequency.map(|least| setting("min_frequency", least)));
        settings.extend(self.max_categories.map(|most| setting("max_categories", most)));
        settings
    }
}

/// A fitted [`OneHotEncoder`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedOneHotEncoder {
    parameters: OneHotEncoder,
    groups: Vec<Groups>,
    scope: Scope,
}

impl FittedOneHotEncoder {
    /// The categories of one column, ascending or as given.
    pub fn categories(&self, column: &str) -> Option<&[Category]> {
        let index = self.scope.columns.iter().position(|name| name == column)?;
        Some(&self.groups[index].categories.values)
    }

    /// The names of the columns that the encoded ones become: `city_Oslo`, `city_Rome` …
    pub fn feature_names_out(&self) -> Vec<String> {
        let names = self.groups.iter().zip(&self.scope.columns);
        names.flat_map(|(groups, name)| groups.names(name)).collect()
    }

    /// Back to the categories: in each row that of the greatest output. A row of zeros is the
    /// dropped category, or null; a rare category is null, since which is not known.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`].
    pub fn inverse_transform(&self, df: &DataFrame) -> Result<DataFrame> {
        let restore = |(groups, name): (&Groups, &String)| {
            let mut greatest = vec![(0.0_f64, None); df.height()];
            for (place, output) in groups.names(name).iter().enumerate() {
                let values = column(df, output)?;
                if !crate::array::is_number(values.dtype()) {
                    let what = format!("column `{output}`");
                    return Err(Error::NotNumeric { what, dtype: values.dtype().to_string() });
                }
                let values = values.cast(&DataType::Float64)?;
                for (best, value) in greatest.iter_mut().zip(values.f64()?.iter()) {
                    if let Some(value) = value.filter(|value| *value > best.0) {
                        *best = (value, Some(place));
                    }
                }
            }
            let codes: Vec<Option<usize>> =
                greatest.iter().map(|(_, place)| groups.category(*place)).collect();
            Ok(groups.categories.decode(name, &codes))
        };
        let restored =
            self.groups.iter().zip(&self.scope.columns).map(restore).collect::<Result<Vec<_>>>()?;
        let outputs = self.feature_names_out();
        let others = df.columns().iter().filter(|column| !outputs.iter().any(|name| column.name() == name));
        frame_of(df.height(), restored.into_iter().chain(others.cloned()).collect())
    }

    fn change(&self, df: &DataFrame) -> Result<DataFrame> {
        let unknown = self.parameters.handle_unknown;
        self.scope.change(NAME, df, |index, column| {
            let groups = &self.groups[index];
            check_nulls(column, self.parameters.nulls)?;
            let codes = if unknown == HandleUnknown::Error {
                groups.categories.known_codes(column, self.parameters.nulls, ADVICE)?
            } else {
                groups.categories.codes(column)?
            };
            let places = groups.places(&codes, unknown);
            Ok(ones(&groups.names(column.name()), &places))
        })
    }

    fn tables(&self) -> Vec<SummaryTable> {
        let rows = self.scope.columns.iter().zip(&self.groups);
        let counts = |groups: &Groups| vec![groups.categories.len() as f64, groups.n_outputs() as f64];
        vec![SummaryTable {
            caption: String::new(),
            columns: vec!["categories".to_owned(), "columns".to_owned()],
            rows: rows.map(|(name, groups)| (name.clone(), counts(groups))).collect(),
        }]
    }
}

/// One column per name, one where a row's place is the column's.
fn ones(names: &[String], places: &[Option<u32>]) -> Vec<Column> {
    let one = |(at, name): (usize, &String)| {
        let values: Vec<u8> = places.iter().map(|place| u8::from(*place == Some(at as u32))).collect();
        Series::new(name.as_str().into(), values).into_column()
    };
    names.par_iter().enumerate().map(one).collect()
}

frame_transformer!(OneHotEncoder => FittedOneHotEncoder, NAME);
