//! Exact SHAP values of trees: how much each feature moves a prediction away from the mean one.
//!
//! Features that are left out are averaged over as the training samples went (path-dependent
//! TreeSHAP), so no background data is needed; a row costs leaves · depth², whatever the number of
//! features. Sums of trees are explained by the sums of their values.
//!
//! Source: S. Lundberg, G. Erion, S.-I. Lee, "Consistent individualized feature attribution for tree
//! ensembles", 2018, algorithm 2.

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis};
use rayon::prelude::*;

use super::structure::Tree;
use crate::array::{AsFeatures, Features};
use crate::error::Result;
use crate::model::{Seen, Summarize, Summary, SummaryTable};
use crate::runtime::{MimeBundle, Progress, RichDisplay, check_interrupt};

/// Rows between two looks at the interrupt flag.
const ROWS_AT_ONCE: usize = 256;
/// Stands for no feature, at the root of a path.
const NONE: usize = usize::MAX;

/// SHAP values: for each sample and output, the base value plus the values of all features is the
/// prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapValues {
    /// Shape (n_samples, n_features, n_outputs).
    pub values: Array3<f64>,
    /// The mean prediction of each output, in the same units.
    pub base_values: Array1<f64>,
    pub feature_names: Vec<String>,
    /// What the outputs are: classes, or the quantity.
    pub outputs: Vec<String>,
}

impl ShapValues {
    /// The values of one output, shape (n_samples, n_features).
    ///
    /// # Panics
    /// Never for an output below `outputs.len()`; beyond it as indexing does.
    pub fn output(&self, output: usize) -> Array2<f64> {
        self.values.index_axis(Axis(2), output).to_owned()
    }

    /// The mean size of each feature's values, shape (n_features, n_outputs): its importance.
    pub fn mean_abs(&self) -> Array2<f64> {
        let n_samples = self.values.len_of(Axis(0)).max(1) as f64;
        self.values.mapv(f64::abs).sum_axis(Axis(0)) / n_samples
    }
}

impl Summarize for ShapValues {
    fn summary(&self) -> Summary {
        let means = self.mean_abs();
        let mut order: Vec<usize> = (0..means.nrows()).collect();
        order.sort_by(|a, b| means.row(*b).sum().total_cmp(&means.row(*a).sum()));
        let row = |j: usize| (self.feature_names[j].clone(), means.row(j).to_vec());
        Summary {
            title: "ShapValues".to_owned(),
            subtitle: format!("{} samples, {} features", self.values.len_of(Axis(0)), means.nrows()),
            tables: vec![SummaryTable {
                caption: "mean of |SHAP value|".to_owned(),
                columns: self.outputs.clone(),
                rows: order.into_iter().map(row).collect(),
            }],
            ..Summary::default()
        }
    }
}

impl RichDisplay for ShapValues {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

/// A fitted tree or sum of trees that explains its own predictions exactly.
pub trait TreeShap {
    /// SHAP values of each row of `x`: of probabilities for trees and forests of classes, of
    /// log-odds for boosting, else of the predicted quantity.
    ///
    /// # Errors
    /// As the model's `predict`.
    fn tree_shap(&self, x: &Features<'_>) -> Result<ShapValues>;

    /// [`tree_shap`](Self::tree_shap) for whatever holds features.
    ///
    /// # Errors
    /// As the model's `predict`.
    fn shap_values(&self, x: impl AsFeatures) -> Result<ShapValues>
    where
        Self: Sized,
    {
        self.tree_shap(&x.features()?)
    }
}

/// Gives a fitted type with `seen` and `additive(&self) -> Additive` its SHAP values.
macro_rules! tree_shap {
    ($parameters:ident, $fitted:ident) => {
        impl $fitted {
            /// How much each feature moves each prediction away from the mean one, exactly.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn shap_values(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<$crate::tree::ShapValues> {
                $crate::tree::TreeShap::tree_shap(self, &x.features()?)
            }
        }

        impl $crate::tree::TreeShap for $fitted {
            fn tree_shap(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<$crate::tree::ShapValues> {
                self.seen.check(stringify!($parameters), x)?;
                $crate::tree::shap::explain(&self.additive(), &self.seen, x.view())
            }
        }
    };
}
pub(crate) use tree_shap;

/// A prediction as a sum of trees.
pub(crate) struct Additive<'a> {
    pub parts: Vec<Part<'a>>,
    /// What the trees' sum starts from, one per output.
    pub start: Vec<f64>,
    pub outputs: Vec<String>,
}

/// A tree whose values, times `scale`, belong to the outputs from `first_output` on.
pub(crate) struct Part<'a> {
    pub tree: &'a Tree,
    pub first_output: usize,
    pub scale: f64,
}

