//! Inputs and outputs of this session and of earlier ones, in a small SQLite file of the person's.
//!
//! History is a comfort, so nothing about it can fail a cell or a kernel: a file that cannot be
//! opened or has become unreadable is replaced by one in memory, with a line in the log. It is
//! opened when first needed, after the kernel has answered its first request.

mod query;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, params};

use crate::protocol::content::{HistoryItem, HistoryRequest};

/// Where the history is, if not in the data directory; `:memory:` for nowhere.
pub const PATH_VARIABLE: &str = "FERROLAB_HISTORY";

pub struct History {
    path: Option<PathBuf>,
    store: Mutex<Option<Store>>,
}

struct Store {
    connection: Connection,
    session: i64,
}

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, start TEXT);
    CREATE TABLE IF NOT EXISTS history (
        session INTEGER, line INTEGER, source TEXT, output TEXT, PRIMARY KEY (session, line)
    );
";

impl History {
    /// The history at the place that the environment or the platform names.
    pub fn of_user() -> Self {
        let path = match std::env::var_os(PATH_VARIABLE) {
            Some(path) => Some(PathBuf::from(path)),
            None => dirs::data_dir().map(|data| data.join("ferrolab").join("history.sqlite")),
        };
        Self::at(path.filter(|path| path != Path::new(":memory:")))
    }

    /// The history in a file, or in memory only.
    pub fn at(path: Option<PathBuf>) -> Self {
        Self { path, store: Mutex::new(None) }
    }

    /// A cell has begun.
    pub fn input(&self, line: u32, source: &str) {
        self.with(|store| {
            store.connection.execute(
                "INSERT OR REPLACE INTO history (session, line, source) VALUES (?1, ?2, ?3)",
                params![store.session, line, source],
            )
        });
    }

    /// A cell has ended with a result.
    pub fn output(&self, line: u32, output: &str) {
        self.with(|store| {
            store.connection.execute(
                "UPDATE history SET output = ?3 WHERE session = ?1 AND line = ?2",
                params![store.session, line, output],
            )
        });
    }

    /// What a request asks for, oldest first.
    pub fn find(&self, request: &HistoryRequest) -> Vec<HistoryItem> {
        self.with(|store| query::find(&store.connection, store.session, request)).unwrap_or_default()
    }

    /// Works on the store, opening it if need be; a broken one is replaced for the next time.
    fn with<T>(&self, work: impl FnOnce(&Store) -> rusqlite::Result<T>) -> Option<T> {
        let mut slot = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            *slot = self.open();
        }
        match work(slot.as_ref()?) {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::warn!(%error, "the history cannot be used");
                None
            }
        }
    }

    fn open(&self) -> Option<Store> {
        if let Some(path) = &self.path {
            match Store::open(path) {
                Ok(store) => return Some(store),
                Err(error) => {
                    tracing::warn!(%error, path = %path.display(), "no history file, keeping it in memory");
                }
            }
        }
        let opened = Connection::open_in_memory().and_then(Store::begin);
        opened.inspect_err(|error| tracing::warn!(%error, "no history")).ok()
    }
}

impl Store {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        if let Some(directory) = path.parent() {
            // If this fails, opening says why.
            let _ = std::fs::create_dir_all(directory);
        }
        Self::begin(Connection::open(path)?)
    }

    fn begin(connection: Connection) -> rusqlite::Result<Self> {
        // Several kernels share the file; and a power cut may cost the last lines, which is cheaper
        // than waiting for the disk in every cell.
        connection.busy_timeout(Duration::from_millis(500))?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.execute_batch(SCHEMA)?;
        connection.execute("INSERT INTO sessions (start) VALUES (datetime('now'))", [])?;
        let session = connection.last_insert_rowid();
        Ok(Self { connection, session })
    }
}

#[cfg(test)]
mod tests;
