//! Where in a CSV file something is wrong. polars tells the value; people look for the line.

use std::path::Path;

use polars::prelude::{ChunkApply, DataType, IntoSeries, PlSmallStr, Series};

use super::super::cell::temporal;
use super::{Content, CsvOptions};
use crate::error::Error;

/// The first cell that is not of the type that `dtypes` asks for.
pub(super) fn bad_cell(content: &Content, path: &Path, options: &CsvOptions) -> Option<Error> {
    if options.dtypes.is_empty() {
        return None;
    }
    let text = content.as_text(options)?;
    let (row, name, dtype) = options
        .dtypes
        .iter()
        .filter_map(|(name, dtype)| {
            let series = text.column(name).ok()?.as_materialized_series();
            first_unfit(series, dtype, options.decimal_comma).map(|row| (row, name, dtype))
        })
        .min_by_key(|(row, ..)| *row)?;
    let value: String = text.column(name).ok()?.str().ok()?.get(row)?.chars().take(60).collect();
    Some(Error::Cell {
        path: path.display().to_string().into(),
        format: "CSV",
        line: line_of_row(&content.bytes()?, row, options)?,
        column: name.as_str().into(),
        value: value.into(),
        expected: dtype.to_string().into(),
        advice: " Correct the cell, add it to `null_values`, or let it become missing with `.ignore_errors(true)`.",
    })
}

fn first_unfit(text: &Series, dtype: &DataType, decimal_comma: bool) -> Option<usize> {
    let strings = text.str().ok()?;
    if dtype.is_temporal() {
        return strings.iter().position(|text| text.is_some_and(|text| temporal(text, dtype).is_none()));
    }
    let points = decimal_comma && dtype.is_float();
    let text = if points {
        let replaced = strings.apply_values(|value| value.replace(',', ".").into());
        replaced.into_series()
    } else {
        text.clone()
    };
    let cast = text.cast(dtype).ok()?;
    let unfit = cast.is_null() & text.is_not_null();
    unfit.iter().position(|unfit| unfit == Some(true))
}

/// The columns of whole numbers of which some need more than 64 bits.
pub(super) fn too_large_integers(content: &Content, options: &CsvOptions) -> Vec<PlSmallStr> {
    let Some(text) = content.as_text(options) else { return Vec::new() };
    let given = |name: &PlSmallStr| options.dtypes.iter().any(|(given, _)| given == name.as_str());
    text.columns()
        .iter()
        .filter(|column| {
            !given(column.name())
                && column.str().is_ok_and(|cells| {
                    let whole = cells.iter().flatten().all(is_whole);
                    whole
                        && cells
                            .iter()
                            .flatten()
                            .any(|cell| cell.trim_start_matches('+').parse::<i64>().is_err())
                })
        })
        .map(|column| column.name().clone())
        .collect()
}

fn is_whole(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first line with more cells than the header, as a sentence.
pub(super) fn long_line(bytes: &[u8], options: &CsvOptions) -> Option<String> {
    let mut records = Records::new(bytes, options);
    let width = records.next()?.cells;
    let long = records.find(|record| record.cells > width)?;
    Some(format!(" Line {} has {} cells, the first has {width}.", long.line, long.cells))
}

/// The number of the line in which a row of data begins; the first line of the file is 1.
fn line_of_row(bytes: &[u8], row: usize, options: &CsvOptions) -> Option<usize> {
    Records::new(bytes, options).nth(row + usize::from(options.header)).map(|record| record.line)
}

/// A line, or several where a quoted cell goes on over them.
struct Record {
    line: usize,
    cells: usize,
}

/// The records of a file after `skip_rows`, without comments and empty lines.
struct Records<'a> {
    rest: &'a [u8],
    line: usize,
    quote: Option<u8>,
    delimiter: u8,
    comment: Option<&'a [u8]>,
}

impl<'a> Records<'a> {
    fn new(bytes: &'a [u8], options: &'a CsvOptions) -> Self {
        let byte = |character: char| u8::try_from(character).unwrap_or(b',');
        let mut records = Self {
            rest: bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes),
            line: 1,
            quote: options.quote.map(byte),
            delimiter: byte(options.delimiter),
            comment: options.comment.as_deref().map(str::as_bytes),
        };
        for _ in 0..options.skip_rows {
            records.take_record();
        }
        records
    }

    fn take_record(&mut self) -> Option<Record> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut quoted, mut cells, mut lines) = (false, 1, 0);
        let mut end = self.rest.len();
        for (position, &byte) in self.rest.iter().enumerate() {
            if Some(byte) == self.quote {
                quoted = !quoted;
            } else if byte == b'\n' {
                lines += 1;
                if !quoted {
                    end = position + 1;
                    break;
                }
            } else if byte == self.delimiter && !quoted {
                cells += 1;
            }
        }
        let record = Record { line: self.line, cells };
        self.line += lines;
        self.rest = &self.rest[end..];
        Some(record)
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            let comment = self.comment.is_some_and(|prefix| self.rest.starts_with(prefix));
            let empty = self.rest.starts_with(b"\n") || self.rest.starts_with(b"\r\n");
            if comment || empty {
                // A comment is one line, whatever quotes are in it.
                let end =
                    self.rest.iter().position(|byte| *byte == b'\n').map_or(self.rest.len(), |at| at + 1);
                self.rest = &self.rest[end..];
                self.line += 1;
                continue;
            }
            return self.take_record();
        }
    }
}
