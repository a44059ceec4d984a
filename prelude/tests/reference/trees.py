"""Reference values of scikit-learn for trees and ensembles. Writes trees.json.

The data come from whole numbers, so that Rust makes the same to the last bit, and fit into 32-bit
floats, which scikit-learn's trees work with.
"""

import itertools
import json
import math
import pathlib

import numpy as np
import sklearn
from sklearn import ensemble, linear_model, metrics, tree
from sklearn.base import clone


def table(n, p, seed):
    values, state = np.empty((n, p)), seed
    for i in range(n):
        for j in range(p):
            state = (state * 1103515245 + 12345) % 2**31
            values[i, j] = ((state >> 11) & 0xFFFFF) / 1024.0
    return values


def target(x):
    noise = np.floor(x[:, -1]) % 97.0
    return x[:, 0] * 0.5 - x[:, 1] * x[:, 2] / 2048.0 + (x[:, 3] - 512.0) ** 2 / 1024.0 + noise


def classes(y):
    return (y > 60.0).astype(float) + (y > 260.0).astype(float)


def weights(n):
    return np.array([1.0 + i % 3 for i in range(n)])


def fixed(model, x, y, w=None):
    """Fits, and makes sure that no question was drawn among equally good ones."""
    fits = [clone(model).set_params(random_state=seed).fit(x, y, sample_weight=w) for seed in range(8)]
    for other in fits[1:]:
        assert np.array_equal(other.tree_.feature, fits[0].tree_.feature), model
        assert np.array_equal(other.tree_.threshold, fits[0].tree_.threshold), model
    return fits[0]


def describe(model, x, y):
    inner = model.tree_
    asks = inner.feature >= 0
    result = {
        "features": inner.feature[asks].tolist(),
        "thresholds": inner.threshold[asks].tolist(),
        "impurities": inner.impurity.tolist(),
        "samples": inner.n_node_samples.tolist(),
        "depth": int(inner.max_depth),
        "leaves": int(inner.n_leaves),
        "score": model.score(x, y),
        "importances": model.feature_importances_.tolist(),
        "first_leaves": model.apply(x[:20]).tolist(),
    }
    if hasattr(model, "predict_proba"):
        result["first_probabilities"] = model.predict_proba(x[:10]).tolist()
    else:
        result["first_predictions"] = model.predict(x[:10]).tolist()
    return result


def single_trees():
    x = table(240, 5, 7)
    y, w = target(x), weights(240)
    c = classes(y)
    D, R = tree.DecisionTreeClassifier, tree.DecisionTreeRegressor
    out = {}
    for name, model in {
        "gini_3": D(max_depth=3, random_state=0),
        "entropy_3": D(max_depth=3, criterion="entropy", random_state=0),
        "leaf_5": D(max_depth=3, min_samples_leaf=5, min_samples_split=12, random_state=0),
        "pruned": D(ccp_alpha=0.01, random_state=0),
        "balanced": D(class_weight="balanced", max_depth=4, random_state=0),
        "decrease": D(min_impurity_decrease=0.01, random_state=0),
        "weight_leaf": D(max_depth=3, min_weight_fraction_leaf=0.06, random_state=0),
    }.items():
        out[name] = describe(fixed(model, x, c), x, c)
    out["weighted"] = describe(fixed(D(max_depth=4), x, c, w), x, c)
    counts = np.floor(y / 20.0) - np.floor(y / 20.0).min()
    for name, model, t in [
        ("squared_3", R(max_depth=3, random_state=0), y),
        ("absolute", R(criterion="absolute_error", max_depth=3, random_state=0), y),
        ("poisson", R(criterion="poisson", max_depth=3, random_state=0), counts),
        ("squared_pruned", R(ccp_alpha=500.0, random_state=0), y),
    ]:
        out[name] = describe(fixed(model, x, t), x, t)
    out["squared_weighted"] = describe(fixed(R(max_depth=4), x, y, w), x, y)
    out["absolute_weighted"] = describe(fixed(R(criterion="absolute_error", max_depth=3), x, y, w), x, y)
    # Grown to the end: equally good questions are drawn, but there are as many leaves.
    out["full"] = {
        "classes": int(D(random_state=0).fit(x, c).tree_.node_count),
        "entropy": int(D(criterion="entropy", random_state=0).fit(x, c).tree_.node_count),
        "quantity": int(R(random_state=0).fit(x, y).tree_.node_count),
    }
    best = fixed(D(max_leaf_nodes=8), x, c)
    out["max_leaf_nodes"] = {
        "thresholds": sorted(best.tree_.threshold[best.tree_.feature >= 0].tolist()),
        "score": best.score(x, c),
    }
    path = D(max_depth=3, random_state=0).fit(x, c).cost_complexity_pruning_path(x, c)
    out["path"] = {"ccp_alphas": path.ccp_alphas.tolist(), "impurities": path.impurities.tolist()}
    out["text"] = tree.export_text(
        D(max_depth=2, random_state=0).fit(x, c), feature_names=[f"x{j}" for j in range(5)]
    )
    out["text_regression"] = tree.export_text(
        R(max_depth=2, random_state=0).fit(x, y), feature_names=[f"x{j}" for j in range(5)]
    )
    return out


