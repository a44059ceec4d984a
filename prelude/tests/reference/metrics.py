#!/usr/bin/env python3
"""Reference values from scikit-learn for metrics, and from scikit-learn and shap for inspection.

    cargo test --release --test it -- --ignored export_data_sets   # writes target/data_sets/*.csv
    python3 prelude/tests/reference/metrics.py target/data_sets    # writes metrics.json beside it

Data sets are the prelude's own; other inputs are made by formulas or are in the file, so that the tests use the very same numbers.
"""
import json
import pathlib
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import shap
import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.inspection import partial_dependence
from sklearn.linear_model import LinearRegression, LogisticRegression

HERE = pathlib.Path(__file__).parent
def data_set(name):
    """One of the prelude's data sets, as `export_data_sets` writes it."""
    df = pd.read_csv(pathlib.Path(sys.argv[1]) / f"{name}.csv")
    y = df.iloc[:, -1]
    y = np.unique(y, return_inverse=True)[1] if y.dtype.kind not in "fi" else y.to_numpy(float)
    return SimpleNamespace(data=df.iloc[:, :-1].to_numpy(float), target=y)


IRIS, DIABETES = data_set("iris"), data_set("diabetes")
random = np.random.default_rng(7)


def regression():
    n = 61
    truth = np.round(random.gamma(2.0, 3.0, n) + 0.1, 3)
    predicted = np.round(np.abs(truth + random.normal(0, 1.5, n)) + 0.05, 3)
    weights = np.round(random.uniform(0.1, 3.0, n), 3)
    weights[5] = 0.0

    def values(w):
        s = {"sample_weight": w}
        return {
            "r2": m.r2_score(truth, predicted, **s),
            "explained_variance": m.explained_variance_score(truth, predicted, **s),
            "mse": m.mean_squared_error(truth, predicted, **s),
            "rmse": m.root_mean_squared_error(truth, predicted, **s),
            "mae": m.mean_absolute_error(truth, predicted, **s),
            "medae": m.median_absolute_error(truth, predicted, **s),
            "mape": m.mean_absolute_percentage_error(truth, predicted, **s),
            "msle": m.mean_squared_log_error(truth, predicted, **s),
            "rmsle": m.root_mean_squared_log_error(truth, predicted, **s),
            "pinball": m.mean_pinball_loss(truth, predicted, alpha=0.8, **s),
            "d2_pinball": m.d2_pinball_score(truth, predicted, alpha=0.8, **s),
            "d2_absolute": m.d2_absolute_error_score(truth, predicted, **s),
            "poisson": m.mean_poisson_deviance(truth, predicted, **s),
            "gamma": m.mean_gamma_deviance(truth, predicted, **s),
            "tweedie": [m.mean_tweedie_deviance(truth, predicted, power=p, **s) for p in (-1, 0, 1.5, 3)],
            "d2_tweedie": [m.d2_tweedie_score(truth, predicted, power=p, **s) for p in (0, 1, 1.5, 2)],
        }

    return {"truth": truth, "predicted": predicted, "weights": weights,
            "max_error": m.max_error(truth, predicted), "plain": values(None), "weighted": values(weights)}


def classification():
    n, names = 90, np.array(["apple", "pear", "plum", "quince"])
    truth = random.integers(0, 4, n)
    predicted = np.where(random.uniform(size=n) < 0.6, truth, random.integers(0, 3, n))
    weights = np.round(random.uniform(0.1, 3.0, n), 3)

    def values(w):
        s = {"sample_weight": w}
        averages = {}
        for average in ("macro", "micro", "weighted"):
            averages[average] = [
                m.precision_score(truth, predicted, average=average, zero_division=0, **s),
                m.recall_score(truth, predicted, average=average, **s),
                m.f1_score(truth, predicted, average=average, **s),
                m.fbeta_score(truth, predicted, beta=2.5, average=average, **s),
                m.jaccard_score(truth, predicted, average=average, **s),
            ]
        two_true, two_pred = truth >= 2, predicted >= 2
        averages["binary"] = [
            m.precision_score(two_true, two_pred, **s), m.recall_score(two_true, two_pred, **s),
            m.f1_score(two_true, two_pred, **s), m.fbeta_score(two_true, two_pred, beta=2.5, **s),
            m.jaccard_score(two_true, two_pred, **s),
        ]
        each = m.precision_recall_fscore_support(truth, predicted, zero_division=0, **s)
        return {
            "accuracy": m.accuracy_score(truth, predicted, **s),
            "balanced": m.balanced_accuracy_score(truth, predicted, **s),
            "zero_one": m.zero_one_loss(truth, predicted, **s),
            "hamming": m.hamming_loss(truth, predicted, **s),
            "matthews": m.matthews_corrcoef(truth, predicted, **s),
            "kappa": [m.cohen_kappa_score(truth, predicted, weights=k, **s) for k in (None, "linear", "quadratic")],
            "averages": averages,
            "each": [np.asarray(values, dtype=float) for values in each],
            "confusion": m.confusion_matrix(truth, predicted, **s),
        }

    report = m.classification_report(names[truth], names[predicted], output_dict=True, zero_division=0)
    rows = [[report[k][c] for c in ("precision", "recall", "f1-score", "support")]
            for k in [*names, "macro avg", "weighted avg"]]
    return {"truth": truth, "predicted": predicted, "weights": weights, "plain": values(None),
            "weighted": values(weights), "report": rows}


