//! How many things of each sort the SVG of each kind has, and that its texts are text: a kind that loses or
//! doubles its marks, ticks or legend is seen here without a picture.

use expect_test::{Expect, expect};
use ferrolab_charts::kinds::image::{Answers, DecisionBoundary, Image, Pixels};
use ferrolab_charts::kinds::*;
use ferrolab_charts::{Kind, Options, Style};

use super::drawn::{in_turns, normal, svg, with};

/// "circle 30, line 9": tags in order of name; then all texts.
fn structure(svg: &str) -> String {
    let tags = ["circle", "image", "line", "linearGradient", "path", "polygon", "polyline", "rect", "text"];
    let count = |tag: &str| svg.matches(&format!("<{tag} ")).count();
    let counts = tags.iter().map(|tag| (tag, count(tag))).filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(tag, count)| format!("{tag} {count}")).collect();
    let texts = svg.split("<text").skip(1).filter_map(|part| part.split_once('>')?.1.split_once('<'));
    let texts: Vec<&str> = texts.map(|(text, _)| text).collect();
    format!("{}: {}", counts.join(", "), texts.join("|"))
}

fn check(cases: &[(&dyn Kind, Style)], expected: &Expect) {
    let all =
        cases.iter().map(|(kind, style)| format!("{}: {}\n", kind.name(), structure(&svg(*kind, style))));
    expected.assert_eq(&all.collect::<String>());
}

fn plain() -> Style {
    Style::default()
}

fn grouped(options: Options) -> Style {
    Style { groups: Some(in_turns(&["a", "b"], 30)), ..with(options) }
}

