"""The comparison that `fusebench run` makes, as the script that one writes without it: numpy and scikit-learn."""
import argparse
import csv

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import normalize


def scores(truth, labels):
    table = contingency_matrix(truth, labels)
    matched = linear_sum_assignment(-table)
    _, ids = np.unique(labels, return_inverse=True)
    majority = np.unique(truth)[table.argmax(axis=0)]
    return {
        "kappa": cohen_kappa_score(truth, majority[ids]),
        "ari": adjusted_rand_score(truth, labels),
        "nmi": normalized_mutual_info_score(truth, labels),
        "accuracy": table[matched].sum() / len(truth),
    }


def main():
    parser = argparse.ArgumentParser()
    for name in ("visual", "text", "labels", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("-k", type=int, required=True)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()

    visual, text = (np.load(path).astype(np.float32) for path in (options.visual, options.text))
    truth = np.load(options.labels)
    unit_visual, unit_text = normalize(visual), normalize(text)
    spaces = {"visual": visual, "text": text, "concatenation": np.hstack([unit_visual, unit_text])}
    components = [PCA(128, svd_solver="covariance_eigh").fit_transform(part) for part in (unit_visual, unit_text)]
    spaces["pca-average"] = 0.5 * components[0] + 0.5 * components[1]

    with open(options.out, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["space", "clusterer", "seed", "score", "value"])
        for space, rows in spaces.items():
            for seed in range(options.seeds):
                clusterers = {
                    "kmeans": KMeans(options.k, n_init=10, random_state=seed),
                    "gmm": GaussianMixture(options.k, covariance_type="diag", random_state=seed),
                }
                for name, clusterer in clusterers.items():
                    for score, value in scores(truth, clusterer.fit_predict(rows)).items():
                        writer.writerow([space, name, seed, score, value])


if __name__ == "__main__":
    main()