impl<'a> Additive<'a> {
    /// The mean of trees with all outputs each.
    pub fn mean(trees: &'a [Tree], outputs: Vec<String>) -> Self {
        let scale = 1.0 / trees.len().max(1) as f64;
        let parts = trees.iter().map(|tree| Part { tree, first_output: 0, scale }).collect();
        Self { parts, start: vec![0.0; outputs.len()], outputs }
    }
}

pub(crate) fn explain(model: &Additive<'_>, seen: &Seen, x: ArrayView2<'_, f64>) -> Result<ShapValues> {
    let (n_samples, n_features) = x.dim();
    let n_outputs = model.outputs.len();
    let mut base_values = Array1::from(model.start.clone());
    for part in &model.parts {
        for (output, mean) in mean_value(part.tree).into_iter().enumerate() {
            base_values[part.first_output + output] += part.scale * mean;
        }
    }
    let mut values = vec![0.0; n_samples * n_features * n_outputs];
    let size = n_features * n_outputs;
    let x = x.as_standard_layout();
    let rows = x.as_slice().unwrap_or_default();
    let mut progress = Progress::new("SHAP values", n_samples as u64);
    for (values, rows) in values.chunks_mut(ROWS_AT_ONCE * size).zip(rows.chunks(ROWS_AT_ONCE * n_features)) {
        check_interrupt()?;
        values.par_chunks_mut(size).zip(rows.par_chunks(n_features)).for_each(|(values, row)| {
            explain_row(model, row, values);
        });
        progress.advance((values.len() / size) as u64);
    }
    progress.finish_and_clear();
    let values = Array3::from_shape_vec((n_samples, n_features, n_outputs), values)
        .unwrap_or_else(|_| Array3::zeros((n_samples, n_features, n_outputs)));
    Ok(ShapValues { values, base_values, feature_names: seen.labels(), outputs: model.outputs.clone() })
}

/// The leaves' values, weighted by the training samples in them.
fn mean_value(tree: &Tree) -> Vec<f64> {
    let mut mean = vec![0.0; tree.n_outputs()];
    for node in (0..tree.node_count()).filter(|node| tree.is_leaf(*node)) {
        let share = tree.weight(node) / tree.weight(0);
        mean.iter_mut().zip(tree.value(node)).for_each(|(mean, value)| *mean += share * value);
    }
    mean
}

fn explain_row(model: &Additive<'_>, row: &[f64], values: &mut [f64]) {
    let n_outputs = model.outputs.len();
    let mut paths = Vec::new();
    for part in &model.parts {
        paths.clear();
        let mut walk = Walk { part, row, values, n_outputs, paths: &mut paths };
        walk.visit(0, 0, Step { feature: NONE, zero: 1.0, one: 1.0, weight: 0.0 });
    }
}

/// A feature on the way to a node: the share of subsets without it that come through (`zero`), the
/// share of those with it (`one`), and the weight of the subsets of its place's size.
#[derive(Clone, Copy)]
struct Step {
    feature: usize,
    zero: f64,
    one: f64,
    weight: f64,
}

