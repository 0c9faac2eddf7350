"""Writes hdbscan.json: what hdbscan finds on small sets, with its own trees."""

import json
import os

import hdbscan
import numpy as np
from sklearn.datasets import make_moons


def sets():
    draw = np.random.default_rng(4)
    for columns, cosine in ((2, False), (6, False), (24, False), (12, True)):
        centers = draw.normal(size=(4, columns)) * 9 / np.sqrt(columns)
        group = draw.integers(0, 4, 180)
        rows = centers[group] + draw.normal(size=(180, columns)) * draw.uniform(0.3, 1.1, (180, 1))
        yield f"blobs of {columns} columns", rows + 3 * cosine, cosine
    yield "moons", make_moons(160, noise=0.09, random_state=3)[0], False
    yield "uniform", draw.uniform(size=(150, 3)), False


SETTINGS = [
    ({}, {}),
    ({"selection": "leaf"}, {"cluster_selection_method": "leaf"}),
    ({"min-samples": 3}, {"min_samples": 3}),
    ({"selection-epsilon": 0.5}, {"cluster_selection_epsilon": 0.5}),
    ({"selection": "leaf", "selection-epsilon": 0.4}, {"cluster_selection_method": "leaf", "cluster_selection_epsilon": 0.4}),
    ({"allow-single-cluster": True}, {"allow_single_cluster": True}),
    ({"allow-single-cluster": True, "selection-epsilon": 0.6}, {"allow_single_cluster": True, "cluster_selection_epsilon": 0.6}),
    ({"max-cluster-size": 50}, {"max_cluster_size": 50}),
]


def rounded(values, digits=9):
    return [float(f"%.{digits}g" % value) for value in np.asarray(values, dtype=float).ravel()]


def case(name, rows, cosine, ours, theirs):
    options = dict(min_cluster_size=8, approx_min_span_tree=False, algorithm="generic" if cosine else "best", **theirs)
    exact = rows.astype(np.float64)
    if cosine:
        units = exact / np.linalg.norm(exact, axis=1, keepdims=True)
        # Half the squared difference of the directions is 1 - cos without its cancellation.
        distances = ((units[:, None] - units[None]) ** 2).sum(2) / 2
        fit = hdbscan.HDBSCAN(metric="precomputed", **options).fit(distances)
    else:
        fit = hdbscan.HDBSCAN(prediction_data=True, **options).fit(exact)
    tree = fit.single_linkage_tree_.to_numpy()
    found = {
        "settings": {"min-cluster-size": 8, "metric": "cosine" if cosine else "euclidean", **ours},
        "tree": [[int(a), int(b), float("%.17g" % d), int(s)] for a, b, d, s in tree],
        "labels": fit.labels_.tolist(),
        "strengths": rounded(fit.probabilities_),
        "outlierScores": rounded(fit.outlier_scores_),
    }
    if not cosine and not theirs:
        draw = np.random.default_rng(9)
        new = rows[draw.integers(0, len(rows), 40)] + draw.normal(size=(40, rows.shape[1])).astype(np.float32) * 0.3
        new = new.astype(np.float32)
        labels, strengths = hdbscan.approximate_predict(fit, new.astype(np.float64))
        found["new"] = [rounded(row) for row in new]
        found["newLabels"] = labels.tolist()
        found["newStrengths"] = rounded(strengths)
    return found


def main():
    result = {"hdbscan": "0.8.44", "numpy": np.__version__, "sets": []}
    for name, rows, cosine in sets():
        rows = rows.round(4).astype(np.float32)
        cases = [case(name, rows, cosine, ours, theirs) for ours, theirs in SETTINGS]
        # The tree differs with min-samples alone.
        for later in cases[1:]:
            if later["tree"] == cases[0]["tree"]:
                later["tree"] = []
        result["sets"].append({"name": name, "rows": [rounded(row) for row in rows], "cases": cases})
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "hdbscan.json"), "w") as file:
        json.dump(result, file, separators=(",", ":"))


main()
