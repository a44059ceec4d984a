//! A million values in the kinds that sum them up: soon done and small.

use std::time::Instant;

use ferrolab_charts::kinds::{BoxPlot, Density, Ecdf, Hexbin, Hist, Line, Scatter, Strip, Swarm, Violin};
use ferrolab_charts::{Kind, Options, Style};

use super::drawn::{in_turns, normal, svg, with};

const MOST_BYTES: usize = 500_000;
const MOST_SECONDS: f64 = 1.0;

#[test]
fn a_million_values_are_soon_drawn_and_small() {
    // Without optimisation it is another program.
    let n = if cfg!(debug_assertions) { 10_000 } else { 1_000_000 };
    let values = normal(n, 1);
    let other = normal(n, 2);
    let v = || values.clone();
    let kinds: Vec<(Box<dyn Kind>, bool)> = vec![
        (Box::new(Density { values: v(), unfilled: false }), true),
        (Box::new(Hist { values: v(), dates: false }), true),
        (Box::new(Ecdf { values: v() }), true),
        (Box::new(BoxPlot { values: v() }), true),
        (Box::new(Violin { values: v() }), true),
        (Box::new(Strip { values: v() }), true),
        (Box::new(Swarm { values: v() }), true),
        (Box::new(Hexbin { x: v(), y: other.clone() }), false),
        (Box::new(Scatter { x: v(), y: other, dates: false }), true),
        (Box::new(Line { x: (0..n).map(|index| index as f64).collect(), y: v(), dates: false }), false),
    ];
    let groups = Style { groups: Some(in_turns(&["a", "b", "c"], n)), ..with(Options::default()) };
    for (kind, divides) in &kinds {
        for style in [Some(Style::default()), divides.then(|| groups.clone())].into_iter().flatten() {
            let (size, seconds) = drawn(kind.as_ref(), &style);
            println!("{}: {:.0} ms, {} kB", kind.name(), seconds * 1e3, size / 1000);
            assert!(size < MOST_BYTES, "{}: {size} bytes", kind.name());
            assert!(seconds < MOST_SECONDS || cfg!(debug_assertions), "{}: {seconds} s", kind.name());
        }
    }
}

/// Bytes and seconds; the best of three, as other programs may be at work.
fn drawn(kind: &dyn Kind, style: &Style) -> (usize, f64) {
    let (mut size, mut best) = (0, f64::MAX);
    for _ in 0..3 {
        let start = Instant::now();
        size = svg(kind, style).len();
        best = best.min(start.elapsed().as_secs_f64());
        if best < MOST_SECONDS {
            break;
        }
    }
    (size, best)
}
