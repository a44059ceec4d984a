//! A dataset by its rows: drawing, joining, counting, describing them.

use std::collections::BTreeMap;

use ndarray::{Array1, Axis, concatenate};
use polars::prelude::{Column, DataFrame};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{Dataset, MOST_CLASSES};
use crate::error::{Error, Result};
use crate::frame::FrameExt;

impl Dataset {
    /// So many rows at random, each at most once, in random order.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// assert_eq!(iris().sample(20, 42)?.n_samples(), 20);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`] for more rows than there are.
    pub fn sample(&self, n: usize, seed: u64) -> Result<Self> {
        if n > self.n_samples() {
            let expected = format!("at most the number of samples, {}", self.n_samples());
            return Err(Error::parameter("Dataset::sample", "n", n, expected));
        }
        let mut random = StdRng::seed_from_u64(seed);
        self.select_rows(&rand::seq::index::sample(&mut random, self.n_samples(), n).into_vec())
    }

    /// The samples of several datasets, one below the other. Classes are joined by name.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.2, 42)?;
    /// assert_eq!(Dataset::concat(&[&train, &test])?.n_samples(), 150);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::FeatureNames`] unless all have the same features in the same order,
    /// [`Error::LabelKinds`] for named classes beside numbers, [`Error::Empty`] for no dataset.
    pub fn concat(parts: &[&Self]) -> Result<Self> {
        let Some(first) = parts.first() else {
            return Err(Error::empty("`parts`", "one dataset"));
        };
        for part in parts {
            if part.feature_names != first.feature_names {
                return Err(Error::FeatureNames {
                    model: "Dataset::concat",
                    expected: first.feature_names.clone(),
                    given: part.feature_names.clone(),
                });
            }
        }
        let class_names = joint_classes(parts)?;
        let target = parts.iter().flat_map(|part| part.target_by(class_names.as_deref())).collect();
        let features: Vec<_> = parts.iter().map(|part| part.features.view()).collect();
        let features = concatenate(Axis(0), &features).map_err(|_| Error::Shape {
            what: "a dataset's features".to_owned(),
            given: first.features.shape().to_vec(),
            expected: format!("(n_samples, {})", first.feature_names.len()),
        })?;
        Ok(Self { features, target, class_names, ..first.clone_names() })
    }

    /// The number and the proportion of samples of each class: columns `class`, `count`,
    /// `proportion`, in the order of the classes.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let counts = iris().class_counts()?;
    /// assert_eq!(counts.shape(), (3, 3));
    /// assert_eq!(counts.column("count")?.u64()?.get(0), Some(50));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::TooManyClasses`] for a target of measurements.
    pub fn class_counts(&self) -> Result<DataFrame> {
        let classes = self.counted()?;
        let names: Vec<&str> = classes.iter().map(|(name, _)| name.as_str()).collect();
        let counts: Vec<u64> = classes.iter().map(|(_, count)| *count).collect();
        let total = self.n_samples() as f64;
        let proportions: Vec<f64> = counts.iter().map(|count| *count as f64 / total).collect();
        let columns = vec![
            Column::new("class".into(), names),
            Column::new("count".into(), &counts),
            Column::new("proportion".into(), proportions),
        ];
        Ok(DataFrame::new(counts.len(), columns)?)
    }

    /// Count, mean, standard deviation and quartiles of the features and the target: that of the
    /// frame ([`FrameExt::describe`]).
    ///
    /// # Errors
    /// As [`to_frame`](Dataset::to_frame).
    pub fn describe(&self) -> Result<DataFrame> {
        self.to_frame()?.describe()
    }

    /// Classes with their counts; classes that are named but empty count 0.
    fn counted(&self) -> Result<Vec<(String, u64)>> {
        let mut counts: BTreeMap<Place, u64> = BTreeMap::new();
        for place in 0..self.class_names.as_ref().map_or(0, Vec::len) {
            counts.insert(Place(place as f64), 0);
        }
        for value in &self.target {
            *counts.entry(Place(*value + 0.0)).or_default() += 1;
        }
        if counts.len() > MOST_CLASSES {
            let what = format!("the target `{}`", self.target_name);
            return Err(Error::TooManyClasses { what, given: counts.len(), limit: MOST_CLASSES });
        }
        let values: Array1<f64> = counts.keys().map(|place| place.0).collect();
        let names = super::label_text(values.view(), self.class_names.as_deref());
        Ok(names.into_iter().zip(counts.into_values()).collect())
    }

    /// The target as indices into other class names, which include this dataset's.
    fn target_by(&self, class_names: Option<&[String]>) -> Vec<f64> {
        let Some((own, joint)) = self.class_names.as_deref().zip(class_names) else {
            return self.target.to_vec();
        };
        let places: Vec<f64> = own
            .iter()
            .map(|name| joint.iter().position(|other| other == name).unwrap_or_default() as f64)
            .collect();
        self.target.iter().map(|code| places.get(*code as usize).copied().unwrap_or(*code)).collect()
    }
}

/// The classes of all: those of the first as they stand, then the others' that it lacks.
fn joint_classes(parts: &[&Dataset]) -> Result<Option<Vec<String>>> {
    let named = parts.iter().filter(|part| part.class_names.is_some()).count();
    if named == 0 {
        return Ok(None);
    }
    if named < parts.len() {
        return Err(Error::LabelKinds {
            left: "the target of one dataset".to_owned(),
            left_kind: "named classes",
            right: "that of another".to_owned(),
            right_kind: "numbers",
        });
    }
    let mut joint: Vec<String> = Vec::new();
    for name in parts.iter().filter_map(|part| part.class_names.as_ref()).flatten() {
        if !joint.contains(name) {
            joint.push(name.clone());
        }
    }
    Ok(Some(joint))
}

/// A number by its size; NaN comes last.
struct Place(f64);

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}
