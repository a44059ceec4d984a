#!/usr/bin/env python3
"""Reference values from scikit-learn, pandas and NumPy for the prelude's tests.

    cargo test --release --test it -- --ignored export_data_sets   # writes target/data_sets/*.csv
    python3 prelude/tests/reference.py target/data_sets            # writes prelude/tests/reference.json

The data sets are exported from the prelude itself, so that both sides see the very same numbers.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import (accuracy_score, mean_absolute_error, mean_squared_error, r2_score)
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).parent


def load(folder, name):
    df = pd.read_csv(folder / f"{name}.csv")
    return df, df.iloc[:, :-1].to_numpy(float), df.iloc[:, -1].to_numpy()


def described(df):
    """Column -> count, null_count, mean, std, min, 25%, 50%, 75%, max."""
    table = df.describe()
    result = {}
    for column in table.columns:
        s = table[column]
        nulls = int(df[column].isna().sum())
        result[column] = [s["count"], nulls, s["mean"], s["std"], s["min"], s["25%"], s["50%"], s["75%"], s["max"]]
    return result


def linear(x, y, **options):
    model = LinearRegression(**options).fit(x, y)
    return {"coefficients": model.coef_.tolist(), "intercept": float(model.intercept_), "r2": model.score(x, y)}


def logistic(x, y, **options):
    model = LogisticRegression(solver="newton-cg", tol=1e-12, max_iter=100_000, **options).fit(x, y)
    return {
        "coefficients": model.coef_.tolist(),
        "intercepts": model.intercept_.tolist(),
        "accuracy": model.score(x, y),
        "first_probabilities": model.predict_proba(x[:3]).tolist(),
    }


def clusters(x, k):
    model = KMeans(k, n_init=50, tol=0, random_state=0).fit(x)
    return {"inertia": model.inertia_, "sizes": sorted(np.bincount(model.labels_).tolist())}


def components(x, k, **options):
    model = PCA(k, svd_solver="full", **options).fit(x)
    return {
        "variance": model.explained_variance_.tolist(),
        "ratio": model.explained_variance_ratio_.tolist(),
        "singular_values": model.singular_values_.tolist(),
        "components": model.components_.tolist(),
        "first_transformed": model.transform(x[:3]).tolist(),
    }


def split_sizes():
    sizes = []
    for n in (2, 3, 10, 11, 150, 441, 1599):
        for share in (0.1, 0.2, 0.25, 0.3, 0.33, 0.5, 0.9):
            try:
                train, test = train_test_split(np.arange(n), test_size=share, random_state=0)
                sizes.append([n, share, len(train), len(test)])
            except ValueError:
                sizes.append([n, share, 0, 0])
    return sizes


def metrics():
    rng = np.random.default_rng(42)
    y, p = rng.normal(size=50), rng.normal(size=50)
    a, b = rng.integers(0, 3, 50), rng.integers(0, 3, 50)
    return {
        "y_true": y.tolist(), "y_pred": p.tolist(), "r2": r2_score(y, p),
        "mse": mean_squared_error(y, p), "mae": mean_absolute_error(y, p),
        "labels_true": a.tolist(), "labels_pred": b.tolist(), "accuracy": accuracy_score(a, b),
    }


def main(folder):
    iris, x_iris, y_iris = load(folder, "iris")
    diabetes, x_diabetes, y_diabetes = load(folder, "diabetes")
    wine, x_wine, y_wine = load(folder, "wine")
    two = y_iris != "setosa"
    gaps = pd.DataFrame({"a": [1.0, None, 3.0, 10.0, -2.5], "b": [1, 2, 3, 4, 5]})
    doubled = np.column_stack([x_diabetes[:, :3], x_diabetes[:, 0] + x_diabetes[:, 1]])
    result = {
        "versions": {"sklearn": sklearn.__version__, "pandas": pd.__version__, "numpy": np.__version__},
        "describe": {"iris": described(iris), "diabetes": described(diabetes), "gaps": described(gaps)},
        "linear": {
            "diabetes": linear(x_diabetes, y_diabetes),
            "diabetes_without_intercept": linear(x_diabetes, y_diabetes, fit_intercept=False),
            "wine": linear(x_wine, y_wine),
            "dependent_columns": linear(doubled, y_diabetes),
            "fewer_rows_than_columns": linear(x_diabetes[:6], y_diabetes[:6]),
        },
        "logistic": {
            "iris": logistic(x_iris, y_iris),
            "iris_without_intercept": logistic(x_iris, y_iris, fit_intercept=False),
            "two_irises": logistic(x_iris[two], y_iris[two], C=0.5),
            "two_irises_almost_no_penalty": logistic(x_iris[two], y_iris[two], C=1e4),
            "wine": logistic(x_wine, y_wine),
        },
        "k_means": {"iris_2": clusters(x_iris, 2), "iris_3": clusters(x_iris, 3), "wine_4": clusters(x_wine, 4)},
        "pca": {
            "iris_2": components(x_iris, 2),
            "iris_4": components(x_iris, 4),
            "diabetes_5": components(x_diabetes, 5),
            "wine_3": components(x_wine, 3),
            "iris_2_whitened": components(x_iris, 2, whiten=True),
        },
        "metrics": metrics(),
        "split_sizes": split_sizes(),
    }
    (HERE / "reference.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(pathlib.Path(sys.argv[1]))
