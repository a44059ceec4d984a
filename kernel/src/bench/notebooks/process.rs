//! One process from start to end: how long it took, or the most memory that it and all its children
//! had at once. Memory is looked at ten times a second; pages that several of them share are divided
//! among them (PSS), so that nothing is counted twice. Compilers count. To look takes the system a
//! while, so that a run which is watched is not the one that is timed.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::bench::processes::tree;

const TICK: Duration = Duration::from_millis(100);

/// How many milliseconds it took.
///
/// # Errors
/// In words, when it cannot be started or fails: with the last line that it said.
pub fn timed(command: &mut Command) -> Result<f64, String> {
    ran(command, |child| {
        let begun = Instant::now();
        let status = child.wait()?;
        Ok((status, begun.elapsed().as_secs_f64() * 1e3))
    })
}

/// The most memory, in MB.
///
/// # Errors
/// As for [`timed`].
pub fn watched(command: &mut Command) -> Result<f64, String> {
    ran(command, |child| {
        let id = child.id();
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let watcher = scope.spawn(|| watch(id, &is_over));
            let status = child.wait();
            is_over.store(true, Ordering::Relaxed);
            Ok((status?, watcher.join().unwrap_or(f64::NAN)))
        })
    })
}

fn ran(
    command: &mut Command,
    measure: impl FnOnce(&mut Child) -> io::Result<(ExitStatus, f64)>,
) -> Result<f64, String> {
    let mut complaints = tempfile::tempfile().map_err(|error| error.to_string())?;
    let heard = complaints.try_clone().map_err(|error| error.to_string())?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(heard);
    let mut child = command
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", command.get_program().to_string_lossy()))?;
    let (status, figure) = measure(&mut child).map_err(|error| error.to_string())?;
    if status.success() { Ok(figure) } else { Err(format!("{status}: {}", last_line(&mut complaints))) }
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

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn time_and_memory_include_children() {
        let script = "sleep 0.3 & wait";
        assert!(timed(&mut shell(script)).unwrap() >= 300.0);
        assert!(watched(&mut shell(script)).unwrap() > 0.0);
    }

    #[test]
    fn a_failure_is_told_by_its_last_words() {
        let why = "exit status: 3: why".to_owned();
        assert_eq!(timed(&mut shell("echo first >&2; echo why >&2; exit 3")), Err(why));
        assert_eq!(watched(&mut shell("exit 1")), Err("exit status: 1: it said nothing".into()));
        let missing = timed(&mut Command::new("/no/such/program")).unwrap_err();
        assert!(missing.starts_with("cannot start /no/such/program: "), "{missing}");
    }
}
