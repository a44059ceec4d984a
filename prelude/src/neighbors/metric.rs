//! How far apart two points are, and how a search goes about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What distance means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// The length of the difference.
    #[default]
    Euclidean,
    /// The sum of the absolute differences.
    Manhattan,
    /// The largest absolute difference.
    Chebyshev,
    /// One less the cosine of the angle, 0 to 2; rows of zeros have the distance 1 from all.
    Cosine,
}

/// How neighbours are found; the answer is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeighborSearch {
    /// A tree for up to 15 features, all distances for more.
    #[default]
    Auto,
    /// A k-d tree. For [`Metric::Cosine`] there is none: all distances.
    KdTree,
    /// All distances, block by block.
    Brute,
}

/// How much each neighbour counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeighborWeights {
    /// All the same.
    #[default]
    Uniform,
    /// The inverse of the distance; neighbours at distance 0, if there are any, alone.
    Distance,
}

macro_rules! named {
    ($($kind:ident { $($variant:ident => $name:literal),* }),*) => {$(
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $name),*
                })
            }
        }
    )*};
}
named!(
    Metric {
        Euclidean => "euclidean", Manhattan => "manhattan", Chebyshev => "chebyshev", Cosine => "cosine"
    },
    NeighborSearch { Auto => "auto", KdTree => "kd_tree", Brute => "brute" },
    NeighborWeights { Uniform => "uniform", Distance => "distance" }
);

/// A metric that is put together feature by feature. What is put together is the *rank*, which
/// grows with the distance: its square for the Euclidean one.
pub(super) trait Norm: Copy + Sync {
    /// What a feature's difference adds.
    fn term(difference: f64) -> f64;
    fn join(sum: f64, term: f64) -> f64;
    fn to_distance(rank: f64) -> f64;
    fn to_rank(distance: f64) -> f64;

    /// The rank of two points, feature after feature.
    fn rank(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).fold(0.0, |sum, (a, b)| Self::join(sum, Self::term(a - b)))
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Squares;
#[derive(Clone, Copy, Debug)]
pub(super) struct Absolutes;
#[derive(Clone, Copy, Debug)]
pub(super) struct Largest;

impl Norm for Squares {
    fn term(difference: f64) -> f64 {
        difference * difference
    }
    fn join(sum: f64, term: f64) -> f64 {
        sum + term
    }
    fn to_distance(rank: f64) -> f64 {
        rank.sqrt()
    }
    fn to_rank(distance: f64) -> f64 {
        distance * distance
    }
}

impl Norm for Absolutes {
    fn term(difference: f64) -> f64 {
        difference.abs()
    }
    fn join(sum: f64, term: f64) -> f64 {
        sum + term
    }
    fn to_distance(rank: f64) -> f64 {
        rank
    }
    fn to_rank(distance: f64) -> f64 {
        distance
    }
}

impl Norm for Largest {
    fn term(difference: f64) -> f64 {
        difference.abs()
    }
    fn join(sum: f64, term: f64) -> f64 {
        if term > sum { term } else { sum }
    }
    fn to_distance(rank: f64) -> f64 {
        rank
    }
    fn to_rank(distance: f64) -> f64 {
        distance
    }
}
