//! Pictures of several panels that belong together.

use crate::color::Palette;
use crate::kind::{Groups, Kind, PanelBuilder, Style};
use crate::kinds::{Density, Hexbin, Hist, NormalQuantiles, Residuals, Scatter};
use crate::picture::{Axis, Grid, Panel};

/// Panels and how they stand.
#[derive(Clone, Debug, Default)]
pub struct Composition {
    pub panels: Vec<Panel>,
    pub grid: Grid,
    /// For screen readers and text front ends.
    pub description: String,
}

/// More points than this are counted in hexagons instead of drawn.
const MOST_POINTS: usize = 5000;

/// Each column against each other one; on the diagonal how it is distributed: a histogram, or a density
/// per group.
#[must_use]
pub fn pair_plot(
    names: &[String],
    columns: &[Vec<f64>],
    groups: Option<&Groups>,
    palette: &Palette,
) -> Composition {
    let n = names.len().min(columns.len());
    let mut panels = Vec::with_capacity(n * n);
    for row in 0..n {
        for column in 0..n {
            let style = Style { groups: groups.cloned(), ..Style::default() };
            let mut panel = if row == column {
                distribution(&columns[row], &style, palette)
            } else {
                let mut style = style;
                style.options.marker_size = Some(4.5);
                style.options.opacity = Some(0.75);
                let kind = Scatter { x: columns[column].clone(), y: columns[row].clone(), dates: false };
                drawn(&kind, &style, palette)
            };
            panel.x.label = (row + 1 == n).then(|| names[column].clone());
            panel.y.label = (column == 0).then(|| names[row].clone());
            panels.push(panel);
        }
    }
    let rows = columns.first().map_or(0, Vec::len);
    Composition {
        panels,
        grid: Grid { columns: n, share_x: true, share_y: true, tight: true, ..Grid::default() },
        description: format!("pair plot of {rows} rows over {}", names[..n].join(", ")),
    }
}

/// A column's distribution on an axis of its own: the panel's y axis is the row's.
fn distribution(values: &[f64], style: &Style, palette: &Palette) -> Panel {
    let values = values.to_vec();
    let mut panel = if style.groups.is_some() {
        drawn(&Density { values: values.clone(), unfilled: false }, style, palette)
    } else {
        drawn(&Hist { values: values.clone(), dates: false }, style, palette)
    };
    for mark in &mut panel.marks {
        mark.second_axis = true;
    }
    panel.y2 = Some(Axis { from_zero: true, hide_ticks: true, hide_grid: true, ..Axis::default() });
    let finite = values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    // No mark is on it, so its ends must be said; beside other panels theirs are as good.
    let room = if high > low { (high - low) * 0.05 } else { 0.5 };
    panel.y = Axis::default();
    if low <= high {
        (panel.y.low, panel.y.high) = (Some(low - room), Some(high + room));
    }
    panel
}

/// Two columns against one another, with how each is distributed at the sides.
#[must_use]
pub fn joint_plot(
    names: (&str, &str),
    x: &[f64],
    y: &[f64],
    groups: Option<&Groups>,
    palette: &Palette,
) -> Composition {
    let mut style = Style { groups: groups.cloned(), ..Style::default() };
    let (across, up) = (x.to_vec(), y.to_vec());
    let mut main = if x.len() > MOST_POINTS && groups.is_none() {
        drawn(&Hexbin { x: across.clone(), y: up.clone() }, &style, palette)
    } else {
        style.options.opacity = Some(0.75);
        drawn(&Scatter { x: across.clone(), y: up.clone(), dates: false }, &style, palette)
    };
    style.options.opacity = None;
    let mut top = drawn(&Hist { values: across, dates: false }, &style, palette);
    style.options.horizontal = true;
    let mut side = drawn(&Hist { values: up, dates: false }, &style, palette);
    (main.x.label, main.y.label) = (Some(names.0.to_string()), Some(names.1.to_string()));
    for axis in [&mut top.x, &mut top.y, &mut side.x, &mut side.y] {
        axis.label = None;
    }
    for axis in [&mut top.y, &mut side.x] {
        (axis.hide_ticks, axis.hide_grid) = (true, true);
    }
    (top.place, main.place, side.place) = (Some((0, 0)), Some((1, 0)), Some((1, 1)));
    let grid = Grid {
        columns: 2,
        widths: vec![5.0, 1.0],
        heights: vec![1.0, 5.0],
        share_x: true,
        share_y: true,
        tight: true,
    };
    let description = format!("{} against {}, {} points, with histograms", names.1, names.0, x.len());
    Composition { panels: vec![top, main, side], grid, description }
}

/// Residuals three ways: against the predictions, against the normal distribution, as a histogram.
#[must_use]
pub fn residual_panels(fitted: &[f64], residuals: &[f64], palette: &Palette) -> Composition {
    let style = Style::default();
    let against = Residuals { fitted: fitted.to_vec(), residuals: residuals.to_vec() };
    let mut quantiles = drawn(&NormalQuantiles { values: residuals.to_vec() }, &style, palette);
    quantiles.y.label = Some("residual".to_string());
    let mut spread = drawn(&Hist { values: residuals.to_vec(), dates: false }, &style, palette);
    spread.x.label = Some("residual".to_string());
    Composition {
        description: format!("{}, normal Q–Q and histogram", against.describe()),
        panels: vec![drawn(&against, &style, palette), quantiles, spread],
        grid: Grid { columns: 3, ..Grid::default() },
    }
}

/// A panel of one layer.
fn drawn(kind: &dyn Kind, style: &Style, palette: &Palette) -> Panel {
    let mut builder = PanelBuilder::new(palette.clone());
    kind.draw(style, &mut builder);
    builder.panel
}
