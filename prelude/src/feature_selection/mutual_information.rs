//! Mutual information from nearest neighbours: how much knowing a feature tells of the target, in
//! nats, whatever the form of the dependence.

use ndarray::{Array1, Array2, ArrayView1, Axis};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rand_distr::StandardNormal;
use rayon::prelude::*;

use crate::dataset::{AsTraining, Training};
use crate::error::{Error, Result};
use crate::model::ClassTarget;
use crate::model::check::{self, Least};
use crate::runtime::check_interrupt;

/// Equal values are told apart by noise of this share of the standard deviation.
const NOISE: f64 = 1e-10;
/// Features between two looks for an interrupt.
const ROUND: usize = 16;
const EULER: f64 = 0.577_215_664_901_532_9;

/// The mutual information, in nats, of each feature (a quantity) with the classes, from the
/// `n_neighbors` nearest samples (3 is usual). Noise far below the spread of the data, seeded, tells
/// equal values apart.
///
/// # Errors
/// [`Error::Parameter`] for no neighbours, [`Error::SingleClass`], [`Error::TooManyClasses`],
/// [`Error::NotFinite`], [`Error::Empty`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let information = mutual_info_classif(&iris(), 3, 0)?;
/// assert!(information[2] > 0.9 && information[1] < 0.4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: B. C. Ross, "Mutual information between discrete and continuous data sets", 2014.
pub fn mutual_info_classif(data: impl AsTraining, n_neighbors: usize, seed: u64) -> Result<Array1<f64>> {
    with_classes(&data.training()?, n_neighbors, seed)
}

/// The mutual information, in nats, of each feature with the target, both quantities, from the
/// `n_neighbors` nearest samples (3 is usual). Noise as in [`mutual_info_classif`].
///
/// # Errors
/// [`Error::Parameter`] for no neighbours, [`Error::TooFew`] unless there are more samples than
/// neighbours, [`Error::NotFinite`], [`Error::Empty`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let information = mutual_info_regression(&diabetes(), 3, 0)?;
/// assert!(information[2] > 0.1 && information[1] < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Kraskov, H. Stögbauer, P. Grassberger, "Estimating mutual information", 2004.
pub fn mutual_info_regression(data: impl AsTraining, n_neighbors: usize, seed: u64) -> Result<Array1<f64>> {
    with_quantity(&data.training()?, n_neighbors, seed)
}

pub(super) fn with_classes(data: &Training<'_>, n_neighbors: usize, seed: u64) -> Result<Array1<f64>> {
    const NAME: &str = "mutual_info_classif";
    check_neighbors(NAME, n_neighbors)?;
    check::training(data)?;
    let ClassTarget { classes, codes: labels } = check::classes(NAME, data, Least::several)?;
    let mut members = vec![Vec::new(); classes.len()];
    for (sample, label) in labels.iter().enumerate() {
        members[*label].push(sample);
    }
    // A class of one has no neighbours.
    members.retain(|samples| samples.len() > 1);
    let digamma = Digamma::up_to(labels.len() + 1);
    per_feature(data, seed, |x| about_classes(&x, &members, n_neighbors, &digamma))
}

pub(super) fn with_quantity(data: &Training<'_>, n_neighbors: usize, seed: u64) -> Result<Array1<f64>> {
    const NAME: &str = "mutual_info_regression";
    check_neighbors(NAME, n_neighbors)?;
    check::training(data)?;
    let n = data.target.len();
    if n <= n_neighbors {
        let what = format!("{NAME} with {n_neighbors} neighbours");
        return Err(Error::TooFew { what, needed: n_neighbors + 1, unit: "samples", given: n });
    }
    let y = scaled_with_noise(data.target.view(), StdRng::seed_from_u64(seed ^ u64::MAX));
    let mut sorted_y = y.clone();
    sorted_y.sort_by(f64::total_cmp);
    let digamma = Digamma::up_to(n + 1);
    per_feature(data, seed, |x| about_quantity(&x, &y, &sorted_y, n_neighbors, &digamma))
}

fn check_neighbors(owner: &'static str, n_neighbors: usize) -> Result<()> {
    if n_neighbors == 0 {
        return Err(Error::parameter(owner, "n_neighbors", 0, "at least 1"));
    }
    Ok(())
}

