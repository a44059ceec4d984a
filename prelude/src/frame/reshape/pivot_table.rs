//! Pivot tables: two groupings at once, one down the rows and one across the columns.
//!
//! Both keys become integer codes first, so that each row of the data belongs to one numbered cell;
//! the aggregation then groups by that single integer, and the cells are laid out by their numbers.

use polars::prelude::{
    Column, DataFrame, DataType, IdxCa, IdxSize, IntoLazy, NamedFrom, NewChunkedArray, PlSmallStr, Scalar,
    Series, col,
};

use super::super::aggregate::Aggregate;
use super::super::column;
use super::super::convert::check_unique;
use super::super::group_codes::{GroupCodes, MISSING, labels};
use crate::error::{Error, Result};

const NAME: &str = "PivotTable";
/// More cells than this are refused: they would fill the memory before they are read.
const MOST_CELLS: usize = 100_000_000;
const CELL: &str = "__ferrolab_cell";

/// A table with a row for every distinct `index`, a column for every distinct value of `columns`, and
/// in its cells a statistic of `values`: pandas' `pivot_table`.
///
/// Rows and columns are in ascending order. Rows of the data without an index or column value are
/// left out, as are table rows and columns with nothing in them. With one value column the new
/// columns are called like the values of `columns`, with several `sales_2024`, `cost_2024` ….
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!(
///     "city" => ["Oslo", "Oslo", "Rome"],
///     "year" => [2024, 2025, 2024],
///     "sales" => [10.0, 12.0, 7.0]
/// )?;
/// let table = PivotTable::new(&["city"], "year", &["sales"])
///     .aggregate(Aggregate::Sum)
///     .margins("All")
///     .fill(0.0)
///     .of(&df)?;
/// assert_eq!(table.get_column_names(), ["city", "2024", "2025", "All"]);
/// assert_eq!(table.column_array("2025")?, array![12.0, 0.0, 12.0]);
/// assert_eq!(table.column_array("All")?, array![22.0, 7.0, 29.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PivotTable {
    index: Vec<String>,
    columns: String,
    values: Vec<String>,
    aggregate: Aggregate,
    margins: Option<String>,
    fill: Option<f64>,
}

impl PivotTable {
    /// Means, without margins, empty cells missing.
    #[must_use]
    pub fn new(index: &[&str], columns: &str, values: &[&str]) -> Self {
        Self {
            index: index.iter().map(ToString::to_string).collect(),
            columns: columns.to_owned(),
            values: values.iter().map(ToString::to_string).collect(),
            aggregate: Aggregate::Mean,
            margins: None,
            fill: None,
        }
    }

    /// What stands in a cell. Default the mean.
    #[must_use]
    pub fn aggregate(mut self, aggregate: Aggregate) -> Self {
        self.aggregate = aggregate;
        self
    }

    /// Adds a last row and column of this name with the statistic over all. The first index column
    /// becomes text.
    #[must_use]
    pub fn margins(mut self, name: &str) -> Self {
        self.margins = Some(name.to_owned());
        self
    }

    /// Puts a number into empty cells.
    #[must_use]
    pub fn fill(mut self, value: f64) -> Self {
        self.fill = Some(value);
        self
    }

    /// The table of a frame.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`] for a mean or sum of text,
    /// [`Error::Parameter`] without an index or value or with a quantile beyond 0 to 1,
    /// [`Error::DuplicateName`] where a new column would be called like an index column.
    pub fn of(&self, df: &DataFrame) -> Result<DataFrame> {
        self.check(df)?;
        let index: Vec<&str> = self.index.iter().map(String::as_str).collect();
        let rows = GroupCodes::new(df, &index)?;
        let columns = GroupCodes::new(df, &[self.columns.as_str()])?;
        Layout::new(self, df, &rows, &columns)?.table()
    }

    fn check(&self, df: &DataFrame) -> Result<()> {
        self.aggregate.check(NAME)?;
        for (parameter, names) in [("index", &self.index), ("values", &self.values)] {
            if names.is_empty() {
                return Err(Error::parameter(NAME, parameter, "empty", "at least one column"));
            }
            names.iter().try_for_each(|name| column(df, name).map(drop))?;
        }
        check_unique("`values`", &self.values)?;
        let mut keys = self.index.clone();
        keys.push(self.columns.clone());
        check_unique("`index` and `columns`", &keys)?;
        column(df, &self.columns)?;
        self.values.iter().try_for_each(|name| self.aggregate.column_of(df, name).map(drop))
    }
}

