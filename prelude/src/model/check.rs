//! What every model checks before it hands its input to a solver.

use ndarray::{Array1, ArrayView2, Axis};

use crate::array::Features;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::{ClassTarget, Classes};

/// More distinct whole numbers than this in a target without class names are taken for a quantity.
const MOST_WHOLE_CLASSES: usize = 100;
/// The same for numbers with fractions.
const MOST_FRACTIONAL_CLASSES: usize = 20;

/// Features that a model can be fitted on: some rows, some columns, all finite.
pub(crate) fn features(features: &Features<'_>) -> Result<()> {
    if features.values.nrows() == 0 {
        return Err(Error::empty("the feature matrix", "one row (sample)"));
    }
    if features.values.ncols() == 0 {
        return Err(Error::empty("the feature matrix", "one column (feature)"));
    }
    finite_features(features)
}

pub(crate) fn finite_features(features: &Features<'_>) -> Result<()> {
    // One pass over the whole matrix; only a bad one is searched for its place.
    if features.values.iter().all(|value| value.is_finite()) {
        return Ok(());
    }
    let found = features.values.indexed_iter().find(|(_, value)| !value.is_finite());
    found.map_or(Ok(()), |((row, column), value)| {
        Err(Error::NotFinite { what: features.describe(column), value: *value, row })
    })
}

/// Features and target that a supervised model can be fitted on.
pub(crate) fn training(data: &Training<'_>) -> Result<()> {
    features(&data.features)?;
    let found = data.target.iter().enumerate().find(|(_, value)| !value.is_finite());
    found
        .map_or(Ok(()), |(row, value)| Err(Error::NotFinite { what: target_label(data), value: *value, row }))
}

/// What a model does with sample weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, non_camel_case_types)]
pub(crate) enum Weights {
    used,
    refused,
}

/// Weights only for a model that uses them.
pub(crate) fn weights(model: &'static str, data: &Training<'_>, weights: Weights) -> Result<()> {
    if weights == Weights::refused && data.sample_weights.is_some() {
        return Err(Error::SampleWeights { model });
    }
    Ok(())
}

/// How many classes a model needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, non_camel_case_types)]
pub(crate) enum Least {
    any,
    several,
}

/// The classes of the target.
pub(crate) fn classes(model: &'static str, data: &Training<'_>, least: Least) -> Result<ClassTarget> {
    let target = class_target(data)?;
    if least == Least::several && target.classes.len() == 1 {
        let class = target.classes.labels().remove(0);
        return Err(Error::SingleClass { model, class });
    }
    Ok(target)
}

fn class_target(data: &Training<'_>) -> Result<ClassTarget> {
    let mut values = data.target.to_vec();
    values.sort_by(f64::total_cmp);
    values.dedup();
    check_not_a_quantity(data, &values)?;
    let index = |value: &f64| values.binary_search_by(|class| class.total_cmp(value)).unwrap_or_default();
    let codes = data.target.iter().map(index).collect();
    let names = data.class_names.as_ref().map(|names| names.to_vec());
    Ok(ClassTarget { classes: Classes { values: values.into(), names }, codes })
}

fn check_not_a_quantity(data: &Training<'_>, values: &[f64]) -> Result<()> {
    let whole = values.iter().all(|value| value.fract() == 0.0);
    let limit = if whole { MOST_WHOLE_CLASSES } else { MOST_FRACTIONAL_CLASSES };
    if data.class_names.is_some() || values.len() <= limit {
        return Ok(());
    }
    Err(Error::TooManyClasses { what: target_label(data), given: values.len(), limit })
}

fn target_label(data: &Training<'_>) -> String {
    data.target_name.as_deref().map_or_else(|| "the target".to_owned(), |name| format!("target `{name}`"))
}

/// Finite features for a model that was fitted on `n_features` columns called `names` (none if
/// unknown).
pub(crate) fn same_features(
    model: &'static str,
    n_features: usize,
    names: &[String],
    given: &Features<'_>,
) -> Result<()> {
    same_columns(model, n_features, names, given)?;
    finite_features(given)
}

/// The same number of columns, under the same names where both have names.
pub(crate) fn same_columns(
    model: &'static str,
    n_features: usize,
    names: &[String],
    given: &Features<'_>,
) -> Result<()> {
    if given.values.ncols() != n_features {
        return Err(Error::FeatureCount { model, expected: n_features, given: given.values.ncols() });
    }
    if !names.is_empty() && !given.names.is_empty() && names != &*given.names {
        return Err(Error::FeatureNames { model, expected: names.to_vec(), given: given.names.to_vec() });
    }
    Ok(())
}

/// Mean and population standard deviation of each column.
pub(crate) fn moments(x: ArrayView2<'_, f64>) -> (Array1<f64>, Array1<f64>) {
    let mean = x.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(x.ncols()));
    let std = x.std_axis(Axis(0), 0.0);
    (mean, std)
}
