"""Writes counterpart.json: counterparts in a vocabulary and adaptive weights by their definitions, in float64.

    python -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python make_counterpart.py

The groups of the rows are far apart, so that every k-means with as many centres finds them.
"""

import json
import pathlib
from importlib.metadata import version
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.special import logsumexp, softmax

Array = NDArray[numpy.float64]
random = numpy.random.default_rng(23)


def unit(rows: Array) -> Array:
    return rows / numpy.linalg.norm(rows, axis=-1, keepdims=True)


def cones(count: int, nouns: int, columns: int, groups: int) -> tuple[Array, Array, NDArray[numpy.int64]]:
    """Images and nouns in two cones with common directions of their groups inside, as CLIP has them."""
    image_axis, noun_axis = random.normal(size=(2, columns))
    directions = random.normal(size=(groups, columns)) * 1.5
    labels = numpy.arange(count) % groups
    images = image_axis + directions[labels] + random.normal(size=(count, columns)) * 0.15
    words = noun_axis + directions[numpy.arange(nouns) % groups] + random.normal(size=(nouns, columns)) * 0.8
    return images.astype(numpy.float32).astype(float), words.astype(numpy.float32).astype(float), labels


def classified(nouns: Array, centers: Array, most: int) -> list[int]:
    """The nouns that are likeliest among those whose best centre is the same."""
    likelihood = softmax(nouns @ centers.T, axis=1)
    best = likelihood.argmax(axis=1)
    chosen: list[int] = []
    for center in range(len(centers)):
        own = numpy.flatnonzero(best == center)
        chosen += own[numpy.argsort(-likelihood[own, center], kind="stable")][:most].tolist()
    return sorted(chosen)


def nearest(nouns: Array, centers: Array, most: int) -> list[int]:
    """The union of the nouns with the highest cosines with each centre."""
    order = numpy.argsort(-(centers @ nouns.T), axis=1, kind="stable")[:, :most]
    return sorted(set(order.ravel().tolist()))


def plan(cosines: Array, epsilon: float) -> Array:
    """The entropic transport plan with equal masses for the cost 1 - cosine."""
    cost = 1 - cosines
    count, others = cost.shape
    g = numpy.zeros(others)
    for _ in range(1000):
        f = epsilon * (-numpy.log(count) - logsumexp((g[None, :] - cost) / epsilon, axis=1))
        g = epsilon * (-numpy.log(others) - logsumexp((f[:, None] - cost) / epsilon, axis=0))
        entries = numpy.exp((f[:, None] + g[None, :] - cost) / epsilon)
        if numpy.abs(entries.sum(axis=1) - 1 / count).sum() < 1e-6:
            return entries
    raise RuntimeError("the transport does not converge")


def counterparts(
    rows: Array, nouns: Array, labels: NDArray[numpy.int64], select: str, assign: str, most: int, scale: float
) -> dict[str, Any]:
    x, u = unit(rows), unit(nouns)
    centers = unit(numpy.stack([x[labels == group].mean(axis=0) for group in range(labels.max() + 1)]))
    kept = classified(u, centers, most) if select == "classify" else nearest(u, centers, most)
    cosines = x @ u[kept].T
    if assign == "softmax":
        weights = softmax(cosines / scale, axis=1)
        sums = weights @ u[kept]
    else:
        weights = plan(cosines, scale)
        sums = (weights * cosines) @ u[kept]
    return {
        "kept": kept,
        "shares": (weights / weights.sum(axis=1, keepdims=True)).tolist(),
        "counterparts": unit(sums).tolist(),
    }


cases: list[dict[str, Any]] = []
for name, shape, select, assign, most, scale in [
    ("text-aided clustering", (60, 40, 8, 4), "classify", "softmax", 3, 0.005),
    ("warmer", (45, 60, 6, 3), "classify", "softmax", 5, 0.05),
    ("transport", (60, 40, 8, 4), "nearest", "transport", 4, 0.1),
    ("classified transport", (48, 50, 7, 4), "classify", "transport", 5, 0.15),
    ("all nouns", (30, 12, 5, 3), "nearest", "softmax", 12, 0.02),
]:
    rows, nouns, labels = cones(*shape)
    case: dict[str, Any] = {"name": name, "rows": rows.tolist(), "nouns": nouns.tolist(), "centers": shape[3]}
    case |= {"select": select, "assign": assign, "perCenter": most, "scale": scale}
    cases.append(case | counterparts(rows, nouns, labels, select, assign, most, scale))

adaptive: list[dict[str, Any]] = []
for count, parts, columns, temperature in [(20, 3, 6, 0.01), (15, 4, 5, 0.1), (10, 2, 7, 0.01), (12, 5, 9, 1.0)]:
    inputs = (random.normal(size=(parts, count, columns)) + 1.2).astype(numpy.float32).astype(float)
    units = unit(inputs)
    prototype = units.mean(axis=0)
    cosines = (units * prototype).sum(axis=2) / numpy.linalg.norm(prototype, axis=1)
    weights = softmax(cosines / temperature, axis=0)
    adaptive.append(
        {
            "temperature": temperature,
            "inputs": inputs.tolist(),
            "weights": weights.T.tolist(),
            "sums": (weights[:, :, None] * units).sum(axis=0).tolist(),
        }
    )

versions = {name: version(name) for name in ["numpy", "scipy"]}
target = pathlib.Path(__file__).with_name("counterpart.json")
target.write_text(json.dumps({"versions": versions, "cases": cases, "adaptive": adaptive}) + "\n")
