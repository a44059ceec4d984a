//! The options of reading CSV.

use std::sync::Arc;

use polars::prelude::{
    CsvParseOptions, CsvReadOptions, DataType, Field, NullValues, PlSmallStr, Schema, SchemaRef,
};

use super::missing::MARKS;
use crate::error::{Error, Result};

/// Rows from which the types of the columns are first guessed. If a later row contradicts the
/// guess, the whole file is looked at.
const ROWS_TO_INFER_FROM: usize = 10_000;

/// How a CSV file is to be read, where the defaults of [`read_csv`](super::super::read_csv) do not fit.
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
    pub(super) delimiter: char,
    pub(super) header: bool,
    null_values: Vec<String>,
    pub(super) parse_dates: bool,
    pub(super) decimal_comma: bool,
    pub(super) skip_rows: usize,
    pub(super) n_rows: Option<usize>,
    pub(in super::super) columns: Option<Vec<String>>,
    pub(super) quote: Option<char>,
    pub(super) comment: Option<String>,
    pub(super) infer_rows: Option<usize>,
    pub(super) ignore_errors: bool,
    ragged: bool,
    pub(super) dtypes: Vec<(String, DataType)>,
    pub(in super::super) encoding: Option<String>,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            delimiter: ',',
            header: true,
            null_values: MARKS.iter().map(ToString::to_string).collect(),
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
            dtypes: Vec::new(),
            encoding: None,
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

    /// Without the usual marks for "missing", if these are the marks.
    pub(super) fn without_marks(&self) -> Option<Self> {
        let usual = self.null_values.iter().map(String::as_str).eq(MARKS.iter().copied());
        usual.then(|| Self { null_values: Vec::new(), ..self.clone() })
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

    /// The types of some columns, instead of those that the data suggest.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// # let path = std::env::temp_dir().join("ferrolab_doc_dtypes.csv");
    /// # std::fs::write(&path, "zip,n\n01067,1\n")?;
    /// let options = CsvOptions::new().dtypes(&[("zip", DataType::String), ("n", DataType::Float64)]);
    /// let df = read_csv_with(&path, &options)?;
    /// assert_eq!(df.column("zip")?.str()?.get(0), Some("01067"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dtypes<T: AsRef<str>>(mut self, dtypes: &[(T, DataType)]) -> Self {
        self.dtypes = dtypes.iter().map(|(name, dtype)| (name.as_ref().to_owned(), dtype.clone())).collect();
        self
    }

    /// How the text is encoded: `"latin1"`, `"windows-1252"`, `"utf-16"`, `"shift_jis"` and whatever
    /// else browsers know. Default UTF-8, or UTF-16 where a byte order mark says so.
    #[must_use]
    pub fn encoding(mut self, encoding: &str) -> Self {
        self.encoding = Some(encoding.to_owned());
        self
    }

    pub(in super::super) fn to_polars(&self) -> Result<CsvReadOptions> {
        // Without a list polars compares nothing; an empty cell is missing all the same.
        let nulls: Vec<_> = self.null_values.iter().map(|value| PlSmallStr::from_str(value)).collect();
        let nulls = (!nulls.is_empty()).then_some(NullValues::AllColumns(nulls));
        let parse = CsvParseOptions::default()
            .with_separator(ascii("delimiter", self.delimiter)?)
            .with_quote_char(self.quote.map(|quote| ascii("quote", quote)).transpose()?)
            .with_null_values(nulls)
            .with_try_parse_dates(self.parse_dates)
            .with_decimal_comma(self.decimal_comma)
            .with_comment_prefix(self.comment.as_deref())
            .with_truncate_ragged_lines(self.ragged);
        let columns: Option<Arc<[PlSmallStr]>> =
            self.columns.as_ref().map(|names| names.iter().map(|name| self.raw_name(name)).collect());
        Ok(CsvReadOptions::default()
            .with_parse_options(parse)
            .with_has_header(self.header)
            .with_skip_rows(self.skip_rows)
            .with_n_rows(self.n_rows)
            .with_columns(columns)
            .with_infer_schema_length(self.infer_rows)
            .with_ignore_errors(self.ignore_errors)
            .with_schema_overwrite(self.overwritten(&[]))
            .with_rechunk(true))
    }

    /// A name as polars knows it: it leaves the doubled quotes of a header as they are.
    fn raw_name(&self, name: &str) -> PlSmallStr {
        match self.quote {
            Some(quote) if self.header && name.contains(quote) => {
                name.replace(quote, &format!("{quote}{quote}")).into()
            }
            _ => name.into(),
        }
    }

    /// The name without doubled quotes.
    pub(super) fn plain_name(&self, raw: &str) -> PlSmallStr {
        match self.quote {
            Some(quote) if self.header => raw.replace(&format!("{quote}{quote}"), &quote.to_string()).into(),
            _ => raw.into(),
        }
    }

    /// The types that are not to be guessed: the given ones, and those of `fields`.
    pub(super) fn overwritten(&self, fields: &[Field]) -> Option<SchemaRef> {
        let given = self.dtypes.iter().map(|(name, dtype)| Field::new(self.raw_name(name), dtype.clone()));
        // The last of one name counts.
        let schema: Schema = fields.iter().cloned().chain(given).collect();
        (!schema.is_empty()).then(|| Arc::new(schema))
    }
}

fn ascii(parameter: &'static str, character: char) -> Result<u8> {
    if character.is_ascii() {
        return Ok(character as u8);
    }
    Err(Error::parameter("CsvOptions", parameter, format!("`{character}`"), "one ASCII character"))
}
