//! The marks for "missing".
//!
//! To compare every cell with a list of marks takes longer than to parse it. So a file is first read
//! as if only empty cells were missing; if no cell of the result can be a mark, that is the answer.

use polars::prelude::{Column, DataFrame, DataType, PolarsResult};
use rayon::prelude::*;

/// What pandas takes for missing.
pub(super) const MARKS: &[&str] = &[
    "", "NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None", "<NA>", "#N/A", "#N/A N/A",
    "#NA", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
];

/// Whether a frame that was read without marks may hold one.
pub(super) fn may_hold_marks(df: &DataFrame) -> bool {
    df.columns().par_iter().any(|column| column_may(column).unwrap_or(true))
}

fn column_may(column: &Column) -> PolarsResult<bool> {
    Ok(match column.dtype() {
        DataType::String => column.str()?.downcast_iter().any(|chunk| chunk.iter().flatten().any(is_mark)),
        DataType::Float32 | DataType::Float64 => column.is_nan()?.any(),
        DataType::Boolean | DataType::Date | DataType::Time | DataType::Datetime(..) => false,
        dtype => !dtype.is_integer(),
    })
}

fn is_mark(text: &str) -> bool {
    let longest = 8;
    text.len() <= longest
        && matches!(text.as_bytes().first(), None | Some(b'N' | b'n' | b'-' | b'<' | b'#' | b'1'))
        && MARKS.contains(&text)
}
