"""Writes gate.json: the test of two samples, shifted by a tolerance, its interval, and what few seeds prove.

The test is Student's t with three quarters of Welch's degrees of freedom; the smaller sample has at least the spread of
the larger one, and then the degrees of freedom are those of the larger one. No p-value is smaller than the largest
probability, over all weights, that each sample lies in another one of two optima. An interval takes so many values that
the smaller sample misses one of two equally frequent optima with a probability below .05.

Run from any folder, with the versions that stand in gate.json:

    python Tests/StatisticsTests/Fixtures/make_gate.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import optimize, stats


def separation(first, second):
    def both(weight):
        return stats.binom.pmf(first, first, weight) * stats.binom.pmf(0, second, weight) + stats.binom.pmf(
            0, first, weight
        ) * stats.binom.pmf(second, second, weight)

    starts = np.linspace(0.01, 0.99, 99)
    best = starts[np.argmax([both(weight) for weight in starts])]
    bounds = (max(best - 0.02, 1e-6), min(best + 0.02, 1 - 1e-6))
    found = optimize.minimize_scalar(lambda weight: -both(weight), bounds=bounds, method="bounded",
                                     options={"xatol": 1e-12})
    return -found.fun


def case(generator, new, recorded, tolerance, distance=0.03):
    first = generator.normal(0.53 - distance, 0.02, new)
    second = generator.normal(0.53, 0.04, recorded)
    difference = first.mean() - second.mean()
    variances = np.array([first.var(ddof=1) / new, second.var(ddof=1) / recorded])
    degrees = 0.75 * stats.ttest_ind(first, second, equal_var=False).df
    # The smaller sample has at least the spread of the larger one.
    larger = int(np.argmax([new, recorded]))
    shared = variances[larger] * (1 + max(new, recorded) / min(new, recorded))
    is_shared = new != recorded and shared > variances.sum()
    if is_shared:
        degrees = max(new, recorded) - 1
    error = np.sqrt(shared if is_shared else variances.sum())
    beyond = abs(difference) - tolerance
    test = 1.0 if beyond <= 0 else 2 * stats.t.sf(beyond / error, degrees)
    margin = stats.t.isf(0.025, degrees) * error
    is_known = 0.5 ** min(new, recorded) < 0.05
    return {
        "new": first.tolist(), "recorded": second.tolist(), "tolerance": tolerance,
        "p": max(test, separation(new, recorded)),
        "low": difference - margin if is_known else None, "high": difference + margin if is_known else None,
    }


def main():
    generator = np.random.default_rng(11)
    sizes = [(3, 4), (5, 5), (10, 5), (2, 9), (30, 30), (4, 4)]
    document = {
        "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
        "cases": [
            case(generator, *size, tolerance, 1 if size == (4, 4) else 0.03)
            for size in sizes for tolerance in (0, 0.005, 0.02)
        ],
    }
    path = pathlib.Path(__file__).parent / "gate.json"
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
