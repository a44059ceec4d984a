//! What happens around a cell and is nobody's fault in it: the compiler is killed, the disk is full,
//! cargo is missing, the process that runs cells is shot. Each is one clear error; the kernel lives,
//! and the next cell runs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use ferrolab::client::KernelCommand;
use ferrolab_tests::kernel::{ENDLESS_COMPILATION, Engine, Home, Kernel};
use ferrolab_tests::process;
use ferrolab_tests::skip;

#[test]
fn a_compiler_that_is_killed() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let kept = 1;");
    let running = kernel.begin(ENDLESS_COMPILATION);
    let compiler = process::eventually("a compiler is at work", || kernel.compiler_at_work());
    process::kill(compiler.id);
    let error = kernel.finish(running).error();
    assert_eq!(error.ename, "CompilerFailure");
    assert!(
        error.evalue.contains("signal 9") && error.evalue.contains("run the cell again"),
        "{}",
        error.evalue
    );
    assert_eq!(kernel.show("kept + 1"), "2");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn compilers_that_are_killed_while_they_wait_are_not_missed() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let kept = 1;");
    let waiting = kernel.compilers();
    assert!(!waiting.is_empty(), "a compiler waits for the next cell");
    waiting.iter().for_each(|compiler| process::kill(compiler.id));
    waiting.iter().for_each(|compiler| {
        process::eventually("it has ended", || (!process::is_alive(compiler.id)).then_some(()));
    });
    assert_eq!(kernel.show("kept + 1"), "2");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn the_process_that_runs_cells_is_killed_between_two_cells() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let first = 1; let second = \"2\"; fn kept() -> i32 { 3 }");
    let child = kernel.child();
    process::kill(child.id);
    process::eventually("it has ended", || (!process::is_alive(child.id)).then_some(()));
    let error = kernel.run("first + 1").error();
    assert_eq!(error.ename, "ProcessDied");
    assert!(error.evalue.contains("lost variables: first, second"), "{}", error.evalue);
    assert_eq!(kernel.show("kept()"), "3");
    assert!(kernel.run("first").error().traceback.contains("the variable `first` is gone"));
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn the_process_that_runs_cells_is_killed_during_one() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let data = vec![1];");
    let mut running = kernel.begin("println!(\"started\"); loop {}");
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    process::kill(kernel.child().id);
    let ended = kernel.finish(running);
    assert_eq!(ended.error().ename, "ProcessDied");
    assert!(ended.error().evalue.contains("lost variables: data"), "{}", ended.error().evalue);
    assert_eq!(ended.stdout(), "started\n");
    assert_eq!(kernel.show("1 + 1"), "2");
    kernel.shut_down();
    home.assert_clean();
}

/// A kernel whose temporary directory is a file system of a few megabytes, in a mount namespace of
/// its own. None where the system gives no such namespace to ordinary users.
fn kernel_on_a_small_disk(home: &Home) -> Option<Kernel> {
    let mount = "mount -t tmpfs -o size=8m tmpfs \"$TMPDIR\"";
    let may = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", mount])
        .env("TMPDIR", home.temporary())
        .stdin(Stdio::null())
        .output()
        .is_ok_and(|output| output.status.success());
    if !may {
        return None;
    }
    let plain = home.command(Engine::Direct);
    let start = format!("{mount} && exec \"$0\" \"$@\"");
    let mut argv =
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", &start].map(str::to_owned).to_vec();
    argv.extend(plain.argv.iter().cloned());
    Some(Kernel::launch(home, &KernelCommand { argv, ..plain }))
}

#[test]
fn a_full_disk() {
    let home = Home::new();
    let Some(mut kernel) = kernel_on_a_small_disk(&home) else {
        skip("bad_days::a_full_disk", "this system lets no ordinary user mount a small file system");
        return;
    };
    kernel.ok("let kept = vec![1, 2, 3];");
    kernel.ok("!dd if=/dev/zero of=\"$TMPDIR/filler\" bs=64k 2>/dev/null");
    let error = kernel.run("kept.len() + 1").error();
    assert_eq!(error.ename, "CompilerFailure", "{error:?}");
    let text = error.evalue.to_lowercase();
    assert!(text.contains("no space left") && text.contains("free some space"), "{error:?}");
    kernel.ok("!rm \"$TMPDIR/filler\"");
    assert_eq!(kernel.show("kept.len() + 1"), "4");
    kernel.shut_down();
}

#[test]
fn a_temporary_directory_that_cannot_be_written() {
    let home = Home::new();
    let missing = home.work().join("missing");
    let command = home.command(Engine::Direct).env("TMPDIR", &missing.to_string_lossy());
    let mut kernel = Kernel::launch(&home, &command);
    let error = kernel.run("1 + 1").error();
    assert_eq!(error.ename, "SystemError");
    assert!(error.evalue.contains("missing") && error.evalue.contains("TMPDIR"), "{}", error.evalue);
    fs::create_dir(&missing).unwrap();
    assert_eq!(kernel.show("1 + 1"), "2");
    kernel.shut_down();
}

#[test]
fn nothing_on_the_path() {
    let home = Home::new();
    let command = home.command(Engine::Direct).env("PATH", "/nowhere");
    let mut kernel = Kernel::launch(&home, &command);
    assert_eq!(kernel.show("let x = 20; x + 1"), "21");
    assert_eq!(kernel.show("x * 2"), "40");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn a_prelude_that_is_not_there() {
    let home = Home::new();
    let empty = home.work().join("empty");
    let command = home
        .command(Engine::Direct)
        .env("FERROLAB_DATA_DIR", &empty.to_string_lossy())
        .env("FERROLAB_PRELUDE_PATH", "");
    let mut kernel = Kernel::launch(&home, &command);
    let error = kernel.run("1 + 1").error();
    assert_eq!(error.ename, "PreludeMissing");
    assert!(error.evalue.contains("install"), "{}", error.evalue);
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn a_working_directory_that_was_removed() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let kept = 1;");
    fs::remove_dir(home.work()).unwrap();
    assert_eq!(kernel.show("kept + 1"), "2");
    let error = kernel.run("read_csv(\"data.csv\")?").error();
    assert!(error.evalue.contains("data.csv"), "{}", error.evalue);
    kernel.shut_down();
    assert!(!Path::new(&home.work()).exists());
}
