"""Writes agglomerative.json: trees and cuts of SciPy's hierarchical clustering.

    python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 numpy
    .venv/bin/python Tests/ClusteringTests/Fixtures/make_agglomerative.py
"""
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist


def sets() -> dict[str, np.ndarray]:
    """Rows whose numbers Float holds exactly; whole numbers have ties."""
    random = np.random.default_rng(11)

    def rounded(values: np.ndarray) -> np.ndarray:
        return np.round(values * 256) / 256

    blobs = rounded(random.normal(size=(40, 3)) + 6 * random.integers(0, 4, size=(40, 1)))
    return {
        "two": np.array([[0.0, 1.0], [3.0, 5.0]]),
        "normal": rounded(random.normal(size=(30, 4))),
        "blobs": blobs,
        "twins": np.repeat(rounded(random.normal(size=(9, 2))), 3, axis=0),
        "whole": random.integers(0, 4, size=(36, 3)).astype(float),
        "line": np.arange(20.0)[:, None],
        "grid": np.array([[x, y] for x in range(6) for y in range(6)], dtype=float),
        # The pairs of one side are a part in 30 million farther apart than those of the other.
        "nearly alike": np.float32([[2.8219144, 2.6927573], [3.563071, .8274079], [3.1738892, .39040563],
                                    [-2.8219144, 2.6927573], [-3.563071, .8274079], [-3.1738892, .39040566]]
                                   ).astype(float),
        "nearly parallel": np.float32([[1, .1], [1, .1001], [1, .100001], [0, 1], [.5, 1], [.5, 1.00001]]
                                      ).astype(float),
    }


def distances(rows: np.ndarray, metric: str) -> np.ndarray:
    """Of all pairs; 1 - cos as half the squared distance of the directions, which cancels no digits."""
    if metric == "euclidean":
        return pdist(rows)
    return pdist(rows / np.linalg.norm(rows, axis=1, keepdims=True), "sqeuclidean") / 2


def first_order(labels: np.ndarray) -> list[int]:
    """The labels numbered by their first rows."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(int(label), len(numbers)) for label in labels]


def cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name, rows in sets().items():
        for method in ("ward", "average", "complete", "single"):
            for metric in ("euclidean", "cosine"):
                if metric == "cosine" and (method == "ward" or name in ("whole", "line", "two", "grid")):
                    continue
                tree = linkage(distances(rows, metric), method)
                cuts = {
                    str(k): first_order(fcluster(tree, k, "maxclust"))
                    for k in (2, 3, 5)
                    if k <= len(rows) and len(set(fcluster(tree, k, "maxclust"))) == k
                }
                found.append({"name": name, "linkage": method, "metric": metric, "rows": rows.tolist(),
                              "tree": tree.tolist(), "cuts": cuts})
    return found


if __name__ == "__main__":
    content = {"versions": {"scipy": scipy.__version__, "numpy": np.__version__}, "cases": cases()}
    Path(__file__).with_name("agglomerative.json").write_text(json.dumps(content) + "\n")
