//! Quantities to predict: a linear one, and Friedman's curved one.

use std::f64::consts::PI;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::{Dice, check_finite, check_size, check_spread, normals, numbered, setters};
use crate::dataset::Dataset;
use crate::error::{Error, Result};

/// A linear regression problem: the target is a weighted sum of some features, plus noise.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (data, coefficients) = datasets::make_regression()
///     .n_samples(200)
///     .n_features(5)
///     .n_informative(2)
///     .noise(1.0)
///     .seed(7)
///     .build_with_coefficients()?;
/// let model = LinearRegression::new().fit(&data)?;
/// assert!((model.coefficients() - &coefficients).iter().all(|error| error.abs() < 0.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn make_regression() -> MakeRegression {
    MakeRegression { n_samples: 100, n_features: 100, n_informative: 10, bias: 0.0, noise: 0.0, seed: 0 }
}

/// The parameters of [`make_regression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeRegression {
    n_samples: usize,
    n_features: usize,
    n_informative: usize,
    bias: f64,
    noise: f64,
    seed: u64,
}

impl MakeRegression {
    const NAME: &'static str = "make_regression";

    setters! {
        /// Default 100.
        n_samples: usize,
        /// Default 100.
        n_features: usize,
        /// Features that matter (at most all); the coefficients of the others are 0. Default 10.
        n_informative: usize,
        /// The target where all features are 0. Default 0.
        bias: f64,
        /// The standard deviation of the noise on the target. Default 0.
        noise: f64,
        /// Default 0.
        seed: u64,
    }

    /// Standard normal features and the target.
    ///
    /// # Errors
    /// [`Error::Parameter`] for no samples or features, negative noise, a bias that is not finite.
    pub fn build(&self) -> Result<Dataset> {
        Ok(self.build_with_coefficients()?.0)
    }

    /// The data, and the true coefficients, length n_features, from 0 to 100.
    ///
    /// # Errors
    /// As [`build`](MakeRegression::build).
    pub fn build_with_coefficients(&self) -> Result<(Dataset, Array1<f64>)> {
        check_size(Self::NAME, self.n_samples, self.n_features)?;
        check_spread(Self::NAME, "noise", self.noise)?;
        check_finite(Self::NAME, "bias", self.bias)?;
        let mut dice = Dice::new(self.seed);
        let features = normals(&mut dice, self.n_samples, self.n_features);
        let mut coefficients = Array1::zeros(self.n_features);
        for place in dice.distinct(self.n_features, self.n_informative) {
            coefficients[place] = dice.between(0.0, 100.0);
        }
        let target =
            (features.dot(&coefficients) + self.bias).mapv(|value| value + self.noise * dice.normal());
        let data = Dataset {
            features,
            target,
            feature_names: numbered(self.n_features),
            target_name: "y".to_owned(),
            class_names: None,
        };
        Ok((data, coefficients))
    }
}

/// Friedman's first problem: y = 10 sin(π x₀ x₁) + 20 (x₂ − ½)² + 10 x₃ + 5 x₄ + noise, with all
/// features from 0 to 1; those after the fifth do not matter.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_friedman1().n_samples(200).noise(0.5).build()?;
/// assert_eq!(data.features.shape(), [200, 10]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. Friedman, "Multivariate adaptive regression splines", 1991.
#[must_use]
pub fn make_friedman1() -> MakeFriedman1 {
    MakeFriedman1 { n_samples: 100, n_features: 10, noise: 0.0, seed: 0 }
}

/// The parameters of [`make_friedman1`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeFriedman1 {
    n_samples: usize,
    n_features: usize,
    noise: f64,
    seed: u64,
}

impl MakeFriedman1 {
    const NAME: &'static str = "make_friedman1";

    setters! {
        /// Default 100.
        n_samples: usize,
        /// At least 5. Default 10.
        n_features: usize,
        /// The standard deviation of the noise on the target. Default 0.
        noise: f64,
        /// Default 0.
        seed: u64,
    }

    /// The features and the target.
    ///
    /// # Errors
    /// [`Error::Parameter`] for no samples, fewer than 5 features, negative noise.
    pub fn build(&self) -> Result<Dataset> {
        if self.n_features < 5 {
            return Err(Error::parameter(Self::NAME, "n_features", self.n_features, "at least 5"));
        }
        check_size(Self::NAME, self.n_samples, self.n_features)?;
        check_spread(Self::NAME, "noise", self.noise)?;
        let mut dice = Dice::new(self.seed);
        let features = Array2::from_shape_simple_fn((self.n_samples, self.n_features), || dice.uniform());
        let curve = |x: ndarray::ArrayView1<'_, f64>| {
            10.0 * (PI * x[0] * x[1]).sin() + 20.0 * (x[2] - 0.5).powi(2) + 10.0 * x[3] + 5.0 * x[4]
        };
        let target = features.rows().into_iter().map(|x| curve(x) + self.noise * dice.normal()).collect();
        Ok(Dataset {
            features,
            target,
            feature_names: numbered(self.n_features),
            target_name: "y".to_owned(),
            class_names: None,
        })
    }
}
