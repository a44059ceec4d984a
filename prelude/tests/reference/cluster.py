"""Clustering by scikit-learn and SciPy, for tests/it/cluster.rs. Writes cluster.json beside itself.

The data are in the JSON too, rounded, so that both sides see the same numbers.
"""

import json
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn import cluster, datasets, mixture

rng = np.random.default_rng(5)


def listed(value):
    return np.asarray(value).tolist()


def moons():
    x, _ = datasets.make_moons(300, noise=0.07, random_state=1)
    return np.round(x, 5)


def blobs():
    centers = [[0, 0, 0], [6, 1, 0], [0, 7, 3], [5, 6, -4]]
    x, _ = datasets.make_blobs(260, centers=centers, cluster_std=[0.6, 1.0, 0.8, 0.4], random_state=3)
    return np.round(np.vstack([x, rng.uniform(-8, 12, (20, 3))]), 5)


def line():
    """One dimension, many equal values."""
    return np.round(np.sort(rng.normal(size=(120, 1)) * 3), 1)


DATA = {"moons": moons(), "blobs": blobs(), "line": line()}


def k_means():
    cases = []
    for name, k in [("blobs", 4), ("blobs", 7), ("moons", 5), ("line", 3)]:
        x = DATA[name]
        init = x[:: len(x) // k][:k].copy()
        for tol, max_iter in [(0.0, 300), (1e-4, 300), (0.0, 2)]:
            m = cluster.KMeans(k, init=init, n_init=1, tol=tol, max_iter=max_iter, algorithm="lloyd").fit(x)
            cases.append(
                dict(data=name, init=listed(init), tol=tol, max_iter=max_iter, centers=listed(m.cluster_centers_),
                     labels=listed(m.labels_), inertia=m.inertia_, n_iter=int(m.n_iter_),
                     transformed=listed(m.transform(x[:3])))
            )
    return cases


def mini_batch():
    out = {}
    for name, k in [("blobs", 4), ("moons", 5)]:
        inertia = [
            cluster.MiniBatchKMeans(k, n_init=10, random_state=s).fit(DATA[name]).inertia_ for s in range(5)
        ]
        out[name] = dict(k=k, inertia=float(np.median(inertia)))
    return out


def bisecting():
    m = cluster.BisectingKMeans(4, n_init=20, random_state=0, init="k-means++", tol=0).fit(DATA["blobs"])
    return dict(inertia=m.inertia_)


def dbscan():
    cases = []
    for name, eps, min_samples in [
        ("moons", 0.2, 5), ("moons", 0.12, 4), ("moons", 0.05, 3), ("blobs", 1.0, 5), ("blobs", 1.5, 10),
        ("blobs", 40.0, 5), ("line", 0.1, 3), ("line", 0.3, 6), ("moons", 1e-6, 2), ("moons", 0.1, 1),
    ]:
        m = cluster.DBSCAN(eps=eps, min_samples=min_samples).fit(DATA[name])
        cases.append(dict(data=name, eps=eps, min_samples=min_samples, labels=listed(m.labels_),
                          core=listed(m.core_sample_indices_)))
    return cases


def optics():
    cases = []
    settings = [
        ("moons", dict()), ("moons", dict(min_samples=10, xi=0.1)), ("blobs", dict(min_samples=8)),
        ("blobs", dict(min_samples=8, min_cluster_size=20)), ("blobs", dict(min_samples=5, xi=0.2)),
        ("blobs", dict(max_eps=2.0)), ("blobs", dict(min_samples=8, predecessor_correction=False)),
        ("moons", dict(cluster_method="dbscan", eps=0.2)), ("blobs", dict(cluster_method="dbscan", eps=1.0)),
    ]
    for name, kwargs in settings:
        m = cluster.OPTICS(**kwargs).fit(DATA[name])
        reach = np.where(np.isinf(m.reachability_), -1, m.reachability_)
        core = np.where(np.isinf(m.core_distances_), -1, m.core_distances_)
        cases.append(dict(data=name, settings=kwargs, labels=listed(m.labels_), ordering=listed(m.ordering_),
                          reachability=listed(reach), core_distances=listed(core)))
    return cases


def hdbscan():
    cases = []
    for name, kwargs in [
        ("moons", dict()), ("moons", dict(min_cluster_size=20)), ("blobs", dict()),
        ("blobs", dict(min_cluster_size=15, min_samples=3)), ("blobs", dict(cluster_selection_method="leaf")),
        ("blobs", dict(min_cluster_size=10, cluster_selection_epsilon=1.5)),
        ("moons", dict(min_cluster_size=100, allow_single_cluster=True)),
    ]:
        m = cluster.HDBSCAN(copy=True, **kwargs).fit(DATA[name])
        cases.append(dict(data=name, settings=kwargs, labels=listed(m.labels_),
                          probabilities=listed(m.probabilities_)))
    return cases


def hierarchy():
    cases = []
    for name in ["moons", "blobs"]:
        for method in ["ward", "complete", "average", "single"]:
            labels = {
                str(k): listed(cluster.AgglomerativeClustering(k, linkage=method).fit(DATA[name]).labels_)
                for k in [1, 2, 4, 9]
            }
            cut = {"ward": 8.0, "complete": 3.0, "average": 2.0, "single": 0.9}[method]
            by_distance = cluster.AgglomerativeClustering(None, distance_threshold=cut, linkage=method)
            cases.append(dict(data=name, method=method, linkage=listed(linkage(DATA[name], method)), labels=labels,
                              cut=cut, labels_by_distance=listed(by_distance.fit(DATA[name]).labels_)))
    return cases


def gaussian_mixture():
    cases = []
    for kind in ["full", "tied", "diag", "spherical"]:
        for tol, max_iter in [(1e-3, 100), (1e-10, 2000)]:
            x = DATA["blobs"]
            means = x[[0, 70, 140, 200]]
            eye = np.eye(3)
            precisions = dict(full=np.stack([eye] * 4), tied=eye, diag=np.ones((4, 3)), spherical=np.ones(4))[kind]
            m = mixture.GaussianMixture(4, covariance_type=kind, tol=tol, max_iter=max_iter, means_init=means,
                                        weights_init=np.full(4, 0.25), precisions_init=precisions, random_state=0)
            m.fit(x)
            cases.append(
                dict(kind=kind, tol=tol, max_iter=max_iter, means_init=listed(means), weights=listed(m.weights_),
                     means=listed(m.means_), covariances=listed(m.covariances_), n_iter=int(m.n_iter_),
                     lower_bound=float(m.lower_bound_), score=float(m.score(x)), bic=float(m.bic(x)),
                     aic=float(m.aic(x)), proba=listed(m.predict_proba(x[:20])), labels=listed(m.predict(x)))
            )
    return cases


def spectral():
    cases = []
    for name, k, affinity in [("moons", 2, "nearest_neighbors"), ("blobs", 4, "rbf")]:
        m = cluster.SpectralClustering(k, affinity=affinity, random_state=0, n_neighbors=10).fit(DATA[name])
        cases.append(dict(data=name, k=k, affinity=affinity, labels=listed(m.labels_)))
    return cases


def mean_shift():
    cases = []
    for name, bandwidth in [("blobs", 2.0), ("moons", 0.5)]:
        m = cluster.MeanShift(bandwidth=bandwidth).fit(DATA[name])
        cases.append(dict(data=name, bandwidth=bandwidth, labels=listed(m.labels_), centers=listed(m.cluster_centers_)))
    bandwidth = {name: cluster.estimate_bandwidth(DATA[name], quantile=0.3) for name in ["blobs", "moons"]}
    return dict(cases=cases, estimated=bandwidth)


result = dict(
    data={name: listed(x) for name, x in DATA.items()},
    k_means=k_means(), mini_batch=mini_batch(), bisecting=bisecting(), dbscan=dbscan(), optics=optics(),
    hdbscan=hdbscan(), hierarchy=hierarchy(), gaussian_mixture=gaussian_mixture(), spectral=spectral(),
    mean_shift=mean_shift(),
)
Path(__file__).with_suffix(".json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
