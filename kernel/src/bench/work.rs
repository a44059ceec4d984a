//! Work on data that is large for one machine: time, and the most memory that it took. Each task is
//! done three times in one kernel; what it needs is made ready before the clock starts.

mod tasks;

use super::Group;
use super::contender::{Contender, Entrant, Field};
use super::processes::{forget_peaks, peak};
use super::row::{Outcome, Row, Unit};
use super::session::{BenchError, Session, numbered};
use super::statistics::Spread;
use tasks::{TASKS, Task};

const REPEATS: usize = 3;

/// Time and memory of one task.
type Pair = [Outcome; 2];

pub fn rows(field: &Field, tell: &mut dyn FnMut(&str)) -> Vec<Row> {
    let mut columns = Vec::new();
    for (contender, entrant) in &field.places {
        let outcomes = match entrant {
            Err(_) => vec![[Outcome::Absent, Outcome::Absent]; TASKS.len()],
            Ok(entrant) => column(entrant, field, tell),
        };
        columns.push((*contender, outcomes));
    }
    TASKS.iter().enumerate().flat_map(|(index, task)| rows_of(task, index, &columns)).collect()
}

fn rows_of(task: &Task, index: usize, columns: &[(Contender, Vec<Pair>)]) -> [Row; 2] {
    let row = |which: usize, name: String, unit, targets: &[_]| Row {
        group: Group::Work.title(),
        name,
        unit,
        targets: targets.to_vec(),
        outcomes: columns.iter().map(|(of, outcomes)| (*of, outcomes[index][which].clone())).collect(),
    };
    [
        row(0, task.name.to_owned(), Unit::Milliseconds, task.targets),
        row(1, "… most memory meanwhile".to_owned(), Unit::Megabytes, &[]),
    ]
}

/// All tasks of one contender. A kernel that died is followed by another.
fn column(entrant: &Entrant, field: &Field, tell: &mut dyn FnMut(&str)) -> Vec<Pair> {
    let failed = |error: &BenchError| [0, 1].map(|_| Outcome::Failed(error.to_string()));
    let mut session = None;
    let mut outcomes = Vec::new();
    for task in &TASKS {
        tell(&format!("{}: {}", entrant.contender.title(), task.name));
        let started = match session.take() {
            Some(session) => Ok(session),
            None => Session::start(entrant, field),
        };
        let pair = started.and_then(|mut running| {
            let pair = measure(&mut running, task, entrant.contender)?;
            session = Some(running);
            Ok(pair)
        });
        outcomes.push(pair.unwrap_or_else(|error| failed(&error)));
    }
    if let Some(session) = session {
        session.end();
    }
    outcomes
}

fn measure(session: &mut Session, task: &Task, contender: Contender) -> Result<Pair, BenchError> {
    let Some(code) = task.cell.of(contender) else {
        return Ok([Outcome::NotMeasured, Outcome::NotMeasured]);
    };
    if let Some(setup) = task.setup.of(contender) {
        session.run(setup)?;
    }
    forget_peaks(session.process_id())?;
    let mut times = Vec::new();
    for number in 0..REPEATS {
        times.push(session.run(&numbered(code, contender, number))?);
    }
    let memory = Spread::exact(peak(session.process_id())?);
    Ok([Spread::of(&times).map_or(Outcome::NotMeasured, Outcome::Measured), Outcome::Measured(memory)])
}
