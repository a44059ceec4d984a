//! Points that can be asked for the nearest ones to others, or to each other.

use ndarray::{Array2, ArrayView2, s};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::brute::Brute;
use super::kd_tree::KdTree;
use super::metric::{Absolutes, Largest, Metric, NeighborSearch, Norm, Squares};
use super::sieve::{Candidate, Sieve, Wanted};
use crate::error::{Error, Result};
use crate::runtime::{Progress, check_interrupt};

/// With more features a tree prunes too little.
const MOST_TREE_FEATURES: usize = 15;
/// Queries answered together by one thread.
const BLOCK: usize = 64;
/// Blocks between two looks for an interrupt.
const ROUND: usize = 64;

/// Points in an order that finds neighbours quickly: exact, in parallel, the same whatever the
/// number of threads. Equally near points come in the order of their rows.
///
/// ```
/// use ferrolab_prelude::neighbors::{Metric, NeighborIndex, NeighborSearch};
/// use ferrolab_prelude::prelude::*;
///
/// let index = NeighborIndex::new(array![[0.0], [1.0], [5.0]].view(), Metric::Euclidean, NeighborSearch::Auto)?;
/// let found = index.nearest(array![[1.5]].view(), 2)?;
/// assert_eq!((found.indices, found.distances), (array![[1, 0]], array![[0.5, 1.5]]));
/// assert_eq!(index.within_others(1.0)?.rows(0), [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NeighborIndex {
    metric: Metric,
    /// Shape (n_points, n_features), for questions among the points.
    points: Array2<f64>,
    search: Search,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Search {
    Tree(KdTree),
    Brute(Brute),
}

/// The nearest points to each query, nearest first: two matrices of shape (n_queries, k).
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbors {
    pub distances: Array2<f64>,
    /// The rows of the points.
    pub indices: Array2<usize>,
}

/// The points within a distance of each query, in the order of their rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    starts: Vec<usize>,
    rows: Vec<u32>,
    distances: Vec<f64>,
}

impl Within {
    /// The number of queries.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The rows of the points near a query.
    pub fn rows(&self, query: usize) -> &[u32] {
        &self.rows[self.starts[query]..self.starts[query + 1]]
    }

    /// The distances of these points, in the same order.
    pub fn distances(&self, query: usize) -> &[f64] {
        &self.distances[self.starts[query]..self.starts[query + 1]]
    }
}

impl NeighborIndex {
    /// Of points of shape (n_points, n_features), all finite.
    ///
    /// # Errors
    /// [`Error::Empty`] without points or features, [`Error::Parameter`] for more points than fit.
    pub fn new(x: ArrayView2<'_, f64>, metric: Metric, search: NeighborSearch) -> Result<Self> {
        if x.is_empty() {
            return Err(Error::empty("the matrix of points", "one row and one column"));
        }
        if u32::try_from(x.nrows()).is_err() {
            return Err(Error::parameter(
                "NeighborIndex",
                "x",
                format!("{} rows", x.nrows()),
                "below 2³² rows",
            ));
        }
        let tree = match search {
            _ if metric == Metric::Cosine => false,
            NeighborSearch::Auto => x.ncols() <= MOST_TREE_FEATURES,
            NeighborSearch::KdTree => true,
            NeighborSearch::Brute => false,
        };
        let search = if tree { Search::Tree(KdTree::new(x)) } else { Search::Brute(Brute::new(x, metric)) };
        Ok(Self { metric, points: x.as_standard_layout().into_owned(), search })
    }

    /// The number of points.
    pub fn n_points(&self) -> usize {
        self.points.nrows()
    }

