//! Where marks are drawn.

use super::scale::{Area, AxisScale};
use crate::color::{Palette, Theme};

/// What is needed to draw a mark: its axes in pixels, and the colours.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub x: AxisScale,
    /// The second axis' for marks that belong to it.
    pub y: AxisScale,
    /// The rectangle between the axes; marks are clipped to it by the caller, texts and the markers of
    /// points are not.
    pub area: Area,
    pub palette: &'a Palette,
    pub theme: Theme,
    /// Of the whole picture.
    pub load: Load,
}

/// How much there is to draw: above some amount it is drawn with less detail.
#[derive(Clone, Copy, Debug, Default)]
pub struct Load {
    /// Points of all scatters.
    pub points: usize,
    /// Points of all lines and areas.
    pub vertices: usize,
}
