use std::path::Path;
use std::thread::JoinHandle;

use expect_test::expect;

use super::*;
use crate::evaluator::scripted::ScriptedEvaluator;
use crate::protocol::connection;
use crate::server::{self, Settings};
use crate::session::history::History;

const SOON: Duration = Duration::from_secs(30);

/// A server with the scripted evaluator in a thread of this process, and a client of it.
struct Kernel {
    client: KernelClient,
    server: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Kernel {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = connection::over_ipc(folder.path());
        let served = connection.clone();
        let server = std::thread::spawn(move || {
            let settings = Settings { history: History::at(None), ..Settings::default() };
            server::serve_with(&served, Box::new(ScriptedEvaluator::default()), settings).unwrap();
        });
        let mut client = KernelClient::connect(&connection).unwrap();
        client.wait_until_ready(SOON).unwrap();
        Self { client, server, _folder: folder }
    }

    fn end(self) {
        self.client.shutdown(SOON).unwrap();
        self.server.join().unwrap();
    }
}

fn types(exchange: &Exchange) -> Vec<&str> {
    exchange.messages.iter().map(|(msg_type, _)| msg_type.as_str()).collect()
}

#[test]
fn an_execution_is_its_messages_and_its_reply() {
    let mut kernel = Kernel::start();
    assert_eq!(kernel.client.kernel_info()["status"], "ok");
    let exchange = kernel.client.execute("print a\nresult b", &ExecuteOptions::default()).unwrap();
    let expected = ["status", "execute_input", "stream", "execute_result", "status"];
    assert_eq!(types(&exchange), expected);
    assert_eq!(exchange.reply["status"], "ok");
    let failed = kernel.client.execute("fail Panic no", &ExecuteOptions::default()).unwrap();
    assert_eq!(failed.reply["ename"], "Panic");
    assert_eq!(kernel.client.take_unclaimed(), []);
    kernel.client.heartbeat(SOON).unwrap();
    kernel.end();
}

#[test]
fn input_is_answered_from_the_options() {
    let mut kernel = Kernel::start();
    let options = ExecuteOptions { inputs: vec!["Ada".to_owned()], ..ExecuteOptions::default() };
    let exchange = kernel.client.execute("ask name?", &options).unwrap();
    let printed: String =
        exchange.messages.iter().filter_map(|(_, content)| content["text"].as_str()).collect();
    assert_eq!((exchange.reply["status"].as_str(), printed.trim_end()), (Some("ok"), "Ada"));
    let refused = kernel.client.execute("ask name?", &ExecuteOptions::default()).unwrap();
    assert_eq!(refused.reply["status"], "error");
    kernel.end();
}

#[test]
fn other_requests_are_answered_while_a_cell_runs_and_nothing_is_mixed_up() {
    let mut kernel = Kernel::start();
    let mut cell = kernel.client.begin_execute("print before\nwait", &ExecuteOptions::default()).unwrap();
    let content = json!({"code": "pri", "cursor_pos": 3});
    let completion = kernel.client.request(Channel::Shell, "complete_request", &content, SOON).unwrap();
    assert_eq!(completion.reply["matches"], json!(["print"]));
    let mut seen: Vec<String> = Vec::new();
    while !seen.iter().any(|msg_type| msg_type == "stream") {
        kernel
            .client
            .poll(&mut cell, Duration::from_millis(10), &mut |message| {
                seen.push(message.msg_type().to_owned());
            })
            .unwrap();
    }
    kernel.client.interrupt().unwrap();
    kernel
        .client
        .finish(&mut cell, Some(SOON), &mut |message| seen.push(message.msg_type().to_owned()))
        .unwrap();
    // How often the state is said depends on what else was asked meanwhile.
    seen.retain(|msg_type| msg_type != "status");
    assert_eq!(seen, ["execute_input", "stream", "error"]);
    assert_eq!(cell.reply.unwrap()["status"], "error");
    kernel.end();
}

#[test]
fn a_timeout_leaves_the_request_open_and_it_can_be_followed_further() {
    let mut kernel = Kernel::start();
    let mut cell = kernel.client.begin_execute("wait", &ExecuteOptions::default()).unwrap();
    let error = kernel.client.finish(&mut cell, Some(Duration::from_millis(20)), &mut |_| {}).unwrap_err();
    assert!(matches!(&error, ClientError::Timeout { expected, .. } if expected == "reply"), "{error}");
    kernel.client.interrupt().unwrap();
    kernel.client.finish(&mut cell, Some(SOON), &mut |_| {}).unwrap();
    kernel.end();
}

#[test]
fn a_kernel_that_dies_shows_its_last_words() {
    let command = KernelCommand::new(["sh", "-c", "echo 'no library' >&2; exit 3"]);
    let Err(error) = KernelClient::start(&command, &LaunchOptions::default()) else { panic!("it started") };
    expect!["the kernel process ended (exit status: 3); its last words:\nno library"]
        .assert_eq(&error.to_string());
}

#[test]
fn a_kernel_that_never_answers_is_given_up_and_ended() {
    let command = KernelCommand::new(["sh", "-c", "echo thinking >&2; exec sleep 600"]);
    let options = LaunchOptions { timeout: Duration::from_millis(100), ..LaunchOptions::default() };
    let Err(error) = KernelClient::start(&command, &options) else { panic!("it answered") };
    assert!(matches!(error, ClientError::NotReady { .. }), "{error}");
}

#[test]
fn a_program_that_does_not_exist_is_named() {
    let command = KernelCommand::new(["no-such-kernel-program"]);
    let Err(error) = KernelClient::start(&command, &LaunchOptions::default()) else { panic!("it started") };
    assert!(error.to_string().starts_with("cannot start the kernel no-such-kernel-program: "), "{error}");
}

#[test]
fn a_process_gets_its_files_folder_and_environment() {
    let folder = tempfile::tempdir().unwrap();
    let script = "cp \"$1\" copy.json; echo \"$GREETING\" >&2; exit 1";
    let command =
        KernelCommand::new(["sh", "-c", script, "sh", "{connection_file}"]).env("GREETING", "hello");
    let options = LaunchOptions { directory: Some(folder.path().to_owned()), ..LaunchOptions::default() };
    let Err(ClientError::KernelDied { stderr, .. }) = KernelClient::start(&command, &options) else {
        panic!()
    };
    assert_eq!(stderr, "hello\n");
    let connection = connection::read(&folder.path().join("copy.json")).unwrap();
    assert!(!Path::new(&connection.ip).parent().unwrap().exists(), "the private folder is gone");
}
