//! Clusters as regions of density: samples with enough neighbours, and whatever is near them.
//!
//! Own kernel: linfa's searches one neighbourhood at a time and walks the clusters one by one. Here
//! all neighbourhoods are searched at once in a k-d tree and joined as sets, which no order of the
//! threads can change; no list of neighbours is ever kept, so memory stays small for a large `eps`.

use std::sync::atomic::{AtomicU32, Ordering};

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::kd_tree::KdTree;
use super::noise::{describe_labels, n_clusters};
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;

const NAME: &str = "Dbscan";
/// Samples between two looks for an interrupt, and samples of one thread's piece at least.
const ROUND: usize = 8192;
const PIECE: usize = 64;

/// Clusters of any shape: chains of samples that have `min_samples` samples (themselves included)
/// within `eps`. Samples that are near none of these are noise, label −1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [1.1], [1.2], [8.0], [8.1], [8.2], [30.0]];
/// let model = Dbscan::new().eps(0.3).min_samples(3).fit(&x)?;
/// assert_eq!(model.labels(), array![0, 0, 0, 1, 1, 1, -1]);
/// assert_eq!(model.n_noise(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: M. Ester, H.-P. Kriegel, J. Sander, X. Xu, "A density-based algorithm for discovering
/// clusters in large spatial databases with noise", 1996.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dbscan {
    eps: f64,
    min_samples: usize,
}

impl Dbscan {
    /// Within 0.5, at least 5 samples.
    #[must_use]
    pub fn new() -> Self {
        Self { eps: 0.5, min_samples: 5 }
    }

    /// The largest distance of neighbours, in the features' units. Default 0.5.
    #[must_use]
    pub fn eps(mut self, eps: f64) -> Self {
        self.eps = eps;
        self
    }

