"""Writes dbscan.json: what scikit-learn's DBSCAN finds on small sets, with and without equal distances."""

import json
import os

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN
from sklearn.datasets import make_moons


def sets():
    draw = np.random.default_rng(6)
    for columns in (2, 5, 20):
        centers = draw.normal(size=(4, columns)) * 8 / np.sqrt(columns)
        group = draw.integers(0, 4, 200)
        yield f"blobs of {columns} columns", (centers[group] + draw.normal(size=(200, columns))).round(3)
    yield "moons", make_moons(200, noise=0.1, random_state=2)[0].round(3)
    yield "grid", np.stack(np.meshgrid(range(12), range(12)), -1).reshape(-1, 2)[draw.permutation(144)[:110]]
    yield "whole numbers in 20 columns", draw.integers(0, 2, (150, 20))
    yield "equal rows", draw.normal(size=(40, 3)).round(2)[draw.integers(0, 40, 130)]


def distances(rows, metric):
    rows = rows.astype(np.float64)
    if metric == "cosine":
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    squares = ((rows[:, None] - rows[None]) ** 2).sum(2)
    return squares / 2 if metric == "cosine" else np.sqrt(squares)


def main():
    result = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": []}
    for name, rows in sets():
        rows = rows.astype(np.float32)
        for metric in ("euclidean", "cosine"):
            if metric == "cosine" and not rows.any(axis=1).all():
                continue
            table = distances(rows, metric)
            for samples in (1, 4, 9):
                neighbour = np.sort(table, axis=1)[:, samples - 1 if samples > 1 else 1]
                for share in (0.3, 0.8, 0.98):
                    # A distance that none of the rows has, but on whole numbers, whose distances are exact.
                    eps = float("%.5g" % max(np.quantile(neighbour, share), 1e-6))
                    if name == "grid" and metric == "euclidean":
                        eps = 1.0 if share < 0.5 else 1.5
                    fit = DBSCAN(eps=eps, min_samples=samples, metric="precomputed").fit(table)
                    result["cases"].append({
                        "name": name, "metric": metric, "minSamples": samples, "eps": eps,
                        "rows": rows.tolist() if samples == 1 and share == 0.3 and metric == "euclidean" else [],
                        "labels": fit.labels_.tolist(),
                    })
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "dbscan.json"), "w") as file:
        json.dump(result, file, separators=(",", ":"))


main()
