#!/usr/bin/env python3
"""Reference values from pandas for pivot tables, crosstabs, intervals, windows and joins.

    python3 prelude/tests/reference/reshape.py      # writes prelude/tests/reference/reshape.json

The data are written beside the results. Times are microseconds since 1970 (UTC).
"""
import json
import pathlib

import numpy as np
import pandas as pd

HERE = pathlib.Path(__file__).parent
AGGREGATES = ["mean", "sum", "count", "min", "max", "median", "std", "var", "first", "last", "nunique", "prod"]


def plain(value):
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.value // 1000
    if isinstance(value, pd.Interval):
        return str(value)
    if isinstance(value, (np.integer, np.bool_)):
        return value.item()
    if isinstance(value, np.floating):
        return float(value)
    return value


def frame(df):
    """Column -> values, in order; columns of several levels are joined with `_`."""
    names = ["_".join(str(part) for part in c if part != "") if isinstance(c, tuple) else str(c) for c in df.columns]
    return {"names": names, "columns": [[plain(v) for v in df.iloc[:, i].tolist()] for i in range(df.shape[1])]}


def shops():
    rng = np.random.default_rng(3)
    n = 60
    df = pd.DataFrame({
        "city": rng.choice(["Oslo", "Rome", "Bonn", None], n, p=[.4, .3, .2, .1]),
        "kind": rng.choice(["b", "a"], n),
        "year": rng.choice([2023, 2024, 2025], n, p=[.2, .3, .5]),
        "sales": np.where(rng.random(n) < .15, np.nan, np.round(rng.normal(100, 20, n), 3)),
        "items": rng.integers(-3, 50, n),
    })
    return df


def pivots(df):
    out = {}
    for name in AGGREGATES:
        table = df.pivot_table(index="city", columns="year", values="sales", aggfunc=name)
        out[name] = frame(table.reset_index())
    two = df.pivot_table(index=["city", "kind"], columns="year", values=["sales", "items"], aggfunc="mean")
    two = two[["sales", "items"]]
    out["two"] = frame(two.reset_index())
    out["margins"] = frame(df.pivot_table(index="city", columns="year", values="items", aggfunc="sum", margins=True).reset_index())
    margins = df.pivot_table(index="city", columns="kind", values="sales", aggfunc="mean", margins=True, margins_name="Total")
    out["margins_mean"] = frame(margins.reset_index())
    sparse = df[(df.city != "Bonn") | (df.year != 2023)]
    out["fill"] = frame(sparse.pivot_table(index="city", columns="year", values="items", aggfunc="sum", fill_value=0).reset_index())
    return out


def crosstabs(df):
    out = {}
    for normalize in [False, "all", "index", "columns"]:
        for margins in [False, True]:
            table = pd.crosstab(df.city, df.year, normalize=normalize, margins=margins)
            out[f"{normalize}_{margins}"] = frame(table.reset_index())
    return out


def dummies(df):
    part = df[["city", "year", "items"]]
    return {
        "plain": frame(pd.get_dummies(part, columns=["city", "year"])),
        "drop_first": frame(pd.get_dummies(part, columns=["city"], drop_first=True)),
    }


def intervals():
    x = pd.Series([1.0, 7.25, 5.5, 4.0, 6.125, 3.0, 3.0, np.nan, 10.0, 2.0])
    tiny = pd.Series([0.00012, 0.00034, 0.00056, 0.00011, 0.0009])
    same = pd.Series([5.0, 5.0, 5.0])
    big = pd.Series([1e17, 3e17, -2e18, 5.5e16])
    ranks = pd.Series(np.arange(10, dtype=float))
    edges = [0.0, 3.0, 5.5, 8.0]
    cases = {
        "width": (x, lambda s: pd.cut(s, 3)),
        "width_left": (x, lambda s: pd.cut(s, 3, right=False)),
        "width_lowest": (x, lambda s: pd.cut(s, 4, include_lowest=True)),
        "edges": (x, lambda s: pd.cut(s, edges)),
        "edges_left": (x, lambda s: pd.cut(s, edges, right=False)),
        "edges_lowest": (x, lambda s: pd.cut(s, [1.0, 3.0, np.inf], include_lowest=True)),
        "quartiles": (x, lambda s: pd.qcut(s, 4)),
        "thirds": (ranks, lambda s: pd.qcut(s, 3)),
        "sevenths": (ranks, lambda s: pd.qcut(s, 7)),
        "at": (x, lambda s: pd.qcut(s, [0, 0.1, 0.5, 1.0])),
        "tiny": (tiny, lambda s: pd.cut(s, 4)),
        "tiny_quantiles": (tiny, lambda s: pd.qcut(s, 2)),
        "same": (same, lambda s: pd.cut(s, 2)),
        "big": (big, lambda s: pd.cut(s, 2)),
        "precision": (x, lambda s: pd.cut(s, 3, precision=1)),
    }
    out = {}
    for name, (values, cut) in cases.items():
        result = cut(values)
        text = [None if pd.isna(v) else str(v) for v in result]
        out[name] = {"x": [plain(v) for v in values], "bins": text, "all": [str(c) for c in result.cat.categories]}
    return out


