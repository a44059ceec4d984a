//! Colours: eight that people with any kind of colour vision can tell apart, in an order that keeps
//! neighbours distinct, and the greys of text, grid and card.
//!
//! Source of the palette: M. Okabe, K. Ito, "Color universal design", 2008, with its yellow and
//! sky blue darkened for thin marks on white, its blue first and its black replaced by grey.

const CYCLE: [&str; 8] =
    ["#0072b2", "#e1731a", "#009e73", "#cc5c9c", "#3fa7d6", "#b8980a", "#8a4fbf", "#6b7280"];

pub(super) const CARD: &str = "#ffffff";
pub(super) const CARD_EDGE: &str = "#e3e6ea";
pub(super) const GRID: &str = "#e9ecef";
pub(super) const AXIS: &str = "#8b949e";
pub(super) const TEXT: &str = "#24292f";
pub(super) const FAINT_TEXT: &str = "#57606a";

/// The colour of the `index`-th thing; it repeats after eight.
pub(super) fn color(index: usize) -> &'static str {
    CYCLE[index % CYCLE.len()]
}
