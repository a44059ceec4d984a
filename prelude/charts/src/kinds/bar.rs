//! Bars of amounts, and of counts.

use std::collections::{BTreeMap, BTreeSet};

use super::common::{
    Lying, add, color_bar, color_of, counted, hidden, label, number, percent, ramp_ends, value_axis,
};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Mark, NumberFormat, Paint, Shape};
use crate::statistics::mean_interval;

/// The share of a category that its bars fill.
const WIDTH: f64 = 0.8;
/// Pixels of a digit of a value beside a bar, about.
const LETTER: f64 = 6.2;

/// A bar for each name; by group beside one another or stacked. Where a name (of a group) has several values
/// the bar is their mean, with its 95 % confidence interval.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    pub names: Vec<String>,
    pub values: Vec<f64>,
}

/// How often each label is there.
#[derive(Clone, Debug, Default)]
pub struct Count {
    pub labels: Vec<String>,
}

/// One bar.
#[derive(Debug)]
struct Amount {
    place: f64,
    value: f64,
    /// Below, above.
    error: Option<(f64, f64)>,
    /// For the ramp.
    shade: f64,
}

impl Kind for Bar {
    fn name(&self) -> &'static str {
        "bar"
    }

    fn describe(&self) -> String {
        let mut names: Vec<&String> = self.names.iter().collect();
        names.sort();
        names.dedup();
        counted(names.len(), "bar")
    }

    fn hidden(&self) -> usize {
        hidden(&self.values)
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        HEEDS
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let places = places(&self.names, style, panel);
        let bars: Vec<Vec<Amount>> = style
            .members(self.values.len())
            .iter()
            .map(|members| self.amounts(&places, members, style))
            .collect();
        draw_bars(bars, style, panel);
    }
}

const HEEDS: &[&str] = &[
    "stacked",
    "normalized",
    "horizontal",
    "annotate",
    "errors",
    "opacity",
    "color_map",
    "color_limits",
    "second_axis",
];

impl Bar {
    fn amounts(&self, places: &[f64], members: &[usize], style: &Style) -> Vec<Amount> {
        let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in members {
            if let (Some(place), Some(value)) = (places.get(*index), self.values.get(*index))
                && value.is_finite()
            {
                at.entry(*place as usize).or_default().push(*index);
            }
        }
        at.into_iter().map(|(place, members)| self.amount(place as f64, &members, style)).collect()
    }

    fn amount(&self, place: f64, members: &[usize], style: &Style) -> Amount {
        let values: Vec<f64> = members.iter().map(|index| self.values[*index]).collect();
        let (value, half) = if values.len() == 1 { (values[0], 0.0) } else { mean_interval(&values) };
        let error = match &style.options.errors {
            Some((below, above)) => {
                members.first().and_then(|index| Some((*below.get(*index)?, *above.get(*index)?)))
            }
            None => (half > 0.0).then_some((half, half)),
        };
        let shades = style.values.as_ref().map(|(_, values)| values);
        let shade = members.first().and_then(|index| shades?.get(*index)).copied().unwrap_or(f64::NAN);
        Amount { place, value, error, shade }
    }
}

impl Kind for Count {
    fn name(&self) -> &'static str {
        "count"
    }

    fn describe(&self) -> String {
        format!("counts of {}", counted(self.labels.len(), "label"))
    }

    fn n_things(&self) -> usize {
        self.labels.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["stacked", "normalized", "horizontal", "annotate", "opacity"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let mut names: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for label in &self.labels {
            if seen.insert(label) {
                names.push(label.clone());
            }
        }
        sort_numbers(&mut names);
        let places = places(&names, style, panel);
        let codes: BTreeMap<&str, usize> =
            names.iter().map(String::as_str).zip(places.iter().map(|place| *place as usize)).collect();
        let members = style.members(self.labels.len());
        let bars = members.iter().map(|members| {
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for place in members.iter().filter_map(|index| codes.get(self.labels.get(*index)?.as_str())) {
                *counts.entry(*place).or_default() += 1;
            }
            let one = |(place, count): (usize, usize)| Amount {
                place: place as f64,
                value: count as f64,
                error: None,
                shade: f64::NAN,
            };
            counts.into_iter().map(one).collect()
        });
        let bars = bars.collect();
        let axis = value_axis(panel, style);
        axis.counts = !style.options.normalized;
        label(axis, if style.options.normalized { "share" } else { "count" });
        draw_bars(bars, style, panel);
    }
}

