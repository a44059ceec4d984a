"""Writes datasets.json: what scikit-learn says of its data sets, splits and folds.

    pip install scikit-learn palmerpenguins
    python prelude/tests/reference/datasets.py
"""

import json
from pathlib import Path

import numpy as np
import palmerpenguins
import sklearn.datasets as data
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    LeaveOneGroupOut,
    LeaveOneOut,
    StratifiedKFold,
    TimeSeriesSplit,
    train_test_split,
)


def lists(folds):
    return [[train.tolist(), test.tolist()] for train, test in folds]


def embedded():
    result = {}
    sets = {
        "iris": data.load_iris(),
        "diabetes": data.load_diabetes(),
        "diabetes_raw": data.load_diabetes(scaled=False),
        "wine_recognition": data.load_wine(),
        "breast_cancer": data.load_breast_cancer(),
        "digits": data.load_digits(),
    }
    for name, bunch in sets.items():
        result[name] = {
            "sums": bunch.data.sum(axis=0).tolist(),
            "means": bunch.data.mean(axis=0).tolist(),
            "first": bunch.data[0].tolist(),
            "target_sum": float(bunch.target.sum()),
            "weighted": float(bunch.data.sum(axis=1) @ np.arange(len(bunch.data))),
            "target_weighted": float(bunch.target @ np.arange(len(bunch.data))),
            "target_names": [str(name) for name in bunch.get("target_names", [])],
        }
    penguins = palmerpenguins.load_penguins()
    result["penguins"] = {
        "nulls": {name: int(count) for name, count in penguins.isna().sum().items()},
        "means": {name: float(penguins[name].mean()) for name in penguins.select_dtypes("number")},
        "counts": {name: penguins[name].value_counts().to_dict() for name in ["species", "island", "sex"]},
    }
    return result


def labels(n):
    """Classes in no order, by a formula that the test repeats."""
    return [(i * i + i // 3) % 7 % 4 for i in range(n)]


def groups(n):
    return [(i * 7 + i // 5) % 11 for i in range(n)]


def folds():
    result = {"k_fold": [], "stratified": [], "group": [], "time": []}
    for n, k in [(7, 3), (10, 2), (23, 5), (5, 5)]:
        result["k_fold"].append({"n": n, "k": k, "folds": lists(KFold(k).split(range(n)))})
    for n, k in [(20, 3), (37, 5), (50, 2)]:
        result["stratified"].append({"n": n, "k": k, "folds": lists(StratifiedKFold(k).split(range(n), labels(n)))})
        result["group"].append({"n": n, "k": k, "folds": lists(GroupKFold(k).split(range(n), groups=groups(n)))})
    for n, k, options in [
        (7, 3, {}),
        (23, 4, {}),
        (30, 3, {"gap": 2, "test_size": 4}),
        (30, 3, {"max_train_size": 5}),
        (50, 4, {"max_train_size": 12, "gap": 1, "test_size": 6}),
    ]:
        splits = TimeSeriesSplit(k, **options).split(range(n))
        result["time"].append({"n": n, "k": k, "options": options, "folds": lists(splits)})
    result["leave_one_out"] = lists(LeaveOneOut().split(range(4)))
    result["leave_one_group_out"] = lists(LeaveOneGroupOut().split(range(20), groups=groups(20)))
    shuffled = StratifiedKFold(5, shuffle=True, random_state=0).split(range(37), labels(37))
    result["stratified_shuffled_counts"] = [np.bincount(np.array(labels(37))[test]).tolist() for _, test in shuffled]
    return result


def stratified(y, size):
    """All the counts per class that scikit-learn may give: ties are broken by chance."""
    outcomes = set()
    for seed in range(200):
        try:
            train, test = train_test_split(y, test_size=size, random_state=seed, stratify=y)
        except ValueError:
            return None
        outcomes.add(tuple(tuple(np.bincount(part, minlength=4).tolist()) for part in (train, test)))
    return sorted(outcomes)


def splits():
    result = []
    for n in [20, 37, 101, 1000]:
        for size in [0.1, 0.25, 0.3, 0.5, 0.77]:
            y = np.array(labels(n))
            entry = {"n": n, "test_size": size}
            train, test = train_test_split(np.arange(n), test_size=size, random_state=0)
            entry["shuffled"] = [len(train), len(test)]
            entry["stratified"] = stratified(y, size)
            g = np.array(groups(n))
            train, test = next(GroupShuffleSplit(1, test_size=size, random_state=0).split(y, groups=g))
            entry["groups"] = [len(set(g[train])), len(set(g[test]))]
            train, test = train_test_split(np.arange(n), test_size=size, shuffle=False)
            entry["in_order"] = [train[[0, -1]].tolist(), test[[0, -1]].tolist()]
            result.append(entry)
    return result


out = {"embedded": embedded(), "folds": folds(), "splits": splits()}
Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
