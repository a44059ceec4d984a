//! What the colours, lines and markers mean.

use super::marks;
use super::place::{Load, Place};
use super::scale::{Area, AxisScale};
use super::svg::{Svg, TextStyle, px};
use super::text::{LINE, cut, widest, width, wrap};
use super::theme::{Ink, Role};
use crate::picture::{LegendPlace, Mark, Paint, Picture, Scale, Shape};

const SIZE: f64 = 12.0;
const SWATCH: f64 = 20.0;
const GAP: f64 = 8.0;
/// Between entries below one another, and between columns.
const BETWEEN: f64 = 5.0;
const COLUMN_GAP: f64 = 18.0;

/// One line of a legend: marks drawn small, and what they are.
#[derive(Debug)]
struct Entry {
    text: String,
    marks: Vec<Mark>,
}

/// The entries of a picture.
#[derive(Debug)]
pub struct Legend {
    title: Option<String>,
    entries: Vec<Entry>,
}

/// Entries at their places, relative to the upper left corner.
#[derive(Debug)]
pub struct Block {
    title: Option<String>,
    items: Vec<Item>,
    pub width: f64,
    pub height: f64,
}

#[derive(Debug)]
struct Item {
    /// `None` in the line that says how many are left out.
    entry: Option<usize>,
    heading: bool,
    /// Pixels from `x` to the text: the swatch's room.
    indent: f64,
    lines: Vec<String>,
    x: f64,
    y: f64,
}

impl Legend {
    /// The legend of a picture, if it is to have one.
    #[must_use]
    pub fn of(picture: &Picture) -> Option<Self> {
        let mut entries: Vec<Entry> = Vec::new();
        for mark in picture.panels.iter().flat_map(|panel| &panel.marks) {
            let Some(label) = mark.label.as_ref().filter(|label| !label.trim().is_empty()) else { continue };
            let Some(small) = swatch(mark) else { continue };
            match entries.iter_mut().find(|entry| entry.text == *label) {
                Some(entry) => entry.add(small),
                None => entries.push(Entry { text: label.clone(), marks: vec![small] }),
            }
        }
        let wanted = match picture.legend {
            LegendPlace::Hidden => false,
            LegendPlace::Auto => entries.len() > 1,
            _ => !entries.is_empty(),
        };
        let title = picture.panels.iter().find_map(|panel| panel.legend_title.clone());
        wanted.then_some(Self { title, entries })
    }

    /// Below one another; more columns where they are too many for `height`.
    #[must_use]
    pub fn stacked(&self, (most_width, height): (f64, f64)) -> Block {
        let natural = self.natural_width();
        for columns in 1..=4_usize {
            let gaps = (columns - 1) as f64 * COLUMN_GAP;
            let each = natural.min((most_width - gaps) / columns as f64);
            let fits = columns == 1 || each >= natural.min(90.0);
            if !fits {
                break;
            }
            let block = self.arrange(self.entries.len().div_ceil(columns), columns, (each, most_width));
            if block.height <= height {
                return block;
            }
        }
        // Not even so: as many as there is room for, and how many more there are.
        let each = natural.min(most_width);
        let rows = ((height - self.title_height()) / (SIZE * LINE + BETWEEN)).floor().max(2.0) as usize;
        let columns = ((most_width + COLUMN_GAP) / (natural + COLUMN_GAP)).floor().clamp(1.0, 4.0) as usize;
        self.arrange(rows, columns, (each, most_width))
    }

    /// Beside one another, in rows of equal columns.
    #[must_use]
    pub fn flowing(&self, (most_width, height): (f64, f64)) -> Block {
        let each = self.natural_width().min(most_width);
        let columns = ((most_width + COLUMN_GAP) / (each + COLUMN_GAP)).floor().max(1.0) as usize;
        let columns = columns.min(self.entries.len());
        let rows = self.entries.len().div_ceil(columns);
        let most = ((height - self.title_height()) / (SIZE * LINE + BETWEEN)).floor().max(1.0) as usize;
        self.arrange(rows.min(most), columns, (each, most_width))
    }

    fn natural_width(&self) -> f64 {
        SWATCH + GAP + widest(self.entries.iter().map(|entry| entry.text.as_str()), SIZE, false) + 1.0
    }

    fn title_height(&self) -> f64 {
        if self.title.is_some() { SIZE * LINE + BETWEEN } else { 0.0 }
    }

    /// `rows` by `columns` entries, column by column, `each` pixels wide; the last place counts those left
    /// out. The title may have all of `most_width`.
    fn arrange(&self, rows: usize, columns: usize, (each, most_width): (f64, f64)) -> Block {
        let room = rows.max(1) * columns;
        let left_out = if self.entries.len() > room { self.entries.len() - (room - 1) } else { 0 };
        let shown = self.entries.len() - left_out;
        let mut items = Vec::new();
        let (mut x, mut y, mut bottom) = (0.0, self.title_height(), 0.0_f64);
        for index in 0..shown + usize::from(left_out > 0) {
            if index > 0 && index % rows.max(1) == 0 {
                (x, y) = (x + each + COLUMN_GAP, self.title_height());
            }
            let entry = (index < shown).then_some(index);
            let text = entry.map_or_else(|| format!("… {left_out} more"), |i| self.entries[i].text.clone());
            let most = if left_out == 0 && columns == 1 { 2 } else { 1 };
            let heading = entry.is_some_and(|index| self.entries[index].is_heading());
            let indent = if entry.is_some() && !heading { SWATCH + GAP } else { 0.0 };
            let lines = wrap(&text, SIZE, heading, each - indent, most);
            let height = lines.len().max(1) as f64 * SIZE * LINE;
            items.push(Item { entry, heading, indent, lines, x, y });
            y += height + BETWEEN;
            bottom = bottom.max(y - BETWEEN);
        }
        let right = items
            .iter()
            .map(|item| {
                item.x + item.indent + widest(item.lines.iter().map(String::as_str), SIZE, item.heading)
            })
            .fold(0.0, f64::max);
        let title =
            self.title.as_ref().map(|title| cut(title, SIZE, true, (x + each).max(most_width).max(60.0)));
        let wide = title.as_ref().map_or(0.0, |title| width(title, SIZE, true));
        Block { title, items, width: right.max(wide) + 1.0, height: bottom }
    }
}

