//! Models made of many models: forests, boosting, bagging, voting, stacking.

mod ada_boost;
mod bagging;
pub(crate) mod forest;
mod gradient_boosting;
mod members;
mod stacking;
mod voting;

pub use ada_boost::{
    AdaBoostClassifier, AdaBoostLoss, AdaBoostRegressor, FittedAdaBoostClassifier, FittedAdaBoostRegressor,
};
pub use bagging::{BaggingClassifier, BaggingRegressor, FittedBaggingClassifier, FittedBaggingRegressor};
pub(crate) use forest::seed_of;
pub use forest::{
    ExtraTreesClassifier, ExtraTreesRegressor, FittedExtraTreesClassifier, FittedExtraTreesRegressor,
    FittedRandomForestClassifier, FittedRandomForestRegressor, RandomForestClassifier, RandomForestRegressor,
};
pub use gradient_boosting::{
    BoostingLoss, FittedGradientBoostingClassifier, FittedGradientBoostingRegressor,
    FittedHistGradientBoostingClassifier, FittedHistGradientBoostingRegressor, GradientBoostingClassifier,
    GradientBoostingRegressor, HistGradientBoostingClassifier, HistGradientBoostingRegressor,
};
pub use stacking::{
    FittedStackingClassifier, FittedStackingRegressor, StackingClassifier, StackingRegressor,
};
pub use voting::{FittedVotingClassifier, FittedVotingRegressor, Voting, VotingClassifier, VotingRegressor};
