//! SQL over frames, by polars' own engine: `sql!("select city, avg(price) from df group by city", df)?`.
//!
//! A macro of this kind cannot read the names of tables out of a string, so the frames follow the
//! query; each is a table called like its variable.

use polars::prelude::{DataFrame, IntoLazy, LazyFrame, PolarsError};
use polars::sql::SQLContext;

use crate::error::{Error, Result, Suggestion};

/// Runs a query over frames, each a table called like its variable: `sql!("select …", df, other)?`,
/// or under another name: `sql!("select …", sales = frames[0])?`. Gives a `DataFrame`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Oslo", "Rome", "Oslo"], "price" => [3.0, 2.0, 5.0])?;
/// let country = df!("city" => ["Oslo", "Rome"], "land" => ["Norway", "Italy"])?;
/// let means = sql!(
///     "select land, avg(price) as price from df join country using (city) group by land order by land",
///     df,
///     country
/// )?;
/// assert_eq!(means.column_array("price")?, array![2.0, 4.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As the function [`sql`](crate::frame::sql).
#[macro_export]
macro_rules! sql {
    (@tables [$($done:tt)*]) => { &[$($done)*] };
    (@tables [$($done:tt)*] $name:ident = $frame:expr $(, $($rest:tt)*)?) => {
        $crate::sql!(@tables [$($done)* (::std::stringify!($name), &$frame),] $($($rest)*)?)
    };
    (@tables [$($done:tt)*] $name:ident $(, $($rest:tt)*)?) => {
        $crate::sql!(@tables [$($done)* (::std::stringify!($name), &$name),] $($($rest)*)?)
    };
    ($query:expr $(, $($tables:tt)*)?) => {
        $crate::frame::sql($query, $crate::sql!(@tables [] $($($tables)*)?))
    };
}

/// What a query can read: a frame, eager or lazy.
pub trait SqlTable {
    /// The rows, not yet read.
    fn table(&self) -> LazyFrame;
}

impl SqlTable for DataFrame {
    fn table(&self) -> LazyFrame {
        self.clone().lazy()
    }
}

impl SqlTable for LazyFrame {
    fn table(&self) -> LazyFrame {
        self.clone()
    }
}

impl<T: SqlTable> SqlTable for &T {
    fn table(&self) -> LazyFrame {
        (*self).table()
    }
}

/// Runs a query over named tables; the macro `sql!` takes the names from the variables.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("x" => [1, 2, 3])?;
/// assert_eq!(sql("select sum(x) as total from t", &[("t", &df)])?.column_array("total")?, array![6.0]);
/// let error = sql("select * from u", &[("t", &df)]).unwrap_err().to_string();
/// assert!(error.starts_with("there is no table `u`."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TableNotFound`] with the tables given, [`Error::ColumnNotFound`] with the nearest name,
/// [`Error::Query`] with the place in the query, polars' own while it runs.
pub fn sql(query: &str, tables: &[(&str, &dyn SqlTable)]) -> Result<DataFrame> {
    let mut context = SQLContext::new();
    let mut columns = Vec::new();
    for (name, table) in tables {
        let mut table = table.table();
        for column in table.collect_schema()?.iter_names() {
            columns.push(column.to_string());
        }
        context.register(name, table);
    }
    let result = context.execute(query).and_then(LazyFrame::collect);
    let tables: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    result.map_err(|error| explained(error, query, &tables, &columns))
}

/// polars' error about a query, or about an expression if that is empty, with the names that there are.
pub(super) fn explained(error: PolarsError, query: &str, tables: &[&str], columns: &[String]) -> Error {
    let error = without_context(error);
    let message = match &error {
        PolarsError::ColumnNotFound(name) => {
            let known: Vec<&str> = columns.iter().map(String::as_str).collect();
            return Error::column_not_found(column_name(name), &known);
        }
        PolarsError::SQLInterface(message) | PolarsError::SQLSyntax(message) => message.to_string(),
        _ => return error.into(),
    };
    let quoted = |prefix: &str| Some(message.split_once(prefix)?.1.split_once('\'')?.0.to_owned());
    if let Some(table) = quoted("relation '").filter(|_| message.contains("was not found")) {
        return Error::TableNotFound {
            suggestion: Suggestion::nearest(&table, tables.iter().copied()),
            available: tables.iter().map(ToString::to_string).collect(),
            table,
        };
    }
    if let Some(name) = quoted("no column named '") {
        let known: Vec<&str> = columns.iter().map(String::as_str).collect();
        return Error::column_not_found(&name, &known);
    }
    let place = place(&message, query);
    let reason = message.strip_prefix("sql parser error: ").unwrap_or(&message).to_owned();
    Error::Query { reason, place }
}

/// The cause beneath polars' notes about the plan.
fn without_context(error: PolarsError) -> PolarsError {
    match error {
        PolarsError::Context { error, .. } | PolarsError::ExprContext { error, .. } => {
            without_context(*error)
        }
        other => other,
    }
}

/// polars says either the bare name or a sentence with it in quotes or at its beginning.
fn column_name(message: &str) -> &str {
    let first_line = message.lines().next().unwrap_or_default();
    match first_line.split('"').nth(1) {
        Some(quoted) => quoted,
        None => first_line.split_whitespace().next().unwrap_or_default().trim_matches(['\'', '`', ';', ',']),
    }
}

/// The line of the query with a mark beneath, if the parser says where.
fn place(message: &str, query: &str) -> String {
    let number = |label: &str| -> Option<usize> {
        let rest = message.rsplit_once(label)?.1.trim_start();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let (Some(line), Some(column)) = (number("Line:"), number("Column:")) else { return String::new() };
    let Some(text) = query.lines().nth(line.saturating_sub(1)) else { return String::new() };
    format!("\n{text}\n{}^", " ".repeat(column.saturating_sub(1)))
}