/// The aggregated cells and where each of them stands.
struct Layout<'a> {
    given: &'a PivotTable,
    rows: &'a GroupCodes,
    columns: &'a GroupCodes,
    /// One row per cell with something in it.
    cells: DataFrame,
    /// Row of `cells` per place, or none; row by row.
    positions: Vec<Option<IdxSize>>,
    used_rows: Vec<usize>,
    used_columns: Vec<usize>,
    margins: Option<Margins>,
}

/// The statistics over all columns, over all rows, and over everything.
struct Margins {
    of_rows: Statistics,
    of_columns: Statistics,
    of_all: Statistics,
}

impl Margins {
    fn new(given: &PivotTable, df: &DataFrame, rows: &GroupCodes, columns: &GroupCodes) -> Result<Self> {
        let statistics = |code: &dyn Fn(u64, u64) -> u64, size: usize| {
            Statistics::new(given, df, pair_codes(rows, columns, code), size)
        };
        Ok(Self {
            of_rows: statistics(&|row, _| row, rows.len())?,
            of_columns: statistics(&|_, column| column, columns.len())?,
            of_all: statistics(&|_, _| 0, 1)?,
        })
    }
}

/// A code per row of the data, made of the codes of its table row and column; none where one is missing.
fn pair_codes(rows: &GroupCodes, columns: &GroupCodes, code: &dyn Fn(u64, u64) -> u64) -> Vec<Option<u64>> {
    let pairs = rows.codes.iter().zip(&columns.codes);
    let complete = |(row, column): (&u32, &u32)| {
        (*row != MISSING && *column != MISSING).then(|| code(u64::from(*row), u64::from(*column)))
    };
    pairs.map(complete).collect()
}

impl<'a> Layout<'a> {
    fn new(
        given: &'a PivotTable,
        df: &DataFrame,
        rows: &'a GroupCodes,
        columns: &'a GroupCodes,
    ) -> Result<Self> {
        let (height, width) = (rows.len(), columns.len());
        if height.saturating_mul(width) > MOST_CELLS {
            let value = format!(
                "`{}`, whose {width} distinct values by {height} rows give too many cells",
                given.columns
            );
            return Err(Error::parameter(
                NAME,
                "columns",
                value,
                "a column with few distinct values: group or bin it first",
            ));
        }
        let codes = pair_codes(rows, columns, &|row, column| row * width as u64 + column);
        let statistics = Statistics::new(given, df, codes, height * width)?;
        let margins = match given.margins {
            None => None,
            Some(_) => Some(Margins::new(given, df, rows, columns)?),
        };
        let (used_rows, used_columns) = statistics.used(height, width);
        Ok(Self {
            given,
            rows,
            columns,
            cells: statistics.values,
            positions: statistics.positions,
            used_rows,
            used_columns,
            margins,
        })
    }

    fn table(&self) -> Result<DataFrame> {
        let mut table = self.index_columns()?;
        let labels = labels(&self.columns.keys.columns()[0]);
        for value in &self.given.values {
            for place in &self.used_columns {
                table.push(self.cell_column(value, *place, &self.column_name(value, &labels[*place]))?);
            }
            if let (Some(margins), Some(name)) = (&self.margins, &self.given.margins) {
                table.push(self.margin_column(margins, value, &self.column_name(value, name))?);
            }
        }
        let names: Vec<&str> = table.iter().map(|column| column.name().as_str()).collect();
        check_unique("the pivot table", &names)?;
        let height = self.used_rows.len() + usize::from(self.margins.is_some());
        Ok(DataFrame::new(height, table)?)
    }

    fn column_name(&self, value: &str, label: &str) -> String {
        if self.given.values.len() == 1 { label.to_owned() } else { format!("{value}_{label}") }
    }

