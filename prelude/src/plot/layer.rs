//! One set of marks of a figure, with the data already checked.

use std::borrow::Cow;

use super::source::PlotNumbers;
use crate::array::{LabelValues, Labels, Numbers};
use crate::error::{Error, Result};
use polars::prelude::DataFrame;

/// More groups than this cannot be told apart by colour.
const MOST_GROUPS: usize = 20;
/// Beyond this, the width of an axis would overflow. (False for NaN too.)
const LARGEST: f64 = 1e300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Points,
    Line,
    Histogram,
}

/// A layer's data. `y` is empty for a histogram.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub mark: Mark,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub label: Option<String>,
    pub groups: Option<Groups>,
}

/// A division of a layer's points by label.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub title: Option<String>,
    pub names: Vec<String>,
    /// Per point, an index into `names`.
    pub codes: Vec<usize>,
}

/// What a new layer tells of its axes.
pub(super) struct Added {
    pub layer: Layer,
    pub x_name: Option<String>,
    pub y_name: Option<String>,
}

impl Layer {
    /// Points or a line from two equally long runs of numbers.
    pub(super) fn xy(
        mark: Mark,
        x: &dyn PlotNumbers,
        y: &dyn PlotNumbers,
        frame: Option<&DataFrame>,
    ) -> Result<Added> {
        let (x, y) = (x.plot_numbers(frame)?, y.plot_numbers(frame)?);
        if x.values.len() != y.values.len() {
            return Err(Error::LengthMismatch {
                left: named("x", &x),
                left_length: x.values.len(),
                right: named("y", &y),
                right_length: y.values.len(),
            });
        }
        let layer = Self {
            mark,
            x: x.values.into_owned(),
            y: y.values.into_owned(),
            label: y.name.clone(),
            groups: None,
        };
        if !(0..layer.x.len()).any(|i| layer.is_shown(i)) {
            return Err(Error::empty("the chart's data", "one point with finite x and y"));
        }
        Ok(Added { layer, x_name: x.name, y_name: y.name })
    }

    /// A histogram of one run of numbers.
    pub(super) fn histogram(values: &dyn PlotNumbers, frame: Option<&DataFrame>) -> Result<Added> {
        let values = values.plot_numbers(frame)?;
        let name = values.name.clone();
        let layer = Self {
            mark: Mark::Histogram,
            x: values.values.into_owned(),
            y: Vec::new(),
            label: name.clone(),
            groups: None,
        };
        if !(0..layer.x.len()).any(|i| layer.is_shown(i)) {
            return Err(Error::empty("the chart's data", "one finite value"));
        }
        Ok(Added { layer, x_name: name, y_name: Some("count".to_owned()) })
    }

    /// Whether a point has a place on the chart.
    pub(super) fn is_shown(&self, index: usize) -> bool {
        let has_place = |value: f64| value.abs() <= LARGEST;
        has_place(self.x[index]) && self.y.get(index).is_none_or(|y| has_place(*y))
    }

    pub(super) fn hidden(&self) -> usize {
        (0..self.x.len()).filter(|index| !self.is_shown(*index)).count()
    }

    /// The group of a point: 0 where there are no groups.
    pub(super) fn group_of(&self, index: usize) -> usize {
        self.groups.as_ref().map_or(0, |groups| groups.codes[index])
    }

    pub(super) fn n_groups(&self) -> usize {
        self.groups.as_ref().map_or(1, |groups| groups.names.len())
    }

    /// Divides the points by `labels`, one per point.
    pub(super) fn group(&mut self, labels: &Labels<'_>) -> Result<()> {
        if labels.values.len() != self.x.len() {
            return Err(Error::LengthMismatch {
                left: "the chart".to_owned(),
                left_length: self.x.len(),
                right: "`color_by`".to_owned(),
                right_length: labels.values.len(),
            });
        }
        let (names, codes) = codes(&labels.values);
        if names.len() > MOST_GROUPS {
            let what = labels
                .name
                .as_ref()
                .map_or_else(|| "`color_by`".to_owned(), |name| format!("column `{name}`"));
            let expected =
                format!("labels with at most {MOST_GROUPS} distinct values, but {what} has {}", names.len());
            return Err(Error::parameter("plot", "color_by", what.trim_matches('`'), expected));
        }
        self.groups = Some(Groups { title: labels.name.clone(), names, codes });
        Ok(())
    }
}

/// Distinct labels in ascending order, and each label's index.
fn codes(labels: &LabelValues<'_>) -> (Vec<String>, Vec<usize>) {
    match labels {
        LabelValues::Text(text) => {
            let mut names: Vec<&Cow<'_, str>> = text.iter().collect();
            names.sort();
            names.dedup();
            let codes = text.iter().map(|label| names.binary_search(&label).unwrap_or_default()).collect();
            (names.into_iter().map(ToString::to_string).collect(), codes)
        }
        LabelValues::Numbers(values) => {
            let mut distinct = values.to_vec();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
            let code =
                |value: &f64| distinct.binary_search_by(|known| known.total_cmp(value)).unwrap_or_default();
            (distinct.iter().map(ToString::to_string).collect(), values.iter().map(code).collect())
        }
    }
}

fn named(axis: &str, numbers: &Numbers<'_>) -> String {
    numbers.name.as_ref().map_or_else(|| format!("`{axis}`"), |name| format!("column `{name}`"))
}
