//! Parallel coordinates: one upright axis per column, one line per row.

use super::support::{counted, finite_range, line, segments, shifted, short_number, texts};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Axis, Paint, Scale};

/// One line per row over all columns, each scaled to its own range.
#[derive(Clone, Debug, Default)]
pub struct ParallelCoordinates {
    pub names: Vec<String>,
    /// Per column its values.
    pub columns: Vec<Vec<f64>>,
}

impl ParallelCoordinates {
    fn n_rows(&self) -> usize {
        self.columns.iter().map(Vec::len).min().unwrap_or(0)
    }

    /// Between 0 and 1; constant columns are in the middle.
    fn scaled(&self) -> Vec<Vec<f64>> {
        let scale = |column: &Vec<f64>| {
            let (low, high) = finite_range(column.iter().copied()).unwrap_or((0.0, 0.0));
            let at = |value: &f64| match value {
                value if !value.is_finite() => f64::NAN,
                value if high > low => (value - low) / (high - low),
                _ => 0.5,
            };
            column.iter().map(at).collect()
        };
        self.columns.iter().map(scale).collect()
    }

    /// The least value below each axis, the greatest above it.
    fn ends(&self, panel: &mut PanelBuilder) {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for column in &self.columns {
            match finite_range(column.iter().copied()) {
                Some((least, greatest)) if greatest > least => {
                    low.push(short_number(least));
                    high.push(short_number(greatest));
                }
                Some((only, _)) => {
                    low.push(String::new());
                    high.push(short_number(only));
                }
                None => {
                    low.push(String::new());
                    high.push("–".to_string());
                }
            }
        }
        let at = |y: f64| (0..self.columns.len()).map(|column| (column as f64, y)).collect();
        for (text, y, shift) in [(low, 0.0, 10.0), (high, 1.0, -10.0)] {
            let mut mark = shifted(texts(at(y), text, 10.5, Anchor::Middle), 0.0, shift);
            mark.paint = Paint::Faint;
            mark.fit = vec![(0.95, 0.2)];
            panel.add(mark);
        }
    }
}

impl Kind for ParallelCoordinates {
    fn name(&self) -> &'static str {
        "parallel coordinates"
    }

    fn describe(&self) -> String {
        format!("parallel coordinates of {} over {} columns", counted(self.n_rows(), "row"), self.names.len())
    }

    fn hidden(&self) -> usize {
        (0..self.n_rows()).filter(|row| self.columns.iter().any(|column| !column[*row].is_finite())).count()
    }

    fn n_things(&self) -> usize {
        self.n_rows()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["opacity", "line_width"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let scaled = self.scaled();
        let rows = self.n_rows();
        let opacity = style.options.opacity.unwrap_or((80.0 / rows.max(1) as f64).clamp(0.2, 0.85));
        let paints = panel.group_paints(style);
        for (group, (members, paint)) in style.members(rows).into_iter().zip(paints).enumerate() {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            for row in members {
                for (column, values) in scaled.iter().enumerate() {
                    x.push(column as f64);
                    y.push(values[row]);
                }
                x.push(f64::NAN);
                y.push(f64::NAN);
            }
            let lines =
                line(x, y, paint.clone()).stroke(style.options.line_width.unwrap_or(1.2)).opacity(opacity);
            panel.add(lines);
            // Its entry in the legend is not as faint as the lines.
            let key = line(vec![f64::NAN], vec![f64::NAN], paint);
            panel.add(key.label(style.group_label(group)));
        }
        let axes = (0..scaled.len()).map(|column| [column as f64, 0.0, column as f64, 1.0]);
        panel.add(segments(axes, Paint::Text).stroke(1.0));
        self.ends(panel);
        panel.panel.x = Axis {
            scale: Scale::Categories(self.names.clone()),
            low: Some(-0.4),
            high: Some(self.names.len() as f64 - 0.6),
            hide_grid: true,
            ..Axis::default()
        };
        panel.panel.y = Axis {
            low: Some(-0.09),
            high: Some(1.09),
            tight: true,
            hide_ticks: true,
            hide_grid: true,
            ..Axis::default()
        };
    }
}
