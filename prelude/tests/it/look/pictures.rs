//! Heat maps and drawn plans.

use expect_test::expect;
use ferrolab_prelude::prelude::*;

use super::{check_well_formed, html, text};

fn query() -> LazyFrame {
    let people = df!("name" => ["Ada", "Emmy"], "city" => ["London", "Erlangen"], "age" => [36, 53]).unwrap();
    let cities = df!("city" => ["London"], "country" => ["UK"]).unwrap();
    people
        .lazy()
        .filter(col("age").gt(lit(18)))
        .join(cities.lazy(), [col("city")], [col("city")], JoinArgs::new(JoinType::Left))
        .with_column((col("age") * lit(2)).alias("double"))
        .group_by([col("country")])
        .agg([col("double").mean(), len().alias("n")])
        .sort(["n"], SortMultipleOptions::default())
}

#[test]
fn a_plan_as_text() {
    expect![[r#"
        As it will run:
        SORT BY
        │  col("n")
        └─ GROUP BY
           │  by col("country")
           │  col("double").mean(), len().alias("n")
           └─ SELECT
              │  "country", "double"
              └─ WITH COLUMNS
                 │  (col("age") * 2).alias("double")
                 └─ SELECT
                    │  "age", "country"
                    └─ LEFT JOIN
                       │  left on col("city")
                       │  right on col("city")
                       ├─ FILTER
                       │  │  col("age") > 18
                       │  └─ DATA FRAME
                       │        "name", "city", "age"
                       │        reads 2 of 3 columns
                       └─ DATA FRAME
                             "city", "country"
                             reads all 2 columns

        As it was written:
        SORT BY
        │  col("n")
        └─ GROUP BY
           │  by col("country")
           │  col("double").mean(), len().alias("n")
           └─ WITH COLUMNS
              │  (col("age") * 2).alias("double")
              └─ LEFT JOIN
                 │  left on col("city")
                 │  right on col("city")
                 ├─ FILTER
                 │  │  col("age") > 18
                 │  └─ DATA FRAME
                 │        "name", "city", "age"
                 │        reads all 3 columns
                 └─ DATA FRAME
                       "city", "country"
                       reads all 2 columns

        A LazyFrame holds a query that has not run: `.collect()?` runs it.
    "#]]
    .assert_eq(&text(&query()));
}

#[test]
fn a_plan_as_a_picture() {
    let shown = html(&query());
    check_well_formed(&shown);
    assert!(shown.contains("LEFT JOIN") && shown.contains("<svg") && shown.contains("as it was written"));
    let plan = query().show_plan().unwrap();
    assert_eq!(plan.written.steps.len(), 7);
    assert_eq!(plan.written.steps[0].title, "SORT BY");
    let join = plan.written.steps.iter().find(|step| step.title == "LEFT JOIN").unwrap();
    assert_eq!(join.inputs.len(), 2);
}

#[test]
fn plans_that_fail_or_are_huge() {
    let wrong = df!("a" => [1]).unwrap().lazy().select([col("b")]);
    assert!(text(&wrong).contains("cannot run") && wrong.show_plan().is_err());
    let mut long = df!("a" => [1]).unwrap().lazy();
    for step in 0..400 {
        long =
            long.with_column((col("a") + lit(step)).alias(format!("c{step}"))).filter(col("a").gt(lit(step)));
    }
    check_well_formed(&html(&long));
    let parts: Vec<LazyFrame> = (0..30).map(|_| query()).collect();
    check_well_formed(&html(&concat(parts, UnionArgs::default()).unwrap()));
}

#[test]
fn a_heat_map() {
    let map = iris().to_frame().unwrap().corr().unwrap().heat_map().unwrap().diverging().title("Irises");
    let svg = map.to_svg();
    check_well_formed(&svg);
    // 16 cells and a bar of 60 steps.
    assert_eq!(svg.matches("<rect").count(), 16 + 60);
    for part in ["Irises", "petal length", "#b40426", ">1.00<", ">-0.37<"] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    assert!(!map.without_values().to_svg().contains(">-0.37<"));
}

#[test]
fn heat_maps_of_odd_values() {
    let odd = [
        array![[f64::NAN, f64::INFINITY], [f64::NEG_INFINITY, 1.0]],
        array![[f64::NAN]],
        array![[f64::MAX, f64::MIN]],
        array![[0.0, 0.0]],
        array![[1e-300, 2e-300]],
    ];
    for values in odd {
        for map in [values.heat_map().unwrap(), values.heat_map().unwrap().diverging()] {
            let svg = map.clone().with_values().limits(f64::NAN, 1.0).to_svg();
            check_well_formed(&svg);
            assert!(!svg.contains("=\"NaN\"") && !svg.contains("#NaN"), "{svg}");
            check_well_formed(&html(&map));
        }
    }
    assert!(array![[f64::NAN]].heat_map().unwrap().to_svg().contains("no numbers"));
}

#[test]
fn large_heat_maps_are_means_of_blocks() {
    let svg = Array2::from_shape_fn((1000, 700), |(i, j)| (i as f64 / 90.0).sin() * (j as f64 / 50.0).cos())
        .heat_map()
        .unwrap()
        .to_svg();
    check_well_formed(&svg);
    assert!(svg.contains("mean of up to 9 × 6 values") && svg.len() < 300_000, "{}", svg.len());
}

#[test]
fn the_palette_is_viridis() {
    let svg = array![[0.0, 0.5, 1.0]].heat_map().unwrap().to_svg();
    // Within 0.02 of matplotlib's #440154, #21918c, #fde725.
    let colors: Vec<[i32; 3]> = svg.split("fill=\"#").skip(1).take(5).filter_map(hex).collect();
    for wanted in [[0x44, 0x01, 0x54], [0x21, 0x91, 0x8c], [0xfd, 0xe7, 0x25]] {
        let near = |color: &[i32; 3]| color.iter().zip(wanted).all(|(a, b)| (a - b).abs() <= 5);
        assert!(colors.iter().any(near), "{colors:?}");
    }
}

fn hex(text: &str) -> Option<[i32; 3]> {
    let part = |at: usize| i32::from_str_radix(text.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

#[test]
#[ignore = "writes a page to look at"]
fn gallery() {
    let df = iris().to_frame().unwrap();
    let gaps = df!(
        "name" => [Some("Ada <b>Lovelace</b>"), None, Some("a very long name that goes on and on and on until it has to be cut somewhere")],
        "x" => [Some(1.5), Some(f64::NAN), None],
        "n" => [1, 20_000, -3],
        "ok" => [Some(true), None, Some(false)]
    )
    .unwrap();
    let mut far = Array2::from_shape_fn((40, 60), |(i, j)| (i as f64 / 6.0).sin() + (j as f64 / 9.0).cos());
    far[[3, 4]] = f64::NAN;
    let big = Array2::from_shape_fn((1000, 700), |(i, j)| (i as f64 / 90.0).sin() * (j as f64 / 50.0).cos());
    let mut small = Array2::from_shape_fn((4, 6), |(i, j)| (i * j) as f64);
    small[[1, 1]] = f64::NAN;
    let wide =
        DataFrame::new(1, (0..40).map(|i| Column::new(format!("c{i}").into(), [i])).collect()).unwrap();
    let parts = [
        html(&df),
        html(&gaps),
        html(&wide),
        html(&gaps.glimpse()),
        html(&df.info()),
        html(&gaps.missing().unwrap()),
        html(&df.describe_with(&DescribeOptions::new().include(Include::All)).unwrap()),
        html(&df.value_counts("species").unwrap()),
        html(&query()),
        html(&df.corr().unwrap().heat_map().unwrap().diverging().title("Correlation of irises")),
        html(&small.heat_map().unwrap()),
        html(&far.heat_map().unwrap()),
        html(&big.heat_map().unwrap()),
        html(&small),
        html(&LinearRegression::new().fit(&diabetes()).unwrap()),
        html(&iris()),
    ];
    let body = parts.join("<hr>").replace("<details>", "<details open>");
    let page = |style: &str| format!("<meta charset=utf-8><body style=\"{style};padding:1em\">{body}");
    std::fs::write(std::env::temp_dir().join("look_light.html"), page("background:#fff;color:#222")).unwrap();
    std::fs::write(std::env::temp_dir().join("look_dark.html"), page("background:#111;color:#ddd")).unwrap();
}
