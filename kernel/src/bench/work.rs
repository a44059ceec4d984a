//! Work on data that is large for one machine, and models on data of some size. Each task is done
//! three times in one kernel; what it needs is made ready before the clock starts. Three figures
//! tell of it: the whole cell as a person waits for it, compiling included; the work alone, by a clock
//! in the cell; and the most memory meanwhile.

mod charts;
mod models;
mod tasks;

use super::Group;
use super::cells::Code;
use super::contender::{Contender, Entrant, Field};
use super::processes::{forget_peaks, peak};
use super::row::{Outcome, Row, Target, Unit};
use super::session::{BenchError, Session};
use super::statistics::Spread;

const REPEATS: usize = 3;

/// What is done, as a person would write it in each language.
pub struct Task {
    pub name: &'static str,
    /// Run once beforehand.
    pub setup: Code,
    pub cell: Code,
    /// What the work alone should reach.
    pub targets: &'static [Target],
}

/// The whole cell, the work alone, memory.
type Figures = [Outcome; 3];

pub fn rows(group: Group, field: &Field, tell: &mut dyn FnMut(&str)) -> Vec<Row> {
    let charts = if group == Group::Charts { charts::tasks() } else { Vec::new() };
    let tasks: &[Task] = match group {
        Group::Charts => &charts,
        Group::Models => &models::TASKS,
        _ => &tasks::TASKS,
    };
    let mut columns = Vec::new();
    for (contender, entrant) in &field.places {
        let outcomes = match entrant {
            Err(_) => tasks.iter().map(|_| [(); 3].map(|()| Outcome::Absent)).collect(),
            Ok(entrant) => column(tasks, entrant, field, tell),
        };
        columns.push((*contender, outcomes));
    }
    let all = tasks.iter().enumerate();
    all.flat_map(|(index, task)| rows_of(group, task, index, &columns)).collect()
}

fn rows_of(group: Group, task: &Task, index: usize, columns: &[(Contender, Vec<Figures>)]) -> [Row; 3] {
    let row = |which: usize, name: &str, unit, targets: &[_]| Row {
        group: group.title(),
        name: name.to_owned(),
        unit,
        targets: targets.to_vec(),
        outcomes: columns.iter().map(|(of, outcomes)| (*of, outcomes[index][which].clone())).collect(),
    };
    [
        row(1, task.name, Unit::Milliseconds, task.targets),
        row(0, "… the whole cell", Unit::Milliseconds, &[]),
        row(2, "… most memory meanwhile", Unit::Megabytes, &[]),
    ]
}

/// All tasks of one contender. A kernel that died is followed by another.
fn column(tasks: &[Task], entrant: &Entrant, field: &Field, tell: &mut dyn FnMut(&str)) -> Vec<Figures> {
    let failed = |error: &BenchError| [0, 1, 2].map(|_| Outcome::Failed(error.to_string()));
    let mut session = None;
    let mut outcomes = Vec::new();
    for task in tasks {
        tell(&format!("{}: {}", entrant.contender.title(), task.name));
        let started = match session.take() {
            Some(session) => Ok(session),
            None => Session::start(entrant, field),
        };
        let figures = started.and_then(|mut running| {
            let figures = measure(&mut running, task, entrant.contender);
            session = Some(running);
            figures
        });
        outcomes.push(figures.unwrap_or_else(|error| failed(&error)));
    }
    if let Some(session) = session {
        session.end();
    }
    outcomes
}

fn measure(session: &mut Session, task: &Task, contender: Contender) -> Result<Figures, BenchError> {
    let Some(code) = task.cell.of(contender) else {
        return Ok([0, 1, 2].map(|_| Outcome::NotMeasured));
    };
    if let Some(setup) = task.setup.of(contender) {
        session.run(setup)?;
    }
    forget_peaks(session.process_id())?;
    let (mut cells, mut alone) = (Vec::new(), Vec::new());
    for number in 0..REPEATS {
        let (cell, work) = session.run_printing(&clocked(code, contender, number))?;
        cells.push(cell);
        alone.push(work);
    }
    let memory = Spread::exact(peak(session.process_id())?);
    let of = |times: &[f64]| Spread::of(times).map_or(Outcome::NotMeasured, Outcome::Measured);
    Ok([of(&cells), of(&alone), Outcome::Measured(memory)])
}

/// The cell with a clock around it that prints milliseconds. Each time another text, so that nobody
/// can have kept the answer.
fn clocked(code: &str, contender: Contender, number: usize) -> String {
    if matches!(contender, Contender::Ipykernel | Contender::PythonPolars) {
        return format!(
            "import time; started = time.perf_counter()  # {number}\n{code}\nprint((time.perf_counter() - started) * 1e3)"
        );
    }
    let bound = if code.starts_with("let ") { code.to_owned() } else { format!("let answer = {code};") };
    format!(
        "let started = Instant::now(); // {number}\n{bound}\nprintln!(\"{{}}\", started.elapsed().as_secs_f64() * 1e3);"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_cell_to_be_measured_against() {
        for task in tasks::TASKS.iter().chain(&models::TASKS).chain(&charts::tasks()) {
            for target in task.targets {
                let Target::Faster { than, .. } = target else { continue };
                assert!(task.cell.of(*than).is_some(), "{}: {than:?}", task.name);
            }
        }
    }

    #[test]
    fn a_clock_stands_around_the_work_of_each_language() {
        assert_eq!(
            clocked("1 + 1", Contender::Ferrolab, 3),
            "let started = Instant::now(); // 3\nlet answer = 1 + 1;\nprintln!(\"{}\", started.elapsed().as_secs_f64() * 1e3);"
        );
        let python = clocked("x = f()", Contender::Ipykernel, 0);
        assert!(python.lines().nth(1) == Some("x = f()") && python.ends_with("* 1e3)"), "{python}");
    }
}
