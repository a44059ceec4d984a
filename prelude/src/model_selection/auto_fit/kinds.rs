//! The kinds of models that are tried, and what may be varied of each.

use polars::prelude::DataFrame;

use super::prepared;
use crate::ensemble::{
    ExtraTreesClassifier, ExtraTreesRegressor, HistGradientBoostingClassifier, HistGradientBoostingRegressor,
    RandomForestClassifier, RandomForestRegressor,
};
use crate::linear_model::{LinearRegression, LogisticRegression};
use crate::model::AsStep;
use crate::model_selection::search::Draw;
use crate::naive_bayes::GaussianNb;
use crate::neighbors::{KNeighborsClassifier, KNeighborsRegressor};
use crate::pipeline::Pipeline;
use crate::preprocessing::{
    ColumnTransformer, Columns, FrameImputer, HandleUnknown, ImputeStrategy, OneHotEncoder, SimpleImputer,
    StandardScaler,
};
use crate::tree::{DecisionTreeClassifier, DecisionTreeRegressor};

/// Text with more distinct values than this is cut to its most frequent ones.
const MOST_CATEGORIES: usize = 30;

/// One kind of model.
pub(super) struct Kind {
    pub name: &'static str,
    pub pipeline: Pipeline,
    /// What may be varied, by path.
    pub draws: Vec<(String, Draw)>,
}

/// Numbers: the median for gaps, one scale. Text and booleans: the most frequent value for gaps, one
/// column per category.
pub(super) fn preparation(df: &DataFrame) -> ColumnTransformer {
    let numbers = (SimpleImputer::new().strategy(ImputeStrategy::Median), StandardScaler::new());
    let categories =
        || OneHotEncoder::new().handle_unknown(HandleUnknown::Ignore).max_categories(MOST_CATEGORIES);
    let has = |is: fn(&polars::prelude::Column) -> bool| df.columns().iter().any(is);
    let mut columns = ColumnTransformer::new();
    if has(|column| column.dtype().is_primitive_numeric()) {
        columns = columns.step("numbers", Columns::numeric(), numbers);
    }
    if has(|column| column.dtype().is_string() || column.dtype().is_categorical() || column.dtype().is_enum())
    {
        columns = columns.step("text", Columns::text(), (FrameImputer::new(), categories()));
    }
    if has(|column| column.dtype().is_bool()) {
        columns = columns.step("flags", Columns::boolean(), (FrameImputer::new(), categories()));
    }
    columns
}

/// The kinds to try, the quick ones first.
pub(super) fn kinds(classes: bool, df: &DataFrame) -> Vec<Kind> {
    let kind = |name, model: &dyn AsStep, draws: Vec<(&str, Draw)>| Kind {
        name,
        pipeline: prepared(df).step("model", model.step()),
        draws: draws.into_iter().map(|(name, draw)| (format!("model__{name}"), draw)).collect(),
    };
    let whole = Draw::integers;
    let forest = || {
        vec![
            ("n_estimators", whole(100, 300)),
            ("min_samples_leaf", whole(1, 10)),
            ("max_depth", whole(3, 30)),
        ]
    };
    let boosting = || {
        vec![
            ("learning_rate", Draw::log_uniform(0.02, 0.3)),
            ("max_leaf_nodes", whole(7, 63)),
            ("min_samples_leaf", whole(5, 50)),
            ("l2_regularization", Draw::log_uniform(1e-6, 10.0)),
        ]
    };
    let tree = || vec![("max_depth", whole(2, 20)), ("min_samples_leaf", whole(1, 30))];
    let neighbours = || vec![("n_neighbors", whole(1, 40))];
    if classes {
        vec![
            kind("LogisticRegression", &LogisticRegression::new(), vec![("c", Draw::log_uniform(1e-3, 1e3))]),
            kind("HistGradientBoostingClassifier", &HistGradientBoostingClassifier::new(), boosting()),
            kind("RandomForestClassifier", &RandomForestClassifier::new(), forest()),
            kind("KNeighborsClassifier", &KNeighborsClassifier::new(), neighbours()),
            kind("ExtraTreesClassifier", &ExtraTreesClassifier::new(), forest()),
            kind("DecisionTreeClassifier", &DecisionTreeClassifier::new(), tree()),
            kind("GaussianNb", &GaussianNb::new(), Vec::new()),
        ]
    } else {
        vec![
            kind("LinearRegression", &LinearRegression::new(), Vec::new()),
            kind("HistGradientBoostingRegressor", &HistGradientBoostingRegressor::new(), boosting()),
            kind("RandomForestRegressor", &RandomForestRegressor::new(), forest()),
            kind("KNeighborsRegressor", &KNeighborsRegressor::new(), neighbours()),
            kind("ExtraTreesRegressor", &ExtraTreesRegressor::new(), forest()),
            kind("DecisionTreeRegressor", &DecisionTreeRegressor::new(), tree()),
        ]
    }
}
