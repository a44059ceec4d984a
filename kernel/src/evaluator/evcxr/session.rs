//! A running evcxr: its context, its child process, and the lines that the child prints.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex, PoisonError};

use evcxr::{CommandContext, CompilationError, Error, EvalCallbacks, EvalContext, EvalOutputs};

use super::ROLE;
use super::control::Control;
use super::pump::{self, Report, Streams};
use super::workplace::Workplace;
use crate::evaluator::{InputError, OutputSink};
use crate::prelude_store::Prelude;

/// The prelude's names; and an error type that can become any other, so that evcxr learns once and
/// for all, rather than by a failed build, that cells use `?`.
const START: &str = "use ferrolab_prelude::prelude::*;\nOk::<(), std::fmt::Error>(())?;";
/// Level 1 builds as fast as 0 where there is little code, and loops run nearly as fast as at 2. It
/// is not chosen per cell as the direct evaluator does, since it is the dependencies' level too.
pub const DEFAULT_LEVEL: &str = "1";

pub struct Session {
    context: CommandContext,
    streams: Streams,
    child: Arc<Mutex<Child>>,
    has_tokio: bool,
}

impl Session {
    /// # Errors
    /// When there is no compiler, or the first build fails.
    pub fn start(prelude: &Prelude, wrapper: &str) -> Result<Self, Error> {
        let mut child = Command::new(std::env::current_exe()?);
        // A group of its own, so that an interrupt of the kernel's group does not reach it.
        child.arg(ROLE).process_group(0).env_remove("EVCXR_TMPDIR").env_remove("RUST_SRC_PATH");
        let (context, outputs) = EvalContext::with_subprocess_command(child)?;
        let mut context = CommandContext::with_eval_context(context);
        let rustc = prelude.toolchain().rustc.display();
        for command in [
            &format!(":build_env RUSTC={rustc}"),
            &format!(":build_env RUSTC_WORKSPACE_WRAPPER={wrapper}"),
            &format!(":opt {DEFAULT_LEVEL}"),
            START,
        ] {
            context.execute(command)?;
        }
        let child = context.process_handle();
        let streams = Streams { stdout: outputs.stdout, stderr: outputs.stderr };
        Ok(Self { context, streams, child, has_tokio: false })
    }

    /// Runs a cell, or a command.
    pub fn execute(
        &mut self,
        code: &str,
        output: &Arc<dyn OutputSink>,
        control: &Control,
    ) -> (Result<EvalOutputs, Error>, Report) {
        control.building(self.child_process());
        let context = &mut self.context;
        pump::during(&self.streams, output, control, || {
            // evcxr does not export the type of `request`: only here can the compiler know it.
            let mut callbacks = EvalCallbacks {
                input_reader: &|request| answer(output, &request.prompt, request.is_password),
            };
            context.execute_with_callbacks(code, &mut callbacks)
        })
    }

    /// Checks code without running it. Warnings are among the messages.
    ///
    /// # Errors
    /// When cargo cannot be started.
    pub fn check(&mut self, code: &str, control: &Control) -> Result<Vec<CompilationError>, Error> {
        control.building(self.child_process());
        self.context.check(code)
    }

    /// Imports the prelude again, after `:clear`.
    ///
    /// # Errors
    /// As for a cell.
    pub fn import_prelude(&mut self) -> Result<(), Error> {
        self.context.execute(START).map(drop)
    }

    /// Lets cells await with the prelude's tokio.
    ///
    /// # Errors
    /// When cargo refuses.
    pub fn provide_tokio(&mut self, workplace: &Workplace) -> Result<(), Error> {
        if !self.has_tokio {
            let own = self.context.execute(":show_deps")?;
            if !own.content_by_mime_type.values().any(|crates| crates.contains("tokio = ")) {
                self.context.execute(&format!(":dep tokio = {{ path = {:?} }}", workplace.tokio()))?;
            }
            self.has_tokio = true;
        }
        Ok(())
    }

    /// Starts the child anew when it and evcxr have lost step with each other.
    pub fn restart_child(&mut self) {
        self.kill_child();
        let _ = self.context.execute(":restart");
    }

    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.context.variables_and_types()
    }

    /// One line of what was last compiled.
    pub fn compiled_line(&self, number: u32) -> Option<String> {
        let source = self.context.last_source().ok()?;
        source.lines().nth(number.checked_sub(1)? as usize).map(str::to_owned)
    }

    fn child_process(&self) -> u32 {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).id()
    }

    fn kill_child(&self) {
        // It may have ended by itself.
        let _ = self.child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // evcxr would wait for a cell that a thread of its own keeps alive.
        self.kill_child();
    }
}

/// What the prelude's runtime understands as a line, or as the reason why there is none.
fn answer(output: &Arc<dyn OutputSink>, prompt: &str, password: bool) -> String {
    match output.input(&prompt.replace('\u{1e}', ":"), password) {
        Ok(line) => line,
        Err(InputError::NotAllowed) => "\u{1e}not_allowed".to_owned(),
        Err(InputError::Interrupted) => "\u{1e}interrupted".to_owned(),
    }
}