struct Walk<'a> {
    part: &'a Part<'a>,
    row: &'a [f64],
    values: &'a mut [f64],
    n_outputs: usize,
    /// The paths to the node and to all nodes above it, one behind the other.
    paths: &'a mut Vec<Step>,
}

impl Walk<'_> {
    /// Goes through a node whose parent's path begins at `above`.
    fn visit(&mut self, node: usize, above: usize, step: Step) {
        let start = self.paths.len();
        self.paths.extend_from_within(above..start);
        extend(self.paths, start, step);
        let tree = self.part.tree;
        if let Some((feature, threshold)) = tree.split(node) {
            self.branch(node, start, feature, threshold);
        } else {
            self.settle(node, start);
        }
        self.paths.truncate(start);
    }

    fn branch(&mut self, node: usize, start: usize, feature: usize, threshold: f64) {
        let tree = self.part.tree;
        let (left, right) = tree.children(node);
        let (hot, cold) = if self.row[feature] <= threshold { (left, right) } else { (right, left) };
        let (mut zero, mut one) = (1.0, 1.0);
        if let Some(place) = self.paths[start..].iter().position(|step| step.feature == feature) {
            (zero, one) = (self.paths[start + place].zero, self.paths[start + place].one);
            unwind(self.paths, start, place);
        }
        let share = |child: usize| tree.weight(child) / tree.weight(node);
        self.visit(hot, start, Step { feature, zero: zero * share(hot), one, weight: 0.0 });
        self.visit(cold, start, Step { feature, zero: zero * share(cold), one: 0.0, weight: 0.0 });
    }

    /// A leaf gives each feature on the way its part of the value.
    fn settle(&mut self, node: usize, start: usize) {
        let path = &self.paths[start..];
        for place in 1..path.len() {
            let step = path[place];
            let share = unwound_sum(path, place) * (step.one - step.zero) * self.part.scale;
            let first = step.feature * self.n_outputs + self.part.first_output;
            for (sum, value) in self.values[first..].iter_mut().zip(self.part.tree.value(node)) {
                *sum += share * value;
            }
        }
    }
}

/// Adds a step to the path that begins at `start`.
fn extend(paths: &mut Vec<Step>, start: usize, step: Step) {
    let last = paths.len() - start;
    paths.push(Step { weight: if last == 0 { 1.0 } else { 0.0 }, ..step });
    let path = &mut paths[start..];
    let size = (last + 1) as f64;
    for place in (0..last).rev() {
        path[place + 1].weight += step.one * path[place].weight * (place + 1) as f64 / size;
        path[place].weight *= step.zero * (last - place) as f64 / size;
    }
}

/// Takes a step out of the path that begins at `start`.
fn unwind(paths: &mut Vec<Step>, start: usize, place: usize) {
    let path = &mut paths[start..];
    let last = path.len() - 1;
    let (zero, one, size) = (path[place].zero, path[place].one, (last + 1) as f64);
    let mut next = path[last].weight;
    for at in (0..last).rev() {
        if one == 0.0 {
            path[at].weight *= size / (zero * (last - at) as f64);
        } else {
            let before = path[at].weight;
            path[at].weight = next * size / ((at + 1) as f64 * one);
            next = before - path[at].weight * zero * (last - at) as f64 / size;
        }
    }
    for at in place..last {
        path[at] = Step { weight: path[at].weight, ..path[at + 1] };
    }
    paths.pop();
}

/// The weights of the path without a step, summed up.
fn unwound_sum(path: &[Step], place: usize) -> f64 {
    let last = path.len() - 1;
    let (zero, one, size) = (path[place].zero, path[place].one, (last + 1) as f64);
    let (mut sum, mut next) = (0.0, path[last].weight);
    for at in (0..last).rev() {
        if one == 0.0 {
            sum += path[at].weight * size / (zero * (last - at) as f64);
        } else {
            let weight = next * size / ((at + 1) as f64 * one);
            sum += weight;
            next = path[at].weight - weight * zero * (last - at) as f64 / size;
        }
    }
    sum
}
