//! Whatever arrives, the kernel lives: after each of these it answers as if nothing had been.

use std::io::Write as _;

use bytes::Bytes;
use ferrolab::protocol::{Signer, connection};
use serde_json::json;

use crate::frontend::{Frontend, Kernel, settings, show, start};

/// Sends frames made from good ones; nothing may come back and the kernel must go on.
fn is_dropped(change: impl FnOnce(&mut Vec<Bytes>)) {
    let (kernel, mut frontend) = start();
    let (_, mut frames) = frontend.encode("execute_request", &json!({"code": "print never"}));
    change(&mut frames);
    frontend.send_shell(frames);
    assert!(frontend.run("result 1").contains("execute_result"));
    frontend.finish(kernel);
}

#[test]
fn a_wrong_signature() {
    is_dropped(|frames| frames[1] = Bytes::from("0".repeat(64)));
}

#[test]
fn no_signature() {
    is_dropped(|frames| frames[1] = Bytes::new());
}

#[test]
fn a_signature_that_is_not_hexadecimal() {
    is_dropped(|frames| frames[1] = Bytes::from_static(b"\xff\xfe"));
}

#[test]
fn a_changed_content() {
    is_dropped(|frames| frames[5] = Bytes::from_static(br#"{"code":"print other"}"#));
}

#[test]
fn too_few_frames() {
    is_dropped(|frames| frames.truncate(4));
}

#[test]
fn no_delimiter() {
    is_dropped(|frames| {
        frames.remove(0);
    });
}

#[test]
fn one_empty_frame() {
    is_dropped(|frames| *frames = vec![Bytes::new()]);
}

#[test]
fn frames_that_are_not_json() {
    let directory = tempfile::tempdir().unwrap();
    let mut info = connection::over_ipc(directory.path());
    // Without a key every frame is believed, and parsed.
    info.key.clear();
    let kernel = Kernel::with(info, settings());
    let mut frontend = Frontend::connect(&kernel.connection);
    let not_json = [&b"{"[..], b"", b"\xff\xfe", b"\xed\xa0\x80"];
    let not_an_object = [&b"[]"[..], b"17"];
    for frame in 2..6 {
        for garbage in not_json.iter().chain(&not_an_object) {
            let (id, mut frames) = frontend.encode("complete_request", &json!({"code": "x"}));
            frames[frame] = Bytes::from_static(garbage);
            frontend.send_shell(frames);
            // JSON of another kind as content: that is a message, and has an answer.
            if frame == 5 && not_an_object.contains(garbage) {
                assert_eq!(frontend.shell_reply(&id).content["ename"], "MalformedRequest");
                frontend.published(&id);
            }
        }
    }
    frontend.finish(kernel);
}

#[test]
fn contents_of_another_kind() {
    let (kernel, mut frontend) = start();
    for garbage in ["{", "null", "[1,2]", "\"x\"", "\u{0}"] {
        // A message whose content is not JSON, signed with the right key.
        let (_, frames) = frontend.encode("kernel_info_request", &json!({}));
        let unsigned = Signer::new("");
        let mut message = ferrolab::protocol::wire::decode(&unsigned, frames).unwrap();
        message.content = json!(garbage);
        message.header.msg_type = "execute_request".to_owned();
        let frames = ferrolab::protocol::wire::encode(&frontend.signer, &message).unwrap();
        frontend.send_shell(frames);
        let id = message.header.msg_id;
        assert_eq!(frontend.shell_reply(&id).content["ename"], "MalformedRequest");
        frontend.published(&id);
    }
    frontend.finish(kernel);
}

#[test]
fn a_request_without_its_fields_is_refused_by_name() {
    let (kernel, mut frontend) = start();
    let id = frontend.shell("complete_request", json!({"code": "x"}));
    let reply = frontend.shell_reply(&id);
    assert_eq!(reply.msg_type(), "complete_reply");
    assert_eq!(
        reply.content["evalue"],
        "the content of this complete_request is not what it should be: missing field `cursor_pos`"
    );
    frontend.published(&id);
    frontend.finish(kernel);
}

#[test]
fn unknown_types_are_ignored() {
    let (kernel, mut frontend) = start();
    frontend.shell("brew_coffee_request", json!({}));
    frontend.control("usage_request", json!({}));
    frontend.finish(kernel);
}

#[test]
fn a_client_that_does_not_speak_zeromq() {
    let kernel = Kernel::with(connection::over_tcp().unwrap(), settings());
    let mut frontend = Frontend::connect(&kernel.connection);
    let info = &kernel.connection;
    for port in [info.shell_port, info.iopub_port, info.control_port, info.stdin_port, info.hb_port] {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        stream.write_all(&[0; 100]).unwrap();
    }
    assert!(frontend.run("result 1").contains("execute_result"));
    frontend.finish(kernel);
}

#[test]
fn without_a_key_nothing_is_signed() {
    let directory = tempfile::tempdir().unwrap();
    let mut info = connection::over_ipc(directory.path());
    info.key.clear();
    let kernel = Kernel::with(info, settings());
    let mut frontend = Frontend::connect(&kernel.connection);
    let id = frontend.shell("is_complete_request", json!({"code": "x"}));
    assert_eq!(show(&frontend.shell_reply(&id)), r#"is_complete_reply {"status":"complete","indent":""}"#);
    frontend.published(&id);
    frontend.finish(kernel);
}

#[test]
fn sockets_of_a_killed_kernel_are_replaced_and_ours_removed() {
    let directory = tempfile::tempdir().unwrap();
    let info = connection::over_ipc(directory.path());
    drop(std::os::unix::net::UnixListener::bind(directory.path().join("kernel-1")).unwrap());
    let kernel = Kernel::with(info, settings());
    let frontend = Frontend::connect(&kernel.connection);
    frontend.finish(kernel);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}
