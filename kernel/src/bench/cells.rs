//! What the kernels are asked to do. Each task is written as a person would write it in each
//! language; the Python beside a prelude cell uses pandas, NumPy and scikit-learn, which is what the
//! prelude stands for.

use super::contender::Contender;
use super::row::Target;

/// The same task for each contender; none for one that takes no part.
#[derive(Clone, Copy, Debug, Default)]
pub struct Code {
    ferrolab: Option<&'static str>,
    python: Option<&'static str>,
    evcxr: Option<&'static str>,
    polars: Option<&'static str>,
    python_polars: Option<&'static str>,
}

impl Code {
    pub const NONE: Self =
        Self { ferrolab: None, python: None, evcxr: None, polars: None, python_polars: None };

    /// Bare Rust, which all Rust kernels run as it is.
    const fn bare(rust: &'static str, python: &'static str) -> Self {
        Self {
            ferrolab: Some(rust),
            python: Some(python),
            evcxr: Some(rust),
            polars: Some(rust),
            ..Self::NONE
        }
    }

    /// With the prelude; evcxr has no part in it.
    pub const fn prelude(rust: &'static str, python: &'static str) -> Self {
        Self { ferrolab: Some(rust), python: Some(python), ..Self::NONE }
    }

    /// With the prelude, pandas, and polars for Python.
    pub const fn large(rust: &'static str, pandas: &'static str, polars: &'static str) -> Self {
        Self { python_polars: Some(polars), ..Self::prelude(rust, pandas) }
    }

    /// With the prelude, and with polars alone for evcxr.
    const fn frames(rust: &'static str, python: &'static str, polars: &'static str) -> Self {
        Self { polars: Some(polars), ..Self::prelude(rust, python) }
    }

    pub fn of(self, contender: Contender) -> Option<&'static str> {
        match contender {
            Contender::Ferrolab => self.ferrolab,
            Contender::Ipykernel => self.python,
            Contender::Evcxr => self.evcxr,
            Contender::EvcxrPolars => self.polars,
            Contender::PythonPolars => self.python_polars,
        }
    }
}

/// A cell that runs many times in one kernel.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    pub name: &'static str,
    /// Run once beforehand.
    pub setup: &'static [Code],
    pub cell: Code,
    /// The cell must bring an output.
    pub shows: bool,
    pub targets: &'static [Target],
}

const TWICE_EVCXR: Target = Target::Faster { times: 2.0, than: Contender::Evcxr };
const EIGHT_TIMES_EVCXR: Target = Target::Faster { times: 8.0, than: Contender::EvcxrPolars };

/// The first cell of a new kernel; Python must import pandas for it.
pub const FIRST_FRAME_SMALL: Code = Code::frames(
    "read_csv(\"small.csv\")?",
    "import pandas as pd\npd.read_csv(\"small.csv\")",
    "CsvReadOptions::default().try_into_reader_with_file_path(Some(\"small.csv\".into()))?.finish()?",
);
pub const FIRST_FRAME_LARGE: Code = Code::frames(
    "read_csv(\"large.csv\")?",
    "import pandas as pd\npd.read_csv(\"large.csv\")",
    "CsvReadOptions::default().try_into_reader_with_file_path(Some(\"large.csv\".into()))?.finish()?",
);

/// What it takes to have the libraries in memory. Ferrolab opens the prelude at its start.
pub const LIBRARIES_OPEN: Code =
    Code::bare("1 + 1", "import numpy, pandas, sklearn.linear_model, sklearn.cluster");

/// A model of the prelude, fitted to a data set that comes with it.
pub const MODEL: Code = Code::prelude(
    "LinearRegression::new().fit(&diabetes())?",
    "from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
LinearRegression().fit(*load_diabetes(return_X_y=True))",
);

