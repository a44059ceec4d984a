"""What NumPy, SciPy and statsmodels say of small samples; writes statistics.json beside this script.

Run with numpy, scipy and statsmodels (matplotlib for the boxes).
"""

import json
from pathlib import Path

import matplotlib.cbook
import numpy as np
import statsmodels.api as sm
from scipy import stats

rng = np.random.default_rng(5)
samples = {
    "normal": rng.normal(3, 2, 60),
    "skewed": rng.lognormal(0, 1, 41),
    "heavy": rng.standard_t(2, 33),
    "two": np.array([1.0, 4.0]),
    "ties": np.array([1.0, 1, 1, 1, 2, 2, 2, 9]),
    "large": rng.normal(0, 1, 5000) + (rng.random(5000) < 0.3) * 5,
    "small numbers": rng.normal(0, 1e-9, 30),
    "whole": np.round(rng.normal(4, 2, 300)),
}
out = {"samples": {}}
for name, x in samples.items():
    box = matplotlib.cbook.boxplot_stats(x)[0]
    ints = np.all(x == np.round(x))
    edges = np.histogram_bin_edges(x.astype(int) if ints else x, bins="auto")
    kde = stats.gaussian_kde(x, bw_method="scott")
    h = x.std(ddof=1) * len(x) ** -0.2
    at = np.linspace(x.min() - 3 * h, x.max() + 3 * h, 200)
    out["samples"][name] = {
        "values": x.tolist(),
        "quantiles": np.quantile(x, [0, 0.1, 0.25, 0.5, 0.9, 1]).tolist(),
        "box": [box["whislo"], box["q1"], box["med"], box["q3"], box["whishi"]],
        "outliers": sorted(box["fliers"].tolist()),
        "bins": len(edges) - 1,
        "counts": np.histogram(x, bins=7)[0].tolist(),
        "bandwidth": h,
        "at": at.tolist(),
        "density": kde(at).tolist(),
        "mean": x.mean(),
        "interval": stats.t.ppf(0.975, len(x) - 1) * stats.sem(x),
    }
degrees = [1, 2, 3, 4, 5, 9, 30, 99, 199, 200, 500, 10_000, 1_000_000]
out["t"] = {str(d): float(stats.t.ppf(0.975, d)) for d in degrees}
x = rng.uniform(0, 10, 25)
y = 3 - 0.7 * x + rng.normal(0, 1, 25)
fit = sm.OLS(y, sm.add_constant(x)).fit()
grid = np.linspace(0, 10, 9)
frame = fit.get_prediction(sm.add_constant(grid)).summary_frame(alpha=0.05)
out["regression"] = {
    "x": x.tolist(), "y": y.tolist(), "at": grid.tolist(),
    "mean": frame["mean"].tolist(), "low": frame["mean_ci_lower"].tolist(), "high": frame["mean_ci_upper"].tolist(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out))