/// Labels that are numbers stand in the order of their values, others as they come.
fn sort_numbers(names: &mut [String]) {
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        let value = |name: &String| name.parse::<f64>().unwrap_or(f64::NAN);
        names.sort_by(|one, other| value(one).total_cmp(&value(other)));
    }
}

fn places(names: &[String], style: &Style, panel: &mut PanelBuilder) -> Vec<f64> {
    let horizontal = style.options.horizontal;
    let places = panel.categories(names, horizontal);
    if horizontal {
        // The first is the uppermost.
        panel.panel.y.reversed = true;
    }
    places
}

/// Bars of several groups over the same categories.
fn draw_bars(mut bars: Vec<Vec<Amount>>, style: &Style, panel: &mut PanelBuilder) {
    let stacked = style.groups.is_some() && (style.options.stacked || style.options.normalized);
    if style.options.normalized {
        normalize(&mut bars, stacked);
        let axis = value_axis(panel, style);
        axis.format = NumberFormat::Percent;
        axis.tight |= stacked;
    }
    value_axis(panel, style).from_zero = true;
    let slots = if stacked { panel.siblings.count } else { panel.siblings.count * bars.len() }.max(1);
    let width = WIDTH / slots as f64;
    let paints = panel.group_paints(style);
    let mut base: BTreeMap<(usize, bool), f64> = BTreeMap::new();
    for (group, (bars, paint)) in bars.iter().zip(paints).enumerate() {
        let slot =
            if stacked { panel.siblings.index } else { panel.siblings.index * paints_len(style) + group };
        let offset = (slot as f64 + 0.5) * width - WIDTH / 2.0;
        let from: Vec<f64> = bars
            .iter()
            .map(|bar| {
                let base = base.entry((bar.place as usize, bar.value < 0.0)).or_default();
                let from = if stacked { *base } else { 0.0 };
                *base = from + bar.value;
                from
            })
            .collect();
        let set =
            Set { bars, from: &from, offset, width: if slots > 1 { width * 0.94 } else { width }, stacked };
        set.draw(style, panel, &paint, style.group_label(group));
    }
    if style.options.annotate && style.options.horizontal && !stacked {
        give_room(bars.iter().flatten(), style, panel);
    }
}

/// The values beside lying bars are within the panel: the axis reaches as far as they do.
fn give_room<'a>(bars: impl Iterator<Item = &'a Amount>, style: &Style, panel: &mut PanelBuilder) {
    // Per side of zero: how far the bars reach, and the widest text.
    let mut sides = [(0.0_f64, 0.0_f64); 2];
    for bar in bars {
        let (below, above) = bar.error.unwrap_or((0.0, 0.0));
        let side = &mut sides[usize::from(bar.value < 0.0)];
        let reach = if bar.value < 0.0 { bar.value - below } else { bar.value + above };
        side.0 = if reach.abs() > side.0.abs() { reach } else { side.0 };
        side.1 = side.1.max(LETTER * written(bar.value, style).chars().count() as f64 + 6.0);
    }
    let length = if panel.room.0 > 0.0 { panel.room.0 } else { 480.0 };
    let [(high, right), (low, left)] = sides;
    let unit = (high - low) / (length - right - left).max(length / 3.0);
    // Nothing is drawn without a height, but the axis reaches there.
    let x = vec![high + unit * right, low - unit * left];
    let shape = Shape::Line { x, y: vec![f64::NAN; 2], step: crate::picture::Step::Straight };
    add(panel, style, Mark::new(shape, Paint::Text));
}

fn written(value: f64, style: &Style) -> String {
    if style.options.normalized { percent(value) } else { number(value) }
}

fn paints_len(style: &Style) -> usize {
    style.groups.as_ref().map_or(1, |groups| groups.names.len())
}

/// Shares of each category's sum where they are stacked, else of everything.
fn normalize(bars: &mut [Vec<Amount>], by_category: bool) {
    let key = |bar: &Amount| if by_category { bar.place as usize } else { 0 };
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for bar in bars.iter().flatten() {
        *sums.entry(key(bar)).or_default() += bar.value.abs();
    }
    for bar in bars.iter_mut().flatten() {
        let sum = sums.get(&key(bar)).copied().filter(|sum| *sum > 0.0).unwrap_or(1.0);
        bar.value /= sum;
        bar.error = bar.error.map(|(below, above)| (below / sum, above / sum));
    }
}

