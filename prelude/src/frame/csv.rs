//! Reading CSV as a person expects: types found out, dates parsed, the usual marks for "missing"
//! understood, compressed files opened.

use std::path::Path;
use std::sync::Arc;

use polars::prelude::{
    CsvParseOptions, CsvReadOptions, DataFrame, NullValues, PlSmallStr, PolarsError, SerReader,
};

use super::read::{checked_path, failed_to_read};
use crate::error::{Error, Result};

/// Rows from which the types of the columns are first guessed. If a later row contradicts the
/// guess, the whole file is looked at.
const ROWS_TO_INFER_FROM: usize = 10_000;

/// What pandas takes for a missing value, except the empty cell, which always is one.
const MISSING: &[&str] = &[
    "", "NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None", "<NA>", "#N/A", "#N/A N/A",
    "#NA", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
];

/// How a CSV file is to be read, where the defaults of [`read_csv`] do not fit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let options = CsvOptions::new().delimiter(';').decimal_comma(true).null_values(&["-"]);
/// # let path = std::env::temp_dir().join("ferrolab_doc_options.csv");
/// # std::fs::write(&path, "a;b\n1,5;x\n2,5;-\n")?;
/// let df = read_csv_with(&path, &options)?;
/// assert_eq!(df.column_array("a")?, array![1.5, 2.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CsvOptions {
    delimiter: char,
    header: bool,
    null_values: Vec<String>,
    parse_dates: bool,
    decimal_comma: bool,
    skip_rows: usize,
    n_rows: Option<usize>,
    columns: Option<Vec<String>>,
    quote: Option<char>,
    comment: Option<String>,
    infer_rows: Option<usize>,
    ignore_errors: bool,
    ragged: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            delimiter: ',',
            header: true,
            null_values: MISSING.iter().map(ToString::to_string).collect(),
            parse_dates: true,
            decimal_comma: false,
            skip_rows: 0,
            n_rows: None,
            columns: None,
            quote: Some('"'),
            comment: None,
            infer_rows: Some(ROWS_TO_INFER_FROM),
            ignore_errors: false,
            ragged: false,
        }
    }
}

impl CsvOptions {
    /// The defaults: comma, header line, double quotes, dates parsed, the marks for missing values
    /// that pandas knows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The character between cells. Default `,`.
    #[must_use]
    pub fn delimiter(mut self, delimiter: char) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Whether the first line holds the names. Default `true`; else they are `column_1` ….
    #[must_use]
    pub fn header(mut self, header: bool) -> Self {
        self.header = header;
        self
    }

    /// The cell contents that mean "missing", besides the empty cell. Default: pandas' list
    /// (`NA`, `NaN`, `null`, `None` …).
    #[must_use]
    pub fn null_values<T: AsRef<str>>(mut self, values: &[T]) -> Self {
        self.null_values =
            std::iter::once("").chain(values.iter().map(AsRef::as_ref)).map(str::to_owned).collect();
        self
    }

    /// Whether ISO dates and times become dates and times. Default `true`.
    #[must_use]
    pub fn parse_dates(mut self, parse_dates: bool) -> Self {
        self.parse_dates = parse_dates;
        self
    }

    /// Whether numbers are written `1,5`. Default `false`.
    #[must_use]
    pub fn decimal_comma(mut self, decimal_comma: bool) -> Self {
        self.decimal_comma = decimal_comma;
        self
    }

    /// Rows to leave out before the header. Default 0.
    #[must_use]
    pub fn skip_rows(mut self, rows: usize) -> Self {
        self.skip_rows = rows;
        self
    }

    /// Reads at most so many rows. Default all.
    #[must_use]
    pub fn n_rows(mut self, rows: usize) -> Self {
        self.n_rows = Some(rows);
        self
    }

    /// Reads only these columns. Default all.
    #[must_use]
    pub fn columns<T: AsRef<str>>(mut self, columns: &[T]) -> Self {
        self.columns = Some(columns.iter().map(|name| name.as_ref().to_owned()).collect());
        self
    }

    /// The quote character, or none. Default `"`.
    #[must_use]
    pub fn quote(mut self, quote: Option<char>) -> Self {
        self.quote = quote;
        self
    }

    /// Lines that start with this are left out. Default none are.
    #[must_use]
    pub fn comment(mut self, prefix: &str) -> Self {
        self.comment = Some(prefix.to_owned());
        self
    }

