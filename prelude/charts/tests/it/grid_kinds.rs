//! Kinds whose places and curves SciPy, matplotlib and statsmodels also compute.

use ferrolab_charts::kinds::dendrogram::{Dendrogram, Merge};
use ferrolab_charts::kinds::heat_map::{ConfusionMatrix, HeatMap, pearson};
use ferrolab_charts::kinds::residuals::{lowess, normal_quantile, order_quantiles};
use ferrolab_charts::kinds::space::View;
use ferrolab_charts::{Kind, Palette, PanelBuilder, Picture, Style};
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/grid_kinds.json")).expect("the reference is JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

fn close(ours: &[f64], theirs: &[f64], within: f64) {
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= within * theirs.abs().max(1.0), "{ours} is not {theirs}");
    }
}

#[test]
fn dendrograms_stand_as_scipys() {
    for tree in reference()["trees"].as_array().expect("trees") {
        let merge = |row: &Value| {
            let row = numbers(row);
            Merge { first: row[0] as usize, second: row[1] as usize, distance: row[2], size: row[3] as usize }
        };
        let last = tree["last"].as_u64().filter(|last| *last > 0).map(|last| last as usize);
        let merges = tree["merges"].as_array().expect("merges").iter().map(merge).collect();
        let ours = Dendrogram { merges, last, ..Dendrogram::default() }.arrange();
        let leaves: Vec<f64> = ours.leaves.iter().map(|leaf| *leaf as f64).collect();
        close(&leaves, &numbers(&tree["leaves"]), 0.0);
        let mut links: Vec<Vec<f64>> = ours
            .legs
            .iter()
            .zip(&ours.heights)
            .map(|(legs, heights)| vec![legs.0, legs.1, heights.0, heights.1, heights.2])
            .collect();
        links.sort_by(|a, b| a.partial_cmp(b).expect("finite"));
        let theirs: Vec<Vec<f64>> = tree["links"].as_array().expect("links").iter().map(numbers).collect();
        assert_eq!(links.len(), theirs.len());
        for (ours, theirs) in links.iter().zip(&theirs) {
            close(ours, theirs, 1e-12);
        }
        let clusters = ours.clusters.iter().flatten().max().map_or(0, |most| most + 1);
        // SciPy has nine colours for clusters.
        assert_eq!(clusters.min(9), tree["n_clusters"].as_u64().expect("a count") as usize);
    }
}

#[test]
fn the_cube_stands_as_mplot3ds() {
    for view in reference()["views"].as_array().expect("views") {
        let part = |name: &str| view[name].as_f64().expect("degrees");
        let ours = View { azimuth: part("azimuth"), elevation: part("elevation") };
        let corners: Vec<Vec<f64>> =
            view["corners"].as_array().expect("corners").iter().map(numbers).collect();
        let seen: Vec<[f64; 3]> = corners.iter().map(|c| ours.project([c[0], c[1], c[2]])).collect();
        let (x, y) = (numbers(&view["x"]), numbers(&view["y"]));
        // One scale for both directions, found from the first corner and the farthest in x.
        let from_first = |values: &[f64]| values.iter().map(|v| v - values[0]).collect::<Vec<f64>>();
        let (x, y) = (from_first(&x), from_first(&y));
        let our_x = from_first(&seen.iter().map(|place| place[0]).collect::<Vec<f64>>());
        let our_y = from_first(&seen.iter().map(|place| place[1]).collect::<Vec<f64>>());
        let far = (0..x.len()).max_by(|a, b| x[*a].abs().total_cmp(&x[*b].abs())).expect("corners");
        let scale = our_x[far] / x[far];
        assert!(scale > 0.0);
        close(&our_x, &x.iter().map(|v| v * scale).collect::<Vec<f64>>(), 1e-9);
        close(&our_y, &y.iter().map(|v| v * scale).collect::<Vec<f64>>(), 1e-9);
    }
}

#[test]
fn quantiles_and_smooth_lines_are_the_references() {
    let reference = reference();
    let normal = &reference["normal"];
    let ours: Vec<f64> = numbers(&normal["shares"]).into_iter().map(normal_quantile).collect();
    close(&ours, &numbers(&normal["quantiles"]), 1e-13);
    let order = numbers(&reference["order"]);
    close(&order_quantiles(order.len()), &order, 1e-12);
    let smooth = &reference["lowess"];
    let (_, ours) = lowess(&numbers(&smooth["x"]), &numbers(&smooth["y"]), 2.0 / 3.0);
    close(&ours, &numbers(&smooth["smooth"]), 1e-9);
    let pair = &reference["pearson"];
    let ours = pearson(&numbers(&pair["a"]), &numbers(&pair["b"]));
    close(&[ours], &numbers(&Value::from(vec![pair["r"].clone()])), 1e-13);
}

fn svg(kind: &dyn Kind, annotate: bool) -> String {
    let mut style = Style::default();
    style.options.annotate = annotate;
    let mut builder = PanelBuilder::new(Palette::default());
    kind.draw(&style, &mut builder);
    Picture { panels: vec![builder.panel], ..Picture::default() }.to_svg()
}

#[test]
fn matrices_write_their_cells() {
    let names = |count: usize| (0..count).map(|index| format!("class {index}")).collect::<Vec<_>>();
    let table = HeatMap {
        values: vec![1.25, f64::NAN, -0.001, 7.5],
        rows: names(2),
        columns: names(2),
        ..HeatMap::default()
    };
    let drawn = svg(&table, true);
    for text in [">1.25<", ">0.00<", ">7.50<"] {
        assert!(drawn.contains(text), "{text}");
    }
    let counts = ConfusionMatrix { classes: names(2), counts: vec![3.0, 1.0, 0.0, 0.0] };
    let drawn = svg(&counts, false);
    for text in [">75%<", ">25%<", ">Predicted<"] {
        assert!(drawn.contains(text), "{text}");
    }
}
