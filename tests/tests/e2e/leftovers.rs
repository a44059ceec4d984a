//! Nothing is left behind, however a kernel ends: no file in the temporary directory, no process.

use ferrolab::client::ClientError;
use ferrolab::protocol::Channel;
use ferrolab_tests::PATIENCE;
use ferrolab_tests::kernel::{ENDLESS_COMPILATION, Home, Kernel};
use ferrolab_tests::process::{self, Process};
use serde_json::json;

/// A kernel that has been used: variables, a panic (whose library is kept), items.
fn used(home: &Home) -> Kernel {
    let mut kernel = Kernel::start(home);
    kernel.ok("let x = 1; fn f() -> i32 { 2 }");
    kernel.run("panic!(\"on purpose\")").error();
    kernel.ok("x + f()");
    kernel
}

fn await_the_end_of(processes: &[Process]) {
    for Process { id, name, .. } in processes {
        process::eventually(&format!("{name} ends"), || (!process::is_alive(*id)).then_some(()));
    }
}

#[test]
fn after_a_shutdown() {
    let home = Home::new();
    let kernel = used(&home);
    let processes = process::descendants(kernel.id());
    assert!(!processes.is_empty() && !home.leftovers().is_empty());
    kernel.shut_down();
    await_the_end_of(&processes);
    home.assert_clean();
}

#[test]
fn after_a_shutdown_in_the_middle_of_a_cell() {
    let home = Home::new();
    let mut kernel = used(&home);
    let mut running = kernel.begin("println!(\"started\"); loop {}");
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    let processes = process::descendants(kernel.id());
    kernel.client.shutdown(PATIENCE).unwrap();
    await_the_end_of(&processes);
    home.assert_clean();
}

#[test]
fn after_a_shutdown_in_the_middle_of_a_compilation() {
    let home = Home::new();
    let mut kernel = used(&home);
    let _running = kernel.begin(ENDLESS_COMPILATION);
    process::eventually("a compiler is at work", || kernel.compiler_at_work());
    let processes = process::descendants(kernel.id());
    kernel.client.shutdown(PATIENCE).unwrap();
    await_the_end_of(&processes);
    home.assert_clean();
}

#[test]
fn after_sigterm() {
    let home = Home::new();
    let mut kernel = used(&home);
    let processes = process::descendants(kernel.id());
    kernel.client.signal(libc::SIGTERM).unwrap();
    let id = kernel.id();
    process::eventually("the kernel ends", || (!process::is_alive(id)).then_some(()));
    let error =
        kernel.client.request(Channel::Shell, "kernel_info_request", &json!({}), PATIENCE).unwrap_err();
    assert!(matches!(error, ClientError::KernelDied { status, .. } if status.success()), "{error}");
    await_the_end_of(&processes);
    home.assert_clean();
}

/// The kernel cannot clean up, so the next one does.
#[test]
fn after_kill_9_and_the_next_start() {
    let home = Home::new();
    let mut kernel = used(&home);
    let mut running = kernel.begin("println!(\"started\"); loop {}");
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    let processes = process::descendants(kernel.id());
    process::kill(kernel.id());
    await_the_end_of(&processes);
    drop(kernel);
    assert!(!home.leftovers().is_empty());
    let mut next = Kernel::start(&home);
    assert_eq!(next.show("1 + 1"), "2");
    next.shut_down();
    home.assert_clean();
}

#[test]
fn two_kernels_in_one_temporary_directory_leave_each_other_alone() {
    let home = Home::new();
    let mut first = used(&home);
    let second = used(&home);
    second.shut_down();
    assert_eq!(first.show("x + f()"), "3");
    first.shut_down();
    home.assert_clean();
}

#[test]
fn a_restarted_kernel_knows_nothing_of_the_former() {
    let home = Home::new();
    let mut kernel = used(&home);
    let restart = json!({"restart": true});
    let reply =
        kernel.client.request(Channel::Control, "shutdown_request", &restart, PATIENCE).unwrap().reply;
    assert_eq!((&reply["status"], &reply["restart"]), (&"ok".into(), &true.into()));
    let id = kernel.id();
    process::eventually("the kernel ends", || (!process::is_alive(id)).then_some(()));
    drop(kernel);
    home.assert_clean();
    let mut next = Kernel::start(&home);
    let ended = next.run("x");
    assert!(ended.error().evalue.contains("cannot find value `x`"));
    assert_eq!(ended.reply["execution_count"], 1);
    next.shut_down();
}
