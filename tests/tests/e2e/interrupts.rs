//! The stop button, at every moment of a cell's life. The variables are there afterwards, unless the
//! cell cannot be stopped without its process; then the notebook says what is lost.

use ferrolab_tests::kernel::{ENDLESS_COMPILATION, Home, Kernel};
use ferrolab_tests::process;

fn with_variable(home: &Home) -> Kernel {
    let mut kernel = Kernel::start(home);
    kernel.ok("let kept = vec![1, 2, 3]; fn double(n: i32) -> i32 { n * 2 }");
    kernel
}

/// Runs a cell that prints `started`, interrupts it then, and checks that nothing is lost.
fn check(code: &str) {
    let home = Home::new();
    let mut kernel = with_variable(&home);
    let mut running = kernel.begin(code);
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    kernel.interrupt();
    let error = kernel.finish(running).error();
    assert_eq!(error.ename, "KeyboardInterrupt");
    assert!(error.evalue.contains("all variables are kept"), "{}", error.evalue);
    assert_eq!(kernel.show("double(kept[2])"), "6");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn an_endless_loop() {
    check("println!(\"started\"); loop {}");
}

#[test]
fn an_endless_loop_in_a_function() {
    check(
        "fn spin() -> u64 { let mut n = 0u64; while n < u64::MAX { n = n / 2 + 1; } n }\nprintln!(\"started\");\nspin()",
    );
}

#[test]
fn an_endless_loop_that_borrows_a_variable() {
    check("println!(\"started\"); let mut sum = 0; loop { for n in &kept { sum = (sum + n) % 7; } }");
}

#[test]
fn endless_printing() {
    check("loop { println!(\"started\"); }");
}

#[test]
fn endless_printing_without_line_breaks() {
    check("loop { print!(\"started\"); }");
}

#[test]
fn an_endless_future() {
    check("println!(\"started\"); loop { tokio::time::sleep(Duration::from_millis(1)).await; }");
}

#[test]
fn a_shell_line() {
    check("!echo started; sleep 1000");
}

/// What neither loops in the notebook's own code nor looks at the interrupt flag cannot be unwound,
/// and loses its process. A second interrupt does not wait for it to come to reason.
fn check_stubborn(code: &str) {
    let home = Home::new();
    let mut kernel = with_variable(&home);
    let mut running = kernel.begin(code);
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    kernel.interrupt();
    kernel.interrupt();
    let error = kernel.finish(running).error();
    assert_eq!(error.ename, "KeyboardInterrupt");
    assert!(error.evalue.contains("lost variables: kept"), "{}", error.evalue);
    assert_eq!(kernel.show("double(2)"), "4");
    assert!(kernel.run("kept").error().traceback.contains("the variable `kept` is gone"));
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn a_cell_that_sleeps() {
    check_stubborn("println!(\"started\"); std::thread::sleep(Duration::from_secs(100_000));");
}

#[test]
fn an_endless_iterator() {
    check_stubborn(
        "println!(\"started\"); std::iter::repeat(std::hint::black_box(1)).filter(|n| *n == 2).count()",
    );
}

#[test]
fn a_compilation() {
    let home = Home::new();
    let mut kernel = with_variable(&home);
    let running = kernel.begin(ENDLESS_COMPILATION);
    process::eventually("a compiler is at work", || kernel.compiler_at_work());
    kernel.interrupt();
    let error = kernel.finish(running).error();
    assert_eq!(error.ename, "KeyboardInterrupt");
    assert_eq!(kernel.show("double(kept[2])"), "6");
    assert!(kernel.run("ENDLESS").error().evalue.contains("cannot find value `ENDLESS`"));
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn cells_that_wait_behind_an_interrupted_one_do_not_run() {
    let home = Home::new();
    let mut kernel = with_variable(&home);
    let mut running = kernel.begin("println!(\"started\"); loop {}");
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    let behind = kernel.begin("let behind = 1;");
    kernel.interrupt();
    assert_eq!(kernel.finish(running).error().ename, "KeyboardInterrupt");
    assert_eq!(kernel.reply_of(behind)["status"], "aborted");
    assert!(kernel.run("behind").error().evalue.contains("cannot find value `behind`"));
    assert_eq!(kernel.show("double(kept[2])"), "6");
    kernel.shut_down();
}

#[test]
fn without_a_running_cell_nothing_happens() {
    let home = Home::new();
    let mut kernel = with_variable(&home);
    kernel.interrupt();
    assert_eq!(kernel.show("double(kept[2])"), "6");
    kernel.shut_down();
}
