//! Three dimensions, seen from far away (orthographic), as matplotlib's `mplot3d` stands by default.

use super::support::{counted, finite_range, points, segments, short_number, texts};
use crate::color::Color;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Axis, ColorBar, Mark, Paint, Shape};

/// From where the cube is looked at; its sides are as 4 : 4 : 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Degrees around the z axis.
    pub azimuth: f64,
    /// Degrees above the x–y plane.
    pub elevation: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { azimuth: -60.0, elevation: 30.0 }
    }
}

/// Sides of the cube.
const SIDES: [f64; 3] = [1.0, 1.0, 0.75];

impl View {
    /// From the cube (each part 0 to 1) to the picture: right, up, and towards the reader.
    #[must_use]
    pub fn project(self, place: [f64; 3]) -> [f64; 3] {
        let [x, y, z] = [0, 1, 2].map(|part| (place[part] - 0.5) * SIDES[part]);
        let (sin_a, cos_a) = self.azimuth.to_radians().sin_cos();
        let (sin_e, cos_e) = self.elevation.to_radians().sin_cos();
        [
            -sin_a * x + cos_a * y,
            -sin_e * cos_a * x - sin_e * sin_a * y + cos_e * z,
            cos_e * cos_a * x + cos_e * sin_a * y + sin_e * z,
        ]
    }

    /// Per part, whether its high end is nearer to the reader.
    fn high_is_near(self) -> [bool; 3] {
        let (sin_a, cos_a) = self.azimuth.to_radians().sin_cos();
        [cos_a >= 0.0, sin_a >= 0.0, self.elevation >= 0.0]
    }
}

/// Points in space.
#[derive(Clone, Debug, Default)]
pub struct Scatter3d {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub z: Vec<f64>,
    /// Titles of the axes.
    pub labels: [String; 3],
    pub view: View,
}

/// A height over each point of a grid.
#[derive(Clone, Debug, Default)]
pub struct Surface3d {
    /// Ascending.
    pub x: Vec<f64>,
    /// Ascending.
    pub y: Vec<f64>,
    /// Row by row: one row per y.
    pub z: Vec<f64>,
    /// Titles of the axes.
    pub labels: [String; 3],
    pub view: View,
}

/// The cube that the data are in.
struct Cube {
    low: [f64; 3],
    high: [f64; 3],
    view: View,
}

impl Cube {
    /// Around the data, with a little room.
    fn around(ranges: [Option<(f64, f64)>; 3], view: View) -> Self {
        let ends = ranges.map(|range| {
            let (low, high) = range.unwrap_or((0.0, 1.0));
            let room = if high > low { (high - low) * 0.04 } else { (low.abs() * 0.05).max(0.5) };
            (low - room, high + room)
        });
        Self { low: ends.map(|end| end.0), high: ends.map(|end| end.1), view }
    }

    fn project(&self, place: [f64; 3]) -> [f64; 3] {
        self.view.project(
            [0, 1, 2].map(|part| (place[part] - self.low[part]) / (self.high[part] - self.low[part])),
        )
    }