const FRAME: Code = Code::frames(
    "let df = read_csv(\"small.csv\")?;",
    "import pandas as pd\ndf = pd.read_csv(\"small.csv\")",
    "let df = CsvReadOptions::default()
    .try_into_reader_with_file_path(Some(\"small.csv\".into()))?.finish()?;",
);

pub const WARM: [Scenario; 9] = [
    Scenario {
        name: "`1 + 1`",
        setup: &[],
        cell: Code::bare("1 + 1", "1 + 1"),
        shows: true,
        targets: &[Target::AtMost(160.0), TWICE_EVCXR, EIGHT_TIMES_EVCXR],
    },
    Scenario {
        name: "bind a vector",
        setup: &[],
        cell: Code::bare(
            "let squares: Vec<u64> = (1..=100).map(|x| x * x).collect();",
            "squares = [x * x for x in range(1, 101)]",
        ),
        shows: false,
        targets: &[TWICE_EVCXR, EIGHT_TIMES_EVCXR],
    },
    Scenario {
        name: "print from a loop over it",
        setup: &[],
        cell: Code::bare(
            "for (index, square) in squares.iter().enumerate().step_by(25) {\n    println!(\"{index}: {square}\");\n}",
            "for index in range(0, 100, 25):\n    print(f\"{index}: {squares[index]}\")",
        ),
        shows: true,
        targets: &[TWICE_EVCXR, EIGHT_TIMES_EVCXR],
    },
    Scenario {
        name: "show a `DataFrame`",
        setup: &[FRAME],
        cell: Code::frames("df", "df", "df"),
        shows: true,
        targets: &[Target::AtMost(220.0), EIGHT_TIMES_EVCXR],
    },
    Scenario {
        name: "`group_by().agg().collect()?`",
        setup: &[],
        cell: Code::frames(GROUPED, GROUPED_PYTHON, GROUPED),
        shows: true,
        targets: &[Target::AtMost(320.0), EIGHT_TIMES_EVCXR],
    },
    Scenario {
        name: "array arithmetic",
        setup: &[Code::prelude(
            "let x = Array2::from_shape_fn((1_000, 4), |(i, j)| (i * 4 + j) as f64);",
            "import numpy as np\nx = np.arange(4_000.0).reshape(1_000, 4)",
        )],
        cell: Code::prelude(
            "(&x * 2.0 + 1.0).mapv(f64::sqrt).sum_axis(Axis(0))",
            "np.sqrt(x * 2.0 + 1.0).sum(axis=0)",
        ),
        shows: true,
        targets: &[Target::AtMost(300.0)],
    },
    Scenario {
        name: "fit a `LinearRegression`",
        setup: &[Code::prelude(
            "let data = diabetes();",
            "from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
features, target = load_diabetes(return_X_y=True)",
        )],
        cell: Code::prelude(
            "LinearRegression::new().fit(&data)?",
            "LinearRegression().fit(features, target)",
        ),
        shows: true,
        targets: &[Target::AtMost(250.0)],
    },
    Scenario {
        name: "k-means from scratch, own loops over an `Array2`",
        setup: &[Code::prelude(POINTS_ARRAY, POINTS_PYTHON)],
        cell: Code::prelude(K_MEANS_ARRAY, K_MEANS_PYTHON),
        shows: true,
        targets: &[Target::AtMost(350.0)],
    },
    Scenario {
        name: "k-means from scratch, own loops over a `Vec<[f64; 4]>`",
        setup: &[Code::bare(POINTS_VEC, POINTS_PYTHON)],
        cell: Code::bare(K_MEANS_VEC, K_MEANS_PYTHON),
        shows: true,
        targets: &[Target::AtMost(350.0), TWICE_EVCXR],
    },
];

const GROUPED: &str = "df.clone()
    .lazy()
    .group_by([col(\"species\")])
    .agg([col(\"petal_length\").mean(), col(\"petal_width\").max()])
    .collect()?";

const GROUPED_PYTHON: &str =
    "df.groupby(\"species\").agg({\"petal_length\": \"mean\", \"petal_width\": \"max\"})";

const POINTS_ARRAY: &str = "let points = Array2::from_shape_fn((20_000, 4), |(i, j)| {
    (i % 5 * 3) as f64 + ((i * 7_919 + j * 104_729) % 1_000) as f64 / 500.0
});";

const POINTS_VEC: &str = "let points: Vec<[f64; 4]> = (0..20_000_usize)
    .map(|i| {
        std::array::from_fn(|j| (i % 5 * 3) as f64 + ((i * 7_919 + j * 104_729) % 1_000) as f64 / 500.0)
    })
    .collect();";

const POINTS_PYTHON: &str = "import numpy as np
i, j = np.indices((20_000, 4))
points = i % 5 * 3 + (i * 7_919 + j * 104_729) % 1_000 / 500.0";

const K_MEANS_ARRAY: &str = include_str!("cells/k_means_array.txt");
const K_MEANS_VEC: &str = include_str!("cells/k_means_vec.txt");
const K_MEANS_PYTHON: &str = include_str!("cells/k_means_numpy.txt");

/// One of many variables, of a few kinds in turn.
pub fn growth_variable(contender: Contender, index: usize) -> String {
    let name = ["number", "values", "label", "pairs"][index % 4];
    let (binding, value) = match (contender, index % 4) {
        (Contender::Ipykernel, 0) => ("", format!("{index}.5")),
        (Contender::Ipykernel, 1) => ("", format!("[{index}.5] * 100")),
        (Contender::Ipykernel, 2) => ("", format!("\"label {index}\"")),
        (Contender::Ipykernel, _) => ("", format!("[(\"a\", {index})]")),
        (_, 0) => ("let ", format!("{index}.5;")),
        (_, 1) => ("let ", format!("vec![{index}.5; 100];")),
        (_, 2) => ("let ", format!("\"label {index}\".to_string();")),
        (_, _) => ("let ", format!("vec![(\"a\".to_string(), {index})];")),
    };
    format!("{binding}{name}_{index} = {value}")
}

/// One of many functions; every fifth has a loop.
pub fn growth_function(contender: Contender, index: usize) -> String {
    match (contender, index % 5) {
        (Contender::Ipykernel, 4) => format!(
            "def shift_{index}(x):\n    total = 0.0\n    for i in range(10):\n        total += x + i\n    return total"
        ),
        (Contender::Ipykernel, _) => format!("def shift_{index}(x):\n    return x * {index}.0 + 1.0"),
        (_, 4) => format!(
            "fn shift_{index}(x: f64) -> f64 {{\n    let mut total = 0.0;\n    for i in 0..10 {{\n        total += x + i as f64;\n    }}\n    total\n}}"
        ),
        _ => format!("fn shift_{index}(x: f64) -> f64 {{\n    x * {index}.0 + 1.0\n}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_against_another_kernel_has_a_cell_for_it() {
        for scenario in &WARM {
            for target in scenario.targets {
                if let Target::Faster { than, .. } = target {
                    assert!(scenario.cell.of(*than).is_some(), "{}: {than:?}", scenario.name);
                }
            }
            assert!(scenario.cell.of(Contender::Ferrolab).is_some(), "{}", scenario.name);
        }
    }

    #[test]
    fn definitions_are_in_the_contenders_language() {
        assert_eq!(growth_variable(Contender::Ferrolab, 4), "let number_4 = 4.5;");
        assert_eq!(growth_variable(Contender::Ipykernel, 5), "values_5 = [5.5] * 100");
        assert!(growth_function(Contender::Evcxr, 0).starts_with("fn shift_0(x: f64) -> f64 {"));
        assert!(growth_function(Contender::Ipykernel, 9).contains("for i in range(10):"));
    }
}
