//! A live kernel as the runner uses it: one cell after the other, with a time limit and an ear for
//! Ctrl-C.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::{ClientError, ExecuteOptions, KernelClient, Pending};

use super::execute::{CellEnd, CellKernel};
use super::stop::StopRequest;

/// How often a wait looks for Ctrl-C and the time limit.
const TICK: Duration = Duration::from_millis(50);
/// What an interrupted cell gets to come to its end.
const AFTER_INTERRUPT: Duration = Duration::from_secs(10);
/// What a kernel gets to end properly.
const SHUTDOWN: Duration = Duration::from_secs(5);

pub(super) struct LiveKernel<'a> {
    client: KernelClient,
    timeout: Option<Duration>,
    stop: &'a StopRequest,
}

impl<'a> LiveKernel<'a> {
    pub(super) fn new(client: KernelClient, timeout: Option<Duration>, stop: &'a StopRequest) -> Self {
        stop.guard(client.process_id());
        Self { client, timeout, stop }
    }

    /// Ends the kernel. How it takes that is no matter of the notebook's.
    pub(super) fn end(self) {
        self.stop.guard(None);
        if let Err(error) = self.client.shutdown(SHUTDOWN) {
            tracing::debug!(%error, "kernel did not shut down properly");
        }
    }

    fn follow(
        &mut self,
        pending: &mut Pending,
        on_message: &mut dyn FnMut(&str, &Value),
    ) -> Result<Option<Cut>, ClientError> {
        loop {
            let mut pass =
                |message: &crate::protocol::Message| on_message(message.msg_type(), &message.content);
            if self.client.poll(pending, TICK, &mut pass)? {
                return Ok(None);
            }
            if self.stop.is_requested() {
                return Ok(Some(Cut::Stop));
            }
            if self.timeout.is_some_and(|timeout| pending.elapsed() >= timeout) {
                return Ok(Some(Cut::Time));
            }
        }
    }

    /// Interrupts the cell and follows it to its end.
    fn cut_short(
        &mut self,
        pending: &mut Pending,
        on_message: &mut dyn FnMut(&str, &Value),
    ) -> Result<(), ClientError> {
        self.client.interrupt()?;
        let mut pass = |message: &crate::protocol::Message| on_message(message.msg_type(), &message.content);
        let begun = Instant::now();
        match self.client.finish(pending, Some(AFTER_INTERRUPT), &mut pass) {
            Err(ClientError::Timeout { .. }) => Err(ClientError::Timeout {
                expected: "end of the interrupted cell".to_owned(),
                waited: begun.elapsed(),
            }),
            other => other,
        }
    }

    fn run(
        &mut self,
        code: &str,
        next: Option<&str>,
        stop_on_error: bool,
        on_message: &mut dyn FnMut(&str, &Value),
    ) -> Result<CellEnd, ClientError> {
        let options =
            ExecuteOptions { stop_on_error, next_code: next.map(str::to_owned), ..ExecuteOptions::default() };
        let mut pending = self.client.begin_execute(code, &options)?;
        let cut = self.follow(&mut pending, on_message)?;
        let after = pending.elapsed();
        if cut.is_some() {
            self.cut_short(&mut pending, on_message)?;
        }
        // Late output of earlier cells is nobody's any more.
        self.client.take_unclaimed();
        Ok(match cut {
            Some(Cut::Time) => CellEnd::TimedOut { after },
            Some(Cut::Stop) => CellEnd::Stopped,
            None if self.stop.is_requested() => CellEnd::Stopped,
            None => from_reply(&pending.reply.unwrap_or(Value::Null)),
        })
    }
}

enum Cut {
    Time,
    Stop,
}

impl CellKernel for LiveKernel<'_> {
    fn run_cell(
        &mut self,
        code: &str,
        next: Option<&str>,
        stop_on_error: bool,
        on_message: &mut dyn FnMut(&str, &Value),
    ) -> CellEnd {
        self.run(code, next, stop_on_error, on_message)
            .unwrap_or_else(|error| CellEnd::KernelLost { reason: error.to_string() })
    }
}

fn from_reply(reply: &Value) -> CellEnd {
    if reply["status"] == "ok" {
        return CellEnd::Done;
    }
    let text = |field: &str, otherwise: &str| reply[field].as_str().unwrap_or(otherwise).to_owned();
    let lines = reply["traceback"].as_array().map_or(&[][..], Vec::as_slice);
    CellEnd::Failed {
        ename: text("ename", reply["status"].as_str().unwrap_or("Error")),
        evalue: text("evalue", ""),
        traceback: lines.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests;
