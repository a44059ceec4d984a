//! The clients that most people use, which are written in Python.

use ferrolab_tests::kernel::Home;
use ferrolab_tests::python;

#[test]
fn jupyter_kernel_test() {
    let Some(python) = python::environment("clients", "python::jupyter_kernel_test") else { return };
    let home = Home::new();
    let said = python::run(&mut python.script("test_kernel.py", &home));
    // Of the suite's tests only those that have nothing to ask may be left out.
    let skipped: Vec<_> = said.lines().filter(|line| line.contains("... skipped")).collect();
    assert!(skipped.iter().all(|line| line.contains("pager")), "{skipped:#?}");
    home.assert_clean();
}
