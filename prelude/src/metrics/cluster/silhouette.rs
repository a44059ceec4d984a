//! Silhouettes: how much nearer a sample is to its own group than to the next one.
//!
//! Samples are put in order of their groups and transposed, so that the distances from one sample to a
//! block of others are one run over contiguous numbers per feature, and the sum per group a run over
//! contiguous distances. Blocks of samples are shared among threads; nothing of size n² is ever kept.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::index::sample;
use rayon::prelude::*;

use crate::array::{AsFeatures, AsLabels, Features};
use crate::error::{Error, Result};
use crate::metrics::labels::Codes;
use crate::metrics::truth::same_length;
use crate::model::check;
use crate::neighbors::Metric;
use crate::runtime::{Progress, check_interrupt};

/// Samples whose distances are in hand at a time.
const BLOCK: usize = 1024;
/// Samples between two looks at the interrupt.
const ROUND: usize = 512;

/// The mean silhouette of all samples, −1 to 1: near 1 the groups are tight and far apart, near 0 they
/// overlap. Groups of one sample count 0. Takes time in the square of the number of samples; for many
/// of them see [`Silhouette::sample_size`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let groups = KMeans::new(3).fit(&iris())?;
/// assert!(silhouette_score(&iris(), groups.labels())? > 0.55);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] unless there are at least 2 groups and fewer than samples;
/// [`Error::LengthMismatch`], [`Error::Empty`], [`Error::NotFinite`], interruption.
///
/// Source: P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of
/// cluster analysis", Journal of Computational and Applied Mathematics 20 (1987).
pub fn silhouette_score(x: impl AsFeatures, labels: impl AsLabels) -> Result<f64> {
    Silhouette::new().score(x, labels)
}

/// The silhouette of every sample.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [1.0], [9.0], [10.0]];
/// let silhouettes = silhouette_samples(&x, &["a", "a", "b", "b"])?;
/// assert!(silhouettes.iter().all(|value| *value > 0.8));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`silhouette_score`].
pub fn silhouette_samples(x: impl AsFeatures, labels: impl AsLabels) -> Result<Array1<f64>> {
    Silhouette::new().samples(x, labels)
}

/// [`silhouette_score`] with another distance, or of some of the samples.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let silhouette = Silhouette::new().metric(Metric::Manhattan).sample_size(100).seed(1);
/// assert!(silhouette.score(&iris(), &iris().target)? > 0.4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Silhouette {
    metric: Metric,
    sample_size: Option<usize>,
    seed: u64,
}

impl Silhouette {
    /// Euclidean distances of all samples.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What distance means. Default [`Metric::Euclidean`].
    #[must_use]
    pub fn metric(mut self, metric: Metric) -> Self {
        self.metric = metric;
        self
    }

    /// Only so many samples, chosen at random. Default all.
    #[must_use]
    pub fn sample_size(mut self, sample_size: usize) -> Self {
        self.sample_size = Some(sample_size);
        self
    }

    /// The seed of that choice. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The mean silhouette.
    ///
    /// # Errors
    /// As [`silhouette_score`].
    pub fn score(&self, x: impl AsFeatures, labels: impl AsLabels) -> Result<f64> {
        let silhouettes = self.of(&x.features()?, &labels)?;
        Ok(silhouettes.sum() / silhouettes.len() as f64)
    }

    /// The silhouette of every sample (of those chosen, in the order of the rows).
    ///
    /// # Errors
    /// As [`silhouette_score`].
    pub fn samples(&self, x: impl AsFeatures, labels: impl AsLabels) -> Result<Array1<f64>> {
        self.of(&x.features()?, &labels)
    }

    fn of(&self, features: &Features<'_>, labels: &dyn AsLabels) -> Result<Array1<f64>> {
        const NAME: &str = "silhouette_score";
        let codes = group_codes(features, labels)?;
        let Some(size) = self.sample_size else {
            return silhouettes(features.view(), &Groups::new(NAME, codes)?, self.metric);
        };
        let n = codes.codes.len();
        if size == 0 || size > n {
            return Err(Error::parameter(
                NAME,
                "sample_size",
                size,
                format!("1 to {n}, the number of samples"),
            ));
        }
        let mut rows = sample(&mut StdRng::seed_from_u64(self.seed), n, size).into_vec();
        rows.sort_unstable();
        let chosen: Vec<f64> = rows.iter().map(|row| codes.codes[*row] as f64).collect();
        let chosen = Codes::of("`labels`", &crate::array::LabelValues::Numbers(chosen.into()))?;
        silhouettes(features.view().select(Axis(0), &rows).view(), &Groups::new(NAME, chosen)?, self.metric)
    }
}

/// The group of every sample, and the groups' sizes.
pub(super) struct Groups {
    pub codes: Vec<usize>,
    pub sizes: Vec<f64>,
}

impl Groups {
    pub fn of(owner: &'static str, features: &Features<'_>, labels: &dyn AsLabels) -> Result<Self> {
        Self::new(owner, group_codes(features, labels)?)
    }