fn rising(n: usize) -> Vec<f64> {
    (0..n).map(|index| index as f64).collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

#[test]
fn points_and_lines() {
    let (x, y) = (rising(30), normal(30, 1));
    let scatter = Scatter { x: x.clone(), y: y.clone(), dates: false };
    let ramp = Style { values: Some((Some("age".into()), y.clone())), ..plain() };
    let line = Line { x: x.clone(), y: y.clone(), dates: false };
    let errors = Some((vec![0.2; 30], vec![0.4; 30]));
    let area = Area { x, y: y.iter().map(|y| y.abs()).collect(), dates: false };
    let candles = Candlestick {
        dates: (0..10).map(|day| 1.7e12 + f64::from(day) * 86_400_000.0).collect(),
        open: vec![2.0; 10],
        high: vec![4.0; 10],
        low: vec![1.0; 10],
        close: (0..10).map(|day| f64::from(day % 3) + 1.2).collect(),
    };
    check(
        &[
            (&scatter, plain()),
            (&scatter, grouped(Options { regression: true, ..Options::default() })),
            (&scatter, ramp),
            (&line, plain()),
            (&line, grouped(Options { markers: true, errors, ..Options::default() })),
            (&line, with(Options { steps: true, dashed: true, ..Options::default() })),
            (&area, grouped(Options { stacked: true, ..Options::default() })),
            (&candles, plain()),
        ],
        &expect![[r#"
            scatter: circle 30, line 22, rect 2, text 14: 0|5|10|15|20|25|30|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0
            scatter: circle 32, line 22, path 4, rect 2, text 17: 0|5|10|15|20|25|30|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|group|a|b
            scatter: circle 30, line 29, linearGradient 1, rect 3, text 22: 0|5|10|15|20|25|30|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|age
            line: line 22, path 1, rect 2, text 14: 0|5|10|15|20|25|30|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0
            line: circle 16, line 24, path 22, rect 2, text 19: 0|5|10|15|20|25|30|−2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|1.5|group|a|b
            line: line 22, path 1, rect 2, text 14: 0|5|10|15|20|25|30|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0
            area: line 20, path 2, rect 4, text 16: 0|5|10|15|20|25|0.0|0.5|1.0|1.5|2.0|2.5|3.0|group|a|b
            candlestick: line 18, path 4, rect 12, text 15: 15|Nov 2023|17|19|21|23|1.0|1.5|2.0|2.5|3.0|3.5|4.0|rose|fell
        "#]],
    );
}

#[test]
fn amounts() {
    let bar = Bar { names: names(&["x", "y", "x", "y"]), values: vec![1.0, 2.5, -1.0, 4.0] };
    let groups = Style { groups: Some(in_turns(&["a", "a", "b", "b"], 4)), ..plain() };
    let groups = |options| Style { options, ..groups.clone() };
    let annotate = Options { annotate: true, ..Options::default() };
    let count = Count { labels: names(&["u", "v", "u", "u"]) };
    let pie = Pie { names: names(&["p", "q", "r"]), values: vec![5.0, 3.0, 0.2] };
    check(
        &[
            (&bar, plain()),
            (&bar, groups(annotate.clone())),
            (&bar, groups(Options { stacked: true, ..annotate.clone() })),
            (&bar, groups(Options { horizontal: true, ..annotate.clone() })),
            (&count, with(annotate)),
            (&pie, plain()),
            (&pie, with(Options { hole: Some(0.5), ..Options::default() })),
        ],
        &expect![[r#"
            bar: line 6, path 1, rect 4, text 7: x|y|−10|−5|0|5|10
            bar: line 7, rect 8, text 15: 1|2.5|−1|4|x|y|−1|0|1|2|3|4|group|a|b
            bar: line 9, rect 8, text 17: 1|2.5|−1|4|x|y|−1|0|1|2|3|4|5|6|group|a|b
            bar: line 13, rect 8, text 15: 1|2.5|−1|4|−1|0|1|2|3|4|x|y|group|a|b
            count: line 5, rect 4, text 9: 3|1|u|v|0|1|2|3|count
            pie: path 6, rect 1, text 5: 61%|37%|p|r 2.4%|q
            pie: path 6, rect 1, text 5: 61%|37%|p|r 2.4%|q
        "#]],
    );
}

#[test]
fn distributions() {
    let values = || normal(30, 4);
    let by = || Style { by: Some(in_turns(&["u", "v", "w"], 30)), ..plain() };
    let hist = Hist { values: values(), dates: false };
    let density = Density { values: values(), unfilled: false };
    let unfilled = Density { values: values(), unfilled: true };
    check(
        &[
            (&hist, plain()),
            (&hist, grouped(Options::default())),
            (&hist, grouped(Options { stacked: true, ..Options::default() })),
            (&density, grouped(Options::default())),
            (&unfilled, plain()),
            (&Ecdf { values: values() }, grouped(Options::default())),
            (&BoxPlot { values: values() }, by()),
            (&Violin { values: values() }, by()),
            (&Strip { values: values() }, by()),
            (&Swarm { values: values() }, by()),
        ],
        &expect![[r#"
            histogram: line 26, rect 8, text 18: −2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|0|1|2|3|4|5|6|7|8|count
            histogram: line 23, path 2, rect 13, text 18: −2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|0|1|2|3|4|5|count|group|a|b
            histogram: line 26, rect 13, text 21: −2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0|0|1|2|3|4|5|6|7|8|count|group|a|b
            density: line 19, path 4, rect 4, text 18: −4|−2|0|2|0.00|0.05|0.10|0.15|0.20|0.25|0.30|0.35|0.40|0.45|density|group|a|b
            density: line 23, path 1, rect 2, text 16: −4|−3|−2|−1|0|1|2|0.00|0.05|0.10|0.15|0.20|0.25|0.30|0.35|density
            ecdf: line 15, path 4, rect 2, text 14: −2|−1|0|1|0.0|0.2|0.4|0.6|0.8|1.0|share|group|a|b
            box: line 9, path 2, rect 5, text 11: u|v|w|−2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0
            violin: circle 3, line 10, path 6, rect 2, text 12: u|v|w|−5|−4|−3|−2|−1|0|1|2|3
            strip: circle 30, line 9, rect 2, text 11: u|v|w|−2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0
            swarm: circle 30, line 9, rect 2, text 11: u|v|w|−2.5|−2.0|−1.5|−1.0|−0.5|0.0|0.5|1.0
        "#]],
    );
}

#[test]
fn fields() {
    let (x, y) = (normal(200, 1), normal(200, 2));
    let at = rising(5);
    let z: Vec<f64> = at.iter().flat_map(|y| at.iter().map(move |x| x * y)).collect();
    let contour =
        |filled| Contour { x: at.clone(), y: at.clone(), z: z.clone(), filled, title: Some("h".into()) };
    let heat = HeatMap {
        values: z[..6].to_vec(),
        rows: names(&["r", "s"]),
        columns: names(&["a", "b", "c"]),
        ..HeatMap::default()
    };
    let image = Image { columns: 5, pixels: Pixels::Values(z.clone()) };
    let boundary = DecisionBoundary {
        x: (0.0, 1.0),
        y: (0.0, 1.0),
        columns: 2,
        answers: Answers::Classes(vec![0, 1, 1, 1]),
    };
    let surface = Surface3d {
        x: at.clone(),
        y: at.clone(),
        z: z.clone(),
        labels: ["x", "y", "z"].map(String::from),
        ..Surface3d::default()
    };
    let space = Scatter3d {
        x: x.clone(),
        y: y.clone(),
        z: y.clone(),
        labels: ["x", "y", "z"].map(String::from),
        ..Scatter3d::default()
    };
    check(
        &[
            (&Hexbin { x, y }, plain()),
            (&contour(false), plain()),
            (&contour(true), plain()),
            (&heat, with(Options { annotate: true, ..Options::default() })),
            (&Correlation::of(names(&["a", "b"]), &[rising(4), vec![1.0, 3.0, 2.0, 4.0]]), plain()),
            (&image, plain()),
            (&boundary, plain()),
            (&surface, plain()),
            (&space, plain()),
        ],
        &expect![[r#"
            hexbin: line 18, linearGradient 1, path 41, rect 3, text 25: −3|−2|−1|0|1|2|3|−3|−2|−1|0|1|2|3|0|2|4|6|8|10|12|14|16|18|count
            contour: line 18, linearGradient 1, path 7, rect 3, text 28: 0.0|0.5|1.0|1.5|2.0|2.5|3.0|3.5|4.0|0.0|0.5|1.0|1.5|2.0|2.5|3.0|3.5|4.0|0|2|4|6|8|10|12|14|16|h
            contour: line 18, path 8, rect 10, text 28: 0.0|0.5|1.0|1.5|2.0|2.5|3.0|3.5|4.0|0.0|0.5|1.0|1.5|2.0|2.5|3.0|3.5|4.0|0|2|4|6|8|10|12|14|16|h
            heat map: line 5, linearGradient 1, path 1, rect 9, text 16: 0|0|0|0|0|0|a|b|c|r|s|−0.4|−0.2|0.0|0.2|0.4
            correlation: line 9, linearGradient 1, path 1, rect 7, text 18: 1|0.80|0.80|1|a|b|a|b|−1.00|−0.75|−0.50|−0.25|0.00|0.25|0.50|0.75|1.00|correlation
            image: image 1, line 5, rect 2, text 10: 0|1|2|3|4|0|1|2|3|4
            decision boundary: image 1, line 6, path 1, rect 2, text 12: 0.0|0.2|0.4|0.6|0.8|1.0|0.0|0.2|0.4|0.6|0.8|1.0
            3-D surface: line 9, linearGradient 1, path 28, rect 2, text 27: 0|1|2|3|4|x|0|1|2|3|4|y|0|5|10|15|z|0|2|4|6|8|10|12|14|16|z
            3-D scatter: circle 200, path 12, rect 1, text 15: −2|−1|0|1|2|3|x|−2|0|2|y|−2|0|2|z
        "#]],
    );
}

#[test]
fn curves_and_tables() {
    let curve = Curve {
        name: Some("forest".into()),
        x: vec![0.0, 0.2, 1.0],
        y: vec![0.0, 0.9, 1.0],
        score: Some(0.85),
    };
    let band = |mean: f64| Band { mean: vec![mean, mean + 0.1], deviation: vec![0.05; 2] };
    let learning = LearningCurve {
        x: vec![10.0, 20.0],
        train: band(0.8),
        validation: band(0.6),
        ..LearningCurve::default()
    };
    let two = || names(&["age", "bmi"]);
    let silhouette = Silhouette {
        values: vec![0.2, 0.5, 0.4, 0.9],
        clusters: vec![0, 0, 1, 1],
        names: names(&["0", "1"]),
    };
    let merge = |first, second, distance, size| Merge { first, second, distance, size };
    let tree = Dendrogram {
        merges: vec![merge(0, 1, 1.0, 2), merge(2, 3, 1.5, 2), merge(4, 5, 4.0, 4)],
        ..Dendrogram::default()
    };
    check(
        &[
            (&Roc { curves: vec![curve.clone()] }, plain()),
            (&PrecisionRecall { curves: vec![curve.clone()], base_rate: Some(0.4) }, plain()),
            (&Calibration { curves: vec![curve], counts: vec![vec![5.0, 2.0, 9.0]] }, plain()),
            (&learning, plain()),
            (&ConfusionMatrix { classes: two(), counts: vec![5.0, 1.0, 2.0, 7.0] }, plain()),
            (&Residuals { fitted: rising(20), residuals: normal(20, 3) }, plain()),
            (&NormalQuantiles { values: normal(20, 3) }, plain()),
            (&silhouette, plain()),
            (&Elbow { k: vec![1.0, 2.0, 3.0], inertia: vec![9.0, 2.0, 1.0], silhouette: None }, plain()),
            (&tree, plain()),
        ],
        &expect![[r#"
            ROC: line 17, path 4, rect 2, text 15: 0.00|0.25|0.50|0.75|1.00|False positive rate|0.0|0.2|0.4|0.6|0.8|1.0|True positive rate|chance (AUC 0.5)|forest (AUC 0.850)
            precision–recall: line 17, path 4, rect 2, text 15: 0.00|0.25|0.50|0.75|1.00|Recall|0.0|0.2|0.4|0.6|0.8|1.0|Precision|chance (AP 0.400)|forest (AP 0.850)
            calibration: circle 3, line 17, path 4, rect 2, text 18: 5|2|9|0.00|0.25|0.50|0.75|1.00|Mean predicted probability|0.0|0.2|0.4|0.6|0.8|1.0|Share of positives|perfectly calibrated|forest (Brier score 0.850)
            learning curve: circle 4, line 17, path 6, rect 2, text 14: 10|12|14|16|18|20|training rows|0.6|0.7|0.8|0.9|score|training|validation
            confusion matrix: line 8, linearGradient 1, path 1, rect 7, text 23: 5|1|2|7|83%|17%|22%|78%|age|bmi|Predicted|age|bmi|True|0|1|2|3|4|5|6|7|count
            residuals: circle 20, line 17, path 2, rect 2, text 14: 0|5|10|15|predicted|−1.0|−0.5|0.0|0.5|1.0|1.5|2.0|2.5|residual
            normal Q–Q: circle 20, line 23, path 1, rect 2, text 17: −1.5|−1.0|−0.5|0.0|0.5|1.0|1.5|normal quantile|−1.0|−0.5|0.0|0.5|1.0|1.5|2.0|2.5|value
            silhouette: line 10, path 4, rect 2, text 9: 0.0|0.2|0.4|0.6|0.8|silhouette coefficient (dashed: mean 0.50)|0|1|cluster
            elbow: circle 3, line 11, path 2, rect 2, text 10: knee: k = 2|1|2|3|number of clusters|2|4|6|8|inertia
            dendrogram: line 10, path 3, rect 2, text 14: 0|1|2|3|0.0|0.5|1.0|1.5|2.0|2.5|3.0|3.5|4.0|distance
        "#]],
    );
}

#[test]
fn explanations() {
    let two = || names(&["age", "bmi"]);
    let importance = FeatureImportance {
        names: two(),
        means: vec![0.4, 0.1],
        errors: Some(vec![0.1; 2]),
        ..FeatureImportance::default()
    };
    let dependence = PartialDependence {
        grid: rising(5),
        mean: rising(5),
        rows: vec![rising(5), vec![1.0; 5]],
        deciles: vec![1.0, 2.0],
        feature: "bmi".into(),
        label: None,
    };
    let shap = ShapBeeswarm {
        names: two(),
        shap: vec![normal(20, 1), normal(20, 2)],
        values: vec![rising(20); 2],
        top: None,
    };
    let waterfall =
        Waterfall { base: 10.0, names: two(), contributions: vec![3.0, -1.0], ..Waterfall::default() };
    let parallel = ParallelCoordinates { names: two(), columns: vec![rising(30), normal(30, 1)] };
    let step = |name: &str| NetworkBox { name: name.into(), detail: None };
    let network = Network { boxes: vec![step("scale"), step("fit")], arrows: vec![(0, 1)] };
    check(
        &[
            (&importance, plain()),
            (&dependence, plain()),
            (&shap, plain()),
            (&waterfall, plain()),
            (&parallel, grouped(Options::default())),
            (&network, plain()),
        ],
        &expect![[r#"
            feature importance: line 13, path 1, rect 4, text 9: 0.0|0.1|0.2|0.3|0.4|0.5|importance|age|bmi
            partial dependence: line 16, path 5, rect 2, text 14: 0|1|2|3|4|bmi|0|1|2|3|4|partial dependence|single rows|mean
            SHAP beeswarm: circle 40, line 13, linearGradient 1, path 1, rect 3, text 11: −2|−1|0|1|2|SHAP value|bmi|age|low|high|feature value
            waterfall: line 9, path 4, rect 2, text 11: +3|−1|mean 10|f(x) = 12|9|10|11|12|the model's answer|age|bmi
            parallel coordinates: path 5, rect 2, text 9: 0|−2.3|29|1.17|age|bmi|group|a|b
            network: path 4, rect 5, text 2: scale|fit
        "#]],
    );
}
