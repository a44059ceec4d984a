//! What a model heeds: importances, partial dependence, SHAP values.

use super::support::{finite_range, line, points, reference, segments, short_number};
use crate::color::{Color, ColorMap};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{ColorBar, Dash, Mark, Paint, Scale, Shape};
use crate::statistics::quantile;

/// Importances of features as bars, the greatest at the top.
#[derive(Clone, Debug, Default)]
pub struct FeatureImportance {
    pub names: Vec<String>,
    pub means: Vec<f64>,
    /// Standard deviations over repeats or trees.
    pub errors: Option<Vec<f64>>,
    /// Only so many, 20 where missing.
    pub top: Option<usize>,
    /// Titles the x axis; "importance" where missing.
    pub label: Option<String>,
}

impl FeatureImportance {
    /// Features in the order they are drawn.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.names.len().min(self.means.len())).collect();
        order.retain(|feature| self.means[*feature].is_finite());
        order.sort_by(|a, b| self.means[*b].total_cmp(&self.means[*a]));
        order.truncate(self.top.unwrap_or(20).max(1));
        order
    }
}

impl Kind for FeatureImportance {
    fn name(&self) -> &'static str {
        "feature importance"
    }

    fn describe(&self) -> String {
        let order = self.order();
        let first: Vec<&str> = order.iter().take(3).map(|feature| self.names[*feature].as_str()).collect();
        format!("importance of {} features, first {}", self.names.len(), first.join(", "))
    }

    fn hidden(&self) -> usize {
        self.means.iter().filter(|mean| !mean.is_finite()).count()
    }

    fn n_things(&self) -> usize {
        self.names.len()
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let order = self.order();
        let means: Vec<f64> = order.iter().map(|feature| self.means[*feature]).collect();
        let paint = panel.paint(style);
        panel.add(level_bars(&means, paint, 0.36));
        if let Some(errors) = &self.errors {
            let ends = order.iter().enumerate().filter_map(|(row, feature)| {
                let error = errors.get(*feature).filter(|error| error.is_finite())?;
                let (mean, y) = (self.means[*feature], row as f64);
                Some([mean - error, y, mean + error, y])
            });
            panel.add(segments(ends, Paint::Text).stroke(1.4));
        }
        let names: Vec<String> = order.iter().map(|feature| self.names[*feature].clone()).collect();
        rows(&names, panel);
        panel.panel.x.from_zero = true;
        panel.panel.x.label = Some(self.label.clone().unwrap_or_else(|| "importance".to_string()));
    }
}

/// A bar from zero per row.
fn level_bars(values: &[f64], paint: Paint, half: f64) -> Mark {
    let at = |shift: f64| (0..values.len()).map(|row| row as f64 + shift).collect();
    let shape =
        Shape::Rects { x0: vec![0.0; values.len()], y0: at(-half), x1: values.to_vec(), y1: at(half) };
    Mark::new(shape, paint)
}

/// Named rows, the first at the top.
pub(super) fn rows(names: &[String], panel: &mut PanelBuilder) {
    let y = &mut panel.panel.y;
    y.scale = Scale::Categories(names.to_vec());
    y.reversed = true;
    y.hide_grid = true;
    (y.low, y.high) = (Some(-0.6), Some(names.len() as f64 - 0.4));
}

/// What the model says in the mean as one feature changes, with single rows faint behind.
#[derive(Clone, Debug, Default)]
pub struct PartialDependence {
    /// Values of the feature.
    pub grid: Vec<f64>,
    pub mean: Vec<f64>,
    /// Per row of the data, the model's answers over the grid.
    pub rows: Vec<Vec<f64>>,
    /// The data's deciles of the feature, as ticks at the bottom.
    pub deciles: Vec<f64>,
    /// The feature's name.
    pub feature: String,
    /// "partial dependence" where missing.
    pub label: Option<String>,
}

impl Kind for PartialDependence {
    fn name(&self) -> &'static str {
        "partial dependence"
    }

    fn describe(&self) -> String {
        let (low, high) = finite_range(self.mean.iter().copied()).unwrap_or((f64::NAN, f64::NAN));
        format!(
            "partial dependence on {}, from {} to {}",
            self.feature,
            short_number(low),
            short_number(high)
        )
    }

    fn n_things(&self) -> usize {
        self.grid.len()
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let paint = panel.paint(style);
        if !self.rows.is_empty() {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            for row in &self.rows {
                x.extend(self.grid.iter().copied().chain([f64::NAN]));
                y.extend(row.iter().copied().take(self.grid.len()).chain([f64::NAN]));
            }
            let opacity = (6.0 / self.rows.len() as f64).clamp(0.08, 0.4);
            let single = line(x, y, paint.clone()).stroke(0.8).opacity(opacity);
            panel.add(single);
            // Its entry in the legend is not as faint as the lines.
            let key = line(vec![f64::NAN], vec![f64::NAN], paint.clone()).stroke(0.8);
            panel.add(key.label(Some("single rows".to_string())));
        }
        let label = (!self.rows.is_empty()).then(|| "mean".to_string());
        let mean_paint = if self.rows.is_empty() { paint } else { panel.next_paint() };
        panel.add(line(self.grid.clone(), self.mean.clone(), mean_paint).stroke(2.5).label(label));
        self.rug(panel);
        panel.panel.x.label = Some(self.feature.clone());
        panel.panel.y.label = Some(self.label.clone().unwrap_or_else(|| "partial dependence".to_string()));
    }
}

