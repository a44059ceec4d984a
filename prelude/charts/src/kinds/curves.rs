//! Curves that judge a model: ROC, precision–recall, calibration, learning and validation curves.

use super::support::{counted, line, points, reference, shifted, texts};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Axis, Dash, Mark, Scale, Shape, Step};

/// One model's curve.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    /// The model, or the class.
    pub name: Option<String>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// Area under it, or its average precision: said in the legend.
    pub score: Option<f64>,
}

impl Curve {
    /// With the layer's name where it has none of its own.
    fn named(&self, style: &Style, score_name: &str) -> Option<String> {
        let name = self.name.clone().or_else(|| style.label.clone());
        Self { name, score: self.score, ..Self::default() }.label(score_name)
    }

    fn label(&self, score_name: &str) -> Option<String> {
        match (&self.name, self.score) {
            (Some(name), Some(score)) => Some(format!("{name} ({score_name} {score:.3})")),
            (None, Some(score)) => Some(format!("{score_name} {score:.3}")),
            (name, None) => name.clone(),
        }
    }
}

/// An axis for shares from 0 to 1, with a hair of room so that lines along the ends are seen whole.
fn shares(label: &str) -> Axis {
    Axis {
        label: Some(label.to_string()),
        low: Some(-0.01),
        high: Some(1.01),
        tight: true,
        ..Axis::default()
    }
}

/// True positive rate against false positive rate, for every threshold.
#[derive(Clone, Debug, Default)]
pub struct Roc {
    /// x: false positive rates, y: true positive rates, score: area under the curve.
    pub curves: Vec<Curve>,
}

impl Kind for Roc {
    fn name(&self) -> &'static str {
        "ROC"
    }

    fn describe(&self) -> String {
        let labels: Vec<String> = self.curves.iter().filter_map(|curve| curve.label("AUC")).collect();
        format!("ROC of {}: {}", counted(self.curves.len(), "model"), labels.join(", "))
    }

    fn n_things(&self) -> usize {
        self.curves.len()
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if panel.siblings.index == 0 {
            let chance = Some("chance (AUC 0.5)".to_string());
            panel.add(reference((0.0, 0.0), (1.0, 1.0), Dash::Dashed).label(chance));
        }
        for curve in &self.curves {
            let paint = panel.paint(style);
            panel.add(line(curve.x.clone(), curve.y.clone(), paint).label(curve.named(style, "AUC")));
        }
        panel.panel.x = shares("False positive rate");
        panel.panel.y = shares("True positive rate");
        panel.panel.equal_aspect = true;
    }
}

/// Precision against recall, for every threshold, with the rate that guessing would have.
#[derive(Clone, Debug, Default)]
pub struct PrecisionRecall {
    /// x: recalls, y: precisions, score: average precision.
    pub curves: Vec<Curve>,
    /// The share of positives.
    pub base_rate: Option<f64>,
}

impl Kind for PrecisionRecall {
    fn name(&self) -> &'static str {
        "precision–recall"
    }

    fn describe(&self) -> String {
        let labels: Vec<String> = self.curves.iter().filter_map(|curve| curve.label("AP")).collect();
        format!("precision–recall of {}: {}", counted(self.curves.len(), "model"), labels.join(", "))
    }

    fn n_things(&self) -> usize {
        self.curves.len()
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if let Some(rate) = self.base_rate.filter(|_| panel.siblings.index == 0) {
            let label = format!("chance (AP {rate:.3})");
            panel.add(reference((0.0, rate), (1.0, rate), Dash::Dashed).label(Some(label)));
        }
        for curve in &self.curves {
            let paint = panel.paint(style);
            // A precision holds back to the recall before it, as scikit-learn draws it.
            let shape = Shape::Line { x: curve.x.clone(), y: curve.y.clone(), step: Step::After };
            panel.add(Mark::new(shape, paint).label(curve.named(style, "AP")));
        }
        panel.panel.x = shares("Recall");
        panel.panel.y = shares("Precision");
        panel.panel.equal_aspect = true;
    }
}

/// How often it was so, where the model said how likely it is.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    /// x: mean predicted probabilities of the bins, y: shares of positives in them.
    pub curves: Vec<Curve>,
    /// Per curve how many are in each bin; the markers' areas. Empty: all alike.
    pub counts: Vec<Vec<f64>>,
}

impl Kind for Calibration {
    fn name(&self) -> &'static str {
        "calibration"
    }

    fn describe(&self) -> String {
        format!("calibration of {}", counted(self.curves.len(), "model"))
    }

    fn n_things(&self) -> usize {
        self.curves.len()
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if panel.siblings.index == 0 {
            let label = Some("perfectly calibrated".to_string());
            panel.add(reference((0.0, 0.0), (1.0, 1.0), Dash::Dashed).label(label));
        }
        for (index, curve) in self.curves.iter().enumerate() {
            let paint = panel.paint(style);
            let label = curve.named(style, "Brier score");
            panel.add(line(curve.x.clone(), curve.y.clone(), paint.clone()).label(label));
            let mut dots = points(curve.x.clone(), curve.y.clone(), 7.0, paint);
            let counts = self.counts.get(index).filter(|counts| counts.len() == curve.x.len());
            if let (Some(counts), Shape::Points { size, .. }) = (counts, &mut dots.shape) {
                *size = areas(counts);
            }
            panel.add(dots);
            if let (Some(counts), 1) = (counts, self.curves.len() * panel.siblings.count) {
                write_counts(curve, counts, panel);
            }
        }
        panel.panel.x = shares("Mean predicted probability");
        panel.panel.y = shares("Share of positives");
        panel.panel.equal_aspect = true;
        for axis in [&mut panel.panel.x, &mut panel.panel.y] {
            // The counts at the ends have room.
            (axis.low, axis.high) = (Some(-0.08), Some(1.08));
        }
    }
}

