//! More output than anybody reads: nothing is lost to a slow reader, and nobody can fill the
//! kernel's memory or hold its cells for ever.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use ferrolab::protocol::connection;
use ferrolab::server::Settings;
use serde_json::json;

use crate::frontend::{Frontend, Kernel, settings, start};

#[test]
fn a_slow_reader_holds_the_cell_back_and_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    // Nobody loses patience, and little may be on its way.
    let patient =
        Settings { output_budget: 1 << 20, output_patience: Duration::from_secs(3600), ..settings() };
    let kernel = Kernel::with(connection::over_ipc(directory.path()), patient);
    let mut frontend = Frontend::connect(&kernel.connection);
    let id = frontend.execute("flood 48");
    for _ in ["busy", "execute_input"] {
        frontend.next_published(&id);
    }
    // Reads nothing meanwhile: these go by other channels.
    for _ in 0..100 {
        assert_eq!(frontend.heartbeat("ping"), "ping");
    }
    let bytes: usize = frontend
        .published(&id)
        .iter()
        .filter_map(|message| message.content["text"].as_str())
        .map(str::len)
        .sum();
    assert_eq!(bytes, 48 << 20);
    frontend.shell_reply(&id);
    frontend.finish(kernel);
}

#[test]
fn endless_printing_makes_few_messages_and_can_be_interrupted() {
    let (kernel, mut frontend) = start();
    let id = frontend.execute("spin 0123456789");
    frontend.next_published(&id);
    frontend.next_published(&id);
    let (mut messages, mut bytes) = (0, 0);
    while bytes < 4 << 20 {
        let message = frontend.next_published(&id);
        bytes += message.content["text"].as_str().unwrap().len();
        messages += 1;
    }
    // Those that are full hold 64 KiB; those that were 30 ms old may hold less.
    assert!(bytes / messages > 1024, "{bytes} bytes in {messages} messages");
    let interrupt = frontend.control("interrupt_request", json!({}));
    frontend.control_reply(&interrupt);
    assert_eq!(frontend.shell_reply(&id).content["ename"], "KeyboardInterrupt");
    frontend.forget_published();
    frontend.finish(kernel);
}

#[test]
fn without_a_subscriber_a_flood_passes_by() {
    let directory = tempfile::tempdir().unwrap();
    let kernel = Kernel::with(connection::over_ipc(directory.path()), settings());
    let mut frontend = Frontend::connect(&kernel.connection);
    frontend.unsubscribe();
    let id = frontend.execute("flood 64");
    assert_eq!(frontend.shell_reply(&id).content["status"], "ok");
    let id = frontend.control("shutdown_request", json!({"restart": true}));
    assert_eq!(frontend.control_reply(&id).content["restart"], true);
    kernel.join();
}

/// Highest resident memory of this process so far, in bytes.
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

#[test]
fn a_subscriber_that_stops_reading_costs_bounded_memory_and_no_cell() {
    let patient =
        Settings { output_budget: 8 << 20, output_patience: Duration::from_millis(50), ..settings() };
    let kernel = Kernel::with(connection::over_tcp().unwrap(), patient);
    let mut frontend = Frontend::connect(&kernel.connection);
    frontend.unsubscribe();
    let mut stalled = std::net::TcpStream::connect(("127.0.0.1", kernel.connection.iopub_port)).unwrap();
    subscribe_by_hand(&mut stalled);
    let before = peak_memory();
    let id = frontend.execute("flood 512");
    assert_eq!(frontend.shell_reply(&id).content["status"], "ok");
    let grown = peak_memory() - before;
    assert!(grown < 256 << 20, "grew by {} MiB for 512 MiB of output", grown >> 20);
    let id = frontend.control("shutdown_request", json!({"restart": false}));
    frontend.control_reply(&id);
    drop(stalled);
    kernel.join();
}

/// ZMTP 3.0 as far as a subscriber needs it: greeting, READY, one subscription to everything.
fn subscribe_by_hand(stream: &mut std::net::TcpStream) {
    let mut greeting = [0; 64];
    greeting[..12].copy_from_slice(b"\xff\0\0\0\0\0\0\0\x01\x7f\x03\0");
    greeting[12..16].copy_from_slice(b"NULL");
    stream.write_all(&greeting).unwrap();
    stream.write_all(b"\x04\x19\x05READY\x0bSocket-Type\0\0\0\x03SUB").unwrap();
    stream.write_all(b"\0\x01\x01").unwrap();
    stream.read_exact(&mut greeting).unwrap();
    // Until something is published to us: then the subscription is known.
    let mut ready = [0; 2];
    stream.read_exact(&mut ready).unwrap();
    let mut rest = vec![0; usize::from(ready[1])];
    stream.read_exact(&mut rest).unwrap();
}
