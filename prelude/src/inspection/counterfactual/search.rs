//! The search for small changes: one feature, then two, and so on.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::goal::{Judge, Verdict};
use crate::error::Result;
use crate::model::check;
use crate::runtime::{Progress, check_interrupt};

/// Partial changes that are kept from one number of features to the next.
const WIDTH: usize = 12;
/// Observed values of a feature that are tried.
const VALUES: usize = 32;
/// Halvings when a success is pulled back.
const HALVINGS: usize = 20;

/// Some features of the sample changed.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub values: Array1<f64>,
    /// Which, ascending.
    pub features: Vec<usize>,
    /// In standard deviations.
    pub cost: f64,
}

pub(super) struct Search<'a> {
    start: &'a Array1<f64>,
    judge: &'a Judge<'a>,
    /// Observed values of each feature that may change; none for one that may not.
    candidates: Vec<Vec<f64>>,
    /// Whether anything between observed values makes sense.
    is_continuous: Vec<bool>,
    scale: Vec<f64>,
}

impl<'a> Search<'a> {
    pub fn new(
        data: ArrayView2<'_, f64>,
        start: &'a Array1<f64>,
        free: &[bool],
        judge: &'a Judge<'a>,
    ) -> Self {
        let (_, std) = check::moments(data);
        let observed = |feature: usize| {
            let mut values = data.column(feature).to_vec();
            values.sort_unstable_by(f64::total_cmp);
            values.dedup();
            values
        };
        let columns: Vec<Vec<f64>> = (0..start.len()).map(observed).collect();
        Self {
            start,
            judge,
            is_continuous: columns
                .iter()
                .map(|values| values.iter().any(|value| value.fract() != 0.0))
                .collect(),
            scale: std.iter().map(|std| if *std > 0.0 { *std } else { 1.0 }).collect(),
            candidates: columns
                .into_iter()
                .zip(free)
                .map(|(values, free)| if *free { thinned(&values) } else { Vec::new() })
                .collect(),
        }
    }

    pub fn run(&self, max_changes: usize, n_results: usize) -> Result<Vec<Found>> {
        let mut found: Vec<Found> = Vec::new();
        let start = Found { values: self.start.clone(), features: Vec::new(), cost: 0.0 };
        if self.judge.verdicts(self.start.view().insert_axis(Axis(0)))?[0].reached {
            return Ok(vec![start]);
        }
        let mut beam = vec![start];
        let mut progress = Progress::new("counterfactuals", max_changes as u64);
        for _ in 0..max_changes {
            let tried = self.children(&beam, &found)?;
            let (reached, rest): (Vec<_>, Vec<_>) =
                tried.into_iter().partition(|(_, verdict)| verdict.reached);
            for (success, _) in best_per_set(reached, |(child, _)| child.cost) {
                found.push(self.pulled_back(success)?);
            }
            progress.advance(1);
            if found.len() >= n_results {
                break;
            }
            let mut next = best_per_set(rest, |(_, verdict)| -verdict.progress);
            next.sort_by(|a, b| b.1.progress.total_cmp(&a.1.progress).then(a.0.cost.total_cmp(&b.0.cost)));
            beam = next.into_iter().take(WIDTH).map(|(child, _)| child).collect();
        }
        progress.finish_and_clear();
        found.sort_by(|a, b| a.features.len().cmp(&b.features.len()).then(a.cost.total_cmp(&b.cost)));
        found.truncate(n_results);
        Ok(found)
    }

    /// Every partial change with one more feature changed, except those that hold a success.
    fn children(&self, beam: &[Found], found: &[Found]) -> Result<Vec<(Found, Verdict)>> {
        let mut all = Vec::new();
        for parent in beam {
            check_interrupt()?;
            let mut children = Vec::new();
            for feature in (0..self.start.len()).filter(|feature| !parent.features.contains(feature)) {
                let mut features = parent.features.clone();
                features.push(feature);
                features.sort_unstable();
                if found.iter().any(|known| known.features.iter().all(|one| features.contains(one))) {
                    continue;
                }
                for value in self.candidates[feature].iter().filter(|value| **value != self.start[feature]) {
                    let mut values = parent.values.clone();
                    values[feature] = *value;
                    let cost = self.cost(&values);
                    children.push(Found { values, features: features.clone(), cost });
                }
            }
            if children.is_empty() {
                continue;
            }
            let rows =
                Array2::from_shape_fn((children.len(), self.start.len()), |(i, j)| children[i].values[j]);
            let verdicts = self.judge.verdicts(rows.view())?;
            all.extend(children.into_iter().zip(verdicts));
        }
        Ok(all)
    }

    fn cost(&self, values: &Array1<f64>) -> f64 {
        let parts = values.iter().zip(self.start).zip(&self.scale);
        parts.map(|((value, start), scale)| (value - start).abs() / scale).sum()
    }

    /// The same success with every change as small as the answer allows.
    fn pulled_back(&self, mut success: Found) -> Result<Found> {
        for feature in success.features.clone() {
            if !self.is_continuous[feature] {
                continue;
            }
            let (mut near, mut far) = (self.start[feature], success.values[feature]);
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(near, far);
                let mut values = success.values.clone();
                values[feature] = middle;
                if self.judge.verdicts(values.view().insert_axis(Axis(0)))?[0].reached {
                    far = middle;
                } else {
                    near = middle;
                }
            }
            success.values[feature] = far;
        }
        success.cost = self.cost(&success.values);
        Ok(success)
    }
}

/// At most so many values, evenly by rank, with both ends.
fn thinned(sorted: &[f64]) -> Vec<f64> {
    if sorted.len() <= VALUES {
        return sorted.to_vec();
    }
    (0..VALUES).map(|place| sorted[place * (sorted.len() - 1) / (VALUES - 1)]).collect()
}

/// Of the changes of the same features the one with the least `order`.
fn best_per_set(
    mut all: Vec<(Found, Verdict)>,
    order: impl Fn(&(Found, Verdict)) -> f64,
) -> Vec<(Found, Verdict)> {
    all.sort_by(|a, b| a.0.features.cmp(&b.0.features).then(order(a).total_cmp(&order(b))));
    all.dedup_by(|later, kept| later.0.features == kept.0.features);
    all
}
