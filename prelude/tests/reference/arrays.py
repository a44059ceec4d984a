#!/usr/bin/env python3
"""Reference values from NumPy, SciPy and scikit-learn for the tests of arrays.

    python3 prelude/tests/reference/arrays.py      # writes prelude/tests/reference/arrays.json
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.linalg
import scipy.special
import scipy.stats
import sklearn
from sklearn.metrics import pairwise

rng = np.random.default_rng(20261122)


def plain(value):
    """As JSON: arrays to lists, NaN to null, complex numbers to pairs."""
    value = np.asarray(value)
    if np.iscomplexobj(value):
        return [[float(v.real), float(v.imag)] for v in value.ravel()]
    if value.dtype.kind in "iub":
        return value.astype(int).tolist()
    return json.loads(json.dumps(value.tolist()).replace("NaN", "null"))


def all_plain(values):
    return {name: plain(value) for name, value in values.items()}


def creation():
    return all_plain({
        "linspace": np.linspace(-1.3, 2.7, 11),
        "logspace": np.logspace(-2, 3, 7),
        "arange": np.arange(0.3, 2.2, 0.1),
        "arange_down": np.arange(5, -3, -1.5),
        "tril": np.tril(np.arange(12.0).reshape(3, 4)),
        "triu": np.triu(np.arange(12.0).reshape(3, 4)),
    })


def vectors():
    x = np.round(rng.normal(3, 10, 101), 3)
    x[[7, 50]] = x[20]
    y = rng.normal(-1, 2, 101)
    bins = np.array([-20.0, -5, 0, 1.5, 8, 30])
    whole = rng.integers(0, 9, 60)
    values, indices, inverse, counts = np.unique(whole, return_index=True, return_inverse=True, return_counts=True)
    histogram, edges = np.histogram(x, 7)
    given, _ = np.histogram(x, bins)
    density, _ = np.histogram(x, 7, density=True)
    return all_plain({
        "x": x, "y": y, "bins": bins, "whole": whole,
        "argsort": np.argsort(x, kind="stable"), "sort": np.sort(x),
        "argmax": np.argmax(x), "argmin": np.argmin(x),
        "unique": values, "unique_indices": indices, "unique_inverse": inverse, "unique_counts": counts,
        "percentiles": np.percentile(x, [0, 5, 25, 33.3, 50, 90, 99.9, 100]),
        "median": np.median(x), "mode": scipy.stats.mode(whole).mode,
        "mean": x.mean(), "std": x.std(), "var": x.var(), "std1": x.std(ddof=1), "ptp": np.ptp(x),
        "average": np.average(x, weights=np.abs(y)),
        "cumsum": np.cumsum(x), "cumprod": np.cumprod(y[:20]),
        "diff": np.diff(x), "diff3": np.diff(x, 3), "clip": np.clip(x, -2, 5),
        "histogram": histogram, "edges": edges, "histogram_given": given, "density": density,
        "digitize": np.digitize(x, bins), "searchsorted": np.searchsorted(bins, x),
        "bincount": np.bincount(whole), "bincount_weighted": np.bincount(whole, weights=np.abs(y[:60])),
        "corrcoef": np.corrcoef(x, y), "cov": np.cov(x, y), "zscore": scipy.stats.zscore(x),
        "outer": np.outer(x[:3], y[:4]), "cross": np.cross(x[:3], y[:3]), "inner": np.inner(x, y),
        "kron": np.kron(x[:4].reshape(2, 2), y[:6].reshape(2, 3)),
        "trapz": np.trapezoid(y, np.sort(x)), "gradient": np.gradient(x, 0.5),
        "interp": np.interp(x, bins, [1.0, 4, -2, 0, 3, 9]),
        "polyfit": np.polyfit(x, y, 3), "polyval": np.polyval([0.5, -1, 2, 7], y),
        "convolve_full": np.convolve(x[:12], y[:5], "full"),
        "convolve_same": np.convolve(x[:12], y[:5], "same"),
        "convolve_same_even": np.convolve(x[:5], y[:12], "same"),
        "convolve_valid": np.convolve(x[:12], y[:5], "valid"),
        "softmax": scipy.special.softmax(x), "logsumexp": scipy.special.logsumexp(x),
        "norms": [np.linalg.norm(x), np.linalg.norm(x, 1), np.linalg.norm(x, np.inf), np.linalg.norm(x, 3)],
        "remainder": np.remainder(x, y), "round": np.round(x), "sign": np.sign(x), "expm1": np.expm1(y),
        "log1p": np.log1p(np.abs(x)), "tanh": np.tanh(y), "arctan2": np.arctan2(x, y), "hypot": np.hypot(x, y),
    })


def gaps():
    x = np.array([[1.5, np.nan, -2.0, 7.25], [np.nan, 3.0, 4.5, 0.1], [2.0, 8.0, -1.0, np.nan]])
    return all_plain({
        "x": x,
        "nanmean": np.nanmean(x), "nansum": np.nansum(x), "nanstd": np.nanstd(x), "nanvar": np.nanvar(x),
        "nanmin": np.nanmin(x), "nanmax": np.nanmax(x), "nanmedian": np.nanmedian(x),
        "nanquantile": np.nanquantile(x, 0.3),
        "nanmean_axis": np.nanmean(x, axis=0), "nanstd_axis": np.nanstd(x, axis=1), "nansum_axis": np.nansum(x, axis=0),
    })


def matrices():
    x = rng.normal(0, 3, (6, 5))
    other = rng.normal(1, 2, (4, 5))
    return all_plain({
        "x": x, "other": other,
        "argmax": np.argmax(x, axis=0), "argmin": np.argmin(x, axis=1), "max": x.max(axis=1), "min": x.min(axis=0),
        "median": np.median(x, axis=0), "percentile": np.percentile(x, 30, axis=1),
        "sort": np.sort(x, axis=0), "cumsum": np.cumsum(x, axis=1), "cumprod": np.cumprod(x, axis=0),
        "diff": np.diff(x, axis=1),
        "cov": np.cov(x), "corrcoef": np.corrcoef(x, rowvar=False), "softmax": scipy.special.softmax(x, axis=1),
        "euclidean": pairwise.euclidean_distances(x, other), "manhattan": pairwise.manhattan_distances(x, other),
        "cosine": pairwise.cosine_distances(x, other),
    })


def linear_algebra():
    a = rng.normal(0, 1, (7, 7))
    b = rng.normal(0, 1, (7, 3))
    tall = rng.normal(0, 1, (9, 4))
    low_rank = tall[:, :2] @ rng.normal(0, 1, (2, 5))
    symmetric = a + a.T
    positive = a @ a.T + np.eye(7)
    p, l, u = scipy.linalg.lu(a)
    x, residuals, rank, s = np.linalg.lstsq(tall, rng.normal(0, 1, 9), rcond=None)
    right = rng.normal(0, 1, (9, 2))
    xs, _, _, _ = np.linalg.lstsq(low_rank, right, rcond=None)
    eigenvalues = np.linalg.eigvals(a)
    eigenvalues = eigenvalues[np.lexsort((eigenvalues.imag, eigenvalues.real))]
    return all_plain({
        "a": a, "b": b, "tall": tall, "low_rank": low_rank, "symmetric": symmetric, "positive": positive,
        "solve": np.linalg.solve(a, b), "inv": np.linalg.inv(a), "det": np.linalg.det(a),
        "slogdet": np.array(np.linalg.slogdet(100 * a)),
        "eigvalsh": np.linalg.eigvalsh(symmetric), "eigvals": eigenvalues,
        "singular": np.linalg.svd(tall, compute_uv=False), "cholesky": np.linalg.cholesky(positive),
        "p": p, "l": l, "u": u, "r": np.abs(np.linalg.qr(tall)[1]),
        "right": right, "lstsq_low_rank": xs, "pinv": np.linalg.pinv(low_rank),
        "matrix_rank": np.linalg.matrix_rank(low_rank), "cond": np.linalg.cond(a),
        "norms": [np.linalg.norm(tall), np.linalg.norm(tall, 1), np.linalg.norm(tall, 2),
                  np.linalg.norm(tall, np.inf), np.linalg.norm(tall, "nuc")],
        "power": np.linalg.matrix_power(a, 5), "power_inverse": np.linalg.matrix_power(a, -2),
        "trace": np.trace(a), "expm": scipy.linalg.expm(a), "expm_large": scipy.linalg.expm(4 * a),
        "product": a @ b, "vector_product": a @ b[:, 0], "row_product": b[:, 0] @ a,
    })


def lines(result):
    """One value per line, so that a change can be read."""
    sections = []
    for section, values in result.items():
        inner = ",\n".join(f'  "{name}": {json.dumps(value)}' for name, value in values.items())
        sections.append(f'"{section}": {{\n{inner}\n}}')
    return "{" + ",\n".join(sections) + "}"


def main():
    result = {
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
        "creation": creation(), "vectors": vectors(), "gaps": gaps(), "matrices": matrices(),
        "linalg": linear_algebra(),
    }
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(lines(result) + "\n")
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
