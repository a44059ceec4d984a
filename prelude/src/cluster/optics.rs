//! The order of density: samples in the order in which clusters of any density reach them, and
//! clusters as the valleys of that order.

mod valleys;

use ndarray::{Array1, ArrayView2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::valleys::{Plot, labels_of, valleys};
use super::kd_tree::KdTree;
use super::noise::{describe_labels, n_clusters};
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "Optics";
/// Samples of one thread's piece at least.
const PIECE: usize = 1024;

/// How clusters are taken from the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpticsMethod {
    /// Valleys between steep descents and ascents.
    #[default]
    Xi,
    /// What [`Dbscan`](super::Dbscan) would find with `eps`.
    Dbscan,
}

/// Clusters of different densities. Samples of none are noise, label −1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [1.1], [1.2], [1.3], [1.4], [8.0], [8.5], [9.0], [9.5], [10.0]];
/// let model = Optics::new().min_samples(3).fit(&x)?;
/// assert_eq!(model.labels(), array![0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
/// assert_eq!(model.ordering()[0], 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: M. Ankerst, M. Breunig, H.-P. Kriegel, J. Sander, "OPTICS: ordering points to identify the
/// clustering structure", 1999.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optics {
    min_samples: usize,
    max_eps: Option<f64>,
    cluster_method: OpticsMethod,
    eps: Option<f64>,
    xi: f64,
    predecessor_correction: bool,
    min_cluster_size: Option<usize>,
}

impl Optics {
    /// Neighbourhoods of 5 samples of any width, ξ 0.05.
    #[must_use]
    pub fn new() -> Self {
        Self {
            min_samples: 5,
            max_eps: None,
            cluster_method: OpticsMethod::Xi,
            eps: None,
            xi: 0.05,
            predecessor_correction: true,
            min_cluster_size: None,
        }
    }

    /// The samples of a neighbourhood, its own included, at least 2. Default 5.
    #[must_use]
    pub fn min_samples(mut self, min_samples: usize) -> Self {
        self.min_samples = min_samples;
        self
    }

    /// The largest distance of neighbours, in the features' units. Default: any.
    #[must_use]
    pub fn max_eps(mut self, max_eps: f64) -> Self {
        self.max_eps = Some(max_eps);
        self
    }

    /// How clusters are taken from the order. Default [`OpticsMethod::Xi`].
    #[must_use]
    pub fn cluster_method(mut self, method: OpticsMethod) -> Self {
        self.cluster_method = method;
        self
    }

    /// The distance for [`OpticsMethod::Dbscan`]. Default: `max_eps`.
    #[must_use]
    pub fn eps(mut self, eps: f64) -> Self {
        self.eps = Some(eps);
        self
    }

    /// How steep a valley's sides are: the fraction by which reachability falls from one sample to
    /// the next, above 0 and below 1. Default 0.05.
    #[must_use]
    pub fn xi(mut self, xi: f64) -> Self {
        self.xi = xi;
        self
    }

    /// Leaves valleys as they are even if their last samples were reached from outside.
    #[must_use]
    pub fn without_predecessor_correction(mut self) -> Self {
        self.predecessor_correction = false;
        self
    }

