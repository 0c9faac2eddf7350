"""Writes scores.json: random labelings and blobs with the values that scikit-learn gives for every score.

Run from any folder, with the versions pinned below:

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python Tests/ScoresTests/Fixtures/make_scores.py

An item whose truth is -1 has no class and is dropped before scoring; -1 in the clusters is noise, which
scikit-learn takes for one more label.
"""

import decimal
import json
import math
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn import metrics
from sklearn.metrics.cluster import contingency_matrix

VERSIONS = {"scikit-learn": "1.9.1", "scipy": "1.17.1", "numpy": "2.4.6"}
MEANS = ["arithmetic", "geometric", "min", "max"]


def main():
    found = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    warnings.simplefilter("ignore")
    generator = np.random.default_rng(20)
    labelings = [labeling(generator, index) for index in range(200)]
    blobs = [blob(generator, index) for index in range(12)]
    informations = [
        expected_information([600] * 100, [600] * 100),
        expected_information([6000] * 10, [501 + 2 * index for index in range(100)]),
        expected_information([30000, 29999, 1], [59000, 990, 10]),
    ]
    path = pathlib.Path(__file__).with_name("scores.json")
    path.write_text(
        json.dumps(
            {"versions": VERSIONS, "labelings": labelings, "blobs": blobs, "informations": informations},
            separators=(",", ":"),
        )
        + "\n"
    )


def labeling(generator, index):
    """One truth and one clustering with every external score."""
    n = int(generator.choice([1, 2, 3, 5, 10, 30, 100, 250, 700]))
    k_true, k_pred = (int(generator.integers(1, max(2, min(n, 12) + 1))) for _ in range(2))
    skew = generator.choice([0.2, 1.0, 100.0])
    truth = generator.choice(k_true, size=n, p=generator.dirichlet(np.full(k_true, skew)))
    kind = ["random", "near", "perfect", "constant", "singletons", "constant-truth", "all-single"][
        int(generator.choice(7, p=[0.35, 0.41, 0.06, 0.06, 0.06, 0.03, 0.03]))
    ]
    clusters = generator.integers(0, k_pred, size=n)
    if kind == "near":
        renamed = generator.permutation(max(k_true, k_pred))
        clusters = np.where(generator.random(n) < 0.75, renamed[truth], clusters)
    elif kind == "perfect":
        clusters = generator.permutation(k_true)[truth]
    elif kind == "constant":
        clusters = np.zeros(n, dtype=int)
    elif kind == "singletons":
        clusters = generator.permutation(n)
    elif kind == "constant-truth":
        truth = np.zeros(n, dtype=int)
    elif kind == "all-single":
        truth, clusters = np.arange(n), generator.permutation(n)
    if index % 4 == 1:
        clusters = np.where(generator.random(n) < 0.15, -1, clusters)
    if index % 4 >= 2 and n > 2:
        truth = np.where(generator.random(n) < 0.1, -1, truth)
        truth[0] = max(truth[0], 0)
    return {
        "kind": kind,
        "truth": truth.tolist(),
        "clusters": clusters.tolist(),
        "scores": external(truth[truth >= 0], clusters[truth >= 0]),
    }


def external(truth, clusters):
    majority = by_majority(truth, clusters)
    matched = by_matching(truth, clusters)
    scores = {
        "kappa": metrics.cohen_kappa_score(truth, majority),
        "kappa-matched": metrics.cohen_kappa_score(truth, matched),
        "kappa-between": metrics.cohen_kappa_score(truth, clusters),
        "ari": metrics.adjusted_rand_score(truth, clusters),
        "homogeneity": metrics.homogeneity_score(truth, clusters),
        "completeness": metrics.completeness_score(truth, clusters),
        "v-measure": metrics.v_measure_score(truth, clusters),
        "v-measure-0.5": metrics.v_measure_score(truth, clusters, beta=0.5),
        "fowlkes-mallows": metrics.fowlkes_mallows_score(truth, clusters),
        "purity": metrics.accuracy_score(truth, majority),
        "accuracy": metrics.accuracy_score(truth, matched),
        "rand": metrics.rand_score(truth, clusters),
    }
    for mean in MEANS:
        suffix = "" if mean == "arithmetic" else "-" + mean
        scores["nmi" + suffix] = metrics.normalized_mutual_info_score(truth, clusters, average_method=mean)
        scores["ami" + suffix] = metrics.adjusted_mutual_info_score(truth, clusters, average_method=mean)
    groups = [len(np.unique(truth)), len(np.unique(clusters))]
    if max(groups) == len(truth) and min(groups) < len(truth):
        # Every item its own group on one side: the smaller entropy is the expected information, and scikit-learn
        # divides two rounding errors (it gives anything from -1 to 1.05).
        del scores["ami-min"]
    # JSON has no NaN: kappa of one label on both sides.
    return {name: None if np.isnan(value) else float(value) for name, value in scores.items()}


