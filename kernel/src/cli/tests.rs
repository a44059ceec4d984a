use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::CommandFactory;

use super::*;
use crate::kernelspec::Engine;
use crate::kernelspec::location::Location;

fn parse(line: &str) -> Result<Command, String> {
    let words = std::iter::once("ferrolab").chain(line.split_whitespace());
    Cli::try_parse_from(words).map(|cli| cli.command).map_err(|error| error.to_string())
}

#[test]
fn the_command_line_is_well_formed() {
    Cli::command().debug_assert();
}

#[test]
fn jupyter_can_start_the_kernel_either_way() {
    for line in ["kernel --connection-file /run/k.json", "kernel -f /run/k.json"] {
        let Ok(Command::Kernel(args)) = parse(line) else { panic!("{line}") };
        assert_eq!(args.connection_file, Path::new("/run/k.json"));
        assert_eq!(args.engine, Engine::Direct);
    }
    let Ok(Command::Kernel(args)) = parse("kernel -f k.json --engine evcxr") else { panic!() };
    assert_eq!(args.engine, Engine::Evcxr);
    assert!(parse("kernel").unwrap_err().contains("--connection-file"));
}

#[test]
fn run_takes_all_its_options() {
    let line = "run a.ipynb b.ipynb --to html,notebook --timeout 5m --allow-errors --kernel python3 -o out";
    let Ok(Command::Run(args)) = parse(line) else { panic!("{line}") };
    assert_eq!(args.notebooks, [PathBuf::from("a.ipynb"), PathBuf::from("b.ipynb")]);
    assert_eq!(args.to, [run::To::Html, run::To::Notebook]);
    assert_eq!(args.timeout, Some(Duration::from_secs(300)));
    assert!(args.allow_errors);
    assert_eq!(args.kernel.as_deref(), Some("python3"));
    assert_eq!(args.output.as_deref(), Some(Path::new("out")));
    assert!(parse("run").is_err());
    assert!(parse("run a.ipynb --inplace --output b.ipynb").is_err());
}

#[test]
fn times_have_units() {
    let seconds = |text| run::duration(text).map(|time| time.as_secs_f64());
    assert_eq!(seconds("30"), Ok(30.0));
    assert_eq!(seconds("1.5s"), Ok(1.5));
    assert_eq!(seconds("2m"), Ok(120.0));
    assert_eq!(seconds("1h"), Ok(3600.0));
    for wrong in ["", "m", "-1", "0", "5 days", "1e300", "NaN"] {
        assert!(seconds(wrong).unwrap_err().contains("expected a time such as"), "{wrong}");
    }
}

#[test]
fn a_kernel_goes_to_one_place() {
    let place = |line: &str| match parse(line) {
        Ok(Command::Install(args)) => args.place.location(),
        Ok(Command::Uninstall(args)) => args.place.location(),
        other => panic!("{other:?}"),
    };
    assert_eq!(place("install"), Location::User);
    assert_eq!(place("install --user"), Location::User);
    assert_eq!(place("install --sys-prefix"), Location::SysPrefix);
    assert_eq!(place("uninstall --prefix /usr/local"), Location::Prefix("/usr/local".into()));
    assert!(parse("install --user --sys-prefix").is_err());
    assert!(parse("install --prefix /a --sys-prefix").is_err());
}

#[test]
fn kernels_can_be_named() {
    let Ok(Command::Install(args)) = parse("install --name lab2 --display-name Lab --engine evcxr") else {
        panic!()
    };
    assert_eq!((args.name.as_deref(), args.display_name.as_deref()), (Some("lab2"), Some("Lab")));
    assert_eq!(args.engine, Engine::Evcxr);
    let Ok(Command::Uninstall(args)) = parse("uninstall") else { panic!() };
    assert_eq!((args.name.as_str(), args.all), ("ferrolab", false));
}

#[test]
fn help_names_every_command() {
    let help = Cli::command().render_help().to_string();
    for command in ["install", "uninstall", "run", "lab", "doctor", "bench", "kernel"] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(command)), "{command}: {help}");
    }
}

#[test]
fn an_error_tells_each_cause_once() {
    let cause = || io::Error::other("disk full");
    let told = anyhow::Error::new(cause()).context("cannot write a.html: disk full");
    assert_eq!(in_full(&told), "cannot write a.html: disk full");
    let untold = anyhow::Error::new(cause()).context("cannot write a.html");
    assert_eq!(in_full(&untold), "cannot write a.html: disk full");
}
