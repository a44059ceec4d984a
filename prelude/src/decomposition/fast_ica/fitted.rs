//! What [`FastIca`] has found: the way to the sources and back.

use ndarray::{Array1, Array2, ArrayView2};

use super::{FastIca, NAME};
use crate::decomposition::linear::centred_product;
use crate::decomposition::numbered;
use crate::error::{Error, Result};
use crate::model::roles::FittedTransformer;
use crate::model::{Summarize, Summary, SummaryTable, check, feature_label, fitted_on};
use crate::preprocessing::TransformInput;

/// A fitted [`FastIca`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedFastIca {
    pub(super) parameters: FastIca,
    pub(super) mean: Array1<f64>,
    pub(super) components: Array2<f64>,
    pub(super) mixing: Array2<f64>,
    pub(super) n_iter: usize,
    pub(super) converged: bool,
    pub(super) feature_names: Vec<String>,
    pub(super) n_samples: usize,
}

impl FittedFastIca {
    /// The unmixing matrix, shape (n_components, n_features): sources are (x − mean) times its
    /// transpose.
    pub fn components(&self) -> &Array2<f64> {
        &self.components
    }

    /// The mixing matrix, shape (n_features, n_components): how much of each source is in each
    /// feature.
    pub fn mixing(&self) -> &Array2<f64> {
        &self.mixing
    }

    /// The mean of each feature.
    pub fn mean(&self) -> &Array1<f64> {
        &self.mean
    }

    /// The number of rounds.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// Whether the rounds came to rest.
    pub fn has_converged(&self) -> bool {
        self.converged
    }

    /// The sources, shape (n_samples, n_components), in the kind that `x` is: the columns of a frame
    /// or dataset are called `ic1` …
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let features = x.features()?;
        check::same_features(NAME, self.mean.len(), &self.feature_names, &features)?;
        let z = centred_product(features.view(), self.mean.view(), self.components.t());
        x.rebuild(z, self.output_names(&[]))
    }

    /// Sources mixed again: shape (n_samples, n_components) to (n_samples, n_features).
    ///
    /// # Errors
    /// [`Error::Shape`] unless `z` has n_components columns.
    pub fn inverse_transform<Z: TransformInput>(&self, z: Z) -> Result<Z::Output> {
        let features = z.features()?;
        if features.values.ncols() != self.components.nrows() {
            return Err(Error::Shape {
                what: "the argument of `inverse_transform`".to_owned(),
                given: features.values.shape().to_vec(),
                expected: format!("(n_samples, {})", self.components.nrows()),
            });
        }
        let x = features.view().dot(&self.mixing.t()) + &self.mean;
        let names = (0..self.mean.len()).map(|j| feature_label(&self.feature_names, j)).collect();
        z.rebuild(x, names)
    }
}

#[typetag::serde]
impl FittedTransformer for FittedFastIca {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        numbered("ic", self.components.nrows())
    }
}

impl Summarize for FittedFastIca {
    fn summary(&self) -> Summary {
        let rows = self.mixing.rows().into_iter().enumerate();
        let table = SummaryTable {
            caption: "how much of each source is in each feature".to_owned(),
            columns: self.output_names(&[]),
            rows: rows.map(|(j, row)| (feature_label(&self.feature_names, j), row.to_vec())).collect(),
        };
        let mut summary = Summary {
            subtitle: fitted_on(self.n_samples, self.mean.len()),
            results: vec![("rounds".to_owned(), self.n_iter.to_string())],
            tables: vec![table],
            ..self.parameters.summary()
        };
        if !self.converged {
            let note = "The rounds did not come to rest: raise `max_iter` or `tolerance`.";
            summary.notes.push(note.to_owned());
        }
        summary
    }
}
