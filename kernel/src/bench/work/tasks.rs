//! The tasks, as a person would write them with each library.

use super::super::cells::Code;
use super::super::contender::Contender;
use super::super::row::Target;
use super::Task;

const AS_POLARS: Target = Target::Faster { times: 1.0, than: Contender::PythonPolars };
const THRICE_PANDAS: Target = Target::Faster { times: 3.0, than: Contender::Ipykernel };
const FRAMES: &[Target] = &[AS_POLARS, THRICE_PANDAS];
const ARRAYS: &[Target] = &[Target::Faster { times: 1.0, than: Contender::Ipykernel }];

pub const TASKS: [Task; 9] = [
    Task {
        name: "read a CSV file of 1 GB, 10 million rows",
        setup: Code::large("1", "import pandas as pd", "import polars as pl"),
        cell: Code::large(
            "let events = read_csv(\"events.csv\")?;",
            "events = pd.read_csv(\"events.csv\")",
            "events = pl.read_csv(\"events.csv\")",
        ),
        targets: FRAMES,
    },
    Task {
        name: "group 10 million rows into 1,200, two aggregates",
        setup: Code::NONE,
        cell: Code::large(
            "events.clone().lazy().group_by([col(\"city\"), col(\"month\")])
    .agg([col(\"price\").mean(), col(\"quantity\").sum()]).collect()?",
            "events.groupby([\"city\", \"month\"]).agg({\"price\": \"mean\", \"quantity\": \"sum\"})",
            "events.lazy().group_by(\"city\", \"month\").agg(pl.col(\"price\").mean(), pl.col(\"quantity\").sum()).collect()",
        ),
        targets: FRAMES,
    },
    Task {
        name: "group 10 million rows into 1 million",
        setup: Code::NONE,
        cell: Code::large(
            "events.clone().lazy().group_by([col(\"customer\")])
    .agg([col(\"price\").sum(), len().alias(\"orders\")]).collect()?",
            "events.groupby(\"customer\").agg(price=(\"price\", \"sum\"), orders=(\"price\", \"size\"))",
            "events.lazy().group_by(\"customer\").agg(pl.col(\"price\").sum(), pl.len().alias(\"orders\")).collect()",
        ),
        targets: FRAMES,
    },
    Task {
        name: "join 10 million rows with 1 million",
        setup: Code::large(
            "let customers = df!(\"customer\" => (0..1_000_000_i64).rev().collect::<Vec<_>>(),
    \"age\" => (0..1_000_000_i64).map(|i| i % 80).collect::<Vec<_>>())?;
let orders = events.select([\"id\", \"customer\", \"price\"])?;",
            "import numpy as np
customers = pd.DataFrame({\"customer\": np.arange(1_000_000)[::-1], \"age\": np.arange(1_000_000) % 80})
orders = events[[\"id\", \"customer\", \"price\"]]",
            "import numpy as np
customers = pl.DataFrame({\"customer\": np.arange(1_000_000)[::-1].copy(), \"age\": np.arange(1_000_000) % 80})
orders = events.select(\"id\", \"customer\", \"price\")",
        ),
        cell: Code::large(
            "let joined = orders.inner_join(&customers, [\"customer\"], [\"customer\"])?;",
            "joined = orders.merge(customers, on=\"customer\")",
            "joined = orders.join(customers, on=\"customer\")",
        ),
        targets: FRAMES,
    },
    Task {
        name: "pivot 10 million rows to 100 × 12 means",
        setup: Code::NONE,
        cell: Code::large(
            "events.pivot_table(&[\"city\"], \"month\", &[\"price\"], Aggregate::Mean)?",
            "events.pivot_table(index=\"city\", columns=\"month\", values=\"price\", aggfunc=\"mean\")",
            "events.pivot(\"month\", index=\"city\", values=\"price\", aggregate_function=\"mean\")",
        ),
        targets: FRAMES,
    },
    Task {
        name: "standardise 500,000 × 50",
        setup: Code::prelude(
            "let x = np::random::normal(1.0, 2.0, (500_000, 50), 1)?;",
            "import numpy as np
from sklearn.preprocessing import StandardScaler
x = np.random.default_rng(1).normal(1.0, 2.0, (500_000, 50))",
        ),
        cell: Code::prelude(
            "let (_, z) = StandardScaler::new().fit_transform(&x)?;",
            "z = StandardScaler().fit_transform(x)",
        ),
        targets: ARRAYS,
    },
    Task {
        name: "principal components of 100,000 × 50",
        setup: Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (100_000, 50), 1)?;",
            "from sklearn.decomposition import PCA
x = np.random.default_rng(1).normal(0.0, 1.0, (100_000, 50))",
        ),
        cell: Code::prelude("let pca = Pca::new(10).fit(&x)?;", "pca = PCA(10).fit(x)"),
        targets: ARRAYS,
    },
    Task {
        name: "singular values and vectors of 1,000 × 1,000",
        setup: Code::prelude(
            "let a = np::random::normal(0.0, 1.0, (1_000, 1_000), 1)?;",
            "a = np.random.default_rng(1).normal(0.0, 1.0, (1_000, 1_000))",
        ),
        cell: Code::prelude("let svd = np::linalg::svd(&a)?;", "svd = np.linalg.svd(a)"),
        targets: ARRAYS,
    },
    Task {
        name: "product of two 2,000 × 2,000 matrices",
        setup: Code::prelude(
            "let a = np::random::normal(0.0, 1.0, (2_000, 2_000), 1)?;
let b = np::random::normal(0.0, 1.0, (2_000, 2_000), 2)?;",
            "a, b = np.random.default_rng(1).normal(0.0, 1.0, (2, 2_000, 2_000))",
        ),
        cell: Code::prelude("let c = np::linalg::matmul(&a, &b)?;", "c = a @ b"),
        targets: ARRAYS,
    },
];
