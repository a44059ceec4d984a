//! Random draws from distributions of parameters.

use serde::{Deserialize, Serialize};

use super::draw::settings_of;
use super::{Draw, FittedSearch, Search, SearchResults, builder, evaluate, random_candidates};
use crate::error::{Error, Result};
use crate::model::AsModel;
use crate::model_selection::evaluation::Subject;

/// Tries random parameters: as good as a grid for far fewer fits where only some parameters matter.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let search = RandomSearch::new(&LogisticRegression::new(), 10)
///     .draw("c", Draw::log_uniform(1e-4, 1e2))
///     .param("fit_intercept", [true, false])
///     .seed(1)
///     .fit(&iris())?;
/// assert_eq!(search.results()?.height(), 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization", 2012.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RandomSearch {
    search: Search,
    draws: Vec<(String, Draw)>,
    n_iter: usize,
    seed: u64,
}

impl RandomSearch {
    /// Over so many random candidates; seed 0.
    #[must_use]
    pub fn new(model: impl AsModel, n_iter: usize) -> Self {
        Self { search: Search::new(model.model()), draws: Vec::new(), n_iter, seed: 0 }
    }

    /// Where the parameter at `path`, such as `"c"` or a step's `"model__c"`, takes its values from.
    #[must_use]
    pub fn draw(mut self, path: &str, draw: Draw) -> Self {
        self.draws.retain(|(name, _)| name != path);
        self.draws.push((path.to_owned(), draw));
        self
    }

    /// A list of equally likely values for the parameter at `path`. If every parameter has a list, no
    /// combination comes twice.
    #[must_use]
    pub fn param(mut self, path: &str, values: impl IntoIterator<Item = impl Serialize>) -> Self {
        let values = settings_of(values, &mut self.search.problem);
        self.draw(path, Draw::of(values))
    }

    /// The seed of the draws. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn fit_subject(&self, data: &Subject<'_>) -> Result<FittedSearch> {
        self.search.check()?;
        if self.n_iter == 0 {
            return Err(Error::parameter("RandomSearch", "n_iter", self.n_iter, "at least 1"));
        }
        let candidates = random_candidates(&self.draws, self.n_iter, self.seed)?;
        let pairs = self.search.plan.pairs(&self.search.model, data)?;
        let judged = (&self.search.model, &self.search.plan);
        let rows = evaluate("random search", judged, &candidates, data, &pairs)?;
        let results = SearchResults { metrics: self.search.plan.scorers.names(), rows };
        self.search.finish(super::fitted::Kind::Random, results, data)
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings: Vec<(String, String)> =
            self.draws.iter().map(|(name, draw)| (name.clone(), draw.to_string())).collect();
        settings.push(("n_iter".to_owned(), self.n_iter.to_string()));
        settings.push(("seed".to_owned(), self.seed.to_string()));
        settings
    }
}

builder!(RandomSearch);
