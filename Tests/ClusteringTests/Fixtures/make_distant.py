"""Writes distant.json: what scikit-learn finds in float64 where components lie far apart compared with their widths.

    pip install scikit-learn==1.9.1 numpy && python make_distant.py

scikit-learn's own diagonal, spherical and tied covariances are differences of squares, so that rows far from zero lose
digits there; it is given the rows less their offset, which no mixture depends on.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture

ROWS = 240
SHAPES = ("full", "diag", "tied", "spherical")


class FromResponsibilities(GaussianMixture):
    """A mixture that starts with a maximisation from given responsibilities."""

    def _initialize_parameters(self, X, random_state, **_):
        self._initialize(X, self.given)


def sites(gap: float, width: float, distance: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Four clumps: two near each other at either of two distant places."""
    centers = np.array([[0, 0], [0, gap], [distance, 0], [distance, gap]])
    labels = np.repeat(np.arange(4), ROWS // 4)
    return centers[labels] + np.random.default_rng(seed).normal(size=(ROWS, 2)) * width, labels


def moved(rows: np.ndarray, offset: float) -> np.ndarray:
    """The rows at an offset, rounded as float64 rounds them there, less the offset, which is exact."""
    return (rows + offset) - offset


def on_grid(rows: np.ndarray, bits: int) -> np.ndarray:
    """The rows rounded to multiples of 2^-bits, so that float32 holds them as differences from the middle."""
    return np.round(rows * 2.0**bits) / 2.0**bits


def correlated(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Three clumps in four columns, of which one is nearly the sum of two others."""
    random = np.random.default_rng(seed)
    labels = np.arange(ROWS) % 3
    rows = random.normal(size=(ROWS, 4)) + np.array([0.0, 50, 400])[labels][:, None]
    rows[:, 3] = rows[:, 0] + rows[:, 1] + random.normal(size=ROWS) * 1e-2
    return on_grid(rows, 13), labels


def widths(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Clumps whose widths span seven orders of magnitude."""
    random = np.random.default_rng(seed)
    labels = np.arange(ROWS) % 3
    scale = np.array([1e-2, 10, 1e5])[labels][:, None]
    return random.normal(size=(ROWS, 3)) * scale + np.array([500.0, -800, 0])[labels][:, None], labels


def saturated(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two clumps and rows of a saturated sensor, near 99999."""
    rows = np.random.default_rng(seed).normal(size=(ROWS, 2)) + 4 * (np.arange(ROWS) % 2)[:, None]
    rows[::40, 1] += 99999
    rows = on_grid(rows, 6)
    labels = np.arange(ROWS) % 2
    labels[::40] = 2
    return rows, labels


SETS = {
    "two sites": (sites(1, 0.1, 3e3, 0), 0),
    "two wider sites": (sites(2, 0.2, 2e4, 1), 0),
    "two sites at an offset": (sites(1, 0.1, 30, 2), 2.0**30),
    "one column": ((sites(1, 0.1, 3e3, 3)[0][:, 1:] * 1e5, sites(1, 0.1, 3e3, 3)[1] % 2), 0),
    "nearly dependent columns": (correlated(4), 0),
    "nearly dependent columns at an offset": (correlated(5), -(2.0**20)),
    "widths of many orders": (widths(6), 0),
    "saturated rows": (saturated(7), 0),
}


def mixture(rows: np.ndarray, labels: np.ndarray, shape: str, offset: float) -> dict:
    clusters = int(labels.max()) + 1
    fit = FromResponsibilities(clusters, covariance_type=shape)
    fit.given = np.eye(clusters)[labels]
    fit.fit(rows)
    return {
        "covariance": shape,
        "logLikelihood": float(fit.score(rows)),
        "labels": fit.predict(rows).tolist(),
        "weights": fit.weights_.tolist(),
        "means": (fit.means_ + offset).tolist(),
    }


cases = []
for name, ((rows, labels), offset) in SETS.items():
    rows = moved(rows, offset)
    cases.append(
        {
            "name": name,
            "rows": (rows + offset).tolist(),
            "start": labels.tolist(),
            "mixtures": [mixture(rows, labels, shape, offset) for shape in SHAPES],
        }
    )
document = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": cases}
Path(__file__).with_name("distant.json").write_text(json.dumps(document, separators=(",", ":")))
