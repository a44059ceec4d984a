//! Where the distributions of a box plot, a violin, a strip and a swarm stand: categories on one axis, groups
//! beside one another in each.

use super::common::{Lying, label};
use crate::kind::{Groups, PanelBuilder, Style};
use crate::picture::{Paint, Scale};

/// The share of a category that its distributions fill.
const WIDTH: f64 = 0.8;

/// One distribution: some of the values.
#[derive(Debug)]
pub(super) struct Cell {
    /// The middle, and how much room there is about it.
    pub at: f64,
    pub width: f64,
    pub members: Vec<usize>,
}

/// The distributions that look alike.
#[derive(Debug)]
pub(super) struct Family {
    pub cells: Vec<Cell>,
    pub paint: Paint,
    /// In the legend.
    pub label: Option<String>,
}

/// Divides `n` values by category and group. Where there are groups only they are the categories; where there
/// is neither, the layer is one.
pub(super) fn families(n: usize, style: &Style, panel: &mut PanelBuilder) -> Vec<Family> {
    let lying = Lying(style.options.horizontal);
    let same = |by: &Groups, groups: &Groups| by.names == groups.names && by.codes == groups.codes;
    match (&style.by, &style.groups) {
        (Some(by), Some(groups)) if !same(by, groups) => dodged(by, groups, style, panel),
        (_, Some(groups)) => own_categories(groups, n, style, panel),
        (Some(by), None) => {
            let places = places(&by.names, lying, panel);
            let paint = panel.paint(style);
            let width = WIDTH / panel.siblings.count.max(1) as f64;
            let offset = (panel.siblings.index as f64 + 0.5) * width - WIDTH / 2.0;
            let cells = split(by, n);
            let cells = cells.into_iter().zip(places).map(|(members, place)| Cell {
                at: place + offset,
                width,
                members,
            });
            vec![Family { cells: cells.collect(), paint, label: style.label.clone() }]
        }
        (None, None) => {
            let name = style.label.clone().unwrap_or_else(|| match panel.siblings.count {
                0 | 1 => String::new(),
                _ => (panel.siblings.index + 1).to_string(),
            });
            let place = places(&[name], lying, panel)[0];
            let cell = Cell { at: place, width: WIDTH, members: (0..n).collect() };
            vec![Family { cells: vec![cell], paint: panel.paint(style), label: None }]
        }
    }
}

/// Each group has a colour and a category of its own, and so needs no legend.
fn own_categories(groups: &Groups, n: usize, style: &Style, panel: &mut PanelBuilder) -> Vec<Family> {
    let lying = Lying(style.options.horizontal);
    let places = places(&groups.names, lying, panel);
    if let Some(title) = &groups.title {
        label(if lying.0 { &mut panel.panel.y } else { &mut panel.panel.x }, title);
    }
    let paints = panel.group_paints(style);
    let one = |((members, at), paint)| Family {
        cells: vec![Cell { at, width: WIDTH, members }],
        paint,
        label: None,
    };
    style.members(n).into_iter().zip(places).zip(paints).map(one).collect()
}

/// Groups beside one another in each category.
fn dodged(by: &Groups, groups: &Groups, style: &Style, panel: &mut PanelBuilder) -> Vec<Family> {
    let places = places(&by.names, Lying(style.options.horizontal), panel);
    let paints = panel.group_paints(style);
    let slots = groups.names.len().max(1) * panel.siblings.count.max(1);
    let width = WIDTH / slots as f64;
    let mut members = vec![vec![Vec::new(); by.names.len()]; groups.names.len()];
    for (index, (code, group)) in by.codes.iter().zip(&groups.codes).enumerate() {
        if let Some(cell) = members.get_mut(*group).and_then(|cells| cells.get_mut(*code)) {
            cell.push(index);
        }
    }
    let family = |(group, (cells, paint)): (usize, (Vec<Vec<usize>>, Paint))| {
        let slot = panel.siblings.index * groups.names.len() + group;
        let offset = (slot as f64 + 0.5) * width - WIDTH / 2.0;
        let cells = cells.into_iter().zip(&places);
        let cells = cells.map(|(members, place)| Cell { at: place + offset, width, members }).collect();
        Family { cells, paint, label: groups.names.get(group).cloned() }
    };
    members.into_iter().zip(paints).enumerate().map(family).collect()
}

fn split(by: &Groups, n: usize) -> Vec<Vec<usize>> {
    let mut cells = vec![Vec::new(); by.names.len()];
    for (index, code) in by.codes.iter().enumerate().take(n) {
        if let Some(cell) = cells.get_mut(*code) {
            cell.push(index);
        }
    }
    cells
}

fn places(names: &[String], lying: Lying, panel: &mut PanelBuilder) -> Vec<f64> {
    let places = panel.categories(names, lying.0);
    let axis = if lying.0 { &mut panel.panel.y } else { &mut panel.panel.x };
    // The first is the uppermost.
    axis.reversed |= lying.0;
    axis.hide_ticks = matches!(&axis.scale, Scale::Categories(names) if names.iter().all(String::is_empty));
    places
}
