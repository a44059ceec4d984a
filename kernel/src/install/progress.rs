//! Telling a person how long work goes: a bar on a terminal, now and then a line elsewhere.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar has a thousand steps: crates are of very different size.
const STEPS: f64 = 1000.0;
/// What takes no longer than this needs no word.
const FIRST_LINE: Duration = Duration::from_secs(2);
/// Without a terminal a line comes when so much more is done …
const LINE_SHARE: f64 = 0.05;
/// … but not before this time has passed, and after the other one in any case.
const LINE_SOONEST: Duration = Duration::from_secs(5);
const LINE_LATEST: Duration = Duration::from_secs(60);

/// What takes so long, in the words of whoever waits for it.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    pub name: &'static str,
    /// What it is counted in.
    pub parts: &'static str,
}

pub const PRELUDE: Task = Task { name: "Building the prelude", parts: "crates" };

/// How far a build is.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildState {
    pub done: usize,
    pub total: usize,
    /// The share of the work that is done, from 0 to 1; not the share of the crates.
    pub fraction: f64,
    pub elapsed: Duration,
    pub remaining: Duration,
    /// The heaviest crate that is being compiled, or what cargo does otherwise.
    pub now: String,
}

/// Whoever watches a build.
pub trait Progress {
    /// Something worth a line of its own.
    fn say(&mut self, line: &str);
    fn update(&mut self, state: &BuildState);
    /// The build ended, well or not.
    fn finish(&mut self);
}

/// Shows nothing.
#[derive(Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn say(&mut self, _line: &str) {}
    fn update(&mut self, _state: &BuildState) {}
    fn finish(&mut self) {}
}

/// On standard error: a bar if that is a terminal, else lines.
#[must_use]
pub fn on_stderr(task: Task) -> Box<dyn Progress> {
    if io::stderr().is_terminal() {
        Box::new(Bar { task, bar: None })
    } else {
        Box::new(Lines::new(task, io::stderr()))
    }
}

/// Drawn at the first update, so that a prelude which is there already costs no flicker.
struct Bar {
    task: Task,
    bar: Option<ProgressBar>,
}

impl Bar {
    fn bar(&mut self) -> &ProgressBar {
        self.bar.get_or_insert_with(|| {
            let style = format!("{{spinner}} {} [{{wide_bar:.green/dim}}] {{msg}}", self.task.name);
            let style = ProgressStyle::with_template(&style).unwrap_or_else(|_| ProgressStyle::default_bar());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a constant")]
            let bar = ProgressBar::with_draw_target(Some(STEPS as u64), ProgressDrawTarget::stderr());
            bar.set_style(style.progress_chars("━╸─"));
            bar
        })
    }
}

impl Progress for Bar {
    fn say(&mut self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None => eprintln!("{line}"),
        }
    }

    fn update(&mut self, state: &BuildState) {
        let message = describe(self.task, state);
        let bar = self.bar();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
        bar.set_position((state.fraction * STEPS) as u64);
        bar.set_message(message);
    }

    fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

struct Lines<W> {
    task: Task,
    out: W,
    last: Option<(f64, Duration)>,
}

impl<W: Write> Lines<W> {
    fn new(task: Task, out: W) -> Self {
        Self { task, out, last: None }
    }

    fn is_due(&self, state: &BuildState) -> bool {
        let Some((fraction, elapsed)) = self.last else { return state.elapsed >= FIRST_LINE };
        let since = state.elapsed.saturating_sub(elapsed);
        since >= LINE_LATEST || (since >= LINE_SOONEST && state.fraction - fraction >= LINE_SHARE)
    }
}

impl<W: Write> Progress for Lines<W> {
    fn say(&mut self, line: &str) {
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(self.out, "{line}");
    }

    fn update(&mut self, state: &BuildState) {
        if self.is_due(state) {
            self.last = Some((state.fraction, state.elapsed));
            self.say(&format!("{}: {}", self.task.name, describe(self.task, state)));
        }
    }

    fn finish(&mut self) {
        self.last = None;
    }
}

fn describe(task: Task, state: &BuildState) -> String {
    let BuildState { done, total, remaining, now, .. } = state;
    let left = spoken(*remaining);
    let now = if now.is_empty() { String::new() } else { format!(" ({now})") };
    format!("{done} of {total} {}, {left} left{now}", task.parts)
}

/// A duration as one says it: an estimate has no seconds.
#[must_use]
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => "a few seconds".to_owned(),
        10..90 => format!("about {} s", (seconds + 5) / 10 * 10),
        90..3600 => format!("about {} min", (seconds + 30) / 60),
        _ => format!("about {} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// How long something took.
#[must_use]
pub fn exact(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(fraction: f64, elapsed: u64) -> BuildState {
        let (done, remaining) = (7, Duration::from_secs(400));
        let elapsed = Duration::from_secs(elapsed);
        BuildState { done, total: 500, fraction, elapsed, remaining, now: "polars-core".to_owned() }
    }

    #[test]
    fn lines_come_with_progress_but_neither_flood_nor_fall_silent() {
        let mut lines = Lines::new(PRELUDE, Vec::new());
        for (fraction, elapsed) in
            [(0.0, 0), (0.0, 2), (0.2, 3), (0.21, 8), (0.22, 20), (0.22, 68), (0.22, 69)]
        {
            lines.update(&state(fraction, elapsed));
        }
        let text = String::from_utf8(lines.out).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.starts_with("Building the prelude: 7 of 500 crates, about 7 min left (polars-core)\n"));
    }

    #[test]
    fn durations_are_spoken() {
        let say = |seconds| spoken(Duration::from_secs(seconds));
        assert_eq!(say(3), "a few seconds");
        assert_eq!(say(44), "about 40 s");
        assert_eq!(say(89), "about 90 s");
        assert_eq!(say(100), "about 2 min");
        assert_eq!(say(3700), "about 1 h 1 min");
        let took = |seconds| exact(Duration::from_secs_f64(seconds));
        assert_eq!([took(3.4), took(59.7), took(3700.0)], ["3 s", "1 min 0 s", "1 h 1 min"]);
    }
}
