//! The memory of an idle kernel and its child. RSS counts every page that a process has touched, also
//! those of libraries that others share; PSS divides a shared page among its users. Both are shown.
//! The compilers that Ferrolab keeps waiting for the next cell are counted apart: they are there to
//! be killed whenever memory is wanted.

use std::time::Duration;

use super::Group;
use super::cells::{Code, FIRST_FRAME_LARGE, LIBRARIES_OPEN, MODEL};
use super::contender::{Entrant, Field};
use super::processes::{Process, Role, tree};
use super::row::{Outcome, Row, Target, Unit};
use super::session::{BenchError, Session};
use super::statistics::Spread;

/// For threads and compilers in the background to come to rest.
const REST: Duration = Duration::from_secs(3);

struct Figure {
    name: &'static str,
    targets: &'static [Target],
    moment: Moment,
    counts: fn(Role) -> bool,
    amount: fn(&Process) -> f64,
}

#[derive(Clone, Copy)]
enum Moment {
    /// Libraries open, nothing done with them.
    Idle,
    /// A file has been read, a table shown, a model fitted.
    AfterWork,
}

/// The processes at both moments.
#[derive(Debug)]
struct Memory {
    idle: Vec<Process>,
    after_work: Vec<Process>,
}

const FIGURES: [Figure; 7] = [
    Figure {
        name: "kernel and its child, RSS",
        targets: &[Target::AtMost(200.0)],
        moment: Moment::Idle,
        counts: |role| role != Role::Compiler,
        amount: |process| process.rss,
    },
    Figure {
        name: "kernel and its child, PSS",
        targets: &[],
        moment: Moment::Idle,
        counts: |role| role != Role::Compiler,
        amount: |process| process.pss,
    },
    Figure {
        name: "… the kernel alone, RSS",
        targets: &[],
        moment: Moment::Idle,
        counts: |role| role == Role::Kernel,
        amount: |process| process.rss,
    },
    Figure {
        name: "… the child alone, RSS",
        targets: &[],
        moment: Moment::Idle,
        counts: |role| role == Role::Child,
        amount: |process| process.rss,
    },
    Figure {
        name: "waiting compiler, RSS",
        targets: &[],
        moment: Moment::Idle,
        counts: |role| role == Role::Compiler,
        amount: |process| process.rss,
    },
    Figure {
        name: "waiting compiler, PSS",
        targets: &[],
        moment: Moment::Idle,
        counts: |role| role == Role::Compiler,
        amount: |process| process.pss,
    },
    Figure {
        name: "kernel and its child after 10 MB of CSV and a model, RSS",
        targets: &[],
        moment: Moment::AfterWork,
        counts: |role| role != Role::Compiler,
        amount: |process| process.rss,
    },
];

pub fn rows(field: &Field, tell: &mut dyn FnMut(&str)) -> Vec<Row> {
    let mut columns = Vec::new();
    for (contender, entrant) in &field.places {
        let measured = entrant.as_ref().ok().map(|entrant| {
            tell(&format!("{}: memory", contender.title()));
            measure(entrant, field)
        });
        columns.push((*contender, measured));
    }
    let row = |figure: &Figure| Row {
        group: Group::Memory.title(),
        name: figure.name.to_owned(),
        unit: Unit::Megabytes,
        targets: figure.targets.to_vec(),
        outcomes: columns
            .iter()
            .map(|(contender, memory)| match memory {
                None => (*contender, Outcome::Absent),
                Some(Err(error)) => (*contender, Outcome::Failed(error.to_string())),
                Some(Ok(memory)) => (*contender, total(figure, memory)),
            })
            .collect(),
    };
    FIGURES.iter().map(row).collect()
}

fn total(figure: &Figure, memory: &Memory) -> Outcome {
    let processes = match figure.moment {
        Moment::Idle => &memory.idle,
        Moment::AfterWork => &memory.after_work,
    };
    let counted: Vec<f64> =
        processes.iter().filter(|process| (figure.counts)(process.role)).map(figure.amount).collect();
    if counted.is_empty() {
        Outcome::NotMeasured
    } else {
        Outcome::Measured(Spread::exact(counted.iter().sum()))
    }
}

fn measure(entrant: &Entrant, field: &Field) -> Result<Memory, BenchError> {
    let mut session = Session::start(entrant, field)?;
    let mut at_rest_after = |cells: &[Code]| {
        for code in cells.iter().filter_map(|cell| cell.of(entrant.contender)) {
            session.run(code)?;
        }
        std::thread::sleep(REST);
        tree(session.process_id())
    };
    let idle = at_rest_after(&[LIBRARIES_OPEN])?;
    // A kernel that has none of these cells has done no work.
    let does_work = FIRST_FRAME_LARGE.of(entrant.contender).is_some();
    let after_work = if does_work { at_rest_after(&[FIRST_FRAME_LARGE, MODEL])? } else { Vec::new() };
    session.end();
    Ok(Memory { idle, after_work })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_is_not_counted_with_the_kernel() {
        let process = |role, rss| Process { id: 1, parent: 0, role, rss, pss: rss / 2.0 };
        let processes =
            [process(Role::Kernel, 30.0), process(Role::Child, 60.0), process(Role::Compiler, 200.0)];
        let memory = Memory { idle: processes[..2].to_vec(), after_work: Vec::new() };
        assert_eq!(total(&FIGURES[4], &memory), Outcome::NotMeasured);
        let memory = Memory { idle: processes.to_vec(), after_work: processes.to_vec() };
        let totals: Vec<_> = FIGURES.iter().map(|figure| total(figure, &memory).median()).collect();
        assert_eq!(totals, [90.0, 45.0, 30.0, 60.0, 200.0, 100.0, 90.0].map(Some));
    }
}
