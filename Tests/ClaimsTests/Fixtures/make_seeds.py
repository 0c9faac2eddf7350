"""Writes seeds.json: a table as a run has it, with means and deviations over ten seeds and the tests of all pairs.

The means and deviations are invented. The tests are Welch's on these numbers, with Holm's correction over the pairs of a
score; a run of fusebench tests in another way, which does not matter here: claims are judged by the p-values of the file.
Run from any folder, with the version pinned below:

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1
    venv/bin/python Tests/ClaimsTests/Fixtures/make_seeds.py
"""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import scipy
from scipy import stats

VERSIONS = {"scipy": "1.17.1"}
SEEDS = 10
LEVEL = 0.95
CLUSTERERS = [("kmeans", "k-means"), ("gmm", "GMM")]
SPACES = [
    ("visual", "Visual"),
    ("text", "Text"),
    ("concatenation", "Concatenation"),
    ("pca-average", "Weighted average"),
]
ROLES: dict[str, dict[str, object]] = {
    "visual": {"holds": "features of a ResNet-50"},
    "text": {"holds": "embeddings of captions"},
    "concatenation": {"fuses": ["visual", "text"]},
    "pca-average": {"fuses": ["visual", "text"]},
}
# Mean and deviation by score, clusterer and space.
VALUES: dict[str, dict[str, list[tuple[float, float]]]] = {
    "kappa": {
        "kmeans": [(0.214, 0.006), (0.331, 0.012), (0.412, 0.015), (0.398, 0.031)],
        "gmm": [(0.209, 0.018), (0.342, 0.021), (0.349, 0.024), (0.268, 0.037)],
    },
    "ari": {
        "kmeans": [(0.118, 0.004), (0.189, 0.009), (0.241, 0.011), (0.236, 0.022)],
        "gmm": [(0.121, 0.012), (0.197, 0.013), (0.202, 0.017), (0.147, 0.024)],
    },
}

Method = tuple[str, str]


def main() -> None:
    assert scipy.__version__ == VERSIONS["scipy"], f"needs {VERSIONS}, found {scipy.__version__}"
    methods = [(clusterer, space) for clusterer, _ in CLUSTERERS for space, _ in SPACES]
    document = {
        "name": "seeds",
        "kind": "run",
        "source": "invented for these tests, as a run with ten seeds",
        "versions": VERSIONS,
        "seeds": SEEDS,
        "scores": list(VALUES),
        "clusterers": [{"name": name, "label": label} for name, label in CLUSTERERS],
        "spaces": [{"name": name, "label": label} | ROLES[name] for name, label in SPACES],
        "cells": [
            {
                "clusterer": clusterer,
                "space": space,
                "scores": {
                    score: dict(zip(("mean", "deviation"), value(score, (clusterer, space)), strict=True))
                    for score in VALUES
                },
            }
            for clusterer, space in methods
        ],
        "statistics": {
            "level": LEVEL,
            "cells": [],
            "pairs": [pair for score in VALUES for pair in pairs(score, methods)],
            "kappas": [],
            "stability": [],
        },
    }
    path = Path(__file__).parent / "seeds.json"
    path.write_text(json.dumps(document, indent=1) + "\n")


def value(score: str, method: Method) -> tuple[float, float]:
    clusterer, space = method
    return VALUES[score][clusterer][[name for name, _ in SPACES].index(space)]


def pairs(score: str, methods: list[Method]) -> list[dict[str, object]]:
    """The tests of every two methods, in the form of statistics.json."""
    couples = list(itertools.combinations(methods, 2))
    tests = [welch(value(score, first), value(score, second)) for first, second in couples]
    corrected = holm([p for _, _, p in tests])
    return [
        {
            "score": score,
            "first": {"clusterer": first[0], "space": first[1]},
            "second": {"clusterer": second[0], "space": second[1]},
            "difference": round(difference, 6),
            "low": round(difference - half, 6),
            "high": round(difference + half, 6),
            "p": float(f"{p:.4g}"),
            "holm": float(f"{after:.4g}"),
            "test": "welch",
        }
        for (first, second), (difference, half, p), after in zip(couples, tests, corrected, strict=True)
    ]


def welch(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float, float]:
    """The difference, half of its interval and the p-value on both sides."""
    one, other = first[1] ** 2 / SEEDS, second[1] ** 2 / SEEDS
    error = math.sqrt(one + other)
    degrees = (one + other) ** 2 / ((one**2 + other**2) / (SEEDS - 1))
    difference = first[0] - second[0]
    p = 2 * stats.t.sf(abs(difference) / error, degrees)
    return difference, float(stats.t.ppf((1 + LEVEL) / 2, degrees)) * error, float(p)


def holm(values: list[float]) -> list[float]:
    """Holm's step-down correction."""
    order = sorted(range(len(values)), key=lambda position: values[position])
    corrected = [0.0] * len(values)
    largest = 0.0
    for rank, position in enumerate(order):
        largest = max(largest, min(1.0, (len(values) - rank) * values[position]))
        corrected[position] = largest
    return corrected


if __name__ == "__main__":
    main()
