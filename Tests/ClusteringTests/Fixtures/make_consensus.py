"""Writes consensus.json: consensus partitions by the definition of evidence accumulation (Fred and Jain 2005).

The evidence for two rows is the share of the partitions that put them into one cluster, in a matrix of all pairs; SciPy merges
the rows by average linkage. Cases in which another order of the rows would give other clusters, for ties, are left out.

    python3 -m venv .venv && .venv/bin/pip install scikit-learn==1.9.1 scipy numpy
    .venv/bin/python Tests/ClusteringTests/Fixtures/make_consensus.py
"""
import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans


def evidence(partitions: np.ndarray) -> np.ndarray:
    """Rows × rows; noise lies together with nothing."""
    together = (partitions[:, :, None] == partitions[:, None, :]) & (partitions[:, :, None] >= 0)
    return together.mean(axis=0)


def numbered(labels: np.ndarray) -> list[int]:
    """Clusters numbered by their first rows; noise stays -1."""
    numbers: dict[int, int] = {}
    return [-1 if label < 0 else numbers.setdefault(int(label), len(numbers)) for label in labels]


def consensus(partitions: np.ndarray, clusters: int | None) -> list[int]:
    rows = np.flatnonzero((partitions < 0).sum(axis=0) * 2 <= len(partitions))
    distances = 1 - evidence(partitions[:, rows])
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    if clusters is None:
        ends = np.concatenate([[0], tree[:, 2], [1]])
        lifetimes = np.round(np.diff(ends), 12)
        # After m merges there are n - m clusters; of equal lifetimes the fewest clusters.
        clusters = min(range(1, len(rows) + 1), key=lambda count: (-lifetimes[len(rows) - count], count))
    found = np.full(partitions.shape[1], -1)
    found[rows] = fcluster(tree, clusters, "maxclust")
    return numbered(found)


def strengths(partitions: np.ndarray, labels: list[int]) -> list[float]:
    """The mean evidence of each row and the others of its cluster."""
    shares, labels = evidence(partitions), np.array(labels)
    values = []
    for row, label in enumerate(labels):
        others = np.flatnonzero((labels == label) & (np.arange(len(labels)) != row))
        values.append(0.0 if label < 0 else float(shares[row, others].mean()) if len(others) else 1.0)
    return values


def partitions_of(seed: int, clusters: int, count: int, noise: float = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    centers = random.normal(size=(clusters, 6)) * 3
    rows = centers[np.arange(140) % clusters] + random.normal(size=(140, 6))
    found = np.array([
        KMeans(clusters, n_init=1, init="random", random_state=start).fit(rows).labels_ for start in range(count)
    ])
    # Some rows are noise more often than others.
    often = random.uniform(size=140) < 0.1
    found[random.uniform(size=found.shape) < np.where(often, 4 * noise, noise / 4)] = -1
    return found


def is_unique(partitions: np.ndarray, clusters: int | None, labels: list[int]) -> bool:
    random = np.random.default_rng(0)
    for _ in range(40):
        order = random.permutation(partitions.shape[1])
        found = np.empty(len(order), dtype=int)
        found[order] = consensus(partitions[:, order], clusters)
        if numbered(found) != labels:
            return False
    return True


def cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for seed in range(40):
        for kind, clusters, noise, asks in [("k", 7, 0, True), ("noise", 6, 0.15, True), ("lifetime", 5, 0, False)]:
            partitions = partitions_of(seed, clusters, 9, noise)
            asked = clusters if asks else None
            labels = consensus(partitions, asked)
            # Without differences between the partitions there is nothing to find.
            differ = len({tuple(numbered(each)) for each in partitions}) > 4
            if sum(case["name"] == kind for case in found) < 6 and differ and is_unique(partitions, asked, labels):
                found.append({"name": kind, "clusters": asked, "partitions": partitions.tolist(), "labels": labels,
                              "strengths": strengths(partitions, labels)})
    return found


if __name__ == "__main__":
    content = {
        "versions": {"scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "cases": cases(),
    }
    Path(__file__).with_name("consensus.json").write_text(json.dumps(content) + "\n")
