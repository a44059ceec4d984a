//! Diffusion maps: coordinates in which distance is how hard it is to walk from one sample to the
//! other over the samples between.
//!
//! Own code: linfa-reduction's map has the eigenvalues to five digits, drops no trivial direction,
//! panics on small data, and cannot place new samples.

use ndarray::{Array1, Array2, ArrayView2, Axis, Zip, s};

use super::linear::{positive_largest, symmetric_eigen};
use super::neighbours::nearest;
use super::numbered;
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::roles::{FittedTransformer, Transformer};
use crate::model::{Summarize, Summary, SummaryTable, check, fitted_on};
use crate::preprocessing::TransformInput;

const NAME: &str = "DiffusionMap";
/// The eigenvectors of a larger matrix take minutes.
const MOST_SAMPLES: usize = 5_000;

/// The `n_components` slowest directions of a random walk between near samples.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// // Points on a spiral: the first coordinate is the way along it.
/// let turn: Array1<f64> = Array1::linspace(0.0, 6.0, 200);
/// let x = stack![Axis(1), turn.mapv(|t| t * t.cos()), turn.mapv(|t| t * t.sin())];
/// let (model, map) = DiffusionMap::new(2).epsilon(0.1).fit_transform(&x)?;
/// assert!(model.eigenvalues()[0] > model.eigenvalues()[1]);
/// assert_eq!(map.shape(), [200, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. Coifman, S. Lafon, "Diffusion maps", 2006.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DiffusionMap {
    n_components: usize,
    epsilon: Option<f64>,
    alpha: f64,
    steps: u32,
}

impl DiffusionMap {
    /// With `n_components` coordinates, a width from the data, α 1, one step.
    #[must_use]
    pub fn new(n_components: usize) -> Self {
        Self { n_components, epsilon: None, alpha: 1.0, steps: 1 }
    }

    /// The width ε of the kernel exp(−distance² / ε), in squared units of the features. Default: the
    /// median squared distance to the √n-th neighbour.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = Some(epsilon);
        self
    }

    /// How much the density of the samples is taken out, 0 (not) to 1 (wholly). Default 1.
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// The steps t of the walk: coordinates are scaled by their eigenvalue to this power. Default 1.
    #[must_use]
    pub fn steps(mut self, steps: u32) -> Self {
        self.steps = steps;
        self
    }

    /// Fits on features of shape (n_samples, n_features), at most 5,000 samples: a matrix, a
    /// [`Dataset`] (its target is not looked at), a frame of numbers.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::TooFew`], [`Error::NotFinite`], [`Error::Constant`].
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedDiffusionMap> {
        self.fit_features(&x.features()?)
    }

    /// [`fit`](Self::fit), and the same data's coordinates.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedDiffusionMap, X::Output)> {
        let model = self.fit_features(&x.features()?)?;
        let output = x.rebuild(model.embedding(), model.output_names(&[]))?;
        Ok((model, output))
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedDiffusionMap> {
        check::features(features)?;
        let x = features.view();
        self.check(x.nrows())?;
        let epsilon = self.width(x)?;
        let mut kernel = bells(x, x, epsilon);
        let density = kernel.sum_axis(Axis(1));
        let thinned = density.mapv(|sum| sum.powf(self.alpha));
        kernel = kernel / &thinned / thinned.view().insert_axis(Axis(1));
        let roots = kernel.sum_axis(Axis(1)).mapv(f64::sqrt);
        kernel = kernel / &roots / roots.view().insert_axis(Axis(1));
        let (values, vectors) = symmetric_eigen(NAME, &kernel)?;
        let mut directions = vectors.slice(s![.., 1..=self.n_components]).t().to_owned();
        // Right eigenvectors of the walk, of variance one under its resting distribution.
        directions *= &(f64::sqrt(roots.mapv(|root| root * root).sum()) / &roots);
        positive_largest(&mut directions);
        Ok(FittedDiffusionMap {
            parameters: self.clone(),
            epsilon,
            eigenvalues: values.slice(s![1..=self.n_components]).to_owned(),
            directions: directions.reversed_axes().as_standard_layout().into_owned(),
            samples: x.to_owned(),
            thinned,
            feature_names: features.names.to_vec(),
        })
    }

    fn check(&self, n: usize) -> Result<()> {
        if n < 3 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 3, unit: "samples", given: n });
        }
        if n > MOST_SAMPLES {
            let expected = "at most 5,000: fit on a sample of the rows, and `transform` the others";
            return Err(Error::parameter(NAME, "n_samples", n, expected));
        }
        if self.n_components == 0 || self.n_components > n - 1 {
            let expected = format!("1 to {}, one less than the samples", n - 1);
            return Err(Error::parameter(NAME, "n_components", self.n_components, expected));
        }
        if let Some(epsilon) = self.epsilon.filter(|epsilon| !(*epsilon > 0.0 && epsilon.is_finite())) {
            return Err(Error::parameter(NAME, "epsilon", epsilon, "a number above 0"));
        }
        if !(0.0..=1.0).contains(&self.alpha) {
            return Err(Error::parameter(NAME, "alpha", self.alpha, "0 to 1"));
        }
        Ok(())
    }

    fn width(&self, x: ArrayView2<'_, f64>) -> Result<f64> {
        if let Some(epsilon) = self.epsilon {
            return Ok(epsilon);
        }
        let k = (x.nrows() as f64).sqrt().round() as usize;
        let mut distances: Vec<f64> = nearest(x, k.clamp(1, x.nrows() - 1))?
            .iter()
            .filter_map(|row| row.last().map(|last| last.1))
            .collect();
        distances.sort_by(f64::total_cmp);
        let median = distances[distances.len() / 2];
        if median > 0.0 {
            return Ok(median);
        }
        let advice = "Most samples are equal: drop duplicates, or set `epsilon`.";
        Err(Error::Constant { what: "the neighbourhood of most samples".to_owned(), advice })
    }
}

