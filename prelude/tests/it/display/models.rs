//! Models and data sets: name, parameters, results, classes.

use expect_test::expect;
use ferrolab_prelude::model::{Summary, SummaryTable};
use ferrolab_prelude::prelude::*;

use super::{html, text};

#[test]
fn a_fitted_line() {
    let model = LinearRegression::new().fit((array![[1.0], [2.0], [4.0]], array![1.5, 2.5, 4.5])).unwrap();
    expect![[r#"
        LinearRegression(fit_intercept = true)
        fitted on 3 samples, 1 feature
        R² on the training data: 1.0000

                     coefficient
        ───────────  ───────────
        (intercept)          0.5
        x0                   1.0
    "#]]
    .assert_eq(&text(&model));
}

#[test]
fn before_the_fit_it_says_what_to_do() {
    let model = KMeans::new(3);
    assert!(text(&model).starts_with("KMeans(n_clusters = 3, init = k_means"));
    assert!(html(&model).contains("not fitted yet"));
}

#[test]
fn names_are_escaped_and_long_tables_cut() {
    let rows = (0..100).map(|i| (format!("<i>{i}"), vec![f64::from(i)])).collect();
    let table = SummaryTable { caption: "<u>".to_owned(), columns: vec!["<b>".to_owned()], rows };
    let summary = Summary { tables: vec![table], notes: vec!["<p>".to_owned()], ..Summary::default() };
    let html = html(&summary);
    for raw in ["<i>", "<u>", "<p>"] {
        assert!(!html.contains(raw), "{raw}");
    }
    // The head, the first ten, a gap, the last ten.
    assert_eq!(html.matches("<tr>").count(), 1 + 20 + 1);
}

#[test]
fn nothing_of_the_users_becomes_markup() {
    let escaped = |title: &str| html(&Summary { title: title.to_owned(), ..Summary::default() });
    let html = escaped("<b onclick='x'>&\"</b>");
    assert!(html.contains("<b>&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;</b>"), "{html}");
    let html = escaped("a\u{0}b\u{1b}c\n");
    assert!(html.contains("<b>a\u{fffd}b\u{fffd}c\n</b>"), "{html}");
}

#[test]
fn irises() {
    expect![[r#"
        Dataset: 150 samples, 4 features
        target `species`: setosa (50), versicolor (50), virginica (50)

        sepal length  sepal width  petal length  petal width  species
                 f64          f64           f64          f64  str
        ────────────  ───────────  ────────────  ───────────  ─────────
                 5.1          3.5           1.4          0.2  setosa
                 4.9          3.0           1.4          0.2  setosa
                 4.7          3.2           1.3          0.2  setosa
                   …            …             …            …  …
                 6.5          3.0           5.2          2.0  virginica
                 6.2          3.4           5.4          2.3  virginica
                 5.9          3.0           5.1          1.8  virginica
    "#]]
    .assert_eq(&text(&iris()));
}

#[test]
fn a_quantity_has_a_range() {
    let text = text(&diabetes());
    assert!(text.contains("target `progression`: 25 to 346"), "{text}");
}
