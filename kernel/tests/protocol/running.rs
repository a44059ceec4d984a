//! Cells: their messages in order, counts, silence, errors, input, interrupts.

use std::sync::atomic::Ordering;
use std::time::Duration;

use expect_test::{Expect, expect};
use ferrolab::protocol::content::ExecuteRequest;
use serde_json::json;

use crate::frontend::{Frontend, show, start};

/// Runs one cell in a new kernel and compares what its front end sees.
fn check(code: &str, expected: &Expect) {
    let (kernel, mut frontend) = start();
    expected.assert_eq(&frontend.run(code));
    frontend.finish(kernel);
}

#[test]
fn a_cell_from_busy_to_idle() {
    check(
        "print hello\nresult 42",
        &expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"print hello\nresult 42","execution_count":1}
        stream {"name":"stdout","text":"hello\n"}
        execute_result {"execution_count":1,"data":{"text/plain":"42"},"metadata":{}}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
    "#]],
    );
}

#[test]
fn streams_keep_their_order_and_neighbours_are_joined() {
    check(
        "print a\nprint b\nerr c\nshow d\nprint e 🦀",
        &expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"print a\nprint b\nerr c\nshow d\nprint e 🦀","execution_count":1}
        stream {"name":"stdout","text":"a\nb\n"}
        stream {"name":"stderr","text":"c\n"}
        display_data {"data":{"text/plain":"d"},"metadata":{},"transient":{}}
        stream {"name":"stdout","text":"e 🦀\n"}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
    "#]],
    );
}

#[test]
fn displays_are_updated_and_cleared() {
    check(
        "display id1 first\nupdate id1 second\nclear",
        &expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"display id1 first\nupdate id1 second\nclear","execution_count":1}
        display_data {"data":{"text/plain":"first"},"metadata":{},"transient":{"display_id":"id1"}}
        update_display_data {"data":{"text/plain":"second"},"metadata":{},"transient":{"display_id":"id1"}}
        clear_output {"wait":false}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
    "#]],
    );
}

#[test]
fn an_error_is_the_same_in_message_and_reply() {
    check(
        "print before\nfail Panic it broke",
        &expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"print before\nfail Panic it broke","execution_count":1}
        stream {"name":"stdout","text":"before\n"}
        error {"ename":"Panic","evalue":"it broke","traceback":["\u001b[31;1mPanic\u001b[0m: it broke"]}
        status {"execution_state":"idle"}
        execute_reply {"status":"error","ename":"Panic","evalue":"it broke","traceback":["\u001b[31;1mPanic\u001b[0m: it broke"],"execution_count":1,"user_expressions":{},"payload":[]}
    "#]],
    );
}

#[test]
fn a_panic_of_the_evaluator_ends_the_cell_only() {
    let (kernel, mut frontend) = start();
    expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"panic oh","execution_count":1}
        error {"ename":"InternalError","evalue":"the kernel itself panicked: oh","traceback":["\u001b[31;1mInternalError\u001b[0m: the kernel itself panicked: oh"]}
        status {"execution_state":"idle"}
        execute_reply {"status":"error","ename":"InternalError","evalue":"the kernel itself panicked: oh","traceback":["\u001b[31;1mInternalError\u001b[0m: the kernel itself panicked: oh"],"execution_count":1,"user_expressions":{},"payload":[]}
    "#]].assert_eq(&frontend.run("panic oh"));
    expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"result 1","execution_count":2}
        execute_result {"execution_count":2,"data":{"text/plain":"1"},"metadata":{}}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":2,"user_expressions":{},"payload":[]}
    "#]]
    .assert_eq(&frontend.run("result 1"));
    frontend.finish(kernel);
}

