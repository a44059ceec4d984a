//! Prices over time.

use super::common::{counted, sides};
use crate::color::Color;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Paint, Scale, Shape};
use crate::statistics::quantiles;

/// Told apart with any kind of colour vision; and what rose is hollow.
const ROSE: Color = Color::hex(0x0000_72b2);
const FELL: Color = Color::hex(0x00d5_5e00);

/// A candle for each time: the body from open to close, the wick from low to high.
#[derive(Clone, Debug, Default)]
pub struct Candlestick {
    /// Milliseconds since 1970.
    pub dates: Vec<f64>,
    pub open: Vec<f64>,
    pub high: Vec<f64>,
    pub low: Vec<f64>,
    pub close: Vec<f64>,
}

impl Candlestick {
    fn candle(&self, index: usize) -> Option<[f64; 5]> {
        let runs = [&self.dates, &self.open, &self.high, &self.low, &self.close];
        let candle = runs.map(|run| run.get(index).copied().unwrap_or(f64::NAN));
        candle.iter().all(|value| value.is_finite()).then_some(candle)
    }

    /// Most of the usual distance between two times.
    fn width(&self) -> f64 {
        let mut dates = crate::statistics::finite(&self.dates);
        dates.sort_by(f64::total_cmp);
        dates.dedup();
        let gaps: Vec<f64> = dates.windows(2).map(|pair| pair[1] - pair[0]).collect();
        // The lower quarter: weekends and holidays are wider.
        quantiles(&gaps, &[0.1]).first().copied().filter(|gap| gap.is_finite()).unwrap_or(86_400_000.0) * 0.66
    }
}

impl Kind for Candlestick {
    fn name(&self) -> &'static str {
        "candlestick"
    }

    fn describe(&self) -> String {
        counted(self.dates.len() - self.hidden(), "candle")
    }

    fn hidden(&self) -> usize {
        (0..self.dates.len()).filter(|index| self.candle(*index).is_none()).count()
    }

    fn n_things(&self) -> usize {
        self.dates.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["line_width"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        panel.panel.x.scale = Scale::Date;
        let half = self.width() / 2.0;
        let candles: Vec<[f64; 5]> = (0..self.dates.len()).filter_map(|index| self.candle(index)).collect();
        // Bodies of very many candles are too narrow to have an inside.
        let hollow = candles.len() <= 150;
        let stroke = style.options.line_width.unwrap_or(if hollow { 1.4 } else { 1.0 });
        for (rose, color) in [(true, ROSE), (false, FELL)] {
            let of_kind: Vec<&[f64; 5]> =
                candles.iter().filter(|candle| (candle[4] >= candle[1]) == rose).collect();
            if of_kind.is_empty() {
                continue;
            }
            let mut lines = Vec::new();
            for [at, open, high, low, close] in of_kind.iter().copied() {
                let (bottom, top) = (open.min(*close), open.max(*close));
                lines.extend([[*at, *low, *at, bottom], [*at, top, *at, *high]]);
                lines.extend(sides(at - half, bottom, at + half, top));
            }
            let bodies = Shape::Rects {
                x0: of_kind.iter().map(|candle| candle[0] - half).collect(),
                y0: of_kind.iter().map(|candle| candle[1]).collect(),
                x1: of_kind.iter().map(|candle| candle[0] + half).collect(),
                y1: of_kind.iter().map(|candle| candle[4]).collect(),
            };
            let fill = if rose && hollow { Paint::Ground } else { Paint::Fixed(color) };
            panel.add(Mark::new(bodies, fill));
            let label = if rose { "rose" } else { "fell" };
            let lines = super::common::Lying(false).segments(&lines);
            panel.add(Mark::new(lines, Paint::Fixed(color)).stroke(stroke).label(Some(label.to_owned())));
        }
    }
}
