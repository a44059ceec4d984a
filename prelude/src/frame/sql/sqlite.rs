//! SQLite. Values carry their own types, whatever the column; what a frame needs is taken from the
//! values, and from the declared type where SQLite has no type of that kind.

mod declared;
mod insert;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use polars::prelude::{Column, DataFrame};
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::super::builder::{ColumnBuilder, OnMixed};
use super::super::cell::Cell;
use super::super::read::{checked_path, expand_home};
use super::{IfExists, place};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// Rows between two looks at the interrupt flag.
const ROWS_AT_ONCE: usize = 4096;

/// A file, or the notebook's database in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Memory,
    File(PathBuf),
}

impl Place {
    /// The place that an address means. As in SQLAlchemy, `sqlite:///x.db` is relative and
    /// `sqlite:////x.db` absolute; where only the absolute folder exists, three slashes will do.
    pub(super) fn of(url: &str) -> Option<Self> {
        let extension =
            Path::new(url).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let Some(rest) = url.strip_prefix("sqlite:") else {
            let plain = !url.contains("://") && matches!(extension, "db" | "sqlite" | "sqlite3" | "db3");
            return plain.then(|| Self::File(expand_home(Path::new(url))));
        };
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if matches!(path, "" | "/" | ":memory:" | "/:memory:") {
            return Some(Self::Memory);
        }
        let Some(relative) = path.strip_prefix('/') else {
            return Some(Self::File(expand_home(Path::new(path))));
        };
        let has_folder = |path: &str| {
            Path::new(path).parent().is_some_and(|folder| folder.as_os_str().is_empty() || folder.is_dir())
        };
        let absolute = !relative.starts_with('/') && !has_folder(relative) && has_folder(path);
        Some(Self::File(expand_home(Path::new(if absolute { path } else { relative }))))
    }

    fn name(&self) -> String {
        match self {
            Self::Memory => "SQLite in memory".to_owned(),
            Self::File(path) => format!("SQLite `{}`", path.display()),
        }
    }
}

/// An open database.
enum Opened {
    Memory(MutexGuard<'static, Connection>),
    File(Connection),
}

impl Opened {
    fn connection(&self) -> &Connection {
        match self {
            Self::Memory(connection) => connection,
            Self::File(connection) => connection,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IfMissing {
    Fail,
    Create,
}

fn open(place: &Place, if_missing: IfMissing) -> Result<Opened> {
    static MEMORY: OnceLock<Mutex<Connection>> = OnceLock::new();
    let failed = |error: rusqlite::Error| place::failed(&place.name(), &error.to_string());
    match place {
        Place::Memory => {
            if MEMORY.get().is_none() {
                // If two threads are here at once, one connection is dropped unused.
                let _ = MEMORY.set(Mutex::new(Connection::open_in_memory().map_err(failed)?));
            }
            let memory =
                MEMORY.get().ok_or_else(|| place::failed(&place.name(), "it could not be opened"))?;
            Ok(Opened::Memory(memory.lock().unwrap_or_else(PoisonError::into_inner)))
        }
        Place::File(path) => {
            let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            if if_missing == IfMissing::Create {
                flags |= OpenFlags::SQLITE_OPEN_CREATE;
            } else {
                checked_path(path)?;
            }
            let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
            connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(failed)?;
            Ok(Opened::File(connection))
        }
    }
}

/// See [`read_sql`](super::read_sql).
pub(super) fn read(place: &Place, query: &str, parameters: &[Cell]) -> Result<DataFrame> {
    let opened = open(place, IfMissing::Fail)?;
    let connection = opened.connection();
    let explain = |error: rusqlite::Error| explain(connection, place, query, &error);
    let mut statement = connection.prepare(query).map_err(explain)?;
    let expected = statement.parameter_count();
    if expected != parameters.len() {
        let reason =
            format!("the query has {expected} placeholders, but {} values are given", parameters.len());
        return Err(place::failed(&place.name(), &reason));
    }
    let declared = declared::types(connection, query);
    let mut builders: Vec<ColumnBuilder> =
        statement.column_names().into_iter().map(|name| ColumnBuilder::new(name, OnMixed::Text)).collect();
    let mut rows = statement.query(rusqlite::params_from_iter(parameters)).map_err(explain)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(explain)? {
        for (index, builder) in builders.iter_mut().enumerate() {
            builder.push(cell(row.get_ref(index).map_err(explain)?))?;
        }
        count += 1;
        if count % ROWS_AT_ONCE == 0 {
            check_interrupt()?;
        }
    }
    let columns: Result<Vec<Column>> = builders
        .into_iter()
        .enumerate()
        .map(|(index, builder)| declared::column(builder, declared.get(index).and_then(Option::as_deref)))
        .collect();
    Ok(DataFrame::new(count, place::unique(columns?))?)
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Int(value),
        ValueRef::Real(value) => Cell::Float(value),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Binary(bytes.to_vec()),
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Integer(i64::from(*value)),
            Self::Int(value) => Value::Integer(*value),
            Self::UInt(value) => Value::Real(*value as f64),
            Self::Float(value) => Value::Real(*value),
            Self::Binary(bytes) => Value::Blob(bytes.clone()),
            other => Value::Text(other.to_string()),
        }))
    }
}

