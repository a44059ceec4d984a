//! Heat maps: a matrix as colours with labels and a colour bar. Text takes the page's own colour.

mod color;
mod grid;

use ndarray::ArrayView2;

use self::color::{color, is_dark};
use self::grid::Grid;
use super::html::{block, escape};
use super::number::number;
use super::table::one_line;
use crate::array::HeatMap;
use crate::runtime::{MimeBundle, RichDisplay};

const CHARACTER: f64 = 7.0;
/// The map is about this wide and high at most, without labels.
const LARGEST: f64 = 560.0;
const BAR: f64 = 14.0;
const LONGEST_LABEL: usize = 22;

impl RichDisplay for HeatMap {
    fn rich_display(&self) -> MimeBundle {
        let array = self.values.rich_display();
        let title = if self.title.is_empty() { String::new() } else { format!("{}\n", self.title) };
        let text = format!("heat map\n{title}{}", array.get("text/plain").unwrap_or_default());
        MimeBundle::text(text).html(block(&heat_map_svg(self)))
    }
}

/// Where everything stands.
struct Layout {
    left: f64,
    top: f64,
    cell_width: f64,
    cell_height: f64,
    columns: usize,
    rows: usize,
    turned: bool,
}

impl Layout {
    fn of(map: &HeatMap, grid: &Grid) -> Self {
        let (rows, columns) = grid.values.dim();
        let fit = |count: usize, largest: f64| (LARGEST / count as f64).min(largest);
        let size = fit(rows.max(columns), 34.0);
        let longest =
            |names: &[String]| names.iter().map(|name| label(name).chars().count()).max().unwrap_or(0);
        let row_names = if grid.block == (1, 1) { longest(&map.row_names) } else { 12 };
        let column_names = if grid.block == (1, 1) { longest(&map.column_names) } else { 12 };
        let cell_width = if columns <= 12 { 46.0 } else { fit(columns, 34.0) };
        let cell_height = if rows <= 16 { 30.0 } else { size.max(fit(rows, 34.0)) };
        let turned = column_names as f64 * CHARACTER > cell_width - 4.0;
        let head = if turned { column_names as f64 * CHARACTER * 0.75 + 16.0 } else { 20.0 };
        let title = if map.title.is_empty() { 0.0 } else { 24.0 };
        let left = row_names as f64 * CHARACTER + 10.0;
        Self { left, top: head + title, cell_width, cell_height, columns, rows, turned }
    }

    fn right(&self) -> f64 {
        self.left + self.columns as f64 * self.cell_width
    }

    fn bottom(&self) -> f64 {
        self.top + self.rows as f64 * self.cell_height
    }

    /// The top left corner of a cell.
    fn corner(&self, row: usize, column: usize) -> (f64, f64) {
        (self.left + column as f64 * self.cell_width, self.top + row as f64 * self.cell_height)
    }
}

/// The picture as an inline `<svg>`.
pub(crate) fn heat_map_svg(map: &HeatMap) -> String {
    let grid = Grid::of(map);
    let layout = Layout::of(map, &grid);
    // The last turned label leans out to the right.
    let width = layout.right() + 110.0;
    let height = layout.bottom().max(layout.top + 80.0) + if grid.block == (1, 1) { 12.0 } else { 30.0 };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-monospace,'DejaVu Sans Mono',monospace\" font-size=\"11.5\" fill=\"currentColor\">",
        escape(&one_line(if map.title.is_empty() { "heat map" } else { &map.title }))
    );
    if !map.title.is_empty() {
        let (x, title) = (layout.left, escape(&one_line(&map.title)));
        svg.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"14\" font-weight=\"600\" font-size=\"13\">{title}</text>"
        ));
    }
    push_labels(&mut svg, map, &grid, &layout);
    push_cells(&mut svg, map, &grid, &layout);
    push_bar(&mut svg, map, &grid, &layout);
    if grid.block != (1, 1) {
        let (a, b) = grid.block;
        let y = height - 8.0;
        let x = layout.left;
        svg.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" fill-opacity=\".7\">each cell is the mean of up to {a} × {b} values</text>"
        ));
    }
    svg.push_str("</svg>");
    svg
}

