"""Writes balanced.json: the least sums of costs of assignments to clusters of equal size, by SciPy's assignment solver.

    python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 numpy
    .venv/bin/python Tests/ClusteringTests/Fixtures/make_balanced.py
"""
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import linear_sum_assignment


def least(costs: np.ndarray) -> float:
    """The least sum where each cluster has ⌊n/k⌋ or ⌈n/k⌉ rows: one column a place."""
    rows, clusters = costs.shape
    size, left = divmod(rows, clusters)
    places = [costs[:, [cluster]] for cluster in range(clusters) for _ in range(size)]
    if left:
        # Places that only rows left over may take: dearer than any others, so that those are filled first.
        dear = 1e6
        places += [costs + dear]
    table = np.hstack(places)
    chosen = linear_sum_assignment(table)
    return float(table[chosen].sum() - (dear * left if left else 0))


def cases() -> list[dict[str, object]]:
    random = np.random.default_rng(5)
    found: list[dict[str, object]] = []
    for rows, clusters in [(1, 1), (7, 1), (5, 5), (7, 3), (30, 4), (64, 8), (61, 7), (120, 11), (200, 16)]:
        points, centers = random.normal(size=(rows, 2)), random.normal(size=(clusters, 2)) * 0.4
        squares = ((points[:, None] - centers) ** 2).sum(axis=2)
        # Numbers with few digits are the same everywhere; whole ones have ties.
        for name, costs in [("points", np.round(squares * 1024) / 1024), ("whole", random.integers(0, 5, (rows, clusters)))]:
            found.append({"name": f"{name} {rows} {clusters}", "costs": costs.astype(float).tolist(),
                          "least": least(costs.astype(float))})
    return found


if __name__ == "__main__":
    content = {"versions": {"scipy": scipy.__version__, "numpy": np.__version__}, "cases": cases()}
    Path(__file__).with_name("balanced.json").write_text(json.dumps(content) + "\n")
