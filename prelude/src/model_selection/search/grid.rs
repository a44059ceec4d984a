//! Every combination of lists of values.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::draw::settings_of;
use super::{FittedSearch, Search, SearchResults, builder, evaluate, grid_candidates};
use crate::error::Result;
use crate::model::AsModel;
use crate::model_selection::evaluation::Subject;

/// Tries every combination of the values given for each parameter.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let search = GridSearch::new(&LogisticRegression::new())
///     .param("c", [0.01, 1.0, 100.0])
///     .param("fit_intercept", [true, false])
///     .cv(5)
///     .fit(&iris())?;
/// assert!(search.best_score() > 0.95);
/// assert_eq!(search.results()?.height(), 6);
/// assert_eq!(search.predict_labels(&iris())?[0], "setosa");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GridSearch {
    search: Search,
    grids: Vec<Vec<(String, Vec<Value>)>>,
}

impl GridSearch {
    /// Over a model's parameters; without [`param`](GridSearch::param) only the model as it is.
    #[must_use]
    pub fn new(model: impl AsModel) -> Self {
        Self { search: Search::new(model.model()), grids: vec![Vec::new()] }
    }

    /// The values to try for the parameter at `path`, such as `"c"` or a step's `"model__c"`: numbers,
    /// text, booleans, `Option`s, the prelude's own settings.
    #[must_use]
    pub fn param(mut self, path: &str, values: impl IntoIterator<Item = impl Serialize>) -> Self {
        let values = settings_of(values, &mut self.search.problem);
        if let Some(grid) = self.grids.last_mut() {
            grid.retain(|(name, _)| name != path);
            grid.push((path.to_owned(), values));
        }
        self
    }

    /// Begins another grid: its combinations are tried besides those so far, as with scikit-learn's
    /// list of grids.
    #[must_use]
    pub fn another_grid(mut self) -> Self {
        self.grids.push(Vec::new());
        self
    }

    fn fit_subject(&self, data: &Subject<'_>) -> Result<FittedSearch> {
        self.search.check()?;
        let candidates = grid_candidates(&self.grids)?;
        let pairs = self.search.plan.pairs(&self.search.model, data)?;
        let judged = (&self.search.model, &self.search.plan);
        let rows = evaluate("grid search", judged, &candidates, data, &pairs)?;
        let results = SearchResults { metrics: self.search.plan.scorers.names(), rows };
        self.search.finish(super::fitted::Kind::Grid, results, data)
    }

    fn settings(&self) -> Vec<(String, String)> {
        let list = |values: &[Value]| {
            let values: Vec<String> = values.iter().map(super::results::plain).collect();
            format!("[{}]", values.join(", "))
        };
        self.grids.iter().flatten().map(|(name, values)| (name.clone(), list(values))).collect()
    }
}

builder!(GridSearch);
