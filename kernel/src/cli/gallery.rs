//! `ferrolab gallery`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::gallery;
use crate::install::{ensure_prelude, progress};

#[derive(Debug, clap::Args)]
pub struct GalleryArgs {
    /// The page to write
    #[arg(long, short, value_name = "FILE", default_value = "gallery.html")]
    pub output: PathBuf,
}

pub fn run(args: &GalleryArgs) -> anyhow::Result<ExitCode> {
    ensure_prelude(&mut *progress::on_stderr(progress::PRELUDE))?;
    let count = gallery::write(&args.output, &mut |chart| eprintln!("  {chart}"))?;
    println!("Wrote {} with {count} charts", args.output.display());
    Ok(ExitCode::SUCCESS)
}
