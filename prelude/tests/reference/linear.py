#!/usr/bin/env python3
"""Reference values from scikit-learn and statsmodels for the linear models.

    cargo test --release --test it -- --ignored export_data_sets   # writes target/data_sets/*.csv
    python3 prelude/tests/reference/linear.py target/data_sets     # writes linear.json beside it

Data sets are the prelude's own, or are computed by a formula that the tests repeat. Solvers run to
tight tolerances, so that both sides are at the optimum.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.optimize import minimize
from sklearn import linear_model as lm
from sklearn.cross_decomposition import PLSRegression
from sklearn.linear_model._huber import _huber_loss_and_gradient
from sklearn.isotonic import IsotonicRegression
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
FOLDER = pathlib.Path(sys.argv[1])


def data_set(name):
    df = pd.read_csv(FOLDER / f"{name}.csv")
    y = df.iloc[:, -1]
    y = np.unique(y, return_inverse=True)[1].astype(float) if y.dtype.kind not in "fi" else y.to_numpy(float)
    return df.iloc[:, :-1].to_numpy(float), y


IRIS, WINE, (X, Y) = data_set("iris"), data_set("wine"), data_set("diabetes")
WINE = (WINE[0][:400], np.digitize(WINE[1][:400], [5.5, 6.5]).astype(float))
I = np.arange(len(Y))
W = 0.5 + I % 4
COUNTS = np.floor(Y / 25)


def line(model, x=X):
    coef = np.ravel(model.coef_)
    return {"coefficients": coef, "intercept": float(np.ravel(model.intercept_)[0]),
            "first": np.ravel(model.predict(x[:5]))}


def inference():
    out = {}
    for name, x, w in [("ols", sm.add_constant(X), None), ("wls", sm.add_constant(X), W), ("origin", X, None)]:
        r = (sm.OLS(Y, x) if w is None else sm.WLS(Y, x, weights=w)).fit()
        out[name] = {
            "coefficients": r.params, "standard_errors": r.bse, "t": r.tvalues, "p": r.pvalues,
            "interval": r.conf_int(0.05), "interval_1": r.conf_int(0.01), "r2": r.rsquared,
            "adjusted_r2": r.rsquared_adj, "f": r.fvalue, "f_p": r.f_pvalue, "log_likelihood": r.llf,
            "aic": r.aic, "bic": r.bic, "scale": np.sqrt(r.scale), "df": [r.df_model, r.df_resid],
        }
    return out


def penalised():
    out = {}
    tight = {"tol": 1e-12, "max_iter": 200000}
    for alpha in [0.1, 10.0, 1000.0]:
        out[f"ridge_{alpha}"] = line(lm.Ridge(alpha=alpha).fit(X, Y))
    out["ridge_weighted"] = line(lm.Ridge(alpha=5.0).fit(X, Y, sample_weight=W))
    out["ridge_wide"] = line(lm.Ridge(alpha=2.0).fit(X[:7], Y[:7]))
    out["ridge_origin"] = line(lm.Ridge(alpha=2.0, fit_intercept=False).fit(X, Y))
    alphas = np.array([0.01, 0.1, 1.0, 10.0, 100.0, 1000.0])
    cv = lm.RidgeCV(alphas=alphas, store_cv_results=True).fit(X, Y)
    out["ridge_cv"] = {**line(cv), "alpha": cv.alpha_, "errors": np.mean(cv.cv_results_, axis=0)}
    cv = lm.RidgeCV(alphas=alphas, store_cv_results=True).fit(X, Y, sample_weight=W)
    out["ridge_cv_weighted"] = {**line(cv), "alpha": cv.alpha_}
    out["lasso"] = line(lm.Lasso(alpha=2.0, **tight).fit(X, Y))
    out["lasso_weighted"] = line(lm.Lasso(alpha=2.0, **tight).fit(X, Y, sample_weight=W))
    out["lasso_positive"] = line(lm.Lasso(alpha=0.5, positive=True, **tight).fit(X, Y))
    out["lasso_wide"] = line(lm.Lasso(alpha=1.0, **tight).fit(X[:7], Y[:7]))
    out["elastic_net"] = line(lm.ElasticNet(alpha=0.5, l1_ratio=0.7, **tight).fit(X, Y))
    out["elastic_net_origin"] = line(lm.ElasticNet(alpha=0.5, l1_ratio=0.3, fit_intercept=False, **tight).fit(X, Y))
    cv = lm.LassoCV(tol=1e-10, max_iter=100000).fit(X, Y)
    out["lasso_cv"] = {**line(cv), "alpha": cv.alpha_, "mse": cv.mse_path_.mean(axis=1)[::20]}
    cv = lm.ElasticNetCV(l1_ratio=[0.2, 0.9, 1.0], tol=1e-10, max_iter=100000).fit(X, Y)
    out["elastic_net_cv"] = {**line(cv), "alpha": cv.alpha_, "l1_ratio": cv.l1_ratio_}
    scaled = StandardScaler().fit_transform(X)
    out["lars"] = line(lm.Lars(n_nonzero_coefs=4).fit(scaled, Y), scaled)
    out["lars_full"] = line(lm.Lars().fit(scaled, Y), scaled)
    model = lm.LassoLars(alpha=2.0).fit(scaled, Y)
    out["lasso_lars"] = {**line(model, scaled), "alphas": model.alphas_}
    return out


def logistic():
    out = {}
    iw = 0.5 + np.arange(150) % 3
    two = IRIS[1] > 0
    wine = StandardScaler().fit_transform(WINE[0])

    def add(name, model, x, y, w=None):
        model.fit(x, y, sample_weight=w)
        out[name] = {"coefficients": model.coef_, "intercepts": model.intercept_,
                     "probabilities": model.predict_proba(x[::30])}

    tight = {"tol": 1e-10, "max_iter": 20000}
    add("balanced", lm.LogisticRegression(class_weight="balanced", **tight), WINE[0] / 10, WINE[1])
    add("weighted", lm.LogisticRegression(**tight), IRIS[0], IRIS[1], iw)
    add("binary_l1", lm.LogisticRegression(penalty="l1", solver="saga", tol=1e-10, max_iter=100000),
        StandardScaler().fit_transform(IRIS[0][two]), IRIS[1][two])
    add("l1", lm.LogisticRegression(penalty="l1", C=0.3, solver="saga", tol=1e-10, max_iter=100000), wine, WINE[1])
    add("elastic_net", lm.LogisticRegression(penalty="elasticnet", l1_ratio=0.4, C=0.3, solver="saga", tol=1e-10,
                                             max_iter=100000), wine, WINE[1])
    scaled = StandardScaler().fit_transform(IRIS[0][two])
    add("none", lm.LogisticRegression(penalty=None, solver="newton-cholesky", tol=1e-12), scaled, IRIS[1][two])
    newton = {"solver": "newton-cholesky", "tol": 1e-14, "max_iter": 1000}
    add("defaults", lm.LogisticRegression(**newton), IRIS[0], IRIS[1])
    add("strong", lm.LogisticRegression(C=0.01, **newton), wine, WINE[1])
    add("weak", lm.LogisticRegression(C=1000.0, **newton), scaled, IRIS[1][two])
    cv = lm.LogisticRegressionCV(Cs=10, cv=5, tol=1e-10, max_iter=20000).fit(wine, WINE[1])
    out["cv"] = {"coefficients": cv.coef_, "intercepts": cv.intercept_, "c": np.ravel(cv.C_)[0],
                 "scores": next(iter(cv.scores_.values())).mean(axis=0)}
    return out


def glm():
    out = {}
    tight = {"tol": 1e-10, "max_iter": 10000}
    for name, model, y in [
        ("poisson", lm.PoissonRegressor(alpha=0.5, **tight), COUNTS),
        ("gamma", lm.GammaRegressor(alpha=0.5, **tight), Y),
        ("tweedie_1.5", lm.TweedieRegressor(power=1.5, alpha=0.1, **tight), COUNTS),
        ("tweedie_0", lm.TweedieRegressor(power=0, alpha=0.5, **tight), Y),
        ("tweedie_3", lm.TweedieRegressor(power=3, alpha=0.0, **tight), Y),
        ("tweedie_0_log", lm.TweedieRegressor(power=0, link="log", alpha=0.1, **tight), Y),
    ]:
        x = StandardScaler().fit_transform(X)
        solver = {"solver": "newton-cholesky"}
        model.set_params(**solver).fit(x, y)
        out[name] = {**line(model, x), "d2": model.score(x, y)}
    model = lm.PoissonRegressor(alpha=0.5, solver="newton-cholesky", **tight).fit(x, COUNTS, sample_weight=W)
    out["poisson_weighted"] = {**line(model, x), "d2": model.score(x, COUNTS, sample_weight=W)}
    r = sm.GLM(COUNTS, sm.add_constant(x), family=sm.families.Poisson()).fit(tol=1e-12)
    out["poisson_statsmodels"] = {"intercept": r.params[0], "coefficients": r.params[1:]}
    return out


def polished_huber(model, x, y, w):
    """scikit-learn's loss followed to its minimum, before which its own solver stops."""
    at = np.r_[model.coef_, model.intercept_, model.scale_]
    for _ in range(20):
        at = minimize(_huber_loss_and_gradient, at, args=(x, y, model.epsilon, model.alpha, w), jac=True,
                      method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-13, "maxiter": 100000}).x
    model.coef_, model.intercept_, model.scale_ = at[:-2], at[-2], at[-1]
    return model


