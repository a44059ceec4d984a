//! Pasted tables: text from a spreadsheet, a web page, a terminal or a Markdown file, with what
//! separates the cells found out.

use std::path::Path;

use polars::prelude::DataFrame;

use super::csv::{CsvOptions, read_bytes};
use crate::error::{Error, Result};

/// What stands between the cells of a pasted table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Character(char),
    /// `| a | b |`, with or without the line of dashes.
    Pipes,
    /// Two or more spaces, so that cells may hold single ones.
    WideSpace,
    Space,
}

/// Reads a table that was pasted as text; the separator (tab, comma, semicolon, pipes as in
/// Markdown, or blank space) is found out, types as by [`read_csv`](super::read_csv).
///
/// A table whose header has one name less than the rows have cells, as pandas prints frames, gets
/// the name `index` for its first column.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = read_text("city  t\nOslo  3.5\nRome  17")?;
/// assert_eq!(df.column_array("t")?, array![3.5, 17.0]);
///
/// let df = read_text("| city | t |\n|------|---|\n| Oslo | 3 |")?;
/// assert_eq!(df.shape(), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no text, [`Error::Shape`] with the line whose number of cells differs.
pub fn read_text(text: &str) -> Result<DataFrame> {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches([' ', '\r']))
        .filter(|line| !line.trim().is_empty())
        .collect();
    let Some(first) = lines.first() else {
        return Err(Error::empty("the pasted text", "a line of names"));
    };
    let separator = separator(first, &lines);
    let options = CsvOptions::new();
    if let Separator::Character(character) = separator {
        let comma = character != ',' && has_decimal_commas(&lines, character);
        return read_bytes(
            Path::new("pasted text"),
            text.trim_matches('\n').as_bytes(),
            &options.delimiter(character).decimal_comma(comma),
        );
    }
    let rows: Vec<Vec<&str>> =
        lines.iter().filter(|line| !is_rule(line)).map(|line| cells(line, separator)).collect();
    read_bytes(Path::new("pasted text"), as_csv(&rows)?.as_bytes(), &options)
}

/// What every line has, in the order of how sure a sign it is.
fn separator(first: &str, lines: &[&str]) -> Separator {
    let in_all = |character: char| lines.iter().all(|line| line.contains(character));
    let data: Vec<&&str> = lines.iter().filter(|line| !is_rule(line)).collect();
    if first.contains('\t') && in_all('\t') {
        return Separator::Character('\t');
    }
    if !data.is_empty() && data.iter().all(|line| line.contains('|')) {
        return Separator::Pipes;
    }
    for character in [';', ','] {
        if first.contains(character) && in_all(character) {
            return Separator::Character(character);
        }
    }
    let wide: Vec<usize> = lines.iter().map(|line| cells(line, Separator::WideSpace).len()).collect();
    let narrow: Vec<usize> = lines.iter().map(|line| cells(line, Separator::Space).len()).collect();
    let same = |counts: &[usize]| counts.iter().all(|count| *count == counts[0]);
    if wide[0] > 1 && same(&wide) && !same(&narrow) {
        return Separator::WideSpace;
    }
    if narrow[0] > 1 { Separator::Space } else { Separator::Character(',') }
}

/// A line that is only drawn: `|---|:-:|`, `+----+`, `-----`.
fn is_rule(line: &str) -> bool {
    line.contains(['-', '='])
        && line.chars().all(|character| "-=+|: \t".contains(character))
        && line.trim().len() > 1
}

fn cells(line: &str, separator: Separator) -> Vec<&str> {
    match separator {
        Separator::Pipes => {
            let line = line.trim();
            let line = line.strip_prefix('|').unwrap_or(line);
            line.strip_suffix('|').unwrap_or(line).split('|').map(str::trim).collect()
        }
        Separator::WideSpace => {
            line.trim().split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
        }
        Separator::Space => line.split_whitespace().collect(),
        Separator::Character(character) => line.split(character).collect(),
    }
}

/// Whether `1,5` is a number here: some cell is such, and none is written with a point.
fn has_decimal_commas(lines: &[&str], separator: char) -> bool {
    let number_with = |cell: &str, mark: char| {
        let digits = cell.trim().trim_start_matches('-');
        digits.matches(mark).count() == 1
            && digits.starts_with(|first: char| first.is_ascii_digit())
            && digits.chars().all(|character| character.is_ascii_digit() || character == mark)
    };
    let any = |mark| {
        lines.iter().skip(1).flat_map(|line| line.split(separator)).any(|cell| number_with(cell, mark))
    };
    any(',') && !any('.')
}

fn as_csv(rows: &[Vec<&str>]) -> Result<String> {
    let (width, header) = (rows.get(1).map_or(rows[0].len(), Vec::len), rows[0].len());
    let mut text = String::new();
    if width == header + 1 {
        text.push_str("index,");
    } else if width != header {
        return Err(uneven(1, width, header));
    }
    for (number, row) in rows.iter().enumerate() {
        if number > 0 && row.len() != width {
            return Err(uneven(number, row.len(), width));
        }
        let quoted: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&quoted.join(","));
        text.push('\n');
    }
    Ok(text)
}

fn quoted(cell: &str) -> String {
    let bare = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    if bare.contains([',', '"']) { format!("\"{}\"", bare.replace('"', "\"\"")) } else { bare.to_owned() }
}

fn uneven(row: usize, given: usize, expected: usize) -> Error {
    Error::Shape {
        what: format!("row {row} of the pasted text"),
        given: vec![given],
        expected: format!("{expected} cells as in the lines before"),
    }
}