fn label(name: &str) -> String {
    let line = one_line(name);
    match line.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn push_labels(svg: &mut String, map: &HeatMap, grid: &Grid, layout: &Layout) {
    let name = |names: &[String], place: usize, block: usize| -> String {
        let first = names.get(place * block).map_or("", String::as_str);
        escape(&label(first))
    };
    let step = |size: f64| (13.0 / size).ceil().max(1.0) as usize;
    for row in (0..layout.rows).step_by(step(layout.cell_height)) {
        let (x, y) = (layout.left - 6.0, layout.corner(row, 0).1 + layout.cell_height / 2.0 + 4.0);
        let text = name(&map.row_names, row, grid.block.0);
        svg.push_str(&format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{text}</text>"));
    }
    let columns_step = if layout.turned { step(layout.cell_width) } else { 1 };
    for column in (0..layout.columns).step_by(columns_step) {
        let (x, y) = (layout.corner(0, column).0 + layout.cell_width / 2.0, layout.top - 6.0);
        let text = name(&map.column_names, column, grid.block.1);
        svg.push_str(&if layout.turned {
            format!("<text transform=\"translate({:.1} {y:.1})rotate(-45)\">{text}</text>", x + 2.0)
        } else {
            format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{text}</text>")
        });
    }
}

fn push_cells(svg: &mut String, map: &HeatMap, grid: &Grid, layout: &Layout) {
    let (rows, columns) = grid.values.dim();
    if rows * columns > 2500 {
        push_paths(svg, map, grid, layout);
        return;
    }
    let room = layout.cell_width >= 33.0 && layout.cell_height >= 14.0 && grid.block == (1, 1);
    let writes = map.writes_values.unwrap_or(room && rows * columns <= 400);
    let texts = short(grid.values.view());
    for ((row, column), value) in grid.values.indexed_iter() {
        let (x, y) = layout.corner(row, column);
        let (w, h) = (layout.cell_width, layout.cell_height);
        let hint = format!(
            "{}, {}: {}",
            map.row_names.get(row * grid.block.0).map_or("", String::as_str),
            map.column_names.get(column * grid.block.1).map_or("", String::as_str),
            number(*value)
        );
        let fill = grid.share(*value).map(|share| color(map.scale, share));
        let paint =
            fill.as_ref().map_or("fill-opacity=\".08\"".to_owned(), |(hex, _)| format!("fill=\"{hex}\""));
        svg.push_str(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" shape-rendering=\"crispEdges\" {paint}><title>{}</title></rect>",
            escape(&one_line(&hint))
        ));
        let Some((_, rgb)) = fill else {
            let (right, below) = (x + w, y + h);
            svg.push_str(&format!(
                "<path d=\"M{x:.1} {y:.1}L{right:.1} {below:.1}M{right:.1} {y:.1}L{x:.1} {below:.1}\" stroke=\"currentColor\" stroke-opacity=\".35\"/>"
            ));
            continue;
        };
        if writes {
            let ink = if is_dark(rgb) { "#fff" } else { "#111" };
            let (x, y) = (x + w / 2.0, y + h / 2.0 + 4.0);
            let text = &texts[row * columns + column];
            let size = (w / (text.len().max(1) as f64 * 0.62)).min(11.5);
            svg.push_str(&format!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" font-size=\"{size:.1}\" fill=\"{ink}\" pointer-events=\"none\">{text}</text>"
            ));
        }
    }
}

