//! Tick labels that fit: fewer ticks for numbers and dates; names are wrapped, turned, cut or left out.

use super::scale::AxisScale;
use super::text::{LINE, cut, widest, width, wrap};
use super::ticks::{self, Ticks};
use crate::picture::{Axis, Scale};

/// Between neighbouring labels: numbers run together sooner than names.
const NUMBER_GAP: f64 = 12.0;
const NAME_GAP: f64 = 8.0;

/// The labels of an axis, ready to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    pub labels: Vec<Label>,
    /// Places of all major ticks, also of those without a label.
    pub major: Vec<f64>,
    pub minor: Vec<f64>,
    /// What holds for all labels.
    pub context: Option<String>,
    /// Degrees, of labels below an axis.
    pub turn: f64,
    /// Pixels.
    pub size: f64,
    /// Pixels that they take away from the axis.
    pub depth: f64,
    /// Pixels by which they reach beyond the axis' left and right end.
    pub beyond: (f64, f64),
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Label {
    pub at: f64,
    pub lines: Vec<String>,
}

/// The room that labels have.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Pixels along the axis.
    pub along: f64,
    /// The most pixels away from it.
    pub depth: f64,
    /// Pixels of the letters.
    pub size: f64,
}

/// Labels below an axis with these ends.
#[must_use]
pub fn below(axis: &Axis, ends: (f64, f64), room: Room) -> Labels {
    let scale = AxisScale::new(&axis.scale, ends, (0.0, room.along), axis.reversed);
    if has_names(axis) {
        return names_below(&ticks::of(axis, ends, 0), &scale, room);
    }
    let most = (room.along / 85.0).clamp(2.0, 10.0) as usize;
    let mut fitting = ticks::of(axis, ends, most);
    for wanted in (2..most).rev() {
        if level_fits(&fitting, &scale, room.size, NUMBER_GAP) {
            break;
        }
        fitting = ticks::of(axis, ends, wanted);
    }
    let every = every_that_fits(&fitting, &scale, room.size, NUMBER_GAP);
    let mut labels = level(&fitting, every, room.size);
    drop_colliding_second_lines(&mut labels.labels, &scale, room.size);
    measure_below(labels, &scale, room)
}

/// Labels beside an axis with these ends; `room.along` is its height.
#[must_use]
pub fn beside(axis: &Axis, ends: (f64, f64), room: Room) -> Labels {
    let scale = AxisScale::new(&axis.scale, ends, (0.0, room.along), axis.reversed);
    let ticks =
        if has_names(axis) { ticks::of(axis, ends, 0) } else { fewer_beside(axis, ends, room, &scale) };
    let pitch = pitch(&ticks, &scale);
    let every = (room.size * 1.15 / pitch).ceil().max(1.0) as usize;
    let lines = (pitch / (room.size * LINE)).floor().clamp(1.0, 3.0) as usize;
    let labels: Vec<Label> = ticks
        .major
        .iter()
        .step_by(every)
        .map(|tick| {
            let text =
                tick.below.as_ref().map_or_else(|| tick.text.clone(), |more| format!("{} {more}", tick.text));
            Label { at: tick.at, lines: wrap(&text, room.size, false, room.depth, lines) }
        })
        .collect();
    let depth = widest(labels.iter().flat_map(|label| &label.lines).map(String::as_str), room.size, false);
    Labels {
        labels,
        major: ticks.major.iter().map(|tick| tick.at).collect(),
        minor: ticks.minor,
        context: ticks.context,
        turn: 0.0,
        size: room.size,
        depth,
        beyond: (0.0, 0.0),
    }
}

fn fewer_beside(axis: &Axis, ends: (f64, f64), room: Room, scale: &AxisScale) -> Ticks {
    let most = (room.along / 52.0).clamp(2.0, 8.0) as usize;
    let mut fitting = ticks::of(axis, ends, most);
    for wanted in (2..most).rev() {
        if pitch(&fitting, scale) >= room.size * 1.7 {
            break;
        }
        fitting = ticks::of(axis, ends, wanted);
    }
    fitting
}

fn has_names(axis: &Axis) -> bool {
    axis.ticks.is_some() || matches!(axis.scale, Scale::Categories(_))
}

/// The least distance in pixels between neighbours.
fn pitch(ticks: &Ticks, scale: &AxisScale) -> f64 {
    let mut places: Vec<f64> = ticks.major.iter().map(|tick| scale.place(tick.at)).collect();
    places.sort_by(f64::total_cmp);
    let distances = places.windows(2).map(|pair| pair[1] - pair[0]);
    // What is at one place cannot be kept apart.
    let least = distances.filter(|distance| *distance > 1e-6).fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { (scale.to - scale.from).abs() }
}

/// All on one line, one beside the other, every so many.
fn every_that_fits(ticks: &Ticks, scale: &AxisScale, size: f64, gap: f64) -> usize {
    let count = ticks.major.len().max(1);
    (1..=count).find(|every| spaced(ticks, *every, scale, size, gap)).unwrap_or(count)
}