impl Entry {
    /// Nothing is to be seen of its marks: it titles the entries below it.
    fn is_heading(&self) -> bool {
        self.marks.iter().all(|mark| mark.opacity == 0.0)
    }

    /// Things drawn alike are shown once.
    fn add(&mut self, mark: Mark) {
        let same = |other: &Mark| std::mem::discriminant(&other.shape) == std::mem::discriminant(&mark.shape);
        if !self.marks.iter().any(same) {
            self.marks.push(mark);
        }
    }
}

impl Block {
    /// Draws with the upper left corner at (left, top).
    pub fn draw(&self, svg: &mut Svg, legend: &Legend, picture: &Picture, (left, top): (f64, f64)) {
        if let Some(title) = &self.title {
            let style = TextStyle::new(SIZE, Ink::Role(Role::Text)).bold(true);
            svg.text(left, top + SIZE * 0.85, title, style);
        }
        for item in &self.items {
            let (x, y) = (left + item.x, top + item.y);
            for mark in item.entry.iter().flat_map(|index| &legend.entries[*index].marks) {
                draw_swatch(svg, mark, picture, (x, y));
            }
            let ink = Ink::Role(if item.entry.is_some() { Role::Text } else { Role::Faint });
            for (index, line) in item.lines.iter().enumerate() {
                let line_y = y + SIZE * (0.87 + LINE * index as f64);
                svg.text(x + item.indent, line_y, line, TextStyle::new(SIZE, ink).bold(item.heading));
            }
        }
    }

    /// A ground that keeps it readable over marks.
    pub fn draw_ground(&self, svg: &mut Svg, (left, top): (f64, f64), margin: f64) {
        let paint = svg.paint(Ink::Role(Role::Ground), Ink::Role(Role::Edge));
        let area = Area {
            left: left - margin,
            top: top - margin,
            right: left + self.width + margin,
            bottom: top + self.height + margin,
        };
        svg.rect(area, &format!(" rx=\"{}\" fill-opacity=\"0.85\"{paint}", px(3.0)));
    }
}

/// The mark's look in small, between 0 and 1 on both axes; nothing for what a legend cannot show.
fn swatch(mark: &Mark) -> Option<Mark> {
    let shape = match &mark.shape {
        Shape::Points { size, marker, .. } => {
            let size = size.iter().copied().filter(|size| size.is_finite()).fold(0.0, f64::max);
            // What a size means can be seen at that size only.
            let (least, most) = if mark.keeps_size { (3.0, SWATCH - 2.0) } else { (6.0, 10.0) };
            Shape::Points { x: vec![0.5], y: vec![0.5], size: vec![size.clamp(least, most)], marker: *marker }
        }
        Shape::Line { .. } | Shape::Segments { .. } => {
            Shape::Line { x: vec![0.0, 1.0], y: vec![0.5, 0.5], step: Default::default() }
        }
        Shape::Area { .. } | Shape::Rects { .. } | Shape::Polygons { .. } => {
            Shape::Rects { x0: vec![0.2], y0: vec![0.05], x1: vec![0.8], y1: vec![0.95] }
        }
        Shape::Texts { .. } | Shape::Image { .. } => return None,
    };
    let paint = match &mark.paint {
        Paint::Each(colors) => Paint::Fixed(*colors.first()?),
        Paint::Ramp { map, .. } => Paint::Fixed(map.at(0.6)),
        other => other.clone(),
    };
    let mut small = mark.clone_look(shape);
    small.paint = paint;
    // What is faint because there are so many of them must be seen when it is alone.
    if matches!(small.shape, Shape::Points { .. }) {
        small.opacity = small.opacity.max(0.8);
    }
    Some(small)
}

impl Mark {
    /// The same look for another shape.
    fn clone_look(&self, shape: Shape) -> Self {
        Self {
            shape,
            paint: Paint::Text,
            opacity: self.opacity,
            stroke: self.stroke,
            dash: self.dash,
            keeps_size: false,
            label: None,
            second_axis: false,
            off_scale: false,
            fit: Vec::new(),
        }
    }
}

fn draw_swatch(svg: &mut Svg, mark: &Mark, picture: &Picture, (left, top): (f64, f64)) {
    let top = top + (SIZE * LINE - SIZE) / 2.0 - 1.0;
    let area = Area { left, top, right: left + SWATCH, bottom: top + SIZE };
    let axis = |from, to| AxisScale::new(&Scale::Linear, (0.0, 1.0), (from, to), false);
    let place = Place {
        x: axis(area.left, area.right),
        y: axis(area.bottom, area.top),
        area,
        palette: &picture.palette,
        theme: picture.theme,
        load: Load::default(),
    };
    marks::draw(svg, mark, &place);
}
