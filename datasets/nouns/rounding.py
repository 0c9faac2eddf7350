"""Compare the embeddings with different numbers of digits; the table in README.md is what this prints.

    python rounding.py

For each number of digits after the point: the size of minilm.csv; the largest change of a cosine between two words; how
many words keep their nearest neighbour, and how many of their 15 nearest; the adjusted mutual information of k-means
(k = 27, rows of unit length) with the lexicographers' classes, mean and standard deviation over ten seeds.
"""

import build  # first: it sets the number of threads before NumPy loads
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score

DIGITS = (1, 2, 3, 4, None)
NEIGHBORS = 15
SEEDS = 10


def cosines(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The cosines between all rows, -1 of a row with itself: [n, n]."""
    unit = unit_rows(rows)
    result: NDArray[np.float64] = unit @ unit.T
    np.fill_diagonal(result, -1)
    return result


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    wide = rows.astype(np.float64)
    unit: NDArray[np.float64] = wide / np.linalg.norm(wide, axis=1, keepdims=True)
    return unit


def nearest(similarity: NDArray[np.float64]) -> NDArray[np.intp]:
    """The nearest rows of each row, the nearest first: [n, 15]."""
    return np.argsort(-similarity, axis=1, kind="stable")[:, :NEIGHBORS]


def agreement(rows: NDArray[np.float32], classes: NDArray[np.str_]) -> NDArray[np.float64]:
    """The adjusted mutual information of k-means with the classes, for each seed; all rows are clustered."""
    labelled = classes != ""
    partitions = (KMeans(27, n_init=10, random_state=seed).fit_predict(unit_rows(rows)) for seed in range(SEEDS))
    return np.array([adjusted_mutual_info_score(classes[labelled], found[labelled]) for found in partitions])


def main() -> None:
    wordnet = build.open_wordnet(build.parse_arguments().wordnet)
    nouns = build.choose(wordnet)
    exact = build.embeddings([noun.word for noun in nouns])
    has_vector = np.isfinite(exact).all(axis=1)
    classes = np.array([build.label(noun, wordnet, build.lexicographers_class) for noun in nouns])[has_vector]
    true = cosines(exact[has_vector])
    neighbors = nearest(true)
    print("| digits | bytes | largest change of a cosine | same nearest | of 15 nearest | AMI with `class` |")
    print("|---|---|---|---|---|---|")
    for digits in DIGITS:
        rows = exact if digits is None else exact.round(digits)
        size = "–" if digits is None else f"{len(build.vectors(exact, digits)):,}"
        found = cosines(rows[has_vector])
        change = np.abs(found - true).max()
        same = np.mean(nearest(found)[:, 0] == neighbors[:, 0])
        kept = np.mean([len(set(a) & set(b)) / NEIGHBORS for a, b in zip(nearest(found), neighbors, strict=True)])
        ami = agreement(rows[has_vector], classes)
        print(
            f"| {digits or 'all'} | {size} | {change:.4f} | {same:.2%} | {kept:.2%} "
            f"| {ami.mean():.3f} ± {ami.std(ddof=1):.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
