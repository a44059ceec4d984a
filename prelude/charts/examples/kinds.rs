//! Draws each kind that shows amounts and distributions, at usual and at odd data: `cargo run --example kinds
//! FOLDER [dark]` writes a PNG of each.

use ferrolab_charts::kind::Siblings;
use ferrolab_charts::kinds::{
    Calibration, Curve, ParallelCoordinates, ShapBeeswarm, annotation::Annotation, area::Area, bar::Bar,
    bar::Count, box_plot::BoxPlot, candlestick::Candlestick, contour::Contour, density::Density,
    density::Ecdf, hexbin::Hexbin, hist::Hist, line::Line, pie::Pie, scatter::Scatter, strip::Strip,
    strip::Swarm, violin::Violin,
};
use ferrolab_charts::{Groups, Kind, Options, Palette, PanelBuilder, Picture, Style, Theme};

/// The same numbers each time, about normal.
struct Numbers(u64);

impl Numbers {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}

fn groups(title: &str, names: &[&str], codes: Vec<usize>) -> Groups {
    Groups { title: Some(title.into()), names: names.iter().map(ToString::to_string).collect(), codes }
}

fn draw(folder: &str, name: &str, layers: &[(&dyn Kind, Style)]) {
    let theme = if std::env::args().any(|argument| argument == "dark") { Theme::Dark } else { Theme::Light };
    let palette = Palette::default().on(theme);
    let mut panel = PanelBuilder::new(palette.clone());
    for (index, (kind, style)) in layers.iter().enumerate() {
        let same = |other: &&(&dyn Kind, Style)| other.0.name() == kind.name();
        let pooled = layers.iter().filter(same).flat_map(|layer| layer.0.pooled().iter().copied());
        panel.siblings = Siblings {
            index: layers[..index].iter().filter(same).count(),
            count: layers.iter().filter(same).count(),
            pooled: pooled.filter(|value| value.is_finite()).collect(),
        };
        kind.draw(style, &mut panel);
    }
    let picture = Picture {
        title: Some(name.to_owned()),
        panels: vec![panel.panel],
        theme,
        palette,
        ..Picture::default()
    };
    match picture.to_png(1.0) {
        Ok(png) => {
            std::fs::write(format!("{folder}/{name}.png"), png).unwrap_or_else(|error| eprintln!("{error}"));
        }
        Err(error) => eprintln!("{name}: {error}"),
    }
}

fn style(options: Options) -> Style {
    Style { options, ..Style::default() }
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    points(&folder);
    times(&folder);
    amounts(&folder);
    distributions(&folder);
    fields(&folder);
    models(&folder);
    odd(&folder);
}

fn points(folder: &str) {
    let mut numbers = Numbers(1);
    let n = 150;
    let code: Vec<usize> = (0..n).map(|index| index % 3).collect();
    let x: Vec<f64> = code.iter().map(|code| 5.0 + *code as f64 + 0.5 * numbers.normal()).collect();
    let y: Vec<f64> = x.iter().map(|x| 3.5 - 0.6 * x + 0.4 * numbers.normal()).collect();
    let species = groups("species", &["setosa", "versicolor", "virginica"], code);
    let scatter = Scatter { x: x.clone(), y: y.clone(), dates: false };
    let by_group =
        Style { groups: Some(species.clone()), ..style(Options { regression: true, ..Options::default() }) };
    draw(folder, "scatter", &[(&scatter, by_group)]);
    let one = style(Options { regression: true, ..Options::default() });
    draw(folder, "scatter_one", &[(&scatter, one)]);
    let ramp = Style {
        values: Some((Some("sum".into()), x.iter().zip(&y).map(|(x, y)| x + y).collect())),
        sizes: Some((Some("weight".into()), x.iter().map(|x| x * 10.0).collect())),
        shapes: Some(species.clone()),
        ..Style::default()
    };
    draw(folder, "scatter_ramp", &[(&scatter, ramp)]);
    let t: Vec<f64> = (0..n).map(|index| (index / 3) as f64).collect();
    let walk: Vec<f64> =
        (0..n).map(|index| (index / 3) as f64 * 0.1 * (index % 3) as f64 + numbers.normal()).collect();
    let errors = Some((vec![0.8; n], vec![1.2; n]));
    let line = Line { x: t.clone(), y: walk, dates: false };
    let banded = Style { groups: Some(species.clone()), ..style(Options { errors, ..Options::default() }) };
    draw(folder, "line", &[(&line, banded), (&Annotation::Horizontal(2.0), Style::default())]);
    let area = Area {
        x: t,
        y: (0..n).map(|index| 2.0 + (index as f64 / 20.0).sin() + (index % 3) as f64).collect(),
        dates: false,
    };
    let by = |options| Style { groups: Some(species.clone()), ..style(options) };
    draw(folder, "area_stacked", &[(&area, by(Options { stacked: true, ..Options::default() }))]);
    draw(folder, "area_share", &[(&area, by(Options { normalized: true, ..Options::default() }))]);
}

