"""Write balanced-fit.json: rows, and the inertia that balanced k-means with SciPy's assignment solver reaches on them.

    python make_balanced_fit.py

Needs numpy, scipy and scikit-learn. Each iteration assigns the rows to clusters of equal size at the least sum of squared
distances (one column a place, Malinen and Fraenti 2014) and takes the means, from the centres of k-means, until nothing changes.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans

ROWS, COLUMNS, CLUSTERS, STARTS = 2000, 3, 20, 2


def inertia(points: NDArray[np.float64], seed: int) -> float:
    """The inertia of equal clusters from one start."""
    size = len(points) // CLUSTERS
    centers = KMeans(CLUSTERS, n_init=10, random_state=seed).fit(points).cluster_centers_
    best = np.inf
    while True:
        squares = ((points[:, None] - centers) ** 2).sum(axis=2)
        rows, places = linear_sum_assignment(np.repeat(squares, size, axis=1))
        labels = places[np.argsort(rows)] // size
        centers = np.array([points[labels == cluster].mean(axis=0) for cluster in range(CLUSTERS)])
        found = float(((points - centers[labels]) ** 2).sum())
        if found >= best * (1 - 1e-12):
            return best
        best = found


def main() -> None:
    random = np.random.default_rng(11)
    groups = random.normal(size=(12, COLUMNS)) * 4
    # Unequal groups, on a grid that float32 holds exactly.
    chosen = random.choice(12, size=ROWS, p=np.arange(1, 13) / 78)
    points = np.round((groups[chosen] + random.normal(size=(ROWS, COLUMNS))) * 64) / 64
    content = {
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
        "clusters": CLUSTERS,
        "rows": points.tolist(),
        "least": min(inertia(points, seed) for seed in range(STARTS)),
    }
    Path(__file__).with_name("balanced-fit.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main()
