//! How tables and reports read.

use expect_test::expect;
use ferrolab_prelude::polars::prelude::Categories;
use ferrolab_prelude::prelude::*;

use super::{check, check_well_formed, html, text};

fn people() -> DataFrame {
    let born =
        Series::new("born".into(), [Some(-56270_i32), None, Some(-20650)]).cast(&DataType::Date).unwrap();
    let nap = DataType::Duration(TimeUnit::Milliseconds);
    let nap = Series::new("nap".into(), [Some(5_400_000_i64), None, Some(1500)]).cast(&nap).unwrap();
    let mut df = df!(
        "name" => ["Ada", "Grace", "Emmy"],
        "height" => [Some(1.625), None, Some(f64::NAN)],
        "papers" => [1_i64, 12_345, 60]
    )
    .unwrap();
    df.with_column(born.into()).unwrap();
    df.with_column(nap.into()).unwrap();
    df
}

#[test]
fn a_frame() {
    check(
        &people(),
        &expect![[r#"
        name   height  papers        born           nap
        str       f64     i64        date  duration[ms]
        ─────  ──────  ──────  ──────────  ────────────
        Ada     1.625       1  1815-12-10        1h 30m
        Grace    null   12345        null          null
        Emmy      NaN      60  1913-06-19      1s 500ms
        3 rows × 5 columns
    "#]],
    );
}

#[test]
fn glimpse() {
    check(
        &people().glimpse(),
        &expect![[r#"
        column  dtype         first values
        ──────  ────────────  ────────────────────────────
        name    str           Ada, Grace, Emmy
        height  f64           1.625, null, NaN
        papers  i64           1, 12345, 60
        born    date          1815-12-10, null, 1913-06-19
        nap     duration[ms]  1h 30m, null, 1s 500ms
        3 rows × 5 columns
    "#]],
    );
    check(
        &iris().to_frame().unwrap().glimpse(),
        &expect![[r#"
        column        dtype  first values
        ────────────  ─────  ─────────────────────────────────────────────────────────────────────────────────────────
        sepal length  f64    5.1, 4.9, 4.7, 4.6, 5.0, 5.4, 4.6, 5.0, 4.4, 4.9, 5.4, 4.8, 4.8, 4.3, 5.8, 5.7, 5.4, …
        sepal width   f64    3.5, 3.0, 3.2, 3.1, 3.6, 3.9, 3.4, 3.4, 2.9, 3.1, 3.7, 3.4, 3.0, 3.0, 4.0, 4.4, 3.9, …
        petal length  f64    1.4, 1.4, 1.3, 1.5, 1.4, 1.7, 1.4, 1.5, 1.4, 1.5, 1.5, 1.6, 1.4, 1.1, 1.2, 1.5, 1.3, …
        petal width   f64    0.2, 0.2, 0.2, 0.2, 0.2, 0.4, 0.3, 0.2, 0.2, 0.1, 0.2, 0.2, 0.1, 0.1, 0.2, 0.4, 0.4, …
        species       str    setosa, setosa, setosa, setosa, setosa, setosa, setosa, setosa, setosa, setosa, setosa, …
        150 rows × 5 columns
    "#]],
    );
}

#[test]
fn info() {
    check(
        &iris().to_frame().unwrap().info(),
        &expect![[r#"
        #  column        non-null  nulls  dtype   memory
        ─  ────────────  ────────  ─────  ─────  ───────
        0  sepal length       150      0  f64    1.2 KiB
        1  sepal width        150      0  f64    1.2 KiB
        2  petal length       150      0  f64    1.2 KiB
        3  petal width        150      0  f64    1.2 KiB
        4  species            150      0  str    1.2 KiB
        150 rows × 5 columns, 5.9 KiB; f64 (4), str (1)
    "#]],
    );
}

#[test]
fn missing() {
    check(
        &people().missing().unwrap(),
        &expect![[r#"
        4 values missing in 2 of 3 rows (66.7 %)

        column  nulls  nan     share
        ──────  ─────  ───  ────────
        name        0    0  0.000000
        height      1    1  0.666667
        papers      0    0  0.000000
        born        1    0  0.333333
        nap         1    0  0.333333
    "#]],
    );
    check(
        &df!("a" => [1]).unwrap().missing().unwrap(),
        &expect![[r#"
        nothing is missing in 1 row

        column  nulls  nan  share
        ──────  ─────  ───  ─────
        a           0    0    0.0
    "#]],
    );
}

#[test]
fn value_counts() {
    let df = df!("city" => [Some("Rome"), None, Some("Oslo"), Some("Oslo")]).unwrap();
    check(
        &df.value_counts("city").unwrap(),
        &expect![[r#"
        city  count  share
        str     u32    f64
        ────  ─────  ─────
        Oslo      2   0.50
        Rome      1   0.25
        null      1   0.25
        3 rows × 3 columns
    "#]],
    );
}

#[test]
fn describe_all() {
    let options = DescribeOptions::new().include(Include::All).percentiles(&[0.05, 0.5, 0.95]);
    check(
        &people().describe_with(&options).unwrap(),
        &expect![[r#"
        statistic   name   height    papers  born        nap
        str         str       f64       f64  str         str
        ──────────  ─────  ──────  ────────  ──────────  ───────────────
        count       3       2.000      3.00  2           2
        null_count  0       1.000      0.00  1           1
        unique      3        null      null  null        null
        top         Ada      null      null  null        null
        freq        1        null      null  null        null
        mean        null      NaN   4135.33  1864-09-13  45m 750ms
        std         null      NaN   7109.84  null        1h 3m 37s 316ms
        min         Ada     1.625      1.00  1815-12-10  1s 500ms
        5%          null      NaN      6.90  1820-10-25  4m 31s 425ms
        50%         null      NaN     60.00  1864-09-13  45m 750ms
        95%         null      NaN  11116.50  1908-08-03  1h 25m 30s 75ms
        max         Grace   1.625  12345.00  1913-06-19  1h 30m
        12 rows × 6 columns
    "#]],
    );
}

#[test]
fn correlation() {
    check(
        &iris().to_frame().unwrap().corr().unwrap(),
        &expect![[r#"
        column        sepal length  sepal width  petal length  petal width
        str                    f64          f64           f64          f64
        ────────────  ────────────  ───────────  ────────────  ───────────
        sepal length       1.00000     -0.11757       0.87175      0.81794
        sepal width       -0.11757      1.00000      -0.42844     -0.36613
        petal length       0.87175     -0.42844       1.00000      0.96287
        petal width        0.81794     -0.36613       0.96287      1.00000
        4 rows × 5 columns
    "#]],
    );
}

#[test]
fn nested_and_binary_columns() {
    let list =
        Series::new("list".into(), [Series::new("".into(), [1_i32, 2]), Series::new("".into(), [0_i32; 0])]);
    let blob = Series::new("blob".into(), [Some(&b"\x00\xffabc"[..]), None]);
    let point = df!("x" => [1, 2], "y" => ["a", "b"]).unwrap().into_struct("point".into()).into_series();
    let size = Series::new("size".into(), ["S", "M"]);
    let size = size.cast(&DataType::from_categories(Categories::global())).unwrap();
    let df = DataFrame::new(2, vec![list.into(), blob.into(), point.into(), size.into()]).unwrap();
    check(
        &df,
        &expect![[r#"
        list       blob                      point      size
        list[i32]  binary                    struct[2]  cat
        ─────────  ────────────────────────  ─────────  ────
        [1, 2]     00 ff 61 62 63 (5 bytes)  {1,"a"}    S
        []         null                      {2,"b"}    M
        2 rows × 4 columns
    "#]],
    );
}

#[test]
fn long_text_is_cut_and_kept_for_the_pointer() {
    let df = df!("note" => ["<b>".repeat(400)], "x".repeat(90).as_str() => [1]).unwrap();
    let html = html(&df);
    check_well_formed(&html);
    let title = format!("title=\"{}", "&lt;b&gt;".repeat(333));
    assert!(html.contains(&title) && !html.contains("<b>"));
    assert!(html.contains(&format!("title=\"{}\"", "x".repeat(90))));
}

#[test]
fn hostile_names_and_values_stay_text() {
    let evil = "</td><script>alert('1')</script>\" onmouseover=\"x\u{202e}\u{0}";
    let df = df!(evil => [evil, "b"], "n" => [1.0, 2.0]).unwrap();
    let lazy = df.clone().lazy().filter(col(evil).eq(lit(evil)));
    let map = df.heat_map().unwrap().title(evil);
    let shown = [
        html(&df),
        html(df.column(evil).unwrap()),
        html(&df.glimpse()),
        html(&df.info()),
        html(&df.missing().unwrap()),
        html(&df.value_counts(evil).unwrap()),
        html(&df.describe_with(&DescribeOptions::new().include(Include::All)).unwrap()),
        html(&lazy),
        html(&lazy.clone().select([col("nothing").alias(evil)])),
        html(&array![[evil.to_owned()]]),
        html(&col(evil)),
        html(&map),
    ];
    for html in shown {
        check_well_formed(&html);
        assert!(!html.contains("<script") && !html.contains("onmouseover=\"x"), "{html}");
        assert!(!html.contains('\u{0}'), "{html}");
    }
    assert!(!text(&df).contains('\u{202e}'));
}

#[test]
fn tables_can_be_read_aloud() {
    let html = html(&people());
    assert!(html.contains("<caption>3 rows × 5 columns</caption>"));
    assert_eq!(html.matches("<th scope=\"col\"").count(), 5);
    assert!(html.contains("<span class=\"n\">null</span>") && html.contains("<span class=\"n\">NaN</span>"));
}

#[test]
fn small_numbers_beside_large_ones_do_not_look_like_zero() {
    let df = df!("p" => [0.5, 1e-9, 0.0, -1e-12]).unwrap();
    check(
        &df,
        &expect![[r#"
             p
           f64
        ──────
           0.5
          1e-9
           0.0
        -1e-12
        4 rows × 1 column
    "#]],
    );
}

#[test]
fn thousands_of_columns() {
    let columns = (0..5000).map(|i| Column::new(format!("c{i}").into(), [i])).collect();
    let df = DataFrame::new(1, columns).unwrap();
    let html = html(&df);
    assert!(html.len() < 20_000 && html.contains("1 row × 5,000 columns"));
    assert_eq!(html.matches("<th ").count(), 21);
}