def ranking():
    n = 80
    truth = random.integers(0, 2, n)
    scores = np.round(np.clip(0.35 * truth + random.uniform(0, 0.65, n), 0.01, 0.99), 2)
    weights = np.round(random.uniform(0.1, 3.0, n), 3)
    weights[3] = 0.0
    three = random.integers(0, 3, n)
    proba = random.dirichlet([1, 1, 1], n) + np.eye(3)[three]
    proba /= proba.sum(axis=1, keepdims=True)

    def values(w):
        s = {"sample_weight": w}
        fpr, tpr, thresholds = m.roc_curve(truth, scores, **s)
        precision, recall, cuts = m.precision_recall_curve(truth, scores, **s)
        det = m.det_curve(truth, scores, **s)
        return {
            "roc": [fpr, tpr, thresholds[1:]], "pr": [precision, recall, cuts],
            "det": [det[0], det[1]],
            "auc": m.roc_auc_score(truth, scores, **s),
            "ap": m.average_precision_score(truth, scores, **s),
            "log_loss": [m.log_loss(truth, scores, **s), m.log_loss(three, proba, **s)],
            "brier": [m.brier_score_loss(truth, scores, **s), m.brier_score_loss(three, proba, **s)],
            "d2_log_loss": m.d2_log_loss_score(three, proba, **s),
            "d2_brier": m.d2_brier_score(three, proba, **s),
            "top_k": [m.top_k_accuracy_score(three, proba, k=k, **s) for k in (1, 2)],
            "ovr": [m.roc_auc_score(three, proba, multi_class="ovr", average=a, **s)
                    for a in ("macro", "weighted", "micro")],
            "ap_ovr": [m.average_precision_score(three, proba, average=a, **s)
                       for a in ("macro", "weighted", "micro")],
        }

    relevance = random.integers(0, 4, (12, 7))
    order = np.round(random.uniform(size=(12, 7)), 1)
    labels = random.integers(0, 2, (12, 7))
    return {
        "truth": truth, "scores": scores, "weights": weights, "three": three, "proba": proba,
        "plain": values(None), "weighted": values(weights),
        "ovo": [m.roc_auc_score(three, proba, multi_class="ovo", average=a) for a in ("macro", "weighted")],
        "calibration": [calibration_curve(truth, scores, n_bins=6, strategy=s) for s in ("uniform", "quantile")],
        "relevance": relevance, "order": order, "labels": labels,
        "dcg": [m.dcg_score(relevance, order), m.dcg_score(relevance, order, k=3)],
        "ndcg": [m.ndcg_score(relevance, order), m.ndcg_score(relevance, order, k=3)],
        "lrap": m.label_ranking_average_precision_score(labels, order),
        "coverage": m.coverage_error(labels, order),
        "ranking_loss": m.label_ranking_loss(labels, order),
    }


