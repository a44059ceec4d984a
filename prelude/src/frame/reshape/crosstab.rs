//! Contingency tables: how often each pair of values comes together.

use polars::prelude::{Column, DataFrame, PlSmallStr};

use super::super::column;
use super::super::convert::check_unique;
use super::super::group_codes::{GroupCodes, MISSING, labels};
use crate::error::{Error, Result};

const NAME: &str = "Crosstab";
const MOST_CELLS: usize = 100_000_000;

/// What the counts of a [`Crosstab`] are divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Normalize {
    /// Counts stay counts.
    #[default]
    None,
    /// The number of rows: all cells sum to 1.
    All,
    /// Each row's total: rows sum to 1.
    Rows,
    /// Each column's total: columns sum to 1.
    Columns,
}

/// Counts of every pair of values of two columns, in ascending order: pandas' `crosstab`. Rows with
/// a missing value in either are left out.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("sex" => ["f", "m", "f", "f"], "smokes" => ["no", "no", "yes", "no"])?;
/// let counts = Crosstab::new("sex", "smokes").margins("All").of(&df)?;
/// assert_eq!(counts.get_column_names(), ["sex", "no", "yes", "All"]);
/// assert_eq!(counts.column_array("no")?, array![2.0, 1.0, 3.0]);
/// let shares = Crosstab::new("sex", "smokes").normalize(Normalize::Rows).of(&df)?;
/// assert_eq!(shares.column_array("yes")?, array![1.0 / 3.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Crosstab {
    rows: String,
    columns: String,
    normalize: Normalize,
    margins: Option<String>,
}

impl Crosstab {
    /// Counts without margins, with `rows` down and `columns` across.
    #[must_use]
    pub fn new(rows: &str, columns: &str) -> Self {
        Self { rows: rows.to_owned(), columns: columns.to_owned(), normalize: Normalize::None, margins: None }
    }

    /// Shares instead of counts.
    #[must_use]
    pub fn normalize(mut self, normalize: Normalize) -> Self {
        self.normalize = normalize;
        self
    }

    /// Adds a last row and column of this name with the totals, as far as they say something: shares
    /// of rows have a total row alone, shares of columns a total column. The row labels become text.
    #[must_use]
    pub fn margins(mut self, name: &str) -> Self {
        self.margins = Some(name.to_owned());
        self
    }

    /// The table of a frame: the values of `rows`, then a column for every value of `columns`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::DuplicateName`] for a column against itself or where a
    /// new column would be called like `rows`, [`Error::Parameter`] for far too many values.
    pub fn of(&self, df: &DataFrame) -> Result<DataFrame> {
        check_unique("the crosstab", &[&self.rows, &self.columns])?;
        column(df, &self.rows)?;
        column(df, &self.columns)?;
        let rows = GroupCodes::new(df, &[self.rows.as_str()])?;
        let columns = GroupCodes::new(df, &[self.columns.as_str()])?;
        if rows.len().saturating_mul(columns.len()) > MOST_CELLS {
            let value = format!("`{}`, which has {} distinct values", self.columns, columns.len());
            return Err(Error::parameter(
                NAME,
                "columns",
                value,
                "a column with few distinct values: bin it first",
            ));
        }
        Counts::new(&rows, &columns).table(self)
    }
}

/// Counts per pair with their totals. Values that never come together with one of the other column
/// have no row or column, as in pandas.
struct Counts {
    row_keys: Column,
    column_labels: Vec<String>,
    /// One vector per column.
    cells: Vec<Vec<i64>>,
    row_totals: Vec<i64>,
    column_totals: Vec<i64>,
    total: i64,
}

impl Counts {
    fn new(rows: &GroupCodes, columns: &GroupCodes) -> Self {
        let (height, width) = (rows.len(), columns.len());
        let mut cells = vec![0_i64; height * width];
        for (row, column) in rows.codes.iter().zip(&columns.codes) {
            if *row != MISSING && *column != MISSING {
                cells[*column as usize * height + *row as usize] += 1;
            }
        }
        let row_total = |row: usize| (0..width).map(|column| cells[column * height + row]).sum::<i64>();
        let row_totals: Vec<i64> = (0..height).map(row_total).collect();
        let used: Vec<usize> = (0..height).filter(|row| row_totals[*row] > 0).collect();
        let all_labels = labels(&columns.keys.columns()[0]);
        let mut counts = Self {
            row_keys: kept(&rows.keys.columns()[0], &used),
            column_labels: Vec::new(),
            cells: Vec::new(),
            row_totals: used.iter().map(|row| row_totals[*row]).collect(),
            column_totals: Vec::new(),
            total: row_totals.iter().sum(),
        };
        for (column, label) in cells.chunks(height.max(1)).zip(all_labels) {
            let total = column.iter().sum::<i64>();
            if total > 0 {
                counts.column_labels.push(label);
                counts.column_totals.push(total);
                counts.cells.push(used.iter().map(|row| column[*row]).collect());
            }
        }
        counts
    }

    fn table(&self, given: &Crosstab) -> Result<DataFrame> {
        let total_row = given.margins.is_some() && given.normalize != Normalize::Columns;
        let total_column = given.margins.is_some() && given.normalize != Normalize::Rows;
        let margin = given.margins.as_deref().unwrap_or_default();
        let mut table = vec![self.index(margin, total_row)?];
        for (place, label) in self.column_labels.iter().enumerate() {
            let mut counts = self.cells[place].clone();
            counts.extend(total_row.then_some(self.column_totals[place]));
            table.push(self.column(given.normalize, label, &counts, self.column_totals[place]));
        }
        if total_column {
            let mut counts = self.row_totals.clone();
            counts.extend(total_row.then_some(self.total));
            table.push(self.column(given.normalize, margin, &counts, self.total));
        }
        let names: Vec<&str> = table.iter().map(|column| column.name().as_str()).collect();
        check_unique("the crosstab", &names)?;
        Ok(DataFrame::new(self.row_keys.len() + usize::from(total_row), table)?)
    }

    fn index(&self, margin: &str, total_row: bool) -> Result<Column> {
        if !total_row {
            return Ok(self.row_keys.clone());
        }
        let mut text = labels(&self.row_keys);
        text.push(margin.to_owned());
        Ok(Column::new(self.row_keys.name().clone(), text))
    }

    fn column(&self, normalize: Normalize, label: &str, counts: &[i64], total: i64) -> Column {
        let name = PlSmallStr::from(label);
        let row_total = |row: usize| self.row_totals.get(row).copied().unwrap_or(self.total);
        let share = |(row, count): (usize, &i64)| {
            let of = match normalize {
                Normalize::Rows => row_total(row),
                Normalize::Columns => total,
                _ => self.total,
            };
            *count as f64 / of as f64
        };
        match normalize {
            Normalize::None => Column::new(name, counts),
            _ => Column::new(name, counts.iter().enumerate().map(share).collect::<Vec<f64>>()),
        }
    }
}

fn kept(keys: &Column, rows: &[usize]) -> Column {
    let mut keep = vec![false; keys.len()];
    rows.iter().for_each(|row| keep[*row] = true);
    let mask = polars::prelude::BooleanChunked::from_iter(keep);
    keys.filter(&mask).unwrap_or_else(|_| keys.clone())
}
