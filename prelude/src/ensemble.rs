//! Models made of many models: forests, boosting, bagging, voting, stacking.

pub(crate) mod forest;
mod gradient_boosting;

pub use forest::{
    ExtraTreesClassifier, ExtraTreesRegressor, FittedExtraTreesClassifier, FittedExtraTreesRegressor,
    FittedRandomForestClassifier, FittedRandomForestRegressor, RandomForestClassifier, RandomForestRegressor,
};
pub use gradient_boosting::{
    BoostingLoss, FittedGradientBoostingClassifier, FittedGradientBoostingRegressor,
    FittedHistGradientBoostingClassifier, FittedHistGradientBoostingRegressor, GradientBoostingClassifier,
    GradientBoostingRegressor, HistGradientBoostingClassifier, HistGradientBoostingRegressor,
};
