//! Areas under lines.

use super::common::{add, counted, hidden_pairs, label, pick, y_axis};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, NumberFormat, Scale, Shape, Step};

/// The area between a line and zero; by group, on top of one another if `stacked` (or `normalized`).
#[derive(Clone, Debug, Default)]
pub struct Area {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// x are milliseconds since 1970.
    pub dates: bool,
}

impl Kind for Area {
    fn name(&self) -> &'static str {
        "area"
    }

    fn describe(&self) -> String {
        format!("area over {}", counted(self.x.len() - self.hidden(), "point"))
    }

    fn hidden(&self) -> usize {
        hidden_pairs(&self.x, &self.y)
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["stacked", "normalized", "steps", "line_width", "opacity", "second_axis"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if self.dates {
            panel.panel.x.scale = Scale::Date;
        }
        panel.panel.x.tight = true;
        y_axis(panel, style).from_zero = true;
        let stacked = style.options.stacked || style.options.normalized;
        let members = style.members(self.x.len());
        let curves: Vec<Vec<(f64, f64)>> = members.iter().map(|members| self.curve(members)).collect();
        if stacked && style.groups.is_some() {
            self.draw_stacked(style, panel, &curves);
        } else {
            self.draw_beside(style, panel, &curves);
        }
    }
}

impl Area {
    /// A group's points from left to right, one per x: those of equal x are added.
    fn curve(&self, members: &[usize]) -> Vec<(f64, f64)> {
        let mut points: Vec<(f64, f64)> = pick(&self.x, members)
            .into_iter()
            .zip(pick(&self.y, members))
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut curve: Vec<(f64, f64)> = Vec::with_capacity(points.len());
        for (x, y) in points {
            match curve.last_mut() {
                Some(last) if last.0 == x => last.1 += y,
                _ => curve.push((x, y)),
            }
        }
        curve
    }

    fn step(style: &Style) -> Step {
        if style.options.steps { Step::After } else { Step::Straight }
    }

    fn draw_beside(&self, style: &Style, panel: &mut PanelBuilder, curves: &[Vec<(f64, f64)>]) {
        let paints = panel.group_paints(style);
        let step = Self::step(style);
        for (group, (curve, paint)) in curves.iter().zip(paints).enumerate() {
            let (x, y): (Vec<f64>, Vec<f64>) = curve.iter().copied().unzip();
            let fill = Shape::Area { x: x.clone(), low: vec![0.0; x.len()], high: y.clone(), step };
            let opacity = style.options.opacity.unwrap_or(0.3);
            let label = style.group_label(group);
            add(panel, style, Mark::new(fill, paint.clone()).opacity(opacity).label(label));
            let line = Mark::new(Shape::Line { x, y, step }, paint);
            add(panel, style, line.stroke(style.options.line_width.unwrap_or(2.0)));
        }
    }

    fn draw_stacked(&self, style: &Style, panel: &mut PanelBuilder, curves: &[Vec<(f64, f64)>]) {
        let mut at: Vec<f64> = curves.iter().flatten().map(|point| point.0).collect();
        at.sort_by(f64::total_cmp);
        at.dedup();
        let mut heights: Vec<Vec<f64>> = curves.iter().map(|curve| heights_at(curve, &at)).collect();
        if style.options.normalized {
            for place in 0..at.len() {
                let sum: f64 = heights.iter().map(|heights| heights[place].abs()).sum();
                let sum = if sum > 0.0 { sum } else { 1.0 };
                heights.iter_mut().for_each(|heights| heights[place] /= sum);
            }
            let axis = y_axis(panel, style);
            axis.format = NumberFormat::Percent;
            axis.tight = true;
            label(axis, "share");
        }
        let (mut above, mut below) = (vec![0.0; at.len()], vec![0.0; at.len()]);
        let paints = panel.group_paints(style);
        for (group, (heights, paint)) in heights.iter().zip(paints).enumerate() {
            let negative = heights.iter().sum::<f64>() < 0.0;
            let base = if negative { &mut below } else { &mut above };
            let low = base.clone();
            base.iter_mut().zip(heights).for_each(|(base, height)| *base += height);
            let shape = Shape::Area { x: at.clone(), low, high: base.clone(), step: Self::step(style) };
            let opacity = style.options.opacity.unwrap_or(0.85);
            add(panel, style, Mark::new(shape, paint).opacity(opacity).label(style.group_label(group)));
        }
    }
}

/// A curve's heights at the places of all: between its points along the line, beyond its ends zero.
fn heights_at(curve: &[(f64, f64)], at: &[f64]) -> Vec<f64> {
    let height = |x: f64| {
        let after = curve.partition_point(|point| point.0 < x);
        match (after.checked_sub(1).and_then(|before| curve.get(before)), curve.get(after)) {
            (_, Some(point)) if point.0 == x => point.1,
            (Some(left), Some(right)) => left.1 + (right.1 - left.1) * (x - left.0) / (right.0 - left.0),
            _ => 0.0,
        }
    };
    at.iter().map(|x| height(*x)).collect()
}