def times():
    rng = np.random.default_rng(5)
    n = 80
    start = pd.Timestamp("2024-01-05").value
    t = pd.to_datetime(start + rng.integers(0, 150 * 86400, n) * 10**9)
    df = pd.DataFrame({"t": t, "shop": rng.choice(["u", "v"], n), "x": np.round(rng.normal(10, 3, n), 3)})
    df.loc[rng.random(n) < .1, "x"] = np.nan
    return df


def zoned():
    t = pd.date_range("2024-03-30 12:00", periods=60, freq="1h", tz="UTC")
    df = pd.DataFrame({"t": t, "x": np.arange(60, dtype=float)})
    df["t"] = df.t.dt.tz_convert("Europe/Berlin")
    return df


def resampled(df, zone):
    out = {}
    by_time = df.set_index("t").sort_index()
    for every in ["7D", "MS", "QS", "12h"]:
        for how in ["sum", "mean", "count", "max"]:
            options = {"origin": "epoch"} if every == "12h" else {}
            if every == "7D":
                grouped = by_time[["x"]].resample("W-MON", closed="left", label="left")
            else:
                grouped = by_time[["x"]].resample(every, **options)
            out[f"{every}_{how}"] = frame(getattr(grouped, how)().reset_index())
    out["right"] = frame(by_time[["x"]].resample("1D", closed="right", label="right").sum().reset_index())
    out["shops"] = frame(df.sort_values("t").groupby("shop").resample("MS", on="t")[["x"]].sum().reset_index())
    out["ohlc"] = frame(by_time.x.dropna().resample("MS").ohlc().reset_index())
    zoned_index = zone.set_index("t")
    out["berlin_days"] = frame(zoned_index.resample("1D").sum().reset_index())
    out["berlin_hours"] = frame(zoned_index.resample("2h").count().reset_index())
    return out


def windows(df):
    x = df.x
    out = {}
    for size, options in [(3, {}), (4, {"min_periods": 2}), (4, {"min_periods": 2, "center": True}), (5, {"min_periods": 1, "center": True})]:
        name = f"{size}_{options.get('min_periods', '')}_{'center' if options.get('center') else ''}"
        rolling = x.rolling(size, **options)
        for how in ["mean", "sum", "min", "max", "std", "var", "median"]:
            out[f"{name}_{how}"] = [plain(v) for v in getattr(rolling, how)()]
        out[f"{name}_q0.3"] = [plain(v) for v in rolling.quantile(0.3)]
    out["skew"] = [plain(v) for v in x.rolling(8, min_periods=8).skew()]
    out["kurt"] = [plain(v) for v in x.rolling(8, min_periods=8).kurt()]
    out["count"] = [plain(v) for v in x.rolling(4, min_periods=1).count()]
    for how in ["mean", "sum", "min", "max", "std", "var", "median"]:
        out[f"expanding_{how}"] = [plain(v) for v in getattr(x.expanding(), how)()]
    timed = df.sort_values("t", kind="stable").set_index("t").x.rolling("7D")
    for how in ["mean", "sum", "min", "max", "std", "var", "median", "count"]:
        result = getattr(timed, how)()
        order = df.t.argsort(kind="stable").to_numpy()
        back = np.empty(len(df))
        back[order] = result.to_numpy()
        out[f"7d_{how}"] = [plain(v) for v in back]
    for name, options in {
        "alpha": {"alpha": 0.3}, "span": {"span": 5}, "halflife": {"halflife": 2.5}, "com": {"com": 1.5},
        "unadjusted": {"alpha": 0.3, "adjust": False}, "ignore": {"alpha": 0.3, "ignore_na": True},
        "min": {"alpha": 0.3, "min_periods": 4},
    }.items():
        for how in ["mean", "std", "var"]:
            out[f"ewm_{name}_{how}"] = [plain(v) for v in getattr(x.ewm(**options), how)()]
    groups = df.groupby("shop").x
    out["lag_2"] = [plain(v) for v in groups.shift(2)]
    out["lead_1"] = [plain(v) for v in groups.shift(-1)]
    out["diff_1"] = [plain(v) for v in groups.diff(1)]
    out["pct_change_1"] = [plain(v) for v in groups.pct_change(1, fill_method=None)]
    for how in ["cumsum", "cumprod", "cummin", "cummax"]:
        out[how] = [plain(v) for v in getattr(groups, how)()]
    out["group_mean"] = [plain(v) for v in groups.transform("mean")]
    out["group_rolling"] = [plain(v) for v in groups.transform(lambda s: s.rolling(3, min_periods=1).mean())]
    ordered = df.sort_values("t", kind="stable").groupby("shop").x.shift(1).reindex(df.index)
    out["ordered_lag"] = [plain(v) for v in ordered]
    return out


