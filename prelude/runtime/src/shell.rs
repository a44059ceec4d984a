//! Shell lines (`!ls`). They run here rather than in the kernel, so that they see the notebook's
//! working directory and environment and write to the same output.

use std::process::{Command, Stdio};

pub(crate) fn run(line: &str) -> Result<(), String> {
    let status = Command::new("sh")
        .args(["-c", line])
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("the shell did not start: {error}"))?;
    if !status.success() {
        eprintln!("[{status}]");
    }
    Ok(())
}