impl PartialDependence {
    /// Ticks that stand on the lower end of the axis; a twentieth of the height.
    fn rug(&self, panel: &mut PanelBuilder) {
        let all = self.mean.iter().copied().chain(self.rows.iter().flatten().copied());
        let Some((low, high)) = finite_range(all) else { return };
        let room = if high > low { (high - low) * 0.06 } else { low.abs().max(1.0) * 0.06 };
        if self.deciles.is_empty() {
            return;
        }
        let ends = self.deciles.iter().map(|at| [*at, low - room, *at, low - room * 0.2]);
        panel.add(segments(ends, Paint::Text).stroke(1.2).opacity(0.7));
        panel.panel.y.low = Some(low - room);
        panel.panel.y.high = Some(high + room);
    }
}

/// SHAP values of all rows, a line of points per feature, coloured by the feature's value.
#[derive(Clone, Debug, Default)]
pub struct ShapBeeswarm {
    pub names: Vec<String>,
    /// Per feature, the SHAP values of the rows.
    pub shap: Vec<Vec<f64>>,
    /// Per feature, its values in the rows.
    pub values: Vec<Vec<f64>>,
    /// Only so many features, 20 where missing; by their mean absolute SHAP value.
    pub top: Option<usize>,
}

impl ShapBeeswarm {
    fn order(&self) -> Vec<usize> {
        let size = |feature: &usize| self.shap[*feature].iter().map(|value| value.abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..self.names.len().min(self.shap.len())).collect();
        order.sort_by(|a, b| size(b).total_cmp(&size(a)));
        order.truncate(self.top.unwrap_or(20).max(1));
        order
    }
}

impl Kind for ShapBeeswarm {
    fn name(&self) -> &'static str {
        "SHAP beeswarm"
    }

    fn describe(&self) -> String {
        let order = self.order();
        let first: Vec<&str> = order.iter().take(3).map(|feature| self.names[*feature].as_str()).collect();
        let rows = self.shap.first().map_or(0, Vec::len);
        format!(
            "SHAP values of {} features for {rows} rows, strongest {}",
            self.names.len(),
            first.join(", ")
        )
    }

    fn n_things(&self) -> usize {
        self.names.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["color_map", "marker_size"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let map = style.options.color_map.unwrap_or(ColorMap::BluePurpleRed);
        let order = self.order();
        panel.add(reference((0.0, f64::NEG_INFINITY), (0.0, f64::INFINITY), Dash::Solid));
        let (mut x, mut y, mut colors) = (Vec::new(), Vec::new(), Vec::new());
        for (row, feature) in order.iter().enumerate() {
            let shap = &self.shap[*feature];
            let shades = shades(self.values.get(*feature).map_or(&[][..], Vec::as_slice), shap.len());
            for ((value, rise), shade) in shap.iter().zip(swarm(shap)).zip(shades) {
                x.push(*value);
                y.push(row as f64 + rise);
                colors.push(shade.map_or(Color::hex(0x0099_9999), |shade| map.at(shade)));
            }
        }
        panel.add(points(x, y, style.options.marker_size.unwrap_or(5.0), Paint::Each(colors)).opacity(0.85));
        let names: Vec<String> = order.iter().map(|feature| self.names[*feature].clone()).collect();
        rows(&names, panel);
        panel.panel.x.label = Some("SHAP value".to_string());
        let bar = ColorBar::new(map, (0.0, 1.0), Some("feature value".to_string()));
        // Each feature has its own scale: only the ends mean something for all.
        let ticks = Some(vec![(0.0, "low".to_string()), (1.0, "high".to_string())]);
        panel.panel.color_bar = Some(ColorBar { ticks, ..bar });
    }
}

/// How far each point of a row stands from its middle, −0.4 to 0.4: points of one hundredth of the
/// range lie in turns above and below, as in shap's `summary_plot`.
fn swarm(values: &[f64]) -> Vec<f64> {
    let Some((low, high)) = finite_range(values.iter().copied()) else { return vec![0.0; values.len()] };
    let width = (high - low) / 100.0;
    let mut filled = std::collections::HashMap::new();
    let mut layers = Vec::with_capacity(values.len());
    for value in values {
        let bin = if width > 0.0 && value.is_finite() { ((value - low) / width).round() as i64 } else { 0 };
        let layer: &mut i64 = filled.entry(bin).or_insert(0);
        let half = (*layer + 1) / 2;
        layers.push(if *layer % 2 == 1 { half as f64 } else { -half as f64 });
        *layer += 1;
    }
    let most = layers.iter().fold(0.0_f64, |most, layer| most.max(layer.abs()));
    // Few points keep together: they are no wider than they need be.
    let step = (0.38 / (most + 1.0)).min(0.06);
    layers.into_iter().map(|layer| layer * step).collect()
}

/// Where each value is between the 5th and the 95th percentile; `None` for missing ones.
fn shades(values: &[f64], count: usize) -> Vec<Option<f64>> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (mut low, mut high) = (quantile(&sorted, 0.05), quantile(&sorted, 0.95));
    if low >= high {
        (low, high) = (quantile(&sorted, 0.0), quantile(&sorted, 1.0));
    }
    let shade = |value: Option<&f64>| {
        value.filter(|value| value.is_finite()).map(|value| super::support::share(*value, low, high))
    };
    (0..count).map(|row| shade(values.get(row))).collect()
}
