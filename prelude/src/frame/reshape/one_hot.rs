//! One yes/no column per category: pandas' `get_dummies`.

use polars::prelude::{Column, DataFrame, DataType};

use super::super::column;
use super::super::convert::check_unique;
use super::super::group_codes::{GroupCodes, MISSING, labels};
use crate::error::{Error, Result};

const NAME: &str = "OneHot";
/// More categories in one column than this are taken for free text.
const MOST_CATEGORIES: usize = 10_000;

/// Replaces columns of categories by one boolean column per category, `city_Oslo`, `city_Rome` …,
/// in ascending order behind the other columns. A missing value is false in all of them.
///
/// This looks at one frame alone; a model's pipeline wants the encoder that remembers the categories
/// it was fitted on.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Rome", "Oslo", "Rome"], "t" => [21.0, 4.0, 19.0])?;
/// let wide = OneHot::new(&["city"]).of(&df)?;
/// assert_eq!(wide.get_column_names(), ["t", "city_Oslo", "city_Rome"]);
/// assert_eq!(OneHot::new(&["city"]).drop_first().of(&df)?.shape(), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OneHot {
    columns: Vec<String>,
    separator: String,
    drop_first: bool,
    missing_column: bool,
}

impl OneHot {
    /// These columns, all categories. No columns means every column of text or categories.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let columns = columns.iter().map(ToString::to_string).collect();
        Self { columns, separator: "_".to_owned(), drop_first: false, missing_column: false }
    }

    /// Between the column's name and the category. Default `_`.
    #[must_use]
    pub fn separator(mut self, separator: &str) -> Self {
        self.separator = separator.to_owned();
        self
    }

    /// Leaves out the first category of each column, which the others imply: a linear model needs this.
    #[must_use]
    pub fn drop_first(mut self) -> Self {
        self.drop_first = true;
        self
    }

    /// Adds a column `city_null` that says where the value is missing.
    #[must_use]
    pub fn missing_column(mut self) -> Self {
        self.missing_column = true;
        self
    }

    /// The wide frame.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::Parameter`] for free text, [`Error::DuplicateName`]
    /// where a new column has the name of another.
    pub fn of(&self, df: &DataFrame) -> Result<DataFrame> {
        let chosen = self.chosen(df)?;
        let mut wide: Vec<Column> = df.columns().to_vec();
        wide.retain(|column| !chosen.iter().any(|name| name == column.name().as_str()));
        for name in &chosen {
            self.encode(df, name, &mut wide)?;
        }
        let names: Vec<&str> = wide.iter().map(|column| column.name().as_str()).collect();
        check_unique("the one-hot frame", &names)?;
        Ok(DataFrame::new(df.height(), wide)?)
    }

    fn chosen(&self, df: &DataFrame) -> Result<Vec<String>> {
        self.columns.iter().try_for_each(|name| column(df, name).map(drop))?;
        check_unique("`columns`", &self.columns)?;
        if !self.columns.is_empty() {
            return Ok(self.columns.clone());
        }
        let text = |dtype: &DataType| dtype.is_string() || dtype.is_categorical() || dtype.is_enum();
        let columns = df.columns().iter().filter(|column| text(column.dtype()));
        Ok(columns.map(|column| column.name().to_string()).collect())
    }

    fn encode(&self, df: &DataFrame, name: &str, wide: &mut Vec<Column>) -> Result<()> {
        let groups = GroupCodes::new(df, &[name])?;
        if groups.len() > MOST_CATEGORIES {
            let value = format!("`{name}`, which has {} distinct values", groups.len());
            let expected = format!("of at most {MOST_CATEGORIES} categories: group or hash it first");
            return Err(Error::parameter(NAME, "columns", value, expected));
        }
        let first = usize::from(self.drop_first);
        let title = |label: &str| format!("{name}{}{label}", self.separator);
        for (code, label) in labels(&groups.keys.columns()[0]).iter().enumerate().skip(first) {
            let flags: Vec<bool> = groups.codes.iter().map(|own| *own == code as u32).collect();
            wide.push(Column::new(title(label).into(), flags));
        }
        if self.missing_column {
            let flags: Vec<bool> = groups.codes.iter().map(|own| *own == MISSING).collect();
            wide.push(Column::new(title("null").into(), flags));
        }
        Ok(())
    }
}
