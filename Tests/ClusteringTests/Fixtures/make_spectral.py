"""Writes spectral.json: the labels of scikit-learn's spectral clustering of sets with a gap between the eigenvalues.

    python3 -m venv .venv && .venv/bin/pip install scikit-learn==1.9.1 numpy
    .venv/bin/python Tests/ClusteringTests/Fixtures/make_spectral.py
"""
import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import SpectralClustering
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.neighbors import kneighbors_graph


def rounded(values: np.ndarray) -> np.ndarray:
    """Numbers that Float holds exactly."""
    return np.round(values * 1024) / 1024


def sets() -> list[tuple[str, np.ndarray, int, int]]:
    """The name, rows, clusters and neighbors; of at most 512 rows all eigenvectors are found at once."""
    random = np.random.default_rng(3)
    blobs, _ = make_blobs(400, 3, centers=4, cluster_std=1.4, random_state=2)
    many, _ = make_blobs(900, 4, centers=6, cluster_std=1.6, random_state=5)
    moons, _ = make_moons(700, noise=0.09, random_state=1)
    circles, _ = make_circles(600, noise=0.07, factor=0.45, random_state=1)
    turned = make_blobs(600, 2, centers=3, cluster_std=0.85, random_state=170)[0] @ np.array([[0.6, -0.6], [-0.4, 0.8]])
    uneven = np.vstack([random.normal(size=(500, 3)), random.normal(size=(100, 3)) * 0.4 + [3.6, 0, 0]])
    return [
        ("blobs", blobs, 4, 10), ("many", many, 6, 12), ("moons", moons, 2, 10), ("circles", circles, 2, 12),
        ("turned", turned, 3, 10), ("uneven", uneven, 2, 20),
    ]


def gap(rows: np.ndarray, clusters: int, neighbors: int) -> float:
    """The first eigenvalue of the Laplacian that is not used over the last one that is."""
    chosen = kneighbors_graph(rows, neighbors, include_self=True).toarray()
    weights = (chosen + chosen.T) / 2
    np.fill_diagonal(weights, 0)
    degrees = weights.sum(axis=1)
    values = np.linalg.eigvalsh(np.eye(len(rows)) - weights / np.sqrt(np.outer(degrees, degrees)))
    return float(values[clusters] / max(values[clusters - 1], 1e-9))


def cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name, rows, clusters, neighbors in sets():
        rows = rounded(rows)
        # Without a gap the clusters hang on how the rows of the eigenvectors are scaled.
        assert gap(rows, clusters, neighbors) > 3, (name, gap(rows, clusters, neighbors))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            labels = SpectralClustering(
                clusters, affinity="nearest_neighbors", n_neighbors=neighbors, random_state=0).fit(rows).labels_
        found.append({"name": name, "clusters": clusters, "neighbors": neighbors, "rows": rows.tolist(),
                      "labels": labels.tolist()})
    return found


if __name__ == "__main__":
    content = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases()}
    Path(__file__).with_name("spectral.json").write_text(json.dumps(content) + "\n")
