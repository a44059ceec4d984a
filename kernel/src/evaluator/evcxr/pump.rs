//! Output of evcxr's child on its way to the notebook. evcxr hands it over line by line, standard
//! output and standard error apart; among the lines are events of the prelude's runtime, which has
//! no other way out of that process.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded, select};

use super::control::Control;
use crate::display::{DisplayData, MimeBundle, Output, StreamName};
use crate::evaluator::OutputSink;
use crate::evaluator::direct::failure;
use crate::evaluator::direct::runner::{ChildEvent, Status};

/// Begins an event; text that was printed without a newline may stand before it.
pub const MARK: &str = "\u{1e}ferrolab ";
/// Ends a block of evcxr's display protocol. The runtime ends one that the cell has left open, since
/// evcxr would wait for its end for ever; if there is none, the line comes through.
const END_CONTENT: &str = "EVCXR_END_CONTENT";
/// Both ends of a cell's output have been written when evcxr returns, but standard error is read by
/// a thread of evcxr's. A cell that closes it must not hold up the kernel for ever.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// The prelude's last word before a stack overflow ends the process.
const OVERFLOW: &str = "ferrolab: stack overflow";
/// What a failed `?` printed is among the last lines of standard error.
const MOST_ERROR_LINES: usize = 20;

/// The lines of the child.
pub struct Streams {
    pub stdout: Receiver<String>,
    pub stderr: Receiver<String>,
}

/// What a cell said besides its output.
#[derive(Debug, Default)]
pub struct Report {
    /// `None` if the cell ran nothing, or its process died.
    pub status: Option<Status>,
    pub result: Option<MimeBundle>,
    /// Variables and their short values, for `:vars`.
    pub summaries: Vec<(String, String)>,
    /// The last lines of standard error.
    pub complaints: Vec<String>,
    pub overflowed: bool,
}

/// Does the work while passing on what the child prints; all of it has been passed on at the end.
pub fn during<T>(
    streams: &Streams,
    output: &Arc<dyn OutputSink>,
    control: &Control,
    work: impl FnOnce() -> T,
) -> (T, Report) {
    let mut pump = Pump { output, control, report: Report::default(), ended: false };
    let (stop, stopped) = bounded::<()>(0);
    thread::scope(|scope| {
        let pumping = scope.spawn(move || {
            pump.run(streams, &stopped);
            pump.report
        });
        let done = work();
        drop(stop);
        (done, pumping.join().unwrap_or_default())
    })
}

struct Pump<'a> {
    output: &'a Arc<dyn OutputSink>,
    control: &'a Control,
    report: Report,
    /// The mark at the end of the cell's standard error has come.
    ended: bool,
}

