//! A kernel whose front end has died would wait for ever. Jupyter names the process that started
//! the kernel in `JPY_PARENT_PID`; when that process is gone, nobody is left to serve.
//!
//! Without the variable a kernel may well outlive its parent (`ssh`, `nohup`, a shell script), so
//! nothing is watched. The system's death signal would be quicker than asking once a second, but
//! comes when the parent's *thread* ends, and Jupyter starts kernels from threads.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::handlers::shutdown::Reason;

const PARENT_VARIABLE: &str = "JPY_PARENT_PID";
const EVERY: Duration = Duration::from_secs(1);

pub async fn watch(shutdown: mpsc::UnboundedSender<Reason>) {
    let named: Option<libc::pid_t> =
        std::env::var(PARENT_VARIABLE).ok().and_then(|pid| pid.trim().parse().ok());
    let Some(named) = named.filter(|pid| *pid > 1) else { return };
    let first = parent();
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tick.tick().await;
        // Our own parent cannot be mistaken for a later process with its number. With a starter in
        // between (a shell, a provisioner) there is only the number to go by.
        let gone = if first == named { parent() != first } else { !exists(named) };
        if gone {
            tracing::info!("the program that started this kernel is gone");
            let _ = shutdown.send(Reason::Orphaned);
            return;
        }
    }
}

fn parent() -> libc::pid_t {
    // SAFETY: asks for a number and cannot fail.
    unsafe { libc::getppid() }
}

fn exists(pid: libc::pid_t) -> bool {
    // SAFETY: signal 0 only asks whether the process is there.
    let answer = unsafe { libc::kill(pid, 0) };
    answer == 0 || std::io::Error::last_os_error().raw_os_error() != Some(libc::ESRCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_exists_until_it_has_been_waited_for() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = libc::pid_t::try_from(child.id()).unwrap();
        assert!(exists(pid));
        child.wait().unwrap();
        assert!(!exists(pid));
    }
}
