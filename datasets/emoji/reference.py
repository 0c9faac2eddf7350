"""The results of scikit-learn on this dataset: four spaces, two clusterers, five seeds, to hold other tools against.

    python reference.py            # writes reference.csv and prints the table in README.md
"""

import argparse
import csv
import io
import os
import warnings
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy loads

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sklearn.mixture import GaussianMixture

HERE = Path(__file__).resolve().parent
K, SEEDS, DIMENSIONS = 9, 5, 128


def unit_rows(rows):
    """Each row scaled to length one."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def spaces(visual, text):
    """The feature sets as they are stored, and their two fusions."""
    parts = [unit_rows(visual), unit_rows(text)]
    reduced = [PCA(DIMENSIONS, svd_solver="full").fit_transform(part) for part in parts]
    return {
        "visual": visual,
        "text": text,
        "concatenation": np.hstack(parts),
        "pca-average": 0.5 * reduced[0] + 0.5 * reduced[1],
    }


def clusterers(seed, covariance):
    return {
        "kmeans": KMeans(K, n_init=10, random_state=seed),
        "gmm": GaussianMixture(K, covariance_type=covariance, random_state=seed),
    }


def kappa(truth, partition):
    """Cohen's kappa, each cluster named by its most common class; of equal ones, the lowest."""
    majority = contingency_matrix(truth, partition).argmax(axis=0)
    clusters = np.unique(partition, return_inverse=True)[1]
    return cohen_kappa_score(truth, majority[clusters])


def accuracy(truth, partition):
    """The share of rows that the best one-to-one matching of clusters and classes gets right."""
    counts = contingency_matrix(truth, partition)
    return counts[linear_sum_assignment(counts, maximize=True)].sum() / len(truth)


SCORES = {
    "kappa": kappa,
    "ari": adjusted_rand_score,
    "nmi": normalized_mutual_info_score,
    "accuracy": accuracy,
}


def trials(covariance):
    """Rows of reference.csv: (space, clusterer, seed, score, value)."""
    records = np.fromfile(HERE / "images.bin", dtype=np.uint8).reshape(-1, 3073)
    truth = records[:, 0].astype(int)
    visual, text = (np.load(HERE / f"{name}.npy").astype(np.float32) for name in ("visual-mobilenetv2", "text-minilm"))
    for space, rows in spaces(visual, text).items():
        for seed in range(SEEDS):
            for clusterer, model in clusterers(seed, covariance).items():
                partition = model.fit_predict(rows)
                for score, measure in SCORES.items():
                    yield space, clusterer, seed, score, float(measure(truth, partition))


def print_table(found):
    """Mean ± standard deviation over the seeds, in Markdown."""
    values = {}
    for space, clusterer, _, score, value in found:
        values.setdefault((space, clusterer), {}).setdefault(score, []).append(value)
    print("| space | clusterer | " + " | ".join(SCORES) + " |\n|---" + "|---" * (len(SCORES) + 1) + "|")
    for (space, clusterer), scores in values.items():
        cells = (f"{np.mean(each):.4f} ± {np.std(each, ddof=1):.4f}" for each in scores.values())
        print(f"| {space} | {clusterer} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--covariance", default="diag", choices=["full", "tied", "diag", "spherical"])
    parser.add_argument("--out", type=Path, default=HERE / "reference.csv", metavar="CSV")
    options = parser.parse_args()
    warnings.simplefilter("always")  # a fit that did not converge says so
    found = list(trials(options.covariance))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["space", "clusterer", "seed", "score", "value"])
    writer.writerows((*trial, f"{value:.6f}") for *trial, value in found)
    options.out.write_text(text.getvalue())
    print_table(found)


if __name__ == "__main__":
    main()
