//! How soon a new kernel answers, and how soon it has shown a data frame. The contenders take turns,
//! so that a slow minute of the machine is shared by all.

use super::Group;
use super::cells::{Code, FIRST_FRAME_LARGE, FIRST_FRAME_SMALL};
use super::contender::{Contender, Entrant, Field};
use super::row::{Outcome, Row, Target, Unit};
use super::session::{BenchError, Session};
use super::statistics::Spread;

/// evcxr needs many seconds each time.
const MOST_EVCXR_STARTS: usize = 3;

struct Figure {
    name: &'static str,
    targets: &'static [Target],
    /// None: only the start itself is measured.
    cell: Option<Code>,
}

const SOONER: Target = Target::Faster { times: 1.0, than: Contender::Ipykernel };
const FIGURES: [Figure; 3] = [
    Figure { name: "process start → `kernel_info_reply`", targets: &[Target::AtMost(150.0)], cell: None },
    Figure {
        name: "start → first data frame, CSV of 150 rows",
        targets: &[Target::AtMost(1500.0), SOONER],
        cell: Some(FIRST_FRAME_SMALL),
    },
    Figure {
        name: "start → first data frame, CSV of 10 MB",
        targets: &[Target::AtMost(1500.0), SOONER],
        cell: Some(FIRST_FRAME_LARGE),
    },
];

pub fn rows(field: &Field, starts: usize, tell: &mut dyn FnMut(&str)) -> Vec<Row> {
    FIGURES.iter().map(|figure| row(figure, field, starts, tell)).collect()
}

fn row(figure: &Figure, field: &Field, starts: usize, tell: &mut dyn FnMut(&str)) -> Row {
    tell(figure.name);
    let mut samples: Vec<Result<Vec<f64>, Outcome>> =
        field.places.iter().map(|(contender, entrant)| takes_part(figure, *contender, entrant)).collect();
    // The first round is not counted: it brings the files into memory.
    for round in 0..=starts {
        for ((contender, entrant), sample) in field.places.iter().zip(&mut samples) {
            let (Ok(entrant), Ok(times)) = (entrant, sample.as_mut()) else { continue };
            let is_evcxr = matches!(contender, Contender::Evcxr | Contender::EvcxrPolars);
            if is_evcxr && round > MOST_EVCXR_STARTS {
                continue;
            }
            match once(figure, entrant, field) {
                Ok(time) if round > 0 => times.push(time),
                Ok(_) => {}
                Err(error) => *sample = Err(Outcome::Failed(error.to_string())),
            }
        }
    }
    let outcome = |sample: Result<Vec<f64>, Outcome>| match sample {
        Ok(times) => Spread::of(&times).map_or(Outcome::NotMeasured, Outcome::Measured),
        Err(outcome) => outcome,
    };
    let contenders = field.places.iter().map(|(contender, _)| *contender);
    Row {
        group: Group::Start.title(),
        name: figure.name.to_owned(),
        unit: Unit::Milliseconds,
        targets: figure.targets.to_vec(),
        outcomes: contenders.zip(samples.into_iter().map(outcome)).collect(),
    }
}

fn takes_part(
    figure: &Figure,
    contender: Contender,
    entrant: &Result<Entrant, String>,
) -> Result<Vec<f64>, Outcome> {
    match entrant {
        Err(_) => Err(Outcome::Absent),
        // The bare start is the same program as evcxr's own.
        Ok(_) if figure.cell.is_none() && contender == Contender::EvcxrPolars => Err(Outcome::NotMeasured),
        Ok(_) if figure.cell.is_some_and(|code| code.of(contender).is_none()) => Err(Outcome::NotMeasured),
        Ok(_) => Ok(Vec::new()),
    }
}

fn once(figure: &Figure, entrant: &Entrant, field: &Field) -> Result<f64, BenchError> {
    let mut session = Session::start(entrant, field)?;
    let time = match figure.cell.and_then(|code| code.of(entrant.contender)) {
        None => session.answered_after(),
        Some(code) => {
            session.show(code)?;
            session.age()
        }
    };
    session.end();
    Ok(time)
}
