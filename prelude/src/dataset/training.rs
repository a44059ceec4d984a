//! What `fit` takes: a dataset, or a pair of features and target.

use std::borrow::Cow;

use ndarray::CowArray;
use ndarray::Ix1;

use super::{Dataset, encode};
use crate::array::{AsFeatures, AsLabels, AsNumbers, Features, LabelValues};
use crate::error::{Error, Result};

/// Features and target of equal length, with whatever names are known.
#[derive(Clone, Debug)]
pub struct Training<'a> {
    pub features: Features<'a>,
    /// Length n_samples. With `class_names`, a value is an index into them.
    pub target: CowArray<'a, f64, Ix1>,
    pub target_name: Option<String>,
    pub class_names: Option<Cow<'a, [String]>>,
}

/// What a supervised model can be fitted on: a [`Dataset`], or a pair `(&x, &y)` of a matrix of
/// shape (n_samples, n_features) and n_samples numbers or labels.
pub trait AsTraining {
    /// Features and target, borrowed where possible.
    ///
    /// # Errors
    /// [`Error::SampleMismatch`] if they differ in length, and what [`AsFeatures`] and [`AsLabels`]
    /// say.
    fn training(&self) -> Result<Training<'_>>;
}

impl<T: AsTraining + ?Sized> AsTraining for &T {
    fn training(&self) -> Result<Training<'_>> {
        (**self).training()
    }
}

impl AsTraining for Dataset {
    fn training(&self) -> Result<Training<'_>> {
        assemble(
            self.features()?,
            LabelValues::Numbers(self.target.numbers()?.values),
            Some(self.target_name.clone()),
            self.class_names.as_deref().map(Cow::Borrowed),
        )
    }
}

impl<X: AsFeatures, Y: AsLabels> AsTraining for (X, Y) {
    fn training(&self) -> Result<Training<'_>> {
        let labels = self.1.labels()?;
        assemble(self.0.features()?, labels.values, labels.name, None)
    }
}

fn assemble<'a>(
    features: Features<'a>,
    target: LabelValues<'a>,
    target_name: Option<String>,
    class_names: Option<Cow<'a, [String]>>,
) -> Result<Training<'a>> {
    if features.values.nrows() != target.len() {
        return Err(Error::SampleMismatch {
            features: features.values.shape().to_vec(),
            target_length: target.len(),
        });
    }
    let (target, class_names) = match target {
        LabelValues::Numbers(Cow::Borrowed(values)) => (CowArray::from(values), class_names),
        other => {
            let (values, classes) = encode(other, target_name.as_deref().unwrap_or("y"))?;
            (CowArray::from(ndarray::Array1::from(values)), classes.map(Cow::Owned).or(class_names))
        }
    };
    Ok(Training { features, target, target_name, class_names })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn pairs_and_datasets_are_the_same() {
        let (x, y) = (array![[1.0], [2.0], [3.0]], vec!["b", "a", "b"]);
        let pair = (&x, &y);
        let training = pair.training().unwrap();
        assert_eq!(training.target, array![1.0, 0.0, 1.0]);
        let data = Dataset::new(&x, &y).unwrap();
        assert_eq!(data.training().unwrap().target, training.target);
        assert_eq!(data.training().unwrap().class_names, training.class_names);
    }

    #[test]
    fn a_dataset_whose_fields_were_changed_is_checked_again() {
        let mut data = Dataset::new(&array![[1.0], [2.0]], &[1.0, 2.0]).unwrap();
        data.target = array![1.0];
        assert!(matches!(data.training(), Err(Error::SampleMismatch { target_length: 1, .. })));
        let both = array![1.0, 2.0, 3.0, 4.0];
        data.target = both.slice_move(ndarray::s![..;2]);
        assert_eq!(data.training().unwrap().target, array![1.0, 3.0]);
    }
}