    /// The samples, itself included, that a core sample has within `eps`. Default 5.
    #[must_use]
    pub fn min_samples(mut self, min_samples: usize) -> Self {
        self.min_samples = min_samples;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedDbscan> {
        self.check()?;
        let (labels, core) = cluster(features.view(), self.eps, self.min_samples)?;
        let core: Vec<usize> = core.iter().enumerate().filter(|(_, core)| **core).map(|(i, _)| i).collect();
        Ok(FittedDbscan {
            parameters: self.clone(),
            seen: Seen::of(features),
            components: features.view().select(Axis(0), &core),
            core_sample_indices: core,
            labels,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("eps", number(self.eps)), setting("min_samples", self.min_samples)]
    }

    fn check(&self) -> Result<()> {
        if !(self.eps > 0.0 && self.eps.is_finite()) {
            return Err(Error::parameter(NAME, "eps", self.eps, "a number above 0"));
        }
        if self.min_samples == 0 {
            return Err(Error::parameter(NAME, "min_samples", self.min_samples, "at least 1"));
        }
        Ok(())
    }
}

impl Default for Dbscan {
    /// Within 0.5, at least 5 samples.
    fn default() -> Self {
        Self::new()
    }
}

clusterer!(Dbscan => FittedDbscan, predicts: no);

/// Labels, and which samples are core samples.
fn cluster(x: ArrayView2<'_, f64>, eps: f64, min_samples: usize) -> Result<(Array1<i64>, Vec<bool>)> {
    let x = x.as_standard_layout();
    let x = x.view();
    let tree = KdTree::new(x);
    let limit = eps * eps;
    let core = each_sample(x, |_, point| {
        let mut count = 0;
        tree.within(point, limit, |near| {
            count += near.len();
            count < min_samples
        });
        count >= min_samples
    })?;
    let sets = Sets::new(x.nrows());
    each_sample(x, |i, point| {
        if core[i] {
            tree.within(point, limit, |near| {
                for other in near.iter().filter(|other| (**other as usize) < i && core[**other as usize]) {
                    sets.join(i as u32, *other);
                }
                true
            });
        }
    })?;
    let numbers = numbered(&sets, &core);
    // A sample at the border of several clusters belongs to the first of them.
    let labels = each_sample(x, |i, point| {
        if core[i] {
            return numbers[i];
        }
        let mut first = i64::MAX;
        tree.within(point, limit, |near| {
            for other in near.iter().filter(|other| core[**other as usize]) {
                first = first.min(numbers[*other as usize]);
            }
            first > 0
        });
        if first == i64::MAX { -1 } else { first }
    })?;
    Ok((labels.into(), core))
}

/// Something about every sample, in parallel, with looks for an interrupt.
fn each_sample<T: Send>(x: ArrayView2<'_, f64>, work: impl Fn(usize, &[f64]) -> T + Sync) -> Result<Vec<T>> {
    let mut all = Vec::with_capacity(x.nrows());
    let rows = x.as_slice().unwrap_or_default();
    for start in (0..x.nrows()).step_by(ROUND) {
        check_interrupt()?;
        let end = x.nrows().min(start + ROUND);
        let part: Vec<T> = (start..end)
            .into_par_iter()
            .with_min_len(PIECE)
            .map(|i| work(i, &rows[i * x.ncols()..][..x.ncols()]))
            .collect();
        all.extend(part);
    }
    Ok(all)
}

/// The number of every core sample's cluster, in the order of their first core samples.
fn numbered(sets: &Sets, core: &[bool]) -> Vec<i64> {
    let mut numbers = vec![-1; core.len()];
    let mut next = 0;
    for i in (0..core.len()).filter(|i| core[*i]) {
        let root = sets.root(i as u32) as usize;
        if root == i {
            numbers[i] = next;
            next += 1;
        }
        // Roots are the first of their sets.
        numbers[i] = numbers[root];
    }
    numbers
}

/// Disjoint sets that many threads join at once. Every set's root is its smallest member, so the
/// result does not depend on the order.
///
/// Source: R. Anderson, H. Woll, "Wait-free parallel algorithms for the union-find problem", 1991.
struct Sets(Vec<AtomicU32>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..n as u32).map(AtomicU32::new).collect())
    }

    fn root(&self, mut member: u32) -> u32 {
        loop {
            let parent = self.0[member as usize].load(Ordering::Relaxed);
            if parent == member {
                return member;
            }
            let above = self.0[parent as usize].load(Ordering::Relaxed);
            if above != parent {
                // Halves the path; another thread may have shortened it further.
                let _ = self.0[member as usize].compare_exchange_weak(
                    parent,
                    above,
                    Ordering::Relaxed,
                    Ordering::Relaxed,
                );
            }
            member = above;
        }
    }

    fn join(&self, a: u32, b: u32) {
        loop {
            let (a, b) = (self.root(a), self.root(b));
            if a == b {
                return;
            }
            let (low, high) = (a.min(b), a.max(b));
            let parent = &self.0[high as usize];
            if parent.compare_exchange(high, low, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                return;
            }
        }
    }
}

/// A fitted [`Dbscan`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedDbscan {
    parameters: Dbscan,
    seen: Seen,
    labels: Array1<i64>,
    core_sample_indices: Vec<usize>,
    components: Array2<f64>,
}

impl FittedDbscan {
    /// The rows of the core samples, ascending.
    pub fn core_sample_indices(&self) -> &[usize] {
        &self.core_sample_indices
    }

    /// The core samples themselves, shape (n_core_samples, n_features).
    pub fn components(&self) -> &Array2<f64> {
        &self.components
    }

    /// The number of clusters, noise not counted.
    pub fn n_clusters(&self) -> usize {
        n_clusters(&self.labels)
    }

    /// The number of samples that belong to no cluster.
    pub fn n_noise(&self) -> usize {
        self.labels.iter().filter(|label| **label < 0).count()
    }

    fn report(&self, summary: &mut Summary) {
        describe_labels(&self.labels, summary);
        summary.results.push(setting("core samples", self.core_sample_indices.len()));
        if self.n_clusters() == 0 {
            summary
                .notes
                .push("Everything is noise: choose a larger `eps`, or scale the features.".to_owned());
        }
    }
}