    /// Draws the three far sides with their grid, the axes with ticks and titles.
    fn draw(&self, labels: &[String; 3], panel: &mut PanelBuilder) {
        let near = self.view.high_is_near();
        let far = near.map(|near| if near { 0.0 } else { 1.0 });
        let flat = |[x, y, _]: [f64; 3]| (x, y);
        let side = |part: usize| {
            let (u, v) = ((part + 1) % 3, (part + 2) % 3);
            let corner = |a: f64, b: f64| {
                let mut place = [0.0; 3];
                (place[part], place[u], place[v]) = (far[part], a, b);
                flat(self.view.project(place))
            };
            vec![vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)]]
        };
        let sides = Shape::Polygons { polygons: (0..3).map(side).collect() };
        panel.add(Mark::new(sides, Paint::Faint).opacity(0.07));
        for (part, label) in labels.iter().enumerate() {
            self.draw_axis(part, far, label, panel);
        }
        panel.panel.bare = true;
        panel.panel.equal_aspect = true;
        self.frame(panel);
    }

    /// The panel's ends: the cube, with room for ticks and titles.
    fn frame(&self, panel: &mut PanelBuilder) {
        let corners = (0..8).map(|corner| {
            self.view.project([0, 1, 2].map(|part| if corner >> part & 1 == 1 { 1.0 } else { 0.0 }))
        });
        let ends =
            |part: usize| finite_range(corners.clone().map(|corner| corner[part])).unwrap_or((-1.0, 1.0));
        let axis = |(low, high): (f64, f64), room: f64| Axis {
            low: Some(low - room),
            high: Some(high + room),
            tight: true,
            hide_ticks: true,
            hide_grid: true,
            ..Axis::default()
        };
        panel.panel.x = axis(ends(0), 0.34);
        panel.panel.y = axis(ends(1), 0.2);
    }

    /// The edge where a part's ticks are: the near lower one; for z the rightmost.
    fn edge(&self, part: usize, far: [f64; 3]) -> [f64; 3] {
        let mut edge = far;
        if part == 2 {
            let right = |place: &[f64; 3]| self.view.project(*place)[0];
            let corners = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0]];
            return corners.into_iter().max_by(|a, b| right(a).total_cmp(&right(b))).unwrap_or(far);
        }
        edge[1 - part] = 1.0 - far[1 - part];
        edge
    }

    fn draw_axis(&self, part: usize, far: [f64; 3], label: &str, panel: &mut PanelBuilder) {
        let edge = self.edge(part, far);
        let at = |share: f64| {
            let mut place = edge;
            place[part] = share;
            let [x, y, _] = self.view.project(place);
            (x, y)
        };
        // Outwards: away from the cube's middle, across the edge.
        let (from, to) = (at(0.0), at(1.0));
        let middle = at(0.5);
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
        let mut out = ((to.1 - from.1) / length, -(to.0 - from.0) / length);
        if out.0 * middle.0 + out.1 * middle.1 < 0.0 {
            out = (-out.0, -out.1);
        }
        panel.add(segments([[from.0, from.1, to.0, to.1]], Paint::Text).stroke(1.0));
        let ticks = nice_ticks(self.low[part], self.high[part]);
        let shares: Vec<f64> =
            ticks.iter().map(|tick| (tick - self.low[part]) / (self.high[part] - self.low[part])).collect();
        self.draw_grid(part, far, &shares, panel);
        let moved = |share: f64, by: f64| (at(share).0 + out.0 * by, at(share).1 + out.1 * by);
        let stubs = shares.iter().map(|share| {
            let ((x0, y0), (x1, y1)) = (at(*share), moved(*share, 0.02));
            [x0, y0, x1, y1]
        });
        panel.add(segments(stubs, Paint::Text).stroke(1.0));
        let places = shares.iter().map(|share| moved(*share, 0.065)).collect();
        panel.add(texts(
            places,
            ticks.iter().map(|tick| short_number(*tick)).collect(),
            10.5,
            Anchor::Middle,
        ));
        // Texts are level: beside a slanted axis they start or end, above the upright one is most room.
        let (place, anchor) = match part {
            2 => ((at(1.0).0, at(1.0).1 + 0.09), Anchor::Middle),
            _ if out.0 > 0.2 => (moved(0.5, 0.15), Anchor::Start),
            _ if out.0 < -0.2 => (moved(0.5, 0.15), Anchor::End),
            _ => (moved(0.5, 0.165), Anchor::Middle),
        };
        panel.add(texts(vec![place], vec![label.to_string()], 12.0, anchor));
    }

    /// Lines at a part's ticks across the two far sides that it runs along.
    fn draw_grid(&self, part: usize, far: [f64; 3], shares: &[f64], panel: &mut PanelBuilder) {
        let across = |side: usize| {
            let other = 3 - part - side;
            shares.iter().map(move |share| {
                let end = |along: f64| {
                    let mut place = [0.0; 3];
                    (place[part], place[side], place[other]) = (*share, far[side], along);
                    self.view.project(place)
                };
                let ([x0, y0, _], [x1, y1, _]) = (end(0.0), end(1.0));
                [x0, y0, x1, y1]
            })
        };
        let lines: Vec<[f64; 4]> = (0..3).filter(|side| *side != part).flat_map(across).collect();
        panel.add(segments(lines, Paint::Faint).stroke(0.7).opacity(0.35));
    }
}

/// Round numbers between the ends, about five.
fn nice_ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / 5.0;
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let power = 10.0_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough * 0.85);
    let step = step.unwrap_or(10.0 * power);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last.min(first.saturating_add(20))).map(|index| index as f64 * step).collect()
}

/// Indices from the farthest to the nearest.
fn far_first(depths: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..depths.len()).collect();
    order.sort_by(|a, b| depths[*a].total_cmp(&depths[*b]));
    order
}

impl Scatter3d {
    fn drawn(&self) -> Vec<usize> {
        let n = self.x.len().min(self.y.len()).min(self.z.len());
        let finite = |index: &usize| {
            self.x[*index].is_finite() && self.y[*index].is_finite() && self.z[*index].is_finite()
        };
        (0..n).filter(finite).collect()
    }
}

