//! Reading CSV as a person expects: types found out, dates parsed, the usual marks for "missing"
//! understood, compressed files opened, other encodings decoded; and a cell that does not fit told
//! with its line.

mod dates;
mod encoding;
mod locate;
mod missing;
mod options;
pub(super) mod write;

pub use options::CsvOptions;
pub use write::{CsvWriteOptions, QuoteStyle};

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::{
    CsvReadOptions, DataFrame, DataType, Field, PlSmallStr, PolarsError, PolarsResult, SerReader,
};

use super::read::failed_to_read;
use super::source::{Source, read_all};
use crate::error::{Error, Result};

/// Reads a CSV file into a frame: from a path, several by a pattern (`"data/*.csv"`), or from an
/// `https://` address.
///
/// Column types are found out from the data, ISO dates and times are parsed, empty cells and
/// pandas' marks for missing values (`NA`, `NaN`, `null`, `None` …) become nulls. Integers too large
/// for 64 bits stay text, so that no digit is lost. Files compressed with gzip, zlib or Zstandard
/// are read as they are. Several files are stacked in the order of their names; a column that some
/// of them lack is null there. For anything else see [`read_csv_with`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_read.csv");
/// # std::fs::write(&path, "day,sales\n2026-01-01,10\n2026-01-02,NA\n")?;
/// let df = read_csv(&path)?;
/// assert_eq!(df.shape(), (2, 2));
/// assert_eq!(df.column("day")?.dtype(), &DataType::Date);
/// assert_eq!(df.column("sales")?.null_count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with similar names in the folder, [`Error::Read`] with what to try,
/// [`Error::Download`] for an address that cannot be read.
pub fn read_csv(path: impl AsRef<Path>) -> Result<DataFrame> {
    read(path.as_ref(), &CsvOptions::default())
}

/// Reads a CSV file with options of one's own.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_latin1.csv");
/// # std::fs::write(&path, b"city;t\nK\xf6ln;1,5\n")?;
/// let options = CsvOptions::new().encoding("latin1").delimiter(';').decimal_comma(true);
/// let df = read_csv_with(&path, &options)?;
/// assert_eq!(df.column("city")?.str()?.get(0), Some("Köln"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read_csv`]; [`Error::Cell`] with line and column where a cell is not of the type asked for;
/// [`Error::Parameter`] for a delimiter or quote that is not ASCII, or an unknown encoding.
pub fn read_csv_with(path: impl AsRef<Path>, options: &CsvOptions) -> Result<DataFrame> {
    read(path.as_ref(), options)
}

fn read(path: &Path, options: &CsvOptions) -> Result<DataFrame> {
    options.to_polars()?;
    let df = read_all(path, "CSV", |source| read_source(source, options))?;
    check_dtypes(&df, options)?;
    Ok(df)
}

/// A type for a column that is not there is a misspelling.
fn check_dtypes(df: &DataFrame, options: &CsvOptions) -> Result<()> {
    if options.columns.is_some() {
        return Ok(());
    }
    options.dtypes.iter().try_for_each(|(name, _)| super::column(df, name).map(drop))
}

fn read_source(source: &Source, options: &CsvOptions) -> Result<DataFrame> {
    let content = Content::of(source, options)?;
    content.parse(options).map_err(|error| explain(&content, source.name(), options, error))
}

/// Reads text that is in memory already.
pub(super) fn read_bytes(name: &Path, bytes: &[u8], options: &CsvOptions) -> Result<DataFrame> {
    let content = Content::Memory(bytes.into());
    content.parse(options).map_err(|error| explain(&content, name, options, error))
}

/// What polars is given: a file that it maps into memory, or text that was decoded here.
enum Content {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

impl Content {
    fn of(source: &Source, options: &CsvOptions) -> Result<Self> {
        match source {
            Source::File(path) if options.encoding.is_none() && !encoding::is_utf16(path) => {
                Ok(Self::File(path.clone()))
            }
            _ => {
                let bytes = source.plain_bytes("CSV")?;
                encoding::decoded(source.name(), bytes, options.encoding.as_deref())
                    .map(|text| Self::Memory(text.into()))
            }
        }
    }