fn times(folder: &str) {
    let mut numbers = Numbers(5);
    let days: Vec<f64> = (0..60).map(|day| 1.7e12 + f64::from(day) * 86_400_000.0).collect();
    let mut price = 100.0;
    let close: Vec<f64> = days
        .iter()
        .map(|_| {
            price += numbers.normal();
            price
        })
        .collect();
    let open: Vec<f64> = close.iter().map(|close| close + 0.8 * numbers.normal()).collect();
    let high: Vec<f64> =
        close.iter().zip(&open).map(|(close, open)| close.max(*open) + numbers.even()).collect();
    let low: Vec<f64> =
        close.iter().zip(&open).map(|(close, open)| close.min(*open) - numbers.even()).collect();
    draw(
        folder,
        "candlestick",
        &[(&Candlestick { dates: days.clone(), open, high, low, close: close.clone() }, Style::default())],
    );
    let mut gap = close.clone();
    gap[20] = f64::NAN;
    let dated = Line { x: days.clone(), y: gap, dates: true };
    let note = Annotation::Note {
        x: days[30],
        y: price + 4.0,
        text: "a note".into(),
        to: Some((days[40], close[40])),
    };
    let span = Annotation::VerticalSpan(days[10], days[15]);
    draw(
        folder,
        "line_dates",
        &[
            (&dated, style(Options { markers: true, ..Options::default() })),
            (&span, Style::default()),
            (&note, Style::default()),
        ],
    );
}

fn amounts(folder: &str) {
    let towns = ["Bonn", "Köln", "Düsseldorf", "Essen"];
    let names: Vec<String> = towns.iter().flat_map(|town| [town.to_string(), town.to_string()]).collect();
    let values = vec![3.0, 4.5, -1.5, 2.0, 5.25, 3.1, 2.2, 1.0];
    let years = groups("year", &["2023", "2024"], vec![0, 1, 0, 1, 0, 1, 0, 1]);
    let bar = Bar { names, values };
    let by = |options| Style { groups: Some(years.clone()), ..style(options) };
    let annotate = Options { annotate: true, ..Options::default() };
    let errors = Some((vec![0.3; 8], vec![0.5; 8]));
    draw(folder, "bar", &[(&bar, by(Options { errors, ..annotate.clone() }))]);
    draw(folder, "bar_stacked", &[(&bar, by(Options { stacked: true, ..annotate.clone() }))]);
    draw(folder, "bar_lying", &[(&bar, by(Options { horizontal: true, ..annotate.clone() }))]);
    let many = Bar {
        names: (0..200).map(|index| format!("category {index}")).collect(),
        values: (0..200).map(f64::from).collect(),
    };
    draw(folder, "bar_200", &[(&many, style(annotate.clone()))]);
    let mut numbers = Numbers(3);
    let labels: Vec<String> =
        (0..300).map(|_| format!("{}", (numbers.normal().abs() * 2.0) as i32)).collect();
    draw(folder, "count", &[(&Count { labels }, style(annotate.clone()))]);
    let pie = Pie {
        names: ["rust", "python", "c", "java", "go", "r", "julia", "perl", "cobol", "ada"]
            .map(String::from)
            .to_vec(),
        values: vec![30.0, 25.0, 12.0, 10.0, 6.0, 3.0, 2.0, 1.5, 0.5, 0.2],
    };
    draw(folder, "pie", &[(&pie, Style::default())]);
    draw(folder, "donut", &[(&pie, style(Options { hole: Some(0.55), ..Options::default() }))]);
}