    /// Rows from which types are guessed; `None` for all. Default 10,000, then all if the guess
    /// proves wrong.
    #[must_use]
    pub fn infer_rows(mut self, rows: Option<usize>) -> Self {
        self.infer_rows = rows;
        self
    }

    /// Whether cells that do not fit their column's type become missing. Default `false`.
    #[must_use]
    pub fn ignore_errors(mut self, ignore_errors: bool) -> Self {
        self.ignore_errors = ignore_errors;
        self
    }

    /// Whether lines with too many cells are cut. Default `false`: they are an error.
    #[must_use]
    pub fn ragged(mut self, ragged: bool) -> Self {
        self.ragged = ragged;
        self
    }

    fn to_polars(&self) -> Result<CsvReadOptions> {
        let nulls = self.null_values.iter().map(|value| PlSmallStr::from_str(value)).collect();
        let parse = CsvParseOptions::default()
            .with_separator(ascii("delimiter", self.delimiter)?)
            .with_quote_char(self.quote.map(|quote| ascii("quote", quote)).transpose()?)
            .with_null_values(Some(NullValues::AllColumns(nulls)))
            .with_try_parse_dates(self.parse_dates)
            .with_decimal_comma(self.decimal_comma)
            .with_comment_prefix(self.comment.as_deref())
            .with_truncate_ragged_lines(self.ragged);
        let columns: Option<Arc<[PlSmallStr]>> =
            self.columns.as_ref().map(|names| names.iter().map(|name| PlSmallStr::from_str(name)).collect());
        Ok(CsvReadOptions::default()
            .with_parse_options(parse)
            .with_has_header(self.header)
            .with_skip_rows(self.skip_rows)
            .with_n_rows(self.n_rows)
            .with_columns(columns)
            .with_infer_schema_length(self.infer_rows)
            .with_ignore_errors(self.ignore_errors)
            .with_rechunk(true))
    }
}

fn ascii(parameter: &'static str, character: char) -> Result<u8> {
    if character.is_ascii() {
        return Ok(character as u8);
    }
    Err(Error::parameter("CsvOptions", parameter, format!("`{character}`"), "one ASCII character"))
}

/// Reads a CSV file into a frame.
///
/// Column types are found out from the data, ISO dates and times are parsed, empty cells and
/// pandas' marks for missing values (`NA`, `NaN`, `null`, `None` …) become nulls. Files compressed
/// with gzip, zlib or Zstandard are read as they are. For anything else see [`read_csv_with`].
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
/// [`Error::FileNotFound`] with similar names in the folder, [`Error::Read`] with what to try.
pub fn read_csv(path: impl AsRef<Path>) -> Result<DataFrame> {
    read(path.as_ref(), &CsvOptions::default())
}

/// Reads a CSV file with options of one's own.
///
/// # Errors
/// As [`read_csv`], and [`Error::Parameter`] for a delimiter or quote that is not ASCII.
pub fn read_csv_with(path: impl AsRef<Path>, options: &CsvOptions) -> Result<DataFrame> {
    read(path.as_ref(), options)
}

fn read(path: &Path, options: &CsvOptions) -> Result<DataFrame> {
    let path = checked_path(path)?;
    let options = options.to_polars()?;
    let guessed = options.infer_schema_length.is_some();
    let attempt = |options: CsvReadOptions| {
        options.try_into_reader_with_file_path(Some(path.clone())).and_then(SerReader::finish)
    };
    let result = match attempt(options.clone()) {
        Err(PolarsError::ComputeError(_)) if guessed => attempt(options.with_infer_schema_length(None)),
        other => other,
    };
    result.map_err(|error| {
        let advice = advice(&error);
        failed_to_read(&path, "CSV", error, advice)
    })
}

