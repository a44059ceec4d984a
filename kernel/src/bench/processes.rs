//! A kernel's processes and their memory, as the system lists them under `/proc`.

use std::fs;
use std::path::Path;

use super::machine::field;
use super::session::BenchError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The process that the client started.
    Kernel,
    /// What it started itself.
    Child,
    /// A Rust compiler.
    Compiler,
}

/// Memory in MB.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    pub id: u32,
    pub parent: u32,
    pub role: Role,
    pub rss: f64,
    pub pss: f64,
}

/// A process and all that descend from it.
pub fn tree(root: u32) -> Result<Vec<Process>, BenchError> {
    let parents = parents();
    let mut found = vec![(root, 0)];
    let mut next = 0;
    while let Some(&(id, _)) = found.get(next) {
        found.extend(parents.iter().filter(|(_, parent)| *parent == id));
        next += 1;
    }
    let mut processes = vec![read(root, 0, root)?];
    // A child may have ended since it was listed.
    processes.extend(found[1..].iter().filter_map(|(id, parent)| read(*id, *parent, root).ok()));
    Ok(processes)
}

/// The most memory, in MB, that each process of a tree but the compilers has had resident since
/// [`forget_peaks`], added up.
pub fn peak(root: u32) -> Result<f64, BenchError> {
    let of = |process: &Process| {
        let status = fs::read_to_string(format!("/proc/{}/status", process.id)).unwrap_or_default();
        megabytes(&status, "VmHWM")
    };
    Ok(tree(root)?.iter().filter(|process| process.role != Role::Compiler).map(of).sum())
}

/// Begins the count of [`peak`] anew.
pub fn forget_peaks(root: u32) -> Result<(), BenchError> {
    for process in tree(root)? {
        // A process that has ended meanwhile has no peak.
        let _ = fs::write(format!("/proc/{}/clear_refs", process.id), "5");
    }
    Ok(())
}

/// Every process with its parent. One that ends meanwhile is left out.
fn parents() -> Vec<(u32, u32)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let of_entry = |entry: fs::DirEntry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        Some((id, field(&status, "PPid")?.parse().ok()?))
    };
    entries.filter_map(of_entry).collect()
}

fn read(id: u32, parent: u32, root: u32) -> Result<Process, BenchError> {
    let folder = Path::new("/proc").join(id.to_string());
    let failed = |source| BenchError::Memory { process: id, source };
    let memory = fs::read_to_string(folder.join("smaps_rollup")).map_err(failed)?;
    let name = fs::read_to_string(folder.join("comm")).map_err(failed)?;
    let role = match name.trim() {
        "rustc" => Role::Compiler,
        _ if id == root => Role::Kernel,
        _ => Role::Child,
    };
    Ok(Process { id, parent, role, rss: megabytes(&memory, "Rss"), pss: megabytes(&memory, "Pss") })
}

fn megabytes(listing: &str, name: &str) -> f64 {
    let kilobytes = field(listing, name).and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn kilobytes_become_megabytes() {
        let listing = "00400000-7fff [rollup]\nRss:   2048 kB\nPss:    512 kB\n";
        assert_eq!((megabytes(listing, "Rss"), megabytes(listing, "Pss")), (2.0, 0.5));
        assert!(megabytes(listing, "Swap").is_nan());
    }

    #[test]
    fn a_tree_holds_the_children_and_not_the_parent() {
        // Its child prints when it runs, and waits until standard input closes.
        let mut shell = Command::new("sh")
            .args(["-c", "exec 3<&0; (echo; read line) <&3 & wait"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Read::read_exact(shell.stdout.as_mut().unwrap(), &mut [0]).unwrap();
        let processes = tree(shell.id()).unwrap();
        drop(shell.stdin.take());
        shell.wait().unwrap();
        assert_eq!(
            processes.iter().map(|process| process.role).collect::<Vec<_>>(),
            [Role::Kernel, Role::Child]
        );
        assert_eq!(processes[1].parent, processes[0].id);
        assert!(processes.iter().all(|process| process.rss > 0.0 && process.pss <= process.rss));
    }
}
