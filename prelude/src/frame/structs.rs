//! Frames to structs and back, through serde. The generic part is the calls that serde makes; the
//! columns are read and built in concrete types.

mod de;
mod ser;

use polars::prelude::{DataFrame, DataType};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::frame_of;
use crate::error::Result;

pub(super) fn to_structs<T: DeserializeOwned>(df: &DataFrame) -> Result<Vec<T>> {
    let columns = de::Columns::of(df)?;
    let mut rows = Vec::with_capacity(df.height());
    for row in 0..df.height() {
        rows.push(T::deserialize(columns.row(row)).map_err(|error| columns.explain(row, error))?);
        columns.pause(row)?;
    }
    Ok(rows)
}

pub(super) fn from_structs<T: Serialize>(rows: &[T]) -> Result<DataFrame> {
    let mut table = ser::Table::default();
    for (row, value) in rows.iter().enumerate() {
        value.serialize(table.row()).map_err(|error| error.in_row(row))?;
        table.end_row();
    }
    frame_of("the structs", table.into_columns(), &DataType::Null)
}
