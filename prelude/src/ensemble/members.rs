//! Parts of training data for the members of an ensemble, and what members of any type say.

use ndarray::{Array1, Array2, ArrayView2, Axis, CowArray, Ix2};

use crate::array::Features;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::{Classes, Classifier, FittedClassifier, Model, Regressor};

/// Rows of training data, in that order, with some or all columns.
pub(super) fn part<'a>(data: &Training<'a>, rows: &[usize], columns: Option<&[usize]>) -> Training<'a> {
    let (values, names) = match columns {
        None => (data.features.values.select(Axis(0), rows), data.features.names.clone()),
        Some(columns) => {
            let values = data.features.values.select(Axis(1), columns).select(Axis(0), rows);
            let name = |column: &usize| data.features.names.get(*column).cloned();
            (values, columns.iter().filter_map(name).collect::<Vec<_>>().into())
        }
    };
    Training {
        features: Features { values: values.into(), names },
        target: data.target.select(Axis(0), rows).into(),
        target_name: data.target_name.clone(),
        class_names: data.class_names.clone(),
        sample_weights: data.sample_weights.as_ref().map(|weights| weights.select(Axis(0), rows).into()),
    }
}

/// The same training data with other sample weights.
pub(super) fn reweighted<'a>(data: &'a Training<'_>, weights: &'a Array1<f64>) -> Training<'a> {
    Training {
        features: Features::of(data),
        target: data.target.view().into(),
        target_name: data.target_name.clone(),
        class_names: data.class_names.as_deref().map(Into::into),
        sample_weights: Some(weights.view().into()),
    }
}

/// Features without names, whose shape has been checked.
pub(super) fn bare(x: ArrayView2<'_, f64>) -> Features<'_> {
    Features { values: CowArray::<f64, Ix2>::from(x), names: Vec::new().into() }
}

/// Some columns of `x`, or all.
pub(super) fn columns_of<'a>(x: ArrayView2<'a, f64>, columns: Option<&[usize]>) -> Features<'a> {
    match columns {
        None => bare(x),
        Some(columns) => Features { values: x.select(Axis(1), columns).into(), names: Vec::new().into() },
    }
}

/// The classifier among models.
pub(super) fn classifier_of<'a>(
    owner: &'static str,
    parameter: &'static str,
    model: &'a Model,
) -> Result<&'a dyn Classifier> {
    match model {
        Model::Classifier(model) => Ok(&**model),
        Model::Regressor(model) => Err(Error::parameter(owner, parameter, model.name(), "a classifier")),
    }
}

/// The regressor among models.
pub(super) fn regressor_of<'a>(
    owner: &'static str,
    parameter: &'static str,
    model: &'a Model,
) -> Result<&'a dyn Regressor> {
    match model {
        Model::Regressor(model) => Ok(&**model),
        Model::Classifier(model) => Err(Error::parameter(owner, parameter, model.name(), "a regressor")),
    }
}

/// A member's probabilities in the ensemble's classes, of which the member may know only some; its
/// decisions as ones and zeros if it has no probabilities.
pub(super) fn probabilities_among(
    member: &dyn FittedClassifier,
    x: &Features<'_>,
    classes: &Classes,
) -> Result<Array2<f64>> {
    let known = member.predict_probabilities(x);
    if matches!(known, Err(Error::NoProbabilities { .. })) {
        return votes_among(member, x, classes);
    }
    let known = known?;
    if member.classes().values == classes.values {
        return Ok(known);
    }
    let mut all = Array2::zeros((known.nrows(), classes.len()));
    for (column, value) in known.columns().into_iter().zip(&member.classes().values) {
        all.column_mut(place_of(classes, *value)).assign(&column);
    }
    Ok(all)
}

/// A member's decisions as ones and zeros.
pub(super) fn votes_among(
    member: &dyn FittedClassifier,
    x: &Features<'_>,
    classes: &Classes,
) -> Result<Array2<f64>> {
    let decided = member.predict_classes(x)?;
    let mut votes = Array2::zeros((decided.len(), classes.len()));
    for (row, value) in decided.iter().enumerate() {
        votes[[row, place_of(classes, *value)]] = 1.0;
    }
    Ok(votes)
}

/// The place of a class value, which is among the classes.
pub(super) fn place_of(classes: &Classes, value: f64) -> usize {
    classes.values.iter().position(|known| *known == value).unwrap_or(0)
}

/// The mean of the members' importances, as far as they have any.
pub(super) fn weighted_importances(
    members: impl Iterator<Item = (Option<Array1<f64>>, f64)>,
    n_features: usize,
) -> Option<Array1<f64>> {
    let mut sum = Array1::zeros(n_features);
    for (importances, weight) in members {
        let importances = importances.filter(|found| found.len() == n_features)?;
        sum.scaled_add(weight, &importances);
    }
    Some(crate::tree::structure::normalised(sum))
}
