#!/usr/bin/env python3
"""Reference values from scikit-learn for decomposition, feature selection and text.

    python3 prelude/tests/reference/features.py      # writes features.json beside it

Data sets are those of scikit-learn that the prelude has too, or are computed by a formula that the
tests repeat.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.decomposition import NMF, PCA, FastICA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.feature_selection import (RFE, SelectFromModel, SelectPercentile, SequentialFeatureSelector, chi2,
                                       f_classif, f_regression, mutual_info_classif, mutual_info_regression)
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.manifold import TSNE, trustworthiness
from sklearn.random_projection import johnson_lindenstrauss_min_dim

HERE = pathlib.Path(__file__).parent
IRIS, DIABETES = datasets.load_iris(), datasets.load_diabetes(scaled=False)


def waves(n, p):
    """x[i, j] = sin(i (j + 1) / 7) + (i j mod 5) / 3 + 2: the tests' formula."""
    i, j = np.meshgrid(np.arange(n), np.arange(p), indexing="ij")
    return np.sin(i * (j + 1) / 7) + (i * j % 5) / 3 + 2


def decomposition():
    pca = {}
    for name, x, k, options in [
        ("waves_60_8_by_svd", waves(60, 8), 5, {}),
        ("waves_30_40_wide", waves(30, 40), 6, {}),
        ("waves_400_20_by_covariance", waves(400, 20), 20, {"whiten": True}),
        ("iris_share", IRIS.data, 0.97, {}),
    ]:
        model = PCA(k, svd_solver="full", **options).fit(x)
        pca[name] = {
            "components": model.components_, "variance": model.explained_variance_,
            "ratio": model.explained_variance_ratio_, "singular_values": model.singular_values_,
            "first": model.transform(x[:4]), "back": model.inverse_transform(model.transform(x[:4])),
        }
    x = waves(80, 25)
    svd = TruncatedSVD(4, algorithm="arpack").fit(x)
    mixed = sources() @ np.array([[1, 1, 1], [0.5, 2, 1.0], [1.5, 1.0, 2.0]]).T
    ica = {}
    for fun in ["logcosh", "exp", "cube"]:
        w = np.array([[0.3, -1.2, 0.5], [1.1, 0.4, -0.7], [-0.6, 0.8, 0.9]])
        model = FastICA(3, fun=fun, w_init=w, whiten="unit-variance", tol=1e-12, max_iter=1000).fit(mixed)
        ica[fun] = {"components": model.components_, "mixing": model.mixing_, "first": model.transform(mixed[:4])}
    nmf = NMF(3, tol=1e-10, max_iter=20000, init="nndsvda", random_state=0)
    w = nmf.fit_transform(IRIS.data)
    tsne = {}
    for name, data in [("iris", IRIS.data), ("digits", datasets.load_digits().data[:500])]:
        model = TSNE(init="pca", random_state=0)
        z = model.fit_transform(data)
        tsne[name] = {"kl": float(model.kl_divergence_), "trustworthiness": trustworthiness(data, z, n_neighbors=12)}
    return {
        "pca": pca,
        "truncated_svd": {
            "components": svd.components_, "singular_values": svd.singular_values_,
            "variance": svd.explained_variance_, "ratio": svd.explained_variance_ratio_, "first": svd.transform(x[:4]),
        },
        "fast_ica": ica,
        "nmf": {"error": float(nmf.reconstruction_err_), "components": nmf.components_, "first": w[:4]},
        "tsne": tsne,
        "min_dim": [[n, eps, int(johnson_lindenstrauss_min_dim(n, eps=eps))]
                    for n in (1, 2, 100, 10_000, 1_000_000) for eps in (0.05, 0.1, 0.5, 0.99)],
        "diffusion_map": diffusion_map(waves(40, 3), 0.9, 1.0, 2, 3),
    }


def sources():
    t = np.arange(400) / 50
    return np.c_[np.sin(2 * t), np.sign(np.sin(3 * t)), t % 1.0 - 0.5]


def diffusion_map(x, epsilon, alpha, steps, k):
    """By the definition of Coifman and Lafon, with NumPy's eigenvectors of the walk itself."""
    squared = ((x[:, None, :] - x[None, :, :]) ** 2).sum(-1)
    kernel = np.exp(-squared / epsilon)
    density = kernel.sum(1) ** alpha
    kernel = kernel / np.outer(density, density)
    degrees = kernel.sum(1)
    walk = kernel / degrees[:, None]
    values, vectors = np.linalg.eig(walk)
    order = np.argsort(-values.real)[1:k + 1]
    values, vectors = values.real[order], vectors.real[:, order]
    rest = degrees / degrees.sum()
    vectors = vectors / np.sqrt((rest[:, None] * vectors ** 2).sum(0))
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(0), range(k)])
    return {"eigenvalues": values, "embedding": vectors * values ** steps}


