"""Writes gate.json: Welch's test of two samples, shifted by a tolerance, and its interval.

Run from any folder, with the versions that stand in gate.json:

    python Tests/StatisticsTests/Fixtures/make_gate.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats


def case(generator, new, recorded, tolerance):
    first = generator.normal(0.5, 0.02, new)
    second = generator.normal(0.53, 0.04, recorded)
    difference = first.mean() - second.mean()
    shift = -np.sign(difference) * tolerance
    interval = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    inside = abs(difference) <= tolerance
    return {
        "new": first.tolist(), "recorded": second.tolist(), "tolerance": tolerance,
        "p": 1.0 if inside else stats.ttest_ind(first + shift, second, equal_var=False).pvalue,
        "low": interval.low, "high": interval.high,
    }


def main():
    generator = np.random.default_rng(11)
    sizes = [(3, 4), (5, 5), (10, 5), (2, 9), (30, 30)]
    document = {
        "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
        "cases": [case(generator, *size, tolerance) for size in sizes for tolerance in (0, 0.005, 0.02)],
    }
    path = pathlib.Path(__file__).parent / "gate.json"
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
