"""The quality of a result, found in the same way for both sides from the file that a side wrote."""
import functools

import numpy as np

DRAWN = 1000
NEIGHBORS = 15


def neighbor_recall(settings, out):
    """The share of the 15 nearest others of 1,000 rows that are among their 15 nearest in the layout."""
    points = np.fromfile(out, dtype="<f4").reshape(-1, settings["dimensions"])
    true = true_neighbors(settings["rows"], settings.get("metric", "euclidean"))
    found = nearest(points.astype(np.float64), drawn(len(points)))
    shared = sum(len(np.intersect1d(one, other)) for one, other in zip(true, found))
    return {"recall": [shared / true.size]}


@functools.cache
def true_neighbors(path, metric):
    rows = np.load(path).astype(np.float64)
    if metric == "cosine":
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return nearest(rows, drawn(len(rows)))


def drawn(rows):
    return np.random.default_rng([6, 0]).choice(rows, size=min(DRAWN, rows), replace=False)


def nearest(values, queries):
    """The nearest other rows of some, by all distances in double precision."""
    squares = (values * values).sum(axis=1)
    found = []
    for part in np.array_split(queries, -(-len(queries) // 100)):
        distances = squares - 2 * values[part] @ values.T
        distances[np.arange(len(part)), part] = np.inf
        found.append(np.argpartition(distances, NEIGHBORS, axis=1)[:, :NEIGHBORS])
    return np.concatenate(found)


def normalized_cut(settings, out):
    """The sum over the clusters of the weight that leaves one, as a share of its degrees (Shi and Malik 2000)."""
    graph = neighbor_graph(settings["rows"], settings["neighbors"])
    labels = np.fromfile(out, dtype="<i4")
    members = labels[:, None] == np.arange(settings["k"])
    volumes = members.T @ np.asarray(graph.sum(axis=1)).ravel()
    kept = (members * (graph @ members.astype(np.float64))).sum(axis=0)
    return {"normalizedCut": [float(np.sum(1 - kept[volumes > 0] / volumes[volumes > 0]))]}


@functools.cache
def neighbor_graph(path, neighbors):
    """½(A + Aᵀ), where A joins each row with its nearest ones, the row itself counted but not joined."""
    from sklearn.neighbors import kneighbors_graph
    chosen = kneighbors_graph(np.load(path), neighbors - 1, include_self=False)
    return 0.5 * (chosen + chosen.T)
