#!/usr/bin/env python3
"""Reference values from pandas for looking at frames.

    python3 prelude/tests/reference/look.py     # writes look.json beside itself

The data follow a formula and are written along, so that both sides see the same numbers.
"""
import json
import math
import pathlib

import numpy as np
import pandas as pd

ROWS = 200


def frame():
    i = np.arange(ROWS)
    a = np.round(10 * np.sin(0.7 * i) + 0.05 * i, 6)
    b = np.round(0.5 * a + 3 * np.cos(1.3 * i), 6)
    gaps = [None if k % 7 == 3 else round(math.sin(k * k), 6) for k in i]
    more_gaps = [float("nan") if k % 11 == 5 else round(100 + math.cos(k), 6) for k in i]
    return pd.DataFrame({
        "a": a,
        "b": b,
        "ties": (i * i) % 5,
        "big": (i * 7919) % 101 * 1_000_000_007,
        "gaps": pd.array(gaps, dtype="Float64").to_numpy(float, na_value=np.nan),
        "more_gaps": more_gaps,
        "flag": (i % 3 == 0),
        "constant": 0.1,
    })


def plain(value):
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    if isinstance(value, (np.integer, np.bool_)):
        return value.item()
    return value


def table(df):
    return [[plain(value) for value in row] for row in df.to_numpy(dtype=object).tolist()]


def counted(series):
    keys = [list(key) if isinstance(key, tuple) else [key] for key in series.index]
    return [[[None if pd.isna(part) else plain(part) for part in key], int(n)] for key, n in zip(keys, series)]


def text_frame():
    i = np.arange(ROWS)
    cities = ["Oslo", "Rome", "Bergen", "São Paulo", "Tromsø", "Pisa", None]
    return pd.DataFrame({
        "city": [cities[int((k * k + k // 3) % 7)] for k in i],
        "size": [["S", "M", "L"][int(k * 5 % 3)] for k in i],
    })


def temporal():
    i = np.arange(ROWS)
    ticks = 1_700_000_000_123_456_789 + i.astype(np.int64) ** 3 * 1_000_003
    when = pd.Series(pd.to_datetime(ticks, unit="ns"))
    took = pd.Series(pd.to_timedelta(i * i * 1_000, unit="ms"))
    whole = when.describe(percentiles=[0.05, 0.5])
    spans = took.describe(percentiles=[0.05, 0.5])
    rows = ["mean", "min", "5%", "50%", "max"]
    return {
        "when": [int(pd.Timestamp(whole[row]).value) for row in rows],
        "took": [int(pd.Timedelta(spans[row]).value) for row in rows + ["std"]],
    }


def main():
    df, text = frame(), text_frame()
    both = pd.concat([df, text], axis=1)
    described = df.drop(columns="flag").describe(percentiles=[0.05, 0.5, 0.95, 0.999])
    words = text.describe()
    result = {
        "data": {name: [plain(value) for value in df[name].tolist()] for name in df},
        "text": {name: [None if pd.isna(value) else value for value in text[name].tolist()] for name in text},
        "pearson": table(df.corr(method="pearson")),
        "spearman": table(df.corr(method="spearman")),
        "kendall": table(df.drop(columns="constant").corr(method="kendall")),
        "cov": table(df.cov()),
        "describe": {"rows": described.index.tolist(), "values": {c: [plain(v) for v in described[c]] for c in described}},
        "words": {name: [plain(words[name][row]) for row in ["count", "unique", "top", "freq"]] for name in text},
        "value_counts": counted(text["city"].value_counts(dropna=False)),
        "value_counts_of": counted(text.value_counts(["city", "size"], dropna=False, sort=True)),
        "nunique": [int(n) for n in both.nunique()],
        "nlargest": df.nlargest(7, "ties").index.tolist(),
        "nsmallest": df.nsmallest(7, "gaps").index.tolist(),
        "temporal": temporal(),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, indent=None, separators=(",", ":"), ensure_ascii=False, allow_nan=False) + "\n")


main()