def clusters():
    n = 120
    truth = random.integers(0, 4, n)
    found = np.where(random.uniform(size=n) < 0.7, (truth + 1) % 5, random.integers(0, 5, n))
    x = IRIS.data
    groups = np.where(x[:, 2] < 2.5, 0, np.where(x[:, 3] < 1.7, 1, 2))
    out = {
        "truth": truth, "found": found, "groups": groups,
        "pairs": m.cluster.pair_confusion_matrix(truth, found),
        "contingency": m.cluster.contingency_matrix(truth, found),
        "normalized": [m.normalized_mutual_info_score(truth, found, average_method=a)
                       for a in ("arithmetic", "geometric", "min", "max")],
        "adjusted": [m.adjusted_mutual_info_score(truth, found, average_method=a)
                     for a in ("arithmetic", "geometric", "min", "max")],
        "silhouettes": m.silhouette_samples(x, groups)[::10],
        "silhouette": [m.silhouette_score(x, groups, metric=k)
                       for k in ("euclidean", "manhattan", "chebyshev", "cosine")],
        "davies_bouldin": m.davies_bouldin_score(x, groups),
        "calinski_harabasz": m.calinski_harabasz_score(x, groups),
    }
    for name in ("rand_score", "adjusted_rand_score", "mutual_info_score", "homogeneity_score",
                 "completeness_score", "v_measure_score", "fowlkes_mallows_score"):
        out[name] = getattr(m, name)(truth, found)
    return out


def scoring():
    """Scorers by name on a fixed logistic model's and a line's answers to their training data."""
    line = LinearRegression().fit(DIABETES.data, DIABETES.target)
    logistic = LogisticRegression(tol=1e-10, max_iter=100_000).fit(IRIS.data, IRIS.target)
    two = IRIS.target > 0
    binary = LogisticRegression(tol=1e-10, max_iter=100_000).fit(IRIS.data[:, :2], two)
    names = ["r2", "explained_variance", "neg_max_error", "neg_mean_absolute_error", "neg_mean_squared_error",
             "neg_root_mean_squared_error", "neg_median_absolute_error", "neg_mean_absolute_percentage_error",
             "d2_absolute_error_score"]
    of_classes = ["accuracy", "balanced_accuracy", "top_k_accuracy", "f1_macro", "f1_micro", "f1_weighted",
                  "precision_macro", "recall_weighted", "jaccard_macro", "matthews_corrcoef", "roc_auc_ovr",
                  "roc_auc_ovr_weighted", "roc_auc_ovo", "roc_auc_ovo_weighted", "average_precision",
                  "neg_log_loss", "neg_brier_score", "d2_log_loss_score"]
    of_two = ["f1", "precision", "recall", "jaccard", "roc_auc", "average_precision", "neg_log_loss",
              "neg_brier_score", "accuracy"]
    return {
        "line": {n: m.get_scorer(n)(line, DIABETES.data, DIABETES.target) for n in names},
        "iris": {n: m.get_scorer(n)(logistic, IRIS.data, IRIS.target) for n in of_classes},
        "two": {n: m.get_scorer(n)(binary, IRIS.data[:, :2], two) for n in of_two},
    }


def inspection():
    line = LinearRegression().fit(DIABETES.data, DIABETES.target)
    logistic = LogisticRegression(tol=1e-10, max_iter=100_000).fit(IRIS.data, IRIS.target)
    bmi = partial_dependence(line, DIABETES.data, [2], grid_resolution=20)
    sex = partial_dependence(line, DIABETES.data, [1], grid_resolution=20)
    petal = partial_dependence(logistic, IRIS.data, [2], grid_resolution=10, response_method="predict_proba",
                               kind="both")
    pair = partial_dependence(logistic, IRIS.data, [2, 3], grid_resolution=4, response_method="predict_proba")
    rows, background = IRIS.data[[0, 60, 120]], IRIS.data[::5]
    kernel = shap.KernelExplainer(logistic.predict_proba, background)
    values = kernel.shap_values(rows, silent=True)
    everyone = shap.maskers.Independent(DIABETES.data, max_samples=len(DIABETES.data))
    linear = shap.LinearExplainer(line, everyone).shap_values(DIABETES.data[:3])
    return {
        "bmi": [bmi["grid_values"][0], bmi["average"][0]],
        "sex": [sex["grid_values"][0], sex["average"][0]],
        "petal": [petal["grid_values"][0], petal["average"], petal["individual"][:, 7, :]],
        "pair": pair["average"].reshape(3, -1),
        "kernel": [kernel.expected_value, values],
        "linear": linear,
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, (np.floating, float)):
        return float(value)
    if isinstance(value, (np.integer, int)):
        return int(value)
    return value


if __name__ == "__main__":
    reference = {
        "made_with": {"scikit-learn": sklearn.__version__, "shap": shap.__version__, "numpy": np.__version__},
        "regression": regression(), "classification": classification(), "ranking": ranking(),
        "clusters": clusters(), "scoring": scoring(), "inspection": inspection(),
    }
    (HERE / "metrics.json").write_text(json.dumps(plain(reference)) + "\n")
