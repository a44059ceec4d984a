//! What a search keeps of the candidates that it comes by.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A point found: how far it is, and its row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// The distance, or what grows with it.
    pub rank: f64,
    pub row: u32,
}

impl Candidate {
    fn order(&self, other: &Self) -> Ordering {
        self.rank.total_cmp(&other.rank).then(self.row.cmp(&other.row))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.order(other).is_eq()
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// Which points a search wants.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    /// So many of the nearest.
    Nearest(usize),
    /// All up to this rank.
    Within(f64),
}

/// What a search wants and has, for exact ranks.
#[derive(Debug)]
pub(super) enum Sieve {
    Nearest { k: usize, heap: BinaryHeap<Candidate> },
    Within { most: f64, found: Vec<Candidate> },
}

impl Sieve {
    pub fn new(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Nearest(k) => Self::Nearest { k, heap: BinaryHeap::with_capacity(k + 1) },
            Wanted::Within(most) => Self::Within { most, found: Vec::new() },
        }
    }

    /// Points farther than this are of no interest.
    pub fn limit(&self) -> f64 {
        match self {
            Self::Nearest { k, heap } if heap.len() == *k => {
                heap.peek().map_or(f64::NEG_INFINITY, |worst| worst.rank)
            }
            Self::Nearest { .. } => f64::INFINITY,
            Self::Within { most, .. } => *most,
        }
    }

    /// Takes a point that is not beyond the limit, unless all that it has are better.
    pub fn offer(&mut self, candidate: Candidate) {
        match self {
            Self::Nearest { k, heap } => {
                if heap.len() < *k {
                    heap.push(candidate);
                } else if let Some(mut worst) = heap.peek_mut()
                    && candidate < *worst
                {
                    *worst = candidate;
                }
            }
            Self::Within { found, .. } => found.push(candidate),
        }
    }

    /// The nearest, nearest first; all within a distance in the order of their rows.
    pub fn finish(self) -> Vec<Candidate> {
        match self {
            Self::Nearest { heap, .. } => heap.into_sorted_vec(),
            Self::Within { mut found, .. } => {
                found.sort_unstable_by_key(|candidate| candidate.row);
                found
            }
        }
    }
}

/// The same for ranks that are rounded by up to `slack`: it keeps whatever might belong to the
/// answer.
#[derive(Debug)]
pub(super) struct CoarseSieve {
    /// In terms of exact ranks.
    wanted: Wanted,
    slack: f64,
    limit: f64,
    kept: Vec<Candidate>,
    thin_at: usize,
}

impl CoarseSieve {
    /// The rounded ranks are lower than the exact ones by `offset`.
    pub fn new(wanted: Wanted, offset: f64, slack: f64) -> Self {
        let (limit, room) = match wanted {
            Wanted::Nearest(k) => (f64::INFINITY, 4 * k + 32),
            Wanted::Within(most) => (most - offset + slack, usize::MAX),
        };
        Self { wanted, slack, limit, kept: Vec::new(), thin_at: room }
    }

    /// Looks at the ranks of rows `first`, `first + 1` ….
    pub fn offer_all(&mut self, ranks: &[f64], first: usize) {
        for (piece, ranks) in ranks.chunks(8).enumerate() {
            let least =
                ranks.iter().fold(f64::INFINITY, |least, rank| if *rank < least { *rank } else { least });
            if least > self.limit {
                continue;
            }
            for (offset, rank) in ranks.iter().enumerate() {
                if *rank <= self.limit {
                    self.kept.push(Candidate { rank: *rank, row: (first + piece * 8 + offset) as u32 });
                }
            }
            if self.kept.len() >= self.thin_at {
                self.thin();
            }
        }
    }

    fn thin(&mut self) {
        let Wanted::Nearest(k) = self.wanted else { return };
        if k == 0 || self.kept.len() <= k {
            return;
        }
        let (_, worst, _) = self.kept.select_nth_unstable(k - 1);
        // Two roundings: the worst's own and the candidate's.
        self.limit = worst.rank + 2.0 * self.slack;
        let limit = self.limit;
        self.kept.retain(|candidate| candidate.rank <= limit);
        self.thin_at = (2 * self.kept.len()).max(4 * k + 32);
    }

    /// What is left, by ranks that are exact.
    pub fn finish(mut self, exact: impl Fn(u32) -> f64) -> Vec<Candidate> {
        self.thin();
        let mut sieve = Sieve::new(self.wanted);
        for candidate in self.kept {
            let rank = exact(candidate.row);
            if rank <= sieve.limit() {
                sieve.offer(Candidate { rank, row: candidate.row });
            }
        }
        sieve.finish()
    }
}