    /// The points, shape (n_points, n_features).
    pub fn points(&self) -> ArrayView2<'_, f64> {
        self.points.view()
    }

    /// The `k` nearest points to each row of `queries`.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer than `k` points, interruption.
    pub fn nearest(&self, queries: ArrayView2<'_, f64>, k: usize) -> Result<Neighbors> {
        self.enough(k, self.n_points())?;
        let found = self.find(queries, Wanted::Nearest(k))?;
        let mut neighbors = blank(found.len(), k);
        for (query, found) in found.iter().enumerate() {
            fill(&mut neighbors, query, found.iter());
        }
        Ok(neighbors)
    }

    /// The `k` nearest other points to each of the points.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer than `k` + 1 points, interruption.
    pub fn nearest_others(&self, k: usize) -> Result<Neighbors> {
        self.enough(k, self.n_points() - 1)?;
        let mut neighbors = blank(self.n_points(), k);
        for (row, found) in self.find_each(Wanted::Nearest(k + 1))? {
            // Itself is missing where more than `k` points lie in the same place.
            fill(&mut neighbors, row as usize, found.iter().filter(|other| other.row != row).take(k));
        }
        Ok(neighbors)
    }

    /// All points at most `radius` away from each row of `queries`.
    ///
    /// # Errors
    /// Interruption.
    pub fn within(&self, queries: ArrayView2<'_, f64>, radius: f64) -> Result<Within> {
        let found = self.find(queries, Wanted::Within(self.to_rank(radius)))?;
        Ok(joined(found.iter().map(|found| found.iter())))
    }

    /// All other points at most `radius` away from each of the points.
    ///
    /// # Errors
    /// Interruption.
    pub fn within_others(&self, radius: f64) -> Result<Within> {
        let mut found = self.find_each(Wanted::Within(self.to_rank(radius)))?;
        found.par_sort_unstable_by_key(|(row, _)| *row);
        Ok(joined(found.iter().map(|(row, found)| found.iter().filter(move |other| other.row != *row))))
    }

    fn enough(&self, k: usize, available: usize) -> Result<()> {
        if k > available {
            let what = format!("a search for {k} neighbours");
            return Err(Error::TooFew { what, needed: k, unit: "other points", given: available });
        }
        Ok(())
    }

    fn to_rank(&self, distance: f64) -> f64 {
        match &self.search {
            Search::Brute(brute) => brute.to_rank(distance),
            Search::Tree(_) if self.metric == Metric::Euclidean => Squares::to_rank(distance),
            Search::Tree(_) => distance,
        }
    }

    /// What is wanted for every point, with the point's row; the tree's order keeps its nodes in the
    /// cache.
    fn find_each(&self, wanted: Wanted) -> Result<Vec<(u32, Vec<Candidate>)>> {
        let Search::Tree(tree) = &self.search else {
            return Ok((0..).zip(self.find(self.points.view(), wanted)?).collect());
        };
        let rows = tree.rows();
        let blocks = in_blocks(rows.len(), |start, end| {
            let points = rows[start..end].iter().map(|row| self.points.row(*row as usize));
            let points: Vec<f64> = points.flat_map(|point| point.to_vec()).collect();
            self.find_in_tree(tree, &points, wanted)
        })?;
        Ok(rows.iter().copied().zip(blocks).collect())
    }

    fn find(&self, queries: ArrayView2<'_, f64>, wanted: Wanted) -> Result<Vec<Vec<Candidate>>> {
        match &self.search {
            Search::Tree(tree) => {
                let queries = queries.as_standard_layout();
                let flat = queries.as_slice().unwrap_or_default();
                let d = queries.ncols();
                in_blocks(queries.nrows(), |start, end| {
                    self.find_in_tree(tree, &flat[start * d..end * d], wanted)
                })
            }
            Search::Brute(brute) => {
                let queries = brute.prepare(queries);
                in_blocks(queries.nrows(), |start, end| {
                    brute.search(queries.slice(s![start..end, ..]), wanted)
                })
            }
        }
    }

    fn find_in_tree(&self, tree: &KdTree, queries: &[f64], wanted: Wanted) -> Vec<Vec<Candidate>> {
        match self.metric {
            Metric::Manhattan => search_tree::<Absolutes>(tree, queries, self.points.ncols(), wanted),
            Metric::Chebyshev => search_tree::<Largest>(tree, queries, self.points.ncols(), wanted),
            Metric::Euclidean | Metric::Cosine => {
                search_tree::<Squares>(tree, queries, self.points.ncols(), wanted)
            }
        }
    }
}

fn search_tree<N: Norm>(
    tree: &KdTree,
    queries: &[f64],
    n_features: usize,
    wanted: Wanted,
) -> Vec<Vec<Candidate>> {
    let mut scratch = Vec::new();
    let search = |query| {
        let mut sieve = Sieve::new(wanted);
        tree.search::<N>(query, &mut sieve, &mut scratch);
        let mut found = sieve.finish();
        found.iter_mut().for_each(|candidate| candidate.rank = N::to_distance(candidate.rank));
        found
    };
    queries.chunks_exact(n_features).map(search).collect()
}

/// Answers block by block in parallel, in order.
fn in_blocks<T: Send>(n: usize, answer: impl Fn(usize, usize) -> Vec<T> + Sync) -> Result<Vec<T>> {
    let starts: Vec<usize> = (0..n).step_by(BLOCK).collect();
    let mut all = Vec::with_capacity(n);
    let mut progress = Progress::new("neighbours", n as u64);
    for round in starts.chunks(ROUND) {
        check_interrupt()?;
        let blocks: Vec<Vec<T>> =
            round.par_iter().map(|start| answer(*start, n.min(start + BLOCK))).collect();
        all.extend(blocks.into_iter().flatten());
        progress.advance((round.len() * BLOCK) as u64);
    }
    progress.finish_and_clear();
    Ok(all)
}

fn blank(n_queries: usize, k: usize) -> Neighbors {
    Neighbors { distances: Array2::zeros((n_queries, k)), indices: Array2::zeros((n_queries, k)) }
}

fn fill<'a>(neighbors: &mut Neighbors, query: usize, found: impl Iterator<Item = &'a Candidate>) {
    for (place, candidate) in found.enumerate() {
        neighbors.distances[[query, place]] = candidate.rank;
        neighbors.indices[[query, place]] = candidate.row as usize;
    }
}

fn joined<'a, I: Iterator<Item = &'a Candidate>>(found: impl Iterator<Item = I>) -> Within {
    let mut within = Within { starts: vec![0], rows: Vec::new(), distances: Vec::new() };
    for found in found {
        for candidate in found {
            within.rows.push(candidate.row);
            within.distances.push(candidate.rank);
        }
        within.starts.push(within.rows.len());
    }
    within
}
