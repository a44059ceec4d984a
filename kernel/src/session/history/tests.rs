use super::*;
use crate::protocol::content::HistoryAccess;

fn ask(access: HistoryAccess) -> HistoryRequest {
    HistoryRequest { hist_access_type: access, ..HistoryRequest::default() }
}

/// What was found, as `session:line source [→ output]`.
fn found(history: &History, request: &HistoryRequest) -> Vec<String> {
    let show = |item| match item {
        HistoryItem::Input(session, line, source) => format!("{session}:{line} {source}"),
        HistoryItem::InputOutput(session, line, (source, output)) => {
            format!("{session}:{line} {source} → {}", output.as_deref().unwrap_or("nothing"))
        }
    };
    history.find(request).into_iter().map(show).collect()
}

/// Two sessions in one file: the first with `a`, `b = 2`, `a`; the second with `c`, `b = 3`.
fn two_sessions(directory: &Path) -> History {
    let path = directory.join("new").join("history.sqlite");
    let first = History::at(Some(path.clone()));
    first.input(1, "a");
    first.output(1, "1");
    first.input(2, "b = 2");
    first.input(3, "a");
    drop(first);
    let second = History::at(Some(path));
    second.input(1, "c");
    second.input(2, "b = 3");
    second
}

#[test]
fn tail_crosses_sessions_and_can_bring_outputs() {
    let directory = tempfile::tempdir().unwrap();
    let history = two_sessions(directory.path());
    let tail = HistoryRequest { n: Some(3), ..ask(HistoryAccess::Tail) };
    assert_eq!(found(&history, &tail), ["1:3 a", "2:1 c", "2:2 b = 3"]);
    let all = HistoryRequest { output: true, ..ask(HistoryAccess::Tail) };
    assert_eq!(found(&history, &all)[..2], ["1:1 a → 1", "1:2 b = 2 → nothing"]);
}

#[test]
fn range_is_of_one_session_and_half_open() {
    let directory = tempfile::tempdir().unwrap();
    let history = two_sessions(directory.path());
    assert_eq!(found(&history, &ask(HistoryAccess::Range)), ["2:1 c", "2:2 b = 3"]);
    let before = HistoryRequest { session: -1, start: 2, stop: Some(3), ..ask(HistoryAccess::Range) };
    assert_eq!(found(&history, &before), ["1:2 b = 2"]);
    let by_number = HistoryRequest { session: 1, start: 3, ..ask(HistoryAccess::Range) };
    assert_eq!(found(&history, &by_number), ["1:3 a"]);
}

#[test]
fn search_is_a_glob_with_the_latest_kept() {
    let directory = tempfile::tempdir().unwrap();
    let history = two_sessions(directory.path());
    let glob = HistoryRequest { pattern: Some("b = *".to_owned()), ..ask(HistoryAccess::Search) };
    assert_eq!(found(&history, &glob), ["1:2 b = 2", "2:2 b = 3"]);
    let latest = HistoryRequest { n: Some(1), ..glob };
    assert_eq!(found(&history, &latest), ["2:2 b = 3"]);
    let unique = HistoryRequest { unique: true, ..ask(HistoryAccess::Search) };
    assert_eq!(found(&history, &unique), ["1:2 b = 2", "1:3 a", "2:1 c", "2:2 b = 3"]);
}

#[test]
fn a_file_that_is_no_database_costs_nothing_but_the_past() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("history.sqlite");
    std::fs::write(&path, "this is not a database, and it is somebody's text").unwrap();
    let history = History::at(Some(path.clone()));
    history.input(1, "a");
    assert_eq!(found(&history, &ask(HistoryAccess::Tail)), ["1:1 a"]);
    assert!(std::fs::read_to_string(path).unwrap().starts_with("this is not"));
}
