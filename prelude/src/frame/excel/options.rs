//! Which part of a spreadsheet is to be read.

use std::fmt;

use calamine::{Data, Range};

use crate::error::{Error, Result};

/// A sheet by name, or by place from 0.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SheetChoice {
    Name(String),
    Index(usize),
}

impl From<&str> for SheetChoice {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for SheetChoice {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<&String> for SheetChoice {
    fn from(name: &String) -> Self {
        Self::Name(name.clone())
    }
}

impl From<usize> for SheetChoice {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl fmt::Display for SheetChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "`{name}`"),
            Self::Index(index) => write!(f, "{index} (from 0)"),
        }
    }
}

/// What becomes of cells such as `#DIV/0!`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ErrorCells {
    /// Nulls.
    #[default]
    Null,
    /// The reading fails and names row and column.
    Fail,
}

/// Which part of a spreadsheet is to be read, where the defaults of
/// [`read_excel`](super::read_excel) do not fit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let by_name = ExcelOptions::new().sheet("2026").range("B3:F200");
/// let by_place = ExcelOptions::new().sheet(1).no_header().error_cells(ErrorCells::Fail);
/// ```
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ExcelOptions {
    pub(super) sheet: SheetChoice,
    header: Header,
    range: Option<String>,
    pub(super) error_cells: ErrorCells,
}

/// Where the names are.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
enum Header {
    /// In the first row of the area.
    First,
    /// In this row of the sheet, from 1.
    Row(u32),
    None,
}

impl Default for ExcelOptions {
    fn default() -> Self {
        Self {
            sheet: SheetChoice::Index(0),
            header: Header::First,
            range: None,
            error_cells: ErrorCells::Null,
        }
    }
}

impl ExcelOptions {
    /// The defaults: first sheet, all its cells, names in the first row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The sheet, by name or by place from 0. Default the first.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<SheetChoice>) -> Self {
        self.sheet = sheet.into();
        self
    }

    /// The row of the names, as the spreadsheet numbers it (from 1); rows above are left out.
    /// Default the first row of the area.
    #[must_use]
    pub fn header_row(mut self, row: u32) -> Self {
        self.header = Header::Row(row);
        self
    }

    /// There are no names: the columns are `column_1` ….
    #[must_use]
    pub fn no_header(mut self) -> Self {
        self.header = Header::None;
        self
    }

    /// Only these cells, as `"A1:D20"`, or columns, as `"B:D"`. Default all that are used.
    #[must_use]
    pub fn range(mut self, range: &str) -> Self {
        self.range = Some(range.to_owned());
        self
    }

    /// What becomes of cells such as `#DIV/0!`. Default nulls.
    #[must_use]
    pub fn error_cells(mut self, error_cells: ErrorCells) -> Self {
        self.error_cells = error_cells;
        self
    }

    /// The cells to be read and the row of names among them; none if the sheet is empty.
    pub(super) fn area(&self, used: &Range<Data>) -> Result<Option<(Area, Option<u32>)>> {
        let (Some(start), Some(end)) = (used.start(), used.end()) else { return Ok(None) };
        let used = Area { rows: (start.0, end.0), columns: (start.1, end.1) };
        let area = match &self.range {
            Some(text) => Area::parse(text, used).ok_or_else(|| {
                Error::parameter(
                    "ExcelOptions",
                    "range",
                    format!("`{text}`"),
                    "cells as `A1:D20` or columns as `B:D`",
                )
            })?,
            None => used,
        };
        let rows = (area.rows.0, area.rows.1.min(used.rows.1));
        let columns = (area.columns.0, area.columns.1.min(used.columns.1));
        if rows.0 > rows.1 || columns.0 > columns.1 {
            return Ok(None);
        }
        let area = Area { rows, columns };
        let names_row = match self.header {
            Header::None => None,
            Header::First => Some(area.rows.0),
            Header::Row(row) if row >= 1 && row - 1 <= area.rows.1 => Some(row - 1),
            Header::Row(row) => {
                let expected = format!("a row of the sheet, 1 to {}", area.rows.1 + 1);
                return Err(Error::parameter("ExcelOptions", "header_row", row, expected));
            }
        };
        Ok(Some((area, names_row)))
    }
}

/// Rows and columns from 0, with their ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

impl Area {
    /// `A1:D20`, `B:D` or `C3`; rows that are not named are all those used.
    fn parse(text: &str, used: Self) -> Option<Self> {
        let (start, end) = text.split_once(':').unwrap_or((text, text));
        let ((start_column, start_row), (end_column, end_row)) = (corner(start)?, corner(end)?);
        let rows = match (start_row, end_row) {
            (None, None) => used.rows,
            (start, end) => (start?, end?),
        };
        (rows.0 <= rows.1 && start_column <= end_column)
            .then_some(Self { rows, columns: (start_column, end_column) })
    }
}

/// Column and row of `D20`, from 0.
fn corner(text: &str) -> Option<(u32, Option<u32>)> {
    let text = text.trim().replace('$', "");
    let split = text.find(|character: char| character.is_ascii_digit()).unwrap_or(text.len());
    let (letters, digits) = text.split_at(split);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let column =
        letters.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1) - 1;
    if digits.is_empty() {
        return Some((column, None));
    }
    let row: u32 = digits.parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    Some((column, Some(row - 1)))
}
