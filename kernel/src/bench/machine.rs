//! The machine that the numbers belong to.

use std::fs;

use serde::Serialize;

use crate::prelude_store::Prelude;

#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    pub processor: String,
    /// Processors that this process may use.
    pub processors: usize,
    /// In MB.
    pub memory: u64,
    pub system: String,
    /// The compiler of the prelude and of the cells.
    pub compiler: String,
}

impl Machine {
    pub fn of_this() -> Self {
        let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
        let unknown = || "unknown".to_owned();
        let memory = field(&read("/proc/meminfo"), "MemTotal").and_then(|text| {
            text.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
        });
        Self {
            processor: field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(unknown),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory: memory.unwrap_or(0),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            compiler: Prelude::locate()
                .map_or_else(|_| unknown(), |prelude| prelude.toolchain().version.clone()),
        }
    }
}

/// How many processes wanted to run in the last minute: more than about half of one, and the numbers
/// are worse than they need be.
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// The value after `name` and a colon in the kernel's usual listings.
pub fn field(listing: &str, name: &str) -> Option<String> {
    let of_line = |line: &str| {
        let (found, value) = line.split_once(':')?;
        (found.trim() == name).then(|| value.trim().to_owned())
    };
    listing.lines().find_map(of_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let listing = "MemTotalX: 1 kB\nMemTotal:       24683520 kB\nvendor_id\t: AMD\n";
        assert_eq!(field(listing, "MemTotal").as_deref(), Some("24683520 kB"));
        assert_eq!(field(listing, "vendor_id").as_deref(), Some("AMD"));
        assert_eq!(field(listing, "Mem"), None);
    }
}
