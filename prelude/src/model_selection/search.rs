//! Finding good parameters: every combination of a grid, random draws, or many candidates of which the
//! worse half drops out again and again.
//!
//! A parameter is named by its path, `"c"` of a model or `"model__c"` of a pipeline's step, and set
//! through the model's written form, so that whatever can be saved can be searched. All folds of all
//! candidates run side by side on all threads. A search is a model itself: it can be a step of a
//! pipeline, or be cross-validated (nested cross-validation).

mod builder;
mod candidates;
mod draw;
mod fitted;
mod grid;
mod halving;
mod random;
mod results;
mod roles;
mod run;

pub use draw::Draw;
pub use fitted::FittedSearch;
pub use grid::GridSearch;
pub use halving::{HalvingSearch, Resource};
pub use random::RandomSearch;

pub(crate) use builder::builder;
pub(crate) use candidates::{Candidate, grid_candidates, random_candidates};
pub(crate) use draw::{Problem, settings_of};
pub(crate) use results::{Row, SearchResults};
pub(crate) use roles::search_roles;
pub(crate) use run::{Search, evaluate};
