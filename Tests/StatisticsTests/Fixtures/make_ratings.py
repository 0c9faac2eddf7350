"""Writes ratings.json: Krippendorff's alpha of random tables, by its definition, in exact fractions.

Run from any folder; Python alone is needed, and the same version draws the same tables:

    python3 Tests/StatisticsTests/Fixtures/make_ratings.py
"""

import json
import pathlib
import platform
import random
from fractions import Fraction

TABLES = 50


def main():
    stream = random.Random(2026)
    document = {
        "versions": {"python": platform.python_version()},
        "tables": [table(stream, number) for number in range(TABLES)],
    }
    path = pathlib.Path(__file__).parent / "ratings.json"
    path.write_text(json.dumps(document, indent=None, separators=(",", ":")) + "\n")


def table(stream, number):
    """Ratings by unit, without the missing ones; raters agree more in some tables than in others."""
    values = [[1, 2, 3], [1, 2, 3, 4, 5], [0, 1], [0, 0.5, 2.25, 7, 100], [0.125 * step for step in range(40)]][number % 5]
    raters, units = stream.randint(2, 6), stream.randint(3, 30)
    agreement, missing = stream.random(), stream.choice([0, 0.1, 0.3, 0.6])
    ratings = []
    for _ in range(units):
        truth = stream.choice(values)
        unit = [truth if stream.random() < agreement else stream.choice(values) for _ in range(raters)]
        ratings.append([value for value in unit if stream.random() >= missing])
    alphas = {scale: alpha(ratings, scale) for scale in ["nominal", "ordinal", "interval", "ratio"]}
    return {"units": ratings, "pairable": sum(len(unit) for unit in ratings if len(unit) > 1), **alphas}


def alpha(ratings, scale):
    """One minus observed over expected disagreement, from the matrix of coincidences; None where it is undefined."""
    units = [[Fraction(value) for value in unit] for unit in ratings if len(unit) > 1]
    values = sorted({value for unit in units for value in unit})
    coincidences = {(c, k): Fraction(0) for c in values for k in values}
    for unit in units:
        for i, c in enumerate(unit):
            for j, k in enumerate(unit):
                if i != j:
                    coincidences[c, k] += Fraction(1, len(unit) - 1)
    totals = {c: sum(coincidences[c, k] for k in values) for c in values}
    count = sum(totals.values())

    def distance(c, k):
        if c == k:
            return Fraction(0)
        if scale == "nominal":
            return Fraction(1)
        if scale == "interval":
            return (c - k) ** 2
        if scale == "ratio":
            return ((c - k) / (c + k)) ** 2
        low, high = min(c, k), max(c, k)
        between = sum(totals[g] for g in values if low <= g <= high)
        return (between - (totals[c] + totals[k]) / 2) ** 2

    observed = sum(coincidences[c, k] * distance(c, k) for c in values for k in values)
    expected = sum(totals[c] * totals[k] * distance(c, k) for c in values for k in values)
    return None if expected == 0 else float(1 - (count - 1) * observed / expected)


main()
