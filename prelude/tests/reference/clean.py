"""Reference values for cleaning and imputing: pandas, scipy, scikit-learn write clean.json.

Run from any folder: python clean.py. Data are by formula, with gaps by formula, so that the tests
read both data and expected values from the JSON file. NaN is written as null.
"""
import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.stats as stats
from scipy.stats.mstats import winsorize
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer
from sklearn.linear_model import LinearRegression

warnings.filterwarnings("ignore")


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, pd.Series)):
        return plain(value.tolist())
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    if isinstance(value, np.integer):
        return int(value)
    return value


def matrix(n, p, offset=0.0):
    """Smooth, correlated columns of different sizes, with a fifth of the cells missing."""
    x = np.empty((n, p))
    for i in range(n):
        for j in range(p):
            t = i + offset
            x[i, j] = (j + 1) * math.sin(0.7 * t) + 0.5 * math.cos(1.3 * t + j) + 0.1 * ((i * 7 + j * 3) % 11)
            if (i * 5 + j * 3 + (i * i) % 7) % 5 == 0:
                x[i, j] = math.nan
    return x


def column(n):
    return pd.Series([math.nan if (i * i + i) % 5 in (1, 2) or i < 2 or i == n - 1 else round(10 * math.sin(i) + i, 3) for i in range(n)])


