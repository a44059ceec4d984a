//! `ferrolab install` and `ferrolab uninstall`.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::install::{binary, ensure_prelude, progress, removal, tutorials};
use crate::invocation;
use crate::kernelspec::location::Location;
use crate::kernelspec::{self, Engine, KernelSpec};
use crate::prelude_store::location::{DATA_DIR, PRELUDE_PATH, data_dir};

/// In which of Jupyter's places.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Place {
    /// For this user (the default)
    #[arg(long)]
    user: bool,
    /// Below an installation prefix, as DIR/share/jupyter/kernels
    #[arg(long, value_name = "DIR")]
    prefix: Option<PathBuf>,
    /// In the active Python environment
    #[arg(long)]
    sys_prefix: bool,
}

impl Place {
    pub(super) fn location(&self) -> Location {
        match &self.prefix {
            Some(prefix) => Location::Prefix(prefix.clone()),
            None if self.sys_prefix => Location::SysPrefix,
            None => Location::User,
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct InstallArgs {
    #[command(flatten)]
    pub place: Place,
    /// The kernel's name among Jupyter's [default: ferrolab]
    #[arg(long)]
    pub name: Option<String>,
    /// The name that people see [default: Rust ML (Ferrolab)]
    #[arg(long, value_name = "TEXT")]
    pub display_name: Option<String>,
    /// What runs the cells
    #[arg(long, value_enum, default_value_t)]
    pub engine: Engine,
    /// Do not compile the tutorials' cells ahead
    #[arg(long)]
    pub no_tutorials: bool,
}

#[derive(Debug, clap::Args)]
pub struct UninstallArgs {
    #[command(flatten)]
    pub place: Place,
    /// The kernel's name among Jupyter's
    #[arg(long, default_value = "ferrolab")]
    pub name: String,
    /// Remove every kernel of Ferrolab's there, and its preludes, program and caches
    #[arg(long)]
    pub all: bool,
}

pub fn install(args: &InstallArgs) -> anyhow::Result<ExitCode> {
    let location = args.place.location();
    // A place that does not exist is told before minutes of building, not after.
    location.kernels()?;
    let prelude = ensure_prelude(&mut *progress::on_stderr(progress::PRELUDE))?;
    println!("Prelude: {}", prelude.root.display());
    install_kernel(&location, args.engine, args.name.as_deref(), args.display_name.as_deref())?;
    if !args.no_tutorials {
        tutorials::compile(&prelude, &mut *progress::on_stderr(tutorials::TASK))?;
    }
    println!("Choose it in Jupyter, or start JupyterLab with `{}`", invocation::of("lab"));
    Ok(ExitCode::SUCCESS)
}

/// Copies the binary and writes the kernel's description.
pub(super) fn install_kernel(
    location: &Location,
    engine: Engine,
    name: Option<&str>,
    display_name: Option<&str>,
) -> anyhow::Result<PathBuf> {
    let kernels = location.kernels()?;
    let binary = binary::install(&data_dir()?)?;
    let display_name = display_name.unwrap_or(engine.default_display_name());
    let spec = KernelSpec::new(&binary, display_name, engine, environment());
    let folder = spec.install(&kernels, name.unwrap_or(engine.default_name()))?;
    println!("Kernel: {display_name} in {}", folder.display());
    Ok(folder)
}

/// Jupyter may start the kernel from a desktop that knows nothing of this terminal's variables.
fn environment() -> BTreeMap<String, String> {
    let set = |name: &str| Some((name.to_owned(), env::var(name).ok().filter(|value| !value.is_empty())?));
    [DATA_DIR, PRELUDE_PATH].into_iter().filter_map(set).collect()
}

pub fn uninstall(args: &UninstallArgs) -> anyhow::Result<ExitCode> {
    let kernels = args.place.location().kernels()?;
    let names = if args.all { kernelspec::installed(&kernels) } else { vec![args.name.clone()] };
    let mut removed = Vec::new();
    for name in names {
        removed.extend(kernelspec::uninstall(&kernels, &name)?);
    }
    if args.all {
        removed.extend(removal::remove_data(&data_dir()?)?);
    }
    for path in &removed {
        println!("Removed {}", path.display());
    }
    if removed.is_empty() {
        println!("Nothing to remove in {}", kernels.display());
    }
    Ok(ExitCode::SUCCESS)
}