#[test]
fn only_cells_that_are_stored_are_counted() {
    let (kernel, mut frontend) = start();
    let mut transcript = String::new();
    let unstored = ExecuteRequest { store_history: false, ..ExecuteRequest::new("result unstored") };
    for request in [
        ExecuteRequest::new("result one"),
        ExecuteRequest::new(" \n\t"),
        ExecuteRequest { silent: true, ..ExecuteRequest::new("print x\nshow y\nresult z") },
        ExecuteRequest { silent: true, ..ExecuteRequest::new("fail Error quietly") },
        unstored,
        ExecuteRequest::new("result two"),
    ] {
        let id = frontend.shell("execute_request", request);
        transcript += &frontend.transcript(&id);
    }
    expect![[r#"
        status {"execution_state":"busy"}
        execute_input {"code":"result one","execution_count":1}
        execute_result {"execution_count":1,"data":{"text/plain":"one"},"metadata":{}}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
        status {"execution_state":"busy"}
        execute_input {"code":" \n\t","execution_count":2}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        execute_reply {"status":"error","ename":"Error","evalue":"quietly","traceback":["\u001b[31;1mError\u001b[0m: quietly"],"execution_count":1,"user_expressions":{},"payload":[]}
        status {"execution_state":"busy"}
        execute_input {"code":"result unstored","execution_count":2}
        execute_result {"execution_count":2,"data":{"text/plain":"unstored"},"metadata":{}}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":2,"user_expressions":{},"payload":[]}
        status {"execution_state":"busy"}
        execute_input {"code":"result two","execution_count":2}
        execute_result {"execution_count":2,"data":{"text/plain":"two"},"metadata":{}}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":2,"user_expressions":{},"payload":[]}
    "#]].assert_eq(&transcript);
    let history = json!({"hist_access_type": "tail", "n": 10, "output": true, "raw": true});
    expect![[r#"
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        history_reply {"status":"ok","history":[[1,1,["result one","one"]],[1,2,["result two","two"]]]}
    "#]]
    .assert_eq(&frontend.ask("history_request", history));
    frontend.finish(kernel);
}

#[test]
fn user_expressions_have_outcomes_of_their_own() {
    let (kernel, mut frontend) = start();
    let content = json!({
        "code": "print x", "silent": false, "store_history": true, "allow_stdin": false, "stop_on_error": true,
        "user_expressions": {"good": "x + 1", "bad": "fail NameError no y", "worse": 3},
    });
    let id = frontend.shell("execute_request", content);
    let reply = frontend.shell_reply(&id);
    expect![[r#"
        {
          "good": {
            "status": "ok",
            "data": {
              "text/plain": "x + 1"
            },
            "metadata": {}
          },
          "bad": {
            "status": "error",
            "ename": "NameError",
            "evalue": "no y",
            "traceback": [
              "\u001b[31;1mNameError\u001b[0m: no y"
            ]
          },
          "worse": {
            "status": "error",
            "ename": "TypeError",
            "evalue": "expected a string, got 3",
            "traceback": [
              "\u001b[31;1mTypeError\u001b[0m: expected a string, got 3"
            ]
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&reply.content["user_expressions"]).unwrap());
    frontend.published(&id);
    let content = json!({"code": "fail Error no", "user_expressions": {"never": "1"}});
    let id = frontend.shell("execute_request", content);
    assert_eq!(frontend.shell_reply(&id).content["user_expressions"], json!({}));
    frontend.published(&id);
    frontend.finish(kernel);
}

#[test]
fn a_reply_says_when_its_cell_began() {
    let (kernel, mut frontend) = start();
    let before = chrono::Utc::now();
    let id = frontend.execute("print x");
    let reply = frontend.shell_reply(&id);
    let started: chrono::DateTime<chrono::Utc> = reply.metadata["started"].as_str().unwrap().parse().unwrap();
    assert!(started >= before - Duration::from_micros(1) && started <= chrono::Utc::now());
    frontend.published(&id);
    frontend.finish(kernel);
}

/// Starts a waiting cell, sends others behind it and interrupts. Those behind were sent before, on
/// another socket, so the kernel may have read the interrupt first: they count as waiting all the
/// same.
fn behind_an_interrupted_cell(frontend: &mut Frontend, first: ExecuteRequest, codes: &[&str]) -> String {
    let first = frontend.shell("execute_request", first);
    let behind: Vec<String> = codes.iter().map(|code| frontend.execute(code)).collect();
    for _ in ["busy", "execute_input", "stream"] {
        frontend.next_published(&first);
    }
    let interrupt = frontend.control("interrupt_request", json!({}));
    frontend.control_reply(&interrupt);
    let mut transcript = String::new();
    let mut published = Vec::new();
    // The interrupt's own publications lie anywhere between the cell's, and may have the cell's
    // `busy` said again.
    let busy = r#"status {"execution_state":"busy"}"#;
    let mut idle = 0;
    while idle < 2 + behind.len() {
        let message = frontend.any_published();
        let line = show(&message);
        idle += usize::from(line.contains("\"idle\""));
        let again = message.parent_id() == Some(&first) && line == busy;
        if message.parent_id() != Some(&interrupt) && !again {
            published.push(line);
        }
    }
    transcript += &published.join("\n");
    for id in std::iter::once(&first).chain(&behind) {
        transcript += &format!("\n{}", show(&frontend.shell_reply(id)));
    }
    transcript + "\n"
}

#[test]
fn an_error_aborts_the_cells_behind_it() {
    let (kernel, mut frontend) = start();
    let waiting = ExecuteRequest::new("print ready\nwait");
    expect![[r#"
        error {"ename":"KeyboardInterrupt","evalue":"interrupted","traceback":["\u001b[31;1mKeyboardInterrupt\u001b[0m: interrupted"]}
        status {"execution_state":"idle"}
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        status {"execution_state":"busy"}
        status {"execution_state":"idle"}
        execute_reply {"status":"error","ename":"KeyboardInterrupt","evalue":"interrupted","traceback":["\u001b[31;1mKeyboardInterrupt\u001b[0m: interrupted"],"execution_count":1,"user_expressions":{},"payload":[]}
        execute_reply {"status":"aborted","user_expressions":{},"payload":[]}
        execute_reply {"status":"aborted","user_expressions":{},"payload":[]}
    "#]].assert_eq(&behind_an_interrupted_cell(&mut frontend, waiting, &["print 2", "print 3"]));
    assert!(frontend.run("result 4").contains(r#""execution_count":2"#));
    frontend.finish(kernel);
}

#[test]
fn a_cell_sent_because_of_a_failure_runs() {
    let (kernel, mut frontend) = start();
    for _ in 0..50 {
        let failed = frontend.execute("fail Error no");
        frontend.shell_reply(&failed);
        let after = frontend.execute("print x");
        assert_eq!(frontend.shell_reply(&after).content["status"], "ok");
        frontend.published(&failed);
        frontend.published(&after);
    }
    frontend.finish(kernel);
}

#[test]
fn stop_on_error_false_lets_them_run() {
    let (kernel, mut frontend) = start();
    let waiting = ExecuteRequest { stop_on_error: false, ..ExecuteRequest::new("print ready\nwait") };
    let transcript = behind_an_interrupted_cell(&mut frontend, waiting, &["print 2"]);
    assert!(
        transcript.contains("KeyboardInterrupt") && transcript.contains(r#""text":"2\n""#),
        "{transcript}"
    );
    frontend.finish(kernel);
}

#[test]
fn a_cell_asks_its_own_front_end() {
    let (kernel, mut frontend) = start();
    let mut other = Frontend::connect(&kernel.connection);
    frontend.forget_published();
    let id = frontend.execute("print before\nask your name?");
    let question = frontend.stdin_request(&id);
    assert_eq!(show(&question), r#"input_request {"prompt":"your name?","password":false}"#);
    // What was printed before the question is there with it.
    for _ in ["busy", "execute_input"] {
        frontend.next_published(&id);
    }
    assert_eq!(show(&frontend.next_published(&id)), r#"stream {"name":"stdout","text":"before\n"}"#);
    frontend.answer("Grace ❤");
    expect![[r#"
        stream {"name":"stdout","text":"Grace ❤\n"}
        status {"execution_state":"idle"}
        execute_reply {"status":"ok","execution_count":1,"user_expressions":{},"payload":[]}
    "#]]
    .assert_eq(&frontend.transcript(&id));
    let id = frontend.execute("secret key:");
    assert_eq!(frontend.stdin_request(&id).content["password"], true);
    frontend.answer("x");
    frontend.transcript(&id);
    other.forget_published();
    other.check_for_leftovers();
    frontend.forget_published();
    drop(other);
    frontend.finish(kernel);
}

#[test]
fn a_front_end_that_cannot_ask_is_not_asked() {
    let (kernel, mut frontend) = start();
    let id = frontend.shell("execute_request", ExecuteRequest::new("ask name?"));
    let reply = frontend.shell_reply(&id);
    assert_eq!(reply.content["evalue"], "this front end cannot ask for input (it said allow_stdin: false)");
    frontend.published(&id);
    // An answer that nobody asked for is nobody's.
    frontend.answer("early");
    frontend.finish(kernel);
}

#[test]
fn an_interrupt_ends_a_question() {
    let (kernel, mut frontend) = start();
    let id = frontend.execute("ask name?");
    frontend.stdin_request(&id);
    for _ in ["busy", "execute_input"] {
        frontend.next_published(&id);
    }
    let interrupt = frontend.control("interrupt_request", json!({}));
    assert_eq!(show(&frontend.control_reply(&interrupt)), r#"interrupt_reply {"status":"ok"}"#);
    assert_eq!(frontend.shell_reply(&id).content["ename"], "KeyboardInterrupt");
    // While the cell runs, its `busy` is said again after every other `idle`.
    frontend.forget_until_idle(&id);
    frontend.forget_published();
    frontend.finish(kernel);
}

#[test]
fn an_interrupt_without_a_cell_is_forgotten() {
    let (kernel, mut frontend) = start();
    let interrupt = frontend.control("interrupt_request", json!({}));
    frontend.control_reply(&interrupt);
    frontend.published(&interrupt);
    let id = frontend.execute("ask name?");
    frontend.stdin_request(&id);
    frontend.answer("Ada");
    assert!(frontend.transcript(&id).contains(r#"stream {"name":"stdout","text":"Ada\n"}"#));
    frontend.finish(kernel);
}

#[test]
fn a_running_cell_ends_with_the_kernel() {
    let (kernel, mut frontend) = start();
    let state = kernel.state.clone();
    let running = frontend.execute("print ready\nwait");
    let waiting = frontend.execute("print never");
    for _ in ["busy", "execute_input", "stream"] {
        frontend.next_published(&running);
    }
    let id = frontend.control("shutdown_request", json!({"restart": true}));
    assert_eq!(frontend.shell_reply(&running).content["ename"], "KeyboardInterrupt");
    assert_eq!(frontend.shell_reply(&waiting).content["status"], "aborted");
    assert_eq!(frontend.control_reply(&id).content, json!({"restart": true, "status": "ok"}));
    kernel.join();
    assert_eq!(state.warm_ups.load(Ordering::SeqCst), 1);
    assert_eq!(state.shutdowns.load(Ordering::SeqCst), 1);
}
