//! PostgreSQL, through the `postgres` crate. Its client has an event loop of its own, which must not
//! run inside another one: so each call gets a thread.

mod copy;
mod value;

use polars::prelude::{DataFrame, DataType};
use postgres::error::ErrorPosition;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Config, NoTls};

use super::super::builder::{ColumnBuilder, OnMixed};
use super::super::cell::Cell;
use super::{IfExists, place, without_password};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;
use copy::Failure;
use value::{Decoded, Parameter, empty_type};

const ROWS_AT_ONCE: usize = 4096;
const CONNECT_WITHIN: std::time::Duration = std::time::Duration::from_secs(20);

/// See [`read_sql`](super::read_sql).
pub(super) fn read(url: &str, query: &str, parameters: &[Cell]) -> Result<DataFrame> {
    on_a_thread(url, |client| query_frame(client, url, query, parameters))
}

/// See [`write_sql`](super::write_sql).
pub(super) fn write(df: &DataFrame, url: &str, table: &str, if_exists: IfExists) -> Result<()> {
    let columns = copy::columns(df)?;
    on_a_thread(url, |client| {
        copy::write(client, table, &columns, df.height(), if_exists).map_err(|failure| match failure {
            Failure::Database(error) => explain(client, url, "", &error),
            Failure::Exists(table) => place::exists(&name(url), &table),
            Failure::Other(error) => error,
        })
    })
}

fn on_a_thread<T: Send>(url: &str, work: impl FnOnce(&mut Client) -> Result<T> + Send) -> Result<T> {
    let run = || {
        let mut config: Config =
            url.parse().map_err(|error: postgres::Error| connection_failed(url, &error))?;
        config.connect_timeout(CONNECT_WITHIN).application_name("ferrolab");
        let mut client = config.connect(NoTls).map_err(|error| connection_failed(url, &error))?;
        let result = work(&mut client);
        // The connection ends either way.
        let _ = client.close();
        result
    };
    std::thread::scope(|scope| scope.spawn(run).join())
        .unwrap_or_else(|_| Err(place::failed(&name(url), "the client stopped unexpectedly")))
}

fn query_frame(client: &mut Client, url: &str, query: &str, parameters: &[Cell]) -> Result<DataFrame> {
    let statement = match client.prepare(query) {
        Ok(statement) => statement,
        Err(error) => return Err(explain(client, url, query, &error)),
    };
    let expected = statement.params().len();
    if expected != parameters.len() {
        let reason =
            format!("the query has {expected} placeholders, but {} values are given", parameters.len());
        return Err(place::failed(&name(url), &reason));
    }
    let types: Vec<DataType> = statement.columns().iter().map(|column| empty_type(column.type_())).collect();
    let mut builders: Vec<ColumnBuilder> =
        statement.columns().iter().map(|column| ColumnBuilder::new(column.name(), OnMixed::Text)).collect();
    let values: Vec<Parameter<'_>> = parameters.iter().map(Parameter).collect();
    let (count, failure) = fill(client, &statement, &values, &mut builders)?;
    if let Some(error) = failure {
        return Err(explain(client, url, query, &error));
    }
    let columns: Result<Vec<_>> =
        builders.into_iter().zip(&types).map(|(builder, if_all_null)| builder.finish(if_all_null)).collect();
    Ok(DataFrame::new(count, place::unique(columns?))?)
}

/// Pushes all rows; the number of rows, and the database's error if there was one.
fn fill(
    client: &mut Client,
    statement: &postgres::Statement,
    values: &[Parameter<'_>],
    builders: &mut [ColumnBuilder],
) -> Result<(usize, Option<postgres::Error>)> {
    let mut count = 0;
    let mut rows = match client.query_raw(statement, values) {
        Ok(rows) => rows,
        Err(error) => return Ok((0, Some(error))),
    };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok((count, None)),
            Err(error) => return Ok((count, Some(error))),
        };
        for (index, builder) in builders.iter_mut().enumerate() {
            match row.try_get::<_, Decoded>(index) {
                Ok(Decoded(cell)) => builder.push(cell)?,
                Err(error) => return Ok((count, Some(error))),
            }
        }
        count += 1;
        if count % ROWS_AT_ONCE == 0 {
            check_interrupt()?;
        }
    }
}

fn name(url: &str) -> String {
    format!("PostgreSQL `{}`", without_password(url))
}

fn connection_failed(url: &str, error: &postgres::Error) -> Error {
    let mut failed = place::failed(&name(url), &full_message(error));
    if let Error::Sql { advice, .. } = &mut failed {
        *advice = " Check host, port, user, password and name of the database; connections without TLS only."
            .into();
    }
    failed
}

/// The server's message, or the chain of causes.
fn full_message(error: &postgres::Error) -> String {
    if let Some(server) = error.as_db_error() {
        let more = [server.detail(), server.hint(), server.where_()];
        let more: String = more.into_iter().flatten().map(|text| format!(" ({text})")).collect();
        return format!("{}{more}", server.message());
    }
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}

/// The error with its place in the query, and the tables or columns there are.
fn explain(client: &mut Client, url: &str, query: &str, error: &postgres::Error) -> Error {
    let reason = full_message(error);
    let server = error.as_db_error();
    let place = match server.and_then(|server| server.position()) {
        Some(ErrorPosition::Original(position)) => place::at_character(query, *position as usize),
        _ => String::new(),
    };
    let wanted =
        reason.split('"').nth(1).or_else(|| reason.strip_prefix("column ")?.split(' ').next()).unwrap_or("");
    let (suggestion, advice) = match server.map(|server| server.code().code()) {
        Some("42P01") => place::suggest(wanted, &known(client, "table_name", "tables"), "tables"),
        Some("42703") => place::suggest(wanted, &known(client, "column_name", "columns"), "columns"),
        _ => Default::default(),
    };
    place::told(&name(url), &reason, &place, suggestion, &advice)
}

fn known(client: &mut Client, column: &str, view: &str) -> Vec<String> {
    let query = format!(
        "select distinct {column}::text from information_schema.{view} \
         where table_schema not in ('pg_catalog', 'information_schema') order by 1"
    );
    let rows = client.query(query.as_str(), &[]).unwrap_or_default();
    rows.iter().filter_map(|row| row.try_get(0).ok()).collect()
}
