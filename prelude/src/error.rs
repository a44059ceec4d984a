//! What can go wrong in a notebook, told so that the reader knows what to do next.
//!
//! Every variant carries its facts in named fields and its message says three things: what was
//! expected, what was given, what to try. Functions of the prelude check their input before they
//! call a library, so that a library's panic or terse error never reaches a cell.

mod suggest;

pub use suggest::Suggestion;

use polars::prelude::PolarsError;

use crate::runtime::Interrupted;

/// Any failure of a prelude function.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("there is no file `{path}` (looked in `{folder}`).{suggestion}")]
    FileNotFound { path: String, folder: String, suggestion: Suggestion },

    #[error("cannot read `{path}` as {format}: {source}.{advice}")]
    Read {
        path: String,
        format: &'static str,
        source: Box<dyn std::error::Error + Send + Sync>,
        advice: String,
    },

    #[error(
        "cannot write `{path}` as {format}: {source}. Check that the folder exists and may be written to."
    )]
    Write { path: String, format: &'static str, source: Box<dyn std::error::Error + Send + Sync> },

    #[error("there is no column `{column}`.{suggestion} The columns are: {}.", listed(.available))]
    ColumnNotFound { column: String, available: Vec<String>, suggestion: Suggestion },

    #[error(
        "{what} must hold numbers, but it holds {dtype}. Convert it first: numbers that were read as text with `df.to_numeric(&[\"…\"])?`, categories with `OneHotEncoder`."
    )]
    NotNumeric { what: String, dtype: String },

    #[error(
        "{what} has {nulls} missing {} among its {rows} rows. Drop them with `df.drop_missing()?`, or fill them, for example with `df.fill_missing(&[\"…\"], Fill::Median)?`.", values(*.nulls)
    )]
    MissingValues { what: String, nulls: usize, rows: usize },

    #[error(
        "{what} has a value that is not finite: {value} in row {row}. Drop or replace such values first."
    )]
    NotFinite { what: String, value: f64, row: usize },

    #[error("{what} is empty: expected at least {expected}.")]
    Empty { what: String, expected: &'static str },

    #[error("{left} has {left_length} {} but {right} has {right_length}: both must have one per sample.", values(*.left_length))]
    LengthMismatch { left: String, left_length: usize, right: String, right_length: usize },

    #[error("{what} has shape {}, expected {expected}.", shape(.given))]
    Shape { what: String, given: Vec<usize>, expected: String },

    #[error(
        "the features have shape {} and the target has {target_length} {}: both must have one row per sample.", shape(.features), values(*.target_length)
    )]
    SampleMismatch { features: Vec<usize>, target_length: usize },

    #[error(
        "this {model} was fitted with {expected} {} and cannot use {given}: give it the same columns in the same order.", features(*.expected)
    )]
    FeatureCount { model: &'static str, expected: usize, given: usize },

    #[error(
        "this {model} was fitted with the features {} but was given {}: give it the same columns in the same order.", listed(.expected), listed(.given)
    )]
    FeatureNames { model: &'static str, expected: Vec<String>, given: Vec<String> },

    #[error(
        "{model} needs at least two classes, but every sample is of class `{class}`. Look at how the data was filtered or split."
    )]
    SingleClass { model: &'static str, class: String },

    #[error(
        "{what} holds {given} distinct values, which looks like a quantity rather than classes (at most {limit}). Use a regression model, or group the values first."
    )]
    TooManyClasses { what: String, given: usize, limit: usize },

    #[error(
        "{left} holds {left_kind} but {right} holds {right_kind}: compare labels with labels or numbers with numbers."
    )]
    LabelKinds { left: String, left_kind: &'static str, right: String, right_kind: &'static str },

    #[error("{owner}: `{parameter}` is {value}, but it must be {expected}.")]
    Parameter { owner: &'static str, parameter: &'static str, value: String, expected: String },

    #[error("{what} needs at least {needed} {unit}, but there {} only {given}.", are(*.given))]
    TooFew { what: String, needed: usize, unit: &'static str, given: usize },

    #[error("{what} is the same in every sample, so there is nothing to learn from. {advice}")]
    Constant { what: String, advice: &'static str },

    #[error("{model} could not be fitted: {reason}. {advice}")]
    Fit { model: &'static str, reason: String, advice: &'static str },

    #[error("{what} uses the name `{name}` twice: every name must be its own.")]
    DuplicateName { what: &'static str, name: String },

    #[error(
        "these columns do not hold numbers: {}. Encode or drop them, or name the features with `Dataset::from_frame`.", typed(.columns)
    )]
    NotNumericColumns { columns: Vec<(String, String)> },

    #[error(transparent)]
    Interrupted(#[from] Interrupted),

    #[error(transparent)]
    Polars(#[from] PolarsError),

    #[error("column `{column}` must hold {expected}, but it holds {given}. {advice}")]
    ColumnType { column: String, expected: String, given: String, advice: &'static str },

    #[error(
        "{what} has the value `{category}` in row {row}, which was not there at the fit: known are {}. {advice}", listed(.known)
    )]
    UnknownCategory { what: String, category: String, row: usize, known: Vec<String>, advice: &'static str },

    #[error(
        "arrays of shapes {} and {} do not go together: compared from the last axis, lengths must be equal or one of them 1, but {} meets {}.{advice}", shape(.left), shape(.right), lengths.0, lengths.1
    )]
    Broadcast { left: Vec<usize>, right: Vec<usize>, lengths: (usize, usize), advice: &'static str },

    #[error("{operation}: the matrix of shape {} {problem}. {advice}", shape(.given))]
    Matrix { operation: &'static str, given: Vec<usize>, problem: String, advice: &'static str },

    #[error("{what} do not go together: {left} holds {left_type} but {right} holds {right_type}. {advice}")]
    ColumnTypes {
        what: Box<str>,
        left: Box<str>,
        left_type: Box<str>,
        right: Box<str>,
        right_type: Box<str>,
        advice: Box<str>,
    },

    #[error(
        "{what} must be unique, but {key} comes {rows} times. Drop or aggregate the repeated rows first."
    )]
    DuplicateKeys { what: String, key: String, rows: usize },

    #[error("row {row} of column `{column}` is {given}, but {expected} was asked for. {advice}")]
    CellValue { row: usize, column: String, given: String, expected: &'static str, advice: String },

    #[error("there is no table `{table}`.{suggestion} The tables given are: {}.", listed(.available))]
    TableNotFound { table: String, available: Vec<String>, suggestion: Suggestion },

    #[error("the query cannot be understood: {reason}{place}")]
    Query { reason: String, place: String },

    #[error(
        "cannot read `{path}` as {format}: line {line}, column `{column}`: `{value}` is no {expected}.{advice}"
    )]
    Cell {
        path: Box<str>,
        format: &'static str,
        line: usize,
        column: Box<str>,
        value: Box<str>,
        expected: Box<str>,
        advice: &'static str,
    },

    #[error("cannot download `{address}`: {reason}.{advice}")]
    Download { address: String, reason: String, advice: String },

    #[error("column `{column}` holds {expected}, but row {row} has {given}: give the column one type.")]
    MixedTypes { column: String, row: usize, expected: &'static str, given: String },

    #[error("{database}: {reason}.{place}{suggestion}{advice}")]
    Sql { database: Box<str>, reason: Box<str>, place: Box<str>, suggestion: Suggestion, advice: Box<str> },

    #[error("row {row}{}: {reason}.", in_column(.column.as_deref()))]
    Convert { row: usize, column: Option<String>, reason: String },

    #[error("column `{column}` has {bad} {} that cannot be read as {kind}: {examples}. {advice}", values(*.bad))]
    Unconvertible { column: String, kind: &'static str, bad: usize, examples: String, advice: String },

    #[error(
        "the dates of column `{column}` are ambiguous: {reason}. Say which it is with `parse_dates_with(&[\"{column}\"], DateOrder::DayFirst)` or `DateOrder::MonthFirst`."
    )]
    AmbiguousDates { column: String, reason: String },

    #[error(
        "{owner} needs values that are never below zero, but {what} is {value} in row {row}. Shift or scale such features first, for example to 0 … 1."
    )]
    Negative { owner: &'static str, what: String, value: f64, row: usize },

    #[error("{model} cannot tell the probabilities of classes. {advice}")]
    NoProbabilities { model: &'static str, advice: &'static str },

    #[error("{model} does not take sample weights. Leave them out, or repeat the samples that count more.")]
    SampleWeights { model: &'static str },

    #[error("{owner} has no parameter `{path}`.{suggestion} It has: {}.", listed(.available))]
    ParameterNotFound { owner: String, path: String, available: Vec<String>, suggestion: Suggestion },

    #[error("{owner}: the parameter `{path}` cannot be {value}: {reason}.")]
    ParameterValue { owner: String, path: String, value: String, reason: String },

    #[error("none of {candidates} candidates could be fitted and judged; the first failed so: {reason}")]
    Search { candidates: usize, reason: String },
}

/// What the prelude's own functions return.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A column that a table lacks, with the nearest name that it has.
    pub(crate) fn column_not_found(column: &str, available: &[&str]) -> Self {
        Self::ColumnNotFound {
            column: column.to_owned(),
            suggestion: Suggestion::nearest(column, available.iter().copied()),
            available: available.iter().map(ToString::to_string).collect(),
        }
    }

    pub(crate) fn empty(what: impl Into<String>, expected: &'static str) -> Self {
        Self::Empty { what: what.into(), expected }
    }

    pub(crate) fn parameter(
        owner: &'static str,
        parameter: &'static str,
        value: impl std::fmt::Display,
        expected: impl Into<String>,
    ) -> Self {
        Self::Parameter { owner, parameter, value: format!("{value}"), expected: expected.into() }
    }
}

/// At most a dozen names, since a frame may have thousands of columns.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut text = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" … ({} in all)", names.len()));
    }
    if text.is_empty() { "none".to_owned() } else { text }
}

/// Names with their types.
fn typed(columns: &[(String, String)]) -> String {
    columns.iter().map(|(name, dtype)| format!("`{name}` ({dtype})")).collect::<Vec<_>>().join(", ")
}

fn in_column(column: Option<&str>) -> String {
    column.map(|column| format!(", column `{column}`")).unwrap_or_default()
}

fn shape(dimensions: &[usize]) -> String {
    let inner = dimensions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    format!("({inner})")
}

fn values(count: usize) -> &'static str {
    if count == 1 { "value" } else { "values" }
}

fn features(count: usize) -> &'static str {
    if count == 1 { "feature" } else { "features" }
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
