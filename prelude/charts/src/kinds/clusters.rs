//! How good a clustering is: silhouettes of its points, and what more clusters bring.

use super::support::{counted, line, points, reference, segments, shifted, texts};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Axis, Dash, Mark, Paint, Shape, Step};

/// Silhouette coefficients, sorted within each cluster, as scikit-learn's example draws them.
#[derive(Clone, Debug, Default)]
pub struct Silhouette {
    /// Per point, −1 to 1.
    pub values: Vec<f64>,
    /// Per point, an index into `names`.
    pub clusters: Vec<usize>,
    /// Names of the clusters.
    pub names: Vec<String>,
}

impl Silhouette {
    fn mean(&self) -> f64 {
        let finite: Vec<f64> = self.values.iter().copied().filter(|value| value.is_finite()).collect();
        finite.iter().sum::<f64>() / finite.len().max(1) as f64
    }

    /// The finite values of a cluster, the greatest first: it is drawn downwards.
    fn sorted(&self, cluster: usize) -> Vec<f64> {
        let pairs = self.values.iter().zip(&self.clusters);
        let mut values: Vec<f64> = pairs
            .filter(|(value, code)| **code == cluster && value.is_finite())
            .map(|(value, _)| *value)
            .collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }
}

impl Kind for Silhouette {
    fn name(&self) -> &'static str {
        "silhouette"
    }

    fn describe(&self) -> String {
        format!(
            "silhouettes of {} in {}, {:.3} in the mean",
            counted(self.values.len(), "point"),
            counted(self.names.len(), "cluster"),
            self.mean()
        )
    }

    fn hidden(&self) -> usize {
        self.values.iter().filter(|value| !value.is_finite()).count()
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn draw(&self, _style: &Style, panel: &mut PanelBuilder) {
        let gap = (self.values.len() as f64 * 0.02).max(1.0);
        let mut top = 0.0;
        let mut ticks = Vec::new();
        for (cluster, name) in self.names.iter().enumerate() {
            let values = self.sorted(cluster);
            let paint = panel.next_paint();
            if values.is_empty() {
                continue;
            }
            ticks.push((top + values.len() as f64 / 2.0, name.clone()));
            panel.add(bars(&values, top, paint));
            top += values.len() as f64 + gap;
        }
        let mean = self.mean();
        panel.add(segments([[0.0, -gap, 0.0, top]], Paint::Faint).stroke(0.8));
        panel.add(mean_line(mean));
        panel.panel.x.label = Some(format!("silhouette coefficient (dashed: mean {mean:.2})"));
        panel.panel.y = Axis {
            label: Some("cluster".to_string()),
            low: Some(-gap * 1.5),
            high: Some(top),
            ticks: Some(ticks),
            tight: true,
            reversed: true,
            hide_grid: true,
            ..Axis::default()
        };
    }
}

fn mean_line(mean: f64) -> Mark {
    let mut mark = reference((mean, f64::NEG_INFINITY), (mean, f64::INFINITY), Dash::Dashed);
    mark.paint = Paint::Text;
    mark
}

/// One bar per value, one unit thick, as a single outline: thousands of bars would show seams.
fn bars(values: &[f64], top: f64, paint: Paint) -> Mark {
    let mut ring = vec![(0.0, top)];
    for (index, value) in values.iter().enumerate() {
        ring.push((*value, top + index as f64));
        ring.push((*value, top + index as f64 + 1.0));
    }
    ring.push((0.0, top + values.len() as f64));
    Mark::new(Shape::Polygons { polygons: vec![vec![ring]] }, paint).opacity(0.8)
}

/// The sum of squared distances against the number of clusters, with the knee marked.
#[derive(Clone, Debug, Default)]
pub struct Elbow {
    /// Numbers of clusters, ascending.
    pub k: Vec<f64>,
    /// Sums of squared distances to the centres.
    pub inertia: Vec<f64>,
    /// Mean silhouette coefficients, on a second axis.
    pub silhouette: Option<Vec<f64>>,
}

impl Elbow {
    /// Where the curve bends most: the greatest distance below the straight line between its ends.
    ///
    /// Source: V. Satopaa et al., "Finding a 'kneedle' in a haystack", 2011.
    #[must_use]
    pub fn knee(&self) -> Option<usize> {
        let last = self.k.len().min(self.inertia.len()).checked_sub(1).filter(|last| *last >= 2)?;
        let (wide, tall) = (self.k[last] - self.k[0], self.inertia[0] - self.inertia[last]);
        if !(wide > 0.0 && tall > 0.0) {
            return None;
        }
        let below = |index: usize| {
            1.0 - (self.k[index] - self.k[0]) / wide - (self.inertia[index] - self.inertia[last]) / tall
        };
        let best = (1..last)
            .filter(|index| below(*index).is_finite())
            .max_by(|a, b| below(*a).total_cmp(&below(*b)))?;
        (below(best) > 1e-9).then_some(best)
    }
}

impl Kind for Elbow {
    fn name(&self) -> &'static str {
        "elbow"
    }

    fn describe(&self) -> String {
        let knee = self.knee().map_or_else(|| "no knee".to_string(), |at| format!("knee at {}", self.k[at]));
        format!("inertia for {} numbers of clusters, {knee}", self.k.len())
    }

    fn n_things(&self) -> usize {
        self.k.len()
    }

    fn draw(&self, _style: &Style, panel: &mut PanelBuilder) {
        let paint = panel.next_paint();
        let several = self.silhouette.is_some().then(|| "inertia".to_string());
        panel.add(line(self.k.clone(), self.inertia.clone(), paint.clone()).label(several));
        panel.add(points(self.k.clone(), self.inertia.clone(), 7.0, paint));
        panel.panel.x.label = Some("number of clusters".to_string());
        panel.panel.x.counts = true;
        panel.panel.y.label = Some("inertia".to_string());
        if let Some(silhouette) = &self.silhouette {
            let paint = panel.next_paint();
            let mut curve = Mark::new(
                Shape::Line { x: self.k.clone(), y: silhouette.clone(), step: Step::Straight },
                paint.clone(),
            )
            .dash(Dash::Dashed)
            .label(Some("silhouette".to_string()));
            curve.second_axis = true;
            let mut dots = points(self.k.clone(), silhouette.clone(), 6.0, paint);
            dots.second_axis = true;
            panel.add(curve);
            panel.add(dots);
            panel.panel.y2 =
                Some(Axis { label: Some("mean silhouette".to_string()), hide_grid: true, ..Axis::default() });
        }
        if let Some(knee) = self.knee() {
            let (k, inertia) = (self.k[knee], self.inertia[knee]);
            panel.add(reference((k, f64::NEG_INFINITY), (k, f64::INFINITY), Dash::Dashed));
            let text = texts(vec![(k, inertia)], vec![format!("knee: k = {k}")], 12.0, Anchor::Start);
            panel.add(shifted(text, 8.0, -10.0));
        }
    }
}
