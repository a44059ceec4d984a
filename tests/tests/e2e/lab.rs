//! JupyterLab in a real browser, on the tour.

use std::fs;

use ferrolab_tests::kernel::Home;
use ferrolab_tests::setup::{copy_folder, project_file, setup};
use ferrolab_tests::{python, skip};

/// Makes a missing browser a failure instead of a skipped test.
const REQUIRED: &str = "FERROLAB_REQUIRE_BROWSER";
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[test]
fn the_tour_in_jupyterlab() {
    let test = "lab::the_tour_in_jupyterlab";
    if !BROWSERS.into_iter().any(on_path) || !on_path("chromedriver") {
        let reason =
            "there is no Chromium with chromedriver on PATH; on Debian: apt install chromium chromium-driver";
        assert!(std::env::var_os(REQUIRED).is_none(), "{reason}");
        skip(test, reason);
        return;
    }
    let Some(python) = python::environment("lab", test) else { return };
    let home = Home::new();
    copy_folder(&project_file("notebooks"), &home.work());
    let pictures = setup().target.join("screenshots");
    python::run(python.script("lab.py", &home).arg("00_tour.ipynb").arg(&pictures));
    let taken = fs::read_dir(&pictures)
        .unwrap()
        .flatten()
        .filter(|picture| picture.metadata().unwrap().len() > 20_000);
    assert!(taken.count() >= 8, "a picture of each step in {}", pictures.display());
}