fn distributions(folder: &str) {
    let mut numbers = Numbers(7);
    let n = 400;
    let day: Vec<usize> = (0..n).map(|index| index % 4).collect();
    let smoker: Vec<usize> = (0..n).map(|index| (index / 4) % 2).collect();
    let values: Vec<f64> = (0..n)
        .map(|index| (0.4 * numbers.normal() + 0.2 * (day[index] + smoker[index]) as f64).exp() * 10.0)
        .collect();
    let day = groups("day", &["Thur", "Fri", "Sat", "Sun"], day);
    let smoker = groups("smoker", &["no", "yes"], smoker);
    let plain = || Style { by: Some(day.clone()), ..Style::default() };
    let both = || Style { by: Some(day.clone()), groups: Some(smoker.clone()), ..Style::default() };
    let lying = || Style {
        options: Options { horizontal: true, ..Options::default() },
        groups: Some(day.clone()),
        ..Style::default()
    };
    let v = || values.clone();
    draw(folder, "box", &[(&BoxPlot { values: v() }, both())]);
    draw(folder, "box_lying", &[(&BoxPlot { values: v() }, lying())]);
    draw(folder, "violin", &[(&Violin { values: v() }, both())]);
    draw(folder, "violin_one", &[(&Violin { values: v() }, plain())]);
    draw(folder, "strip", &[(&Strip { values: v() }, both())]);
    draw(folder, "swarm", &[(&Swarm { values: v() }, plain())]);
    let grouped = |options| Style { groups: Some(smoker.clone()), ..style(options) };
    draw(folder, "hist", &[(&Hist { values: v(), dates: false }, Style::default())]);
    draw(folder, "hist_groups", &[(&Hist { values: v(), dates: false }, grouped(Options::default()))]);
    draw(
        folder,
        "hist_stacked",
        &[(&Hist { values: v(), dates: false }, grouped(Options { stacked: true, ..Options::default() }))],
    );
    draw(folder, "density", &[(&Density { values: v(), unfilled: false }, grouped(Options::default()))]);
    draw(folder, "ecdf", &[(&Ecdf { values: v() }, grouped(Options::default()))]);
}

fn fields(folder: &str) {
    let mut numbers = Numbers(9);
    let x: Vec<f64> = (0..5000).map(|_| numbers.normal()).collect();
    let y: Vec<f64> = x.iter().map(|x| x * 2.0 + 3.0 * numbers.normal()).collect();
    draw(folder, "hexbin", &[(&Hexbin { x, y }, Style::default())]);
    let at: Vec<f64> = (0..60).map(|step| -3.0 + f64::from(step) * 0.1).collect();
    let height =
        |x: f64, y: f64| 2.0 * ((-x * x - y * y).exp() - (-(x - 1.0).powi(2) - (y - 1.0).powi(2)).exp());
    let z: Vec<f64> = at.iter().flat_map(|y| at.iter().map(|x| height(*x, *y)).collect::<Vec<_>>()).collect();
    for (name, filled) in [("contour", false), ("contour_filled", true)] {
        let contour =
            Contour { x: at.clone(), y: at.clone(), z: z.clone(), filled, title: Some("height".into()) };
        draw(folder, name, &[(&contour, Style::default())]);
    }
}

