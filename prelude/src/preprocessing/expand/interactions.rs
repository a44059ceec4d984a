//! Products of features that are named.

use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate};
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::frames::owned;
use super::super::numeric::{Seen, numeric_transformer, setting};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "Interactions";

/// All features, then the products of chosen ones, called `a b`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("a" => [2.0, 3.0], "b" => [5.0, 7.0], "c" => [1.0, 4.0])?;
/// let (_, more) = Interactions::new().of(&["a", "c"]).fit_transform(&df)?;
/// assert_eq!(more.get_column_names(), ["a", "b", "c", "a c"]);
/// assert_eq!(more.column_array("a c")?, array![2.0, 12.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interactions {
    products: Vec<Vec<String>>,
}

impl Interactions {
    /// Without products yet: [`of`](Self::of) adds them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the product of two or more features. The features of a matrix are called `x0`, `x1` …
    #[must_use]
    pub fn of<T: AsRef<str>>(mut self, features: &[T]) -> Self {
        self.products.push(owned(features));
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedInteractions> {
        let seen = Seen::of(features);
        let place = |name: &String| {
            seen.names.iter().position(|known| known == name).ok_or_else(|| {
                let known: Vec<&str> = seen.names.iter().map(String::as_str).collect();
                Error::column_not_found(name, &known)
            })
        };
        if let Some(product) = self.products.iter().find(|product| product.len() < 2) {
            let given = format!("{product:?}");
            return Err(Error::parameter(NAME, "of", given, "two or more names of features"));
        }
        let terms = self.products.iter().map(|product| product.iter().map(place).collect());
        let terms = terms.collect::<Result<Vec<Vec<usize>>>>()?;
        Ok(FittedInteractions { parameters: self.clone(), terms, seen })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let products: Vec<String> = self.products.iter().map(|product| product.join(" × ")).collect();
        vec![setting("of", format!("[{}]", products.join(", ")))]
    }
}

/// A fitted [`Interactions`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedInteractions {
    parameters: Interactions,
    terms: Vec<Vec<usize>>,
    seen: Seen,
}

impl FittedInteractions {
    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut products = Array2::ones((x.nrows(), self.terms.len()));
        for (term, mut product) in self.terms.iter().zip(products.axis_iter_mut(Axis(1))) {
            let value = term.iter().fold(Array1::ones(x.nrows()), |value, j| value * x.column(*j));
            product.assign(&value);
        }
        concatenate(Axis(1), &[x.view(), products.view()]).map_err(|error| Error::Fit {
            model: NAME,
            reason: error.to_string(),
            advice: "Look at the shape of the features.",
        })
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        let product =
            |term: &Vec<usize>| term.iter().map(|j| names[*j].as_str()).collect::<Vec<_>>().join(" ");
        names.iter().cloned().chain(self.terms.iter().map(product)).collect()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

numeric_transformer!(Interactions => FittedInteractions, NAME, Gaps::Refused);
