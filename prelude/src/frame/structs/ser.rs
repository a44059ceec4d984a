//! Rows as serde writes them: a struct's fields become cells of columns.

mod cell;
mod row;

use std::fmt;

use super::super::builder::{ColumnBuilder, OnMixed};
use super::super::cell::Cell;
use crate::error::Error;
use cell::CellSerializer;
pub(super) use row::RowSerializer;

/// The columns so far.
#[derive(Default)]
pub(super) struct Table {
    columns: Vec<ColumnBuilder>,
    rows: usize,
    /// Where the next field is expected: fields come in one order.
    next: usize,
}

impl Table {
    pub(super) fn row(&mut self) -> RowSerializer<'_> {
        self.next = 0;
        RowSerializer::new(self)
    }

    /// Fills the columns that this row had no field for.
    pub(super) fn end_row(&mut self) {
        self.rows += 1;
        for column in &mut self.columns {
            column.push_nulls(self.rows - column.len());
        }
    }

    pub(super) fn into_columns(self) -> Vec<ColumnBuilder> {
        self.columns
    }

    fn push(&mut self, name: &str, cell: Cell) -> Result<(), Failure> {
        let expected = self.columns.get(self.next).is_some_and(|column| column.name() == name);
        let index = if expected {
            self.next
        } else if let Some(index) = self.columns.iter().position(|column| column.name() == name) {
            index
        } else {
            let mut column = ColumnBuilder::new(name, OnMixed::Fail);
            column.push_nulls(self.rows);
            self.columns.push(column);
            self.columns.len() - 1
        };
        self.next = index + 1;
        self.columns[index].push(cell).map_err(Failure::Other)
    }
}

/// What cannot be written.
#[derive(Debug)]
pub(super) enum Failure {
    Other(Error),
    Reason { column: Option<String>, reason: String },
}

impl Failure {
    pub(super) fn in_row(self, row: usize) -> Error {
        match self {
            Self::Other(error) => error,
            Self::Reason { column, reason } => Error::Convert { row, column, reason },
        }
    }

    fn in_column(self, name: &str) -> Self {
        match self {
            Self::Reason { column: None, reason } => Self::Reason { column: Some(name.to_owned()), reason },
            other => other,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(error) => error.fmt(f),
            Self::Reason { reason, .. } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Failure {}

impl serde::ser::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Reason { column: None, reason: message.to_string() }
    }
}
