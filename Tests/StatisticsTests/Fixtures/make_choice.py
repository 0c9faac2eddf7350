"""Writes choice.json: what the choice of k computes, by its definitions in NumPy, and scikit-learn's BIC and AIC.

Run from any folder, with the versions pinned below:

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python Tests/StatisticsTests/Fixtures/make_choice.py
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

VERSIONS = {"scikit-learn": "1.9.1", "scipy": "1.17.1", "numpy": "2.4.6"}
KS = [1, 2, 3, 4, 6]
REFERENCES = 5


def main():
    found = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    generator = np.random.default_rng(8)
    document = {
        "versions": VERSIONS,
        "elbows": [elbow(generator, count, rises) for count in [3, 5, 9] for rises in [False, True]],
        "gaps": [
            gap(blobs(generator, 45, 2)), gap(blobs(generator, 30, 4)), gap(generator.uniform(size=(40, 3))),
            gap(blobs(generator, 12, 20)),
        ],
        "criteria": [criterion(generator, shape, k) for shape in ["full", "diag", "tied", "spherical"] for k in [1, 4]],
        "tests": [paired(generator, shift) for shift in [0, 0.4, 1, 3]],
    }
    path = pathlib.Path(__file__).parent / "choice.json"
    path.write_text(json.dumps(document) + "\n")


def blobs(generator, rows, columns):
    centers = 6 * generator.normal(size=(3, columns))
    return centers[np.arange(rows) % 3] + generator.normal(size=(rows, columns))


def elbow(generator, count, rises):
    """The distances of the points below the chord of a falling curve, above that of a rising one, on axes from 0 to 1."""
    x = np.cumsum(generator.integers(1, 6, count)).astype(float)
    y = np.sort(generator.uniform(0, 50, count)) if rises else -np.sort(-generator.uniform(0, 50, count))
    scaled_x = (x - x[0]) / (x[-1] - x[0])
    scaled_y = (y - y.min()) / (y.max() - y.min())
    chord = scaled_y[0] + (scaled_y[-1] - scaled_y[0]) * scaled_x
    distances = scaled_y - chord if rises else chord - scaled_y
    return {"x": x.tolist(), "y": y.tolist(), "distances": distances.tolist()}


def log_dispersion(rows, labels):
    """log of the sum over clusters of D_r / (2 n_r), D_r the sum of squared distances over all ordered pairs."""
    total = 0
    for cluster in np.unique(labels):
        members = rows[labels == cluster]
        differences = members[:, None] - members[None]
        total += (differences**2).sum() / (2 * len(members))
    return float(np.log(total))


def box(rows):
    """Center, components (largest entry positive) and the ranges along them."""
    center = rows.mean(axis=0)
    values, vectors = np.linalg.svd(rows - center, full_matrices=False)[1:]
    kept = (values**2) > (values[0] ** 2) * 1e-12
    vectors = vectors[kept]
    largest = np.abs(vectors).argmax(axis=1)
    vectors = vectors * np.sign(vectors[np.arange(len(vectors)), largest])[:, None]
    coordinates = (rows - center) @ vectors.T
    return center, vectors, coordinates.min(axis=0), coordinates.max(axis=0)


def gap(rows):
    rows = rows.astype(np.float32).astype(float)
    center, vectors, low, high = box(rows)
    generator = np.random.default_rng(3)
    uniforms = generator.uniform(size=(REFERENCES, len(rows), len(vectors)))
    references = [(center + (low + u * (high - low)) @ vectors).astype(np.float32).astype(float) for u in uniforms]
    cluster = lambda data, k: KMeans(k, n_init=3, random_state=1).fit(data).labels_
    labels = [cluster(rows, k) for k in KS]
    reference_labels = [[cluster(data, k) for data in references] for k in KS]
    logs = [log_dispersion(rows, found) for found in labels]
    reference_logs = [[log_dispersion(data, one) for data, one in zip(references, found)] for found in reference_labels]
    gaps = [np.mean(many) - one for many, one in zip(reference_logs, logs)]
    errors = [np.std(many) * np.sqrt(1 + 1 / REFERENCES) for many in reference_logs]
    found = [i for i in range(len(KS) - 1) if gaps[i] >= gaps[i + 1] - errors[i + 1]]
    return {
        "rows": rows.tolist(), "uniforms": uniforms[0].ravel().tolist(),
        "references": [data.tolist() for data in references],
        "labels": [found.tolist() for found in labels],
        "referenceLabels": [[one.tolist() for one in found] for found in reference_labels],
        "logs": logs, "referenceLogs": reference_logs, "gaps": [float(one) for one in gaps],
        "errors": [float(one) for one in errors], "choice": found[0] if found else len(KS) - 1, "isFound": bool(found),
    }


def criterion(generator, shape, k):
    rows = blobs(generator, 60, 3)
    mixture = GaussianMixture(k, covariance_type=shape, random_state=0).fit(rows)
    return {
        "shape": shape, "clusters": k, "rows": 60, "columns": 3, "meanLogLikelihood": mixture.score(rows),
        "parameters": int(mixture._n_parameters()), "bic": mixture.bic(rows), "aic": mixture.aic(rows),
    }


def paired(generator, shift):
    one = generator.normal(size=5)
    other = one + shift + 0.5 * generator.normal(size=5)
    return {"one": one.tolist(), "other": other.tolist(), "p": float(stats.ttest_rel(one, other).pvalue)}


if __name__ == "__main__":
    main()
