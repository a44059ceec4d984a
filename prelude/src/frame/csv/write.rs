//! The options of writing CSV.

use std::io::Write;

use polars::prelude::{CsvWriter, DataFrame, PlSmallStr, PolarsResult, SerWriter};

use crate::error::{Error, Result};

/// Which cells are put in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum QuoteStyle {
    /// Where a cell holds a delimiter, a quote or a line break.
    #[default]
    Necessary,
    Always,
    /// All that are not numbers.
    NonNumeric,
    /// None, even where the file then cannot be read back.
    Never,
}

/// How a CSV file is to be written, where the defaults of `write_csv` do not fit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_write_options.csv");
/// let options = CsvWriteOptions::new().delimiter(';').null_value("NA").float_precision(2);
/// df!("x" => [Some(1.0), None], "y" => ["a", "b;c"])?.write_csv_with(&path, &options)?;
/// assert_eq!(std::fs::read_to_string(&path)?, "x;y\n1.00;a\nNA;\"b;c\"\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct CsvWriteOptions {
    delimiter: char,
    header: bool,
    null_value: String,
    quote_style: QuoteStyle,
    float_precision: Option<usize>,
    decimal_comma: bool,
    date_format: Option<String>,
    datetime_format: Option<String>,
    byte_order_mark: bool,
}

impl Default for CsvWriteOptions {
    fn default() -> Self {
        Self {
            delimiter: ',',
            header: true,
            null_value: String::new(),
            quote_style: QuoteStyle::Necessary,
            float_precision: None,
            decimal_comma: false,
            date_format: None,
            datetime_format: None,
            byte_order_mark: false,
        }
    }
}

impl CsvWriteOptions {
    /// The defaults: comma, header line, quotes where necessary, nothing for a null, every float
    /// with the digits that tell it apart.
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

    /// Whether the first line holds the names. Default `true`.
    #[must_use]
    pub fn header(mut self, header: bool) -> Self {
        self.header = header;
        self
    }

    /// What stands for a null. Default nothing.
    #[must_use]
    pub fn null_value(mut self, text: &str) -> Self {
        text.clone_into(&mut self.null_value);
        self
    }

    /// Which cells are put in quotes. Default [`QuoteStyle::Necessary`].
    #[must_use]
    pub fn quote_style(mut self, style: QuoteStyle) -> Self {
        self.quote_style = style;
        self
    }

    /// Digits after the decimal point. Default as many as tell the number apart.
    #[must_use]
    pub fn float_precision(mut self, digits: usize) -> Self {
        self.float_precision = Some(digits);
        self
    }

    /// Whether numbers are written `1,5`. Default `false`.
    #[must_use]
    pub fn decimal_comma(mut self, decimal_comma: bool) -> Self {
        self.decimal_comma = decimal_comma;
        self
    }

    /// The format of dates, as `%d.%m.%Y`. Default ISO.
    #[must_use]
    pub fn date_format(mut self, format: &str) -> Self {
        self.date_format = Some(format.to_owned());
        self
    }

    /// The format of dates with time, as `%d.%m.%Y %H:%M`. Default ISO.
    #[must_use]
    pub fn datetime_format(mut self, format: &str) -> Self {
        self.datetime_format = Some(format.to_owned());
        self
    }

    /// Whether the file begins with a byte order mark, by which Excel knows UTF-8. Default `false`.
    #[must_use]
    pub fn byte_order_mark(mut self, mark: bool) -> Self {
        self.byte_order_mark = mark;
        self
    }

    /// The delimiter as polars wants it.
    pub(in super::super) fn checked_delimiter(&self) -> Result<u8> {
        let expected = "one ASCII character";
        if !self.delimiter.is_ascii() {
            return Err(Error::parameter(
                "CsvWriteOptions",
                "delimiter",
                format!("`{}`", self.delimiter),
                expected,
            ));
        }
        if self.decimal_comma && self.delimiter == ',' {
            let expected = "another character than the decimal comma, for example `;`";
            return Err(Error::parameter("CsvWriteOptions", "delimiter", "`,`", expected));
        }
        Ok(self.delimiter as u8)
    }

    pub(in super::super) fn write(
        &self,
        file: &mut dyn Write,
        separator: u8,
        df: &mut DataFrame,
    ) -> PolarsResult<()> {
        let format = |format: &Option<String>| format.as_deref().map(PlSmallStr::from_str);
        CsvWriter::new(file)
            .include_bom(self.byte_order_mark)
            .include_header(self.header)
            .with_separator(separator)
            .with_null_value(PlSmallStr::from_str(&self.null_value))
            .with_quote_style(self.polars_quote_style())
            .with_float_precision(self.float_precision)
            .with_decimal_comma(self.decimal_comma)
            .with_date_format(format(&self.date_format))
            .with_datetime_format(format(&self.datetime_format))
            .finish(df)
    }

    fn polars_quote_style(&self) -> polars::prelude::QuoteStyle {
        match self.quote_style {
            QuoteStyle::Necessary => polars::prelude::QuoteStyle::Necessary,
            QuoteStyle::Always => polars::prelude::QuoteStyle::Always,
            QuoteStyle::NonNumeric => polars::prelude::QuoteStyle::NonNumeric,
            QuoteStyle::Never => polars::prelude::QuoteStyle::Never,
        }
    }
}
