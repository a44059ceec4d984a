//! Every value as a point: beside its category by chance, or as a swarm without overlap.

use super::cells::{Cell, families};
use super::common::{Jitter, Lying, add, counted, hidden, pick};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Scale};
use crate::statistics::{Density, extent};

/// A swarm of more values is a cloud as wide as the density.
const MOST_IN_SWARM: usize = 400;
/// Between the axes of a figure of usual size, in pixels.
const USUAL_ROOM: (f64, f64) = (540.0, 320.0);

/// Points at their category, moved aside by chance so that they are told apart.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    pub values: Vec<f64>,
}

/// Points at their category, moved aside just as far as they must.
#[derive(Clone, Debug, Default)]
pub struct Swarm {
    pub values: Vec<f64>,
}

const HEEDS: &[&str] = &["horizontal", "opacity", "marker_size"];

impl Kind for Strip {
    fn name(&self) -> &'static str {
        "strip"
    }

    fn describe(&self) -> String {
        format!("strip of {}", counted(self.values.len() - self.hidden(), "point"))
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
        let mut jitter = Jitter::new(1);
        let most = self.values.len();
        let size = style.options.marker_size.unwrap_or(if most > 2_000 { 3.5 } else { 5.0 });
        place_all(&self.values, style, panel, size, |cell, values| {
            let width = if cell.width < 0.8 { 0.7 } else { 0.3 } * cell.width;
            values.iter().map(|_| cell.at + (jitter.next() - 0.5) * width).collect()
        });
    }
}

impl Kind for Swarm {
    fn name(&self) -> &'static str {
        "swarm"
    }

    fn describe(&self) -> String {
        format!("swarm of {}", counted(self.values.len() - self.hidden(), "point"))
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
        let size = style.options.marker_size.unwrap_or(5.5);
        let (_, scale) = self.pixels(style, panel);
        // All have one size: that at which the widest swarm fits.
        let mut jitter = Jitter::new(2);
        let mut shown = size;
        let cells: Vec<(Cell, Vec<f64>)> = families(self.values.len(), style, &mut panel.clone())
            .into_iter()
            .flat_map(|family| family.cells)
            .map(|cell| {
                let values = pick(&self.values, &cell.members);
                (cell, values)
            })
            .collect();
        let fits = |size: f64, cells: &[(Cell, Vec<f64>)]| {
            cells.iter().all(|(cell, values)| {
                let half = cell.width * scale.0 * 0.5;
                swarm(values, scale.1, size).iter().all(|aside| aside.abs() <= half)
            })
        };
        let few = cells.iter().all(|(_, values)| values.len() <= MOST_IN_SWARM);
        while few && shown > 2.5 && !fits(shown, &cells) {
            shown -= 0.5;
        }
        let swarms = few && fits(shown, &cells);
        place_all(&self.values, style, panel, if swarms { shown } else { size.min(3.5) }, |cell, values| {
            if swarms {
                swarm(values, scale.1, shown).iter().map(|aside| cell.at + aside / scale.0).collect()
            } else {
                cloud(cell, values, &mut jitter)
            }
        });
    }
}

impl Swarm {
    /// The pixels of the panel, and those of a unit along the categories and of a unit of the values.
    fn pixels(&self, style: &Style, panel: &PanelBuilder) -> ((f64, f64), (f64, f64)) {
        let room = if panel.room.0 > 0.0 { panel.room } else { USUAL_ROOM };
        let mut copy = panel.clone();
        let _ = families(self.values.len(), style, &mut copy);
        let horizontal = style.options.horizontal;
        let axis = if horizontal { &copy.panel.y } else { &copy.panel.x };
        // A lone category has the room of two.
        let count = if let Scale::Categories(names) = &axis.scale { names.len().max(2) } else { 2 };
        let (along, across) = if horizontal { (room.1, room.0) } else { room };
        let (low, high) = extent(&self.values).unwrap_or((0.0, 1.0));
        let span = if high > low { (high - low) * 1.1 } else { 1.0 };
        (room, (along / count as f64, across / span))
    }
}

/// Draws each family's points where `aside` puts them.
fn place_all(
    values: &[f64],
    style: &Style,
    panel: &mut PanelBuilder,
    size: f64,
    mut aside: impl FnMut(&Cell, &[f64]) -> Vec<f64>,
) {
    let lying = Lying(style.options.horizontal);
    for family in families(values.len(), style, panel) {
        let (mut along, mut amounts) = (Vec::new(), Vec::new());
        for cell in &family.cells {
            let values = pick(values, &cell.members);
            along.extend(aside(cell, &values));
            amounts.extend(values);
        }
        let mark = Mark::new(lying.points(along, amounts, size), family.paint);
        add(panel, style, mark.opacity(style.options.opacity.unwrap_or(0.75)).label(family.label));
    }
}

/// How many pixels each point must go aside: in the order of the values, each takes the free place nearest to
/// the middle (as in seaborn's and R's beeswarm). `scale` is the pixels of a unit of the values.
fn swarm(values: &[f64], scale: f64, size: f64) -> Vec<f64> {
    let size = size * 1.04;
    let mut order: Vec<usize> = (0..values.len()).filter(|index| values[*index].is_finite()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut aside = vec![0.0; values.len()];
    let mut near: Vec<(f64, f64)> = Vec::new();
    for index in order {
        let at = values[index] * scale;
        near.retain(|(_, other)| at - other < size);
        // The places where it just touches a neighbour, and the middle.
        let mut places = vec![0.0_f64];
        for (x, y) in &near {
            let reach = (size * size - (at - y).powi(2)).max(0.0).sqrt();
            places.extend([x - reach, x + reach]);
        }
        places.sort_by(|one, other| one.abs().total_cmp(&other.abs()));
        let is_free = |place: &&f64| {
            near.iter().all(|(x, y)| (*place - x).powi(2) + (at - y).powi(2) >= size * size * (1.0 - 1e-9))
        };
        let place = places.iter().find(is_free).copied().unwrap_or(0.0);
        aside[index] = place;
        near.push((place, at));
    }
    aside
}

/// Aside by chance, as far as the density is wide (N. Sidiropoulos et al., "SinaPlot", 2018).
fn cloud(cell: &Cell, values: &[f64], jitter: &mut Jitter) -> Vec<f64> {
    let Some(density) = Density::of(values, 1.0, 0.0) else { return vec![cell.at; values.len()] };
    let peak = density.density.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let (low, last) = (density.at[0], density.at.len() - 1);
    let span = (density.at[last] - low).max(f64::MIN_POSITIVE);
    let mut one = |value: &f64| {
        let place = ((value - low) / span * last as f64).clamp(0.0, last as f64);
        cell.at + (jitter.next() - 0.5) * 0.9 * cell.width * density.density[place as usize] / peak
    };
    values.iter().map(&mut one).collect()
}
