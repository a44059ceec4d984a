//! Random arrays: reproducible, and distributed as they say (sample moments of 100,000 draws within
//! five standard errors).

use ferrolab_prelude::prelude::*;

type Cell = Result<(), Box<dyn std::error::Error>>;

const N: usize = 100_000;

#[track_caller]
fn has_moments(x: &Array1<f64>, mean: f64, std: f64) {
    let error = std / (x.len() as f64).sqrt();
    assert!((x.mean().unwrap() - mean).abs() < 5.0 * error, "mean {} instead of {mean}", x.mean().unwrap());
    assert!((x.std(0.0) / std - 1.0).abs() < 0.05, "std {} instead of {std}", x.std(0.0));
}

#[test]
fn moments() -> Cell {
    has_moments(&np::random::normal(3.0, 2.0, N, 1)?, 3.0, 2.0);
    has_moments(&np::random::uniform(-1.0, 3.0, N, 2)?, 1.0, 4.0 / 12_f64.sqrt());
    has_moments(&np::random::poisson(6.5, N, 3)?, 6.5, 6.5_f64.sqrt());
    has_moments(&np::random::exponential(4.0, N, 4)?, 4.0, 4.0);
    has_moments(&np::random::binomial(20, 0.3, N, 5)?, 6.0, 4.2_f64.sqrt());
    has_moments(&np::random::gamma(2.0, 3.0, N, 6)?, 6.0, 18_f64.sqrt());
    let dice = np::random::integers(1, 7, N, 7)?;
    has_moments(&dice.mapv(|pips| pips as f64), 3.5, (35.0 / 12.0_f64).sqrt());
    assert_eq!(np::unique(&dice), array![1, 2, 3, 4, 5, 6]);
    Ok(())
}

#[test]
fn seeds_and_shapes() -> Cell {
    let x = np::random::normal(0.0, 1.0, (3, 2), 42)?;
    assert_eq!(x, np::random::normal(0.0, 1.0, (3, 2), 42)?);
    assert_ne!(x, np::random::normal(0.0, 1.0, (3, 2), 43)?);
    assert_eq!(x.iter().copied().collect::<Array1<f64>>(), np::random::normal(0.0, 1.0, 6, 42)?);
    assert_eq!(np::random::uniform(0.0, 1.0, [2, 3, 4], 1)?.shape(), [2, 3, 4]);
    assert_eq!(np::random::uniform(0.0, 1.0, 0, 1)?.len(), 0);
    assert_eq!(np::random::poisson(0.0, 3, 1)?, array![0.0, 0.0, 0.0]);
    assert_eq!(np::random::normal(7.0, 0.0, 2, 1)?, array![7.0, 7.0]);
    Ok(())
}

#[test]
fn choices() -> Cell {
    assert_eq!(np::sort(np::random::permutation(50, 3)?).to_vec(), (0..50).collect::<Vec<_>>());
    let mut rows = array![[1, 1], [2, 2], [3, 3]];
    np::random::shuffle(&mut rows, 9);
    assert!(rows.rows().into_iter().all(|row| row[0] == row[1]));
    assert_eq!(np::sort(rows.column(0)), array![1, 2, 3]);
    let kept = np::random::choice_without_replacement(["a", "b", "c"], 2, 1)?;
    assert_ne!(kept[0], kept[1]);
    let weighted = np::random::choice_weighted([0, 1], [1.0, 3.0], N, 2)?;
    has_moments(&weighted.mapv(f64::from), 0.75, 0.1875_f64.sqrt());
    assert_eq!(np::random::choice([5], 3, 1)?, array![5, 5, 5]);
    Ok(())
}

#[test]
fn several_dimensions() -> Cell {
    let covariance = array![[2.0, -0.6], [-0.6, 0.5]];
    let x = np::random::multivariate_normal([1, -2], &covariance, N, 8)?;
    assert!(np::allclose_within(np::cov(x.t())?, &covariance, 0.0, 0.03)?);
    has_moments(&x.column(0).to_owned(), 1.0, 2_f64.sqrt());
    let flat = np::random::multivariate_normal([0, 0], [[1, 1], [1, 1]], 10, 1)?;
    assert!((&flat.column(0) - &flat.column(1)).norm() < 1e-7);
    Ok(())
}

#[test]
fn bad_parameters() {
    let message = |error: ferrolab_prelude::Error| error.to_string();
    let error = message(np::random::normal(0.0, -1.0, 3, 1).unwrap_err());
    assert_eq!(error, "np::random::normal: `std` is -1, but it must be finite and not negative.");
    assert!(np::random::normal(f64::NAN, 1.0, 3, 1).is_err());
    assert!(np::random::uniform(2.0, 1.0, 3, 1).is_err());
    assert!(np::random::integers(3, 3, 1, 1).is_err());
    assert!(np::random::poisson(-1.0, 1, 1).is_err() && np::random::poisson(f64::INFINITY, 1, 1).is_err());
    assert!(np::random::exponential(f64::NAN, 1, 1).is_err());
    assert!(np::random::binomial(5, 1.5, 1, 1).is_err());
    assert!(np::random::gamma(0.0, 1.0, 1, 1).is_err());
    let error = message(np::random::uniform(0.0, 1.0, (usize::MAX, 2), 1).unwrap_err());
    assert!(error.contains("fit in memory"), "{error}");
    assert!(np::random::choice(&Vec::<f64>::new(), 1, 1).is_err());
    let error = message(np::random::choice_without_replacement([1, 2], 3, 1).unwrap_err());
    assert!(error.contains("needs at least 3 elements, but there are only 2"), "{error}");
    assert!(np::random::choice_weighted([1, 2], [0, 0], 1, 1).is_err());
    assert!(np::random::choice_weighted([1, 2], [1, -1], 1, 1).is_err());
    assert!(np::random::choice_weighted([1, 2], [1], 1, 1).is_err());
    let error = message(np::random::multivariate_normal([0, 0], [[1, 2], [2, 1]], 1, 1).unwrap_err());
    assert!(error.contains("shape (2, 2) has a negative eigenvalue"), "{error}");
    assert!(np::random::multivariate_normal([0, 0], [[1.0, 0.5], [0.0, 1.0]], 1, 1).is_err());
    assert!(np::random::multivariate_normal([0], [[1.0, 0.5], [0.5, 1.0]], 1, 1).is_err());
}
