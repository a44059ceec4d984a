//! What a front end can ask besides running a cell, answered by the real evaluator.

use ferrolab::client::ExecuteOptions;
use ferrolab_tests::kernel::{Home, Kernel, write};
use serde_json::{Map, Value, json};

fn expressions(wanted: &Value) -> ExecuteOptions {
    let Value::Object(user_expressions) = wanted.clone() else { panic!("an object") };
    ExecuteOptions { user_expressions, ..ExecuteOptions::default() }
}

#[test]
fn user_expressions_are_evaluated_each_for_itself() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let wanted = json!({"sum": "a + b", "bad": "no_such_name", "panics": "[1][a as usize]"});
    let ended = kernel.run_with("let a = 1; let b = 41;", &expressions(&wanted));
    ended.assert_ok();
    assert!(ended.outputs.is_empty(), "{}", ended.transcript());
    let replies = &ended.reply["user_expressions"];
    assert_eq!(replies["sum"]["data"]["text/plain"], "42");
    assert_eq!(
        (&replies["bad"]["status"], &replies["bad"]["ename"]),
        (&"error".into(), &"CompileError".into())
    );
    assert_eq!(
        (&replies["panics"]["status"], &replies["panics"]["ename"]),
        (&"error".into(), &"Panic".into())
    );
    assert_eq!(kernel.show("a + b"), "42");
    kernel.shut_down();
}

#[test]
fn a_failed_cell_has_no_user_expressions() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let ended = kernel.run_with("panic!(\"x\")", &expressions(&json!({"one": "1"})));
    assert_eq!(ended.error().ename, "Panic");
    assert_eq!(ended.reply["user_expressions"].as_object().map_or(0, Map::len), 0);
    kernel.shut_down();
}

#[test]
fn a_silent_cell_runs_and_shows_nothing() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let silent = ExecuteOptions { silent: true, store_history: false, ..ExecuteOptions::default() };
    let ended = kernel.run_with("let quiet = 5; println!(\"unheard\"); quiet", &silent);
    assert_eq!(ended.reply["status"], "ok");
    assert!(ended.outputs.is_empty());
    let ended = kernel.run("quiet");
    assert_eq!((ended.text().as_str(), &ended.reply["execution_count"]), ("5", &1.into()));
    kernel.shut_down();
}

#[test]
fn cells_are_counted_from_one_and_empty_ones_are_not() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let mut count = |code: &str| kernel.run(code).reply["execution_count"].clone();
    assert_eq!(count("1"), 1);
    assert_eq!(count("   "), 1);
    assert_eq!(count("no_such_name"), 2);
    assert_eq!(count("2"), 3);
    kernel.shut_down();
}

/// Tab answers while a cell runs, and knows what earlier cells have defined.
#[test]
fn completion_and_inspection_answer_while_a_cell_runs() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let temperature = 21.5; let df = df![\"a\" => [1]]?;");
    kernel.ok("fn wait() { while !std::path::Path::new(\"go\").exists() { std::thread::yield_now(); } }");
    let mut running = kernel.begin("println!(\"started\"); wait();");
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    let reply = kernel.ask("complete_request", &json!({"code": "1.0 + tempe", "cursor_pos": 11}));
    assert_eq!(reply["matches"], json!(["temperature"]));
    assert_eq!((&reply["cursor_start"], &reply["cursor_end"]), (&6.into(), &11.into()));
    let reply = kernel.ask("complete_request", &json!({"code": "df.heig", "cursor_pos": 7}));
    assert_eq!(reply["matches"], json!(["height"]), "{reply}");
    let inspect = json!({"code": "temperature", "cursor_pos": 3, "detail_level": 0});
    let reply = kernel.ask("inspect_request", &inspect);
    assert_eq!(reply["found"], true);
    assert!(reply["data"]["text/plain"].as_str().unwrap().contains("f64"), "{reply}");
    let reply = kernel.ask("is_complete_request", &json!({"code": "fn f() {"}));
    assert_eq!(reply["status"], "incomplete");
    write(&home.work().join("go"), "");
    kernel.finish(running).assert_ok();
    kernel.shut_down();
}

/// Positions are counted in code points.
#[test]
fn completion_after_wide_characters() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let größe = 1;");
    let code = "\"🦀🦀\"; grö";
    let reply = kernel.ask("complete_request", &json!({"code": code, "cursor_pos": code.chars().count()}));
    assert_eq!((&reply["matches"], &reply["cursor_start"]), (&json!(["größe"]), &6.into()));
    kernel.shut_down();
}

#[test]
fn history_remembers_cells_and_results() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("let x = 20;");
    kernel.ok("x + 1");
    let wanted = json!({"hist_access_type": "tail", "n": 5, "output": true, "raw": true, "session": 0});
    let reply = kernel.ask("history_request", &wanted);
    let entries: Vec<_> = reply["history"].as_array().unwrap().iter().map(|entry| entry[2].clone()).collect();
    assert_eq!(entries, [json!(["let x = 20;", null]), json!(["x + 1", "21"])]);
    kernel.shut_down();
}

#[test]
fn the_kernel_says_what_it_is() {
    let home = Home::new();
    let kernel = Kernel::start(&home);
    let info = kernel.client.kernel_info();
    assert_eq!(
        (&info["implementation"], &info["language_info"]["name"]),
        (&"ferrolab".into(), &"rust".into())
    );
    let protocol: Vec<u32> =
        info["protocol_version"].as_str().unwrap().split('.').map(|part| part.parse().unwrap()).collect();
    assert!(protocol >= vec![5, 4], "{protocol:?}");
    kernel.shut_down();
}