/// exp(−distance² / ε) of every row of `x` to every row of `samples`.
fn bells(x: ArrayView2<'_, f64>, samples: ArrayView2<'_, f64>, epsilon: f64) -> Array2<f64> {
    let mut kernel = Array2::zeros((x.nrows(), samples.nrows()));
    Zip::from(kernel.rows_mut()).and(x.rows()).par_for_each(|mut target, row| {
        for (value, sample) in target.iter_mut().zip(samples.rows()) {
            let squared: f64 = row.iter().zip(sample).map(|(a, b)| (a - b) * (a - b)).sum();
            *value = f64::exp(-squared / epsilon);
        }
    });
    kernel
}

/// A fitted [`DiffusionMap`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedDiffusionMap {
    parameters: DiffusionMap,
    epsilon: f64,
    eigenvalues: Array1<f64>,
    /// Shape (n_samples, n_components).
    directions: Array2<f64>,
    samples: Array2<f64>,
    thinned: Array1<f64>,
    feature_names: Vec<String>,
}

impl FittedDiffusionMap {
    /// How slowly each direction fades in one step, below 1, slowest first.
    pub fn eigenvalues(&self) -> &Array1<f64> {
        &self.eigenvalues
    }

    /// The width of the kernel.
    pub fn epsilon(&self) -> f64 {
        self.epsilon
    }

    /// The coordinates of the samples that were fitted on, shape (n_samples, n_components).
    pub fn embedding(&self) -> Array2<f64> {
        &self.directions * &self.scales(self.parameters.steps as i32)
    }

    fn scales(&self, power: i32) -> Array1<f64> {
        self.eigenvalues.mapv(|value| value.powi(power))
    }

    /// Coordinates, shape (n_samples, n_components), in the kind that `x` is: the columns of a frame
    /// or dataset are called `dm1` … A new sample is placed among those fitted on as the walk from it
    /// would end (Nyström's extension).
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let features = x.features()?;
        check::same_features(NAME, self.samples.ncols(), &self.feature_names, &features)?;
        let z = self.place(features.view());
        x.rebuild(z, self.output_names(&[]))
    }

    fn place(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut walk = bells(x, self.samples.view(), self.epsilon) / &self.thinned;
        for mut row in walk.rows_mut() {
            let total = row.sum();
            row /= if total > 0.0 { total } else { 1.0 };
        }
        super::linear::product(walk.view(), self.directions.view())
            * &self.scales(self.parameters.steps as i32 - 1)
    }
}

#[typetag::serde]
impl Transformer for DiffusionMap {
    fn boxed(&self) -> Box<dyn Transformer> {
        Box::new(self.clone())
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn parameters(&self) -> Vec<(String, String)> {
        self.summary().parameters
    }

    fn fit_transformer(&self, data: &Dataset) -> Result<Box<dyn FittedTransformer>> {
        Ok(Box::new(self.fit(data)?))
    }
}

#[typetag::serde]
impl FittedTransformer for FittedDiffusionMap {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        numbered("dm", self.eigenvalues.len())
    }
}

impl Summarize for DiffusionMap {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
            parameters: vec![
                ("n_components".to_owned(), self.n_components.to_string()),
                ("epsilon".to_owned(), self.epsilon.map_or("from the data".to_owned(), number)),
                ("alpha".to_owned(), number(self.alpha)),
                ("steps".to_owned(), self.steps.to_string()),
            ],
            ..Summary::default()
        }
    }
}

impl Summarize for FittedDiffusionMap {
    fn summary(&self) -> Summary {
        let rows = self.output_names(&[]).into_iter().zip(&self.eigenvalues);
        let table = SummaryTable {
            caption: String::new(),
            columns: vec!["eigenvalue".to_owned()],
            rows: rows.map(|(name, value)| (name, vec![*value])).collect(),
        };
        Summary {
            subtitle: fitted_on(self.samples.nrows(), self.samples.ncols()),
            results: vec![("epsilon".to_owned(), number(self.epsilon))],
            tables: vec![table],
            ..self.parameters.summary()
        }
    }
}
