"""Clusters of numbers of any size, by scikit-learn 1.9.1 in float64 (NumPy for the numbers): writes sizes.json.

60 sets at offsets and scales from 1e-30 to 1e30, and mixed. Mixtures see the numbers divided by a power of two, and so
their regularization is that of the original numbers divided by its square. A result counts where it is unambiguous: three
seeds of k-means, ten of a mixture, agree on the partition, with and without the offsets.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

assert sklearn.__version__ == "1.9.1", sklearn.__version__
rng = np.random.default_rng(12)
kinds = ["offset", "scale", "mixed", "clumps"]
covariances = ["full", "tied", "diag", "spherical"]


def numbers(kind):
    rows, columns = 60, int(rng.integers(2, 4))
    centers = rng.normal(size=(3, columns)) * 8
    values = centers[np.arange(rows) % 3] + rng.normal(size=(rows, columns))
    offset = np.zeros(columns)
    scale = 10 ** rng.uniform(-30, 30)
    if kind == "offset":
        offset = 10 ** rng.uniform(2, 8, size=columns)
        scale = 10 ** rng.uniform(-3, 3)
    if kind == "mixed":
        offset = np.where(rng.random(columns) < .5, 10 ** rng.uniform(2, 7, size=columns), 0)
        values *= 10 ** rng.uniform(-1, 1, size=columns)
    if kind == "clumps":
        scale = 10 ** rng.uniform(-3, 3)
        values = rng.normal(size=(rows, columns)) + np.array([0, 12, 10 ** rng.uniform(3, 6)])[np.arange(rows) % 3, None]
    return (values + offset) * scale


def mixture(covariance, seed, data):
    """The labels, or none where scikit-learn finds no covariance."""
    try:
        model = GaussianMixture(3, covariance_type=covariance, random_state=seed, n_init=2, max_iter=200)
        return model.fit_predict(data)
    except ValueError:
        return None


def agreed(fits):
    return all(fit is not None and adjusted_rand_score(fits[0], fit) == 1 for fit in fits)


sets = []
for index in range(60):
    values = numbers(kinds[index % 4])
    middle = values[0]
    spread = np.abs(values - middle).max()
    exponent = int(np.floor(np.log2(spread))) - 3
    unit = np.ldexp(values, -exponent)
    near = np.ldexp(values - middle, -exponent)
    record = {"kind": kinds[index % 4], "rows": values.tolist(), "exponent": exponent, "results": {}}
    fits = [KMeans(3, n_init=10, random_state=seed).fit_predict(data) for data in (unit, near) for seed in range(3)]
    record["results"]["kmeans"] = {"labels": fits[0].tolist(), "isUnambiguous": agreed(fits)}
    for covariance in covariances:
        fits = [mixture(covariance, seed, data) for data in (near, unit) for seed in range(10)]
        labels = [] if fits[0] is None else fits[0].tolist()
        record["results"][covariance] = {"labels": labels, "isUnambiguous": agreed(fits)}
    sets.append(record)
path = pathlib.Path(__file__).parent / "sizes.json"
path.write_text(json.dumps({"scikit-learn": sklearn.__version__, "sets": sets}))
for name in ["kmeans", *covariances]:
    print(name, sum(record["results"][name]["isUnambiguous"] for record in sets), "of 60")
