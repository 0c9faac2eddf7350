"""Write cca.json: canonical variates by their definition, checked against scikit-learn where there is no ridge.

    python make_cca.py

Needs numpy and scikit-learn. The canonical correlations are the square roots of the eigenvalues of
S11^-1 S12 S22^-1 S21, and the directions its eigenvectors, scaled so that a' S11 a = 1 (Hotelling 1936); a ridge in units of
the mean variance is added to S11 and S22 (Vinod 1976).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.cross_decomposition import CCA

Rows = NDArray[np.float64]


def variates(one: Rows, other: Rows, count: int, ridge: float) -> tuple[Rows, Rows, Rows]:
    """The correlations, and the directions of both parts, columns x variates."""
    n = len(one)
    a, b = one - one.mean(axis=0), other - other.mean(axis=0)
    s11, s12, s22 = a.T @ a / (n - 1), a.T @ b / (n - 1), b.T @ b / (n - 1)
    s11 = s11 + ridge * np.trace(s11) / len(s11) * np.eye(len(s11))
    s22 = s22 + ridge * np.trace(s22) / len(s22) * np.eye(len(s22))
    values, vectors = np.linalg.eig(np.linalg.inv(s11) @ s12 @ np.linalg.inv(s22) @ s12.T)
    order = np.argsort(-values.real)[:count]
    correlations = np.sqrt(np.clip(values.real[order], 0, 1))
    left = vectors.real[:, order]
    left /= np.sqrt(np.einsum("ik,ij,jk->k", left, s11, left))
    left *= np.sign(left[np.abs(left).argmax(axis=0), np.arange(count)])
    right = np.linalg.inv(s22) @ s12.T @ left / correlations
    return correlations, left, right


def case(name: str, n: int, p: int, q: int, count: int, ridge: float, seed: int) -> dict[str, Any]:
    """Two parts that share some factors, on a grid that float32 holds exactly, and some new rows."""
    random = np.random.default_rng(seed)
    shared = random.normal(size=(n + 5, 3))
    one = shared @ random.normal(size=(3, p)) + random.normal(size=(n + 5, p)) + 2
    other = shared @ random.normal(size=(3, q)) + random.normal(size=(n + 5, q)) - 1
    one, other = np.round(one * 256) / 256, np.round(other * 256) / 256
    correlations, left, right = variates(one[:n], other[:n], count, ridge)
    if ridge == 0:
        fitted = CCA(n_components=count, scale=False, max_iter=5000, tol=1e-12).fit(one[:n], other[:n])
        x, y = fitted.transform(one[:n], other[:n])
        found = [np.corrcoef(x[:, k], y[:, k])[0, 1] for k in range(count)]
        assert np.abs(np.array(found) - correlations).max() < 1e-5, name
        for theirs, ours in ((x, (one[:n] - one[:n].mean(axis=0)) @ left), (y, (other[:n] - other[:n].mean(axis=0)) @ right)):
            same = [abs(np.corrcoef(theirs[:, k], ours[:, k])[0, 1]) for k in range(count)]
            assert min(same) > 1 - 1e-8, name
    return {
        "name": name,
        "dimensions": count,
        "regularization": ridge,
        "rows": n,
        "first": one.tolist(),
        "second": other.tolist(),
        "correlations": correlations.tolist(),
        "x": ((one - one[:n].mean(axis=0)) @ left).tolist(),
        "y": ((other - other[:n].mean(axis=0)) @ right).tolist(),
    }


def main() -> None:
    cases = [
        case("plain", 60, 5, 4, 3, 0.0, 1),
        case("wide", 50, 4, 9, 4, 0.0, 2),
        case("ridge", 60, 6, 7, 4, 0.001, 3),
        case("more columns than rows", 20, 30, 25, 3, 0.1, 4),
    ]
    path = Path(__file__).with_name("cca.json")
    path.write_text(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