def expectation(inner, row, known, node=0):
    """The mean value of a node's leaves, where features that are not known are averaged over."""
    if inner.children_left[node] < 0:
        return inner.value[node].ravel()
    left, right = inner.children_left[node], inner.children_right[node]
    feature = inner.feature[node]
    if feature in known:
        below = row[feature] <= inner.threshold[node]
        return expectation(inner, row, known, left if below else right)
    share = lambda child: inner.weighted_n_node_samples[child] / inner.weighted_n_node_samples[node]
    return share(left) * expectation(inner, row, known, left) + share(right) * expectation(
        inner, row, known, right
    )


def shapley(inner, row, p):
    """By the definition: over all subsets of the other features."""
    values = []
    for j in range(p):
        others = [k for k in range(p) if k != j]
        total = 0.0
        for size in range(p):
            factor = math.factorial(size) * math.factorial(p - size - 1) / math.factorial(p)
            for subset in itertools.combinations(others, size):
                with_j = expectation(inner, row, set(subset) | {j})
                total = total + factor * (with_j - expectation(inner, row, set(subset)))
        values.append(total.tolist())
    return values


def shap():
    x = table(240, 5, 7)
    y = target(x)
    c = classes(y)
    deep = fixed(tree.DecisionTreeRegressor(max_depth=4, min_samples_leaf=3), x, y)
    several = fixed(tree.DecisionTreeClassifier(max_depth=3), x, c)
    boosted = ensemble.GradientBoostingRegressor(n_estimators=20, max_depth=2, random_state=0).fit(x, y)
    rows = x[:5]
    sums = [
        np.sum([0.1 * np.array(shapley(one.tree_, row, 5)) for one in boosted.estimators_.ravel()], axis=0)
        for row in rows
    ]
    return {
        "regression": [shapley(deep.tree_, row, 5) for row in rows],
        "regression_base": expectation(deep.tree_, rows[0], set()).tolist(),
        "classes": [shapley(several.tree_, row, 5) for row in rows],
        "classes_base": expectation(several.tree_, rows[0], set()).tolist(),
        "boosting": np.array(sums).tolist(),
    }


def halves():
    x = table(4000, 6, 11)
    y = target(x)
    return x[:2000], x[2000:], y[:2000], y[2000:]


def forests():
    x, x_test, y, y_test = halves()
    c, c_test = classes(y), classes(y_test)
    out = {}
    for name, kind in {
        "random_forest": ensemble.RandomForestClassifier,
        "extra_trees": ensemble.ExtraTreesClassifier,
    }.items():
        fits = [kind(random_state=s, n_jobs=-1).fit(x, c) for s in range(5)]
        out[name] = {
            "score": np.mean([m.score(x_test, c_test) for m in fits]),
            "log_loss": np.mean([metrics.log_loss(c_test, m.predict_proba(x_test)) for m in fits]),
            "importances": np.mean([m.feature_importances_ for m in fits], axis=0).tolist(),
        }
    for name, kind in {
        "random_forest_regressor": ensemble.RandomForestRegressor,
        "extra_trees_regressor": ensemble.ExtraTreesRegressor,
    }.items():
        fits = [kind(random_state=s, n_jobs=-1).fit(x, y) for s in range(3)]
        out[name] = {
            "score": np.mean([m.score(x_test, y_test) for m in fits]),
            "importances": np.mean([m.feature_importances_ for m in fits], axis=0).tolist(),
        }
    oob = [ensemble.RandomForestClassifier(oob_score=True, random_state=s, n_jobs=-1).fit(x, c) for s in range(3)]
    out["oob"] = np.mean([m.oob_score_ for m in oob])
    bagging = [ensemble.BaggingClassifier(n_estimators=50, random_state=s).fit(x, c) for s in range(3)]
    out["bagging"] = np.mean([m.score(x_test, c_test) for m in bagging])
    ada = [ensemble.AdaBoostRegressor(random_state=s).fit(x, y) for s in range(5)]
    out["ada_boost_regressor"] = np.mean([m.score(x_test, y_test) for m in ada])
    return out


