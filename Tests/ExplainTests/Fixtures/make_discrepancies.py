"""Makes the data of the tests of `fusebench explain`, and numbers that differ from fusebench's by one rule each.

Each number is of another program or of the definition, and of the rule that stands in its row: published.csv has the columns
rule, clusterer, space, score, value and n (the seeds). versions.txt names the programs. Run as

    python make_discrepancies.py

with numpy, scipy, scikit-learn and faiss-cpu.
"""

from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import (
    adjusted_rand_score,
    cohen_kappa_score,
    confusion_matrix,
    normalized_mutual_info_score,
)
from sklearn.preprocessing import StandardScaler, normalize

Rows = NDArray[np.float64]
Labels = NDArray[np.int64]

HERE = Path(__file__).parent
ITEMS = 2000
CLUSTERS = 6
COMPONENTS = 4
SEEDED = ["faiss", "one-start"]
DRAWS = 10  # of the items that are scored
SEEDS = 20  # of the mean of a method that depends on the seed


def blobs(
    random: np.random.Generator, groups: Labels, centers: Rows, spread: float
) -> Rows:
    """Rows around the centres of their groups, each at a length of its own."""
    rows = centers[groups] + random.normal(size=(ITEMS, centers.shape[1])) * spread
    return rows * random.uniform(0.5, 2, size=(ITEMS, 1))


def kmeans(
    rows: Rows, clusters: int = CLUSTERS, seed: int = 0, starts: int = 10
) -> Labels:
    found = KMeans(clusters, n_init=starts, random_state=seed).fit(rows)
    return found.labels_.astype(np.int64)


def faiss_kmeans(rows: Rows, clusters: int, seed: int) -> Labels:
    """The defaults: 256 rows a centre, 25 iterations, one random start."""
    single = np.ascontiguousarray(rows, dtype=np.float32)
    found = faiss.Kmeans(rows.shape[1], clusters, seed=seed)
    found.train(single)
    return found.index.search(single, 1)[1][:, 0]


def matched_kappa(truth: Labels, found: Labels) -> float:
    """Cohen's kappa after the matching of clusters and classes with most agreement; clusters left over are none."""
    size = max(truth.max(), found.max()) + 1
    table = confusion_matrix(truth, found, labels=np.arange(size))
    classes, clusters = linear_sum_assignment(-table)
    class_of = dict(zip(clusters, classes, strict=True))
    return float(cohen_kappa_score(truth, [class_of[label] for label in found]))


def coordinates_by_rows(rows: Rows) -> Rows:
    """Principal coordinates with signs as of svd_flip by u, the default of scikit-learn before 1.5."""
    parts = PCA(COMPONENTS).fit_transform(normalize(rows))
    signs = np.sign(parts[np.abs(parts).argmax(axis=0), np.arange(COMPONENTS)])
    return parts * signs


def mean(values: list[float]) -> float:
    return float(np.mean(values))


def main() -> None:
    random = np.random.default_rng(103)
    weights = np.array([6, 5, 4, 4, 3, 3, 2, 2, 1], dtype=float)
    groups = random.choice(9, size=ITEMS, p=weights / weights.sum())
    truth = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4])[groups]
    noisy = random.random(ITEMS) < 0.15
    truth[noisy] = random.integers(0, 5, size=noisy.sum())
    # Groups that stand apart, of which some lie in one direction.
    centers = random.normal(size=(9, 4)) * 2
    centers[[1, 3, 5]] = centers[[0, 2, 4]] * 2.2
    apart = centers[groups] + random.normal(size=(ITEMS, 4)) * 0.5
    visual = blobs(random, groups, random.normal(size=(9, 6)) * 2, 0.9)
    text = blobs(random, groups, random.normal(size=(9, 5)) * 20, 10)
    text *= np.array([1, 4, 0.5, 2, 1])
    far = 6e7 + visual[:, :3] * 2
    part = np.where(random.random(ITEMS) < 0.3, "test", "train")

    parts = [rows.astype(np.float32) for rows in (visual, text, apart)]
    for name, rows in zip(["visual", "text", "apart"], parts, strict=True):
        np.save(HERE / f"{name}.npy", rows)
    visual, text, apart = (rows.astype(float) for rows in parts)
    np.save(HERE / "far.npy", far)
    lines = [f"c{label},{name}\n" for label, name in zip(truth, part, strict=True)]
    (HERE / "items.csv").write_text("kind,part\n" + "".join(lines))

    sides = np.hstack([visual, text])
    test = part == "test"
    draws = [random.choice(ITEMS, size=1000, replace=False) for _ in range(DRAWS)]
    own = kmeans(apart, 9)
    cosine = AgglomerativeClustering(CLUSTERS, metric="cosine", linkage="average")
    averaged = (coordinates_by_rows(visual) + coordinates_by_rows(text)) / 2

    def ari(rows: Rows) -> float:
        return float(adjusted_rand_score(truth, kmeans(rows)))

    def over_seeds(fit: Callable[[int], Labels]) -> float:
        return mean([adjusted_rand_score(truth, fit(seed)) for seed in range(SEEDS)])

    numbers: list[tuple[str, str, str, str, float]] = [
        (
            "mean-geometric",
            "nine",
            "apart",
            "nmi",
            float(normalized_mutual_info_score(truth, own, average_method="geometric")),
        ),
        ("one-to-one", "nine", "apart", "kappa", matched_kappa(truth, own)),
        (
            "test-only",
            "kmeans",
            "visual",
            "ari",
            float(adjusted_rand_score(truth[test], kmeans(visual[test]))),
        ),
        (
            "faiss",
            "seven",
            "apart",
            "ari",
            over_seeds(lambda seed: faiss_kmeans(apart, 7, seed)),
        ),
        (
            "one-start",
            "nine",
            "apart",
            "ari",
            over_seeds(lambda seed: kmeans(apart, 9, seed, starts=1)),
        ),
        (
            "cosine",
            "average",
            "visual",
            "ari",
            float(adjusted_rand_score(truth, cosine.fit_predict(visual))),
        ),
        (
            "float32",
            "kmeans",
            "far",
            "ari",
            ari(far.astype(np.float32).astype(float) - 6e7),
        ),
        ("signs-by-rows", "kmeans", "pca-average", "ari", ari(averaged)),
        ("unit-after", "kmeans", "concatenation", "ari", ari(normalize(sides))),
        (
            "standardized-before",
            "kmeans",
            "concatenation",
            "ari",
            ari(StandardScaler().fit_transform(sides)),
        ),
        ("unscaled", "kmeans", "concatenation", "ari", ari(sides)),
    ]
    for drawn in draws:
        value = float(adjusted_rand_score(truth[drawn], own[drawn]))
        numbers.append(("subsample", "nine", "apart", "ari", value))
    rows = [
        ",".join([*names, repr(value), str(SEEDS if names[0] in SEEDED else 1)])
        for *names, value in numbers
    ]
    (HERE / "published.csv").write_text(
        "rule,clusterer,space,score,value,n\n" + "\n".join(rows) + "\n"
    )
    np.save(HERE / "faiss-labels.npy", faiss_kmeans(apart, 7, 1234).astype(np.int32))
    (HERE / "versions.txt").write_text(
        f"numpy {np.__version__}\nscipy {scipy.__version__}\n"
        f"scikit-learn {sklearn.__version__}\nfaiss {faiss.__version__}\n"
    )


if __name__ == "__main__":
    main()
