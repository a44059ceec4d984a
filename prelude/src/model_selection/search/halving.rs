//! Successive halving: many candidates on little data, the better third of them on three times as
//! much, and so on.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::draw::settings_of;
use super::results::Row;
use super::{
    Candidate, Draw, FittedSearch, Search, SearchResults, builder, evaluate, grid_candidates,
    random_candidates,
};
use crate::error::{Error, Result};
use crate::model::AsModel;
use crate::model_selection::evaluation::{Pair, Subject};

const NAME: &str = "HalvingSearch";

/// What grows from round to round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resource {
    /// The rows of each fold, drawn at random.
    #[default]
    Samples,
    /// A parameter that counts something, such as `n_estimators`, up to this.
    Parameter { path: String, most: usize },
}

/// Tries many candidates with few rows, keeps the best share of them, gives those more rows, until
/// few candidates are left that have seen all.
///
/// Candidates are the combinations of lists of values ([`param`](HalvingSearch::param)); with
/// [`draw`](HalvingSearch::draw) so many random ones as [`n_candidates`](HalvingSearch::n_candidates)
/// says. The rounds are scikit-learn's.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let search = HalvingSearch::new(&LogisticRegression::new())
///     .param("c", [1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0])
///     .cv(3)
///     .fit(&iris())?;
/// let rounds = search.results()?;
/// assert_eq!(rounds.column("iter")?.u64()?.max(), Some(1));
/// assert!(search.best_score() > 0.9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: K. Jamieson, A. Talwalkar, "Non-stochastic best arm identification and hyperparameter
/// optimization", 2016.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HalvingSearch {
    search: Search,
    grid: Vec<(String, Vec<Value>)>,
    draws: Vec<(String, Draw)>,
    n_candidates: Option<usize>,
    resource: Resource,
    factor: usize,
    min_resources: Option<usize>,
    aggressive_elimination: bool,
    seed: u64,
}

/// How many candidates get how much, round by round.
struct Rounds {
    first: usize,
    most: usize,
    factor: usize,
    /// Rounds until fewer than `factor` candidates are left.
    required: usize,
    /// Rounds until the resource is used up.
    possible: usize,
    count: usize,
}

impl HalvingSearch {
    /// Over a model's parameters; a third of the candidates go on to each next round.
    #[must_use]
    pub fn new(model: impl AsModel) -> Self {
        Self {
            search: Search::new(model.model()),
            grid: Vec::new(),
            draws: Vec::new(),
            n_candidates: None,
            resource: Resource::Samples,
            factor: 3,
            min_resources: None,
            aggressive_elimination: false,
            seed: 0,
        }
    }

    /// The values to try for the parameter at `path`, such as `"c"` or a step's `"model__c"`.
    #[must_use]
    pub fn param(mut self, path: &str, values: impl IntoIterator<Item = impl Serialize>) -> Self {
        let values = settings_of(values, &mut self.search.problem);
        self.grid.retain(|(name, _)| name != path);
        self.grid.push((path.to_owned(), values));
        self
    }

    /// Where the parameter at `path` takes random values from.
    #[must_use]
    pub fn draw(mut self, path: &str, draw: Draw) -> Self {
        self.draws.retain(|(name, _)| name != path);
        self.draws.push((path.to_owned(), draw));
        self
    }

    /// How many random candidates begin. Default: as many as there is data for.
    #[must_use]
    pub fn n_candidates(mut self, n_candidates: usize) -> Self {
        self.n_candidates = Some(n_candidates);
        self
    }

    /// What grows from round to round. Default [`Resource::Samples`].
    #[must_use]
    pub fn resource(mut self, resource: Resource) -> Self {
        self.resource = resource;
        self
    }

    /// One candidate in so many goes on, and gets so many times as much. Default 3.
    #[must_use]
    pub fn factor(mut self, factor: usize) -> Self {
        self.factor = factor;
        self
    }

    /// What each candidate gets in the first round. Default: so much that the last round uses up all.
    #[must_use]
    pub fn min_resources(mut self, min_resources: usize) -> Self {
        self.min_resources = Some(min_resources);
        self
    }

    /// Whether, where there is too little for all rounds, the first ones are repeated with as little
    /// as the first has. Default `false`.
    #[must_use]
    pub fn aggressive_elimination(mut self, aggressive_elimination: bool) -> Self {
        self.aggressive_elimination = aggressive_elimination;
        self
    }