/// Many cells: one path per colour of 64, runs of equal colour together.
fn push_paths(svg: &mut String, map: &HeatMap, grid: &Grid, layout: &Layout) {
    const LEVELS: usize = 64;
    let level = |value: f64| {
        grid.share(value).map_or(LEVELS, |share| ((share * LEVELS as f64) as usize).min(LEVELS - 1))
    };
    let mut paths = vec![String::new(); LEVELS + 1];
    for (row, values) in grid.values.rows().into_iter().enumerate() {
        let levels: Vec<usize> = values.iter().map(|value| level(*value)).collect();
        let mut column = 0;
        for run in levels.chunk_by(|a, b| a == b) {
            let (x, y) = layout.corner(row, column);
            let (w, h) = (run.len() as f64 * layout.cell_width, layout.cell_height);
            paths[run[0]].push_str(&format!("M{x:.1} {y:.1}h{w:.1}v{h:.1}h-{w:.1}z"));
            column += run.len();
        }
    }
    for (level, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
        let paint = if level == LEVELS {
            "fill-opacity=\".12\"".to_owned()
        } else {
            format!("fill=\"{}\"", color(map.scale, (level as f64 + 0.5) / LEVELS as f64).0)
        };
        svg.push_str(&format!("<path shape-rendering=\"crispEdges\" {paint} d=\"{path}\"/>"));
    }
}

fn push_bar(svg: &mut String, map: &HeatMap, grid: &Grid, layout: &Layout) {
    let Some((low, high)) = grid.limits else {
        let (x, y) = (layout.right() + 14.0, layout.top + 12.0);
        svg.push_str(&format!("<text x=\"{x:.1}\" y=\"{y:.1}\">no numbers</text>"));
        return;
    };
    const STEPS: usize = 60;
    let (x, top) = (layout.right() + 18.0, layout.top);
    let height = (layout.bottom() - layout.top).clamp(80.0, 320.0);
    let step = height / STEPS as f64;
    for place in 0..STEPS {
        let (hex, _) = color(map.scale, 1.0 - (place as f64 + 0.5) / STEPS as f64);
        let y = top + place as f64 * step;
        svg.push_str(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.2}\" width=\"{BAR}\" height=\"{:.2}\" shape-rendering=\"crispEdges\" fill=\"{hex}\"/>",
            step + 0.4
        ));
    }
    let ticks = if low == high { 1 } else { 5 };
    for tick in 0..ticks {
        let share = if ticks == 1 { 0.5 } else { tick as f64 / (ticks - 1) as f64 };
        let value = low + share * (high - low);
        // Rounding noise of a tick at zero.
        let value = if value.abs() < (high - low).abs() * 1e-12 { 0.0 } else { value };
        let y = top + (1.0 - share) * height;
        let (line, text) = (x + BAR, x + BAR + 7.0);
        svg.push_str(&format!(
            "<path d=\"M{line:.1} {y:.1}h4\" stroke=\"currentColor\" stroke-opacity=\".6\"/><text x=\"{text:.1}\" y=\"{:.1}\">{}</text>",
            y + 4.0,
            tick_text(value, high - low)
        ));
    }
}

/// Three digits of the span are enough beside a bar.
fn tick_text(value: f64, span: f64) -> String {
    let size = value.abs().max(span.abs());
    if size == 0.0 || !(1e-3..1e6).contains(&size) {
        return if value == 0.0 { "0".to_owned() } else { format!("{value:.2e}") };
    }
    let decimals = (2 - size.log10().floor() as i32).clamp(0, 5) as usize;
    let text = format!("{value:.decimals$}");
    // Not "-0.00".
    if text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { text } else { text.replace('-', "") }
}

/// The values as they fit into a cell: about three digits, all with the same decimals.
fn short(values: ArrayView2<'_, f64>) -> Vec<String> {
    let finite = values.iter().filter(|value| value.is_finite());
    let largest = finite.clone().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let whole = finite.clone().all(|value| value.fract() == 0.0);
    let write = |value: &f64| match largest {
        _ if value.is_infinite() => if *value > 0.0 { "∞" } else { "-∞" }.to_owned(),
        _ if whole && largest < 1e5 => format!("{value:.0}"),
        size if !(1e-2..1e5).contains(&size) => format!("{value:.1e}"),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    };
    values.iter().map(write).collect()
}
