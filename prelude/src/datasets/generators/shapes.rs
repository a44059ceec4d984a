//! Shapes that straight lines cannot divide and flat maps cannot show.

use std::f64::consts::PI;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::{Dice, check_share, check_size, check_spread, numbered, setters, shuffled};
use crate::dataset::Dataset;
use crate::error::Result;

/// Two interleaving half circles: classes 0 (the upper) and 1 (the lower).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_moons().n_samples(200).noise(0.1).seed(1).build()?;
/// assert_eq!(data.features.shape(), [200, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn make_moons() -> MakeMoons {
    MakeMoons { n_samples: 100, noise: 0.0, seed: 0 }
}

/// A large circle (class 0) around a small one (class 1).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_circles().n_samples(200).noise(0.05).factor(0.5).build()?;
/// assert_eq!(data.target.sum(), 100.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn make_circles() -> MakeCircles {
    MakeCircles { n_samples: 100, noise: 0.0, factor: 0.8, seed: 0 }
}

/// A rolled-up sheet in three dimensions; the target is the place along the roll.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_swiss_roll().n_samples(500).build()?;
/// assert_eq!(data.features.shape(), [500, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: S. Marsland, "Machine learning: an algorithmic perspective", 2nd edition, 2014.
#[must_use]
pub fn make_swiss_roll() -> MakeSwissRoll {
    MakeSwissRoll { n_samples: 100, noise: 0.0, seed: 0 }
}

/// A sheet bent to the letter S in three dimensions; the target is the place along the S.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_s_curve().noise(0.02).build()?;
/// assert_eq!(data.features.shape(), [100, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn make_s_curve() -> MakeSCurve {
    MakeSCurve { n_samples: 100, noise: 0.0, seed: 0 }
}

/// The parameters of [`make_moons`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeMoons {
    n_samples: usize,
    noise: f64,
    seed: u64,
}

/// The parameters of [`make_circles`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeCircles {
    n_samples: usize,
    noise: f64,
    factor: f64,
    seed: u64,
}

/// The parameters of [`make_swiss_roll`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeSwissRoll {
    n_samples: usize,
    noise: f64,
    seed: u64,
}

/// The parameters of [`make_s_curve`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeSCurve {
    n_samples: usize,
    noise: f64,
    seed: u64,
}

impl MakeMoons {
    setters! {
        /// Default 100.
        n_samples: usize,
        /// The standard deviation of the noise on each coordinate. Default 0.
        noise: f64,
        /// Default 0.
        seed: u64,
    }

    /// The points, with their moon as target.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for no samples or negative noise.
    pub fn build(&self) -> Result<Dataset> {
        let half = self.n_samples / 2;
        let place = |row: usize| {
            let (first, count) = if row < half { (0, half) } else { (half, self.n_samples - half) };
            let angle = PI * (row - first) as f64 / count.saturating_sub(1).max(1) as f64;
            if row < half {
                ([angle.cos(), angle.sin()], 0.0)
            } else {
                ([1.0 - angle.cos(), 0.5 - angle.sin()], 1.0)
            }
        };
        plane("make_moons", self.n_samples, self.noise, self.seed, "moon", place)
    }
}

impl MakeCircles {
    setters! {
        /// Default 100.
        n_samples: usize,
        /// The standard deviation of the noise on each coordinate. Default 0.
        noise: f64,
        /// The small circle's radius; the large one's is 1. Default 0.8.
        factor: f64,
        /// Default 0.
        seed: u64,
    }

    /// The points, with their circle as target.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for no samples, negative noise, a factor that is not between 0 and 1.
    pub fn build(&self) -> Result<Dataset> {
        check_share("make_circles", "factor", self.factor)?;
        let half = self.n_samples / 2;
        let place = |row: usize| {
            let (first, count) = if row < half { (0, half) } else { (half, self.n_samples - half) };
            let angle = 2.0 * PI * (row - first) as f64 / count as f64;
            let radius = if row < half { 1.0 } else { self.factor };
            ([radius * angle.cos(), radius * angle.sin()], f64::from(u8::from(row >= half)))
        };
        plane("make_circles", self.n_samples, self.noise, self.seed, "circle", place)
    }
}

impl MakeSwissRoll {
    setters! {
        /// Default 100.
        n_samples: usize,
        /// The standard deviation of the noise on each coordinate. Default 0.
        noise: f64,
        /// Default 0.
        seed: u64,
    }

    /// The points, with the angle (1.5 π to 4.5 π) as target.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for no samples or negative noise.
    pub fn build(&self) -> Result<Dataset> {
        sheet("make_swiss_roll", self.n_samples, self.noise, self.seed, |across, along| {
            let t = 1.5 * PI * (1.0 + 2.0 * along);
            ([t * t.cos(), 21.0 * across, t * t.sin()], t)
        })
    }
}

impl MakeSCurve {
    setters! {
        /// Default 100.
        n_samples: usize,
        /// The standard deviation of the noise on each coordinate. Default 0.
        noise: f64,
        /// Default 0.
        seed: u64,
    }

    /// The points, with the angle (-1.5 π to 1.5 π) as target.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for no samples or negative noise.
    pub fn build(&self) -> Result<Dataset> {
        sheet("make_s_curve", self.n_samples, self.noise, self.seed, |across, along| {
            let t = 3.0 * PI * (along - 0.5);
            ([t.sin(), 2.0 * across, t.signum() * (t.cos() - 1.0)], t)
        })
    }
}

/// Points of the plane with a class each, by row.
fn plane(
    owner: &'static str,
    n_samples: usize,
    noise: f64,
    seed: u64,
    target_name: &str,
    place: impl Fn(usize) -> ([f64; 2], f64),
) -> Result<Dataset> {
    check_size(owner, n_samples, 2)?;
    check_spread(owner, "noise", noise)?;
    let mut dice = Dice::new(seed);
    let (features, target) = points(n_samples, noise, &mut dice, |_, row| place(row));
    Ok(shuffled(&mut dice, &features, &target, numbered(2), target_name))
}

/// Points on a sheet in space with their place along it, by two draws from 0 to 1.
fn sheet(
    owner: &'static str,
    n_samples: usize,
    noise: f64,
    seed: u64,
    place: impl Fn(f64, f64) -> ([f64; 3], f64),
) -> Result<Dataset> {
    check_size(owner, n_samples, 3)?;
    check_spread(owner, "noise", noise)?;
    let mut dice = Dice::new(seed);
    let (features, target) = points(n_samples, noise, &mut dice, |dice, _| {
        let (across, along) = (dice.uniform(), dice.uniform());
        place(across, along)
    });
    Ok(Dataset {
        features,
        target,
        feature_names: numbered(3),
        target_name: "t".to_owned(),
        class_names: None,
    })
}

fn points<const D: usize>(
    n_samples: usize,
    noise: f64,
    dice: &mut Dice,
    place: impl Fn(&mut Dice, usize) -> ([f64; D], f64),
) -> (Array2<f64>, Array1<f64>) {
    let mut features = Array2::zeros((n_samples, D));
    let mut target = Array1::zeros(n_samples);
    for row in 0..n_samples {
        let (point, value) = place(dice, row);
        for (axis, coordinate) in point.into_iter().enumerate() {
            features[[row, axis]] = coordinate + noise * dice.normal();
        }
        target[row] = value;
    }
    (features, target)
}
