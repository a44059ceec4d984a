#!/usr/bin/env python3
"""Reference values from scikit-learn for neighbours, naive Bayes, support vectors, calibration,
baselines and anomalies.

    python3 prelude/tests/reference/kernels.py      # writes kernels.json beside it

Data sets are those of scikit-learn that the prelude has too, or are computed by a formula that the
tests repeat.
"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.calibration import CalibratedClassifierCV
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import (KNeighborsClassifier, KNeighborsRegressor, LocalOutlierFactor, NearestNeighbors,
                               RadiusNeighborsClassifier, RadiusNeighborsRegressor)
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, OneClassSVM

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
IRIS, DIABETES = datasets.load_iris(), datasets.load_diabetes(scaled=False)


def waves(n, p):
    """x[i, j] = sin(i (j + 1) / 7) + (i j mod 5) / 3 + 2: the tests' formula."""
    i, j = np.meshgrid(np.arange(n), np.arange(p), indexing="ij")
    return np.sin(i * (j + 1) / 7) + (i * j % 5) / 3 + 2


def classes_of(x, k):
    """Classes by the row's sum: floor(7 sum) mod k."""
    return np.floor(7 * x.sum(axis=1)).astype(int) % k


def weights_of(n):
    return 0.5 + np.arange(n) % 3