    /// The samples of a cluster at least. Default: `min_samples`.
    #[must_use]
    pub fn min_cluster_size(mut self, size: usize) -> Self {
        self.min_cluster_size = Some(size);
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedOptics> {
        let x = features.values.as_standard_layout();
        self.check(x.nrows())?;
        let (core_distances, order) = self.order(x.view())?;
        let labels = match self.cluster_method {
            OpticsMethod::Xi => {
                let size = self.min_cluster_size.unwrap_or(self.min_samples);
                let plot = Plot::new(&order.ordering, &order.reachability, &order.predecessor);
                let found = valleys(&plot, self.xi, self.min_samples, size, self.predecessor_correction);
                labels_of(&order.ordering, &found)
            }
            OpticsMethod::Dbscan => {
                let eps = self.eps.or(self.max_eps).unwrap_or(f64::INFINITY);
                as_dbscan(&order, &core_distances, eps)
            }
        };
        Ok(FittedOptics {
            parameters: self.clone(),
            seen: Seen::of(features),
            labels,
            ordering: order.ordering,
            reachability: order.reachability.into(),
            core_distances: core_distances.into(),
            predecessor: order.predecessor.into(),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let method = match self.cluster_method {
            OpticsMethod::Xi => "xi",
            OpticsMethod::Dbscan => "dbscan",
        };
        let size = self.min_cluster_size.unwrap_or(self.min_samples);
        vec![
            setting("min_samples", self.min_samples),
            setting("max_eps", self.max_eps.map_or("any".to_owned(), number)),
            setting("cluster_method", method),
            setting("eps", self.eps.or(self.max_eps).map_or("any".to_owned(), number)),
            setting("xi", number(self.xi)),
            setting("predecessor_correction", self.predecessor_correction),
            setting("min_cluster_size", size),
        ]
    }

    fn check(&self, n: usize) -> Result<()> {
        let size = self.min_cluster_size.unwrap_or(2);
        for (name, value) in [("min_samples", self.min_samples), ("min_cluster_size", size)] {
            if value < 2 {
                return Err(Error::parameter(NAME, name, value, "at least 2"));
            }
        }
        if n < self.min_samples {
            let what = format!("{NAME} with `min_samples` {}", self.min_samples);
            return Err(Error::TooFew { what, needed: self.min_samples, unit: "samples", given: n });
        }
        for (name, value) in [("max_eps", self.max_eps), ("eps", self.eps)] {
            if let Some(value) = value.filter(|value| value.is_nan() || *value <= 0.0) {
                return Err(Error::parameter(NAME, name, value, "a number above 0"));
            }
        }
        if !(self.xi > 0.0 && self.xi < 1.0) {
            return Err(Error::parameter(NAME, "xi", self.xi, "above 0 and below 1"));
        }
        if let (Some(eps), Some(most)) = (self.eps, self.max_eps)
            && eps > most
        {
            return Err(Error::parameter(NAME, "eps", eps, format!("at most `max_eps`, {most}")));
        }
        Ok(())
    }

    /// The distance to each sample's neighbour number `min_samples`, and the order: from any sample to
    /// the one that is reached most easily from those before.
    fn order(&self, x: ArrayView2<'_, f64>) -> Result<(Vec<f64>, Order)> {
        let (n, d) = x.dim();
        let limit = self.max_eps.unwrap_or(f64::INFINITY);
        let rows = x.as_slice().unwrap_or_default();
        let row = |i: usize| &rows[i * d..][..d];
        let core = core_distances(&KdTree::new(x), rows, d, self.min_samples)?;
        let core: Vec<f64> =
            core.into_iter().map(|core| if core > limit { f64::INFINITY } else { core }).collect();
        let mut order = Order::of(n);
        let mut outside: Vec<Outside> = (0..n as u32).map(Outside::new).collect();
        let mut next = (0, f64::INFINITY, -1);
        let mut progress = Progress::new("samples in order", n as u64);
        for _ in 0..n {
            check_interrupt()?;
            let place = outside.partition_point(|other| other.sample < next.0);
            let newest = outside.remove(place);
            let sample = newest.sample as usize;
            order.push(&newest);
            let reaches = core[sample].is_finite();
            next = outside
                .par_iter_mut()
                .with_min_len(PIECE)
                .map(|other| {
                    if reaches {
                        let distance = distance(row(sample), row(other.sample as usize));
                        if distance <= limit {
                            other.approach(core[sample].max(distance), newest.sample);
                        }
                    }
                    (other.sample, other.reachability, other.predecessor)
                })
                .reduce(|| (u32::MAX, f64::INFINITY, -1), more_easily);
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok((core, order))
    }
}

impl Default for Optics {
    /// Neighbourhoods of 5 samples of any width, ξ 0.05.
    fn default() -> Self {
        Self::new()
    }
}

clusterer!(Optics => FittedOptics, predicts: no);

/// The distance of each sample to its `k`-th nearest, itself counted.
pub(super) fn core_distances(tree: &KdTree, rows: &[f64], d: usize, k: usize) -> Result<Vec<f64>> {
    let mut all = Vec::with_capacity(rows.len() / d);
    for part in rows.chunks(8 * PIECE * d) {
        check_interrupt()?;
        let part: Vec<f64> =
            part.par_chunks_exact(d).with_min_len(32).map(|row| tree.kth_distance(row, k).sqrt()).collect();
        all.extend(part);
    }
    Ok(all)
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

type Candidate = (u32, f64, i64);

fn more_easily(a: Candidate, b: Candidate) -> Candidate {
    if b.1 < a.1 || (b.1 == a.1 && b.0 < a.0) { b } else { a }
}

/// A sample that is not in the order yet.
struct Outside {
    sample: u32,
    reachability: f64,
    predecessor: i64,
}

impl Outside {
    fn new(sample: u32) -> Self {
        Self { sample, reachability: f64::INFINITY, predecessor: -1 }
    }

    fn approach(&mut self, reachability: f64, from: u32) {
        if reachability < self.reachability {
            (self.reachability, self.predecessor) = (reachability, i64::from(from));
        }
    }
}

/// Samples in order; reachability and predecessor by sample.
struct Order {
    ordering: Vec<usize>,
    reachability: Vec<f64>,
    predecessor: Vec<i64>,
}

impl Order {
    fn of(n: usize) -> Self {
        Self {
            ordering: Vec::with_capacity(n),
            reachability: vec![f64::INFINITY; n],
            predecessor: vec![-1; n],
        }
    }

    fn push(&mut self, newest: &Outside) {
        let sample = newest.sample as usize;
        self.ordering.push(sample);
        self.reachability[sample] = newest.reachability;
        self.predecessor[sample] = newest.predecessor;
    }
}

/// What DBSCAN would find with `eps`, up to samples at borders.
fn as_dbscan(order: &Order, core: &[f64], eps: f64) -> Array1<i64> {
    let mut labels = Array1::from_elem(core.len(), -1);
    let mut current = -1;
    for sample in &order.ordering {
        let far = order.reachability[*sample] > eps;
        if far && core[*sample] <= eps {
            current += 1;
        }
        if !far || core[*sample] <= eps {
            labels[*sample] = current;
        }
    }
    labels
}

/// A fitted [`Optics`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedOptics {
    parameters: Optics,
    seen: Seen,
    labels: Array1<i64>,
    ordering: Vec<usize>,
    reachability: Array1<f64>,
    core_distances: Array1<f64>,
    predecessor: Array1<i64>,
}

impl FittedOptics {
    /// The rows of the samples in their order.
    pub fn ordering(&self) -> &[usize] {
        &self.ordering
    }

    /// How far each sample is from those before it in the order; infinite for the first of each
    /// region. By sample: a plot takes them in [`ordering`](Self::ordering).
    pub fn reachability(&self) -> &Array1<f64> {
        &self.reachability
    }

    /// The width of each sample's neighbourhood; infinite beyond `max_eps`.
    pub fn core_distances(&self) -> &Array1<f64> {
        &self.core_distances
    }

    /// The sample from which each was reached, −1 for none.
    pub fn predecessor(&self) -> &Array1<i64> {
        &self.predecessor
    }

    /// The number of clusters, noise not counted.
    pub fn n_clusters(&self) -> usize {
        n_clusters(&self.labels)
    }

    fn report(&self, summary: &mut Summary) {
        describe_labels(&self.labels, summary);
    }
}
