//! Synthetic data with scikit-learn's names. The draws are not scikit-learn's (its random numbers
//! are others), the distributions are.
//!
//! Each `make_…()` gives a builder with scikit-learn's parameters and defaults; `build()` draws.

mod blobs;
mod classification;
mod regression;
mod shapes;

pub use blobs::{MakeBlobs, make_blobs};
pub use classification::{MakeClassification, make_classification};
pub use regression::{MakeFriedman1, MakeRegression, make_friedman1, make_regression};
pub use shapes::{
    MakeCircles, MakeMoons, MakeSCurve, MakeSwissRoll, make_circles, make_moons, make_s_curve,
    make_swiss_roll,
};

use ndarray::{Array1, Array2, Axis};

use super::dice::Dice;
use crate::dataset::Dataset;
use crate::error::{Error, Result};

/// Builder methods that set the field of their name.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: $type) -> Self {
            self.$name = $name;
            self
        }
    )*};
}
use setters;

/// Eight gigabytes of numbers.
const MOST_VALUES: usize = 1 << 30;

fn check_size(owner: &'static str, n_samples: usize, n_features: usize) -> Result<()> {
    for (parameter, value) in [("n_samples", n_samples), ("n_features", n_features)] {
        if value == 0 {
            return Err(Error::parameter(owner, parameter, value, "at least 1"));
        }
    }
    if n_samples.checked_mul(n_features).is_none_or(|values| values > MOST_VALUES) {
        let expected = format!("at most {} with {n_features} features", MOST_VALUES / n_features);
        return Err(Error::parameter(owner, "n_samples", n_samples, expected));
    }
    Ok(())
}

/// A standard deviation: finite and not negative.
fn check_spread(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "a number of at least 0"))
}

fn check_share(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "between 0 and 1"))
}

fn check_finite(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() { Ok(()) } else { Err(Error::parameter(owner, parameter, value, "finite")) }
}

/// A matrix of standard normal draws.
fn normals(dice: &mut Dice, rows: usize, columns: usize) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || dice.normal())
}

/// The samples in random order.
fn shuffled(
    dice: &mut Dice,
    features: &Array2<f64>,
    target: &Array1<f64>,
    feature_names: Vec<String>,
    target_name: &str,
) -> Dataset {
    let mut order: Vec<usize> = (0..target.len()).collect();
    dice.shuffle(&mut order);
    Dataset {
        features: features.select(Axis(0), &order),
        target: target.select(Axis(0), &order),
        feature_names,
        target_name: target_name.to_owned(),
        class_names: None,
    }
}

/// `x0`, `x1` …
fn numbered(n: usize) -> Vec<String> {
    (0..n).map(|place| format!("x{place}")).collect()
}