impl Kind for Scatter3d {
    fn name(&self) -> &'static str {
        "3-D scatter"
    }

    fn describe(&self) -> String {
        format!("3-D scatter of {}", counted(self.drawn().len(), "point"))
    }

    fn hidden(&self) -> usize {
        self.x.len() - self.drawn().len()
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["marker_size", "opacity", "color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let drawn = self.drawn();
        let range = |values: &[f64]| finite_range(drawn.iter().map(|index| values[*index]));
        let cube = Cube::around([range(&self.x), range(&self.y), range(&self.z)], self.view);
        cube.draw(&self.labels, panel);
        let places: Vec<[f64; 3]> = (0..self.x.len().min(self.y.len()).min(self.z.len()))
            .map(|index| cube.project([self.x[index], self.y[index], self.z[index]]))
            .collect();
        let colors = self.colors(style, panel);
        let depths: Vec<f64> = drawn.iter().map(|index| places[*index][2]).collect();
        let order: Vec<usize> = far_first(&depths).into_iter().map(|place| drawn[place]).collect();
        let x = order.iter().map(|index| places[*index][0]).collect();
        let y = order.iter().map(|index| places[*index][1]).collect();
        let paint = Paint::Each(order.iter().map(|index| colors[*index]).collect());
        let size = style.options.marker_size.unwrap_or(6.0);
        let mark = points(x, y, size, paint).opacity(style.options.opacity.unwrap_or(0.85));
        panel.add(mark.keeps_size(style.options.marker_size.is_some()));
    }
}

impl Scatter3d {
    /// Per point, as one mark has them all in order of depth. Groups get entries in the legend.
    fn colors(&self, style: &Style, panel: &mut PanelBuilder) -> Vec<Color> {
        let n = self.x.len();
        if let Some((label, values)) = &style.values {
            let map = style.options.color_map.unwrap_or_default();
            let (low, high) = super::support::color_ends(values, style.options.color_limits);
            panel.panel.color_bar = Some(ColorBar::new(map, (low, high), label.clone()));
            let mut colors = super::support::ramp_colors(values, map, low, high);
            colors.resize(n, Color::hex(0x0099_9999));
            return colors;
        }
        let paints = panel.group_paints(style);
        let mut colors = vec![panel.palette.color(0); n];
        for (group, (members, paint)) in style.members(n).into_iter().zip(paints).enumerate() {
            let color = match paint {
                Paint::Cycle(index) => panel.palette.color(index),
                Paint::Fixed(color) => color,
                _ => panel.palette.color(group),
            };
            for index in members {
                colors[index] = color;
            }
            // Drawn nowhere: an entry of the legend only.
            let key = points(vec![f64::NAN], vec![f64::NAN], 6.0, Paint::Fixed(color));
            panel.add(key.label(style.group_label(group)));
        }
        colors
    }
}

/// At most so many cells along a side, as in matplotlib.
const MOST_CELLS: usize = 50;

impl Surface3d {
    /// Every so many-th place, the last among them.
    fn thinned(count: usize) -> Vec<usize> {
        let step = count.saturating_sub(1).div_ceil(MOST_CELLS).max(1);
        let mut places: Vec<usize> = (0..count).step_by(step).collect();
        if count > 0 && places.last() != Some(&(count - 1)) {
            places.push(count - 1);
        }
        places
    }
}

impl Kind for Surface3d {
    fn name(&self) -> &'static str {
        "3-D surface"
    }

    fn describe(&self) -> String {
        let (low, high) = finite_range(self.z.iter().copied()).unwrap_or((f64::NAN, f64::NAN));
        format!(
            "3-D surface over {} by {} points, from {} to {}",
            self.x.len(),
            self.y.len(),
            short_number(low),
            short_number(high)
        )
    }

    fn hidden(&self) -> usize {
        self.z.iter().filter(|z| !z.is_finite()).count()
    }

    fn n_things(&self) -> usize {
        self.z.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let map = style.options.color_map.unwrap_or_default();
        let (low, high) = super::support::color_ends(&self.z, style.options.color_limits);
        let range = |values: &[f64]| finite_range(values.iter().copied());
        let cube = Cube::around([range(&self.x), range(&self.y), range(&self.z)], self.view);
        cube.draw(&self.labels, panel);
        let (columns, rows) = (Self::thinned(self.x.len()), Self::thinned(self.y.len()));
        let (mut rings, mut depths, mut heights) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows.windows(2) {
            for column in columns.windows(2) {
                let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(c, r)| {
                    let z = self.z.get(row[r] * self.x.len() + column[c]).copied().unwrap_or(f64::NAN);
                    [self.x[column[c]], self.y[row[r]], z]
                });
                let seen = corners.map(|corner| cube.project(corner));
                if seen.iter().flatten().all(|part| part.is_finite()) {
                    rings.push(seen.map(|[x, y, _]| (x, y)).to_vec());
                    depths.push(seen.iter().map(|place| place[2]).sum::<f64>());
                    heights.push(corners.iter().map(|corner| corner[2]).sum::<f64>() / 4.0);
                }
            }
        }
        let order = far_first(&depths);
        let polygons = order.iter().map(|cell| vec![rings[*cell].clone()]).collect();
        let heights: Vec<f64> = order.iter().map(|cell| heights[*cell]).collect();
        let colors = super::support::ramp_colors(&heights, map, low, high);
        panel.add(Mark::new(Shape::Polygons { polygons }, Paint::Each(colors)).stroke(0.4));
        let label = Some(self.labels[2].clone()).filter(|label| !label.is_empty());
        panel.panel.color_bar = Some(ColorBar::new(map, (low, high), label));
    }
}
