//! Output of running cells: at once, in order, in any amount.

use ferrolab::client::ExecuteOptions;
use ferrolab_tests::kernel::{Home, Kernel, write};
use ferrolab_tests::process;

/// The cell waits for a file that is only written when its first output has been seen.
fn streams(
    code: &str,
    seen: impl FnMut(&ferrolab_tests::kernel::Running) -> bool,
) -> ferrolab_tests::ended::Ended {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("fn wait() { while !std::path::Path::new(\"go\").exists() { std::thread::yield_now(); } }");
    let mut running = kernel.begin(code);
    kernel.until(&mut running, "the first output is seen", seen);
    write(&home.work().join("go"), "");
    let ended = kernel.finish(running);
    ended.assert_ok();
    kernel.shut_down();
    ended
}

#[test]
fn a_line_arrives_while_the_cell_runs() {
    let ended = streams("println!(\"first\"); wait(); println!(\"last\");", |running| {
        running.stream("stdout") == "first\n"
    });
    assert_eq!(ended.stdout(), "first\nlast\n");
}

#[test]
fn half_a_line_arrives_while_the_cell_runs() {
    let ended = streams("print!(\"50 %\"); wait(); print!(\"\\r100 %\");", |running| {
        running.stream("stdout") == "50 %"
    });
    assert_eq!(ended.stdout(), "50 %\r100 %");
}

#[test]
fn stderr_arrives_while_the_cell_runs() {
    let ended = streams("eprintln!(\"first\"); wait(); eprintln!(\"last\");", |running| {
        running.stream("stderr") == "first\n"
    });
    assert_eq!(ended.stderr(), "first\nlast\n");
}

#[test]
fn a_display_arrives_while_the_cell_runs() {
    let ended = streams("display(&MimeBundle::text(\"shown\")); wait(); println!(\"last\");", |running| {
        running.count("display_data") == 1
    });
    assert_eq!(ended.stdout(), "last\n");
}

#[test]
fn output_of_a_shell_line_arrives_while_it_runs() {
    let ended = streams("!echo first; while ! [ -e go ]; do sleep 0.05; done; echo last", |running| {
        running.stream("stdout") == "first\n"
    });
    assert_eq!(ended.stdout(), "first\nlast\n");
}

/// They are two pipes: what is written to both within a moment may come stream by stream.
#[test]
fn both_streams_are_whole() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let ended = kernel.ok("for i in 0..3 { println!(\"out {i}\"); eprintln!(\"err {i}\"); }");
    assert_eq!(ended.stdout(), "out 0\nout 1\nout 2\n");
    assert_eq!(ended.stderr(), "err 0\nerr 1\nerr 2\n");
    kernel.shut_down();
}

#[test]
fn text_and_displays_keep_their_order() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let ended = kernel.ok(
        "for i in 0..200 { println!(\"text {i}\"); display(&MimeBundle::text(format!(\"shown {i}\"))); }",
    );
    let blocks: Vec<_> = ended.blocks().into_iter().map(|block| (block.kind, block.text)).collect();
    let expected: Vec<_> = (0..200)
        .flat_map(|i| {
            [("stdout".to_owned(), format!("text {i}\n")), ("display".to_owned(), format!("shown {i}"))]
        })
        .collect();
    assert_eq!(blocks, expected);
    kernel.shut_down();
}

/// The kernel passes output on as it comes and never holds all of it.
#[test]
fn a_line_of_100_megabytes() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let ended = kernel.ok("let line = \"0123456789\".repeat(10_000_000); println!(\"{line}\"); line.len()");
    let shown = ended.stdout();
    assert_eq!(shown.len(), 100_000_001);
    assert!(shown.as_bytes().chunks(10).take(10_000_000).all(|chunk| chunk == b"0123456789"));
    let peak = process::peak_memory(kernel.id()).expect("the kernel runs");
    assert!(peak < 250 << 20, "the kernel took {} MiB", peak >> 20);
    assert_eq!(kernel.show("line.len() + 1"), "100000001");
    kernel.shut_down();
}

#[test]
fn a_million_lines() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let ended = kernel.ok("for i in 0..1_000_000 { println!(\"{i}\"); }");
    let expected: String = (0..1_000_000).map(|i| format!("{i}\n")).collect();
    assert!(ended.stdout() == expected, "every line, once, in order");
    let peak = process::peak_memory(kernel.id()).expect("the kernel runs");
    assert!(peak < 250 << 20, "the kernel took {} MiB", peak >> 20);
    kernel.shut_down();
}

#[test]
fn output_of_a_thread_that_outlives_its_cell_is_not_lost() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    kernel.ok("fn wait() { while !std::path::Path::new(\"go\").exists() { std::thread::yield_now(); } }");
    kernel.ok("let late = std::thread::spawn(|| { wait(); println!(\"late\"); });");
    let mut running = kernel.begin("println!(\"started\"); late.join().unwrap();");
    kernel.until(&mut running, "it has started", |running| running.stream("stdout").contains("started"));
    write(&home.work().join("go"), "");
    let ended = kernel.finish(running);
    ended.assert_ok();
    assert_eq!(ended.stdout(), "started\nlate\n");
    kernel.shut_down();
}

#[test]
fn a_progress_bar_is_one_display_that_is_updated() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let code = "let mut progress = Progress::new(\"epochs\", 3);
for epoch in 0..3 {
    std::thread::sleep(Duration::from_millis(450));
    progress.note(&format!(\"loss 0.{epoch}\"));
    progress.advance(1);
}
progress.finish();";
    let ended = kernel.ok(code);
    let shown = ended.all("display_data");
    assert_eq!(shown.len(), 1, "{}", ended.transcript());
    let updates = ended.all("update_display_data");
    assert!(!updates.is_empty());
    let id = &shown[0]["transient"]["display_id"];
    assert!(id.is_string() && updates.iter().all(|update| update["transient"]["display_id"] == *id));
    let last = updates.last().unwrap();
    assert!(last["data"]["text/plain"].as_str().unwrap().contains("3/3"), "{last}");
    assert!(last["data"]["text/html"].as_str().unwrap().contains("<progress"), "{last}");
    kernel.shut_down();
}

#[test]
fn a_display_is_updated_from_another_cell() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let first = kernel.ok("display_as(\"mine\", &MimeBundle::text(\"one\"));");
    let second = kernel.ok("update_display(\"mine\", &MimeBundle::text(\"two\"));");
    assert_eq!(first.all("display_data")[0]["transient"]["display_id"], "mine");
    let update = second.all("update_display_data")[0];
    assert_eq!(
        (&update["transient"]["display_id"], &update["data"]["text/plain"]),
        (&"mine".into(), &"two".into())
    );
    kernel.shut_down();
}

#[test]
fn input_is_asked_for_and_arrives() {
    let home = Home::new();
    let mut kernel = Kernel::start(&home);
    let options =
        ExecuteOptions { inputs: vec!["Ada".to_owned(), "36".to_owned()], ..ExecuteOptions::default() };
    let code = "let name = input(\"name? \")?; let age: u32 = input(\"age? \")?.trim().parse()?;\nformat!(\"{name} {age}\")";
    assert_eq!(kernel.run_with(code, &options).text(), "\"Ada 36\"");
    kernel.shut_down();
}
