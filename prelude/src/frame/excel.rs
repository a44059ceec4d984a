//! Spreadsheets (xlsx, xlsm, xlsb, xls, ods). A sheet has no column types, so they are found out
//! from the cells: whole numbers, numbers, dates, booleans, text.

mod cells;
mod options;

pub use options::{ErrorCells, ExcelOptions, SheetChoice};

use std::io::{Cursor, Read, Seek};
use std::path::Path;

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};
use polars::prelude::{DataFrame, DataType};

use super::builder::{ColumnBuilder, OnMixed, frame_of};
use super::source::{Source, read_all, sources};
use crate::error::{Error, Result};
use options::Area;

/// Reads the first sheet of a spreadsheet (xlsx, xls, xlsb, ods) into a frame; its first row holds
/// the names.
///
/// Whole numbers, numbers, dates, times and booleans keep their types; a column of several kinds
/// becomes text; empty cells and errors such as `#DIV/0!` become nulls. Empty rows at the end are
/// left out. For another sheet, header or area see [`read_excel_with`].
///
/// ```no_run
/// use ferrolab_prelude::prelude::*;
///
/// let df = read_excel("sales.xlsx")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with similar names, [`Error::Read`] if it is no spreadsheet.
pub fn read_excel(path: impl AsRef<Path>) -> Result<DataFrame> {
    read_all(path.as_ref(), "Excel", |source| read(source, &ExcelOptions::default()))
}

/// Reads a spreadsheet with options of one's own.
///
/// ```no_run
/// use ferrolab_prelude::prelude::*;
///
/// let options = ExcelOptions::new().sheet("2026").header_row(3).range("B3:F200");
/// let df = read_excel_with("sales.xlsx", &options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read_excel`]; [`Error::Parameter`] for a sheet that is not there (with the names of those
/// that are) or a range that is none; [`Error::Cell`] for an error cell, if so asked.
pub fn read_excel_with(path: impl AsRef<Path>, options: &ExcelOptions) -> Result<DataFrame> {
    read_all(path.as_ref(), "Excel", |source| read(source, options))
}

/// The names of a spreadsheet's sheets, in their order.
///
/// ```no_run
/// use ferrolab_prelude::prelude::*;
///
/// let names: Vec<String> = excel_sheets("sales.xlsx")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read_excel`].
pub fn excel_sheets(path: impl AsRef<Path>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for source in &sources(path.as_ref())? {
        names.extend(open(source)?.sheet_names());
    }
    Ok(names)
}

fn open(source: &Source) -> Result<Sheets<Cursor<Vec<u8>>>> {
    open_workbook_auto_from_rs(source.cursor("Excel")?).map_err(|error| failed(source, error.to_string()))
}

fn failed(source: &Source, reason: String) -> Error {
    Error::Read {
        path: source.name().display().to_string(),
        format: "Excel",
        source: reason.into(),
        advice: " Is the file a spreadsheet (xlsx, xlsb, xls, ods) and without a password?".to_owned(),
    }
}

fn read(source: &Source, options: &ExcelOptions) -> Result<DataFrame> {
    let mut book = open(source)?;
    let sheet = chosen(&book, options)?;
    let range = book.worksheet_range(&sheet).map_err(|error| failed(source, error.to_string()))?;
    let Some((area, names_row)) = options.area(&range)? else {
        return Err(Error::empty(
            format!("sheet `{sheet}` of `{}`", source.name().display()),
            "a row of names",
        ));
    };
    let table =
        Table { source, sheet: &sheet, range: &range, area, names_row, on_error: options.error_cells };
    table.frame()
}

fn chosen<R: Read + Seek>(book: &Sheets<R>, options: &ExcelOptions) -> Result<String> {
    let names = book.sheet_names();
    let found = match &options.sheet {
        SheetChoice::Index(index) => names.get(*index),
        SheetChoice::Name(wanted) => names.iter().find(|name| *name == wanted),
    };
    found.cloned().ok_or_else(|| {
        let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let expected = format!("one of the file's {} sheets: {}", names.len(), listed.join(", "));
        Error::parameter("ExcelOptions", "sheet", &options.sheet, expected)
    })
}

/// The part of a sheet that becomes a frame.
struct Table<'a> {
    source: &'a Source,
    sheet: &'a str,
    range: &'a Range<Data>,
    area: Area,
    names_row: Option<u32>,
    on_error: ErrorCells,
}

impl Table<'_> {
    fn frame(&self) -> Result<DataFrame> {
        let first = self.names_row.map_or(self.area.rows.0, |row| row + 1);
        let last = (first..=self.area.rows.1).rev().find(|row| !self.is_empty(*row));
        let rows = first..last.map_or(first, |last| last + 1);
        let names = self.names();
        let mut columns = Vec::with_capacity(names.len());
        for (column, name) in (self.area.columns.0..=self.area.columns.1).zip(names) {
            let mut builder = ColumnBuilder::new(name, OnMixed::Text);
            for row in rows.clone() {
                let data = self.range.get_value((row, column)).unwrap_or(&Data::Empty);
                let cell = match (data, self.on_error) {
                    (Data::Error(error), ErrorCells::Fail) => {
                        return Err(self.error_cell(row, builder.name(), &error.to_string()));
                    }
                    _ => cells::cell(data),
                };
                builder.push(cell)?;
            }
            columns.push(builder);
        }
        frame_of("the sheet", columns, &DataType::String)
    }

    fn is_empty(&self, row: u32) -> bool {
        (self.area.columns.0..=self.area.columns.1)
            .all(|column| matches!(self.range.get_value((row, column)), None | Some(Data::Empty)))
    }

    /// One name per column, each its own: unnamed ones by their number, repeated ones with `_2` ….
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (number, column) in (self.area.columns.0..=self.area.columns.1).enumerate() {
            let written = self.names_row.and_then(|row| self.range.get_value((row, column)));
            let mut base = written.map(|data| cells::cell(data).to_string()).unwrap_or_default();
            if matches!(written, None | Some(Data::Empty)) {
                base = format!("column_{}", number + 1);
            }
            let mut name = base.trim().to_owned();
            let mut copy = 2;
            while names.contains(&name) {
                name = format!("{}_{copy}", base.trim());
                copy += 1;
            }
            names.push(name);
        }
        names
    }

    fn error_cell(&self, row: u32, column: &str, value: &str) -> Error {
        Error::Cell {
            path: format!("{}, sheet {}", self.source.name().display(), self.sheet).into(),
            format: "Excel",
            line: row as usize + 1,
            column: column.into(),
            value: value.into(),
            expected: "value".into(),
            advice: " Mend the formula, or read such cells as nulls with `.error_cells(ErrorCells::Null)`.",
        }
    }
}
