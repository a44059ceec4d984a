//! Directed graphs of named boxes, laid out left to right: the steps of a pipeline.

use super::support::{counted, segments, texts};
use crate::color::Color;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Axis, Mark, Paint, Shape, Step};

/// Boxes and arrows between them.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub boxes: Vec<NetworkBox>,
    /// From a box to another, by their places in `boxes`.
    pub arrows: Vec<(usize, usize)>,
}

/// A named thing of a network.
#[derive(Clone, Debug, Default)]
pub struct NetworkBox {
    pub name: String,
    /// A second, smaller line: settings, columns.
    pub detail: Option<String>,
}

/// Room in pixels at full size: between layers, between the boxes of a layer, within a box.
const LAYER_GAP: f64 = 46.0;
const BOX_GAP: f64 = 18.0;
const PADDING: f64 = 12.0;
const NAME_SIZE: f64 = 12.5;
const DETAIL_SIZE: f64 = 10.5;

/// Where a box is, in pixels at full size: middle and size.
#[derive(Clone, Copy, Debug, Default)]
struct Spot {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Boxes and the bends of arrows that pass a layer, in layers.
struct Layers {
    /// Per layer its nodes, top to bottom; numbers from `boxes.len()` on are bends.
    nodes: Vec<Vec<usize>>,
    /// Per arrow the nodes it goes through.
    paths: Vec<Vec<usize>>,
    n_nodes: usize,
}

impl Network {
    fn arrows(&self) -> Vec<(usize, usize)> {
        let n = self.boxes.len();
        self.arrows.iter().copied().filter(|(from, to)| *from < n && *to < n && from != to).collect()
    }

