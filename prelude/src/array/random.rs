//! Random arrays, every one from a seed of its own: the same call gives the same numbers.
//!
//! The generator is rand's `StdRng` (ChaCha12); the shape is written as for [`zeros`].
//!
//! [`zeros`]: super::zeros

use ndarray::{Array, Array1, Array2, ArrayView1, ArrayView2, Axis, Dimension, Ix1, Ix2, RemoveAxis};
use rand::distributions::{Distribution, WeightedIndex};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_distr::{Binomial, Exp1, Gamma, Poisson, StandardNormal};

use super::as_array::{AsArray, shaped};
use super::linalg::{product, symmetric_eigen};
use super::order::Elements;
use super::shape::{Shape, element_count};
use crate::error::{Error, Result};

/// Normally distributed numbers.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let x = np::random::normal(0.0, 1.0, (3, 2), 42)?;
/// assert_eq!(x.shape(), [3, 2]);
/// assert_eq!(x, np::random::normal(0.0, 1.0, (3, 2), 42)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a mean that is not finite, a negative standard deviation, or a shape that
/// does not fit in memory.
pub fn normal<S: Shape>(mean: f64, std: f64, shape: S, seed: u64) -> Result<Array<f64, S::Dim>> {
    let dim = shape.dim();
    let values = normal_values(mean, std, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn normal_values(mean: f64, std: f64, shape: &[usize], seed: u64) -> Result<Vec<f64>> {
    const NAME: &str = "np::random::normal";
    finite(NAME, "mean", mean)?;
    not_negative(NAME, "std", std)?;
    drawn(NAME, shape, seed, |random| mean + std * random.sample::<f64, _>(StandardNormal))
}

/// Numbers evenly distributed from `low` up to but without `high`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let x = np::random::uniform(-1.0, 1.0, 100, 7)?;
/// assert!(x.iter().all(|value| (-1.0..1.0).contains(value)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for bounds that are not finite or not in order, or a shape that does not fit
/// in memory.
pub fn uniform<S: Shape>(low: f64, high: f64, shape: S, seed: u64) -> Result<Array<f64, S::Dim>> {
    let dim = shape.dim();
    let values = uniform_values(low, high, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn uniform_values(low: f64, high: f64, shape: &[usize], seed: u64) -> Result<Vec<f64>> {
    const NAME: &str = "np::random::uniform";
    finite(NAME, "low", low)?;
    finite(NAME, "high", high)?;
    if low > high {
        return Err(Error::parameter(NAME, "low", low, format!("at most `high`, {high}")));
    }
    drawn(NAME, shape, seed, |random| {
        let share: f64 = random.r#gen();
        low * (1.0 - share) + high * share
    })
}

/// Whole numbers from `low` up to but without `high`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let dice: Array1<i64> = np::random::integers(1, 7, 100, 7)?;
/// assert!(dice.iter().all(|pips| (1..=6).contains(pips)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for no number between the bounds, or a shape that does not fit in memory.
pub fn integers<S: Shape>(low: i64, high: i64, shape: S, seed: u64) -> Result<Array<i64, S::Dim>> {
    let dim = shape.dim();
    let values = integers_values(low, high, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn integers_values(low: i64, high: i64, shape: &[usize], seed: u64) -> Result<Vec<i64>> {
    const NAME: &str = "np::random::integers";
    if low >= high {
        return Err(Error::parameter(NAME, "high", high, format!("greater than `low`, {low}")));
    }
    drawn(NAME, shape, seed, |random| random.gen_range(low..high))
}

/// Numbers of events where `rate` are expected on average.
///
/// # Errors
/// [`Error::Parameter`] for a rate that is negative or above 1e15, or a shape that does not fit in
/// memory.
pub fn poisson<S: Shape>(rate: f64, shape: S, seed: u64) -> Result<Array<f64, S::Dim>> {
    let dim = shape.dim();
    let values = poisson_values(rate, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn poisson_values(rate: f64, shape: &[usize], seed: u64) -> Result<Vec<f64>> {
    const NAME: &str = "np::random::poisson";
    if !(0.0..=1e15).contains(&rate) {
        return Err(Error::parameter(NAME, "rate", rate, "from 0 to 1e15"));
    }
    match Poisson::new(rate) {
        Ok(distribution) => drawn(NAME, shape, seed, |random| distribution.sample(random)),
        Err(_) => drawn(NAME, shape, seed, |_| 0.0),
    }
}

/// Waiting times between events that are `scale` apart on average.
///
/// # Errors
/// [`Error::Parameter`] for a scale that is negative or not finite, or a shape that does not fit in
/// memory.
pub fn exponential<S: Shape>(scale: f64, shape: S, seed: u64) -> Result<Array<f64, S::Dim>> {
    let dim = shape.dim();
    let values = exponential_values(scale, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn exponential_values(scale: f64, shape: &[usize], seed: u64) -> Result<Vec<f64>> {
    const NAME: &str = "np::random::exponential";
    not_negative(NAME, "scale", scale)?;
    drawn(NAME, shape, seed, |random| scale * random.sample::<f64, _>(Exp1))
}

/// Numbers of successes among `n` trials that succeed with the given probability.
///
/// # Errors
/// [`Error::Parameter`] for a probability beyond 0 to 1, or a shape that does not fit in memory.
pub fn binomial<S: Shape>(n: u64, probability: f64, shape: S, seed: u64) -> Result<Array<f64, S::Dim>> {
    let dim = shape.dim();
    let values = binomial_values(n, probability, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn binomial_values(n: u64, probability: f64, shape: &[usize], seed: u64) -> Result<Vec<f64>> {
    const NAME: &str = "np::random::binomial";
    let distribution = Binomial::new(n, probability)
        .map_err(|_| Error::parameter(NAME, "probability", probability, "from 0 to 1"))?;
    drawn(NAME, shape, seed, |random| distribution.sample(random) as f64)
}

/// Gamma-distributed numbers of shape parameter `k` and the given scale.
///
/// # Errors
/// [`Error::Parameter`] for parameters that are not positive, or a shape that does not fit in memory.
pub fn gamma<S: Shape>(k: f64, scale: f64, shape: S, seed: u64) -> Result<Array<f64, S::Dim>> {
    let dim = shape.dim();
    let values = gamma_values(k, scale, dim.slice(), seed)?;
    Ok(shaped(dim, values))
}

fn gamma_values(k: f64, scale: f64, shape: &[usize], seed: u64) -> Result<Vec<f64>> {
    const NAME: &str = "np::random::gamma";
    for (name, value) in [("k", k), ("scale", scale)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(Error::parameter(NAME, name, value, "positive and finite"));
        }
    }
    let distribution =
        Gamma::new(k, scale).map_err(|error| Error::parameter(NAME, "k", k, error.to_string()))?;
    drawn(NAME, shape, seed, |random| distribution.sample(random))
}

/// The numbers from 0 to n − 1 in random order, for example to shuffle rows:
/// `x.select(Axis(0), order.as_slice().unwrap())`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::sort(np::random::permutation(4, 1)?), array![0, 1, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if so many do not fit in memory.
pub fn permutation(n: usize, seed: u64) -> Result<Array1<usize>> {
    element_count("np::random::permutation", &[n])?;
    Ok(permuted(n, seed).into())
}

fn permuted(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

/// Brings an array's elements, or a matrix's rows, into random order in place.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let mut x = array![1, 2, 3, 4];
/// np::random::shuffle(&mut x, 5);
/// assert_eq!(np::sort(&x), array![1, 2, 3, 4]);
/// ```
pub fn shuffle<T: Clone, D: RemoveAxis>(x: &mut Array<T, D>, seed: u64) {
    if x.ndim() > 0 {
        *x = x.select(Axis(0), &permuted(x.len_of(Axis(0)), seed));
    }
}

/// `size` of the elements, any of them possibly several times.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let tosses = np::random::choice(["heads", "tails"], 10, 3)?;
/// assert_eq!(tosses.len(), 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no elements, [`Error::Parameter`] if so many do not fit in memory.
pub fn choice<A: Elements>(x: A, size: usize, seed: u64) -> Result<Array1<A::Item>> {
    let elements = x.elements();
    let places = with_replacement(elements.len(), size, seed)?;
    Ok(places.into_iter().map(|place| elements[place].clone()).collect())
}

fn with_replacement(n: usize, size: usize, seed: u64) -> Result<Vec<usize>> {
    if n == 0 && size > 0 {
        return Err(Error::empty("np::random::choice's array", "one element"));
    }
    element_count("np::random::choice", &[size])?;
    let mut random = StdRng::seed_from_u64(seed);
    Ok((0..size).map(|_| random.gen_range(0..n)).collect())
}

/// `size` different elements (by place) in random order.
///
/// # Errors
/// [`Error::TooFew`] for fewer elements than that.
pub fn choice_without_replacement<A: Elements>(x: A, size: usize, seed: u64) -> Result<Array1<A::Item>> {
    let elements = x.elements();
    if size > elements.len() {
        let what = "np::random::choice_without_replacement".to_owned();
        return Err(Error::TooFew { what, needed: size, unit: "elements", given: elements.len() });
    }
    let places = permuted(elements.len(), seed);
    Ok(places.into_iter().take(size).map(|place| elements[place].clone()).collect())
}

/// `size` of the elements, each drawn with a probability in proportion to its weight.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::random::choice_weighted(["a", "b"], [0.0, 1.0], 2, 3)?, array!["b", "b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for another number of weights, [`Error::Parameter`] for weights that are
/// negative or all zero.
pub fn choice_weighted<A: Elements>(
    x: A,
    weights: impl AsArray<Dim = Ix1>,
    size: usize,
    seed: u64,
) -> Result<Array1<A::Item>> {
    let elements = x.elements();
    let places = weighted(elements.len(), &weights.flat()?, size, seed)?;
    Ok(places.into_iter().map(|place| elements[place].clone()).collect())
}

fn weighted(n: usize, weights: &[f64], size: usize, seed: u64) -> Result<Vec<usize>> {
    const NAME: &str = "np::random::choice_weighted";
    super::statistics::same_length(("x", n), ("weights", weights.len()))?;
    element_count(NAME, &[size])?;
    if let Some(bad) = weights.iter().find(|weight| !(weight.is_finite() && **weight >= 0.0)) {
        return Err(Error::parameter(NAME, "weights", bad, "finite and not negative"));
    }
    let distribution = WeightedIndex::new(weights).map_err(|_| {
        Error::parameter(NAME, "weights", "zero for all elements", "positive for some element")
    })?;
    let mut random = StdRng::seed_from_u64(seed);
    Ok((0..size).map(|_| distribution.sample(&mut random)).collect())
}

/// `n` samples of a normal distribution in several dimensions: shape (n, mean.len()).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let x = np::random::multivariate_normal([0, 10], [[1.0, 0.8], [0.8, 1.0]], 500, 1)?;
/// assert_eq!(x.shape(), [500, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] if mean and covariance do not fit, [`Error::Matrix`] for a covariance that is not
/// symmetric or has a negative eigenvalue, [`Error::NotFinite`].
pub fn multivariate_normal(
    mean: impl AsArray<Dim = Ix1>,
    covariance: impl AsArray<Dim = Ix2>,
    n: usize,
    seed: u64,
) -> Result<Array2<f64>> {
    correlated(ArrayView1::from(&*mean.flat()?), covariance.array()?.view(), n, seed)
}

fn correlated(
    mean: ArrayView1<'_, f64>,
    covariance: ArrayView2<'_, f64>,
    n: usize,
    seed: u64,
) -> Result<Array2<f64>> {
    const NAME: &str = "np::random::multivariate_normal";
    let refuse = |problem: &str| Error::Matrix {
        operation: NAME,
        given: covariance.shape().to_vec(),
        problem: problem.to_owned(),
        advice: "A covariance matrix is symmetric with no negative eigenvalue, such as `np::cov` gives.",
    };
    let d = mean.len();
    if covariance.shape() != [d, d] {
        let expected = format!("({d}, {d}), for a mean of {d}");
        return Err(Error::Shape {
            what: "the covariance".to_owned(),
            given: covariance.shape().to_vec(),
            expected,
        });
    }
    let size = covariance.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
    if covariance.indexed_iter().any(|((i, j), value)| (value - covariance[[j, i]]).abs() > 1e-8 * size) {
        return Err(refuse("is not symmetric"));
    }
    let (eigenvalues, eigenvectors) = symmetric_eigen(NAME, covariance)?;
    if eigenvalues.iter().any(|value| *value < -1e-8 * size) {
        return Err(refuse("has a negative eigenvalue"));
    }
    let root = eigenvectors * eigenvalues.mapv(|value| value.max(0.0).sqrt());
    let noise = drawn(NAME, &[n, d], seed, |random| random.sample::<f64, _>(StandardNormal))?;
    let noise = shaped(Ix2(n, d), noise);
    Ok(product(noise.view(), root.t()) + mean)
}

/// As many numbers as a shape has places, from one generator.
fn drawn<T>(
    owner: &'static str,
    shape: &[usize],
    seed: u64,
    mut draw: impl FnMut(&mut StdRng) -> T,
) -> Result<Vec<T>> {
    let count = element_count(owner, shape)?;
    let mut random = StdRng::seed_from_u64(seed);
    Ok((0..count).map(|_| draw(&mut random)).collect())
}

fn finite(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() { Ok(()) } else { Err(Error::parameter(owner, parameter, value, "a finite number")) }
}

fn not_negative(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "finite and not negative"))
}
