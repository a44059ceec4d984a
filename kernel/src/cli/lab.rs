//! `ferrolab lab`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::install::{ensure_prelude, progress};
use crate::kernelspec::Engine;
use crate::kernelspec::location::Location;

#[derive(Debug, clap::Args)]
pub struct LabArgs {
    /// What to open; the tutorials if not given
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// The port to serve on
    #[arg(long)]
    pub port: Option<u16>,
    /// Do not open a browser
    #[arg(long)]
    pub no_browser: bool,
}

pub fn run(_args: &LabArgs) -> anyhow::Result<ExitCode> {
    ensure_prelude(&mut *progress::on_stderr())?;
    super::install::install_kernel(&Location::User, Engine::Direct, None, None)?;
    anyhow::bail!("`ferrolab lab` is not there yet")
}
