//! Where the embedded data sets come from, what is in them, and who may use them how.

use crate::error::{Error, Result};

/// A data set's description, shown by a cell.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct About {
    /// The name of the function in [`datasets`](crate::datasets) that gives the data.
    pub name: &'static str,
    pub title: &'static str,
    /// Rows, columns, missing values.
    pub size: &'static str,
    /// The columns with their units.
    pub columns: &'static [(&'static str, &'static str)],
    pub target: &'static str,
    pub source: &'static str,
    pub licence: &'static str,
    pub citation: &'static str,
}

/// The description of an embedded data set: source, licence, columns, citation.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let about = datasets::about("penguins")?;
/// assert_eq!(about.licence, "CC0 1.0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for an unknown name, with all that are known.
pub fn about(name: &str) -> Result<About> {
    ALL.iter().find(|about| about.name == name).cloned().ok_or_else(|| {
        let expected = format!("one of {}", names().map(|name| format!("`{name}`")).join(", "));
        Error::parameter("datasets::about", "name", format!("`{name}`"), expected)
    })
}

/// The names of the embedded data sets.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(datasets::names()[0], "iris");
/// ```
pub fn names() -> [&'static str; 7] {
    ALL.map(|about| about.name)
}

const MEASURES: &str = "10 measures of the nuclei";

const ALL: [About; 7] = [
    About {
        name: "iris",
        title: "Fisher's irises",
        size: "150 flowers, 4 features, nothing missing",
        columns: &[
            ("sepal length", "cm"),
            ("sepal width", "cm"),
            ("petal length", "cm"),
            ("petal width", "cm"),
        ],
        target: "species: setosa, versicolor, virginica (50 each)",
        source: "R. A. Fisher; UCI Machine Learning Repository; by way of linfa-datasets, with the two flowers corrected that the repository has wrong",
        licence: "CC BY 4.0",
        citation: "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7, 1936. https://doi.org/10.24432/C56C76",
    },
    About {
        name: "diabetes",
        title: "Progression of diabetes",
        size: "442 patients, 10 features (centred, squares sum to 1), nothing missing",
        columns: &[
            ("age", "years"),
            ("sex", "two codes"),
            ("bmi", "body mass index, kg/m²"),
            ("bp", "mean blood pressure"),
            ("tc", "total cholesterol"),
            ("ldl", "low-density lipoproteins"),
            ("hdl", "high-density lipoproteins"),
            ("tch", "total cholesterol / HDL"),
            ("ltg", "possibly the logarithm of triglycerides"),
            ("glu", "blood sugar"),
        ],
        target: "progression a year later, 25 to 346, higher is worse",
        source: "https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html; by way of linfa-datasets",
        licence: "none is stated by the authors; published for free use and passed on by scikit-learn (BSD 3-Clause) and linfa (MIT or Apache 2.0)",
        citation: "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least angle regression, Annals of Statistics 32, 2004",
    },
    About {
        name: "wine",
        title: "Quality of red wines",
        size: "1,599 wines, 11 features, nothing missing",
        columns: &[
            ("fixed acidity", "g/dm³ tartaric acid"),
            ("volatile acidity", "g/dm³ acetic acid"),
            ("citric acid", "g/dm³"),
            ("residual sugar", "g/dm³"),
            ("chlorides", "g/dm³ sodium chloride"),
            ("free sulfur dioxide", "mg/dm³"),
            ("total sulfur dioxide", "mg/dm³"),
            ("density", "g/cm³"),
            ("pH", ""),
            ("sulphates", "g/dm³ potassium sulphate"),
            ("alcohol", "% by volume"),
        ],
        target: "quality: median grade of at least three tasters, 3 to 8, higher is better",
        source: "UCI Machine Learning Repository, Wine Quality (red); by way of linfa-datasets",
        licence: "CC BY 4.0",
        citation: "P. Cortez, A. Cerdeira, F. Almeida, T. Matos, J. Reis, Modeling wine preferences by data mining from physicochemical properties, Decision Support Systems 47, 2009. https://doi.org/10.24432/C56S3T",
    },
    About {
        name: "wine_recognition",
        title: "Wines of three cultivars",
        size: "178 wines, 13 features, nothing missing",
        columns: &[
            ("alcohol", "% by volume"),
            ("malic_acid", ""),
            ("ash", ""),
            ("alcalinity_of_ash", ""),
            ("magnesium", ""),
            ("total_phenols", ""),
            ("flavanoids", ""),
            ("nonflavanoid_phenols", ""),
            ("proanthocyanins", ""),
            ("color_intensity", ""),
            ("hue", ""),
            ("od280/od315_of_diluted_wines", ""),
            ("proline", ""),
        ],
        target: "cultivar: class_0 (59), class_1 (71), class_2 (48)",
        source: "UCI Machine Learning Repository, Wine; by way of scikit-learn",
        licence: "CC BY 4.0",
        citation: "S. Aeberhard, M. Forina, Wine, UCI Machine Learning Repository, 1992. https://doi.org/10.24432/C5PC7J",
    },
    About {
        name: "breast_cancer",
        title: "Breast cancer Wisconsin (diagnostic)",
        size: "569 tumours, 30 features, nothing missing",
        columns: &[
            ("mean …", MEASURES),
            ("… error", "their standard errors"),
            ("worst …", "the means of the three largest"),
        ],
        target: "diagnosis: malignant (212), benign (357)",
        source: "UCI Machine Learning Repository; by way of scikit-learn",
        licence: "CC BY 4.0",
        citation: "W. Wolberg, O. Mangasarian, N. Street, W. Street, Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, 1993. https://doi.org/10.24432/C5DW2B",
    },
    About {
        name: "digits",
        title: "Handwritten digits",
        size: "1,797 images of 8 × 8 pixels, nothing missing",
        columns: &[("pixel_0_0 … pixel_7_7", "ink from 0 to 16; row, then column")],
        target: "digit: 0 to 9, 174 to 183 images each",
        source: "UCI Machine Learning Repository, Optical Recognition of Handwritten Digits, test part; by way of scikit-learn",
        licence: "CC BY 4.0",
        citation: "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998. https://doi.org/10.24432/C50P49",
    },
    About {
        name: "penguins",
        title: "Palmer penguins",
        size: "344 birds, 8 columns, 19 values missing",
        columns: &[
            ("species", "Adelie, Chinstrap, Gentoo"),
            ("island", "Biscoe, Dream, Torgersen"),
            ("bill_length_mm", "mm"),
            ("bill_depth_mm", "mm"),
            ("flipper_length_mm", "mm"),
            ("body_mass_g", "g"),
            ("sex", "female, male"),
            ("year", "2007 to 2009"),
        ],
        target: "none fixed; usually species",
        source: "Palmer Station, Antarctica; by way of the palmerpenguins package",
        licence: "CC0 1.0",
        citation: "A. Horst, A. Hill, K. Gorman, palmerpenguins: Palmer Archipelago (Antarctica) penguin data, 2020. https://doi.org/10.5281/zenodo.3960218",
    },
];
