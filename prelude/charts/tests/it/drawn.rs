//! Kinds drawn as a figure draws them.

use ferrolab_charts::picture::{Mark, Panel, Picture, Shape};
use ferrolab_charts::{Groups, Kind, Options, Palette, PanelBuilder, Style};

pub const ROOM: (f64, f64) = (500.0, 300.0);

pub fn panel(kind: &dyn Kind, style: &Style) -> Panel {
    let mut builder = PanelBuilder::new(Palette::default());
    builder.room = ROOM;
    kind.draw(style, &mut builder);
    builder.panel
}

pub fn svg(kind: &dyn Kind, style: &Style) -> String {
    Picture { panels: vec![panel(kind, style)], ..Picture::default() }.to_svg()
}

pub fn with(options: Options) -> Style {
    Style { options, ..Style::default() }
}

/// Thing `i` is in group `i % names`.
pub fn in_turns(names: &[&str], n: usize) -> Groups {
    Groups {
        title: Some("group".into()),
        names: names.iter().map(ToString::to_string).collect(),
        codes: (0..n).map(|index| index % names.len()).collect(),
    }
}

/// About normal: sums of twelve even numbers, without a library.
pub fn normal(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut even = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    (0..n).map(|_| (0..12).map(|_| even()).sum::<f64>() - 6.0).collect()
}

/// (x0, y0, x1, y1) of all rectangles of all marks.
pub fn rectangles(panel: &Panel) -> Vec<[f64; 4]> {
    let of = |mark: &Mark| match &mark.shape {
        Shape::Rects { x0, y0, x1, y1 } => {
            (0..x0.len()).map(|index| [x0[index], y0[index], x1[index], y1[index]]).collect()
        }
        _ => Vec::new(),
    };
    panel.marks.iter().flat_map(of).collect()
}

pub fn points(panel: &Panel) -> Vec<(f64, f64)> {
    let of = |mark: &Mark| match &mark.shape {
        Shape::Points { x, y, .. } => x.iter().copied().zip(y.iter().copied()).collect(),
        _ => Vec::new(),
    };
    panel.marks.iter().flat_map(of).collect()
}