    /// The seed of the draws and of the rows. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn fit_subject(&self, data: &Subject<'_>) -> Result<FittedSearch> {
        self.search.check()?;
        self.check()?;
        let pairs = self.search.plan.pairs(&self.search.model, data)?;
        let smallest = self.smallest(&pairs, data)?;
        let most = match &self.resource {
            Resource::Samples => data.n_rows(),
            Resource::Parameter { most, .. } => *most,
        };
        let mut candidates = self.candidates(most / smallest.max(1))?;
        let rounds = self.rounds(candidates.len(), smallest, most)?;
        let metric = self.search.metric()?;
        let mut rows: Vec<Row> = Vec::new();
        for round in 0..rounds.count {
            let amount = rounds.amount(round);
            let mut judged = self.round(&candidates, amount, data, &pairs)?;
            judged.iter_mut().for_each(|row| row.round = Some((round, amount)));
            candidates = best(&judged, metric, candidates.len().div_ceil(self.factor));
            rows.append(&mut judged);
        }
        let results = SearchResults { metrics: self.search.plan.scorers.names(), rows };
        self.search.finish(super::fitted::Kind::Halving, results, data)
    }

    fn check(&self) -> Result<()> {
        if self.factor < 2 {
            return Err(Error::parameter(NAME, "factor", self.factor, "at least 2"));
        }
        for (name, value) in [("n_candidates", self.n_candidates), ("min_resources", self.min_resources)] {
            if value == Some(0) {
                return Err(Error::parameter(NAME, name, 0, "at least 1"));
            }
        }
        if let Resource::Parameter { path, most } = &self.resource {
            let searched =
                self.grid.iter().map(|(name, _)| name).chain(self.draws.iter().map(|(name, _)| name));
            if *most == 0 || searched.into_iter().any(|name| name == path) {
                let expected = "a parameter that is not searched over, up to at least 1";
                return Err(Error::parameter(NAME, "resource", path, expected));
            }
        }
        Ok(())
    }

    /// The least that makes sense: for rows, two of each class in each fold.
    fn smallest(&self, pairs: &[Pair], data: &Subject<'_>) -> Result<usize> {
        if let Some(min_resources) = self.min_resources {
            return Ok(min_resources);
        }
        if self.resource != Resource::Samples {
            return Ok(1);
        }
        let n_classes = if self.search.model.is_classifier() { data.classes()?.names.len() } else { 1 };
        Ok(2 * pairs.len() * n_classes)
    }

    fn candidates(&self, affordable: usize) -> Result<Vec<Candidate>> {
        if self.draws.is_empty() && self.n_candidates.is_none() {
            return grid_candidates(std::slice::from_ref(&self.grid));
        }
        let mut draws = self.draws.clone();
        draws.extend(self.grid.iter().map(|(name, values)| (name.clone(), Draw::of(values.clone()))));
        random_candidates(&draws, self.n_candidates.unwrap_or(affordable.max(1)), self.seed)
    }

    fn rounds(&self, n_candidates: usize, smallest: usize, most: usize) -> Result<Rounds> {
        if smallest > most {
            let expected = format!("at most what there is, {most}");
            return Err(Error::parameter(NAME, "min_resources", smallest, expected));
        }
        let required = 1 + whole_log(n_candidates, self.factor);
        let first = if self.min_resources.is_none() {
            smallest.max(most / self.factor.saturating_pow(required as u32 - 1))
        } else {
            smallest
        };
        let possible = 1 + whole_log(most / first, self.factor);
        let count = if self.aggressive_elimination { required } else { required.min(possible) };
        Ok(Rounds { first, most, factor: self.factor, required, possible, count })
    }

    fn round(
        &self,
        candidates: &[Candidate],
        amount: usize,
        data: &Subject<'_>,
        pairs: &[Pair],
    ) -> Result<Vec<Row>> {
        let judged = (&self.search.model, &self.search.plan);
        match &self.resource {
            Resource::Samples => {
                let share = amount as f64 / data.n_rows() as f64;
                evaluate("successive halving", judged, candidates, data, &thin(pairs, share, self.seed))
            }
            Resource::Parameter { path, .. } => {
                let with = |candidate: &Candidate| {
                    let mut candidate = candidate.clone();
                    candidate.retain(|(name, _)| name != path);
                    candidate.push((path.clone(), amount.into()));
                    candidate
                };
                let candidates: Vec<Candidate> = candidates.iter().map(with).collect();
                evaluate("successive halving", judged, &candidates, data, pairs)
            }
        }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let list = |values: &[Value]| Draw::of(values.to_vec()).to_string();
        let mut settings: Vec<(String, String)> =
            self.grid.iter().map(|(name, values)| (name.clone(), list(values))).collect();
        settings.extend(self.draws.iter().map(|(name, draw)| (name.clone(), draw.to_string())));
        settings.push(("factor".to_owned(), self.factor.to_string()));
        settings.push(("seed".to_owned(), self.seed.to_string()));
        settings
    }
}

impl Rounds {
    fn amount(&self, round: usize) -> usize {
        // Where there is not enough for all rounds, the first ones have the first amount.
        let power = if self.count > self.possible {
            (round + self.possible).saturating_sub(self.required)
        } else {
            round
        };
        self.first.saturating_mul(self.factor.saturating_pow(power as u32)).min(self.most)
    }
}

/// How often `factor` goes into `number`.
fn whole_log(number: usize, factor: usize) -> usize {
    let (mut count, mut left) = (0, number);
    while left >= factor {
        left /= factor;
        count += 1;
    }
    count
}

/// The best candidates of a round.
fn best(rows: &[Row], metric: usize, count: usize) -> Vec<Candidate> {
    let mut places: Vec<usize> = (0..rows.len()).collect();
    let key = |place: usize| {
        let mean = rows[place].mean(metric);
        if mean.is_nan() { f64::NEG_INFINITY } else { mean }
    };
    places.sort_by(|a, b| key(*b).total_cmp(&key(*a)));
    places.truncate(count);
    places.sort_unstable();
    places.into_iter().map(|place| rows[place].candidate.clone()).collect()
}

/// A random share of the rows of each part, at least one.
fn thin(pairs: &[Pair], share: f64, seed: u64) -> Vec<Pair> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut some = |rows: &[usize]| {
        let count = ((share * rows.len() as f64) as usize).clamp(1, rows.len());
        let mut chosen: Vec<usize> = rows.choose_multiple(&mut random, count).copied().collect();
        chosen.sort_unstable();
        chosen
    };
    pairs.iter().map(|(train, test)| (some(train), some(test))).collect()
}

builder!(HalvingSearch);
