//! `:dep` with crates of the test's own, so that no network is needed.

use std::path::Path;

use ferrolab_tests::kernel::{Engine, Home, Kernel, write};

/// A crate with a function, a generic one, a type and its display.
fn make_crate(folder: &Path, name: &str, answer: u32) {
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    write(&folder.join(name).join("Cargo.toml"), &manifest);
    let code = format!(
        "pub fn answer() -> u32 {{ {answer} }}\n\
         pub fn twice<T: Clone>(value: &T) -> (T, T) {{ (value.clone(), value.clone()) }}\n\
         #[derive(Debug, Clone, PartialEq)]\npub struct Thing {{ pub size: f64 }}\n\
         impl Thing {{ pub fn new(size: f64) -> Self {{ Self {{ size }} }} }}\n"
    );
    write(&folder.join(name).join("src/lib.rs"), &code);
}

#[test]
fn a_crate_in_a_folder() {
    let home = Home::new();
    make_crate(&home.work(), "first-crate", 42);
    make_crate(&home.work(), "second", 7);
    let path = |name: &str| home.work().join(name).to_string_lossy().into_owned();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let before = vec![1, 2];");
    let ended = kernel.ok(&format!(":dep first-crate = {{ path = \"{}\" }}", path("first-crate")));
    let shown: Vec<_> =
        ended.all("display_data").into_iter().chain(ended.all("update_display_data")).collect();
    assert!(
        shown.last().unwrap()["data"]["text/plain"].as_str().unwrap().contains("ready"),
        "{}",
        ended.transcript()
    );
    assert_eq!(kernel.show("first_crate::answer()"), "42");
    assert_eq!(
        kernel.show("use first_crate::{Thing, twice};\nlet thing = Thing::new(1.5);\ntwice(&before)"),
        "([1, 2], [1, 2])"
    );
    assert_eq!(kernel.show("thing"), "Thing { size: 1.5 }");
    // A second one, and the command together with code in one cell.
    let cell = format!(
        ":dep second = {{ path = \"{}\" }}\nsecond::answer() + first_crate::answer()",
        path("second")
    );
    assert_eq!(kernel.show(&cell), "49");
    assert_eq!(kernel.show("thing == Thing::new(1.5)"), "true");
    // A new process has them too.
    kernel.run("std::process::abort()").error();
    assert_eq!(kernel.show("first_crate::answer() + second::answer()"), "49");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn a_crate_that_does_not_compile_leaves_the_notebook_as_it_was() {
    let home = Home::new();
    write(
        &home.work().join("broken/Cargo.toml"),
        "[package]\nname = \"broken\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
    );
    write(&home.work().join("broken/src/lib.rs"), "pub fn f() -> u32 { \"no number\" }\n");
    let mut kernel = Kernel::start(&home);
    kernel.ok("let kept = 1;");
    let command = format!(":dep broken = {{ path = \"{}\" }}", home.work().join("broken").display());
    let error = kernel.run(&command).error();
    assert_eq!(error.ename, "DependencyError");
    assert!(error.traceback.contains("mismatched types"), "{}", error.traceback);
    assert_eq!(kernel.show("kept + 1"), "2");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn a_relative_path_is_taken_from_where_the_notebook_is() {
    let home = Home::new();
    make_crate(&home.work(), "beside", 3);
    let mut kernel = Kernel::start(&home);
    kernel.ok(":dep beside = { path = \"beside\" }");
    assert_eq!(kernel.show("beside::answer()"), "3");
    kernel.shut_down();
}

/// Cells need no cargo; `:dep` does, and says so.
#[test]
fn without_cargo() {
    let home = Home::new();
    make_crate(&home.work(), "unbuilt", 3);
    let command = home.command(Engine::Direct).env("PATH", "/nowhere");
    let mut kernel = Kernel::launch(&home, &command);
    assert_eq!(kernel.show("1 + 1"), "2");
    let ended =
        kernel.run(&format!(":dep unbuilt = {{ path = \"{}\" }}", home.work().join("unbuilt").display()));
    let error = ended.error();
    assert!(error.traceback.contains("doctor") || error.traceback.contains("cc"), "{}", error.traceback);
    assert_eq!(kernel.show("2 + 2"), "4");
    kernel.shut_down();
    home.assert_clean();
}
