//! Powers and products of features up to a degree.

use ndarray::{Array2, ArrayView2, Axis, Zip};
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::numeric::{Seen, numeric_transformer, setting};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "PolynomialFeatures";
/// More outputs than this are a mistake.
const MOST_OUTPUTS: usize = 1_000_000;

/// All products of features of at most a degree: `1`, `a`, `b`, `a^2`, `a b`, `b^2` …
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("a" => [2.0, 3.0], "b" => [5.0, 7.0])?;
/// let (_, products) = PolynomialFeatures::new(2).include_bias(false).fit_transform(&df)?;
/// assert_eq!(products.get_column_names(), ["a", "b", "a^2", "a b", "b^2"]);
/// assert_eq!(products.column_array("a b")?, array![10.0, 21.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolynomialFeatures {
    degree: usize,
    interaction_only: bool,
    include_bias: bool,
}

impl Default for PolynomialFeatures {
    fn default() -> Self {
        Self::new(2)
    }
}

impl PolynomialFeatures {
    /// With the greatest degree of a product.
    #[must_use]
    pub fn new(degree: usize) -> Self {
        Self { degree, interaction_only: false, include_bias: true }
    }

    /// Whether powers are left out, so that only products of different features remain. Default
    /// `false`.
    #[must_use]
    pub fn interaction_only(mut self, interaction_only: bool) -> Self {
        self.interaction_only = interaction_only;
        self
    }

    /// Whether the first output is a column of ones. Default `true`.
    #[must_use]
    pub fn include_bias(mut self, include_bias: bool) -> Self {
        self.include_bias = include_bias;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedPolynomialFeatures> {
        let p = features.values.ncols();
        let terms = self.terms(p)?;
        Ok(FittedPolynomialFeatures { parameters: self.clone(), terms, seen: Seen::of(features) })
    }

    /// The features in each product, in scikit-learn's order.
    fn terms(&self, n_features: usize) -> Result<Vec<Vec<usize>>> {
        let mut terms = vec![Vec::new()];
        let mut of_degree = vec![Vec::new()];
        for _ in 0..self.degree {
            let mut next: Vec<Vec<usize>> = Vec::new();
            for term in &of_degree {
                let last = term.last().copied();
                let first = last.map_or(0, |last| if self.interaction_only { last + 1 } else { last });
                next.extend((first..n_features).map(|feature| [term.as_slice(), &[feature]].concat()));
            }
            if terms.len() + next.len() > MOST_OUTPUTS {
                let expected =
                    format!("small enough for at most {MOST_OUTPUTS} products of {n_features} features");
                return Err(Error::parameter(NAME, "degree", self.degree, expected));
            }
            terms.extend_from_slice(&next);
            of_degree = next;
        }
        if !self.include_bias {
            terms.remove(0);
        }
        if terms.is_empty() {
            return Err(Error::parameter(NAME, "degree", 0, "at least 1 without a column of ones"));
        }
        Ok(terms)
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("degree", self.degree),
            setting("interaction_only", self.interaction_only),
            setting("include_bias", self.include_bias),
        ]
    }
}

/// A fitted [`PolynomialFeatures`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedPolynomialFeatures {
    parameters: PolynomialFeatures,
    terms: Vec<Vec<usize>>,
    seen: Seen,
}

impl FittedPolynomialFeatures {
    /// The power of each feature in each output, shape (n_outputs, n_features).
    pub fn powers(&self) -> Array2<usize> {
        let mut powers = Array2::zeros((self.terms.len(), self.seen.names.len()));
        for (output, term) in self.terms.iter().enumerate() {
            for feature in term {
                powers[(output, *feature)] += 1;
            }
        }
        powers
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let steps = self.steps();
        let mut products = Array2::zeros((x.nrows(), self.terms.len()));
        Zip::from(products.axis_iter_mut(Axis(0))).and(x.axis_iter(Axis(0))).par_for_each(
            |mut products, row| {
                for (output, step) in steps.iter().enumerate() {
                    products[output] = match *step {
                        Step::One => 1.0,
                        Step::Feature(feature) => row[feature],
                        Step::Times(earlier, feature) => products[earlier] * row[feature],
                    };
                }
            },
        );
        Ok(products)
    }

    /// Each product as an earlier one times a feature.
    fn steps(&self) -> Vec<Step> {
        let place: std::collections::HashMap<&[usize], usize> =
            self.terms.iter().enumerate().map(|(place, term)| (term.as_slice(), place)).collect();
        let step = |term: &Vec<usize>| match term.as_slice() {
            [] => Step::One,
            [feature] => Step::Feature(*feature),
            [start @ .., feature] => Step::Times(place[start], *feature),
        };
        self.terms.iter().map(step).collect()
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        self.terms.iter().map(|term| name_of(term, names)).collect()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

enum Step {
    One,
    Feature(usize),
    Times(usize, usize),
}

/// `a^2 b`.
fn name_of(term: &[usize], names: &[String]) -> String {
    if term.is_empty() {
        return "1".to_owned();
    }
    let powers = term.chunk_by(|a, b| a == b).map(|run| match run.len() {
        1 => names[run[0]].clone(),
        power => format!("{}^{power}", names[run[0]]),
    });
    powers.collect::<Vec<_>>().join(" ")
}

numeric_transformer!(PolynomialFeatures => FittedPolynomialFeatures, NAME, Gaps::Refused);