    /// The longest way from a start, which is the layer; a circle is cut after as many steps as boxes.
    fn layer_of(&self) -> Vec<usize> {
        let n = self.boxes.len();
        let mut layer = vec![0; n];
        for _ in 0..n {
            let mut changed = false;
            for (from, to) in self.arrows() {
                if layer[to] < layer[from] + 1 && layer[from] + 1 < n {
                    layer[to] = layer[from] + 1;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        layer
    }

    /// Layers with bends where an arrow passes others, ordered to cross little (barycentres).
    ///
    /// Source: K. Sugiyama et al., "Methods for visual understanding of hierarchical system structures", 1981.
    fn layers(&self) -> Layers {
        let layer = self.layer_of();
        let mut nodes = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
        for (index, at) in layer.iter().enumerate() {
            nodes[*at].push(index);
        }
        let mut n_nodes = self.boxes.len();
        let mut paths = Vec::new();
        for (from, to) in self.arrows() {
            let mut path = vec![from];
            for between in nodes.iter_mut().take(layer[to]).skip(layer[from] + 1) {
                between.push(n_nodes);
                path.push(n_nodes);
                n_nodes += 1;
            }
            path.push(to);
            paths.push(path);
        }
        let mut layers = Layers { nodes, paths, n_nodes };
        layers.untangle();
        layers
    }

    /// Sizes by the texts' widths.
    fn spot_size(&self, node: usize) -> Spot {
        let Some(item) = self.boxes.get(node) else { return Spot { height: 8.0, ..Spot::default() } };
        let detail = item.detail.as_deref().map_or(0.0, |detail| text_width(detail, DETAIL_SIZE));
        let width = text_width(&item.name, NAME_SIZE).max(detail).max(36.0) + 2.0 * PADDING;
        Spot { width, height: if item.detail.is_some() { 48.0 } else { 34.0 }, ..Spot::default() }
    }

    /// The place of every node.
    fn spots(&self, layers: &Layers) -> Vec<Spot> {
        let mut spots: Vec<Spot> = (0..layers.n_nodes).map(|node| self.spot_size(node)).collect();
        let mut left = 0.0;
        for nodes in &layers.nodes {
            let width = nodes.iter().map(|node| spots[*node].width).fold(0.0, f64::max);
            let height: f64 = nodes.iter().map(|node| spots[*node].height + BOX_GAP).sum::<f64>() - BOX_GAP;
            let mut top = -height / 2.0;
            for node in nodes {
                spots[*node].x = left + width / 2.0;
                spots[*node].y = top + spots[*node].height / 2.0;
                top += spots[*node].height + BOX_GAP;
            }
            left += width + LAYER_GAP;
        }
        layers.straighten(&mut spots);
        spots
    }
}

/// Pixels.
fn text_width(text: &str, size: f64) -> f64 {
    crate::render::text::width(text, size, false)
}

impl Layers {
    fn neighbours(&self) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut neighbours = vec![(Vec::new(), Vec::new()); self.n_nodes];
        for pair in self.paths.iter().flat_map(|path| path.windows(2)) {
            neighbours[pair[1]].0.push(pair[0]);
            neighbours[pair[0]].1.push(pair[1]);
        }
        neighbours
    }

    /// Sorts each layer by the mean place of its neighbours, forwards and backwards.
    fn untangle(&mut self) {
        let neighbours = self.neighbours();
        let mut place = vec![0.0; self.n_nodes];
        let note = |nodes: &[usize], place: &mut Vec<f64>| {
            for (at, node) in nodes.iter().enumerate() {
                // From the middle, as layers are centred.
                place[*node] = at as f64 - (nodes.len() as f64 - 1.0) / 2.0;
            }
        };
        for nodes in &self.nodes {
            note(nodes, &mut place);
        }
        for round in 0..6 {
            let forwards = round % 2 == 0;
            let order: Vec<usize> = if forwards {
                (0..self.nodes.len()).collect()
            } else {
                (0..self.nodes.len()).rev().collect()
            };
            for layer in order {
                let mean = |node: usize| {
                    let linked = if forwards { &neighbours[node].0 } else { &neighbours[node].1 };
                    let sum: f64 = linked.iter().map(|other| place[*other]).sum();
                    if linked.is_empty() { place[node] } else { sum / linked.len() as f64 }
                };
                let means: Vec<f64> = (0..self.n_nodes).map(mean).collect();
                self.nodes[layer].sort_by(|a, b| means[*a].total_cmp(&means[*b]));
                note(&self.nodes[layer], &mut place);
            }
        }
    }

    /// Moves nodes towards the middle of their neighbours, as far as those beside them allow.
    fn straighten(&self, spots: &mut [Spot]) {
        let neighbours = self.neighbours();
        for _ in 0..8 {
            for nodes in &self.nodes {
                for (at, node) in nodes.iter().enumerate() {
                    let linked: Vec<usize> =
                        neighbours[*node].0.iter().chain(&neighbours[*node].1).copied().collect();
                    if linked.is_empty() {
                        continue;
                    }
                    let wish = linked.iter().map(|other| spots[*other].y).sum::<f64>() / linked.len() as f64;
                    let room = |other: usize| (spots[other].height + spots[*node].height) / 2.0 + BOX_GAP;
                    let least = at.checked_sub(1).map(|above| spots[nodes[above]].y + room(nodes[above]));
                    let most = nodes.get(at + 1).map(|below| spots[*below].y - room(*below));
                    let y = wish.max(least.unwrap_or(f64::NEG_INFINITY));
                    spots[*node].y = y.min(most.unwrap_or(f64::INFINITY));
                }
            }
        }
    }
}

impl Kind for Network {
    fn name(&self) -> &'static str {
        "network"
    }

    fn describe(&self) -> String {
        let names: Vec<&str> = self.boxes.iter().map(|item| item.name.as_str()).collect();
        let arrows = counted(self.arrows().len(), "arrow");
        format!("network of {} and {arrows}: {}", counted(names.len(), "thing"), names.join(", "))
    }

    fn n_things(&self) -> usize {
        self.boxes.len()
    }

    fn draw(&self, _style: &Style, panel: &mut PanelBuilder) {
        let layers = self.layers();
        let spots = self.spots(&layers);
        for path in &layers.paths {
            draw_arrow(path, &spots, panel);
        }
        self.draw_boxes(&spots, panel);
        panel.panel.bare = true;
        panel.panel.equal_aspect = true;
        frame(&spots, panel);
    }
}

/// The panel's ends: at least as many units as an ordinary picture has pixels, so that small networks do
/// not have huge boxes.
fn frame(spots: &[Spot], panel: &mut PanelBuilder) {
    let ends = |middle: fn(&Spot) -> f64, size: fn(&Spot) -> f64, least: f64| {
        let low = spots.iter().map(|spot| middle(spot) - size(spot) / 2.0).fold(f64::INFINITY, f64::min);
        let high = spots.iter().map(|spot| middle(spot) + size(spot) / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let room = ((least - (high - low)) / 2.0).max(6.0);
        Axis { low: Some(low - room), high: Some(high + room), tight: true, ..Axis::default() }
    };
    panel.panel.x = ends(|spot| spot.x, |spot| spot.width, 560.0);
    panel.panel.y = ends(|spot| spot.y, |spot| spot.height, 60.0);
    panel.panel.y.reversed = true;
}

/// From the right of the first node through bends to the left of the last.
fn draw_arrow(path: &[usize], spots: &[Spot], panel: &mut PanelBuilder) {
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
    let mut places = vec![(spots[*first].x + spots[*first].width / 2.0, spots[*first].y)];
    places.extend(path[1..path.len() - 1].iter().map(|node| (spots[*node].x, spots[*node].y)));
    places.push((spots[*last].x - spots[*last].width / 2.0 - 2.0, spots[*last].y));
    let mut curve = Vec::new();
    for pair in places.windows(2) {
        curve.extend(level_curve(pair[0], pair[1]));
    }
    let tip = places[places.len() - 1];
    // The head is level, and the line ends where the head begins.
    let neck = (tip.0 - 8.0, tip.1);
    let end = curve.len().saturating_sub(1);
    if let Some(place) = curve.get_mut(end) {
        *place = neck;
    }
    let (x, y) = curve.into_iter().unzip();
    panel.add(Mark::new(Shape::Line { x, y, step: Step::Straight }, Paint::Faint).stroke(1.5));
    let mut head = segments([[neck.0, neck.1, tip.0, tip.1]], Paint::Faint).stroke(1.5);
    if let Shape::Segments { arrow, .. } = &mut head.shape {
        *arrow = true;
    }
    panel.add(head);
}

/// Leaves and arrives level, as a cubic curve with its handles half way.
fn level_curve(from: (f64, f64), to: (f64, f64)) -> Vec<(f64, f64)> {
    let steps = if (from.1 - to.1).abs() < 0.5 { 1 } else { 16 };
    let at = |step: usize| {
        let t = step as f64 / steps as f64;
        let ease = t * t * (3.0 - 2.0 * t);
        (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * ease)
    };
    (0..=steps).map(at).collect()
}

impl Network {
    fn draw_boxes(&self, spots: &[Spot], panel: &mut PanelBuilder) {
        let boxes = &spots[..self.boxes.len()];
        let edge = |shift: f64, size: fn(&Spot) -> f64, middle: fn(&Spot) -> f64| {
            boxes.iter().map(|spot| middle(spot) + shift * size(spot)).collect::<Vec<f64>>()
        };
        let rectangles = || Shape::Rects {
            x0: edge(-0.5, |spot| spot.width, |spot| spot.x),
            y0: edge(-0.5, |spot| spot.height, |spot| spot.y),
            x1: edge(0.5, |spot| spot.width, |spot| spot.x),
            y1: edge(0.5, |spot| spot.height, |spot| spot.y),
        };
        let color: Color = panel.palette.color(0);
        panel.add(Mark::new(rectangles(), Paint::Ground));
        panel.add(Mark::new(rectangles(), Paint::Fixed(color)).opacity(0.14));
        let outline = boxes.iter().flat_map(|spot| {
            let (l, r) = (spot.x - spot.width / 2.0, spot.x + spot.width / 2.0);
            let (t, b) = (spot.y - spot.height / 2.0, spot.y + spot.height / 2.0);
            [l, r, r, l, l, f64::NAN].into_iter().zip([t, t, b, b, t, f64::NAN])
        });
        let (x, y) = outline.unzip();
        panel.add(Mark::new(Shape::Line { x, y, step: Step::Straight }, Paint::Fixed(color)).stroke(1.3));
        self.write(boxes, panel);
    }

    fn write(&self, boxes: &[Spot], panel: &mut PanelBuilder) {
        let (mut names, mut details) = (Vec::new(), Vec::new());
        for (item, spot) in self.boxes.iter().zip(boxes) {
            let room = (spot.width - PADDING, 18.0);
            match &item.detail {
                Some(detail) => {
                    names.push(((spot.x, spot.y - 8.5), item.name.clone(), room));
                    details.push(((spot.x, spot.y + 9.5), detail.clone(), room));
                }
                None => names.push(((spot.x, spot.y), item.name.clone(), room)),
            }
        }
        for (written, size, paint) in [(names, NAME_SIZE, Paint::Text), (details, DETAIL_SIZE, Paint::Faint)]
        {
            let places = written.iter().map(|text| text.0).collect();
            let text = written.iter().map(|text| text.1.clone()).collect();
            let mut mark = texts(places, text, size, Anchor::Middle);
            mark.fit = written.iter().map(|text| text.2).collect();
            mark.paint = paint;
            if !mark.fit.is_empty() {
                panel.add(mark);
            }
        }
    }
}