def by_majority(truth, clusters):
    """Each cluster's most common class, the lowest of equally common ones."""
    table = contingency_matrix(truth, clusters)
    classes, cluster_ids = np.unique(truth), np.unique(clusters)
    return classes[table.argmax(axis=0)][np.searchsorted(cluster_ids, clusters)]


def by_matching(truth, clusters):
    """The matching with the most agreement and then the least agreement by chance; clusters left over get the
    label -1000, which no class has."""
    table = contingency_matrix(truth, clusters).astype(float)
    classes, cluster_ids = np.unique(truth), np.unique(clusters)
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    worth = np.where(table > 0, table * (len(truth) ** 2 + 1) - chance, 0)
    given = np.full(len(cluster_ids), -1000)
    for row, column in zip(*linear_sum_assignment(worth, maximize=True)):
        if table[row, column] > 0:
            given[column] = classes[row]
    return given[np.searchsorted(cluster_ids, clusters)]


def blob(generator, index):
    """Rows around some centres with every internal score. Far from the origin, tight, with single rows, with noise."""
    n = int(generator.integers(20, 110))
    columns = int(generator.choice([1, 2, 5, 17]))
    k = int(generator.integers(2, 7))
    spread, offset = [(1.0, 0.0), (0.05, 0.0), (1.0, 1000.0), (3.0, -20.0)][index % 4]
    labels = generator.integers(0, k, size=n)
    centres = generator.normal(scale=4, size=(k, columns)) + offset
    rows = centres[labels] + generator.normal(scale=spread, size=(n, columns))
    rows = np.round(rows, 3).astype(np.float32)
    labels[:2] = [k, k + 1]  # two clusters of one row
    rows[5] = rows[6]
    if index % 3 == 0:
        labels[10:14] = -1
    kept = labels >= 0
    # Less their mean: far from the origin scikit-learn's own distances lose digits even in float64.
    exact = rows[kept].astype(np.float64)
    exact -= exact.mean(axis=0)
    return {
        "columns": columns,
        "rows": [float(str(value)) for value in rows.ravel()],
        "clusters": labels.tolist(),
        "samples": metrics.silhouette_samples(exact, labels[kept]).tolist(),
        "scores": {
            "silhouette": float(metrics.silhouette_score(exact, labels[kept])),
            "davies-bouldin": float(metrics.davies_bouldin_score(exact, labels[kept])),
            "calinski-harabasz": float(metrics.calinski_harabasz_score(exact, labels[kept])),
        },
    }


def expected_information(classes, clusters):
    """The expected mutual information of these sizes to 50 digits, from exact binomials."""
    decimal.getcontext().prec = 50
    decimal.getcontext().Emin = -10**9
    n = sum(classes)
    assert n == sum(clusters)
    ln = [decimal.Decimal(max(value, 1)).ln() for value in range(max(max(classes), max(clusters)) + 1)]
    ln_n = decimal.Decimal(n).ln()
    total = decimal.Decimal(0)
    for a in set(classes):
        for b in set(clusters):
            lowest = max(0, a + b - n)
            share = decimal.Decimal(math.comb(a, lowest) * math.comb(n - a, b - lowest)) / math.comb(n, b)
            mean = decimal.Decimal(0)
            for overlap in range(lowest, min(a, b) + 1):
                mean += share * overlap * (ln[overlap] + ln_n - ln[a] - ln[b])
                share = share * ((a - overlap) * (b - overlap)) / ((overlap + 1) * (n - a - b + overlap + 1))
            total += mean * classes.count(a) * clusters.count(b)
    return {"classes": classes, "clusters": clusters, "value": float(total / n)}


if __name__ == "__main__":
    main()