impl Pump<'_> {
    fn run(&mut self, streams: &Streams, stopped: &Receiver<()>) {
        loop {
            select! {
                recv(streams.stdout) -> line => match line {
                    Ok(line) => self.printed(&line),
                    Err(_) => return,
                },
                recv(streams.stderr) -> line => match line {
                    Ok(line) => self.complained(line),
                    Err(_) => return,
                },
                recv(stopped) -> _ => break,
            }
        }
        streams.stdout.try_iter().for_each(|line| self.printed(&line));
        if self.report.status.is_some() {
            while !self.ended
                && let Ok(line) = streams.stderr.recv_timeout(LAST_WORDS)
            {
                self.complained(line);
            }
        }
        streams.stderr.try_iter().for_each(|line| self.complained(line));
    }

    fn printed(&mut self, line: &str) {
        if line == END_CONTENT {
            return;
        }
        let Some((text, event)) = line.split_once(MARK) else {
            return self.stream(StreamName::Stdout, format!("{line}\n"));
        };
        self.stream(StreamName::Stdout, text.to_owned());
        if event.is_empty() {
            return;
        }
        match serde_json::from_str(event) {
            Ok(event) => self.handle(event),
            Err(error) => tracing::warn!("an event of the prelude cannot be read ({error}): {event}"),
        }
    }

    fn handle(&mut self, event: ChildEvent) {
        match event {
            ChildEvent::Ready { .. } => self.control.running(),
            ChildEvent::Result { data } => self.report.result = Some(MimeBundle(data)),
            ChildEvent::Display { data, display_id, update } => {
                let data = MimeBundle(data);
                self.output.emit(Output::Display(DisplayData {
                    data,
                    display_id,
                    update,
                    ..DisplayData::default()
                }));
            }
            ChildEvent::ClearOutput { wait } => self.output.emit(Output::ClearOutput { wait }),
            ChildEvent::ThreadPanic { thread, panic } => {
                self.stream(StreamName::Stderr, failure::thread_panic(&thread, &panic));
            }
            ChildEvent::Done { status, .. } => self.report.status = Some(status),
            ChildEvent::Summary { name, value } => self.report.summaries.push((name, value)),
            // Asked for through evcxr.
            ChildEvent::Input { .. } => {}
        }
    }

    fn complained(&mut self, line: String) {
        if let Some((text, mark)) = line.split_once(MARK) {
            // The other mark stands where evcxr prints an error that has been taken note of.
            self.ended |= mark == "end";
            return self.stream(StreamName::Stderr, text.to_owned());
        }
        if line == OVERFLOW {
            self.report.overflowed = true;
            return;
        }
        self.stream(StreamName::Stderr, format!("{line}\n"));
        self.report.complaints.push(line);
        if self.report.complaints.len() > MOST_ERROR_LINES {
            self.report.complaints.remove(0);
        }
    }

    fn stream(&self, name: StreamName, text: String) {
        if !text.is_empty() {
            self.output.emit(Output::Stream { name, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluator::InputError;
    use crossbeam_channel::unbounded;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Record(Mutex<Vec<Output>>);

    impl OutputSink for Record {
        fn emit(&self, output: Output) {
            self.0.lock().unwrap().push(output);
        }

        fn input(&self, _prompt: &str, _password: bool) -> Result<String, InputError> {
            Err(InputError::NotAllowed)
        }
    }

    fn pump(stdout_lines: &[&str], stderr_lines: &[&str]) -> (Vec<Output>, Report) {
        let (out, stdout) = unbounded();
        let (err, stderr) = unbounded();
        let record = Arc::new(Record::default());
        let sink: Arc<dyn OutputSink> = Arc::clone(&record) as _;
        let ((), report) = during(&Streams { stdout, stderr }, &sink, &Control::default(), || {
            stdout_lines.iter().for_each(|line| out.send((*line).to_owned()).unwrap());
            stderr_lines.iter().for_each(|line| err.send((*line).to_owned()).unwrap());
        });
        let outputs = std::mem::take(&mut *record.0.lock().unwrap());
        (outputs, report)
    }

    fn stdout(text: &str) -> Output {
        Output::Stream { name: StreamName::Stdout, text: text.to_owned() }
    }

    #[test]
    fn displays_keep_their_place_among_the_lines() {
        let display = "\u{1e}ferrolab {\"event\":\"display\",\"data\":{\"text/plain\":\"d\"},\"display_id\":null,\"update\":false}";
        let done =
            "half a line\u{1e}ferrolab {\"event\":\"done\",\"status\":{\"kind\":\"ok\"},\"variables\":[]}";
        let (outputs, report) = pump(&["one", display, "two", done], &["\u{1e}ferrolab end"]);
        let shown = DisplayData { data: MimeBundle::text("d"), ..DisplayData::default() };
        assert_eq!(
            outputs,
            [stdout("one\n"), Output::Display(shown), stdout("two\n"), stdout("half a line")]
        );
        assert!(matches!(report.status, Some(Status::Ok)) && report.complaints.is_empty());
    }

    #[test]
    fn everything_has_been_passed_on_when_the_child_has_died() {
        let (outputs, report) = pump(&["last words"], &["Segmentation fault.", OVERFLOW]);
        assert_eq!(outputs.len(), 2);
        assert!(report.status.is_none() && report.overflowed);
        assert_eq!(report.complaints, ["Segmentation fault."]);
    }

    #[test]
    fn marks_without_an_event_are_no_output() {
        let (outputs, report) = pump(&["text\u{1e}ferrolab ", END_CONTENT], &["\u{1e}ferrolab "]);
        assert_eq!(outputs, [stdout("text")]);
        assert!(report.complaints.is_empty());
    }

    #[test]
    fn the_result_is_no_output() {
        let (outputs, report) =
            pump(&["\u{1e}ferrolab {\"event\":\"result\",\"data\":{\"text/plain\":\"2\"}}"], &[]);
        assert!(outputs.is_empty());
        assert_eq!(report.result, Some(MimeBundle::text("2")));
    }
}
