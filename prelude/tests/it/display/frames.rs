//! Frames, series and the tables that they are shown as.

use expect_test::expect;
use ferrolab_prelude::prelude::*;

use super::{html, text};

#[test]
fn a_small_frame_whole() {
    let df = df!(
        "name" => [Some("Ada <b>"), None],
        "height" => [1.68, f64::NAN],
        "n" => [1_i64, 20],
        "ok" => [true, false]
    )
    .unwrap();
    expect![[r#"
        name     height    n  ok
        str         f64  i64  bool
        ───────  ──────  ───  ─────
        Ada <b>    1.68    1  true
        null        NaN   20  false
        2 rows × 4 columns
    "#]]
    .assert_eq(&text(&df));
    let html = html(&df);
    assert!(html.contains("Ada &lt;b&gt;") && !html.contains("Ada <b>"));
    assert!(html.contains("<th scope=\"col\" class=\"l\">name<br><small>str</small></th>"));
}

#[test]
fn many_rows_and_columns_are_cut() {
    let columns =
        (0..30).map(|i| Column::new(format!("c{i}").into(), (0..1000_i64).collect::<Vec<_>>())).collect();
    let df = DataFrame::new(1000, columns).unwrap();
    let html = html(&df);
    assert_eq!(html.matches("<tr>").count(), 1 + 11);
    assert_eq!(html.matches("<th").count(), 1 + 21, "thead and 20 columns and a gap");
    assert!(html.contains("1,000 rows × 30 columns"));
    assert!(html.contains("<td>999</td>"));
    let text = text(&df);
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
}

#[test]
fn empty_frames_have_their_shape() {
    assert!(text(&DataFrame::empty()).contains("0 rows × 0 columns"));
    let df = df!("a" => Vec::<f64>::new()).unwrap();
    assert!(html(&df).contains("0 rows × 1 column"));
}

#[test]
fn a_series_says_how_much_is_missing() {
    let series = Series::new("x".into(), [Some(1_i32), None]);
    assert!(text(&series).ends_with("2 values, 1 missing\n"));
}

#[test]
fn text_is_aligned() {
    let df = df!(
        "城市" => ["東京", "Oslo", "é"],
        "x" => [1.0, 10.0, -3.0],
        "flag" => [Some(true), Some(false), None]
    )
    .unwrap();
    expect![[r#"
        城市     x  flag
        str    f64  bool
        ────  ────  ─────
        東京   1.0  true
        Oslo  10.0  false
        é     -3.0  null
        3 rows × 3 columns
    "#]]
    .assert_eq(&text(&df));
}

#[test]
fn wide_tables_lose_their_middle() {
    // Three columns of 28 characters and the gap fit into a line of 110, four and the gap do not.
    let names: Vec<String> = (0..9).map(|i| format!("{i:_>28}")).collect();
    let columns = names.iter().map(|name| Column::new(name.as_str().into(), [1])).collect();
    let text = text(&DataFrame::new(1, columns).unwrap());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("{}  {}  …  {}", names[0], names[1], names[8]));
    let rule = "─".repeat(28);
    assert_eq!(lines[2], format!("{rule}  {rule}  ─  {rule}"));
    assert_eq!(lines[3], format!("{:>28}  {:>28}  …  {:>28}", 1, 1, 1));
}

#[test]
fn long_and_broken_text_stays_in_one_line() {
    assert!(text(&df!("s" => ["a\nb\tc\u{7}"]).unwrap()).contains("\na⏎b⇥c\u{fffd}\n"));
    let long = text(&df!("s" => ["x".repeat(100)]).unwrap());
    assert!(long.contains(&format!("\n{}…\n", "x".repeat(60))), "{long}");
}

#[test]
fn head_and_tail_of_many() {
    let rows = |count: i64| html(&df!("row" => (0..count).collect::<Vec<i64>>()).unwrap());
    assert_eq!(rows(60).matches("<td>").count(), 60);
    let cut = rows(61);
    let shown: Vec<&str> =
        cut.split("<td>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default()).collect();
    assert_eq!(shown, ["0", "1", "2", "3", "4", "…", "56", "57", "58", "59", "60"]);
}
