//! What a model itself tells of its features, as a frame.

use polars::prelude::{Column, DataFrame};

use super::answers::labels;
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::model::{AsFittedModel, FittedRef};

/// A model's own importances (`feature_importances`) with the features' names, the largest first, and
/// their shares of the sum.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LinearRegression::new().fit(&diabetes())?;
/// let table = feature_importance_table(&model, &diabetes())?;
/// assert_eq!(table.get_column_names(), ["feature", "importance", "share"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a model that cannot tell, or whose features are not those of `x`; for such
/// models there is [`permutation_importance`](super::permutation_importance).
pub fn feature_importance_table(model: &impl AsFittedModel, x: impl AsFeatures) -> Result<DataFrame> {
    importances(model.as_fitted()?, &x.features()?)
}

fn importances(model: FittedRef<'_>, features: &Features<'_>) -> Result<DataFrame> {
    let names = labels(features);
    let values =
        model.feature_importances().filter(|values| values.len() == names.len()).ok_or_else(|| {
            let expected =
                "a model that tells an importance for each of these features; try `permutation_importance`";
            Error::parameter("feature_importance_table", "model", model.name(), expected)
        })?;
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let total = values.sum();
    let share = |feature: usize| if total == 0.0 { 0.0 } else { values[feature] / total };
    let columns = vec![
        Column::new("feature".into(), order.iter().map(|j| names[*j].clone()).collect::<Vec<_>>()),
        Column::new("importance".into(), order.iter().map(|j| values[*j]).collect::<Vec<_>>()),
        Column::new("share".into(), order.iter().map(|j| share(*j)).collect::<Vec<_>>()),
    ];
    Ok(DataFrame::new(order.len(), columns)?)
}

/// The coefficients of a linear model with the features' names: a row per feature and one for the
/// intercept, a column per class where there are several, and whatever else the model tells of them.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let table = coefficient_table(&LinearRegression::new().fit(&diabetes())?)?;
/// assert_eq!(table.height(), 11);
/// assert_eq!(table.column("feature")?.str()?.get(0), Some("(intercept)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a model without coefficients.
pub fn coefficient_table(model: &impl AsFittedModel) -> Result<DataFrame> {
    coefficients(model.as_fitted()?)
}

fn coefficients(model: FittedRef<'_>) -> Result<DataFrame> {
    let mut tables = model.summary().tables;
    let is_wanted = |name: &String| name.contains("coefficient");
    let place =
        tables.iter().position(|table| is_wanted(&table.caption) || table.columns.iter().any(is_wanted));
    let Some(place) = place else {
        let expected = "a linear model; for others there is `permutation_importance`";
        return Err(Error::parameter("coefficient_table", "model", model.name(), expected));
    };
    let table = tables.swap_remove(place);
    let (names, rows): (Vec<String>, Vec<Vec<f64>>) = table.rows.into_iter().unzip();
    let mut columns = vec![Column::new("feature".into(), names)];
    for (column, name) in table.columns.iter().enumerate() {
        let values: Vec<Option<f64>> = rows.iter().map(|row| row.get(column).copied()).collect();
        columns.push(Column::new(name.as_str().into(), values));
    }
    Ok(DataFrame::new(rows.len(), columns)?)
}
