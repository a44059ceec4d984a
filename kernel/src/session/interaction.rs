//! A running cell may ask for a line, the person may answer or interrupt: one place where the
//! three meet, whatever their order.

use std::sync::mpsc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::evaluator::InputError;

#[derive(Debug, Default)]
pub struct Interaction {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Since the cell began. An interrupt that comes a moment before the cell asks must not be lost,
    /// or the cell waits for an answer that nobody will give.
    interrupted: bool,
    asking: Option<mpsc::Sender<Result<String, InputError>>>,
}

impl Interaction {
    /// A new cell begins: what was meant for the one before is forgotten.
    pub fn begin(&self) {
        *self.lock() = State::default();
    }

    pub fn interrupted(&self) -> bool {
        self.lock().interrupted
    }

    /// Wakes the cell if it waits for an answer, now or later.
    pub fn interrupt(&self) {
        let mut state = self.lock();
        state.interrupted = true;
        reply(&mut state, Err(InputError::Interrupted));
    }

    /// Waits for an answer to the question that `ask` puts to the front end.
    ///
    /// # Errors
    /// When an interrupt comes first.
    pub fn ask(&self, ask: impl FnOnce()) -> Result<String, InputError> {
        let (answer, wait) = mpsc::channel();
        {
            let mut state = self.lock();
            if state.interrupted {
                return Err(InputError::Interrupted);
            }
            state.asking = Some(answer);
        }
        ask();
        wait.recv().unwrap_or(Err(InputError::Interrupted))
    }

    /// An answer has come; false if nobody asked.
    pub fn answer(&self, value: String) -> bool {
        reply(&mut self.lock(), Ok(value))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn reply(state: &mut State, answer: Result<String, InputError>) -> bool {
    state.asking.take().is_some_and(|asking| asking.send(answer).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_reaches_the_question_and_only_once() {
        let interaction = Interaction::default();
        assert!(!interaction.answer("too early".to_owned()));
        let answer = interaction.ask(|| assert!(interaction.answer("yes".to_owned())));
        assert_eq!(answer, Ok("yes".to_owned()));
        assert!(!interaction.answer("too late".to_owned()));
    }

    #[test]
    fn an_interrupt_before_the_question_counts_and_a_new_cell_forgets_it() {
        let interaction = Interaction::default();
        interaction.interrupt();
        assert_eq!(interaction.ask(|| unreachable!()), Err(InputError::Interrupted));
        interaction.begin();
        assert_eq!(interaction.ask(|| interaction.interrupt()), Err(InputError::Interrupted));
    }
}
