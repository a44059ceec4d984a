//! A tree as a picture: boxes with questions, lines to their answers. Leaves stand side by side,
//! every node above the middle of its parts. Colours are tints that are legible on light and dark
//! ground; text takes the page's own colour.

use std::fmt::Write;

use super::structure::Tree;
use super::text::{export_text, largest};
use crate::display::{escape, number};
use crate::runtime::{MimeBundle, RichDisplay};

const BOX_HEIGHT: f64 = 68.0;
const ROW: f64 = 108.0;
const CHARACTER: f64 = 6.9;
const LONGEST: usize = 26;
/// Levels that are drawn without being asked for more.
const USUAL_DEPTH: usize = 4;
/// One per class, in turn.
const HUES: [&str; 8] =
    ["#e58139", "#39a0e5", "#3fbf6f", "#b366e5", "#e5398c", "#c9b22b", "#2bc9c0", "#8c8c8c"];

/// A tree to be looked at: the last expression of a cell.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let tree = DecisionTreeClassifier::new().fit(&iris())?;
/// let picture = tree.plot_tree().max_depth(2);
/// assert!(picture.to_svg().contains("petal width"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TreePicture {
    tree: Tree,
    features: Vec<String>,
    classes: Vec<String>,
    criterion: String,
    max_depth: usize,
}

/// A node with its place in the picture.
struct Placed {
    node: usize,
    depth: usize,
    x: f64,
    parent: Option<usize>,
    is_cut: bool,
}

impl TreePicture {
    pub(crate) fn new(tree: Tree, features: Vec<String>, classes: Vec<String>, criterion: String) -> Self {
        Self { tree, features, classes, criterion, max_depth: USUAL_DEPTH }
    }

    /// Draws so many levels of questions; deeper parts are three dots. Default 4.
    #[must_use]
    pub fn max_depth(mut self, max_depth: usize) -> Self {
        self.max_depth = max_depth;
        self
    }