fn level_fits(ticks: &Ticks, scale: &AxisScale, size: f64, gap: f64) -> bool {
    spaced(ticks, 1, scale, size, gap)
}

fn spaced(ticks: &Ticks, every: usize, scale: &AxisScale, size: f64, gap: f64) -> bool {
    let shown = ticks.major.iter().step_by(every);
    let mut spans: Vec<(f64, f64)> =
        shown.map(|tick| (scale.place(tick.at), width(&tick.text, size, false) / 2.0)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    spans.windows(2).all(|pair| pair[1].0 - pair[0].0 >= pair[0].1 + pair[1].1 + gap)
}

fn level(ticks: &Ticks, every: usize, size: f64) -> Labels {
    let label = |tick: &ticks::Tick| Label {
        at: tick.at,
        lines: std::iter::once(tick.text.clone()).chain(tick.below.clone()).collect(),
    };
    Labels {
        labels: ticks.major.iter().step_by(every).map(label).collect(),
        major: ticks.major.iter().map(|tick| tick.at).collect(),
        minor: ticks.minor.clone(),
        context: ticks.context.clone(),
        size,
        ..Labels::default()
    }
}

/// Of two second lines that would touch the later one tells more: something begins there.
fn drop_colliding_second_lines(labels: &mut [Label], scale: &AxisScale, size: f64) {
    let mut next: Option<(f64, f64)> = None;
    for label in labels.iter_mut().rev() {
        let Some(text) = label.lines.get(1) else { continue };
        let (at, half) = (scale.place(label.at), width(text, size, false) / 2.0);
        match next {
            Some((other, other_half)) if (other - at).abs() < half + other_half + NAME_GAP => {
                label.lines.truncate(1);
            }
            _ => next = Some((at, half)),
        }
    }
}

fn names_below(ticks: &Ticks, scale: &AxisScale, room: Room) -> Labels {
    let size = room.size;
    let pitch = pitch(ticks, scale);
    let numbers = ticks.major.iter().all(|tick| tick.text.trim().parse::<f64>().is_ok());
    if numbers || level_fits(ticks, scale, size, NAME_GAP) {
        let every = every_that_fits(ticks, scale, size, NAME_GAP);
        return measure_below(level(ticks, every, size), scale, room);
    }
    let most_lines = (room.depth / (size * LINE)).floor().clamp(1.0, 3.0) as usize;
    let wrapped: Vec<Label> = ticks
        .major
        .iter()
        .map(|tick| Label { at: tick.at, lines: wrap(&tick.text, size, false, pitch - NAME_GAP, most_lines) })
        .collect();
    let whole = |(label, tick): (&Label, &ticks::Tick)| {
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).count();
        label.lines.iter().map(|line| letters(line)).sum::<usize>() == letters(&tick.text)
            && !label.lines.iter().any(|line| line.ends_with('…'))
    };
    let mut labels = level(ticks, 1, size);
    if wrapped.iter().zip(&ticks.major).all(whole) {
        labels.labels = wrapped;
        return measure_below(labels, scale, room);
    }
    turned(labels, pitch, scale, room)
}

/// Slanting where they are far enough apart, else upright, and of too many only every so many.
fn turned(mut labels: Labels, pitch: f64, scale: &AxisScale, room: Room) -> Labels {
    // A little smaller, if that is enough to show all.
    let size = if pitch < room.size * 1.15 {
        (pitch / 1.15).clamp(room.size.min(9.5), room.size)
    } else {
        room.size
    };
    labels.size = size;
    labels.turn = if pitch >= size * 1.6 { -45.0 } else { -90.0 };
    let sine = labels.turn.to_radians().sin().abs();
    let every = (size * 1.15 / pitch - 1e-6).ceil().max(1.0) as usize;
    labels.labels = labels.labels.into_iter().step_by(every).collect();
    for label in &mut labels.labels {
        let text = cut(&label.lines.join(" "), size, false, (room.depth - size * 0.7) / sine);
        label.lines = vec![text];
    }
    measure_below(labels, scale, room)
}

fn measure_below(mut labels: Labels, scale: &AxisScale, room: Room) -> Labels {
    let size = labels.size;
    let (sine, cosine) = labels.turn.to_radians().sin_cos();
    for label in &labels.labels {
        let wide = widest(label.lines.iter().map(String::as_str), size, false);
        let at = scale.place(label.at);
        let (left, right, deep) = if labels.turn == 0.0 {
            (wide / 2.0, wide / 2.0, size * (0.8 + LINE * (label.lines.len().max(1) - 1) as f64 + 0.2))
        } else {
            (wide * cosine + size * 0.4, size * 0.6, wide * sine.abs() + size * 0.7 * cosine)
        };
        labels.depth = labels.depth.max(deep);
        labels.beyond.0 = labels.beyond.0.max(left - at);
        labels.beyond.1 = labels.beyond.1.max(at + right - room.along);
    }
    labels
}