/// The bars of one group.
struct Set<'a> {
    bars: &'a [Amount],
    from: &'a [f64],
    offset: f64,
    width: f64,
    stacked: bool,
}

impl Set<'_> {
    fn draw(&self, style: &Style, panel: &mut PanelBuilder, paint: &Paint, label: Option<String>) {
        let lying = Lying(style.options.horizontal);
        let along = |side: f64| {
            self.bars.iter().map(|bar| bar.place + self.offset + side * self.width / 2.0).collect()
        };
        let to: Vec<f64> = self.bars.iter().zip(self.from).map(|(bar, from)| from + bar.value).collect();
        let shape = lying.rects(along(-1.0), along(1.0), self.from.to_vec(), to.clone());
        let fill = match &style.values {
            Some((title, values)) => {
                let (low, high) = ramp_ends(style, values);
                let map = style.options.color_map.unwrap_or_default();
                color_bar(panel, map, (low, high), title.clone());
                Paint::Ramp { values: self.bars.iter().map(|bar| bar.shade).collect(), map, low, high }
            }
            None => paint.clone(),
        };
        let opacity = style.options.opacity.unwrap_or(1.0);
        add(panel, style, Mark::new(shape, fill).opacity(opacity).label(label));
        if !self.stacked {
            self.draw_errors(style, panel, lying);
        }
        if style.options.annotate {
            self.draw_values(style, panel, paint, &to);
        }
    }

    fn draw_errors(&self, style: &Style, panel: &mut PanelBuilder, lying: Lying) {
        let cap = (self.width * 0.15).min(0.08);
        let mut lines = Vec::new();
        for bar in self.bars {
            let Some((below, above)) = bar.error else { continue };
            let (at, low, high) = (bar.place + self.offset, bar.value - below, bar.value + above);
            lines.extend([
                [at, low, at, high],
                [at - cap, low, at + cap, low],
                [at - cap, high, at + cap, high],
            ]);
        }
        if !lines.is_empty() {
            add(panel, style, Mark::new(lying.segments(&lines), Paint::Text).stroke(1.5));
        }
    }

    /// Beyond the end of a bar, or in the middle of a piece of a stack.
    fn draw_values(&self, style: &Style, panel: &mut PanelBuilder, paint: &Paint, to: &[f64]) {
        let horizontal = style.options.horizontal;
        for negative in [false, true] {
            let bars: Vec<usize> =
                (0..self.bars.len()).filter(|index| (self.bars[*index].value < 0.0) == negative).collect();
            if bars.is_empty() {
                continue;
            }
            let along: Vec<f64> = bars.iter().map(|index| self.bars[*index].place + self.offset).collect();
            let end = |index: &usize| {
                let bar = &self.bars[*index];
                let error = bar.error.map_or(0.0, |(below, above)| if negative { -below } else { above });
                if self.stacked { f64::midpoint(self.from[*index], to[*index]) } else { to[*index] + error }
            };
            let ends: Vec<f64> = bars.iter().map(end).collect();
            let text = bars.iter().map(|index| written(self.bars[*index].value, style)).collect();
            let (anchor, offset) = match (self.stacked, horizontal, negative) {
                (true, ..) => (Anchor::Middle, (0.0, 0.0)),
                (false, true, false) => (Anchor::Start, (4.0, 0.0)),
                (false, true, true) => (Anchor::End, (-4.0, 0.0)),
                (false, false, false) => (Anchor::Middle, (0.0, -9.0)),
                (false, false, true) => (Anchor::Middle, (0.0, 9.0)),
            };
            let on = self.stacked.then(|| vec![color_of(panel, paint); bars.len()]);
            let (x, y) = if horizontal { (ends, along) } else { (along, ends) };
            let mut mark = Mark::new(
                Shape::Texts { x, y, text, size: 11.0, anchor, offset, bold: false, on },
                Paint::Text,
            );
            mark.fit = bars.iter().map(|index| self.room(style, self.bars[*index].value)).collect();
            add(panel, style, mark);
        }
    }

    fn room(&self, style: &Style, value: f64) -> (f64, f64) {
        let across = self.width * 1.05;
        let amount = if self.stacked { value.abs() } else { f64::INFINITY };
        if style.options.horizontal { (amount, across) } else { (across, amount) }
    }
}
