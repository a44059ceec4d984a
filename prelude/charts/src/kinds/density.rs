//! Densities of one variable, and shares below.

use super::common::{add, counted, hidden, label, pick, y_axis};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Scale, Shape, Step};
use crate::statistics::{self, finite};

/// More steps of an ECDF than this are not told apart.
const MOST_STEPS: usize = 2_000;

/// The kernel density of each group; the area under each is 1.
#[derive(Clone, Debug, Default)]
pub struct Density {
    pub values: Vec<f64>,
    /// Only the line.
    pub unfilled: bool,
}

/// The share of values that are not above each value (empirical distribution function).
#[derive(Clone, Debug, Default)]
pub struct Ecdf {
    pub values: Vec<f64>,
}

impl Kind for Density {
    fn name(&self) -> &'static str {
        "density"
    }

    fn describe(&self) -> String {
        format!("density of {}", counted(self.values.len() - self.hidden(), "value"))
    }

    fn hidden(&self) -> usize {
        hidden(&self.values)
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["bandwidth", "horizontal", "line_width", "opacity", "dashed"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let options = &style.options;
        let horizontal = options.horizontal;
        let along = if horizontal { &panel.panel.y } else { &panel.panel.x };
        let log = along.scale == Scale::Log;
        let axis = super::common::value_axis(panel, style);
        axis.from_zero = true;
        label(axis, "density");
        let paints = panel.group_paints(style);
        for (group, (members, paint)) in style.members(self.values.len()).iter().zip(paints).enumerate() {
            let mut values = pick(&self.values, members);
            if log {
                values.iter_mut().for_each(|value| *value = value.log10());
            }
            let Some(found) = statistics::Density::of(&values, options.bandwidth.unwrap_or(1.0), 3.0) else {
                continue;
            };
            let at: Vec<f64> =
                if log { found.at.iter().map(|at| 10_f64.powf(*at)).collect() } else { found.at };
            if !self.unfilled {
                let shape = if horizontal {
                    let back = at.iter().rev().map(|at| (0.0, *at));
                    let ring = found.density.iter().copied().zip(at.iter().copied()).chain(back).collect();
                    Shape::Polygons { polygons: vec![vec![ring]] }
                } else {
                    let low = vec![0.0; at.len()];
                    Shape::Area { x: at.clone(), low, high: found.density.clone(), step: Step::Straight }
                };
                let fill = Mark::new(shape, paint.clone()).opacity(options.opacity.unwrap_or(0.25));
                add(panel, style, fill.label(style.group_label(group)));
            }
            let (x, y) = if horizontal { (found.density, at) } else { (at, found.density) };
            let line = Mark::new(Shape::Line { x, y, step: Step::Straight }, paint)
                .stroke(options.line_width.unwrap_or(2.0))
                .label(if self.unfilled { style.group_label(group) } else { None });
            add(panel, style, line);
        }
    }
}

impl Kind for Ecdf {
    fn name(&self) -> &'static str {
        "ecdf"
    }

    fn describe(&self) -> String {
        format!("distribution function of {}", counted(self.values.len() - self.hidden(), "value"))
    }

    fn hidden(&self) -> usize {
        hidden(&self.values)
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["line_width", "opacity", "dashed"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        label(y_axis(panel, style), "share");
        let paints = panel.group_paints(style);
        for (group, (members, paint)) in style.members(self.values.len()).iter().zip(paints).enumerate() {
            let (x, y) = steps(&pick(&self.values, members));
            let line = Mark::new(Shape::Line { x, y, step: Step::After }, paint)
                .stroke(style.options.line_width.unwrap_or(2.0))
                .opacity(style.options.opacity.unwrap_or(1.0))
                .label(style.group_label(group));
            add(panel, style, line);
        }
    }
}

/// From zero up at each value; of very many values only so many steps as can be seen, each in its place.
fn steps(values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut sorted = finite(values);
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(first) = sorted.first() else { return (Vec::new(), Vec::new()) };
    let n = sorted.len();
    let (mut x, mut y) = (vec![*first], vec![0.0]);
    let mut shown = 0;
    for (index, value) in sorted.iter().enumerate() {
        // Equal values are one step.
        let ends = sorted.get(index + 1) != Some(value);
        if ends && (index + 1 == n || (index + 1 - shown) * MOST_STEPS >= n) {
            x.push(*value);
            y.push((index + 1) as f64 / n as f64);
            shown = index + 1;
        }
    }
    (x, y)
}
