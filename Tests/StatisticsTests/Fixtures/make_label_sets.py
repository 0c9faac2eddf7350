"""Writes label_sets.json: the comparison of two label sets by the clusters of a method, from its definition.

Every step is spelled out: the expected mutual information is a sum over the hypergeometric distribution in fractions, the
contribution of an item is taken by leaving it out and counting again, and for few items the p-value is counted over
all signs. scikit-learn's AMI is compared with the one computed here. Run from any folder:

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    venv/bin/python Tests/StatisticsTests/Fixtures/make_label_sets.py
"""

import itertools
import json
import math
import pathlib
from collections import Counter
from fractions import Fraction

import numpy as np
import sklearn
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

VERSIONS = {"scikit-learn": "1.9.1", "numpy": "2.4.6"}


def entropy(labels):
    return -sum(count / len(labels) * math.log(count / len(labels)) for count in Counter(labels).values())


def information(clusters, labels):
    return entropy(clusters) + entropy(labels) - entropy(list(zip(clusters, labels)))


def expected_information(clusters, labels):
    n, total = len(labels), 0.0
    for a in Counter(labels).values():
        for b in Counter(clusters).values():
            for both in range(max(1, a + b - n), min(a, b) + 1):
                chance = Fraction(math.comb(a, both) * math.comb(n - a, b - both), math.comb(n, b))
                total += float(chance) * both / n * math.log(n * both / (a * b))
    return total


def ami(clusters, labels, expected):
    return (information(clusters, labels) - expected) / ((entropy(clusters) + entropy(labels)) / 2 - expected)


def pseudo_values(clusters, labels):
    """n · score − (n − 1) · score without the item, with the expectation of all items."""
    n, expected = len(labels), expected_information(clusters, labels)
    whole = ami(clusters, labels, expected)
    return [
        n * whole - (n - 1) * ami(clusters[:i] + clusters[i + 1 :], labels[:i] + labels[i + 1 :], expected)
        for i in range(n)
    ]


def classed_otherwise(first, second):
    pairs = Counter(zip(first, second))
    by_first, by_second = {}, {}
    for (a, b), count in pairs.items():
        by_first[a] = max(by_first.get(a, 0), count)
        by_second[b] = max(by_second.get(b, 0), count)
    return len(first) - min(sum(by_first.values()), sum(by_second.values()))


def p_value(difference, contributions):
    size = abs(difference) * (1 - 1e-9)
    if len(contributions) <= 16:
        signs = itertools.product([1, -1], repeat=len(contributions))
        sums = [abs(sum(s * c for s, c in zip(each, contributions))) for each in signs]
        return sum(value >= size for value in sums) / len(sums)
    deviation = math.sqrt(sum(c * c for c in contributions))
    return math.erfc(abs(difference) / deviation / math.sqrt(2))


def case(generator, items, seeds, classes, noise, gaps):
    latent = generator.integers(0, 3, items)

    def labels(count, share):
        drawn = np.where(generator.uniform(size=items) < share, generator.integers(0, count, items), latent % count)
        return np.where(generator.uniform(size=items) < gaps, -1, drawn).tolist()

    first, second = labels(classes[0], noise[0]), labels(classes[1], noise[1])
    clusters = [
        np.where(generator.uniform(size=items) < 0.2, generator.integers(0, 3, items), latent).tolist()
        for _ in range(seeds)
    ]
    both = [i for i in range(items) if first[i] >= 0 and second[i] >= 0]

    def taken(values):
        return [values[i] for i in both]

    def side(labels):
        values = [ami(taken(c), taken(labels), expected_information(taken(c), taken(labels))) for c in clusters]
        known = [adjusted_mutual_info_score(taken(labels), taken(c)) for c in clusters]
        assert np.allclose(values, known, atol=1e-9), (values, known)
        return values, np.mean([pseudo_values(taken(c), taken(labels)) for c in clusters], axis=0)

    (values, own), (others, theirs) = side(first), side(second)
    n = len(both)
    contributions = [d / n for d in own - theirs if abs(d) > 1e-8]
    difference = float(np.mean(values) - np.mean(others))
    # The expectation belongs to no item: moved alike, the contributions add up to the difference.
    rest = (difference - sum(contributions)) / max(len(contributions), 1)
    contributions = [c + rest for c in contributions]
    floor = 2.0 ** (1 - max(classed_otherwise(taken(first), taken(second)), 1))
    return {
        "clusters": clusters, "first": first, "second": second, "items": n, "ami": [np.mean(values), np.mean(others)],
        "seedsOfFirst": int(np.sum(np.array(values) > others)), "p": max(p_value(difference, contributions), floor),
        "isExact": len(contributions) <= 16,
        "agreement": [
            adjusted_mutual_info_score(taken(first), taken(second)), adjusted_rand_score(taken(first), taken(second)),
        ],
    }


def main():
    found = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    generator = np.random.default_rng(15)
    cases = [
        case(generator, 12, 1, (3, 3), (0.1, 0.6), 0), case(generator, 14, 2, (2, 4), (0.2, 0.2), 0.05),
        case(generator, 16, 3, (3, 5), (0.5, 0.1), 0), case(generator, 500, 1, (3, 9), (0.5, 0.6), 0.1),
        case(generator, 600, 3, (2, 12), (0.4, 0.5), 0.2), case(generator, 600, 2, (3, 3), (0.3, 0.34), 0),
    ]
    path = pathlib.Path(__file__).parent / "label_sets.json"
    path.write_text(json.dumps({"versions": VERSIONS, "cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
