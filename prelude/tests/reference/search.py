#!/usr/bin/env python3
"""Reference values from scikit-learn for cross-validation, curves, searches and pipelines.

    cargo test --release --test it -- --ignored export_data_sets   # writes target/data_sets/*.csv
    python3 prelude/tests/reference/search.py target/data_sets     # writes search.json beside it

Data sets are the prelude's own (its `wine_recognition` is scikit-learn's `wine`); nothing is drawn at random.
"""
import json
import pathlib
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import sklearn
from sklearn import datasets
from sklearn.compose import TransformedTargetRegressor
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import (GridSearchCV, HalvingGridSearchCV, StratifiedGroupKFold, cross_val_predict,
                                     cross_val_score, cross_validate, learning_curve, validation_curve)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent
def data_set(name):
    """One of the prelude's data sets, as `export_data_sets` writes it."""
    df = pd.read_csv(pathlib.Path(sys.argv[1]) / f"{name}.csv")
    y = df.iloc[:, -1]
    y = np.unique(y, return_inverse=True)[1] if y.dtype.kind not in "fi" else y.to_numpy(float)
    return SimpleNamespace(data=df.iloc[:, :-1].to_numpy(float), target=y)


WINE, DIABETES = datasets.load_wine(), data_set("diabetes")


def grouped():
    """Rows i in 0..90: group i * 7 mod 13, class by the group and the row."""
    rows = np.arange(90)
    groups = rows * 7 % 13
    labels = (groups % 3 + rows % 2) % 3
    return [test for _, test in StratifiedGroupKFold(4).split(rows, labels, groups)]


def neighbours():
    return Pipeline([("scale", StandardScaler()), ("model", KNeighborsClassifier())])


def folds():
    logistic = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression(tol=1e-10, max_iter=10000))])
    several = cross_validate(logistic, WINE.data, WINE.target, cv=5, return_train_score=True,
                             scoring=["accuracy", "f1_macro", "neg_log_loss", "roc_auc_ovr"])
    return {
        "ols": cross_val_score(LinearRegression(), DIABETES.data, DIABETES.target, cv=5),
        "ols_predicted": cross_val_predict(LinearRegression(), DIABETES.data, DIABETES.target, cv=5)[:10],
        "neighbours": cross_val_score(neighbours(), WINE.data, WINE.target, cv=5),
        "several": {name: scores for name, scores in several.items() if "time" not in name},
        "proba": cross_val_predict(logistic, WINE.data, WINE.target, cv=5, method="predict_proba")[:5],
    }


def searches():
    grid = GridSearchCV(neighbours(), {"model__weights": ["uniform", "distance"], "model__n_neighbors": [1, 5, 15, 40]},
                        cv=5).fit(WINE.data, WINE.target)
    rounds = []
    for n_candidates, n_rows, cv in [(6, 150, 3), (9, 178, 5), (27, 178, 2), (2, 178, 5), (3, 442, 5)]:
        x, y = np.arange(float(n_rows))[:, None], np.arange(n_rows) % 3
        search = HalvingGridSearchCV(KNeighborsClassifier(), {"leaf_size": list(range(10, 10 + n_candidates))}, cv=cv)
        search.fit(x, y)
        rounds.append({"candidates": n_candidates, "rows": n_rows, "cv": cv, "n_candidates": search.n_candidates_,
                       "n_resources": search.n_resources_})
    return {
        "mean": grid.cv_results_["mean_test_score"], "std": grid.cv_results_["std_test_score"],
        "rank": grid.cv_results_["rank_test_score"], "best": grid.best_score_, "index": int(grid.best_index_),
        "neighbours": [p["model__n_neighbors"] for p in grid.cv_results_["params"]],
        "weights": [p["model__weights"] for p in grid.cv_results_["params"]], "rounds": rounds,
    }


def curves():
    sizes, train, test = learning_curve(LinearRegression(), DIABETES.data, DIABETES.target, cv=5,
                                        train_sizes=np.array([0.1, 0.325, 0.55, 0.775, 1.0]))
    values = [1, 3, 9, 27]
    v_train, v_test = validation_curve(neighbours(), WINE.data, WINE.target, param_name="model__n_neighbors",
                                       param_range=values, cv=5)
    return {"sizes": sizes, "train": train.mean(axis=1), "train_std": train.std(axis=1), "test": test.mean(axis=1),
            "test_std": test.std(axis=1), "by_neighbours": {"train": v_train.mean(axis=1), "test": v_test.mean(axis=1)}}


def targets():
    functions = {"log": (np.log, np.exp), "log1p": (np.log1p, np.expm1), "sqrt": (np.sqrt, np.square)}
    fit = lambda pair: TransformedTargetRegressor(LinearRegression(), func=pair[0], inverse_func=pair[1])
    return {name: fit(pair).fit(DIABETES.data, DIABETES.target).predict(DIABETES.data[:5]) for name, pair in
            functions.items()}


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


if __name__ == "__main__":
    result = {"sklearn": sklearn.__version__, "grouped": grouped(), "folds": folds(), "searches": searches(),
              "curves": curves(), "targets": targets()}
    (HERE / "search.json").write_text(json.dumps(plain(result), indent=1) + "\n")
