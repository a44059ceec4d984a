//! Small real data sets, built in: from linfa-datasets, with their classes named.

use ndarray::{Array2, ArrayView1, s};

use super::Dataset;

/// The two flowers that most copies of the data, linfa's among them, have wrong, as Fisher printed
/// them (and as scikit-learn has them).
const MISPRINTED_IRISES: [(usize, [f64; 4]); 2] = [(34, [4.9, 3.1, 1.5, 0.2]), (37, [4.9, 3.6, 1.4, 0.1])];

/// Fisher's irises: 150 flowers, 4 measurements in centimetres, 3 species of 50 flowers each.
///
/// Features: sepal length, sepal width, petal length, petal width. Target: species (0 setosa,
/// 1 versicolor, 2 virginica).
///
/// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = iris();
/// assert_eq!(data.features.shape(), [150, 4]);
/// assert_eq!(data.class_names.as_ref().unwrap()[2], "virginica");
/// ```
pub fn iris() -> Dataset {
    let data = linfa_datasets::iris();
    let mut features = data.records.clone();
    for (flower, measurements) in MISPRINTED_IRISES {
        features.row_mut(flower).assign(&ArrayView1::from(&measurements));
    }
    Dataset {
        feature_names: data.feature_names().to_vec(),
        target: data.targets().mapv(|class| class as f64),
        features,
        target_name: "species".to_owned(),
        class_names: Some(["setosa", "versicolor", "virginica"].map(str::to_owned).to_vec()),
    }
}

/// The first patient: linfa's reader takes the first line of its file, which has no header, for one.
const FIRST_PATIENT: [f64; 10] = [
    0.0380759064334241,
    0.0506801187398187,
    0.0616962065186885,
    0.0218723549949558,
    -0.0442234984244464,
    -0.0348207628376986,
    -0.0434008456520269,
    -0.00259226199818282,
    0.0199084208763183,
    -0.0176461251598052,
];
const FIRST_PROGRESSION: f64 = 151.0;

/// Diabetes: 442 patients, 10 measurements, and how far the disease had progressed a year later
/// (25 to 346, higher is worse).
///
/// The features are centred and scaled so that each column's squares sum to one. The last six are
/// blood measurements: total cholesterol, low- and high-density lipoproteins, total cholesterol /
/// HDL, logarithm of triglycerides, blood sugar.
///
/// Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least angle regression", 2004.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = diabetes();
/// assert_eq!(data.features.shape(), [442, 10]);
/// ```
pub fn diabetes() -> Dataset {
    let data = linfa_datasets::diabetes();
    // linfa's names for the blood measurements are a misreading of `tc`, `tch` and `ltg`.
    let names = ["age", "sex", "bmi", "bp", "tc", "ldl", "hdl", "tch", "ltg", "glu"];
    let n = data.records.nrows();
    let mut features = Array2::zeros((n + 1, FIRST_PATIENT.len()));
    features.row_mut(0).assign(&ArrayView1::from(&FIRST_PATIENT));
    features.slice_mut(s![1.., ..]).assign(&data.records);
    Dataset {
        target: std::iter::once(FIRST_PROGRESSION).chain(data.targets.iter().copied()).collect(),
        features,
        feature_names: names.map(str::to_owned).to_vec(),
        target_name: "progression".to_owned(),
        class_names: None,
    }
}

/// Red wines: 1,599 Portuguese *vinho verde*, 11 chemical measurements, and the median grade of at
/// least three tasters (3 to 8, higher is better).
///
/// The grade is a number, for regression as well as for classification (six classes).
///
/// Source: P. Cortez, A. Cerdeira, F. Almeida, T. Matos, J. Reis, "Modeling wine preferences by
/// data mining from physicochemical properties", 2009.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = wine();
/// assert_eq!(data.features.shape(), [1599, 11]);
/// ```
pub fn wine() -> Dataset {
    let data = linfa_datasets::winequality();
    Dataset {
        feature_names: data.feature_names().to_vec(),
        target: data.targets().mapv(|grade| grade as f64),
        features: data.records,
        target_name: "quality".to_owned(),
        class_names: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_sets_are_what_they_say() {
        let (iris, diabetes, wine) = (iris(), diabetes(), wine());
        assert_eq!(iris.feature_names, ["sepal length", "sepal width", "petal length", "petal width"]);
        assert_eq!(iris.target.iter().filter(|class| **class == 2.0).count(), 50);
        assert_eq!(iris.target_labels()[0], "setosa");
        let (low, high) = bounds(&diabetes);
        assert_eq!((low, high), (25.0, 346.0));
        for column in diabetes.features.columns() {
            assert!((column.dot(&column) - 1.0).abs() < 1e-9 && column.sum().abs() < 1e-9);
        }
        assert_eq!(bounds(&wine), (3.0, 8.0));
        assert_eq!(wine.feature_names[10], "alcohol");
    }

    fn bounds(data: &Dataset) -> (f64, f64) {
        data.target.iter().fold((f64::MAX, f64::MIN), |(low, high), y| (low.min(*y), high.max(*y)))
    }
}
