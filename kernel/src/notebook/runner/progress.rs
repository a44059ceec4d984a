//! What a run says while it runs: a line per cell, under it a live one on a terminal; elsewhere the
//! lines alone. It goes to standard error; only the names of the written files go to standard output.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::execute::CellFailure;

/// As much of a cell's first line as is shown.
const SHOWN: usize = 70;

pub(super) struct Progress {
    notebook: PathBuf,
    total: usize,
    current: usize,
    first_line: String,
    /// None where nobody watches: lines only.
    bar: Option<ProgressBar>,
    /// Keep silent, in tests.
    quiet: bool,
}

impl Progress {
    pub(super) fn new(notebook: &Path, total: usize) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner:.cyan} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        let progress = Self {
            notebook: notebook.to_owned(),
            total,
            current: 0,
            first_line: String::new(),
            bar,
            quiet: false,
        };
        progress.line(&format!("{}: {}", notebook.display(), cells(total)));
        progress
    }

    #[cfg(test)]
    pub(super) fn silent() -> Self {
        Self {
            notebook: PathBuf::new(),
            total: 0,
            current: 0,
            first_line: String::new(),
            bar: None,
            quiet: true,
        }
    }

    pub(super) fn begin(&mut self, source: &str) {
        self.current += 1;
        self.first_line = first_line(source);
        if let Some(bar) = &self.bar {
            bar.set_message(format!("[{}/{}] {}", self.current, self.total, self.first_line));
        }
    }

    /// `failed` says of a cell that failed whether it was allowed to.
    pub(super) fn end(&mut self, count: Option<u64>, duration: Duration, failed: Option<bool>) {
        let mark = match failed {
            None => "",
            Some(true) => "failed, as allowed: ",
            Some(false) => "FAILED: ",
        };
        self.line(&cell_line(
            self.current,
            self.total,
            count,
            duration,
            &format!("{mark}{}", self.first_line),
        ));
    }

    /// Shows a cell's error as a front end would.
    pub(super) fn report(&self, failure: &CellFailure) {
        let place = failure.execution_count.map_or_else(String::new, |count| format!(", In [{count}]"));
        self.line(&format!("\n{}: cell {}{place} failed:", self.notebook.display(), failure.cell + 1));
        if failure.traceback.is_empty() {
            self.line(&format!("{}: {}", failure.ename, failure.evalue));
        }
        let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        for line in &failure.traceback {
            self.line(&if colours { line.clone() } else { without_colours(line) });
        }
    }

    pub(super) fn finish(self, written: &[PathBuf], duration: Duration) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.line(&format!("{} in {}", cells(self.current), seconds(duration)));
        if !self.quiet {
            for path in written {
                println!("Wrote {}", path.display());
            }
        }
    }

    fn line(&self, text: &str) {
        match &self.bar {
            _ if self.quiet => {}
            Some(bar) => bar.suspend(|| eprintln!("{text}")),
            None => eprintln!("{text}"),
        }
    }
}

fn cell_line(current: usize, total: usize, count: Option<u64>, duration: Duration, text: &str) -> String {
    let count = count.map_or_else(|| " ".to_owned(), |count| count.to_string());
    let width = total.to_string().len();
    format!("[{current:>width$}/{total}] In [{count}] {}  {text}", seconds(duration))
}

fn cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

fn first_line(source: &str) -> String {
    let line = source.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    // A tab or an escape character would disturb the terminal.
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= SHOWN { line } else { line.chars().take(SHOWN - 1).chain(['…']).collect() }
}

/// A text without its ANSI escape sequences.
fn without_colours(text: &str) -> String {
    crate::notebook::html::ansi::plain(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_line() {
        let line = cell_line(3, 27, Some(3), Duration::from_millis(213), "let x = 1;");
        assert_eq!(line, "[ 3/27] In [3] 0.21 s  let x = 1;");
    }

    #[test]
    fn the_first_line_with_something_on_it_is_shown_and_cut() {
        assert_eq!(first_line("\n  // hello\nlet x = 1;"), "// hello");
        let long = "ä".repeat(100);
        assert_eq!(first_line(&long).chars().count(), SHOWN);
        assert_eq!(first_line("a\tb\u{1b}c"), "a b c");
    }
}
