//! Which columns hold dates.
//!
//! polars looks for dates in every text cell of the rows from which it guesses types, and each look
//! takes longer than reading a hundred cells. A few rows tell as well; should they mislead, the column
//! is text.

use polars::prelude::{CsvReadOptions, DataType, Field};

use super::{Content, CsvOptions};

const ROWS: usize = 100;

/// The columns of dates and times, by their names in the file. None where the first rows cannot tell,
/// and polars has to look at all.
pub(super) fn of_first_rows(
    content: &Content,
    plan: &CsvReadOptions,
    options: &CsvOptions,
) -> Option<Vec<Field>> {
    // A cell that is not a date would be taken for a missing one.
    let misleads = options.ignore_errors;
    if misleads || !options.parse_dates || options.infer_rows.is_some_and(|rows| rows <= ROWS) {
        return None;
    }
    let rows = options.n_rows.map_or(ROWS, |rows| rows.min(ROWS));
    let plan = plan.clone().with_n_rows(Some(rows)).with_infer_schema_length(Some(ROWS));
    let first = content.attempt_raw(plan).ok()?;
    if first.columns().iter().any(|column| column.null_count() == first.height()) {
        return None;
    }
    let is_moment = |dtype: &DataType| dtype.is_temporal() && !matches!(dtype, DataType::Duration(_));
    let columns = first.columns().iter().filter(|column| is_moment(column.dtype()));
    Some(columns.map(|column| Field::new(column.name().clone(), column.dtype().clone())).collect())
}
