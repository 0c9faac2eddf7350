"""Writes umap.json: the graphs that umap-learn makes of given neighbours, and how well its layouts keep neighbours.

    python -m venv venv && venv/bin/pip install umap-learn==0.5.12 scikit-learn==1.9.1 numpy==2.4.6 numba==0.68.1
    venv/bin/python make_umap.py
"""

import json
import pathlib
import warnings
from importlib.metadata import version

import numpy
from sklearn.datasets import make_swiss_roll
from sklearn.metrics import pairwise_distances

warnings.filterwarnings("ignore")
import umap
from umap.umap_ import find_ab_params, fuzzy_simplicial_set, smooth_knn_dist

random = numpy.random.default_rng(14)


def neighbors(rows, metric, count):
    """The row itself first, then the nearest others, the lowest row first where distances are equal."""
    distances = pairwise_distances(rows.astype(float), metric=metric)
    numpy.fill_diagonal(distances, -1)
    order = numpy.argsort(distances, axis=1, kind="stable")[:, :count]
    found = numpy.take_along_axis(distances, order, 1)
    found[:, 0] = 0
    # What rounding leaves of the distance of equal rows.
    found[found < 1e-7] = 0
    return order.astype(numpy.int32), found.astype(numpy.float32)


def blobs(rows, columns, groups):
    centers = random.normal(0, 4, (groups, columns))
    return centers[numpy.arange(rows) % groups] + random.normal(0, 1, (rows, columns))


repeated = blobs(60, 3, 3)
repeated[40:] = repeated[:20]
sets = [
    ("groups", blobs(90, 5, 3), "euclidean", 15, 1.0, 1.0),
    ("roll", make_swiss_roll(90, noise=0.1, random_state=0)[0], "euclidean", 10, 1.0, 1.0),
    ("angles", blobs(80, 8, 4), "cosine", 15, 1.0, 1.0),
    ("repeated", repeated, "euclidean", 8, 1.0, 1.0),
    ("mixed", blobs(70, 4, 2), "euclidean", 12, 2.5, 0.4),
]
graphs = []
for name, rows, metric, count, connectivity, mix in sets:
    rows = numpy.round(rows, 3).astype(numpy.float32)
    indices, distances = neighbors(rows, metric, count)
    sigmas, rhos = smooth_knn_dist(distances, float(count), local_connectivity=connectivity)
    graph = fuzzy_simplicial_set(
        rows, count, numpy.random.RandomState(0), metric, knn_indices=indices, knn_dists=distances,
        set_op_mix_ratio=mix, local_connectivity=connectivity,
    )[0].tocoo()
    graphs.append(
        {
            "name": name,
            "neighbors": count,
            "localConnectivity": connectivity,
            "mix": mix,
            "indices": indices[:, 1:].ravel().tolist(),
            "distances": [float(f"{x:.9g}") for x in distances[:, 1:].ravel()],
            "sigma": [float(f"{x:.7g}") for x in sigmas],
            "rho": [float(f"{x:.7g}") for x in rhos],
            "edges": sorted(
                [int(i), int(j), float(f"{w:.7g}")] for i, j, w in zip(graph.row, graph.col, graph.data) if i < j
            ),
        }
    )

curves = [
    [minimum, spread, *map(float, find_ab_params(spread, minimum))]
    for minimum, spread in [(0, 1), (0.001, 1), (0.1, 1), (0.25, 1), (0.5, 1), (0.1, 2), (0.3, 0.5), (1, 1)]
]


def recall(rows, places, count=15):
    true, found = neighbors(rows, "euclidean", count + 1)[0], neighbors(places, "euclidean", count + 1)[0]
    return float(numpy.mean([len(set(a[1:]) & set(b[1:])) / count for a, b in zip(true, found)]))


layouts = []
for name, rows in [("roll", make_swiss_roll(400, noise=0.1, random_state=1)[0]), ("groups", blobs(400, 6, 4))]:
    rows = numpy.round(rows, 3).astype(numpy.float32)
    for dimensions in [2, 3]:
        recalls = [
            recall(rows, umap.UMAP(n_components=dimensions, random_state=seed).fit_transform(rows)) for seed in range(5)
        ]
        layouts.append(
            {
                "name": f"{name} in {dimensions}",
                "dimensions": dimensions,
                "rows": [[round(float(x), 3) for x in row] for row in rows],
                "recalls": [round(x, 5) for x in recalls],
            }
        )


def nearest(rows, new, count=15):
    distances = pairwise_distances(new.astype(float), rows.astype(float))
    return numpy.argsort(distances, axis=1, kind="stable")[:, :count]


transforms = []
for name, rows in [("roll", make_swiss_roll(400, noise=0.1, random_state=2)[0]), ("groups", blobs(400, 6, 4))]:
    rows = numpy.round(rows, 3).astype(numpy.float32)
    fitted, new = rows[:300], rows[300:]
    wanted = nearest(fitted, new)
    recalls = []
    for seed in range(5):
        model = umap.UMAP(random_state=seed).fit(fitted)
        found = nearest(model.embedding_, model.transform(new))
        recalls.append(float(numpy.mean([len(set(a) & set(b)) / 15 for a, b in zip(wanted, found)])))
    transforms.append(
        {
            "name": name,
            "rows": [[round(float(x), 3) for x in row] for row in fitted],
            "newRows": [[round(float(x), 3) for x in row] for row in new],
            "recalls": [round(x, 5) for x in recalls],
        }
    )
document = {
    **{package: version(package) for package in ["umap-learn", "scikit-learn", "numpy", "numba"]},
    "graphs": graphs,
    "curves": curves,
    "layouts": layouts,
    "transforms": transforms,
}
pathlib.Path(__file__).with_name("umap.json").write_text(json.dumps(document, separators=(",", ":")))
