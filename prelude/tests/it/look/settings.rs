//! The settings are of the whole process, so they are tried in a process of their own.

use std::process::Command;

use ferrolab_prelude::prelude::*;

use super::{html, text};

#[test]
fn settings_change_what_is_shown() {
    let this = std::env::current_exe().unwrap();
    let arguments = ["--exact", "look::settings::in_a_process_of_its_own", "--ignored"];
    let output = Command::new(this).args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[test]
#[ignore = "changes settings of the process; run by settings_change_what_is_shown"]
fn in_a_process_of_its_own() {
    let df = df!("x" => (0..100).map(|i| f64::from(i) / 3.0).collect::<Vec<f64>>()).unwrap();
    let rows = |df: &DataFrame| html(df).matches("<tr>").count() - 1;
    assert_eq!(rows(&df), 11);
    display::set_max_rows(200);
    assert_eq!((rows(&df), display::max_rows()), (100, Some(200)));
    display::set_max_rows(4);
    assert_eq!(rows(&df), 5);
    display::set_max_rows(None);
    assert_eq!(rows(&df), 100);
    display::set_max_rows(0);
    assert_eq!(rows(&df), 1);
    display::reset();
    display::set_min_rows(20);
    assert_eq!((rows(&df), display::min_rows()), (21, 20));
    display::reset();

    display::set_float_precision(1);
    assert!(text(&df).contains("33.0\n") && !text(&df).contains("33.0000"), "{}", text(&df));
    assert!(text(&array![1.25, 2.0]).starts_with("[1.2, 2.0]"));
    display::set_float_precision(None);

    let wide = df!("a" => [1], "b" => [2], "c" => [3], "d" => [4]).unwrap();
    display::set_max_columns(2);
    assert_eq!(html(&wide).matches("<th ").count(), 3);
    display::set_max_columns(0);
    assert_eq!(html(&wide).matches("<th ").count(), 1);
    display::set_max_columns(None);
    assert_eq!(html(&wide).matches("<th ").count(), 4);

    let long = df!("s" => ["y".repeat(500)]).unwrap();
    display::set_max_colwidth(5);
    assert!(html(&long).contains(">yyyyy…</td>"));
    display::set_max_colwidth(None);
    assert!(!html(&long).contains('…'));
    display::set_width(1);
    assert_eq!(display::width(), 20);
    display::reset();
    // The function of the same name is still there.
    display(&long);
}
