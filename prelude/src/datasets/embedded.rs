//! Small real data sets as [`Dataset`]s: three from linfa-datasets, with their classes named, and
//! three from the files in `data`, which `data/embed.py` writes.

use ndarray::{Array2, ArrayView1, s};

use crate::dataset::Dataset;

const BREAST_CANCER: &str = include_str!("../../data/breast_cancer.csv");
const WINE_RECOGNITION: &str = include_str!("../../data/wine_recognition.csv");
const DIABETES: &str = include_str!("../../data/diabetes.csv");
const DIGITS: &str = include_str!("../../data/digits.txt");

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
/// The numbers are those that the paper's authors published and linfa has; scikit-learn scales the
/// rounded measurements ([`diabetes_raw`]) again, which gives others by up to 0.000013.
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

/// [`diabetes`] as it was measured: age in years, blood pressure in mmHg, body mass index in kg/m².
/// scikit-learn's `load_diabetes(scaled=False)`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::diabetes_raw();
/// assert_eq!(data.feature("age")?[0], 59.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn diabetes_raw() -> Dataset {
    Dataset { class_names: None, ..table(DIABETES, |progression| progression.parse().unwrap_or(f64::NAN)) }
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

/// Wines of three growers: 178 Italian wines of one region, 13 chemical measurements, and the
/// cultivar that each is from (`class_0`, `class_1`, `class_2`: 59, 71 and 48 wines). scikit-learn's
/// `load_wine`.
///
/// Source: M. Forina and others, "PARVUS", 1988; S. Aeberhard, M. Forina, "Wine", UCI Machine
/// Learning Repository, 1992, <https://doi.org/10.24432/C5PC7J>, CC BY 4.0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::wine_recognition();
/// assert_eq!(data.features.shape(), [178, 13]);
/// ```
pub fn wine_recognition() -> Dataset {
    classes(WINE_RECOGNITION, &["class_0", "class_1", "class_2"])
}

/// Breast tumours: 569 patients, 30 measurements of cell nuclei in a needle aspirate, and the
/// diagnosis (0 malignant: 212, 1 benign: 357). scikit-learn's `load_breast_cancer`.
///
/// Ten measurements (radius, texture, perimeter, area …), each as the mean over the nuclei, as its
/// standard error, and as the mean of the three largest ("worst").
///
/// Source: W. Wolberg, O. Mangasarian, N. Street, W. Street, "Breast Cancer Wisconsin (Diagnostic)",
/// UCI Machine Learning Repository, 1993, <https://doi.org/10.24432/C5DW2B>, CC BY 4.0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::breast_cancer();
/// assert_eq!(data.features.shape(), [569, 30]);
/// assert_eq!(data.target_labels()[0], "malignant");
/// ```
pub fn breast_cancer() -> Dataset {
    classes(BREAST_CANCER, &["malignant", "benign"])
}

/// Handwritten digits: 1,797 images of 8 × 8 pixels from 0 (paper) to 16 (ink), row by row, and the
/// digit that each shows. scikit-learn's `load_digits`.
///
/// Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits" (the test part), UCI
/// Machine Learning Repository, 1998, <https://doi.org/10.24432/C50P49>, CC BY 4.0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = datasets::digits();
/// assert_eq!(data.features.shape(), [1797, 64]);
/// let first: Array2<f64> = data.features.row(0).to_owned().into_shape_with_order((8, 8))?;
/// assert_eq!(first[[0, 2]], 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn digits() -> Dataset {
    const PIXELS: usize = 64;
    let n = DIGITS.lines().count();
    let mut features = Array2::zeros((n, PIXELS));
    let mut target = Vec::with_capacity(n);
    for (line, mut image) in DIGITS.lines().zip(features.rows_mut()) {
        let (pixels, digit) = line.as_bytes().split_at(PIXELS);
        image.iter_mut().zip(pixels).for_each(|(value, letter)| *value = f64::from(letter - b'a'));
        target.push(f64::from(digit[0] - b'0'));
    }
    Dataset {
        features,
        target: target.into(),
        feature_names: (0..PIXELS).map(|place| format!("pixel_{}_{}", place / 8, place % 8)).collect(),
        target_name: "digit".to_owned(),
        class_names: Some((0..10).map(|digit| digit.to_string()).collect()),
    }
}

/// An embedded table whose last column is a class by name.
fn classes(csv: &str, class_names: &[&str]) -> Dataset {
    let code = |class: &str| class_names.iter().position(|name| *name == class).unwrap_or_default() as f64;
    Dataset { class_names: Some(class_names.iter().map(ToString::to_string).collect()), ..table(csv, code) }
}

/// An embedded table: a header, then rows of numbers, the last of which is the target. The files are
/// ours, so a field that is not a number would be our mistake; a test compares the sums with
/// scikit-learn's.
fn table(csv: &str, target_value: impl Fn(&str) -> f64) -> Dataset {
    let mut lines = csv.lines();
    let mut feature_names: Vec<String> =
        lines.next().unwrap_or_default().split(',').map(str::to_owned).collect();
    let target_name = feature_names.pop().unwrap_or_default();
    let (mut values, mut target) = (Vec::new(), Vec::new());
    for line in lines {
        let (numbers, last) = line.rsplit_once(',').unwrap_or_default();
        values.extend(numbers.split(',').map(|number| number.parse().unwrap_or(f64::NAN)));
        target.push(target_value(last));
    }
    let shape = (target.len(), feature_names.len());
    Dataset {
        features: Array2::from_shape_vec(shape, values).unwrap_or_else(|_| Array2::zeros(shape)),
        target: target.into(),
        feature_names,
        target_name,
        class_names: None,
    }
}