/// Diameters whose areas go with the counts.
fn areas(counts: &[f64]) -> Vec<f64> {
    let greatest = counts.iter().copied().fold(1.0, f64::max);
    counts.iter().map(|count| 5.0 + 9.0 * (count.max(0.0) / greatest).sqrt()).collect()
}

/// Each on the side that the curve leaves free.
fn write_counts(curve: &Curve, counts: &[f64], panel: &mut PanelBuilder) {
    let places: Vec<(f64, f64)> = curve.x.iter().copied().zip(curve.y.iter().copied()).collect();
    for (index, ((place, count), size)) in places.iter().zip(counts).zip(areas(counts)).enumerate() {
        let before = index.checked_sub(1).and_then(|index| places.get(index));
        let neighbours = before.into_iter().chain(places.get(index + 1)).copied().collect();
        let (right, up) = free_side(*place, neighbours);
        let anchor = match right {
            right if right > 0.1 => Anchor::Start,
            right if right < -0.1 => Anchor::End,
            _ => Anchor::Middle,
        };
        let reach = size / 2.0 + 3.0;
        let text = texts(vec![*place], vec![format!("{count}")], 10.0, anchor);
        panel.add(shifted(text, right * reach, -up * (reach + 4.0)));
    }
}

/// Of eight directions (right, up), the one that is farthest from those of the neighbours, and of the
/// diagonal if that is near.
fn free_side(place: (f64, f64), mut neighbours: Vec<(f64, f64)>) -> (f64, f64) {
    if (place.0 - place.1).abs() < 0.1 {
        neighbours.extend([(place.0 + 1.0, place.1 + 1.0), (place.0 - 1.0, place.1 - 1.0)]);
    }
    let taken: Vec<f64> =
        neighbours.iter().map(|other| (other.1 - place.1).atan2(other.0 - place.0)).collect();
    let angle = |eighth: &i32| f64::from(*eighth) * std::f64::consts::FRAC_PI_4;
    let free = |eighth: &i32| {
        let apart = taken.iter().map(|taken| (angle(eighth) - taken).cos());
        -apart.fold(-1.0, f64::max)
    };
    // Above or below before beside: numbers are wider than high.
    let directions = [2, 6, 7, 1, 3, 5, 0, 4];
    let best = directions.into_iter().rev().max_by(|one, other| free(one).total_cmp(&free(other)));
    let (sin, cos) = angle(&best.unwrap_or(2)).sin_cos();
    (cos, sin)
}

/// Scores on the training and the validation parts, with bands of one standard deviation: against the
/// number of rows (learning curve) or a parameter (validation curve).
#[derive(Clone, Debug, Default)]
pub struct LearningCurve {
    /// Numbers of rows, or values of the parameter.
    pub x: Vec<f64>,
    pub train: Band,
    pub validation: Band,
    /// "training rows" where missing.
    pub x_label: Option<String>,
    /// "score" where missing.
    pub y_label: Option<String>,
    /// For parameters that are tried by powers.
    pub log: bool,
}

/// Means and standard deviations over the folds.
#[derive(Clone, Debug, Default)]
pub struct Band {
    pub mean: Vec<f64>,
    pub deviation: Vec<f64>,
}

impl Kind for LearningCurve {
    fn name(&self) -> &'static str {
        "learning curve"
    }

    fn describe(&self) -> String {
        let last = self.validation.mean.last().copied().unwrap_or(f64::NAN);
        let against = self.x_label.as_deref().unwrap_or("training rows");
        format!("training and validation scores against {against}, validation {last:.3} at the end")
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn draw(&self, _style: &Style, panel: &mut PanelBuilder) {
        for (name, band) in [("training", &self.train), ("validation", &self.validation)] {
            let paint = panel.next_paint();
            let ends = |sign: f64| {
                let deviations = band.deviation.iter().copied().chain(std::iter::repeat(0.0));
                band.mean.iter().zip(deviations).map(|(mean, by)| mean + sign * by).collect()
            };
            let area =
                Shape::Area { x: self.x.clone(), low: ends(-1.0), high: ends(1.0), step: Step::Straight };
            panel.add(Mark::new(area, paint.clone()).opacity(0.18));
            panel.add(line(self.x.clone(), band.mean.clone(), paint.clone()).label(Some(name.to_string())));
            panel.add(points(self.x.clone(), band.mean.clone(), 6.0, paint));
        }
        panel.panel.x.label = Some(self.x_label.clone().unwrap_or_else(|| "training rows".to_string()));
        panel.panel.y.label = Some(self.y_label.clone().unwrap_or_else(|| "score".to_string()));
        if self.log {
            panel.panel.x.scale = Scale::Log;
        }
    }
}
