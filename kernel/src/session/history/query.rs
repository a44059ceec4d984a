//! The three kinds of `history_request` as SQL.

use rusqlite::{Connection, Row, params};

use crate::protocol::content::{HistoryAccess, HistoryItem, HistoryRequest};

/// Unlimited, as SQLite writes it.
const ALL: i64 = -1;

pub(super) fn find(
    connection: &Connection,
    current: i64,
    request: &HistoryRequest,
) -> rusqlite::Result<Vec<HistoryItem>> {
    match request.hist_access_type {
        HistoryAccess::Range => range(connection, current, request),
        HistoryAccess::Tail => tail(connection, request),
        HistoryAccess::Search => search(connection, request),
    }
}

/// Lines of one session, from `start` up to but without `stop`.
fn range(
    connection: &Connection,
    current: i64,
    request: &HistoryRequest,
) -> rusqlite::Result<Vec<HistoryItem>> {
    // Sessions up to 0 count back from this one.
    let session = if request.session > 0 { request.session } else { current + request.session };
    let mut statement = connection.prepare(
        "SELECT session, line, source, output FROM history
         WHERE session = ?1 AND line >= ?2 AND line < ?3 ORDER BY line",
    )?;
    let stop = request.stop.unwrap_or(i64::MAX);
    statement.query_map(params![session, request.start, stop], |row| item(row, request.output))?.collect()
}

/// The latest, of all sessions.
fn tail(connection: &Connection, request: &HistoryRequest) -> rusqlite::Result<Vec<HistoryItem>> {
    let mut statement = connection.prepare(
        "SELECT * FROM (
            SELECT session, line, source, output FROM history ORDER BY session DESC, line DESC LIMIT ?1
         ) ORDER BY session, line",
    )?;
    statement.query_map(params![limit(request)], |row| item(row, request.output))?.collect()
}

/// The latest that match a glob; if each is wanted once, its latest use.
fn search(connection: &Connection, request: &HistoryRequest) -> rusqlite::Result<Vec<HistoryItem>> {
    // SQLite promises that the bare columns beside a max() come from the row that has it.
    let matching = if request.unique {
        "SELECT session, line, source, output, max(session * 4294967296 + line) FROM history
         WHERE source GLOB ?1 GROUP BY source"
    } else {
        "SELECT session, line, source, output FROM history WHERE source GLOB ?1"
    };
    let mut statement = connection.prepare(&format!(
        "SELECT * FROM ({matching} ORDER BY session DESC, line DESC LIMIT ?2) ORDER BY session, line"
    ))?;
    let pattern = request.pattern.as_deref().unwrap_or("*");
    statement.query_map(params![pattern, limit(request)], |row| item(row, request.output))?.collect()
}

fn limit(request: &HistoryRequest) -> i64 {
    request.n.map_or(ALL, i64::from)
}

fn item(row: &Row<'_>, output: bool) -> rusqlite::Result<HistoryItem> {
    let (session, line, source) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(if output {
        HistoryItem::InputOutput(session, line, (source, row.get(3)?))
    } else {
        HistoryItem::Input(session, line, source)
    })
}
