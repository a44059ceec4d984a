//! Everything but cells: who the kernel is, completion, inspection, history, comms, heartbeat.

use expect_test::expect;
use serde_json::json;

use crate::frontend::{Frontend, Kernel, settings, show, start};

#[test]
fn kernel_info_on_shell_and_control() {
    let (kernel, mut frontend) = start();
    let id = frontend.control("kernel_info_request", json!({}));
    let on_control = frontend.control_reply(&id);
    let busy_idle = [r#"status {"execution_state":"busy"}"#, r#"status {"execution_state":"idle"}"#];
    assert_eq!(frontend.published(&id).iter().map(show).collect::<Vec<_>>(), busy_idle);
    let id = frontend.shell("kernel_info_request", json!({}));
    let on_shell = frontend.shell_reply(&id);
    assert_eq!(frontend.published(&id).iter().map(show).collect::<Vec<_>>(), busy_idle);
    assert_eq!(on_shell.content, on_control.content);
    assert_eq!(on_shell.parent_header.unwrap().session, frontend.session);
    let content = on_shell.content;
    let fields =
        ["status", "protocol_version", "implementation", "language_info", "debugger", "supported_features"];
    let shown: Vec<String> = fields.iter().map(|field| format!("{field} {}", content[field])).collect();
    expect![[r#"
        status "ok"
        protocol_version "5.4"
        implementation "ferrolab"
        language_info {"name":"rust","version":"1.95","mimetype":"text/x-rustsrc","file_extension":".rs","pygments_lexer":"rust","codemirror_mode":"rust","nbconvert_exporter":"script"}
        debugger false
        supported_features []"#]].assert_eq(&shown.join("\n"));
    frontend.finish(kernel);
}

#[test]
fn the_heart_beats_also_while_a_cell_runs() {
    let (kernel, mut frontend) = start();
    assert_eq!(frontend.heartbeat("ping"), "ping");
    let id = frontend.execute("print ready\nwait");
    for _ in ["busy", "execute_input", "stream"] {
        frontend.next_published(&id);
    }
    assert_eq!(frontend.heartbeat("pong"), "pong");
    let interrupt = frontend.control("interrupt_request", json!({}));
    frontend.control_reply(&interrupt);
    frontend.shell_reply(&id);
    frontend.forget_published();
    frontend.finish(kernel);
}

#[test]
fn cursors_count_code_points() {
    let (kernel, mut frontend) = start();
    // The family is five code points; é is two bytes.
    let code = "é👨\u{200d}👩\u{200d}👧 pri(🦀)";
    let cursor = json!({"code": code, "cursor_pos": 10});
    expect![[r#"
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        complete_reply {"matches":["print"],"cursor_start":7,"cursor_end":10,"metadata":{"_jupyter_types_experimental":[{"start":7,"end":10,"text":"print","type":"function","signature":"print TEXT"}]},"status":"ok"}
    "#]].assert_eq(&frontend.ask("complete_request", cursor));
    let beyond = json!({"code": "🦀 cl", "cursor_pos": 99});
    expect![[r#"
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        complete_reply {"matches":["clear"],"cursor_start":2,"cursor_end":4,"metadata":{"_jupyter_types_experimental":[{"start":2,"end":4,"text":"clear","type":"function","signature":"clear TEXT"}]},"status":"ok"}
    "#]].assert_eq(&frontend.ask("complete_request", beyond));
    let inspect = json!({"code": "🦀 print", "cursor_pos": 7, "detail_level": 1});
    expect![[r#"
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        inspect_reply {"status":"ok","found":true,"data":{"text/plain":"print, detail 1"},"metadata":{}}
    "#]]
    .assert_eq(&frontend.ask("inspect_request", inspect));
    let nothing = json!({"code": "🦀 pront", "cursor_pos": 7, "detail_level": 0});
    expect![[r#"
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        inspect_reply {"status":"ok","found":false,"data":{},"metadata":{}}
    "#]]
    .assert_eq(&frontend.ask("inspect_request", nothing));
    frontend.finish(kernel);
}

#[test]
fn is_complete_has_four_answers() {
    let (kernel, mut frontend) = start();
    let mut replies = String::new();
    for code in ["print x", "print x\\", "print x)", "what?"] {
        let id = frontend.shell("is_complete_request", json!({"code": code}));
        replies += &format!("{}\n", show(&frontend.shell_reply(&id)));
        frontend.published(&id);
    }
    expect![[r#"
        is_complete_reply {"status":"complete","indent":""}
        is_complete_reply {"status":"incomplete","indent":"  "}
        is_complete_reply {"status":"invalid","indent":""}
        is_complete_reply {"status":"unknown","indent":""}
    "#]]
    .assert_eq(&replies);
    frontend.finish(kernel);
}

#[test]
fn questions_are_answered_while_a_cell_runs_and_it_stays_busy() {
    let (kernel, mut frontend) = start();
    let cell = frontend.execute("print ready\nwait");
    for _ in ["busy", "execute_input", "stream"] {
        frontend.next_published(&cell);
    }
    for (msg_type, content) in [
        ("complete_request", json!({"code": "pri", "cursor_pos": 3})),
        ("inspect_request", json!({"code": "print", "cursor_pos": 5})),
        ("is_complete_request", json!({"code": "print"})),
        ("history_request", json!({"hist_access_type": "tail", "n": 1})),
        ("kernel_info_request", json!({})),
        ("comm_info_request", json!({})),
    ] {
        let id = frontend.shell(msg_type, content);
        frontend.shell_reply(&id);
        assert_eq!(frontend.published(&id).len(), 2);
        // Front ends show the last state that they heard.
        assert_eq!(show(&frontend.next_published(&cell)), r#"status {"execution_state":"busy"}"#);
    }
    let interrupt = frontend.control("interrupt_request", json!({}));
    frontend.control_reply(&interrupt);
    assert_eq!(frontend.shell_reply(&cell).content["ename"], "KeyboardInterrupt");
    frontend.forget_published();
    frontend.finish(kernel);
}

#[test]
fn history_reaches_into_earlier_sessions() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("history.sqlite");
    let run = |code: &str| {
        let settings = ferrolab::server::Settings {
            history: ferrolab::session::history::History::at(Some(file.clone())),
            ..settings()
        };
        let kernel = Kernel::with(ferrolab::protocol::connection::over_tcp().unwrap(), settings);
        let mut frontend = Frontend::connect(&kernel.connection);
        frontend.run(code);
        let search = json!({"hist_access_type": "search", "pattern": "result*", "unique": true, "output": true,
                            "raw": true, "n": 5});
        let id = frontend.shell("history_request", search);
        let reply = show(&frontend.shell_reply(&id));
        frontend.published(&id);
        frontend.finish(kernel);
        reply
    };
    run("result 1");
    expect![[r#"history_reply {"status":"ok","history":[[1,1,["result 1","1"]],[2,1,["result 2","2"]]]}"#]]
        .assert_eq(&run("result 2"));
}

#[test]
fn comms_are_declined() {
    let (kernel, mut frontend) = start();
    let info = frontend.ask("comm_info_request", json!({"target_name": "jupyter.widget"}));
    let id =
        frontend.shell("comm_open", json!({"comm_id": "c1", "target_name": "jupyter.widget", "data": {}}));
    let opened: Vec<_> = frontend.published(&id).iter().map(show).collect();
    let id = frontend.shell("comm_msg", json!({"comm_id": "c1", "data": {}}));
    frontend.published(&id);
    expect![[r#"
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        comm_info_reply {"status":"ok","comms":{}}
        status {"execution_state":"busy"}
        comm_close {"comm_id":"c1","data":{}}
        status {"execution_state":"idle"}"#]]
    .assert_eq(&format!("{info}{}", opened.join("\n")));
    frontend.finish(kernel);
}

#[test]
fn a_debugger_is_declined_politely() {
    let (kernel, mut frontend) = start();
    let id = frontend.control("debug_request", json!({"type": "request", "seq": 7, "command": "initialize"}));
    expect![[r#"debug_reply {"type":"response","request_seq":7,"success":false,"command":"initialize","message":"this kernel has no debugger, so it cannot \"initialize\""}"#]].assert_eq(&show(&frontend.control_reply(&id)));
    frontend.published(&id);
    frontend.finish(kernel);
}
