//! A dataset by its columns: taking some, dropping some, other names.

use ndarray::{ArrayView1, Axis};
use polars::prelude::{DataFrame, DataType};

use super::Dataset;
use crate::error::{Error, Result};
use crate::frame::convert::check_unique;
use crate::frame::{FrameExt, column};

impl Dataset {
    /// From a frame whose columns all are features, but for the target.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("height" => [1.6, 1.8], "weight" => [58, 80], "sex" => ["f", "m"])?;
    /// let data = Dataset::from_frame_all(&df, "sex")?;
    /// assert_eq!(data.feature_names, ["height", "weight"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotNumericColumns`] that lists the columns of text and dates,
    /// [`Error::ColumnNotFound`] for the target, [`Error::MissingValues`], and [`Error::Empty`] if
    /// there is no column besides the target.
    pub fn from_frame_all(df: &DataFrame, target: &str) -> Result<Self> {
        column(df, target)?;
        let others = || df.columns().iter().filter(|column| column.name() != target);
        let odd: Vec<(String, String)> = others()
            .filter(|column| !is_number(column.dtype()))
            .map(|column| (column.name().to_string(), column.dtype().to_string()))
            .collect();
        if !odd.is_empty() {
            return Err(Error::NotNumericColumns { columns: odd });
        }
        let features: Vec<&str> = others().map(|column| column.name().as_str()).collect();
        if features.is_empty() {
            return Err(Error::empty("the frame without its target", "one column of numbers"));
        }
        Self::from_frame(df, &features, target)
    }

    /// One feature by name, length n_samples.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let data = iris();
    /// assert!((data.feature("petal width")?.sum() - 179.9).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name.
    pub fn feature(&self, name: &str) -> Result<ArrayView1<'_, f64>> {
        Ok(self.features.column(self.place_of(name)?))
    }

    /// The dataset with these features only, in this order.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let petals = iris().select_features(&["petal length", "petal width"])?;
    /// assert_eq!(petals.features.shape(), [150, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::DuplicateName`].
    pub fn select_features<T: AsRef<str>>(&self, names: &[T]) -> Result<Self> {
        check_unique("`features`", names)?;
        let places = names.iter().map(|name| self.place_of(name.as_ref())).collect::<Result<Vec<_>>>()?;
        Ok(self.at_columns(&places))
    }

    /// The dataset without these features.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let data = iris().drop_features(&["sepal width"])?;
    /// assert_eq!(data.n_features(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name.
    pub fn drop_features<T: AsRef<str>>(&self, names: &[T]) -> Result<Self> {
        let dropped = names.iter().map(|name| self.place_of(name.as_ref())).collect::<Result<Vec<_>>>()?;
        let places: Vec<usize> = (0..self.n_features()).filter(|place| !dropped.contains(place)).collect();
        Ok(self.at_columns(&places))
    }

    /// The same samples with another name for the target.
    #[must_use]
    pub fn with_target_name(mut self, name: &str) -> Self {
        self.target_name = name.to_owned();
        self
    }

    /// The same samples with names for the classes 0, 1, 2 … of the target.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let data = Dataset::new(&array![[0.1], [0.9]], &[0, 1])?.with_class_names(&["off", "on"])?;
    /// assert_eq!(data.target_labels(), ["off", "on"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`] if a value of the target is not the place of a name,
    /// [`Error::DuplicateName`].
    pub fn with_class_names<T: AsRef<str>>(mut self, names: &[T]) -> Result<Self> {
        check_unique("`class_names`", names)?;
        let is_place = |value: &f64| *value >= 0.0 && value.fract() == 0.0 && *value < names.len() as f64;
        if let Some(odd) = self.target.iter().find(|value| !is_place(value)) {
            let expected = format!("a name for each class: the target holds {odd}");
            let given = format!("{} names", names.len());
            return Err(Error::parameter("Dataset::with_class_names", "names", given, expected));
        }
        self.class_names = Some(names.iter().map(|name| name.as_ref().to_owned()).collect());
        Ok(self)
    }

    /// A frame of the features alone, for models that need no target.
    ///
    /// # Errors
    /// [`Error::DuplicateName`] if two features share a name.
    pub fn features_frame(&self) -> Result<DataFrame> {
        let names: Vec<&str> = self.feature_names.iter().map(String::as_str).collect();
        DataFrame::from_array(&self.features, &names)
    }

    fn place_of(&self, name: &str) -> Result<usize> {
        self.feature_names.iter().take(self.n_features()).position(|known| known == name).ok_or_else(|| {
            let names: Vec<&str> = self.feature_names.iter().map(String::as_str).collect();
            Error::column_not_found(name, &names)
        })
    }

    fn at_columns(&self, places: &[usize]) -> Self {
        Self {
            features: self.features.select(Axis(1), places),
            target: self.target.clone(),
            feature_names: places.iter().map(|place| self.feature_names[*place].clone()).collect(),
            ..self.clone_names()
        }
    }
}

fn is_number(dtype: &DataType) -> bool {
    dtype.is_primitive_numeric() || dtype.is_bool() || dtype.is_null()
}
