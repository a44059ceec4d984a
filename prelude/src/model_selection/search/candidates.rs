//! Sets of parameters to be tried.

use std::collections::HashSet;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::index;
use serde_json::Value;

use super::Draw;
use crate::error::{Error, Result};

/// Parameters by path.
pub(crate) type Candidate = Vec<(String, Value)>;

/// Every combination of each grid, the last parameter by name running fastest, as in scikit-learn.
pub(crate) fn grid_candidates(grids: &[Vec<(String, Vec<Value>)>]) -> Result<Vec<Candidate>> {
    let mut candidates = Vec::new();
    for grid in grids {
        let mut grid = grid.clone();
        grid.sort_by(|a, b| a.0.cmp(&b.0));
        if let Some((name, _)) = grid.iter().find(|(_, values)| values.is_empty()) {
            return Err(Error::empty(format!("the list of values of `{name}`"), "one value"));
        }
        let size = grid.iter().try_fold(1_usize, |size, (_, values)| size.checked_mul(values.len()));
        let Some(size) = size.filter(|size| *size <= MOST) else {
            let expected = "a grid of at most a million combinations: use RandomSearch";
            return Err(Error::parameter("search", "grid", "larger", expected));
        };
        candidates.extend((0..size).map(|place| combination(&grid, place)));
    }
    Ok(candidates)
}

/// More combinations than this are never tried one by one.
const MOST: usize = 1_000_000;

fn combination(grid: &[(String, Vec<Value>)], place: usize) -> Candidate {
    let mut place = place;
    let mut candidate: Candidate = Vec::with_capacity(grid.len());
    for (name, values) in grid.iter().rev() {
        candidate.push((name.clone(), values[place % values.len()].clone()));
        place /= values.len();
    }
    candidate.reverse();
    candidate
}

/// So many random candidates; where every parameter has a list of values, none comes twice.
pub(crate) fn random_candidates(draws: &[(String, Draw)], count: usize, seed: u64) -> Result<Vec<Candidate>> {
    for (path, draw) in draws {
        draw.check(path)?;
    }
    let mut random = StdRng::seed_from_u64(seed);
    let lists: Option<Vec<(String, Vec<Value>)>> =
        draws.iter().map(|(name, draw)| Some((name.clone(), draw.all()?.to_vec()))).collect();
    if let Some(mut lists) = lists {
        lists.sort_by(|a, b| a.0.cmp(&b.0));
        let size = lists.iter().try_fold(1_usize, |size, (_, values)| size.checked_mul(values.len()));
        if let Some(size) = size {
            let places = index::sample(&mut random, size, count.min(size));
            return Ok(places.into_iter().map(|place| combination(&lists, place)).collect());
        }
    }
    let mut draws = draws.to_vec();
    draws.sort_by(|a, b| a.0.cmp(&b.0));
    let draw = |_| draws.iter().map(|(name, draw)| (name.clone(), draw.sample(&mut random))).collect();
    let candidates: Vec<Candidate> = (0..count).map(draw).collect();
    // Draws of whole numbers may repeat each other.
    let mut seen = HashSet::new();
    Ok(candidates.into_iter().filter(|candidate| seen.insert(format!("{candidate:?}"))).collect())
}
