use crate::evaluator::scripted::ScriptedEvaluator;
use crate::protocol::connection;
use crate::server::{self, Settings};
use crate::session::history::History;

use super::*;

/// Runs cells in a live kernel with the scripted evaluator.
fn run(timeout: Option<Duration>, stop: &StopRequest, cells: &[&str]) -> Vec<(CellEnd, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::over_ipc(folder.path());
    let served = connection.clone();
    let server = std::thread::spawn(move || {
        let settings = Settings { history: History::at(None), ..Settings::default() };
        server::serve_with(&served, Box::new(ScriptedEvaluator::default()), settings).unwrap();
    });
    let mut client = KernelClient::connect(&connection).unwrap();
    client.wait_until_ready(Duration::from_secs(30)).unwrap();
    let mut kernel = LiveKernel::new(client, timeout, stop);
    let ends = cells
        .iter()
        .map(|code| {
            let mut types = Vec::new();
            let end = kernel.run_cell(code, None, false, &mut |msg_type, _| types.push(msg_type.to_owned()));
            (end, types)
        })
        .collect();
    kernel.end();
    server.join().unwrap();
    ends
}

#[test]
fn cells_end_as_their_replies_say() {
    let ends = run(None, &StopRequest::default(), &["print a", "fail Panic no"]);
    assert_eq!(
        ends[0],
        (CellEnd::Done, ["status", "execute_input", "stream", "status"].map(str::to_owned).to_vec())
    );
    assert!(
        matches!(&ends[1].0, CellEnd::Failed { ename, evalue, .. } if ename == "Panic" && evalue == "no")
    );
}

#[test]
fn a_cell_that_takes_too_long_is_interrupted_and_the_next_one_runs() {
    let ends = run(Some(Duration::from_millis(50)), &StopRequest::default(), &["wait", "print a"]);
    assert!(matches!(ends[0].0, CellEnd::TimedOut { .. }), "{ends:?}");
    assert!(ends[0].1.contains(&"error".to_owned()));
    assert_eq!(ends[1].0, CellEnd::Done);
}

#[test]
fn ctrl_c_interrupts_the_cell() {
    let stop = StopRequest::default();
    stop.ask();
    let ends = run(None, &stop, &["wait"]);
    assert_eq!(ends[0].0, CellEnd::Stopped);
}
