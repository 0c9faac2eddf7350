"""Writes made.json: sets on which a vocabulary helps, or does not, with the accuracy of k-means on each.

    python -m venv venv && venv/bin/pip install numpy==2.4.6
    venv/bin/python make_made.py

Images and nouns lie in two cones, and a class has one direction in both. `drowned`: four directions that no noun shares have
more variance than the classes. `isotropic`: noise alike in all directions instead. `unequal`: as `drowned`, with classes 8:1.
`shuffled` nouns and captions are in the cone of the others and as far from its axis, in directions of no class.
"""

import itertools
import json
import pathlib
from importlib.metadata import version

import numpy
from numpy.random import Generator
from numpy.typing import NDArray

Array = NDArray[numpy.float64]
CLASSES, COLUMNS, NOUNS, STYLES, STEPS = 6, 32, 120, 4, 256


def unit(rows: Array) -> Array:
    return rows / numpy.linalg.norm(rows, axis=-1, keepdims=True)


def softmax(values: Array, axis: int) -> Array:
    powers = numpy.exp(values - values.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def accuracy(labels: Array, found: Array) -> float:
    """The share of the items in their class, under the best names for the clusters."""
    counts = numpy.zeros((CLASSES, CLASSES))
    numpy.add.at(counts, (found, labels), 1)
    names = itertools.permutations(range(CLASSES))
    return float(max(counts[range(CLASSES), list(order)].sum() for order in names) / len(labels))


def kmeans(rows: Array, count: int, random: Generator) -> Array:
    """The labels of the least inertia over ten starts of k-means++."""
    fits: list[tuple[float, Array]] = []
    for _ in range(10):
        centers = rows[[random.integers(len(rows))]]
        while len(centers) < count:
            squares = ((rows[:, None] - centers) ** 2).sum(axis=2).min(axis=1)
            centers = numpy.vstack([centers, rows[random.choice(len(rows), p=squares / squares.sum())]])
        for _ in range(100):
            squares = ((rows[:, None] - centers) ** 2).sum(axis=2)
            found = squares.argmin(axis=1)
            centers = numpy.stack([rows[found == c].mean(axis=0) if c in found else centers[c] for c in range(count)])
        fits.append((squares.min(axis=1).sum(), found))
    return min(fits, key=lambda fit: fit[0])[1]


def softened(x: Array, nouns: Array, centers: Array) -> Array:
    """The counterparts of text-aided clustering without training."""
    likelihood = softmax(nouns @ centers.T, 1)
    own = [numpy.flatnonzero(likelihood.argmax(axis=1) == center) for center in range(len(centers))]
    kept = nouns[numpy.concatenate([each[numpy.argsort(-likelihood[each, c])][:5] for c, each in enumerate(own)])]
    return unit(softmax(x @ kept.T / 0.005, 1) @ kept)


def transported(x: Array, nouns: Array, centers: Array, most: int = 5, share: float = 1) -> Array:
    """The counterparts by entropic transport; with a share of r / (r + epsilon) nouns pay r for other masses."""
    kept = nouns[numpy.unique(numpy.argsort(-(centers @ nouns.T), axis=1)[:, :most])]
    cosines = x @ kept.T
    kernel, columns = numpy.exp((cosines - 1) / 0.02), numpy.ones(len(kept))
    for _ in range(1000):
        columns = (1 / len(kept) / (kernel / (kernel @ columns)[:, None]).mean(axis=0)) ** share
    return unit((kernel * columns * cosines) @ kept)


def adapted(parts: list[Array]) -> Array:
    units = numpy.stack(parts)
    prototype = unit(units.mean(axis=0))
    return (softmax((units * prototype).sum(axis=2, keepdims=True) / 0.01, 0) * units).sum(axis=0)


def made(random: Generator, sizes: list[int], style: float, noise: float) -> dict[str, Array]:
    """Rows on a grid that float32 holds exactly, so that every machine has the same."""
    basis = numpy.linalg.qr(random.normal(size=(COLUMNS, 2 + CLASSES + STYLES)))[0].T
    axes, classes, styles = basis[:2], basis[2 : 2 + CLASSES] - basis[2 : 2 + CLASSES].mean(axis=0), basis[-STYLES:]
    labels = numpy.repeat(numpy.arange(CLASSES), sizes)
    images = axes[0] + 0.4 * classes[labels] + style * random.normal(size=(len(labels), STYLES)) @ styles / STYLES**0.5
    sets = {"images": images + noise * random.normal(size=images.shape) / COLUMNS**0.5}
    for name in ["nouns", "captions"]:
        one, other = random.normal(size=(2, NOUNS, COLUMNS)) / COLUMNS**0.5
        sets[name] = axes[1] + 1.1 * classes[numpy.arange(NOUNS) % CLASSES] + 0.9 * one
        sets[f"shuffled {name}"] = axes[1] + numpy.hypot(1.1, 0.9) * other
    return {name: numpy.round(rows * STEPS).astype(int) for name, rows in sets.items()} | {"labels": labels}


def figures(sets: dict[str, Array], random: Generator) -> dict[str, float]:
    x = unit(sets["images"])
    groups = kmeans(x, 3 * CLASSES, random)
    centers = unit(numpy.stack([x[groups == group].mean(axis=0) for group in range(3 * CLASSES)]))
    spaces = {"images": x}
    for kind in ["", "shuffled "]:
        nouns, captions = unit(sets[f"{kind}nouns"]), unit(sets[f"{kind}captions"])
        spaces[f"{kind}tac"] = numpy.hstack([x, softened(x, nouns, centers)])
        spaces[f"{kind}cae"] = adapted([x, transported(x, nouns, centers), transported(x, captions, centers)])
    # All nouns, which are equally many of each class.
    spaces["equal masses"] = transported(x, unit(sets["nouns"]), centers, NOUNS)
    spaces["relaxed masses"] = transported(x, unit(sets["nouns"]), centers, NOUNS, share=0.5)
    return {name: round(accuracy(sets["labels"], kmeans(rows, CLASSES, random)), 3) for name, rows in spaces.items()}


if __name__ == "__main__":
    cases = []
    equal, unequal = [60] * CLASSES, [160, 160, 160, 20, 20, 20]
    for case, sizes, style, noise in [("drowned", equal, 0.8, 0.3), ("isotropic", equal, 0, 0.8), ("unequal", unequal, 0.8, 0.3)]:
        stream = numpy.random.default_rng(1)
        sets = made(stream, sizes, style, noise)
        cases.append({"name": case, "accuracy": figures(sets, stream), "sets": {name: sets[name].tolist() for name in sets}})
        print(case, cases[-1]["accuracy"])
    contents = {"numpy": version("numpy"), "steps": STEPS, "cases": cases}
    pathlib.Path(__file__).with_name("made.json").write_text(json.dumps(contents, separators=(",", ":")) + "\n")
