#!/usr/bin/env python3
"""NumPy's, SciPy's and scikit-learn's times for what `prelude/tests/it/arrays/speed.rs` measures.

    cargo test --release --locked --test it -- --ignored --nocapture arrays::speed::speed
    python3 benches/arrays/numpy_twin.py

Best of some runs, in milliseconds of the wall clock and of the processors (all threads).
"""
import os
import time

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances

rng = np.random.default_rng(1)


def report(name, runs, work):
    wall = processor = float("inf")
    for _ in range(runs):
        start, before = time.perf_counter(), os.times().user
        work()
        wall = min(wall, time.perf_counter() - start)
        processor = min(processor, os.times().user - before)
    print(f"{name:<34} {wall * 1e3:9.1f} ms {processor * 1e3:9.1f} ms")


def main():
    print(f"{'':<34} {'wall':>12} {'user':>12}")
    small, medium, large = (rng.normal(size=(n, n)) for n in (200, 1000, 2000))
    symmetric = medium + medium.T
    report("matmul 200", 30, lambda: small @ small)
    report("matmul 2000", 3, lambda: large @ large)
    report("svd 1000 (square factors)", 3, lambda: np.linalg.svd(medium))
    report("svdvals 1000", 3, lambda: np.linalg.svd(medium, compute_uv=False))
    report("svd 200", 10, lambda: np.linalg.svd(small))
    report("eigh 1000", 3, lambda: np.linalg.eigh(symmetric))
    report("eigvals 500", 3, lambda: np.linalg.eigvals(medium[:500, :500]))
    report("qr 1000", 5, lambda: np.linalg.qr(medium))
    report("solve 1000", 5, lambda: np.linalg.solve(medium, medium[0]))
    report("inv 1000", 5, lambda: np.linalg.inv(medium))
    report("cholesky 1000", 5, lambda: np.linalg.cholesky(medium @ medium.T + np.eye(1000)))
    tall = rng.normal(size=(100_000, 50))
    report("svd 100000 x 50", 3, lambda: np.linalg.svd(tall, full_matrices=False))
    report("lstsq 100000 x 50", 3, lambda: np.linalg.lstsq(tall, tall[:, 0], rcond=None))
    x = rng.normal(size=1_000_000)
    report("argsort 1e6", 5, lambda: np.argsort(x))
    report("sort 1e6", 5, lambda: np.sort(x))
    report("unique 1e6 integers", 5, lambda: np.unique(rng.integers(0, 1000, 1_000_000)))
    report("median 1e6", 5, lambda: np.median(x))
    report("exp 1e6", 5, lambda: np.exp(x))
    points = rng.normal(size=(3000, 20))
    report("euclidean 3000 x 3000 of 20", 5, lambda: euclidean_distances(points, points))


if __name__ == "__main__":
    main()