def boosting():
    x = table(240, 5, 7)
    y = target(x)
    c = classes(y)
    two = (c > 0).astype(float)
    counts = np.floor(y / 20.0) - np.floor(y / 20.0).min()
    G, H = ensemble.GradientBoostingRegressor, ensemble.HistGradientBoostingRegressor
    out = {}
    for name, model, t in [
        ("squared", G(random_state=0), y),
        ("hist_squared", H(early_stopping=False), y),
        ("hist_absolute", H(loss="absolute_error", early_stopping=False, max_iter=30), y),
        ("hist_poisson", H(loss="poisson", early_stopping=False, max_iter=50), counts),
    ]:
        model.fit(x, t)
        out[name] = {"score": model.score(x, t), "first_predictions": model.predict(x[:20]).tolist()}
    for name, t in [("hist_binary", two), ("hist_classes", c)]:
        model = ensemble.HistGradientBoostingClassifier(early_stopping=False, max_iter=50).fit(x, t)
        probabilities = model.predict_proba(x)
        out[name] = {
            "log_loss": metrics.log_loss(t, probabilities),
            "first_probabilities": probabilities[:20].tolist(),
        }
    x, x_test, y, y_test = halves()
    c, c_test = classes(y), classes(y_test)
    for name, model, t, t_test in [
        ("score_classes", ensemble.GradientBoostingClassifier(random_state=0), c, c_test),
        ("score_hist_classes", ensemble.HistGradientBoostingClassifier(random_state=0), c, c_test),
        ("score_regression", G(random_state=0), y, y_test),
        ("score_hist_regression", H(random_state=0), y, y_test),
        ("score_subsample", G(subsample=0.5, random_state=0), y, y_test),
    ]:
        out[name] = model.fit(x, t).score(x_test, t_test)
    return out


def combined():
    x = table(240, 5, 7)
    y = target(x)
    c = classes(y)
    two = (c > 0).astype(float)
    out = {}
    for name, t in [("ada_binary", two), ("ada_classes", c)]:
        model = ensemble.AdaBoostClassifier(n_estimators=20, random_state=0).fit(x, t)
        out[name] = {
            "weights": model.estimator_weights_.tolist(),
            "errors": model.estimator_errors_.tolist(),
            "score": model.score(x, t),
            "first_probabilities": model.predict_proba(x[:10]).tolist(),
            "importances": model.feature_importances_.tolist(),
        }
    members = [
        ("line", linear_model.LinearRegression()),
        ("tree", tree.DecisionTreeRegressor(max_depth=3, random_state=0)),
    ]
    voting = ensemble.VotingRegressor(members, weights=[2, 1]).fit(x, y)
    out["voting"] = voting.predict(x[:10]).tolist()
    stacking = ensemble.StackingRegressor(members, linear_model.LinearRegression()).fit(x, y)
    out["stacking"] = stacking.predict(x[:10]).tolist()
    passed = ensemble.StackingRegressor(members, linear_model.LinearRegression(), passthrough=True).fit(x, y)
    out["stacking_passthrough"] = passed.predict(x[:10]).tolist()
    trees = [
        ("small", tree.DecisionTreeClassifier(max_depth=2, random_state=0)),
        ("large", tree.DecisionTreeClassifier(max_depth=5, random_state=0)),
    ]
    soft = ensemble.VotingClassifier(trees, voting="soft").fit(x, c)
    out["voting_soft"] = soft.predict_proba(x[:10]).tolist()
    hard = ensemble.VotingClassifier(trees, voting="hard").fit(x, c)
    out["voting_hard"] = hard.score(x, c)
    # A tree on the members' probabilities: the same whatever the solver.
    stacked = ensemble.StackingClassifier(
        trees, tree.DecisionTreeClassifier(max_depth=2, random_state=0), passthrough=True
    ).fit(x, c)
    out["stacking_classes"] = stacked.score(x, c)
    return out


def isolation():
    x = table(1000, 4, 3)
    x[:20] = x[:20] * 0.25 + 2000.0
    fits = [ensemble.IsolationForest(random_state=s).fit(x) for s in range(5)]
    shares = [ensemble.IsolationForest(contamination=0.02, random_state=s).fit(x) for s in range(5)]
    return {
        "first_scores": np.mean([m.score_samples(x[:60]) for m in fits], axis=0).tolist(),
        "outliers": float(np.mean([(m.predict(x) == -1).sum() for m in shares])),
        "offset": float(np.mean([m.offset_ for m in shares])),
    }


values = {
    "scikit_learn": sklearn.__version__,
    "trees": single_trees(),
    "shap": shap(),
    "forests": forests(),
    "boosting": boosting(),
    "combined": combined(),
    "isolation": isolation(),
}
(pathlib.Path(__file__).parent / "trees.json").write_text(json.dumps(values) + "\n")