def fills():
    x = column(30)
    key = pd.Series([["a", "b", "c"][(i * i) % 3] for i in range(30)])
    groups = x.groupby(key)
    words = pd.Series([None if i % 4 == 1 else ["red", "blue", "green"][(i * 3 + i // 5) % 3] for i in range(30)])
    whole = {
        "Mean": x.fillna(x.mean()),
        "Median": x.fillna(x.median()),
        "Mode": x.fillna(x.mode().iloc[0]),
        "Forward": x.ffill(),
        "Backward": x.bfill(),
        "Interpolate": x.interpolate(),
        "NearestInside": x.interpolate(method="nearest"),
        "Value": x.fillna(-1.5),
    }
    by = {
        "Mean": x.fillna(groups.transform("mean")),
        "Median": x.fillna(groups.transform("median")),
        "Mode": x.fillna(groups.transform(lambda g: g.mode().iloc[0])),
        "Forward": groups.ffill(),
        "Backward": groups.bfill(),
        "Interpolate": groups.transform(lambda g: g.interpolate()),
    }
    filled_words = words.fillna(words.mode().iloc[0])
    return {"x": x, "key": key, "words": list(words.where(words.notna(), None)), "whole": whole, "by": by, "words_mode": filled_words}


def duplicates():
    a = [1.0, 1.0, 2.0, math.nan, math.nan, 2.0, 3.0, 1.0, math.nan, 3.0]
    b = ["x", "x", "y", None, None, "z", "w", "x", "q", "w"]
    df = pd.DataFrame({"a": a, "b": b})
    flags = {}
    for name, keep in [("First", "first"), ("Last", "last"), ("None", False)]:
        flags[name] = {"all": df.duplicated(keep=keep), "a": df.duplicated(["a"], keep=keep), "b": df.duplicated(["b"], keep=keep)}
    return {"a": a, "b": [value if isinstance(value, str) else None for value in b], "flags": flags}


def outliers():
    x = np.array([round(math.sin(i * 1.7) * 3 + (i % 5), 4) for i in range(60)])
    x[[7, 31]] = [40.0, -35.5]
    x[[3, 20, 59]] = math.nan
    known = x[~np.isnan(x)]
    series = pd.Series(x)
    q1, q3 = series.quantile(0.25), series.quantile(0.75)
    mad = stats.median_abs_deviation(known, scale="normal")
    median, mean, std = np.median(known), known.mean(), known.std()
    z = np.abs(stats.zscore(x, nan_policy="omit")) > 3
    return {
        "x": x,
        "ZScore": {"bounds": [mean - 3 * std, mean + 3 * std], "flags": [bool(flag) for flag in z]},
        "Iqr": {"bounds": [q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)], "flags": (series < q1 - 1.5 * (q3 - q1)) | (series > q3 + 1.5 * (q3 - q1))},
        "Mad": {"bounds": [median - 3.5 * mad, median + 3.5 * mad], "flags": np.abs(series - median) / mad > 3.5},
        "clipped_iqr": series.clip(q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)),
        "winsorised": [
            {"limits": [low, high], "values": np.asarray(winsorize(known.copy(), limits=(low, high)))}
            for low, high in [(0.05, 0.05), (0.1, 0.0), (0.0, 0.25), (0.01, 0.01), (0.3, 0.4)]
        ],
    }


def imputers():
    x, new = matrix(40, 4), matrix(12, 4, offset=0.5)
    out = {"x": x, "new": new, "simple": {}, "knn": [], "iterative": []}
    rounded = np.round(x)
    out["rounded"] = rounded
    for name, strategy in [("Mean", "mean"), ("Median", "median"), ("MostFrequent", "most_frequent")]:
        model = SimpleImputer(strategy=strategy, add_indicator=True).fit(rounded)
        out["simple"][name] = {"statistics": model.statistics_, "new": model.transform(new), "names": list(model.get_feature_names_out(list("abcd")))}
    for k in (1, 3, 5, 100):
        for weights in ("uniform", "distance"):
            model = KNNImputer(n_neighbors=k, weights=weights).fit(x)
            out["knn"].append({"k": k, "weights": weights, "x": model.transform(x), "new": model.transform(new)})
    orders = [("Ascending", "ascending"), ("Descending", "descending"), ("LeftToRight", "roman")]
    for name, order in orders:
        for rounds, tol in ((1, 1e-3), (10, 1e-3), (200, 1e-8)):
            model = IterativeImputer(LinearRegression(), max_iter=rounds, tol=tol, imputation_order=order)
            filled = model.fit_transform(x)
            out["iterative"].append({"order": name, "max_iter": rounds, "tolerance": tol, "n_iter": model.n_iter_, "x": filled, "new": model.transform(new)})
    return out


def dates():
    texts = [
        "2024-01-31", "2024/1/5", "20240131", "2024-02-29T10:15:30", "2024-02-29 10:15", "2024-02-29 10:15:30.250",
        "31 January 2024", "31-Jan-2024", "Jan 31, 2024", "January 31, 2024 3:05 PM", "Wed, 31 Jan 2024 12:00:00",
        "1999-12-31 23:59:59.999999", "31/01/2024", "1/31/2024", "2024-01-31 12:00 AM", "2024-01", "2000-02-29",
        "1900-02-28", "2100-03-01",
    ]
    zoned = ["2024-01-31T10:15:00+01:00", "2024-01-31 10:15:00Z", "2024-01-31T23:30:00-0530", "2024-01-31 10:15 UTC"]
    ambiguous = ["03/04/2024", "5/6/2024", "11-12-2023", "01/02/24"]

    def iso(text, **options):
        return np.datetime_as_string(np.datetime64(pd.to_datetime(text, **options).to_pydatetime().replace(tzinfo=None)), unit="us")

    def utc(text):
        return iso(pd.to_datetime(text, utc=True).strftime("%Y-%m-%dT%H:%M:%S.%f"))

    return {
        "any": [[text, iso(text)] for text in texts],
        "zoned": [[text, utc(text)] for text in zoned],
        "day_first": [[text, iso(text, dayfirst=True)] for text in ambiguous],
        "month_first": [[text, iso(text, dayfirst=False)] for text in ambiguous],
        "epoch": [[number, iso(number, unit=unit)] for number, unit in
                  [(1706696100, "s"), (1706696100250, "ms"), (1706696100250500, "us")]],
    }


def types():
    out = []
    for low, high in [(0, 100), (-128, 127), (-129, 0), (0, 40000), (-2**31, 2**31 - 1), (0, 2**31), (-2**62, 5)]:
        out.append([low, high, str(pd.to_numeric(pd.Series([low, high]), downcast="integer").dtype)])
    return out


if __name__ == "__main__":
    reference = {"fills": fills(), "duplicates": duplicates(), "outliers": outliers(), "imputers": imputers(), "dates": dates(), "types": types()}
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(plain(reference), indent=None, separators=(",", ":")) + "\n")
    print(path.stat().st_size)
