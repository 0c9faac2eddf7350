"""Compares fusebench's results with those of the tools it replaces, on real features.

    .venv/bin/python -m bench.check --data FOLDER [--only kmeans,gmm-diag,gmm-full,pca,tsne] [--threads 2]

Each check prints both sides' numbers and ends in `ok` or `DIFFERS`; the exit code counts the latter.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from . import data as data_module
from . import peer, sides
from .paths import FUSEBENCH

failures = 0


def say(what, holds=None):
    global failures
    failures += holds is False
    print(what + {None: "", True: "  ok", False: "  DIFFERS"}[holds], flush=True)


def kappa(truth, labels):
    """Cohen's kappa when each cluster takes its most common class."""
    from sklearn.metrics import cohen_kappa_score
    from sklearn.metrics.cluster import contingency_matrix
    classes, truth = np.unique(truth, return_inverse=True)
    _, labels = np.unique(labels, return_inverse=True)
    return cohen_kappa_score(truth, contingency_matrix(truth, labels).argmax(axis=0)[labels])


def inertia(x, labels):
    """The sum of squared distances from the means of the clusters, in double precision."""
    total = 0.0
    for label in np.unique(labels):
        part = x[labels == label].astype(np.float64)
        total += ((part - part.mean(axis=0)) ** 2).sum()
    return total


def check_kmeans(data, threads):
    """The whole command beside scikit-learn, ten restarts each: the same data, not the same random numbers."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize
    truth = np.load(data.labels)
    k = len(np.unique(truth))
    visual, text = (np.load(path).astype(np.float32) for path in (data.visual, data.text))
    spaces = {"visual": visual, "text": text, "concatenation": np.hstack([normalize(visual), normalize(text)])}
    with tempfile.TemporaryDirectory() as folder:
        experiment = Path(folder) / "check.yaml"
        experiment.write_text(
            f"name: check\ndataset:\n  labels: {{ file: {data.labels} }}\n"
            f"features:\n  visual: {{ file: {data.visual} }}\n  text: {{ file: {data.text} }}\n"
            "spaces: [visual, text, concatenation: { of: [visual, text], normalize: l2 }]\n"
            f"clusterers:\n  - kmeans: {{ k: {k} }}\nseeds: [0]\n")
        subprocess.run([FUSEBENCH, "run", experiment, "--figures", "none", "--out", f"{folder}/run", "--quiet",
                        "--threads", str(threads)], check=True, stdout=subprocess.DEVNULL)
        for space, x in spaces.items():
            trials = Path(folder) / "run" / "trials" / space / "kmeans"
            trial = json.loads((trials / "seed-0.json").read_text())
            labels = np.load(trials / "seed-0.labels.npy")
            theirs = KMeans(k, n_init=10, random_state=0).fit(x)
            mine = trial["objective"]["value"]
            say(f"k-means {space}: inertia {mine:.8g}, scikit-learn {theirs.inertia_:.8g} "
                f"({mine / theirs.inertia_ - 1:+.2e})", mine <= 1.002 * theirs.inertia_)
            again = inertia(x, labels)
            say(f"  its own labels in double precision: {again:.8g} ({mine / again - 1:+.1e})",
                abs(mine / again - 1) < 1e-3)
            again = kappa(truth, labels)
            say(f"  kappa {trial['scores']['kappa']:.4f} (recomputed {again:.4f}), scikit-learn "
                f"{kappa(truth, theirs.labels_):.4f}", abs(trial["scores"]["kappa"] - again) < 1e-9)


def check_gmm(data, threads, covariance):
    """The same start, five iterations, no tolerance: the likelihood after each beside scikit-learn's in float64."""
    settings = {"work": "gmm", "rows": data.visual, "labels": data.labels, "covariance": covariance, "iterations": 5,
                "tolerance": 0, "threads": threads}
    answer = once(settings)
    x = np.load(data.visual).astype(np.float64)
    theirs = peer.mixture_from_labels(settings, np.load(data.labels)).fit(x)
    pairs = list(zip(answer.quality["history"], theirs.lower_bounds_))
    pairs.append((answer.quality["logLikelihood"][0], theirs.score(x)))
    for number, (mine, other) in enumerate(pairs, 1):
        difference = abs(mine / other - 1)
        say(f"GMM {covariance}, iteration {number}: mean log-likelihood {mine:.6f}, scikit-learn float64 {other:.6f} "
            f"(relative {difference:.1e})", difference <= 1e-4)
    say(f"  notices: {answer.quality['notices'][0]:.0f} (one says that five iterations are not the end)")


def check_pca(data, threads):
    """128 components beside scikit-learn in float64: variances, directions and signs."""
    from sklearn.decomposition import PCA
    with tempfile.NamedTemporaryFile() as out:
        answer = once({"work": "pca", "rows": data.visual, "dimensions": 128, "out": out.name, "threads": threads})
        mine = np.fromfile(out.name, dtype="<f4").reshape(128, -1)
    theirs = PCA(128, svd_solver="covariance_eigh").fit(np.load(data.visual).astype(np.float64))
    worst = np.abs(np.array(answer.quality["explained"]) / theirs.explained_variance_ - 1).max()
    say(f"PCA 128: explained variance differs by at most {worst:.1e}", worst <= 1e-4)
    cosines = (mine * theirs.components_).sum(axis=1)
    say(f"  components: least cosine {cosines.min():.8f} (negative: another sign)", cosines.min() > 0.999)


def check_tsne(data, threads):
    """The last 10,000 rows from the same 50 columns and start: the divergence beside openTSNE's, exact neighbours."""
    points, start = data.principal(10_000)
    settings = {"work": "tsne", "rows": points, "start": start, "threads": threads}
    mine = once(settings)
    theirs = sides.peer("openTSNE", {**settings, "neighbors": "exact"})
    other = theirs.once()
    theirs.close()
    (a,), (b,) = mine.quality["kl"], other.quality["kl"]
    say(f"t-SNE 10,000 rows: KL {a:.4f}, openTSNE {b:.4f} (ratio {a / b:.4f}; {mine.seconds:.1f} s, "
        f"{other.seconds:.1f} s)", a <= 1.02 * b)


def once(settings):
    worker = sides.ours(settings)
    answer = worker.once()
    worker.close()
    return answer


CHECKS = {
    "kmeans": check_kmeans,
    "pca": check_pca,
    "gmm-diag": lambda data, threads: check_gmm(data, threads, "diag"),
    "tsne": check_tsne,
    "gmm-full": lambda data, threads: check_gmm(data, threads, "full"),
}


def main():
    parser = argparse.ArgumentParser(prog="check", description=__doc__.splitlines()[0])
    parser.add_argument("--data")
    parser.add_argument("--only", default=",".join(CHECKS))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    # Times do not matter here, and on a busy machine threads that wait by spinning take very long.
    os.environ.update(sides.environment(options.threads), OMP_WAIT_POLICY="passive", OPENBLAS_THREAD_TIMEOUT="4")
    from threadpoolctl import threadpool_limits
    data = data_module.locate(options.data)
    with threadpool_limits(options.threads):
        for name in options.only.split(","):
            if name not in CHECKS:
                sys.exit(f"error: there is no check called {name}\nhint: one of {', '.join(CHECKS)}")
            CHECKS[name](data, options.threads)
    sys.exit(min(failures, 100))


if __name__ == "__main__":
    main()
