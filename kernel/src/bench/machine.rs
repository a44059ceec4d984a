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

/// Processor time since the system started, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Of all processors, busy or not.
    total: f64,
    idle: f64,
    /// Of this process and of all that it started and that have ended.
    own: f64,
}

impl Usage {
    /// None on systems that do not tell.
    pub fn now() -> Option<Self> {
        let listing = fs::read_to_string("/proc/stat").ok()?;
        // SAFETY: sysconf takes a number only.
        let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64;
        let (total, idle) = total_and_idle(&listing)?;
        let own = used_by(libc::RUSAGE_SELF)? + used_by(libc::RUSAGE_CHILDREN)?;
        Some(Self { total: total / per_second, idle: idle / per_second, own })
    }

    /// The share of the processors that went to other programs since `before`: above a few hundredths
    /// the figures are worse than they need be.
    pub fn others_since(&self, before: &Self) -> f64 {
        let total = self.total - before.total;
        let busy = total - (self.idle - before.idle);
        ((busy - (self.own - before.own)) / total).clamp(0.0, 1.0)
    }
}

/// From the first line: user, nice, system, idle, waiting for input or output, and further kinds of
/// work. Guests, the last two, are counted in the first two.
fn total_and_idle(listing: &str) -> Option<(f64, f64)> {
    let line = listing.lines().next()?.strip_prefix("cpu ")?;
    let ticks: Vec<f64> = line.split_whitespace().take(8).map(|text| text.parse().unwrap_or(0.0)).collect();
    Some((ticks.iter().sum(), ticks.get(3)? + ticks.get(4)?))
}

fn used_by(whom: libc::c_int) -> Option<f64> {
    // SAFETY: a rusage is plain numbers, for which zeros are valid, and getrusage only writes it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        (libc::getrusage(whom, &raw mut usage) == 0).then_some(usage)?
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    Some(seconds(usage.ru_utime) + seconds(usage.ru_stime))
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
    fn what_others_used_is_what_was_busy_and_not_ours() {
        let (total, idle) = total_and_idle("cpu  100 0 50 300 50 0 0 0 7 7\ncpu0 1\n").unwrap();
        assert_eq!((total, idle), (500.0, 350.0));
        let before = Usage { total: 0.0, idle: 0.0, own: 0.0 };
        let after = Usage { total: 10.0, idle: 6.0, own: 3.0 };
        assert_eq!(after.others_since(&before), 0.1);
        assert_eq!(Usage { own: 4.2, ..after }.others_since(&before), 0.0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_of_its_processors() {
        let usage = Usage::now().unwrap();
        assert!(usage.own > 0.0 && usage.total > usage.idle, "{usage:?}");
    }

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let listing = "MemTotalX: 1 kB\nMemTotal:       24683520 kB\nvendor_id\t: AMD\n";
        assert_eq!(field(listing, "MemTotal").as_deref(), Some("24683520 kB"));
        assert_eq!(field(listing, "vendor_id").as_deref(), Some("AMD"));
        assert_eq!(field(listing, "Mem"), None);
    }
}