def counts(n, p):
    """Counts: (i (j + 2) + i i) mod 4, more of the first columns in the second half."""
    i, j = np.meshgrid(np.arange(n), np.arange(p), indexing="ij")
    return ((i * (j + 2) + i * i) % 4 + np.where(i >= n // 2, np.maximum(0, 3 - j), 0)).astype(float)


def scaled(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def neighbors():
    out = {}
    x, q = waves(300, 3), waves(40, 3) + 0.137
    wide, wq = waves(300, 20), waves(40, 20) + 0.137
    for name, points, queries in [("low", x, q), ("wide", wide, wq)]:
        for metric in ["euclidean", "manhattan", "chebyshev", "cosine"]:
            algorithm = "brute" if metric == "cosine" else "kd_tree"
            model = NearestNeighbors(n_neighbors=6, metric=metric, algorithm=algorithm, radius=0.0).fit(points)
            distances, _ = model.kneighbors(queries)
            own, _ = model.kneighbors()
            radius = float(np.median(distances)) * 1.7
            near = model.radius_neighbors(queries, radius=radius, return_distance=False)
            out[f"{name}_{metric}"] = {"distances": distances, "own": own[:50], "radius": radius,
                                       "near": [sorted(map(int, rows)) for rows in near]}
    models = {}
    y, c = x @ np.array([1.0, -2.0, 0.5]), classes_of(x, 3)
    for weights in ["uniform", "distance"]:
        for metric in ["euclidean", "manhattan", "cosine"]:
            options = {"n_neighbors": 7, "weights": weights, "metric": metric}
            models[f"{weights}_{metric}"] = {
                "proba": KNeighborsClassifier(**options).fit(x, c).predict_proba(q),
                "predict": KNeighborsRegressor(**options).fit(x, y).predict(q),
            }
        options = {"radius": 0.8, "weights": weights}
        models[f"radius_{weights}"] = {
            "proba": RadiusNeighborsClassifier(outlier_label=1, **options).fit(x, c).predict_proba(q),
            "predict": RadiusNeighborsRegressor(radius=1.5, weights=weights).fit(x, y).predict(q),
        }
    models["iris"] = KNeighborsClassifier().fit(IRIS.data[::2], IRIS.target[::2]).score(IRIS.data[1::2], IRIS.target[1::2])
    return {"search": out, "models": models}


def naive_bayes():
    x, c, w = IRIS.data, IRIS.target, weights_of(150)
    n = counts(60, 6)
    half = (np.arange(60) >= 30).astype(int)
    v = weights_of(60)
    out = {"gaussian": {}, "counts": {}}
    for name, fitted in [
        ("plain", GaussianNB().fit(x, c)),
        ("weighted", GaussianNB().fit(x, c, w)),
        ("priors", GaussianNB(priors=[0.5, 0.3, 0.2], var_smoothing=1e-3).fit(x, c)),
        ("partial", GaussianNB().partial_fit(x[::2], c[::2], classes=[0, 1, 2]).partial_fit(x[1::2], c[1::2])),
    ]:
        out["gaussian"][name] = {"theta": fitted.theta_, "var": fitted.var_, "prior": fitted.class_prior_,
                                 "proba": fitted.predict_proba(x[::10])}
    for name, fitted in [
        ("multinomial", MultinomialNB().fit(n, half)),
        ("multinomial_weighted", MultinomialNB(alpha=0.3, fit_prior=False).fit(n, half, v)),
        ("multinomial_prior", MultinomialNB(class_prior=[0.9, 0.1]).fit(n, half)),
        ("bernoulli", BernoulliNB(binarize=1.5).fit(n, half)),
        ("bernoulli_weighted", BernoulliNB(alpha=2.0).fit(n, half, v)),
        ("complement", ComplementNB().fit(n, half)),
        ("complement_norm", ComplementNB(norm=True, alpha=0.5).fit(n, half, v)),
        ("multinomial_partial", MultinomialNB().partial_fit(n[::2], half[::2], classes=[0, 1]).partial_fit(n[1::2], half[1::2])),
    ]:
        out["counts"][name] = {"log": fitted.feature_log_prob_, "proba": fitted.predict_proba(n[::7])}
    return out


def svm():
    out = {"svc": {}, "svr": {}, "linear_svc": {}, "linear_svr": {}, "one_class": {}}
    x, c = scaled(IRIS.data), IRIS.target
    w, wc = scaled(waves(150, 5)), classes_of(waves(150, 5), 4)
    two, twoc = x[50:], c[50:]
    for name, fitted, q in [
        ("rbf", SVC(tol=1e-9).fit(x, c), x),
        ("rbf_two", SVC(tol=1e-9, C=3.0).fit(two, twoc), two),
        ("linear", SVC(kernel="linear", tol=1e-9, C=0.3).fit(x, c), x),
        ("linear_two", SVC(kernel="linear", tol=1e-9, C=0.3).fit(two, twoc), two),
        ("poly", SVC(kernel="poly", tol=1e-9, gamma=0.5, coef0=1.0).fit(x, c), x),
        ("sigmoid", SVC(kernel="sigmoid", tol=1e-9, gamma=0.05).fit(x, c), x),
        ("weighted", SVC(tol=1e-9).fit(x, c, weights_of(150)), x),
        ("balanced", SVC(tol=1e-9, class_weight="balanced").fit(x[30:], c[30:]), x),
        ("waves_auto", SVC(tol=1e-9, gamma="auto", C=10).fit(w, wc), w),
    ]:
        out["svc"][name] = {
            "decision": fitted.decision_function(q[::7]), "n_support": fitted.n_support_, 
            "predict": fitted.predict(q).astype(int),
        }
    out["svc"]["linear_two"]["coef"] = SVC(kernel="linear", tol=1e-9, C=0.3).fit(two, twoc).coef_
    d, t = scaled(DIABETES.data), (DIABETES.target - 152.0) / 77.0
    for name, fitted in [
        ("rbf", SVR(tol=1e-9).fit(d, t)),
        ("linear", SVR(kernel="linear", tol=1e-9, C=0.1, epsilon=0.3).fit(d, t)),
        ("weighted", SVR(tol=1e-9, C=2.0).fit(d, t, weights_of(len(d)))),
    ]:
        out["svr"][name] = {"predict": fitted.predict(d[::20]), "n_support": len(fitted.support_), "intercept": fitted.intercept_}
    for name, fitted in [
        ("squared_hinge", LinearSVC(tol=1e-12, max_iter=1000000, dual=False).fit(x, c)),
        ("hinge", LinearSVC(loss="hinge", tol=1e-10, max_iter=1000000).fit(x, c)),
        ("two_without_intercept", LinearSVC(C=0.2, fit_intercept=False, tol=1e-12, max_iter=1000000, dual=False).fit(two, twoc)),
        ("weighted", LinearSVC(tol=1e-12, max_iter=1000000, dual=False).fit(x, c, weights_of(150))),
        # Below 1e-10 rounding leads liblinear astray.
        ("l1", LinearSVC(penalty="l1", C=0.3, tol=1e-10, max_iter=100000, dual=False, random_state=0).fit(x, c)),
        ("l1_two", LinearSVC(penalty="l1", C=0.1, tol=1e-10, max_iter=100000, dual=False, random_state=0).fit(two, twoc)),
    ]:
        out["linear_svc"][name] = {"coef": fitted.coef_, "intercept": fitted.intercept_ if fitted.fit_intercept else [0.0],
                                   "decision": fitted.decision_function((x if len(fitted.classes_) == 3 else two)[::15])}
    for name, fitted in [
        ("epsilon_insensitive", LinearSVR(epsilon=0.2, C=0.5, tol=1e-10, max_iter=1000000).fit(d, t)),
        ("squared", LinearSVR(loss="squared_epsilon_insensitive", epsilon=0.1, tol=1e-12, max_iter=1000000, dual=False).fit(d, t)),
    ]:
        out["linear_svr"][name] = {"coef": fitted.coef_, "intercept": fitted.intercept_}
    for name, fitted in [("default", OneClassSVM(tol=1e-9).fit(x)), ("few", OneClassSVM(tol=1e-9, nu=0.07, gamma=0.3).fit(x))]:
        out["one_class"][name] = {"scores": fitted.score_samples(x[::10]), "offset": fitted.offset_, "predict": fitted.predict(x)}
    return out


def calibration():
    x, c = scaled(IRIS.data), IRIS.target
    two, twoc = x[50:], c[50:]
    out = {}
    for name, base, data, target, options in [
        ("linear_svc_sigmoid", LinearSVC(tol=1e-10, dual=False), x, c, {}),
        ("linear_svc_isotonic", LinearSVC(tol=1e-10, dual=False), x, c, {"method": "isotonic"}),
        ("svc_two", SVC(tol=1e-9), two, twoc, {}),
        ("bayes_two_isotonic", GaussianNB(), two, twoc, {"method": "isotonic", "cv": 3}),
        ("bayes_single", GaussianNB(), x, c, {"ensemble": False}),
        ("svc_single", SVC(tol=1e-9), two, twoc, {"ensemble": False}),
    ]:
        out[name] = CalibratedClassifierCV(base, **options).fit(data, target).predict_proba(data[::7])
    return out


def dummy():
    x, y = waves(30, 2), np.r_[[2.0] * 8, [0.0] * 15, [1.0] * 7]
    w = weights_of(30)
    quantity = np.sin(np.arange(30) * 1.7) * 10
    out = {"classifier": {}, "regressor": {}}
    for strategy in ["most_frequent", "prior", "uniform"]:
        model = DummyClassifier(strategy=strategy).fit(x, y, w)
        out["classifier"][strategy] = {"proba": model.predict_proba(x[:2])[0] if strategy != "uniform" else [1 / 3] * 3}
    for strategy, options in [("mean", {}), ("median", {}), ("quantile", {"quantile": 0.3}), ("constant", {"constant": 4.5})]:
        out["regressor"][strategy] = [float(DummyRegressor(strategy=strategy, **options).fit(x, quantity, s).predict(x[:1])[0])
                                      for s in (None, w)]
    return out


def anomaly():
    # A little apart: which of equally near neighbours count is up to scikit-learn's tree.
    apart = IRIS.data + 0.003 * waves(150, 4)
    x = np.vstack([apart[:100], [[10, 10, 10, 10.0], [5, 3, 9, 0.2]]])
    q = apart[100:] + 0.01
    out = {}
    for name, options in [("default", {}), ("few", {"n_neighbors": 7, "contamination": 0.1}), ("manhattan", {"metric": "manhattan"})]:
        model = LocalOutlierFactor(**options)
        labels = model.fit_predict(x)
        novelty = LocalOutlierFactor(novelty=True, **options).fit(x)
        out[name] = {"factor": model.negative_outlier_factor_, "offset": model.offset_, "labels": labels,
                     "scores": novelty.score_samples(q)}
    return out


def discriminant():
    x, c = scaled(IRIS.data), IRIS.target
    two, twoc = x[50:], c[50:]
    out = {"linear": {}, "quadratic": {}}
    for name, model, data, target in [
        ("default", LinearDiscriminantAnalysis(), x, c),
        ("priors", LinearDiscriminantAnalysis(priors=[0.2, 0.3, 0.5]), x, c),
        ("two", LinearDiscriminantAnalysis(), two, twoc),
    ]:
        model.fit(data, target)
        out["linear"][name] = {"coef": model.coef_, "intercept": model.intercept_, "proba": model.predict_proba(data[::15]),
                               "transform": np.abs(model.transform(data[::15])), "explained": model.explained_variance_ratio_}
    for name, model, data, target in [
        ("default", QuadraticDiscriminantAnalysis(), x, c),
        ("regularised", QuadraticDiscriminantAnalysis(reg_param=0.2, priors=[0.2, 0.3, 0.5]), x, c),
        ("two", QuadraticDiscriminantAnalysis(), two, twoc),
    ]:
        model.fit(data, target)
        out["quadratic"][name] = {"decision": model.decision_function(data[::15]), "proba": model.predict_proba(data[::15])}
    return out


def plain(value):
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value.tolist() if hasattr(value, "tolist") else value


if __name__ == "__main__":
    reference = {"sklearn": sklearn.__version__, "neighbors": neighbors(), "naive_bayes": naive_bayes(), "svm": svm(),
                 "calibration": calibration(), "dummy": dummy(), "anomaly": anomaly(),
                 "discriminant": discriminant()}
    (HERE / "kernels.json").write_text(json.dumps(plain(reference)) + "\n")