def selection():
    x, y = IRIS.data, IRIS.target
    scores = {}
    for name, (values, p) in {
        "f_classif": f_classif(x, y), "chi2": chi2(x, y), "f_regression": f_regression(DIABETES.data, DIABETES.target),
        "f_classif_weak": f_classif(waves(90, 6), np.arange(90) % 4),
        "chi2_weak": chi2(waves(90, 6), np.arange(90) % 4),
        "f_regression_weak": f_regression(waves(90, 6), np.arange(90) % 7 * 1.5),
    }.items():
        scores[name] = {"scores": values, "p_values": p}
    # The mean over seeds, since noise decides among equal values.
    seeds = range(20)
    line = LinearRegression()
    rfe = {name: RFE(line, n_features_to_select=k, step=step).fit(DIABETES.data, DIABETES.target)
           for name, k, step in [("three", 3, 1), ("half_by_two", None, 2)]}
    logistic = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000)
    chosen = {name: SelectFromModel(line, threshold=t, max_features=m).fit(DIABETES.data, DIABETES.target).get_support()
              for name, t, m in [("mean", "mean", None), ("median", "median", None), ("twice", "1.25*mean", None),
                                 ("value", 1.0, None), ("two", "mean", 2)]}
    sequential = {d: SequentialFeatureSelector(line, n_features_to_select=4, direction=d, cv=5)
                  .fit(DIABETES.data, DIABETES.target).get_support() for d in ("forward", "backward")}
    sequential["logistic"] = SequentialFeatureSelector(logistic, n_features_to_select=2, cv=5).fit(x, y).get_support()
    return {
        "scores": scores,
        "mutual_info_classif": np.mean([mutual_info_classif(x, y, random_state=s) for s in seeds], axis=0),
        "mutual_info_regression": np.mean(
            [mutual_info_regression(DIABETES.data, DIABETES.target, random_state=s) for s in seeds], axis=0),
        "mutual_info_waves": mutual_info_regression(waves(300, 4), np.cos(np.arange(300) / 9), random_state=0),
        "mutual_info_waves_classes": mutual_info_classif(waves(300, 4), np.arange(300) // 60, random_state=0),
        "rfe": {name: {"support": model.support_, "ranking": model.ranking_} for name, model in rfe.items()},
        "from_model": chosen,
        "from_model_logistic": SelectFromModel(logistic).fit(x, y).get_support(),
        "sequential": sequential,
        "percentile": {str(k): SelectPercentile(f_regression, percentile=k).fit(DIABETES.data, DIABETES.target).get_support()
                       for k in (10, 25, 55, 100)},
    }


TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "A quick-witted fox: quick, quick, QUICK!",
    "Élan vital — naïve café, Straße und ÜBER_MUT 42 3.14",
    "", "a b c",
    "dog dog dog; the dog sleeps, the fox doesn't.",
    "Съешь же ещё этих мягких французских булок",
    "日本語 テキスト 日本語",
    "tab\tand\nnew  lines   spaces",
]


def text():
    cases = {
        "plain": (CountVectorizer, {}),
        "bigrams": (CountVectorizer, {"ngram_range": (1, 2), "min_df": 2}),
        "limits": (CountVectorizer, {"max_df": 0.3, "min_df": 1, "stop_words": ["quick", "und"]}),
        "binary": (CountVectorizer, {"binary": True, "lowercase": False, "max_features": 3, "min_df": 2}),
        "chars": (CountVectorizer, {"analyzer": "char", "ngram_range": (2, 3)}),
        "chars_in_words": (CountVectorizer, {"analyzer": "char_wb", "ngram_range": (1, 4)}),
        "pattern": (CountVectorizer, {"token_pattern": r"[a-z]+"}),
        "pattern_group": (CountVectorizer, {"token_pattern": r"(\w)\w+"}),
        "vocabulary": (CountVectorizer, {"vocabulary": ["fox", "dog", "absent"]}),
        "tfidf": (TfidfVectorizer, {}),
        "tfidf_l1": (TfidfVectorizer, {"norm": "l1", "smooth_idf": False, "sublinear_tf": True}),
        "tfidf_raw": (TfidfVectorizer, {"norm": None, "ngram_range": (2, 2)}),
        "tf": (TfidfVectorizer, {"use_idf": False}),
        "hashing": (HashingVectorizer, {"n_features": 37}),
        "hashing_bigrams": (HashingVectorizer,
                            {"n_features": 1 << 20, "ngram_range": (1, 2), "norm": "l1", "alternate_sign": False}),
        "hashing_binary": (HashingVectorizer, {"n_features": 8, "binary": True, "norm": None}),
    }
    result = {"texts": TEXTS}
    for name, (kind, options) in cases.items():
        model = kind(**options)
        x = model.fit_transform(TEXTS)
        x.sum_duplicates()
        new = model.transform(["the quick unknown fox fox"]).tocsr()
        result[name] = {
            "rows": [sorted((int(c), float(v)) for c, v in zip(row.indices, row.data)) for row in x],
            "new": sorted((int(c), float(v)) for c, v in zip(new.indices, new.data)),
            "terms": [] if kind is HashingVectorizer else model.get_feature_names_out().tolist(),
        }
        if kind is TfidfVectorizer and options.get("use_idf", True):
            result[name]["idf"] = model.idf_
    return result


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value


values = {"scikit_learn": sklearn.__version__, "decomposition": decomposition(), "selection": selection(), "text": text()}
(HERE / "features.json").write_text(json.dumps(plain(values), ensure_ascii=False) + "\n")