    fn index_columns(&self) -> Result<Vec<Column>> {
        let rows: Vec<IdxSize> = self.used_rows.iter().map(|row| *row as IdxSize).collect();
        let kept = self.rows.keys.take(&IdxCa::from_slice(PlSmallStr::EMPTY, &rows))?;
        let mut columns = kept.columns().to_vec();
        let Some(name) = &self.given.margins else { return Ok(columns) };
        for (place, column) in columns.iter_mut().enumerate() {
            let last = match place {
                0 => {
                    *column = Column::new(column.name().clone(), labels(column));
                    Column::new(column.name().clone(), [name.as_str()])
                }
                _ => Column::new_scalar(column.name().clone(), Scalar::null(column.dtype().clone()), 1),
            };
            column.append(&last)?;
        }
        Ok(columns)
    }

    fn cell_column(&self, value: &str, place: usize, name: &str) -> Result<Column> {
        let width = self.columns.len();
        let rows: IdxCa = self.used_rows.iter().map(|row| self.positions[row * width + place]).collect();
        let mut cells = self.cells.column(value)?.take(&rows)?;
        if let Some(margins) = &self.margins {
            cells.append(&margins.of_columns.at(value, &[place])?)?;
        }
        self.finish(cells, name)
    }

    fn margin_column(&self, margins: &Margins, value: &str, name: &str) -> Result<Column> {
        let mut cells = margins.of_rows.at(value, &self.used_rows)?;
        cells.append(&margins.of_all.at(value, &[0])?)?;
        self.finish(cells, name)
    }

    fn finish(&self, mut cells: Column, name: &str) -> Result<Column> {
        cells.rename(name.into());
        match self.given.fill {
            Some(value) => filled(cells, value),
            None => Ok(cells),
        }
    }
}

/// The statistic of every value column per code.
struct Statistics {
    /// One row per code that has something.
    values: DataFrame,
    /// Row of `values` per code.
    positions: Vec<Option<IdxSize>>,
}

impl Statistics {
    fn new(given: &PivotTable, df: &DataFrame, codes: Vec<Option<u64>>, size: usize) -> Result<Self> {
        let mut data = df.select(given.values.iter().map(String::as_str))?;
        data.with_column(Series::new(CELL.into(), codes).into())?;
        let statistics: Vec<_> = given.values.iter().map(|value| given.aggregate.of(value)).collect();
        let grouped =
            data.lazy().filter(col(CELL).is_not_null()).group_by([col(CELL)]).agg(statistics).collect()?;
        let codes = grouped.column(CELL)?.as_materialized_series().u64()?.clone();
        let values = grouped.drop(CELL)?;
        let columns = values.columns();
        let has_something =
            |row: usize| columns.iter().any(|c| c.get(row).is_ok_and(|value| !value.is_null()));
        let mut positions = vec![None; size];
        for (row, code) in codes.into_no_null_iter().enumerate() {
            if has_something(row) {
                positions[code as usize] = Some(row as IdxSize);
            }
        }
        Ok(Self { values, positions })
    }

    /// The table rows and columns with something in them, where a code is row × width + column.
    fn used(&self, height: usize, width: usize) -> (Vec<usize>, Vec<usize>) {
        let (mut rows, mut columns) = (vec![false; height], vec![false; width]);
        for (place, _) in self.positions.iter().enumerate().filter(|(_, position)| position.is_some()) {
            rows[place / width] = true;
            columns[place % width] = true;
        }
        let indices = |used: Vec<bool>| (0..used.len()).filter(|i| used[*i]).collect();
        (indices(rows), indices(columns))
    }

    fn at(&self, value: &str, codes: &[usize]) -> Result<Column> {
        let rows: IdxCa = codes.iter().map(|code| self.positions[*code]).collect();
        Ok(self.values.column(value)?.take(&rows)?)
    }
}

/// Whole numbers stay whole where the filling is whole.
fn filled(cells: Column, value: f64) -> Result<Column> {
    let dtype = cells.dtype().clone();
    if cells.null_count() == 0 || !dtype.is_primitive_numeric() {
        return Ok(cells);
    }
    let dtype = if dtype.is_integer() && value.fract() != 0.0 { DataType::Float64 } else { dtype };
    let name = cells.name().clone();
    let constant = Series::new(name.clone(), [value]).cast(&dtype)?.new_from_index(0, cells.len());
    let series = cells.cast(&dtype)?.take_materialized_series();
    Ok(series.zip_with(&series.is_not_null(), &constant)?.with_name(name).into())
}
