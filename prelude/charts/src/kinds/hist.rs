//! Histograms.

use super::common::{Lying, add, counted, hidden, label, pick, value_axis};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Scale, Shape, Step};
use crate::statistics::{Bins, finite};

/// How many values are in each bin. All groups, and all histograms of a panel, have the same bins.
#[derive(Clone, Debug, Default)]
pub struct Hist {
    pub values: Vec<f64>,
    /// Values are milliseconds since 1970.
    pub dates: bool,
}

impl Kind for Hist {
    fn name(&self) -> &'static str {
        "histogram"
    }

    fn describe(&self) -> String {
        format!("histogram of {}", counted(self.values.len() - self.hidden(), "value"))
    }

    fn hidden(&self) -> usize {
        hidden(&self.values)
    }

    fn pooled(&self) -> &[f64] {
        &self.values
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["bins", "stacked", "normalized", "cumulative", "horizontal", "opacity"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let options = &style.options;
        let along = if options.horizontal { &mut panel.panel.y } else { &mut panel.panel.x };
        if self.dates {
            along.scale = Scale::Date;
        }
        let log = along.scale == Scale::Log;
        let scaled = |values: &[f64]| {
            if log { values.iter().map(|value| value.log10()).collect() } else { values.to_vec() }
        };
        let pooled = if panel.siblings.pooled.is_empty() { &self.values } else { &panel.siblings.pooled };
        let bins = Bins::of(&finite(&scaled(pooled)), options.bins);
        let edges: Vec<f64> =
            bins.edges().into_iter().map(|edge| if log { 10_f64.powf(edge) } else { edge }).collect();
        let groups: Vec<Vec<f64>> = style
            .members(self.values.len())
            .iter()
            .map(|members| {
                heights(
                    &bins,
                    &scaled(&pick(&self.values, members)),
                    style,
                    self.values.len() - self.hidden(),
                )
            })
            .collect();
        let axis = value_axis(panel, style);
        axis.from_zero = true;
        axis.counts = !options.normalized;
        label(
            axis,
            match (options.normalized, options.cumulative) {
                (true, true) => "share",
                (true, false) => "density",
                (false, _) => "count",
            },
        );
        let alone = groups.len() == 1 && panel.siblings.count <= 1;
        let mut base = vec![0.0; bins.count];
        let paints = panel.group_paints(style);
        for (group, (heights, paint)) in groups.iter().zip(paints).enumerate() {
            let top: Vec<f64> = base.iter().zip(heights).map(|(base, height)| base + height).collect();
            let shape = rects(&edges, &base, &top, style);
            let opacity = options.opacity.unwrap_or(if alone || options.stacked { 1.0 } else { 0.4 });
            let mark = Mark::new(shape, paint.clone()).opacity(opacity).label(style.group_label(group));
            panel.add(mark);
            if options.stacked {
                base = top;
            } else if !alone {
                add(panel, style, Mark::new(outline(&edges, &top, style), paint).stroke(1.5));
            }
        }
    }
}

/// Counts; as a density, the areas of all groups that stand on one another, or of each group, are 1.
fn heights(bins: &Bins, values: &[f64], style: &Style, all: usize) -> Vec<f64> {
    let counts = bins.counts(values.iter().copied());
    let mut heights: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    if style.options.cumulative {
        let mut sum = 0.0;
        for height in &mut heights {
            sum += *height;
            *height = sum;
        }
    }
    if style.options.normalized {
        let own = counts.iter().sum::<usize>();
        let total = if style.options.stacked { all } else { own }.max(1) as f64;
        let width = if style.options.cumulative { 1.0 } else { (bins.high - bins.low) / bins.count as f64 };
        heights.iter_mut().for_each(|height| *height /= total * width);
    }
    heights
}

/// The bars, with a little air between them; empty bins have none.
fn rects(edges: &[f64], base: &[f64], top: &[f64], style: &Style) -> Shape {
    let air = if edges.len() > 80 { 0.0 } else { 0.02 };
    let filled: Vec<usize> = (0..top.len()).filter(|bin| top[*bin] > base[*bin]).collect();
    let inset = |bin: usize, side: f64| {
        let (low, high) = (edges[bin], edges[bin + 1]);
        if side < 0.0 { low * (1.0 - air) + high * air } else { high * (1.0 - air) + low * air }
    };
    let side = |side: f64| filled.iter().map(|bin| inset(*bin, side)).collect();
    Lying(style.options.horizontal).rects(side(-1.0), side(1.0), pick(base, &filled), pick(top, &filled))
}

/// The line along the bars' tops.
fn outline(edges: &[f64], top: &[f64], style: &Style) -> Shape {
    let mut along = Vec::new();
    let mut height = Vec::new();
    for (bin, top) in top.iter().enumerate() {
        along.extend([edges[bin], edges[bin + 1]]);
        height.extend([*top, *top]);
    }
    along.insert(0, edges[0]);
    height.insert(0, 0.0);
    along.push(edges[edges.len() - 1]);
    height.push(0.0);
    let (x, y) = if style.options.horizontal { (height, along) } else { (along, height) };
    Shape::Line { x, y, step: Step::Straight }
}
