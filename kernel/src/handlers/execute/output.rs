//! Where a running cell's output goes: to the publisher, about the request that runs it.

use std::sync::Arc;

use crate::display::{self, Output};
use crate::evaluator::{InputError, OutputSink};
use crate::handlers::Kernel;
use crate::iopub::{Publication, STREAM_LIMIT};
use crate::protocol::content::{ClearOutput, DisplayData, InputRequest, Shown, Transient, UpdateDisplayData};
use crate::protocol::route::Caller;

pub struct CellOutput {
    pub kernel: Arc<Kernel>,
    pub caller: Caller,
    /// The request said `silent`: nothing is broadcast.
    pub silent: bool,
    pub allow_stdin: bool,
    /// What the front end said of the next cell.
    pub next_code: Option<String>,
}

impl OutputSink for CellOutput {
    fn emit(&self, output: Output) {
        if self.silent {
            return;
        }
        match output {
            Output::Stream { name, text } => {
                for text in pieces(text).into_iter().filter(|text| !text.is_empty()) {
                    let size = text.len();
                    self.publish(Publication::Stream { name, text }, size);
                }
            }
            Output::Display(display) => {
                let size = display.data.0.values().map(json_size).sum();
                self.publish(displayed(display), size);
            }
            Output::ClearOutput { wait } => {
                self.publish(Publication::ClearOutput(ClearOutput { wait }), 0);
            }
        }
    }

    fn input(&self, prompt: &str, password: bool) -> Result<String, InputError> {
        if !self.allow_stdin {
            return Err(InputError::NotAllowed);
        }
        // What was printed before the question is seen before it.
        self.kernel.iopub.flush(&self.caller.header);
        let request = InputRequest { prompt: prompt.to_owned(), password };
        self.kernel.session.interaction.ask(|| self.caller.on(&self.kernel.stdin).send(&request))
    }

    fn next_code(&self) -> Option<String> {
        self.next_code.clone().or_else(|| self.kernel.queue.next_code())
    }
}

impl CellOutput {
    fn publish(&self, publication: Publication, size: usize) {
        self.kernel.iopub.publish_output(&self.caller.header, publication, size);
    }
}

fn displayed(display: display::DisplayData) -> Publication {
    let shown = Shown { data: display.data.0, metadata: display.metadata };
    let transient = Transient { display_id: display.display_id };
    if display.update {
        Publication::UpdateDisplayData(UpdateDisplayData { shown, transient })
    } else {
        Publication::DisplayData(DisplayData { shown, transient })
    }
}

/// About how much room a value takes; strings, which are nearly all there is, exactly.
fn json_size(value: &serde_json::Value) -> usize {
    value.as_str().map_or_else(|| value.to_string().len(), str::len)
}

/// A text in parts that one message can hold, cut between characters.
fn pieces(mut text: String) -> Vec<String> {
    let mut pieces = Vec::new();
    while text.len() > STREAM_LIMIT {
        let rest = text.split_off(text.floor_char_boundary(STREAM_LIMIT));
        pieces.push(std::mem::replace(&mut text, rest));
    }
    pieces.push(text);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let text = "x".to_owned() + &"🦀".repeat(STREAM_LIMIT / 2);
        let cut = pieces(text.clone());
        assert_eq!(cut.concat(), text);
        assert!(cut.iter().all(|piece| piece.len() <= STREAM_LIMIT));
        assert_eq!(cut.len(), 3);
        assert_eq!(pieces("short".to_owned()), ["short"]);
    }
}
