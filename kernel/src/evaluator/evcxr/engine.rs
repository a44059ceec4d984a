//! evcxr's life: it is started behind the scenes, since that takes about a second, and waited for by
//! the first cell.

use std::mem;
use std::thread::{self, JoinHandle};

use super::session::Session;
use super::workplace::Workplace;
use crate::evaluator::EvaluationError;
use crate::evaluator::direct::failure;
use crate::prelude_store::{Prelude, PreludeError};

pub enum Engine {
    Missing(EvaluationError),
    NotStarted(Box<Place>),
    Starting(Box<Place>, JoinHandle<Result<Session, evcxr::Error>>),
    /// The session comes first, since its files are in the other.
    Started(Box<Session>, Box<Place>),
}

/// What evcxr works with and where.
pub struct Place {
    prelude: Prelude,
    workplace: Workplace,
}

impl Engine {
    /// Only the main thread may call this, before any other has started; see [`Workplace::create`].
    pub fn new(prelude: Result<Prelude, PreludeError>) -> Self {
        let prelude = prelude.map_err(|error| EvaluationError::new("PreludeMissing", error.to_string()));
        let place = prelude.and_then(|prelude| {
            let workplace =
                Workplace::create(&prelude).map_err(|error| failure::of_temporary_directory(&error))?;
            Ok(Place { prelude, workplace })
        });
        place.map_or_else(Self::Missing, |place| Self::NotStarted(Box::new(place)))
    }

    /// Starts evcxr without waiting for it.
    pub fn start(&mut self) {
        *self = match self.take() {
            Self::NotStarted(place) => {
                let (prelude, wrapper) = (place.prelude.clone(), place.workplace.wrapper());
                let start = move || Session::start(&prelude, &wrapper.to_string_lossy());
                Self::Starting(place, thread::spawn(start))
            }
            other => other,
        };
    }

    /// evcxr, started if need be. A start that failed is tried again by the next cell.
    ///
    /// # Errors
    /// What keeps it from starting.
    pub fn session(&mut self) -> Result<&mut Session, EvaluationError> {
        self.start();
        if let Self::Starting(..) = self {
            self.wait_for_start()?;
        }
        match self {
            Self::Started(session, _) => Ok(session),
            Self::Missing(error) => Err(error.clone()),
            Self::NotStarted(_) | Self::Starting(..) => Err(not_started("it is still on its way")),
        }
    }

    fn wait_for_start(&mut self) -> Result<(), EvaluationError> {
        let Self::Starting(place, starting) = self.take() else { return Ok(()) };
        let problem = match starting.join() {
            Ok(Ok(session)) => {
                *self = Self::Started(Box::new(session), place);
                return Ok(());
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its thread panicked".to_owned(),
        };
        *self = Self::NotStarted(place);
        Err(not_started(problem.trim()))
    }

    /// The session, if there is one.
    pub fn running(&self) -> Option<&Session> {
        if let Self::Started(session, _) = self { Some(session) } else { None }
    }

    /// Lets cells await.
    ///
    /// # Errors
    /// When evcxr does not start, or cargo refuses.
    pub fn provide_tokio(&mut self) -> Result<(), EvaluationError> {
        self.session()?;
        let Self::Started(session, place) = self else { return Ok(()) };
        session.provide_tokio(&place.workplace).map_err(|error| failure::command(error.to_string()))
    }

    /// Ends the child and removes its files.
    pub fn shut_down(&mut self) {
        if let Self::Starting(_place, starting) = self.take() {
            // Its builds write where the files are removed.
            drop(starting.join());
        }
    }

    fn take(&mut self) -> Self {
        mem::replace(self, Self::Missing(not_started("it has been shut down")))
    }
}

fn not_started(problem: &str) -> EvaluationError {
    EvaluationError::new("CompilerFailure", format!("evcxr does not run: {problem}"))
}
