//! `ferrolab lab`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::install::{ensure_prelude, progress, tutorials};
use crate::kernelspec::Engine;
use crate::kernelspec::location::Location;
use crate::lab::{self, LabOptions};

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
    /// Passed on to JupyterLab
    #[arg(last = true, value_name = "ARGUMENTS")]
    pub arguments: Vec<String>,
}

impl LabArgs {
    fn options(&self) -> LabOptions {
        let port = self.port.map(|port| format!("--port={port}"));
        let no_browser = self.no_browser.then(|| "--no-browser".to_owned());
        let arguments = port.into_iter().chain(no_browser).chain(self.arguments.iter().cloned()).collect();
        LabOptions { folder: self.folder.clone(), arguments }
    }
}

pub fn run(args: &LabArgs) -> anyhow::Result<ExitCode> {
    let prelude = ensure_prelude(&mut *progress::on_stderr(progress::PRELUDE))?;
    super::install::install_kernel(&Location::User, Engine::Direct, None, None)?;
    if args.folder.is_none() {
        tutorials::compile(&prelude, &mut *progress::on_stderr(tutorials::TASK))?;
    }
    Ok(ExitCode::from(lab::run(&args.options())?))
}
