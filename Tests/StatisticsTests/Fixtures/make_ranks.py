"""Writes ranks.json: Kendall's tau-b by scipy and by its definition, and its interval over all draws of the seeds.

Run from any folder, with the versions pinned below:

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 numpy==2.4.6
    venv/bin/python Tests/StatisticsTests/Fixtures/make_ranks.py
"""

import itertools
import json
import math
import pathlib

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import stats

VERSIONS = {"scipy": "1.17.1", "numpy": "2.4.6"}
Values = NDArray[np.float64]


def main() -> None:
    found = {"scipy": scipy.__version__, "numpy": np.__version__}
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    generator = np.random.default_rng(11)
    document = {
        "versions": VERSIONS,
        "taus": [tau(generator, count, values) for count in [2, 3, 8, 25] for values in [3, 8, 1000]],
        "intervals": [interval(generator, methods, spread) for methods in [4, 8] for spread in [0.02, 0.1, 0.5]],
    }
    path = pathlib.Path(__file__).parent / "ranks.json"
    path.write_text(json.dumps(document, indent=1) + "\n")


def by_definition(first: Values, second: Values) -> float | None:
    """(C - D) / sqrt((n0 - n1) (n0 - n2)), pair by pair; None where a side has no order."""
    pairs = list(itertools.combinations(range(len(first)), 2))
    signs = [(np.sign(first[i] - first[j]), np.sign(second[i] - second[j])) for i, j in pairs]
    untied = sum(a != 0 for a, _ in signs) * sum(b != 0 for _, b in signs)
    return float(sum(a * b for a, b in signs) / math.sqrt(untied)) if untied else None


def tau(generator: np.random.Generator, count: int, values: int) -> dict[str, object]:
    """Whole numbers, so that there are ties, many of them for few values."""
    first, second = (generator.integers(0, values, count).astype(float) for _ in range(2))
    reference = stats.kendalltau(first, second, variant="b").statistic
    own = by_definition(first, second)
    assert (own is None and math.isnan(reference)) or math.isclose(own or 0.0, reference, abs_tol=1e-12)
    return {"first": first.tolist(), "second": second.tolist(), "tau": own}


def interval(generator: np.random.Generator, methods: int, spread: float) -> dict[str, object]:
    """The 2.5 % and 97.5 % quantiles of tau over all 5^5 draws of five seeds, which all methods share."""
    fixed = generator.uniform(0, 1, methods).round(4)
    series = fixed[:, None] + generator.normal(0, spread, (methods, 1)) + generator.normal(0, spread, (methods, 5))
    series[0] = series[0, 0]
    taus = sorted(
        stats.kendalltau(series[:, list(drawn)].mean(axis=1), fixed).statistic
        for drawn in itertools.product(range(5), repeat=5)
    )
    low, high = (taus[math.ceil(share * len(taus)) - 1] for share in [0.025, 0.975])
    single = [
        stats.kendalltau(series[:, seed], np.delete(series, seed, axis=1).mean(axis=1)).statistic for seed in range(5)
    ]
    return {"fixed": fixed.tolist(), "series": series.tolist(), "low": low, "high": high, "single": single}


if __name__ == "__main__":
    main()
