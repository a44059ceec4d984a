//! One process from start to end: how long it took, and the most memory that it and all its children
//! had at once. Memory is looked at ten times a second while it runs; pages that several of them share
//! are divided among them (PSS), so that nothing is counted twice. Compilers count.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::bench::processes::tree;

const TICK: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub milliseconds: f64,
    /// In MB.
    pub peak: f64,
}

/// # Errors
/// In words, when it cannot be started or fails: with the last line that it said.
pub fn run(command: &mut Command) -> Result<Measured, String> {
    let mut complaints = tempfile::tempfile().map_err(|error| error.to_string())?;
    let heard = complaints.try_clone().map_err(|error| error.to_string())?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(heard);
    let begun = Instant::now();
    let mut child = command
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", command.get_program().to_string_lossy()))?;
    let id = child.id();
    let is_over = AtomicBool::new(false);
    let (ended, peak) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(id, &is_over));
        let ended = child.wait().map(|status| (status, begun.elapsed()));
        is_over.store(true, Ordering::Relaxed);
        (ended, watcher.join().unwrap_or(f64::NAN))
    });
    let (status, took) = ended.map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(format!("{status}: {}", last_line(&mut complaints)));
    }
    Ok(Measured { milliseconds: took.as_secs_f64() * 1e3, peak })
}

fn watch(id: u32, is_over: &AtomicBool) -> f64 {
    let mut peak: f64 = 0.0;
    while !is_over.load(Ordering::Relaxed) {
        // One that has just ended has no memory to tell of.
        if let Ok(processes) = tree(id) {
            peak = peak.max(processes.iter().map(|process| process.pss).filter(|pss| !pss.is_nan()).sum());
        }
        std::thread::sleep(TICK);
    }
    peak
}

fn last_line(complaints: &mut File) -> String {
    let mut said = Vec::new();
    // What cannot be read is not told; that it failed is.
    let _ = complaints.rewind().and_then(|()| complaints.read_to_end(&mut said));
    let said = String::from_utf8_lossy(&said);
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Result<Measured, String> {
        run(Command::new("sh").args(["-c", script]))
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn time_and_memory_include_children() {
        let measured = shell("sleep 0.3 & wait").unwrap();
        assert!(measured.milliseconds >= 300.0 && measured.peak > 0.0, "{measured:?}");
    }

    #[test]
    fn a_failure_is_told_by_its_last_words() {
        assert_eq!(shell("echo first >&2; echo why >&2; exit 3"), Err("exit status: 3: why".into()));
        assert_eq!(shell("exit 1"), Err("exit status: 1: it said nothing".into()));
        let missing = run(&mut Command::new("/no/such/program")).unwrap_err();
        assert!(missing.starts_with("cannot start /no/such/program: "), "{missing}");
    }
}
