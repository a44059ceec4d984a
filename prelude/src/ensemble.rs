//! Models made of many models: forests, boosting, bagging, voting, stacking.

pub(crate) mod forest;

pub use forest::{
    ExtraTreesClassifier, ExtraTreesRegressor, FittedExtraTreesClassifier, FittedExtraTreesRegressor,
    FittedRandomForestClassifier, FittedRandomForestRegressor, RandomForestClassifier, RandomForestRegressor,
};
