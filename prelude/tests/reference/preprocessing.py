#!/usr/bin/env python3
"""Reference values from scikit-learn, NumPy and SciPy for the transformers.

    python3 prelude/tests/reference/preprocessing.py   # writes preprocessing.json beside it

The data are made by formula and written into the file, so that both sides see the same numbers.
"""
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.preprocessing import (Binarizer, KBinsDiscretizer, LabelBinarizer, LabelEncoder, MaxAbsScaler,
                                   MinMaxScaler, Normalizer, OneHotEncoder, OrdinalEncoder,
                                   PolynomialFeatures, PowerTransformer, QuantileTransformer, RobustScaler,
                                   SplineTransformer, StandardScaler, TargetEncoder)

HERE = pathlib.Path(__file__).parent
NAMES = ["normal", "skewed", "mixed", "ties", "large", "constant"]


def plain(value):
    """NumPy to JSON; what is not a number becomes null."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (np.floating, float)):
        return float(value) if np.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def numbers():
    rng = np.random.default_rng(7)
    n = 60
    return np.column_stack([
        rng.normal(3, 2, n), rng.lognormal(1, 1, n), rng.normal(0, 1, n) ** 3,
        rng.integers(0, 5, n).astype(float), rng.normal(1e8, 10, n), np.full(n, 7.25),
    ])


def scaled(model, x, new):
    z = model.fit_transform(x)
    result = {"fit": z, "new": model.transform(new)}
    if hasattr(model, "inverse_transform"):
        result["back"] = model.inverse_transform(z)
    return result


def scalers(x, new):
    gaps = x.copy()
    gaps[::7, 0] = np.nan
    gaps[3::11, 1] = np.nan
    positive = np.abs(x[:, :3]) + 0.5
    power = PowerTransformer().fit(x[:, :4])
    box = PowerTransformer(method="box-cox").fit(positive)
    return {
        "gaps": gaps,
        "standard": scaled(StandardScaler(), x, new),
        "standard_only_mean": scaled(StandardScaler(with_std=False), x, new),
        "standard_only_std": scaled(StandardScaler(with_mean=False), x, new),
        "standard_gaps": scaled(StandardScaler(), gaps, new),
        "min_max": scaled(MinMaxScaler(), x, new),
        "min_max_range_clip": scaled(MinMaxScaler((-2, 3), clip=True), x, new),
        "min_max_gaps": scaled(MinMaxScaler(), gaps, new),
        "max_abs": scaled(MaxAbsScaler(), x, new),
        "robust": scaled(RobustScaler(), x, new),
        "robust_10_80": scaled(RobustScaler(quantile_range=(10, 80)), x, new),
        "robust_gaps": scaled(RobustScaler(), gaps, new),
        "quantile_uniform": scaled(QuantileTransformer(n_quantiles=1000), x, new),
        "quantile_11": scaled(QuantileTransformer(n_quantiles=11), x, new),
        "quantile_normal": scaled(QuantileTransformer(n_quantiles=20, output_distribution="normal"), x, new),
        "quantile_gaps": scaled(QuantileTransformer(n_quantiles=15), gaps, new),
        "power": {"lambdas": power.lambdas_, **scaled(power, x[:, :4], new[:, :4])},
        "box_cox": {"x": positive, "lambdas": box.lambdas_,
                    **scaled(PowerTransformer(method="box-cox", standardize=False), positive, positive)},
        "l1": scaled(Normalizer("l1"), x[:, :3], new[:, :3]),
        "l2": scaled(Normalizer("l2"), x[:, :3], new[:, :3]),
        "max": scaled(Normalizer("max"), x[:, :3], new[:, :3]),
        "binarizer": scaled(Binarizer(threshold=1.5), x, new),
    }


def whitening(x):
    centred = x - x.mean(0)
    covariance = np.cov(x.T)
    values, vectors = np.linalg.eigh(covariance)
    zca = vectors @ np.diag(values ** -0.5) @ vectors.T
    cholesky = np.linalg.cholesky(np.linalg.inv(covariance)).T
    return {"pca": PCA(whiten=True).fit_transform(x), "zca": centred @ zca.T, "cholesky": centred @ cholesky.T}


def named(model, frame):
    z = model.fit_transform(frame)
    z = z.toarray() if hasattr(z, "toarray") else z
    return {"names": list(model.get_feature_names_out()), "values": z}


def features(x):
    frame = pd.DataFrame(x[:, :3], columns=["a", "b", "c"])
    bins = {}
    for strategy in ("uniform", "quantile", "kmeans"):
        model = KBinsDiscretizer(4, encode="ordinal", strategy=strategy)
        z = model.fit_transform(x[:, :4])
        bins[strategy] = {"edges": list(model.bin_edges_), "codes": z, "back": model.inverse_transform(z)}
    bins["onehot"] = named(KBinsDiscretizer(3), frame)
    splines = {}
    outside = pd.DataFrame({"a": [-20.0, 30.0], "b": [-5.0, 100.0], "c": [-50.0, 50.0]})
    for name, options in {
        "uniform": {}, "quantile": {"knots": "quantile", "n_knots": 4, "degree": 2},
        "linear": {"extrapolation": "linear"}, "continue": {"extrapolation": "continue", "degree": 2},
        "without_bias": {"include_bias": False, "degree": 1},
    }.items():
        model = SplineTransformer(**options)
        splines[name] = {**named(model, frame), "outside": model.transform(outside)}
    return {
        "bins": bins,
        "splines": splines,
        "polynomial_3": named(PolynomialFeatures(3), frame),
        "polynomial_interaction": named(PolynomialFeatures(2, interaction_only=True, include_bias=False), frame),
    }


def encoders():
    n = 40
    city = ["Oslo", "Rome", "Paris", "Bergen", "Åre"]
    frame = pd.DataFrame({
        "city": [city[(i * i + i // 3) % 5] for i in range(n)],
        "size": [["S", "M", "L"][i * 7 % 3] for i in range(n)],
        "rooms": [1 + (i * 5) % 4 for i in range(n)],
        "two": [["no", "yes"][i % 2] for i in range(n)],
    })
    y = np.array([((i * 37) % 23) + 0.5 * (frame["rooms"][i] == 2) * 10 for i in range(n)]) + 0.25
    classes = np.array([["x", "y", "z"][(i * 11 + i // 4) % 3] for i in range(n)])
    binary = np.array([(i * 13 + i // 5) % 2 for i in range(n)])
    counts = frame["city"].value_counts()
    target = {}
    for name, (values, options) in {
        "continuous": (y, {}), "continuous_smooth": (y, {"smooth": 3.0}), "binary": (binary, {}),
        "classes": (classes, {}), "no_smooth": (y, {"smooth": 0.0}),
    }.items():
        model = TargetEncoder(shuffle=False, cv=4, **options)
        crossed = model.fit_transform(frame[["city", "rooms"]], values)
        target[name] = {"names": list(model.get_feature_names_out()), "crossed": crossed,
                        "all": model.transform(frame[["city", "rooms"]])}
    return {
        "frame": {column: frame[column].tolist() for column in frame},
        "y": y, "classes": classes, "binary": binary,
        "ordinal": named(OrdinalEncoder(), frame),
        "one_hot": named(OneHotEncoder(), frame),
        "one_hot_first": named(OneHotEncoder(drop="first"), frame),
        "one_hot_if_binary": named(OneHotEncoder(drop="if_binary"), frame),
        "one_hot_min_frequency": named(OneHotEncoder(min_frequency=9), frame),
        "one_hot_min_share": named(OneHotEncoder(min_frequency=0.3), frame),
        "one_hot_max_categories": named(OneHotEncoder(max_categories=3, drop="first"), frame),
        "target": target,
        "frequency": [counts[c] / n for c in frame["city"]],
        "label_encoder": LabelEncoder().fit_transform(classes),
        "label_binarizer": LabelBinarizer().fit_transform(classes),
        "label_binarizer_two": LabelBinarizer().fit_transform(binary),
        "columns": named(ColumnTransformer([
            ("scale", StandardScaler(), ["rooms"]), ("one", OneHotEncoder(), ["city", "two"]),
            ("drop", "drop", ["size"])], remainder="passthrough"), frame.assign(extra=np.arange(n) * 0.5)),
        "columns_short_names": named(ColumnTransformer([
            ("scale", StandardScaler(), ["rooms"]), ("one", OneHotEncoder(), ["city", "two"])],
            verbose_feature_names_out=False), frame),
    }


def main():
    x = numbers()
    new = x[:5] * 1.5 - 2.0
    result = {
        "versions": {"sklearn": sklearn.__version__, "numpy": np.__version__, "pandas": pd.__version__},
        "names": NAMES, "x": x, "new": new,
        "scalers": scalers(x, new), "whitening": whitening(x[:, :4]), "features": features(x),
        "encoders": encoders(),
    }
    (HERE / "preprocessing.json").write_text(json.dumps(plain(result), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