fn per_feature(
    data: &Training<'_>,
    seed: u64,
    information: impl Fn(Vec<f64>) -> f64 + Sync,
) -> Result<Array1<f64>> {
    let x: Array2<f64> = data.features.values.to_owned();
    let mut all = Vec::with_capacity(x.ncols());
    let columns: Vec<usize> = (0..x.ncols()).collect();
    for round in columns.chunks(ROUND) {
        check_interrupt()?;
        let of_column = |j: &usize| {
            let random =
                StdRng::seed_from_u64(seed.wrapping_add((*j as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            information(scaled_with_noise(x.index_axis(Axis(1), *j), random))
        };
        all.par_extend(round.par_iter().map(of_column));
    }
    Ok(all.into())
}

/// Unit standard deviation, and noise that tells equal values apart.
fn scaled_with_noise(values: ArrayView1<'_, f64>, mut random: StdRng) -> Vec<f64> {
    let std = values.std(0.0);
    let std = if std > 0.0 && std.is_finite() { std } else { 1.0 };
    let size = values.iter().map(|value| (value / std).abs()).sum::<f64>() / values.len() as f64;
    let noise = NOISE * size.max(1.0);
    values.iter().map(|value| value / std + noise * random.sample::<f64, _>(StandardNormal)).collect()
}

/// ψ(N) + ⟨ψ(k)⟩ − ⟨ψ(class size)⟩ − ⟨ψ(m)⟩, where m counts the samples of any class within the
/// distance of the k-th neighbour of the same class.
fn about_classes(x: &[f64], members: &[Vec<usize>], n_neighbors: usize, digamma: &Digamma) -> f64 {
    let mut all: Vec<f64> = members.iter().flatten().map(|sample| x[*sample]).collect();
    all.sort_by(f64::total_cmp);
    let n = all.len();
    if n == 0 {
        return 0.0;
    }
    let mut sum = 0.0;
    for samples in members {
        let mut class: Vec<f64> = samples.iter().map(|sample| x[*sample]).collect();
        class.sort_by(f64::total_cmp);
        let k = n_neighbors.min(class.len() - 1);
        for place in 0..class.len() {
            let radius = kth_distance(&class, place, k).next_down().max(0.0);
            let within = count_within(&all, class[place], radius);
            sum += digamma.at(k) - digamma.at(class.len()) - digamma.at(within);
        }
    }
    (digamma.at(n) + sum / n as f64).max(0.0)
}

/// The distance to the `k`-th nearest other value of a sorted run.
fn kth_distance(sorted: &[f64], place: usize, k: usize) -> f64 {
    let (mut left, mut right, mut distance) = (place, place, 0.0);
    for _ in 0..k {
        let below = if left > 0 { sorted[place] - sorted[left - 1] } else { f64::INFINITY };
        let above = if right + 1 < sorted.len() { sorted[right + 1] - sorted[place] } else { f64::INFINITY };
        if below <= above {
            (left, distance) = (left - 1, below);
        } else {
            (right, distance) = (right + 1, above);
        }
    }
    distance
}

/// How many values of a sorted run lie within `radius`, the value itself among them.
fn count_within(sorted: &[f64], value: f64, radius: f64) -> usize {
    let first = sorted.partition_point(|other| value - other > radius);
    let beyond = sorted.partition_point(|other| other - value <= radius);
    beyond.saturating_sub(first).max(1)
}

/// ψ(N) + ψ(k) − ⟨ψ(n_x + 1)⟩ − ⟨ψ(n_y + 1)⟩, where n_x and n_y count the other samples nearer in x
/// and in y than the k-th neighbour in both.
fn about_quantity(x: &[f64], y: &[f64], sorted_y: &[f64], k: usize, digamma: &Digamma) -> f64 {
    let n = x.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let sorted_x: Vec<f64> = order.iter().map(|sample| x[*sample]).collect();
    let y_by_x: Vec<f64> = order.iter().map(|sample| y[*sample]).collect();
    let of_place = |place: usize| {
        let radius = kth_distance_in_plane(&sorted_x, &y_by_x, place, k).next_down().max(0.0);
        let near_x = count_within(&sorted_x, sorted_x[place], radius);
        let near_y = count_within(sorted_y, y_by_x[place], radius);
        digamma.at(near_x) + digamma.at(near_y)
    };
    let sums: Vec<f64> = (0..n).into_par_iter().with_min_len(256).map(of_place).collect();
    (digamma.at(n) + digamma.at(k) - sums.iter().sum::<f64>() / n as f64).max(0.0)
}

/// The distance (the larger of those in x and y) to the `k`-th nearest other point; points are sorted
/// by x and looked at outwards until x alone is too far.
fn kth_distance_in_plane(x: &[f64], y: &[f64], place: usize, k: usize) -> f64 {
    let mut nearest: Vec<f64> = Vec::with_capacity(k + 1);
    let (mut left, mut right) = (place, place + 1);
    loop {
        let below = if left > 0 { x[place] - x[left - 1] } else { f64::INFINITY };
        let above = if right < x.len() { x[right] - x[place] } else { f64::INFINITY };
        let along = below.min(above);
        let furthest = if nearest.len() == k { nearest[k - 1] } else { f64::INFINITY };
        if along == f64::INFINITY || along >= furthest {
            return furthest;
        }
        let other = if below <= above { left - 1 } else { right };
        if below <= above {
            left -= 1;
        } else {
            right += 1;
        }
        let distance = along.max((y[other] - y[place]).abs());
        if distance < furthest {
            let position = nearest.partition_point(|known| *known <= distance);
            nearest.insert(position, distance);
            nearest.truncate(k);
        }
    }
}

/// The digamma function at whole numbers: ψ(n) = 1 + 1/2 + … + 1/(n − 1) − γ.
struct Digamma(Vec<f64>);

impl Digamma {
    fn up_to(n: usize) -> Self {
        let mut values = Vec::with_capacity(n + 1);
        values.push(f64::NAN);
        let mut sum = -EULER;
        for number in 1..=n {
            values.push(sum);
            sum += 1.0 / number as f64;
        }
        Self(values)
    }

    fn at(&self, n: usize) -> f64 {
        self.0.get(n).copied().unwrap_or(f64::NAN)
    }
}
