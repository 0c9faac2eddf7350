"""Writes stability.json: the mean Jaccard index of each cluster on resampled rows, by the definition of Hennig (2007).

The sets are of his kind: clusters that stand apart beside a homogeneous region, which k-means parts where too many clusters are
asked for, or which chance has parted. Rows are drawn with replacement and clustered; a row that was drawn several times counts
once in the index.

    python3 -m venv .venv && .venv/bin/pip install scikit-learn==1.9.1 numpy
    .venv/bin/python Tests/RunsTests/Fixtures/make_stability.py
"""
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans

REFITS = 150
THRESHOLDS = [0.85, 0.75, 0.6]


def sets() -> list[tuple[str, np.ndarray, int, bool]]:
    """The name, the rows, the number of clusters, and whether the last one is parted at random."""
    random = np.random.default_rng(7)
    apart = np.vstack([random.normal(size=(60, 2)) * 0.4 + center for center in ([-6, 0], [0, 7], [6, 0])])
    square = random.uniform(-3, 3, size=(120, 2)) + [0, -8]
    rows = np.vstack([apart, square])
    return [
        ("as many as there are", rows, 4, False),
        ("a square in two", rows, 5, False),
        ("a square in two at random", rows, 5, True),
    ]


def partition(rows: np.ndarray, clusters: int, parts_last: bool) -> np.ndarray:
    if not parts_last:
        return KMeans(clusters, n_init=10, random_state=0).fit(rows).labels_
    labels = np.repeat(np.arange(clusters - 1), [60, 60, 60, 120])
    labels[180:] += np.random.default_rng(3).integers(0, 2, 120)
    return labels


def jaccard(rows: np.ndarray, labels: np.ndarray, clusters: int) -> np.ndarray:
    random = np.random.default_rng(1)
    sums, counts = np.zeros(clusters), np.zeros(clusters)
    for refit in range(REFITS):
        drawn = np.sort(random.integers(0, len(rows), len(rows)))
        found = KMeans(clusters, n_init=1, random_state=refit).fit(rows[drawn]).labels_
        distinct, first = np.unique(drawn, return_index=True)
        old, new = labels[distinct], found[first]
        for cluster in set(old):
            own = old == cluster
            sums[cluster] += max((own & (new == other)).sum() / (own | (new == other)).sum() for other in range(clusters))
            counts[cluster] += 1
    return sums / counts


def cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name, rows, clusters, parts_last in sets():
        rows = np.round(rows * 1024) / 1024  # numbers that Float holds exactly
        labels = partition(rows, clusters, parts_last)
        means = jaccard(rows, labels, clusters)
        print(name, np.round(means, 3))
        # A mean near a threshold would hang on the draws.
        if min(abs(mean - threshold) for mean in means for threshold in THRESHOLDS) > 0.03:
            found.append({"name": name, "clusters": clusters, "rows": rows.tolist(), "labels": labels.tolist(),
                          "jaccard": means.tolist()})
    return found


if __name__ == "__main__":
    content = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases()}
    Path(__file__).with_name("stability.json").write_text(json.dumps(content) + "\n")
