"""Writes transport.json: entropic optimal transport by its definition, in float64 and with logarithms throughout.

    python -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python make_transport.py
"""

import json
import pathlib
from importlib.metadata import version
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.special import logsumexp

Array = NDArray[numpy.float64]
random = numpy.random.default_rng(17)


def cones(rows: int, references: int, columns: int, groups: int) -> tuple[Array, Array]:
    """Images and nouns as CLIP has them: two narrow cones with common directions of their groups inside."""
    image_axis, noun_axis = random.normal(size=(2, columns)) * 1.5
    directions = random.normal(size=(groups, columns))
    images = image_axis + directions[numpy.arange(rows) % groups] + random.normal(size=(rows, columns)) * 0.6
    nouns = noun_axis + directions[numpy.arange(references) % groups] + random.normal(size=(references, columns)) * 0.9
    return images.astype(numpy.float32).astype(float), nouns.astype(numpy.float32).astype(float)


def unit(rows: Array) -> Array:
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def transport(
    rows: Array,
    references: Array,
    epsilon: float,
    row_masses: Array | None = None,
    reference_masses: Array | None = None,
    row_relaxation: float | None = None,
    reference_relaxation: float | None = None,
    most: int = 1000,
) -> dict[str, Any]:
    """The potentials f and g of the plan exp((f + g - cost) / epsilon), which begin at 0."""
    cost = 1 - unit(rows) @ unit(references).T
    count, others = cost.shape
    a = numpy.full(count, 1 / count) if row_masses is None else row_masses
    b = numpy.full(others, 1 / others) if reference_masses is None else reference_masses
    row_share = 1.0 if row_relaxation is None else row_relaxation / (row_relaxation + epsilon)
    share = 1.0 if reference_relaxation is None else reference_relaxation / (reference_relaxation + epsilon)
    f, g = numpy.zeros(count), numpy.zeros(others)
    iterations, error = 0, numpy.inf
    while iterations < most and error >= 1e-6:
        f = row_share * epsilon * (numpy.log(a) - logsumexp((g[None, :] - cost) / epsilon, axis=1))
        g = share * epsilon * (numpy.log(b) - logsumexp((f[:, None] - cost) / epsilon, axis=0))
        iterations += 1
        sums = logsumexp((f[:, None] + g[None, :] - cost) / epsilon, axis=1)
        following = row_share * epsilon * (numpy.log(a) - logsumexp((g[None, :] - cost) / epsilon, axis=1))
        # With masses that must be kept this is the sum of |row sum - mass|.
        error = float(numpy.abs(numpy.exp(sums + (following - f) / epsilon) - numpy.exp(sums)).sum())
        if row_relaxation is None:
            assert abs(error - numpy.abs(numpy.exp(sums) - a).sum()) < 1e-12
    return {"f": f.tolist(), "g": g.tolist(), "iterations": iterations, "error": error}


def masses(count: int) -> Array:
    values = random.uniform(0.2, 3, count)
    return values / values.sum()


cases: list[dict[str, Any]] = []
for name, shape, settings in [
    ("narrow", (50, 23, 8, 5), {"epsilon": 0.02}),
    ("wide", (37, 16, 5, 4), {"epsilon": 0.05}),
    ("sharp", (40, 33, 6, 4), {"epsilon": 0.005, "most": 300}),
    ("sharpest", (30, 20, 3, 3), {"epsilon": 0.001, "most": 60}),
    ("one reference", (9, 1, 4, 2), {"epsilon": 0.02}),
    ("one row", (1, 12, 4, 2), {"epsilon": 0.02}),
    ("masses", (45, 18, 7, 3), {"epsilon": 0.03, "row_masses": masses(45), "reference_masses": masses(18)}),
    ("relaxed references", (45, 18, 7, 3), {"epsilon": 0.02, "reference_relaxation": 0.1}),
    ("relaxed rows", (45, 18, 7, 3), {"epsilon": 0.02, "row_relaxation": 0.05, "row_masses": masses(45)}),
    ("relaxed both", (33, 40, 7, 3), {"epsilon": 0.02, "row_relaxation": 0.3, "reference_relaxation": 0.05}),
]:
    rows, references = cones(*shape)
    case = {key: value.tolist() if isinstance(value, numpy.ndarray) else value for key, value in settings.items()}
    case |= {"name": name, "rows": rows.tolist(), "references": references.tolist()}
    cases.append(case | transport(rows, references, **settings))

versions = {name: version(name) for name in ["numpy", "scipy"]}
target = pathlib.Path(__file__).with_name("transport.json")
target.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
for case in cases:
    print(case["name"], case["iterations"], case["error"])