def sides():
    left = pd.DataFrame({"k": [3, 1, 2, 1, 7], "g": ["u", "v", "u", "u", "w"], "a": [1.0, 2.0, 3.0, 4.0, 5.0]})
    right = pd.DataFrame({"k": [1, 2, 2, 9, 3], "h": ["v", "u", "v", "w", "u"], "a": [10.0, 20.0, 30.0, 40.0, 50.0]})
    return left, right


def merges(left, right):
    out = {how: frame(left.merge(right, on="k", how=how)) for how in ["inner", "left", "right", "outer"]}
    out["cross"] = frame(left.merge(right, how="cross"))
    out["names"] = frame(left.merge(right, left_on=["k", "g"], right_on=["k", "h"], how="left"))
    out["names_outer"] = frame(left.merge(right, left_on="g", right_on="h", how="outer", suffixes=("_l", "_r")))
    indicated = left.merge(right, on="k", how="outer", indicator=True)
    indicated["_merge"] = indicated["_merge"].astype(str)
    out["indicator"] = frame(indicated)
    gaps_left = pd.DataFrame({"k": ["a", None, "b"], "x": [1, 2, 3]})
    gaps_right = pd.DataFrame({"k": [None, "b"], "y": [10, 20]})
    out["missing"] = frame(gaps_left.merge(gaps_right, on="k"))
    return out


def asofs():
    rng = np.random.default_rng(9)
    left = pd.DataFrame({"t": np.sort(rng.integers(0, 100, 25)), "g": rng.choice(["u", "v"], 25), "a": np.arange(25)})
    right = pd.DataFrame({"t": np.sort(rng.choice(np.arange(100), 20, replace=False)), "g": rng.choice(["u", "v"], 20), "b": np.arange(20)})
    out = {"left": frame(left), "right": frame(right)}
    # Never at the same distance from two rows: which of them is nearest is not laid down.
    spread_left, spread_right = left.assign(t=left.t * 4), right.assign(t=right.t * 4 + 1)
    out["spread_left"], out["spread_right"] = frame(spread_left), frame(spread_right)
    for direction in ["backward", "forward", "nearest"]:
        if direction == "nearest":
            left, right = spread_left, spread_right
        out[direction] = frame(pd.merge_asof(left, right.drop(columns="g"), on="t", direction=direction))
        out[f"{direction}_by"] = frame(pd.merge_asof(left, right, on="t", by="g", direction=direction))
        out[f"{direction}_near"] = frame(pd.merge_asof(left, right, on="t", by="g", direction=direction, tolerance=6))
        out[f"{direction}_other"] = frame(
            pd.merge_asof(left, right.drop(columns="g"), on="t", direction=direction, allow_exact_matches=False))
    return out


def shapes(df):
    small = df.dropna().head(8).reset_index(drop=True)
    small["id"] = np.arange(8)
    long = small.melt(id_vars=["id", "city"], value_vars=["sales", "items"])
    wide = pd.DataFrame({"id": [1, 2, 3], "sex": ["f", "m", "f"], "x_1": [1.0, 2.0, 3.0], "x_10": [4.0, 5.0, 6.0], "y_1": [7.0, 8.0, 9.0]})
    return {
        "small": frame(small),
        "melt": frame(long),
        "wide": frame(wide),
        "wide_to_long": frame(pd.wide_to_long(wide, ["x", "y"], "id", "j", sep="_").reset_index()),
        "pivot": frame(long.pivot(index="id", columns="variable", values="value").reset_index()),
    }


def main():
    df, time, zone = shops(), times(), zoned()
    left, right = sides()
    result = {
        "pandas": pd.__version__, "shops": frame(df), "pivot": pivots(df), "crosstab": crosstabs(df), "dummies": dummies(df),
        "intervals": intervals(), "times": frame(time), "zoned": frame(zone), "resample": resampled(time, zone),
        "windows": windows(time), "left": frame(left), "right": frame(right), "merge": merges(left, right),
        "asof": asofs(), "shapes": shapes(df),
    }
    (HERE / "reshape.json").write_text(json.dumps(result, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