    fn new(owner: &'static str, groups: Codes) -> Result<Self> {
        let (k, n) = (groups.names.len(), groups.codes.len());
        if k < 2 || k >= n {
            let expected = format!("at least 2 groups and fewer than samples ({n})");
            return Err(Error::parameter(owner, "labels", format!("of {k} groups"), expected));
        }
        let mut sizes = vec![0.0; k];
        groups.codes.iter().for_each(|code| sizes[*code] += 1.0);
        Ok(Self { codes: groups.codes, sizes })
    }
}

fn group_codes(features: &Features<'_>, labels: &dyn AsLabels) -> Result<Codes> {
    check::features(features)?;
    let labels = labels.labels()?.values;
    same_length("the feature matrix", features.values.nrows(), "`labels`", labels.len())?;
    Codes::of("`labels`", &labels)
}

fn silhouettes(x: ArrayView2<'_, f64>, groups: &Groups, metric: Metric) -> Result<Array1<f64>> {
    let mut order: Vec<usize> = (0..x.nrows()).collect();
    order.sort_by_key(|row| groups.codes[*row]);
    let mut rows = x.select(Axis(0), &order);
    if metric == Metric::Cosine {
        to_unit_length(&mut rows);
    }
    let columns = rows.t().as_standard_layout().into_owned();
    let points = Points { rows, columns, groups, metric };
    let mut progress = Progress::new("silhouettes", order.len() as u64);
    let mut silhouettes = Array1::zeros(order.len());
    for round in order.chunks(ROUND).enumerate().map(|(round, rows)| (round * ROUND, rows)) {
        check_interrupt()?;
        let (start, sources) = round;
        let values: Vec<f64> = (start..start + sources.len())
            .into_par_iter()
            .with_min_len(16)
            .map(|place| points.silhouette(place, groups.codes[order[place]]))
            .collect();
        for (source, value) in sources.iter().zip(values) {
            silhouettes[*source] = value;
        }
        progress.advance(sources.len() as u64);
    }
    progress.finish_and_clear();
    Ok(silhouettes)
}

fn to_unit_length(rows: &mut Array2<f64>) {
    for mut row in rows.rows_mut() {
        let length = row.dot(&row).sqrt();
        if length > 0.0 {
            row /= length;
        }
    }
}

/// The samples in order of their groups, by row and by feature.
struct Points<'a> {
    rows: Array2<f64>,
    columns: Array2<f64>,
    groups: &'a Groups,
    metric: Metric,
}

impl Points<'_> {
    fn silhouette(&self, place: usize, own: usize) -> f64 {
        let sums = self.distance_sums(place);
        let sizes = &self.groups.sizes;
        if sizes[own] <= 1.0 {
            return 0.0;
        }
        let within = sums[own] / (sizes[own] - 1.0);
        let others = (0..sizes.len()).filter(|group| *group != own);
        let next = others.map(|group| sums[group] / sizes[group]).fold(f64::INFINITY, f64::min);
        let largest = within.max(next);
        if largest == 0.0 { 0.0 } else { (next - within) / largest }
    }

    /// The sum of the distances from one sample to those of each group.
    fn distance_sums(&self, place: usize) -> Vec<f64> {
        let n = self.rows.nrows();
        let mut sums = vec![0.0; self.groups.sizes.len()];
        let mut distances = [0.0; BLOCK];
        let (mut group, mut left) = (0, self.groups.sizes[0] as usize);
        for start in (0..n).step_by(BLOCK) {
            let block = &mut distances[..BLOCK.min(n - start)];
            self.distances(place, start, block);
            let mut rest = &*block;
            while !rest.is_empty() {
                let (part, later) = rest.split_at(left.min(rest.len()));
                sums[group] += crate::array::sum::sum(part);
                left -= part.len();
                rest = later;
                if left == 0 && group + 1 < sums.len() {
                    group += 1;
                    left = self.groups.sizes[group] as usize;
                }
            }
        }
        sums
    }

    /// The distances from one sample to those from `start` on.
    fn distances(&self, place: usize, start: usize, distances: &mut [f64]) {
        distances.fill(0.0);
        for (own, column) in self.rows.row(place).iter().zip(self.columns.outer_iter()) {
            let column = &column.to_slice().unwrap_or_default()[start..start + distances.len()];
            let pairs = distances.iter_mut().zip(column);
            match self.metric {
                Metric::Euclidean => pairs.for_each(|(sum, other)| *sum += (own - other) * (own - other)),
                Metric::Manhattan => pairs.for_each(|(sum, other)| *sum += (own - other).abs()),
                Metric::Chebyshev => pairs.for_each(|(sum, other)| *sum = sum.max((own - other).abs())),
                Metric::Cosine => pairs.for_each(|(sum, other)| *sum += own * other),
            }
        }
        match self.metric {
            Metric::Euclidean => distances.iter_mut().for_each(|sum| *sum = sum.sqrt()),
            Metric::Cosine => distances.iter_mut().for_each(|sum| *sum = (1.0 - *sum).clamp(0.0, 2.0)),
            Metric::Manhattan | Metric::Chebyshev => {}
        }
        if self.metric == Metric::Cosine && (start..start + distances.len()).contains(&place) {
            distances[place - start] = 0.0;
        }
    }
}
