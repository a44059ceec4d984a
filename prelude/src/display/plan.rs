//! A query plan as a picture: data enters at the top and flows down to the result, as the code of a
//! query reads.
//!
//! Layout: a step stands under the middle of its inputs, and each subtree has a strip of its own, as
//! wide as its widest row needs. Steps stand before their inputs in the list, so that one pass from
//! the end adds up widths and one from the start hands out places; nothing recurses.

use super::html::escape;
use crate::frame::{PlanStep, PlanTree};

const CHARACTER: f64 = 7.0;
const LINE: f64 = 17.0;
const PADDING: f64 = 10.0;
const GAP_X: f64 = 24.0;
const GAP_Y: f64 = 26.0;
const LONGEST_LINE: usize = 64;
const MOST_LINES: usize = 6;

/// One step with its place in the picture.
struct Node {
    lines: Vec<String>,
    width: f64,
    height: f64,
    /// Of the step and everything above it.
    strip: f64,
    level: usize,
    left: f64,
    middle: f64,
    top: f64,
}

/// The picture as an inline `<svg>` that takes its colours from the page.
pub(super) fn to_svg(tree: &PlanTree) -> String {
    let (nodes, width, height) = layout(tree);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"query plan\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-monospace,'DejaVu Sans Mono',monospace\" font-size=\"11.5\" fill=\"currentColor\">"
    );
    for (step, node) in tree.steps.iter().zip(&nodes) {
        for input in &step.inputs {
            svg.push_str(&arrow(&nodes[*input], node));
        }
    }
    for (step, node) in tree.steps.iter().zip(&nodes) {
        svg.push_str(&draw(step, node));
    }
    svg.push_str("</svg>");
    svg
}

fn layout(tree: &PlanTree) -> (Vec<Node>, f64, f64) {
    let mut nodes: Vec<Node> = tree.steps.iter().map(Node::of).collect();
    for (place, step) in tree.steps.iter().enumerate() {
        for input in &step.inputs {
            nodes[*input].level = nodes[place].level + 1;
        }
    }
    for (place, step) in tree.steps.iter().enumerate().rev() {
        nodes[place].strip = nodes[place].width.max(inputs_width(step, &nodes));
    }
    for (place, step) in tree.steps.iter().enumerate() {
        let node = &nodes[place];
        nodes[place].middle = node.left + node.strip / 2.0;
        let mut left = nodes[place].left + (nodes[place].strip - inputs_width(step, &nodes)) / 2.0;
        for input in &step.inputs {
            nodes[*input].left = left;
            left += nodes[*input].strip + GAP_X;
        }
    }
    let height = place_levels(&mut nodes);
    let width = nodes.first().map_or(0.0, |root| root.strip) + 2.0;
    (nodes, width, height)
}

fn inputs_width(step: &PlanStep, nodes: &[Node]) -> f64 {
    let widths: f64 = step.inputs.iter().map(|input| nodes[*input].strip).sum();
    widths + GAP_X * step.inputs.len().saturating_sub(1) as f64
}

/// The deepest level comes first; the height of all.
fn place_levels(nodes: &mut [Node]) -> f64 {
    let deepest = nodes.iter().map(|node| node.level).max().unwrap_or_default();
    let mut top = 1.0;
    for level in (0..=deepest).rev() {
        let height =
            nodes.iter().filter(|node| node.level == level).fold(0.0, |h: f64, node| h.max(node.height));
        // Boxes of one row stand on one line, next to what they feed.
        for node in nodes.iter_mut().filter(|node| node.level == level) {
            node.top = top + height - node.height;
        }
        top += height + if level > 0 { GAP_Y } else { 1.0 };
    }
    top
}

impl Node {
    fn of(step: &PlanStep) -> Self {
        let mut lines: Vec<String> = step.details.iter().take(MOST_LINES).map(|line| cut(line)).collect();
        if step.details.len() > MOST_LINES {
            lines.push("…".to_owned());
        }
        let longest = lines.iter().chain([&step.title]).map(|line| line.chars().count()).max().unwrap_or(0);
        let width = (longest as f64 * CHARACTER + 2.0 * PADDING).max(90.0);
        let height = (lines.len() + 1) as f64 * LINE + PADDING;
        Self { lines, width, height, strip: 0.0, level: 0, left: 1.0, middle: 0.0, top: 0.0 }
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn arrow(from: &Node, to: &Node) -> String {
    let (x0, y0) = (from.middle, from.top + from.height);
    let (x1, y1) = (to.middle, to.top);
    let half = (y1 - y0) / 2.0;
    format!(
        "<path d=\"M{x0:.1} {y0:.1}C{x0:.1} {:.1} {x1:.1} {:.1} {x1:.1} {:.1}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".5\"/>\
         <path d=\"M{:.1} {:.1}h8l-4 6z\" fill-opacity=\".5\"/>",
        y0 + half,
        y1 - half,
        y1 - 5.0,
        x1 - 4.0,
        y1 - 6.0
    )
}

fn draw(step: &PlanStep, node: &Node) -> String {
    let (x, y) = (node.middle - node.width / 2.0, node.top);
    let mut svg = format!(
        "<g><title>{}</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"5\" fill=\"{}\" \
         fill-opacity=\".14\" stroke=\"{}\" stroke-opacity=\".75\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" font-weight=\"600\">{}</text>",
        escape(&tooltip(step)),
        node.width,
        node.height,
        color(step),
        color(step),
        x + PADDING,
        y + LINE,
        escape(&cut(&step.title))
    );
    for (index, line) in node.lines.iter().enumerate() {
        let baseline = y + LINE * (index + 2) as f64;
        svg.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{baseline:.1}\" fill-opacity=\".8\" xml:space=\"preserve\">{}</text>",
            x + PADDING,
            escape(line)
        ));
    }
    svg.push_str("</g>");
    svg
}

fn tooltip(step: &PlanStep) -> String {
    let all = format!("{}\n{}", step.title, step.details.join("\n"));
    match all.char_indices().nth(2000) {
        Some((end, _)) => format!("{}…", &all[..end]),
        None => all,
    }
}

/// By what the step does to rows: bring, drop, combine, order, or only compute columns.
fn color(step: &PlanStep) -> &'static str {
    let title = step.title.as_str();
    if step.inputs.is_empty() {
        "#0072b2"
    } else if ["FILTER", "SLICE", "UNIQUE"].iter().any(|word| title.starts_with(word)) {
        "#e1731a"
    } else if ["JOIN", "UNION", "HCONCAT", "MERGE"].iter().any(|word| title.contains(word)) {
        "#cc5c9c"
    } else if title.starts_with("GROUP") {
        "#009e73"
    } else if title.starts_with("SORT") {
        "#8a4fbf"
    } else {
        "#6b7280"
    }
}