fn models(folder: &str) {
    let mut numbers = Numbers(11);
    let x = vec![0.02, 0.15, 0.25, 0.37, 0.43, 0.58, 0.68, 0.75, 0.88, 0.98];
    let y = vec![0.0, 0.0, 0.5, 0.0, 0.67, 0.67, 0.33, 1.0, 0.86, 0.99];
    let curve = Curve { x, y, ..Curve::default() };
    let counts = vec![vec![48.0, 4.0, 2.0, 3.0, 3.0, 3.0, 3.0, 5.0, 7.0, 93.0]];
    draw(folder, "calibration", &[(&Calibration { curves: vec![curve], counts }, Style::default())]);
    let names = ["bmi", "age", "bp"].map(String::from).to_vec();
    let mut columns =
        |size: f64| (0..3).map(|_| (0..150).map(|_| size * numbers.normal()).collect()).collect::<Vec<_>>();
    let shap = ShapBeeswarm { names: names.clone(), shap: columns(1.0), values: columns(5.0), top: None };
    draw(folder, "shap", &[(&shap, Style::default())]);
    let codes = (0..150).map(|index| index % 3).collect();
    let three = Style { groups: Some(groups("kind", &["a", "b", "c"], codes)), ..Style::default() };
    let parallel = ParallelCoordinates { names, columns: columns(1.0) };
    draw(folder, "parallel", &[(&parallel, three)]);
    let grid =
        |z: Vec<f64>, filled| Contour { x: vec![0.0, 1.0, 2.0], y: vec![0.0, 1.0], z, filled, title: None };
    draw(folder, "odd_plain_lines", &[(&grid(vec![4.0; 6], false), Style::default())]);
    draw(folder, "odd_plain_filled", &[(&grid(vec![4.0; 6], true), Style::default())]);
    let one = Pie { names: vec!["everything".into()], values: vec![3.0] };
    draw(folder, "odd_donut", &[(&one, style(Options { hole: Some(0.55), ..Options::default() }))]);
    let y: Vec<f64> = (0..60).map(|step| 1e9 + f64::from(step) * 40.0).collect();
    let x: Vec<f64> = (0..60).map(|step| 1e16 + f64::from(step) * 1e14).collect();
    draw(folder, "odd_large_values", &[(&Line { x, y, dates: false }, Style::default())]);
}

fn odd(folder: &str) {
    let sets = [
        ("point", vec![3.0]),
        ("constant", vec![5.0; 20]),
        ("outlier", [vec![1.0, 1.1, 1.2, 1.3, f64::NAN], vec![1e6]].concat()),
    ];
    for (name, values) in sets {
        let v = || values.clone();
        let kinds: Vec<Box<dyn Kind>> = vec![
            Box::new(Scatter { x: v(), y: v(), dates: false }),
            Box::new(Line { x: v(), y: v(), dates: false }),
            Box::new(Area { x: v(), y: v(), dates: false }),
            Box::new(Bar { names: v().iter().map(f64::to_string).collect(), values: v() }),
            Box::new(Hist { values: v(), dates: false }),
            Box::new(Density { values: v(), unfilled: false }),
            Box::new(Ecdf { values: v() }),
            Box::new(BoxPlot { values: v() }),
            Box::new(Violin { values: v() }),
            Box::new(Strip { values: v() }),
            Box::new(Swarm { values: v() }),
            Box::new(Hexbin { x: v(), y: v() }),
            Box::new(Pie { names: v().iter().map(f64::to_string).collect(), values: v() }),
            Box::new(Contour { x: v(), y: vec![0.0], z: v(), filled: true, title: None }),
        ];
        for kind in kinds {
            draw(
                folder,
                &format!("odd_{name}_{}", kind.name()),
                &[(kind.as_ref(), style(Options { regression: true, ..Options::default() }))],
            );
        }
    }
}
