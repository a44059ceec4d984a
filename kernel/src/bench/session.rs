//! One running kernel of a contender, and how long its cells take: from the request to the reply and
//! the idle status, as a front end waits for them.

use std::time::{Duration, Instant};

use super::contender::{Contender, Entrant, Field};
use crate::client::{ClientError, Exchange, ExecuteOptions, KernelClient, LaunchOptions};

/// Stock evcxr builds its dependencies in a cell.
const LONGEST_CELL: Duration = Duration::from_secs(3600);
const LONGEST_START: Duration = Duration::from_secs(120);
const LONGEST_END: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    #[error("cannot write the files that the cells read: {source}")]
    Data { source: std::io::Error },
    #[error("cannot read {}: {source}", path.display())]
    Notebook { path: std::path::PathBuf, source: std::io::Error },
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("{ename}: {evalue} (in `{code}`)")]
    Cell { code: String, ename: String, evalue: String },
    #[error("nothing was shown by `{code}`")]
    NothingShown { code: String },
    #[error("cannot read the memory of process {process}: {source}")]
    Memory { process: u32, source: std::io::Error },
}

pub struct Session {
    client: KernelClient,
    begun: Instant,
}

impl Session {
    /// Starts a kernel and runs what it needs before anything else.
    pub fn start(entrant: &Entrant, field: &Field) -> Result<Self, BenchError> {
        let options = LaunchOptions { directory: Some(field.folder.clone()), timeout: LONGEST_START };
        let begun = Instant::now();
        let client = KernelClient::start(&entrant.command, &options)?;
        let mut session = Self { client, begun };
        for code in &entrant.opening {
            session.run(code)?;
        }
        Ok(session)
    }

    /// From the start of the process to its first answer, in milliseconds.
    pub fn answered_after(&self) -> f64 {
        milliseconds(self.client.answered_at().map_or(Duration::MAX, |at| at - self.begun))
    }

    /// Since the start of the process, in milliseconds.
    pub fn age(&self) -> f64 {
        milliseconds(self.begun.elapsed())
    }

    pub fn process_id(&self) -> u32 {
        self.client.process_id().unwrap_or_default()
    }

    /// Runs a cell; the time that it took, in milliseconds.
    pub fn run(&mut self, code: &str) -> Result<f64, BenchError> {
        self.execute(code).map(|(time, _)| time)
    }

    /// As [`Self::run`], for a cell that prints a number last; that number too.
    pub fn run_printing(&mut self, code: &str) -> Result<(f64, f64), BenchError> {
        let (time, exchange) = self.execute(code)?;
        let text: String = exchange
            .messages
            .iter()
            .filter(|(kind, content)| kind == "stream" && content["name"] == "stdout")
            .filter_map(|(_, content)| content["text"].as_str())
            .collect();
        let number = text.trim().lines().last().and_then(|line| line.trim().parse().ok());
        let number = number.ok_or_else(|| BenchError::NothingShown { code: first_line(code) })?;
        Ok((time, number))
    }

    /// As [`Self::run`], for a cell that must show something: a cell that silently does nothing
    /// would be the fastest of all.
    pub fn show(&mut self, code: &str) -> Result<f64, BenchError> {
        let (time, exchange) = self.execute(code)?;
        let shows = |kind: &str| matches!(kind, "execute_result" | "display_data" | "stream");
        if exchange.messages.iter().any(|(kind, _)| shows(kind)) {
            Ok(time)
        } else {
            Err(BenchError::NothingShown { code: first_line(code) })
        }
    }

    fn execute(&mut self, code: &str) -> Result<(f64, Exchange), BenchError> {
        let options = ExecuteOptions { timeout: Some(LONGEST_CELL), ..ExecuteOptions::default() };
        let begun = Instant::now();
        let exchange = self.client.execute(code, &options)?;
        let time = milliseconds(begun.elapsed());
        // evcxr replies `ok` to a cell that panicked, but sends an `error` message.
        let failure = exchange.messages.iter().find(|(kind, _)| kind == "error").map(|(_, content)| content);
        match failure.or((exchange.reply["status"] != "ok").then_some(&exchange.reply)) {
            None => Ok((time, exchange)),
            Some(content) => {
                let text = |field: &str| content[field].as_str().unwrap_or_default().to_owned();
                Err(BenchError::Cell { code: first_line(code), ename: text("ename"), evalue: text("evalue") })
            }
        }
    }

    /// Ends the kernel; one that does not end is killed.
    pub fn end(self) {
        let _ = self.client.shutdown(LONGEST_END);
    }
}

/// The same cell again, but not the same text, so that nobody can have kept its answer.
pub fn numbered(code: &str, contender: Contender, number: usize) -> String {
    let is_python = matches!(contender, Contender::Ipykernel | Contender::PythonPolars);
    let comment = if is_python { "#" } else { "//" };
    format!("{code}\n{comment} {number}")
}

fn first_line(code: &str) -> String {
    code.lines().next().unwrap_or_default().to_owned()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_cell_differs_by_a_comment_of_its_language() {
        assert_eq!(numbered("1 + 1", Contender::Ferrolab, 3), "1 + 1\n// 3");
        assert_eq!(numbered("1 + 1", Contender::Ipykernel, 3), "1 + 1\n# 3");
    }
}
