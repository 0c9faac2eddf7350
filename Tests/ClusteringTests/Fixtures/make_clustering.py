"""Writes clustering.json: what scikit-learn finds on small blobs from given starts.

    pip install scikit-learn==1.9.1 numpy && python make_clustering.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

ROWS, COLUMNS, CLUSTERS = 240, 6, 4


def blobs(seed: int) -> np.ndarray:
    """Overlapping correlated blobs far from the origin, rounded so that the decimal text is exact in float32."""
    random = np.random.default_rng(seed)
    centers = random.normal(0, 2, (CLUSTERS, COLUMNS)) + 20
    mixing = random.normal(0, 1, (COLUMNS, COLUMNS))
    labels = random.integers(0, CLUSTERS, ROWS)
    rows = centers[labels] + random.normal(0, 1, (ROWS, COLUMNS)) @ mixing * 0.6
    return np.round(rows, 3).astype(np.float32)


class FromResponsibilities(GaussianMixture):
    """A mixture that starts with a maximisation from given responsibilities."""

    def _initialize_parameters(self, X, random_state, **_):
        self._initialize(X, self.given)


def kmeans_case(rows: np.ndarray, seed: int) -> dict:
    start = rows[np.random.default_rng(seed).choice(ROWS, CLUSTERS, replace=False)]
    fit = KMeans(CLUSTERS, init=start, n_init=1).fit(rows)
    return {
        "start": start.tolist(),
        "labels": fit.labels_.tolist(),
        "inertia": float(fit.inertia_),
        "iterations": int(fit.n_iter_),
    }


def mixture_case(rows: np.ndarray, covariance: str, seed: int) -> dict:
    labels = np.random.default_rng(seed).integers(0, CLUSTERS, ROWS)
    mixture = FromResponsibilities(CLUSTERS, covariance_type=covariance, max_iter=12, tol=0)
    mixture.given = np.eye(CLUSTERS)[labels]
    # Few iterations: later ones would amplify rounding where the likelihood is flat.
    mixture.fit(rows.astype(np.float64))
    return {
        "covariance": covariance,
        "start": labels.tolist(),
        "labels": mixture.predict(rows).tolist(),
        "logLikelihood": float(mixture.score(rows)),
        "weights": mixture.weights_.tolist(),
        "means": mixture.means_.tolist(),
    }


cases = []
for seed in range(8):
    rows = blobs(seed)
    cases.append(
        {
            "rows": [[round(float(x), 3) for x in row] for row in rows],
            "kmeans": kmeans_case(rows, seed),
            "mixtures": [mixture_case(rows, c, seed) for c in ("full", "diag", "tied", "spherical")],
        }
    )
document = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": cases}
Path(__file__).with_name("clustering.json").write_text(json.dumps(document, separators=(",", ":")))
