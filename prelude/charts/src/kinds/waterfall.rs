//! How one answer of a model comes about.

use super::explain::rows;
use super::support::{finite_range, reference, segments, shifted, short_number, texts};
use crate::color::Color;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Dash, Mark, Paint, Shape};

/// Values of features as they stand beside their names.
#[must_use]
pub fn value_texts(values: &[f64]) -> Vec<String> {
    values.iter().map(|value| short_number(*value)).collect()
}

/// How one answer comes about: from the model's mean, each feature's contribution adds up to it.
#[derive(Clone, Debug, Default)]
pub struct Waterfall {
    /// The mean answer.
    pub base: f64,
    pub names: Vec<String>,
    pub contributions: Vec<f64>,
    /// The features' values in this row, written beside the names.
    pub values: Option<Vec<String>>,
    /// The strongest so many, 10 where missing; the rest is one bar.
    pub top: Option<usize>,
}

impl Waterfall {
    /// Names and contributions, the strongest first; what is left out is one more.
    fn steps(&self) -> Vec<(String, f64)> {
        let mut order: Vec<usize> = (0..self.names.len().min(self.contributions.len())).collect();
        order.retain(|feature| self.contributions[*feature].is_finite());
        order.sort_by(|a, b| self.contributions[*b].abs().total_cmp(&self.contributions[*a].abs()));
        let top = self.top.unwrap_or(10).max(1);
        let named = |feature: &usize| {
            let name = &self.names[*feature];
            let text = match self.values.as_ref().and_then(|values| values.get(*feature)) {
                Some(value) => format!("{name} = {value}"),
                None => name.clone(),
            };
            (text, self.contributions[*feature])
        };
        let shown = if order.len() > top { top - 1 } else { order.len() };
        let mut steps: Vec<(String, f64)> = order[..shown].iter().map(named).collect();
        let rest = &order[shown..];
        if !rest.is_empty() {
            let sum = rest.iter().map(|feature| self.contributions[*feature]).sum();
            steps.push((format!("{} other features", rest.len()), sum));
        }
        steps
    }

    fn answer(&self) -> f64 {
        self.base + self.contributions.iter().filter(|value| value.is_finite()).sum::<f64>()
    }
}

impl Kind for Waterfall {
    fn name(&self) -> &'static str {
        "waterfall"
    }

    fn describe(&self) -> String {
        let steps = self.steps();
        let first: Vec<String> =
            steps.iter().take(3).map(|(name, by)| format!("{name} {}", signed(*by))).collect();
        let (base, answer) = (short_number(self.base), short_number(self.answer()));
        format!("waterfall from {base} to {answer}: {}", first.join(", "))
    }

    fn n_things(&self) -> usize {
        self.names.len()
    }

    /// From below: the mean is at the bottom, the answer at the top.
    fn draw(&self, _style: &Style, panel: &mut PanelBuilder) {
        let steps = self.steps();
        let (up, down) = (Color::hex(0x00d1_3b63), Color::hex(0x001e_78c8));
        let mut ends = Vec::new();
        let mut at = self.base;
        for (row, (_, by)) in steps.iter().enumerate().rev() {
            ends.push((row as f64, at, at + by));
            at += by;
        }
        let reach = finite_range(ends.iter().flat_map(|end| [end.1, end.2]).chain([self.base]))
            .map_or(1.0, |(low, high)| (high - low).max(1e-12));
        for (color, rises) in [(up, true), (down, false)] {
            let mine: Vec<_> = ends.iter().filter(|end| (end.2 >= end.1) == rises).copied().collect();
            if !mine.is_empty() {
                panel.add(arrows(&mine, reach, Paint::Fixed(color)));
                self.amounts(&mine, rises, color, panel);
            }
        }
        let links = ends.iter().map(|(row, _, to)| [*to, row - 0.72, *to, row + 0.36]);
        panel.add(segments(links, Paint::Faint).stroke(0.8).dash(Dash::Dotted));
        self.finish(&steps, reach, panel);
    }
}

impl Waterfall {
    /// Amounts beyond the arrows' tips, where there always is room.
    fn amounts(&self, ends: &[(f64, f64, f64)], rises: bool, color: Color, panel: &mut PanelBuilder) {
        let places = ends.iter().map(|(row, _, to)| (*to, *row)).collect();
        let text = ends.iter().map(|(_, from, to)| signed(to - from)).collect();
        let (anchor, shift) = if rises { (Anchor::Start, 5.0) } else { (Anchor::End, -5.0) };
        let mut mark = shifted(texts(places, text, 11.0, anchor), shift, 0.0);
        mark.paint = Paint::Fixed(color);
        panel.add(mark);
    }

    fn finish(&self, steps: &[(String, f64)], reach: f64, panel: &mut PanelBuilder) {
        let names: Vec<String> = steps.iter().map(|step| step.0.clone()).collect();
        let (n, answer) = (names.len() as f64, self.answer());
        rows(&names, panel);
        panel.panel.y.low = Some(-1.2);
        panel.panel.y.high = Some(n + 0.2);
        panel.add(reference((self.base, n + 0.2), (self.base, n - 1.36), Dash::Dashed));
        let text = format!("mean {}", short_number(self.base));
        panel.add(shifted(texts(vec![(self.base, n - 0.2)], vec![text], 11.0, Anchor::Start), 5.0, 0.0));
        let text = format!("f(x) = {}", short_number(answer));
        panel.add(texts(vec![(answer, -0.85)], vec![text], 12.0, Anchor::Middle));
        let all = steps.iter().rev().scan(self.base, |at, (_, by)| {
            *at += by;
            Some(*at)
        });
        if let Some((low, high)) = finite_range(all.chain([self.base])) {
            // Room for the amounts beyond the outermost tips.
            panel.panel.x.low = Some(low - reach * 0.22);
            panel.panel.x.high = Some(high + reach * 0.22);
        }
        panel.panel.x.label = Some("the model's answer".to_string());
    }
}

/// Bars with a tip in the direction that they go.
fn arrows(ends: &[(f64, f64, f64)], reach: f64, paint: Paint) -> Mark {
    let outline = |(row, from, to): &(f64, f64, f64)| {
        let neck = to - (to - from).signum() * (to - from).abs().min(reach * 0.025);
        let (top, bottom) = (row - 0.34, row + 0.34);
        vec![vec![(*from, top), (neck, top), (*to, *row), (neck, bottom), (*from, bottom)]]
    };
    Mark::new(Shape::Polygons { polygons: ends.iter().map(outline).collect() }, paint)
}

fn signed(value: f64) -> String {
    let text = short_number(value);
    if value > 0.0 { format!("+{text}") } else { text }
}
