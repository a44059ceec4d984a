//! Databases: a query's result as a frame, a frame as a table. SQLite is built in; PostgreSQL is
//! spoken over the network.

mod place;
mod postgres;
mod sqlite;

use polars::prelude::DataFrame;

use super::cell::Cell;
use crate::error::{Error, Result};

/// What happens if the table that is to be written exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum IfExists {
    /// An error; the table stays as it is.
    #[default]
    Fail,
    /// The rows are added; columns are matched by name.
    Append,
    /// The old table is dropped.
    Replace,
}

/// The result of an SQL query as a frame.
///
/// The address is `sqlite:///path.db` (or the path of a file), `sqlite::memory:` (one database for
/// the whole notebook), or `postgres://user:password@host:port/database`.
///
/// Numbers, text, booleans, dates, times and bytes keep their types; `NUMERIC` becomes `f64`. SQLite
/// knows only integers, reals, text and blobs: booleans, dates and times are recognised by the type
/// declared for the column. A statement without result, such as `DELETE`, gives an empty frame.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let cities = df!("city" => ["Oslo", "Rome"], "t" => [3.5, 17.0])?;
/// write_sql(&cities, "sqlite::memory:", "doc_cities", IfExists::Replace)?;
/// let warm = read_sql("sqlite::memory:", "select city from doc_cities where t > 10")?;
/// assert_eq!(warm.column("city")?.str()?.get(0), Some("Rome"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Sql`] with the place in the query and the nearest table or column that exists, never
/// with the password; [`Error::FileNotFound`]; [`Error::Parameter`] for an address of another kind.
pub fn read_sql(url: &str, query: &str) -> Result<DataFrame> {
    read(url, query, &[])
}

/// As [`read_sql`], with values for the placeholders of the query: `?` or `?1` in SQLite, `$1` in
/// PostgreSQL. So text is never taken for SQL.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # write_sql(&df!("t" => [3.5, 17.0])?, "sqlite::memory:", "doc_with", IfExists::Replace)?;
/// let warm = read_sql_with("sqlite::memory:", "select * from doc_with where t > ?", &[10.into()])?;
/// assert_eq!(warm.height(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read_sql`]; [`Error::Sql`] if the number of values is not that of the placeholders.
pub fn read_sql_with(url: &str, query: &str, parameters: &[Cell]) -> Result<DataFrame> {
    read(url, query, parameters)
}

/// Saves a frame as a table of a database; all rows or none.
///
/// The table may be named with its schema, `sales.orders`. Names are quoted, so that any will do.
/// In SQLite, NaN is stored as a null.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("day" => [1, 2], "sales" => [9.5, 11.0])?;
/// write_sql(&df, "sqlite::memory:", "doc_sales", IfExists::Replace)?;
/// write_sql(&df, "sqlite::memory:", "doc_sales", IfExists::Append)?;
/// assert_eq!(read_sql("sqlite::memory:", "select * from doc_sales")?.height(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Sql`] if the table exists and is to stay, or has other columns;
/// [`Error::Parameter`] for a column of a type that the database lacks.
pub fn write_sql(df: &DataFrame, url: &str, table: &str, if_exists: IfExists) -> Result<()> {
    if df.width() == 0 {
        return Err(Error::empty("the frame", "one column"));
    }
    match Database::of(url)? {
        Database::Sqlite(place) => sqlite::write(df, &place, table, if_exists),
        Database::Postgres(url) => postgres::write(df, url, table, if_exists),
    }
}

fn read(url: &str, query: &str, parameters: &[Cell]) -> Result<DataFrame> {
    match Database::of(url)? {
        Database::Sqlite(place) => sqlite::read(&place, query, parameters),
        Database::Postgres(url) => postgres::read(url, query, parameters),
    }
}

/// Which database an address means.
enum Database<'a> {
    Sqlite(sqlite::Place),
    Postgres(&'a str),
}

impl<'a> Database<'a> {
    fn of(url: &'a str) -> Result<Self> {
        let lower = url.to_lowercase();
        if lower.starts_with("postgres://") || lower.starts_with("postgresql://") {
            return Ok(Self::Postgres(url));
        }
        if let Some(place) = sqlite::Place::of(url) {
            return Ok(Self::Sqlite(place));
        }
        let expected = "`sqlite:///path.db`, `sqlite::memory:` or `postgres://user:password@host/database`";
        Err(Error::parameter("SQL", "url", format!("`{}`", without_password(url)), expected))
    }
}

/// The address as it may be printed.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = match rest.rsplit_once('@') {
        Some((login, host)) => format!("{}@{host}", login.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    let shown = match rest.split_once('?') {
        Some((place, options)) if options.to_lowercase().contains("password") => place.to_owned(),
        _ => rest,
    };
    format!("{scheme}://{shown}")
}

/// `"orders"`, or `"sales"."orders"` for `sales.orders`: quoted as both databases quote names.
fn quoted_table(table: &str) -> String {
    table.split('.').map(quoted_name).collect::<Vec<_>>().join(".")
}

fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
