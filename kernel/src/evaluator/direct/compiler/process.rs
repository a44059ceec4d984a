//! One run of the compiler: waiting, told a cell, listened to, judged.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ExitStatus};

use super::super::control::Control;
use super::super::message::Message;
use super::CompileError;

/// A compiler that has read the prelude and waits for a body.
#[derive(Debug)]
pub struct Standby {
    pub process: Child,
    pub serial: u32,
    /// Its own, in which it writes.
    pub folder: PathBuf,
}

/// What the compiler said.
#[derive(Debug, Default)]
pub struct Said {
    pub messages: Vec<Message>,
    /// The same, as it wrote them.
    pub lines: Vec<u8>,
    /// Whatever else it said (a crash, for instance).
    pub other: String,
}

impl Standby {
    /// A compiler that waits may have been killed meanwhile.
    pub fn if_alive(mut self) -> Option<Self> {
        matches!(self.process.try_wait(), Ok(None)).then_some(self)
    }

    /// A compiler that ended early closes the pipe; why it did is in its messages.
    pub fn feed(&mut self, body: &str) {
        if let Some(mut stdin) = self.process.stdin.take() {
            let _ = stdin.write_all(body.as_bytes());
        }
    }

    /// Hears it to the end; `hear` is told the messages so far whenever there is a new one.
    pub fn listen(&mut self, mut hear: impl FnMut(&[Message])) -> Said {
        let mut said = Said::default();
        let Some(stderr) = self.process.stderr.take() else { return said };
        for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
            let known = said.messages.len();
            said.take(&line);
            if said.messages.len() > known {
                hear(&said.messages);
            }
        }
        said
    }

    pub fn end(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.clear();
    }

    /// Removes what it has written.
    pub fn clear(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Said {
    fn take(&mut self, line: &[u8]) {
        match serde_json::from_slice::<Message>(line) {
            Ok(message) => {
                self.messages.push(message);
                self.lines.extend_from_slice(line);
                self.lines.push(b'\n');
            }
            Err(_) => {
                self.other.push_str(&String::from_utf8_lossy(line));
                self.other.push('\n');
            }
        }
    }

    /// What was said in a former run.
    pub fn again(lines: &[u8]) -> Self {
        let mut said = Self::default();
        lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).for_each(|line| said.take(line));
        said
    }
}

/// The messages of a compiler that succeeded, or what its end means.
pub fn judge(status: ExitStatus, said: Said, control: &Control) -> Result<Vec<Message>, CompileError> {
    let Said { messages, other, .. } = said;
    if control.is_interrupted() {
        return Err(CompileError::Interrupted);
    }
    if status.success() {
        return Ok(messages);
    }
    if let Some(signal) = status.signal() {
        let hint = if signal == libc::SIGKILL { " (perhaps the machine ran out of memory)" } else { "" };
        return Err(CompileError::Killed { signal, hint });
    }
    if messages.iter().any(|message| message.is_error() && !message.is_summary()) {
        return Err(CompileError::Rejected(messages));
    }
    let said: Vec<_> = messages.iter().map(|message| message.message.as_str()).collect();
    Err(CompileError::Failed { status, output: format!("{}\n{other}", said.join("\n")).trim().to_owned() })
}
