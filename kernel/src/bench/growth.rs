//! Whether a long session slows down: the same two cells at its beginning and at its end, after 100
//! variables and 50 functions have been defined. Each figure is the median of ten cells, and the very
//! first cell of the session is not among them, since it also waits for the kernel to warm up.

use super::Group;
use super::cells::{growth_function, growth_variable};
use super::contender::{Contender, Entrant, Field};
use super::row::{Outcome, Row, Target, Unit};
use super::session::{BenchError, Session, numbered};
use super::statistics::Spread;

const VARIABLES: usize = 100;
const FUNCTIONS: usize = 50;
const CELLS: usize = 200;
const SAMPLE: usize = 10;
const TARGET: Target = Target::AtMost(1.3);

/// What is measured at both ends. The second uses a variable and a function of the session.
const PROBES: [&str; 2] = ["1 + 1", "shift_0(number_0)"];

/// First and last median of a probe.
type Ends = (Spread, Spread);

pub fn rows(field: &Field, tell: &mut dyn FnMut(&str)) -> Vec<Row> {
    let mut columns = Vec::new();
    for (contender, entrant) in &field.places {
        // With polars each of evcxr's cells takes seconds.
        if *contender == Contender::EvcxrPolars {
            continue;
        }
        let ends = entrant.as_ref().ok().map(|entrant| {
            tell(&format!("{}: a session of {CELLS} cells", contender.title()));
            session(entrant, field)
        });
        columns.push((*contender, ends));
    }
    PROBES.iter().enumerate().flat_map(|(index, probe)| rows_of(index, probe, &columns)).collect()
}

type Column = (Contender, Option<Result<[Ends; 2], BenchError>>);

fn rows_of(index: usize, probe: &str, columns: &[Column]) -> [Row; 3] {
    let row = |what: String, unit, targets: &[Target], figure: fn(&Ends) -> Spread| Row {
        group: Group::Growth.title(),
        name: what,
        unit,
        targets: targets.to_vec(),
        outcomes: columns
            .iter()
            .map(|(contender, ends)| match ends {
                None => (*contender, Outcome::Absent),
                Some(Err(error)) => (*contender, Outcome::Failed(error.to_string())),
                Some(Ok(ends)) => (*contender, Outcome::Measured(figure(&ends[index]))),
            })
            .collect(),
    };
    [
        row(format!("`{probe}`, first cells"), Unit::Milliseconds, &[], |ends| ends.0),
        row(format!("`{probe}`, cell {CELLS}"), Unit::Milliseconds, &[], |ends| ends.1),
        row(format!("`{probe}`, cell {CELLS} : first"), Unit::Ratio, &[TARGET], |ends| {
            Spread::exact(ends.1.median / ends.0.median)
        }),
    ]
}

fn session(entrant: &Entrant, field: &Field) -> Result<[Ends; 2], BenchError> {
    let contender = entrant.contender;
    let mut session = Session::start(entrant, field)?;
    let mut cells = 0;
    let mut run = |code: &str| {
        cells += 1;
        session.run(&numbered(code, contender, cells)).map(|time| (time, cells))
    };
    run(PROBES[0])?;
    let first = ten(PROBES[0], &mut run)?;
    run(&growth_variable(contender, 0))?;
    run(&growth_function(contender, 0))?;
    run(PROBES[1])?;
    let first_call = ten(PROBES[1], &mut run)?;
    for index in 1..VARIABLES {
        run(&growth_variable(contender, index))?;
    }
    for index in 1..FUNCTIONS {
        run(&growth_function(contender, index))?;
    }
    while run("2 + 2")?.1 < CELLS - 2 * SAMPLE {}
    let ends = [(first, ten(PROBES[0], &mut run)?), (first_call, ten(PROBES[1], &mut run)?)];
    session.end();
    Ok(ends)
}

fn ten(
    probe: &str,
    run: &mut impl FnMut(&str) -> Result<(f64, usize), BenchError>,
) -> Result<Spread, BenchError> {
    let times: Vec<f64> = (0..SAMPLE).map(|_| run(probe).map(|(time, _)| time)).collect::<Result<_, _>>()?;
    Ok(Spread::of(&times).unwrap_or(Spread::exact(f64::NAN)))
}