    /// The picture as an SVG document.
    pub fn to_svg(&self) -> String {
        let width = self.box_width();
        let placed = self.place(width + 18.0);
        let deepest = placed.iter().map(|place| place.depth).max().unwrap_or(0);
        let right = placed.iter().fold(0.0, |right: f64, place| right.max(place.x));
        let (full_width, height) = (right + width + 20.0, (deepest as f64) * ROW + BOX_HEIGHT + 20.0);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"decision tree\" \
             width=\"{full_width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {full_width:.0} {height:.0}\" \
             font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"currentColor\" style=\"max-width:100%;height:auto\">\n"
        );
        let center = |place: &Placed| (10.0 + place.x + width / 2.0, 10.0 + place.depth as f64 * ROW);
        for place in &placed {
            if let Some(parent) = place.parent {
                push_edge(&mut svg, center(&placed[parent]), center(place), parent == 0);
            }
        }
        for place in &placed {
            self.push_box(&mut svg, place, center(place), width);
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// Nodes in preorder, leaves `step` apart.
    fn place(&self, step: f64) -> Vec<Placed> {
        let mut placed: Vec<Placed> = Vec::new();
        let mut waiting = vec![(0, 0, None)];
        let mut next = 0.0;
        while let Some((node, depth, parent)) = waiting.pop() {
            let is_cut = depth >= self.max_depth && !self.tree.is_leaf(node);
            let here = placed.len();
            placed.push(Placed { node, depth, x: f64::NAN, parent, is_cut });
            if self.tree.is_leaf(node) || is_cut {
                placed[here].x = next;
                next += step;
            } else {
                let (left, right) = self.tree.children(node);
                waiting.extend([(right, depth + 1, Some(here)), (left, depth + 1, Some(here))]);
            }
        }
        for place in (0..placed.len()).rev().filter(|place| placed[*place].x.is_nan()).collect::<Vec<_>>() {
            let parts: Vec<f64> =
                placed.iter().filter(|child| child.parent == Some(place)).map(|child| child.x).collect();
            placed[place].x = parts.iter().sum::<f64>() / parts.len() as f64;
        }
        placed
    }

    fn box_width(&self) -> f64 {
        let longest =
            |names: &[String]| names.iter().map(|name| shown(name).chars().count()).max().unwrap_or(0);
        let characters = (longest(&self.features) + 9).max(longest(&self.classes) + 8).max(17);
        characters as f64 * CHARACTER + 14.0
    }

    fn push_box(&self, svg: &mut String, place: &Placed, (x, y): (f64, f64), width: f64) {
        let (color, strength) = self.tint(place.node);
        let left = x - width / 2.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BOX_HEIGHT}\" rx=\"6\" fill=\"{color}\" \
             fill-opacity=\"{strength:.2}\" stroke=\"currentColor\" stroke-opacity=\".45\"/>"
        );
        for (line, text) in self.lines(place.node).iter().enumerate() {
            let baseline = y + 17.0 + line as f64 * 15.0;
            let weight = if line == 0 { " font-weight=\"600\"" } else { "" };
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{baseline:.1}\" text-anchor=\"middle\"{weight}>{}</text>",
                escape(text)
            );
        }
        if place.is_cut {
            let below = y + BOX_HEIGHT + 13.0;
            let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{below:.1}\" text-anchor=\"middle\">…</text>");
        }
    }

    /// What a box says.
    fn lines(&self, node: usize) -> Vec<String> {
        let value = self.tree.value(node);
        let prediction = match self.classes.get(largest(value)) {
            Some(class) => format!("class {}", shown(class)),
            None => format!("value {}", number(value[0])),
        };
        let facts = vec![
            format!("{} {:.3}", self.criterion, self.tree.impurity(node)),
            format!("{} samples", self.tree.samples(node)),
        ];
        match self.tree.split(node) {
            Some((feature, threshold)) => {
                let question = format!("{} ≤ {}", shown(&self.features[feature]), short(threshold));
                std::iter::once(question).chain(facts).chain([prediction]).collect()
            }
            None => std::iter::once(prediction).chain(facts).collect(),
        }
    }

    /// Classes by colour, purer is stronger; quantities by strength from the lowest to the highest.
    fn tint(&self, node: usize) -> (&'static str, f64) {
        let value = self.tree.value(node);
        if self.classes.len() > 1 {
            let best = largest(value);
            let chance = 1.0 / value.len() as f64;
            let purity = ((value[best] - chance) / (1.0 - chance)).clamp(0.0, 1.0);
            return (HUES[best % HUES.len()], 0.06 + 0.54 * purity);
        }
        let all = (0..self.tree.node_count()).map(|node| self.tree.value(node)[0]);
        let (low, high) = all
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let place = if high > low { (value[0] - low) / (high - low) } else { 0.5 };
        (HUES[0], 0.06 + 0.54 * place)
    }
}

impl RichDisplay for TreePicture {
    fn rich_display(&self) -> MimeBundle {
        MimeBundle::text(export_text(&self.tree, &self.features, &self.classes)).svg(self.to_svg())
    }
}

fn push_edge(svg: &mut String, from: (f64, f64), to: (f64, f64), is_first: bool) {
    let start = from.1 + BOX_HEIGHT;
    let _ = writeln!(
        svg,
        "<line x1=\"{:.1}\" y1=\"{start:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"currentColor\" stroke-opacity=\".5\"/>",
        from.0, to.0, to.1
    );
    if is_first {
        let goes_left = to.0 < from.0;
        let (word, anchor) = if goes_left { ("yes", "end") } else { ("no", "start") };
        let (x, y) = ((from.0 + to.0) / 2.0 + if goes_left { -8.0 } else { 8.0 }, f64::midpoint(start, to.1));
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill-opacity=\".75\">{word}</text>"
        );
    }
}

fn shown(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Four significant digits.
fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let decimals = (3 - value.abs().log10().floor() as i32).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