def others():
    out = {}
    scaled = StandardScaler().fit_transform(X)
    y = Y.copy()
    y[::17] += 600
    for name, options in [("huber", {}), ("huber_2", {"epsilon": 2.0, "alpha": 0.01})]:
        model = polished_huber(lm.HuberRegressor(**options).fit(scaled, y), scaled, y, np.ones(len(y)))
        out[name] = {**line(model, scaled), "scale": model.scale_, "outliers": int(model.outliers_.sum())}
    model = polished_huber(lm.HuberRegressor().fit(scaled, y, sample_weight=W), scaled, y, W)
    out["huber_weighted"] = {**line(model, scaled), "scale": model.scale_}
    for k in [1, 2, 5, 10]:
        model = PLSRegression(k).fit(X, Y)
        out[f"pls_{k}"] = {**line(model), "scores": np.abs(model.transform(X[:4]))}
        # scikit-learn centres the features inside: the intercept is the prediction at zero.
        out[f"pls_{k}"]["intercept"] = float(np.ravel(model.predict(np.zeros((1, 10))))[0])
    bmi = X[:, 2]
    grid = np.linspace(bmi.min(), bmi.max(), 25)
    for name, options, w in [("isotonic", {}, None), ("isotonic_weighted", {}, W),
                             ("isotonic_limits", {"y_min": 100, "y_max": 200}, None),
                             ("isotonic_falling", {"increasing": False}, None)]:
        model = IsotonicRegression(**options).fit(bmi, Y, sample_weight=w)
        out[name] = {"predicted": model.predict(grid)}
    for q in [0.1, 0.5, 0.9]:
        model = lm.QuantileRegressor(quantile=q, alpha=0.0, solver="highs").fit(scaled, Y)
        residual = Y - model.predict(scaled)
        out[f"quantile_{q}"] = {**line(model, scaled), "loss": np.mean(np.maximum(q * residual, (q - 1) * residual))}
    model = lm.QuantileRegressor(quantile=0.7, alpha=0.5, solver="highs").fit(scaled, Y)
    residual = Y - model.predict(scaled)
    out["quantile_l1"] = {"loss": np.mean(np.maximum(0.7 * residual, -0.3 * residual)) + 0.5 * np.abs(model.coef_).sum()}
    ransac = lm.RANSACRegressor(random_state=0).fit(scaled[:, [2]], y)
    out["ransac"] = {"coefficients": ransac.estimator_.coef_, "score": ransac.score(scaled[:, [2]], y)}
    sgd = {}
    i, j = np.meshgrid(np.arange(2000), np.arange(5), indexing="ij")
    x = 1.5 * np.sin((i + 1) * (j + 1.3) * 1.7)
    y = (x @ [1, -2, 0.5, 0, 1] + np.sin(0.5 * np.arange(2000) ** 2) > 0).astype(float)
    for loss in ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron"]:
        scores = [lm.SGDClassifier(loss=loss, random_state=s).fit(x, y).score(x, y) for s in range(5)]
        sgd[loss] = float(np.mean(scores))
    for loss in ["squared_error", "huber", "epsilon_insensitive"]:
        scores = [lm.SGDRegressor(loss=loss, random_state=s).fit(scaled, Y).score(scaled, Y) for s in range(5)]
        sgd[loss] = float(np.mean(scores))
    out["sgd"] = sgd
    return out


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.item() if isinstance(value, np.generic) else value


all_values = {"inference": inference(), "penalised": penalised(), "logistic": logistic(), "glm": glm(),
              "others": others()}
(HERE / "linear.json").write_text(json.dumps(plain(all_values), indent=None) + "\n")
