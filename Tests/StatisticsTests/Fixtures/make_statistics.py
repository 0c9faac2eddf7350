"""Writes statistics.json: what scipy and statsmodels give for the distributions, errors and tests.

Run from any folder, with the versions pinned below:

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 numpy==2.4.6 statsmodels==0.14.6
    venv/bin/python Tests/StatisticsTests/Fixtures/make_statistics.py
"""

import json
import pathlib

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests

VERSIONS = {"scipy": "1.17.1", "numpy": "2.4.6", "statsmodels": "0.14.6"}


def main():
    found = {"scipy": scipy.__version__, "numpy": np.__version__, "statsmodels": statsmodels.__version__}
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    generator = np.random.default_rng(5)
    document = {
        "versions": VERSIONS,
        "tails": [tail(degrees, t) for degrees in DEGREES for t in [0, 0.1, 0.7, 1.96, 3, 8.5, 40]],
        "quantiles": [quantile(degrees, p) for degrees in DEGREES for p in [0.4, 0.1, 0.025, 0.005, 1e-6]],
        "families": [family(generator, count) for count in [1, 2, 5, 28]],
        "kappas": [kappa(generator, items, classes) for items in [200, 1000] for classes in [2, 5]],
        "accuracies": [accuracies(generator, items) for items in [12, 40, 100, 400]],
    }
    path = pathlib.Path(__file__).parent / "statistics.json"
    path.write_text(json.dumps(document, indent=1) + "\n")


DEGREES = [0.5, 1, 2, 3.7, 4, 9, 30, 99.5, 1000, 123456.7, 5e7]


def tail(degrees, t):
    return {"degrees": degrees, "t": t, "above": stats.t.sf(t, degrees)}


def quantile(degrees, probability):
    return {"degrees": degrees, "probability": probability, "t": stats.t.isf(probability, degrees)}


def family(generator, count):
    values = generator.uniform(0, 1, count) ** 4
    return {"values": values.tolist(), "holm": multipletests(values, method="holm")[1].tolist()}


def kappa(generator, items, classes):
    """Agreement of two raters, with the asymptotic standard error of Fleiss, Cohen and Everitt (1969)."""
    truth = generator.integers(0, classes, items)
    given = np.where(generator.uniform(size=items) < 0.6, truth, generator.integers(0, classes, items))
    table = np.zeros((classes, classes), int)
    np.add.at(table, (truth, given), 1)
    result = cohens_kappa(table)
    return {
        "truth": truth.tolist(), "given": given.tolist(), "kappa": result.kappa,
        "error": float(np.sqrt(result.var_kappa)),
    }


def accuracies(generator, items):
    """Two classifiers of the same items, and the p-value of exchanging their outcomes item by item: McNemar's."""
    truth = generator.integers(0, 3, items)
    first, second = (
        np.where(generator.uniform(size=items) < share, truth, (truth + 1) % 3) for share in (0.85, 0.7)
    )
    better = int(np.sum((first == truth) & (second != truth)))
    worse = int(np.sum((first != truth) & (second == truth)))
    result = stats.permutation_test(
        ((first == truth).astype(float), (second == truth).astype(float)),
        lambda a, b, axis: np.mean(a, axis=axis) - np.mean(b, axis=axis),
        permutation_type="samples", vectorized=True, n_resamples=20_000, rng=generator,
    )
    return {
        "truth": truth.tolist(), "first": first.tolist(), "second": second.tolist(),
        "permuted": float(result.pvalue), "exact": stats.binomtest(better, better + worse).pvalue,
    }


main()
