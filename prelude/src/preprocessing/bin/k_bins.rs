//! Numbers to the bins they fall in.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, learn, map};
use super::super::numeric::{Seen, invertible, numeric_transformer, setting};
use super::edges::BinStrategy;
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "KBinsDiscretizer";

/// What a bin becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinEncoding {
    /// One column of zeros and ones per bin, called `age_0.0`, `age_1.0` …
    #[default]
    OneHot,
    /// Its number, 0 for the lowest.
    Ordinal,
}

/// Cuts each feature into bins.
///
/// A feature that is the same in every sample has one bin; bins that would be empty are left out.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [3.0], [10.0]];
/// let bins = KBinsDiscretizer::new(3).strategy(BinStrategy::Uniform).encode(BinEncoding::Ordinal);
/// let (fitted, codes) = bins.fit_transform(&x)?;
/// assert_eq!(codes, array![[0.0], [0.0], [0.0], [2.0]]);
/// assert_eq!(fitted.bin_edges(0), Some(&[1.0, 4.0, 7.0, 10.0][..]));
/// assert_eq!(fitted.inverse_transform(&codes)?, array![[2.5], [2.5], [2.5], [8.5]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KBinsDiscretizer {
    n_bins: usize,
    encode: BinEncoding,
    strategy: BinStrategy,
}

impl Default for KBinsDiscretizer {
    fn default() -> Self {
        Self { n_bins: 5, encode: BinEncoding::OneHot, strategy: BinStrategy::Quantile }
    }
}

impl KBinsDiscretizer {
    /// With the number of bins per feature.
    #[must_use]
    pub fn new(n_bins: usize) -> Self {
        Self { n_bins, ..Self::default() }
    }

    /// What a bin becomes. Default [`BinEncoding::OneHot`].
    #[must_use]
    pub fn encode(mut self, encode: BinEncoding) -> Self {
        self.encode = encode;
        self
    }

    /// How the bins are chosen. Default [`BinStrategy::Quantile`].
    #[must_use]
    pub fn strategy(mut self, strategy: BinStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedKBinsDiscretizer> {
        if self.n_bins < 2 || self.n_bins > 1_000_000 {
            return Err(Error::parameter(NAME, "n_bins", self.n_bins, "2 to 1000000"));
        }
        let edges = learn(features.view(), |_, values| {
            values.sort_unstable_by(f64::total_cmp);
            self.strategy.edges(values, self.n_bins)
        })?;
        Ok(FittedKBinsDiscretizer { parameters: self.clone(), edges, seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_bins", self.n_bins),
            setting("encode", format!("{:?}", self.encode)),
            setting("strategy", format!("{:?}", self.strategy)),
        ]
    }
}

/// A fitted [`KBinsDiscretizer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedKBinsDiscretizer {
    parameters: KBinsDiscretizer,
    edges: Vec<Vec<f64>>,
    seen: Seen,
}

impl FittedKBinsDiscretizer {
    /// Where the bins of one feature begin, and where the last one ends. Values beyond belong to
    /// the first and the last bin.
    pub fn bin_edges(&self, feature: usize) -> Option<&[f64]> {
        self.edges.get(feature).map(Vec::as_slice)
    }

    fn n_bins(&self, feature: usize) -> usize {
        self.edges[feature].len() - 1
    }

    fn bin(&self, feature: usize, value: f64) -> usize {
        let edges = &self.edges[feature];
        edges[1..edges.len() - 1].partition_point(|edge| *edge <= value)
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        if self.parameters.encode == BinEncoding::Ordinal {
            return map(x, |j, value| self.bin(j, value) as f64);
        }
        let starts = self.starts();
        let mut ones = Array2::zeros((x.nrows(), starts[x.ncols()]));
        for ((row, column), value) in x.indexed_iter() {
            ones[(row, starts[column] + self.bin(column, *value))] = 1.0;
        }
        Ok(ones)
    }

    /// The first output of each feature, and where they end.
    fn starts(&self) -> Vec<usize> {
        let mut starts = vec![0];
        for feature in 0..self.edges.len() {
            starts.push(starts[feature] + self.n_bins(feature));
        }
        starts
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let middle = |j: usize, bin: usize| 0.5 * (self.edges[j][bin] + self.edges[j][bin + 1]);
        if self.parameters.encode == BinEncoding::Ordinal {
            for ((_, column), value) in z.indexed_iter() {
                if !(*value >= 0.0 && *value < self.n_bins(column) as f64) {
                    let expected = format!("the number of a bin, 0 to {}", self.n_bins(column) - 1);
                    return Err(Error::parameter(NAME, "z", value, expected));
                }
            }
            return map(z, |j, value| middle(j, (value as usize).min(self.n_bins(j) - 1)));
        }
        let starts = self.starts();
        Ok(Array2::from_shape_fn((z.nrows(), self.edges.len()), |(row, j)| {
            let outputs = z.row(row).slice_move(ndarray::s![starts[j]..starts[j + 1]]);
            let start = (0, f64::NEG_INFINITY);
            let greatest = outputs
                .iter()
                .enumerate()
                .fold(start, |best, (bin, value)| if *value > best.1 { (bin, *value) } else { best });
            middle(j, greatest.0)
        }))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        if self.parameters.encode == BinEncoding::Ordinal {
            return names.to_vec();
        }
        let of_feature = |(j, name): (usize, &String)| {
            (0..self.n_bins(j)).map(|bin| format!("{name}_{bin}.0")).collect::<Vec<_>>()
        };
        names.iter().enumerate().flat_map(of_feature).collect()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        let rows = self.seen.names.iter().zip(&self.edges);
        let widest = self.edges.iter().map(Vec::len).max().unwrap_or_default();
        vec![SummaryTable {
            caption: "edges of the bins".to_owned(),
            columns: (0..widest).map(|edge| edge.to_string()).collect(),
            rows: rows.map(|(name, edges)| (name.clone(), edges.clone())).collect(),
        }]
    }
}

numeric_transformer!(KBinsDiscretizer => FittedKBinsDiscretizer, NAME, Gaps::Refused);
invertible!(FittedKBinsDiscretizer, Gaps::Refused);