/// See [`write_sql`](super::write_sql).
pub(super) fn write(df: &DataFrame, place: &Place, table: &str, if_exists: IfExists) -> Result<()> {
    let columns = insert::columns(df)?;
    let opened = open(place, IfMissing::Create)?;
    let connection = opened.connection();
    let explain = |error: rusqlite::Error| explain(connection, place, "", &error);
    // Given up on an early return, so that nothing is half written.
    let transaction = connection.unchecked_transaction().map_err(explain)?;
    if exists(connection, table) && if_exists == IfExists::Fail {
        return Err(place::exists(&place.name(), table));
    }
    if if_exists == IfExists::Replace {
        connection.execute_batch(&insert::drop_statement(table)).map_err(explain)?;
    }
    connection.execute_batch(&insert::create_statement(table, &columns)).map_err(explain)?;
    let mut statement = connection.prepare(&insert::statement(table, &columns)).map_err(explain)?;
    for row in 0..df.height() {
        let values = columns.iter().map(|column| column.cells.get(row));
        statement.execute(rusqlite::params_from_iter(values)).map_err(explain)?;
        if row % ROWS_AT_ONCE == 0 {
            check_interrupt()?;
        }
    }
    drop(statement);
    transaction.commit().map_err(explain)
}

fn exists(connection: &Connection, table: &str) -> bool {
    let (schema, name) = table.split_once('.').unwrap_or(("main", table));
    connection.table_exists(Some(schema), name).unwrap_or(false)
}

/// The error with its place in the query, and the tables or columns there are.
fn explain(connection: &Connection, database: &Place, query: &str, error: &rusqlite::Error) -> Error {
    let (reason, place) = match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => (
            msg.clone(),
            usize::try_from(*offset).map(|byte| place::at_byte(query, byte)).unwrap_or_default(),
        ),
        rusqlite::Error::SqliteFailure(_, Some(message)) => (message.clone(), String::new()),
        other => (other.to_string(), String::new()),
    };
    // SQLite does not tell where a table's name is.
    let named = reason.strip_prefix("no such table: ").and_then(|table| query.find(table));
    let place = if place.is_empty() { named.map(|byte| place::at_byte(query, byte)) } else { Some(place) };
    let place = place.unwrap_or_default();
    let known = |sql: &str| -> Vec<String> {
        let names = connection.prepare(sql).and_then(|mut statement| {
            statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
        });
        names.unwrap_or_default()
    };
    let (suggestion, advice) = if let Some(wanted) = reason.strip_prefix("no such table: ") {
        let tables = known("select name from sqlite_master where type in ('table', 'view') order by name");
        place::suggest(wanted, &tables, "tables")
    } else if let Some(wanted) = reason.strip_prefix("no such column: ") {
        let columns = known(
            "select distinct c.name from sqlite_master m join pragma_table_info(m.name) c where m.type in ('table', 'view')",
        );
        place::suggest(wanted, &columns, "columns")
    } else {
        Default::default()
    };
    place::told(&database.name(), &reason, &place, suggestion, &advice)
}
