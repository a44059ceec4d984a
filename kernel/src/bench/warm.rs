//! Small cells in a kernel that has been running for a while, twice: back to back, as "Run all" sends
//! them, and with a pause in between, as a person does. Ferrolab prepares the next compiler call
//! while a cell is being compiled, so that the two differ.

use std::time::Duration;

use super::Group;
use super::cells::{Scenario, WARM};
use super::contender::{Contender, Entrant, Field};
use super::row::{Outcome, Row, Unit};
use super::session::{BenchError, Session, numbered};
use super::statistics::Spread;

const PAUSE: Duration = Duration::from_millis(400);
/// Before the figures count: the first run of a cell may load what later ones find loaded.
const UNCOUNTED: usize = 1;

pub fn rows(field: &Field, repeats: usize, tell: &mut dyn FnMut(&str)) -> Vec<Row> {
    let mut columns = Vec::new();
    for (contender, entrant) in &field.places {
        let outcomes = match entrant {
            Err(_) => vec![[Outcome::Absent, Outcome::Absent]; WARM.len()],
            Ok(entrant) => column(entrant, field, repeats, tell),
        };
        columns.push((*contender, outcomes));
    }
    WARM.iter().enumerate().flat_map(|(index, scenario)| pair_of_rows(scenario, index, &columns)).collect()
}

fn pair_of_rows(scenario: &Scenario, index: usize, columns: &[(Contender, Vec<[Outcome; 2]>)]) -> [Row; 2] {
    [(0, "back to back"), (1, "0.4 s apart")].map(|(mode, manner)| Row {
        group: Group::Warm.title(),
        name: format!("{}, {manner}", scenario.name),
        unit: Unit::Milliseconds,
        targets: scenario.targets.to_vec(),
        outcomes: columns
            .iter()
            .map(|(contender, outcomes)| (*contender, outcomes[index][mode].clone()))
            .collect(),
    })
}

/// All scenarios of one contender, in one kernel.
fn column(entrant: &Entrant, field: &Field, repeats: usize, tell: &mut dyn FnMut(&str)) -> Vec<[Outcome; 2]> {
    let failed = |error: &BenchError| [0, 1].map(|_| Outcome::Failed(error.to_string()));
    let title = entrant.contender.title();
    let mut session = match Session::start(entrant, field) {
        Ok(session) => session,
        Err(error) => return vec![failed(&error); WARM.len()],
    };
    let mut outcomes = Vec::new();
    for scenario in &WARM {
        tell(&format!("{title}: {}", scenario.name));
        let pair = measure(&mut session, scenario, entrant.contender, repeats);
        outcomes.push(pair.unwrap_or_else(|error| failed(&error)));
    }
    session.end();
    outcomes
}

fn measure(
    session: &mut Session,
    scenario: &Scenario,
    contender: Contender,
    repeats: usize,
) -> Result<[Outcome; 2], BenchError> {
    let Some(code) = scenario.cell.of(contender) else {
        return Ok([Outcome::NotMeasured, Outcome::NotMeasured]);
    };
    for setup in scenario.setup.iter().filter_map(|setup| setup.of(contender)) {
        session.run(setup)?;
    }
    let mut series = |pause: Duration| -> Result<Outcome, BenchError> {
        let mut times = Vec::new();
        for number in 0..UNCOUNTED + repeats {
            std::thread::sleep(pause);
            let code = numbered(code, contender, number);
            let time = if scenario.shows { session.show(&code)? } else { session.run(&code)? };
            if number >= UNCOUNTED {
                times.push(time);
            }
        }
        Ok(Spread::of(&times).map_or(Outcome::NotMeasured, Outcome::Measured))
    };
    Ok([series(Duration::ZERO)?, series(PAUSE)?])
}