fn advice(error: &PolarsError) -> &'static str {
    let text = error.to_string();
    if matches!(error, PolarsError::NoData(_)) {
        " The file is empty."
    } else if text.contains("more fields than") || text.contains("ragged") {
        " Some lines have more cells than the header. Try another delimiter, `CsvOptions::new().delimiter(';')`, or `.ragged(true)` to cut them."
    } else if text.contains("utf-8") || text.contains("utf8") {
        " The file is not UTF-8: save it as UTF-8 first."
    } else {
        " Look at `CsvOptions` for delimiter, header, quotes and marks for missing values: `read_csv_with(path, &options)?`."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::DataType;
    use std::path::PathBuf;

    fn file(name: &str, content: &[u8]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("ferrolab_csv_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    #[test]
    fn types_dates_and_missing_values_are_found() {
        let path = file(
            "types.csv",
            b"i,f,s,d,t,b\n1,1.5,x,2026-01-02,2026-01-02 03:04:05,true\nNA,NaN,None,,NULL,n/a\n",
        );
        let df = read_csv(path).unwrap();
        let types: Vec<String> = df.dtypes().iter().map(ToString::to_string).collect();
        assert_eq!(types, ["i64", "f64", "str", "date", "datetime[μs]", "bool"]);
        assert!(df.columns().iter().all(|column| column.null_count() == 1), "{df}");
    }

    #[test]
    fn a_late_surprise_widens_the_type() {
        let mut text = "x\n".to_owned();
        text.push_str(&"1\n".repeat(ROWS_TO_INFER_FROM + 5));
        text.push_str("2.5\n");
        let df = read_csv(file("late.csv", text.as_bytes())).unwrap();
        assert_eq!(df.column("x").unwrap().dtype(), &DataType::Float64);
        text.push_str("word\n");
        let df = read_csv(file("later.csv", text.as_bytes())).unwrap();
        assert_eq!(df.column("x").unwrap().dtype(), &DataType::String);
    }

    #[test]
    fn options_reach_polars() {
        let path = file("options.csv", b"junk\n# note\na;b;c\n'1;1';2,5;-\n2;3,5;y\n3;4,5;z\n");
        let options = CsvOptions::new()
            .delimiter(';')
            .decimal_comma(true)
            .quote(Some('\''))
            .null_values(&["-"])
            .skip_rows(1)
            .comment("#")
            .n_rows(2)
            .columns(&["b", "c"]);
        let df = read_csv_with(path, &options).unwrap();
        assert_eq!(df.shape(), (2, 2));
        assert_eq!(df.column("b").unwrap().f64().unwrap().get(1), Some(3.5));
        assert_eq!(df.column("c").unwrap().null_count(), 1);
    }

    #[test]
    fn without_header_and_without_dates() {
        let path = file("bare.csv", b"2026-01-01,NA\n");
        let options = CsvOptions::new().header(false).parse_dates(false).null_values::<&str>(&[]);
        let df = read_csv_with(path, &options).unwrap();
        assert_eq!(df.get_column_names(), ["column_1", "column_2"]);
        assert_eq!(df.column("column_1").unwrap().dtype(), &DataType::String);
        assert_eq!(df.column("column_2").unwrap().null_count(), 0);
    }

    #[test]
    fn compressed_files_are_opened() {
        // printf 'a,b\n1,x\n2,y\n' | gzip -n, and | zstd
        let gzip: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xd4\x49\xe2\x32\xd4\xa9\xe0\x32\xd2\
              \xa9\xe4\x02\x00\xc2\x96\x7e\x9d\x0c\x00\x00\x00";
        let zstd: &[u8] = b"\x28\xb5\x2f\xfd\x04\x58\x61\x00\x00\x61\x2c\x62\x0a\x31\x2c\x78\x0a\x32\x2c\x79\
              \x0a\x2e\x9f\x21\x46";
        for (name, content) in [("t.csv.gz", gzip), ("t.csv.zst", zstd)] {
            let df = read_csv(file(name, content)).unwrap();
            assert_eq!((df.shape(), df.get_column_names()[1].as_str()), ((2, 2), "b"), "{name}");
        }
    }

    #[test]
    fn bad_files_are_explained() {
        let message = |name: &str, content: &[u8]| read_csv(file(name, content)).unwrap_err().to_string();
        assert!(message("empty.csv", b"").contains("The file is empty"));
        assert!(message("ragged.csv", b"a,b\n1,2\n1,2,3\n").contains("more cells than the header"));
        let options = CsvOptions::new().delimiter('→');
        let error = read_csv_with(file("arrow.csv", b"a\n1\n"), &options).unwrap_err().to_string();
        assert!(error.contains("`delimiter` is `→`, but it must be one ASCII character"), "{error}");
    }
}
