//! A look at other processes through Linux' `/proc`: children, memory, processor time.

use std::fs;
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// A process as `/proc/PID/stat` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    pub id: u32,
    pub parent: u32,
    /// The program's name, at most 15 bytes of it.
    pub name: String,
    /// `R`, `S`, `Z`, …
    pub state: char,
    /// Processor time in clock ticks, user and system.
    pub ticks: u64,
}

/// Reads one; none when there is no such process (any more).
pub fn read(id: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (head, tail) = stat.rsplit_once(") ")?;
    let name = head.split_once('(')?.1.to_owned();
    let fields: Vec<&str> = tail.split(' ').collect();
    Some(Process {
        id,
        parent: fields.get(1)?.parse().ok()?,
        name,
        state: fields.first()?.chars().next()?,
        ticks: fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?,
    })
}

/// The living processes that a process has started, and those that these have started.
pub fn descendants(ancestor: u32) -> Vec<Process> {
    let numbers = fs::read_dir("/proc").into_iter().flatten().flatten();
    let all: Vec<Process> = numbers
        .filter_map(|entry| read(entry.file_name().to_string_lossy().parse().ok()?))
        .filter(|process| process.state != 'Z')
        .collect();
    let mut found = Vec::new();
    let mut parents = vec![ancestor];
    while let Some(parent) = parents.pop() {
        for process in all.iter().filter(|process| process.parent == parent) {
            parents.push(process.id);
            found.push(process.clone());
        }
    }
    found
}

/// Whether the process still runs; a dead one that nobody has waited for does not. Its first thread
/// may die before the others do.
pub fn is_alive(id: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().count();
    threads > 1 || read(id).is_some_and(|process| process.state != 'Z')
}

/// The most memory that the process has had resident, in bytes (`VmHWM`).
pub fn peak_memory(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Sends SIGKILL.
///
/// # Panics
/// When the system refuses for another reason than that the process is gone.
pub fn kill(id: u32) {
    let id = libc::pid_t::try_from(id).expect("a process id is small");
    // SAFETY: kill takes numbers only; callers name processes that the tests have started.
    let result = unsafe { libc::kill(id, libc::SIGKILL) };
    let error = std::io::Error::last_os_error();
    assert!(result == 0 || error.raw_os_error() == Some(libc::ESRCH), "cannot kill {id}: {error}");
}

/// Looks again and again until there is something to return.
///
/// # Panics
/// When it does not come about.
#[track_caller]
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "it never came about that {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
