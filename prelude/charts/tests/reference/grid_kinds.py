"""Where SciPy puts a dendrogram and a Q–Q plot's points, mplot3d a cube, statsmodels a smooth line.

Writes grid_kinds.json beside this file. Needs scipy, matplotlib, scikit-learn; statsmodels.
"""

import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from mpl_toolkits.mplot3d import proj3d
from scipy.cluster.hierarchy import dendrogram, linkage
from scipy.stats import norm, probplot
from sklearn.datasets import load_iris
from statsmodels.nonparametric.smoothers_lowess import lowess

X = load_iris().data[::5]
out = {"trees": []}
for method, last in [("average", 0), ("ward", 0), ("ward", 8), ("single", 0)]:
    Z = linkage(X, method)
    options = {"truncate_mode": "lastp", "p": last} if last else {}
    tree = dendrogram(Z, no_plot=True, **options)
    links = sorted(
        [(i[0] - 5) / 10, (i[2] - 5) / 10, d[0], d[3], d[1]] for i, d in zip(tree["icoord"], tree["dcoord"])
    )
    groups = {}
    for leaf, color in zip(tree["leaves"], tree["leaves_color_list"]):
        groups.setdefault(color, []).append(leaf)
    out["trees"].append({"merges": Z.tolist(), "last": last, "leaves": tree["leaves"], "links": links,
                         "n_clusters": len([c for c in set(tree["color_list"]) if c != "C0"])})

# The cube's corners in mplot3d's picture, up to place and scale.
views = []
for azimuth, elevation in [(-60, 30), (20, 10), (135, 60), (-150, -20)]:
    axes = plt.figure().add_subplot(projection="3d", proj_type="ortho", azim=azimuth, elev=elevation)
    axes.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1))
    try:
        axes.set_xlim(0, 1, view_margin=0)
        axes.set_ylim(0, 1, view_margin=0)
        axes.set_zlim(0, 1, view_margin=0)
    except TypeError:
        pass
    corners = [(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    x, y, _ = proj3d.proj_transform(*np.array(corners, float).T, axes.get_proj())
    views.append({"azimuth": azimuth, "elevation": elevation, "corners": corners,
                  "x": np.asarray(x).tolist(), "y": np.asarray(y).tolist()})
out["views"] = views

shares = [1e-12, 1e-4, 0.02, 0.1, 0.4, 0.5, 0.77, 0.93, 0.999999]
out["normal"] = {"shares": shares, "quantiles": norm.ppf(shares).tolist()}
values = X[:, 0]
out["order"] = probplot(values)[0][0].tolist()
rng = np.random.default_rng(0)
x = np.sort(rng.uniform(0, 10, 60))
y = np.sin(x) + rng.normal(0, 0.2, 60)
out["lowess"] = {"x": x.tolist(), "y": y.tolist(), "smooth": lowess(y, x, frac=2 / 3, it=0)[:, 1].tolist()}
corr = np.corrcoef(X[:, 0], X[:, 1])[0, 1]
out["pearson"] = {"a": X[:, 0].tolist(), "b": X[:, 1].tolist(), "r": float(corr)}
Path(__file__).with_suffix(".json").write_text(json.dumps(out))