    /// The text, for the search for what is wrong with it.
    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::File(path) => Source::File(path.clone()).plain_bytes("CSV").ok(),
            Self::Memory(bytes) => Some(bytes.to_vec()),
        }
    }

    fn attempt(&self, plan: CsvReadOptions, options: &CsvOptions) -> PolarsResult<DataFrame> {
        let mut df = self.attempt_raw(plan)?;
        let names: Vec<PlSmallStr> =
            df.get_column_names().iter().map(|name| options.plain_name(name)).collect();
        // Names that are no longer different stay as they were.
        let _ = df.set_column_names(&names);
        Ok(df)
    }

    /// With names as polars reads them.
    fn attempt_raw(&self, plan: CsvReadOptions) -> PolarsResult<DataFrame> {
        match self {
            Self::File(path) => {
                plan.try_into_reader_with_file_path(Some(path.clone())).and_then(SerReader::finish)
            }
            Self::Memory(bytes) => plan.into_reader_with_file_handle(Cursor::new(bytes.clone())).finish(),
        }
    }

    fn parse(&self, options: &CsvOptions) -> PolarsResult<DataFrame> {
        if let Some(plain) = options.without_marks()
            && let Ok(df) = self.parse_by(&plain)
            && !missing::may_hold_marks(&df)
        {
            return Ok(df);
        }
        self.parse_by(options)
    }

    fn parse_by(&self, options: &CsvOptions) -> PolarsResult<DataFrame> {
        let plan =
            options.to_polars().map_err(|error| PolarsError::ComputeError(error.to_string().into()))?;
        let Some(dates) = dates::of_first_rows(self, &plan, options) else {
            return self.parse_widening(&plan, options, &[]);
        };
        let plan = plan.map_parse_options(|parse| parse.with_try_parse_dates(false));
        let result = self.parse_widening(&plan, options, &dates);
        if dates.is_empty() || !matches!(result, Err(PolarsError::ComputeError(_))) {
            return result;
        }
        // What looked like dates may be text further down.
        self.parse_widening(&plan, options, &[])
    }

    /// First by types guessed from the first rows; if they prove wrong, from all rows; if these
    /// hold integers too large for 64 bits, with those as text.
    fn parse_widening(
        &self,
        plan: &CsvReadOptions,
        options: &CsvOptions,
        dates: &[Field],
    ) -> PolarsResult<DataFrame> {
        let plan = plan.clone().with_schema_overwrite(options.overwritten(dates));
        let first = self.attempt(plan.clone(), options);
        if options.infer_rows == Some(0) || !matches!(first, Err(PolarsError::ComputeError(_))) {
            return first;
        }
        let plan = plan.with_infer_schema_length(None);
        let second = if options.infer_rows.is_some() { self.attempt(plan.clone(), options) } else { first };
        if !matches!(second, Err(PolarsError::ComputeError(_))) {
            return second;
        }
        let large = locate::too_large_integers(self, options);
        if large.is_empty() {
            return second;
        }
        let text = large.into_iter().map(|name| Field::new(name, DataType::String));
        let fields: Vec<Field> = text.chain(dates.iter().cloned()).collect();
        self.attempt(plan.with_schema_overwrite(options.overwritten(&fields)), options)
    }

    /// All cells as text; nulls where missing.
    fn as_text(&self, options: &CsvOptions) -> Option<DataFrame> {
        let plain = options.clone().dtypes::<&str>(&[]).parse_dates(false).infer_rows(Some(0)).ragged(true);
        self.attempt(plain.to_polars().ok()?, options).ok()
    }
}

fn explain(content: &Content, path: &Path, options: &CsvOptions, error: PolarsError) -> Error {
    if let Some(error) = locate::bad_cell(content, path, options) {
        return error;
    }
    let advice = advice(content, options, &error);
    failed_to_read(path, "CSV", error, &advice)
}

fn advice(content: &Content, options: &CsvOptions, error: &PolarsError) -> String {
    let text = error.to_string();
    if matches!(error, PolarsError::NoData(_)) {
        return " The file is empty.".to_owned();
    }
    if text.contains("more fields than") || text.contains("ragged") {
        let place = content.bytes().and_then(|bytes| locate::long_line(&bytes, options)).unwrap_or_default();
        return format!(
            "{place} Some lines have more cells than the header. Try another delimiter, `CsvOptions::new().delimiter(';')`, or `.ragged(true)` to cut them."
        );
    }
    if text.contains("utf-8") || text.contains("utf8") {
        let line = content.bytes().and_then(|bytes| encoding::first_line_not_utf8(&bytes));
        let place = line.map_or_else(|| "The file".to_owned(), |line| format!("Line {line}"));
        return format!(
            " {place} is not UTF-8: name the encoding, for example `CsvOptions::new().encoding(\"latin1\")`."
        );
    }
    " Look at `CsvOptions` for delimiter, header, quotes and marks for missing values: `read_csv_with(path, &options)?`."
        .to_owned()
}
