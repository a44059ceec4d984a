//! Round clouds of points.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::{Dice, check_finite, check_size, check_spread, numbered, setters, shuffled};
use crate::dataset::Dataset;
use crate::error::{Error, Result};

const NAME: &str = "make_blobs";

/// Round clouds of points, for clustering: three clouds in two dimensions unless told otherwise.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::make_blobs().n_samples(300).centers(4).cluster_std(0.6).seed(1).build()?;
/// assert_eq!(data.features.shape(), [300, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn make_blobs() -> MakeBlobs {
    MakeBlobs {
        n_samples: 100,
        n_features: 2,
        centers: 3,
        centers_at: None,
        cluster_std: 1.0,
        center_box: (-10.0, 10.0),
        seed: 0,
    }
}

/// The parameters of [`make_blobs`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakeBlobs {
    n_samples: usize,
    n_features: usize,
    centers: usize,
    centers_at: Option<Array2<f64>>,
    cluster_std: f64,
    center_box: (f64, f64),
    seed: u64,
}

impl MakeBlobs {
    setters! {
        /// Points in all, shared out equally. Default 100.
        n_samples: usize,
        /// Dimensions. Default 2.
        n_features: usize,
        /// Clouds, at random places in the box. Default 3.
        centers: usize,
        /// The standard deviation of each cloud in each dimension. Default 1.
        cluster_std: f64,
        /// The lowest and the highest coordinate of a centre. Default (-10, 10).
        center_box: (f64, f64),
        /// Default 0.
        seed: u64,
    }

    /// Clouds around these points, shape (n_centers, n_features), instead of random ones.
    #[must_use]
    pub fn centers_at(mut self, centers: &Array2<f64>) -> Self {
        self.centers_at = Some(centers.clone());
        self
    }

    /// The points, with the number of their cloud as target.
    ///
    /// # Errors
    /// [`Error::Parameter`] for no samples, features or centres, a negative or infinite
    /// `cluster_std`, a box that is upside down.
    pub fn build(&self) -> Result<Dataset> {
        Ok(self.build_with_centers()?.0)
    }

    /// The points, and the centres of the clouds, shape (n_centers, n_features).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (data, centers) = datasets::make_blobs().centers(5).build_with_centers()?;
    /// assert_eq!(centers.shape(), [5, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`build`](MakeBlobs::build).
    pub fn build_with_centers(&self) -> Result<(Dataset, Array2<f64>)> {
        let mut dice = Dice::new(self.seed);
        let centers = self.draw_centers(&mut dice)?;
        check_size(NAME, self.n_samples, centers.ncols())?;
        let data = self.around(centers.view(), &mut dice);
        Ok((data, centers))
    }

    fn draw_centers(&self, dice: &mut Dice) -> Result<Array2<f64>> {
        check_spread(NAME, "cluster_std", self.cluster_std)?;
        if let Some(centers) = &self.centers_at {
            if centers.is_empty() {
                return Err(Error::empty("`centers_at`", "one centre"));
            }
            for value in centers {
                check_finite(NAME, "centers_at", *value)?;
            }
            return Ok(centers.clone());
        }
        let (low, high) = self.center_box;
        if !(low.is_finite() && high.is_finite() && low <= high) {
            let expected = "the lowest and the highest coordinate of a centre, such as (-10.0, 10.0)";
            return Err(Error::parameter(NAME, "center_box", format!("({low}, {high})"), expected));
        }
        if self.centers == 0 {
            return Err(Error::parameter(NAME, "centers", 0, "at least 1"));
        }
        check_size(NAME, self.centers, self.n_features)?;
        Ok(Array2::from_shape_simple_fn((self.centers, self.n_features), || dice.between(low, high)))
    }

    fn around(&self, centers: ArrayView2<'_, f64>, dice: &mut Dice) -> Dataset {
        let (n, k) = (self.n_samples, centers.nrows());
        let mut features = Array2::zeros((n, centers.ncols()));
        // Equal shares, the first ones larger by one where it does not come out even.
        let target = Array1::from_iter((0..n).map(|row| (row % k) as f64));
        for (row, mut point) in features.rows_mut().into_iter().enumerate() {
            for (value, center) in point.iter_mut().zip(centers.row(row % k)) {
                *value = center + self.cluster_std * dice.normal();
            }
        }
        shuffled(dice, &features, &target, numbered(centers.ncols()), "cluster")
    }
}
