"""The works that are measured, with the same settings on both sides, and the requirements on fusebench."""
import csv
import sys

import numpy as np

from . import data as data_module
from . import graph_works, sides
from .paths import CACHE, EMOJI, FUSEBENCH
from .work import Quality, Work, measured


def works(data, threads):
    rows = {"rows": data.visual}
    mixture = {"work": "gmm", **rows, "labels": data.labels}
    inertia = [Quality("inertia", "lower", 0.002)]
    likelihood = [Quality("logLikelihood", "higher", 1e-4)]
    divergence = [Quality("kl", "lower", 0.01)]

    def kmeans(**settings):
        return measured(lambda: {"work": "kmeans", **rows, "restarts": 10, **settings}, threads)

    def whole(**settings):
        return measured(lambda: {"rows": data.whole(), **settings}, threads)

    def tsne(count):
        def settings():
            points, start = data.principal(count)
            return {"work": "tsne", "rows": points, "start": start}
        return measured(settings, threads)

    def silhouette():
        features, labels = data.last(10_000)
        return {"work": "silhouette", "rows": features, "labels": labels}

    # faiss stops by the number of iterations alone, and starts from rows drawn at random.
    fixed = {"iterations": 25, "tolerance": 0, "random": True}
    return [
        Work("kmeans", "k-means, k = 10, 10 restarts", {"scikit-learn": 10}, kmeans(k=10), inertia,
             goals={"scikit-learn": 25}),
        Work("kmeans-100", "k-means, k = 100, 10 restarts", {"scikit-learn": 6}, kmeans(k=100), inertia,
             at_most={"scikit-learn": 3}),
        Work("kmeans-whole", "k-means, k = 10, 10 restarts, without zeros", {"scikit-learn": None},
             whole(work="kmeans", k=10, restarts=10), inertia, at_most={"scikit-learn": 3}),
        Work("faiss", "k-means, k = 10, 10 random starts of 25 iterations", {"faiss": 6}, kmeans(k=10, **fixed),
             inertia),
        Work("faiss-100", "k-means, k = 100, 10 random starts of 25 iterations", {"faiss": 6},
             kmeans(k=100, **fixed), inertia, at_most={"faiss": 3}),
        # Two iterations from given responsibilities are three maximisations and three expectations.
        Work("gmm-full", "GMM full, k = 10, an iteration", {"scikit-learn": 6},
             measured(lambda: {**mixture, "covariance": "full", "iterations": 2, "tolerance": 0}, threads), likelihood,
             scale=1 / 3, unit="s an iteration", goals={"scikit-learn": 15}, at_most={"scikit-learn": 3}),
        Work("gmm-diag", "GMM diagonal, k = 10, whole fit from the same start", {"scikit-learn": 5},
             measured(lambda: {**mixture, "covariance": "diag"}, threads), likelihood,
             at_most={"scikit-learn": 3}),
        Work("pca", "PCA to 128", {"scikit-learn": 1.5},
             measured(lambda: {"work": "pca", **rows, "dimensions": 128}, threads), [Quality("variance", "same", 1e-4)]),
        Work("pca-whole", "PCA to 128, without zeros", {"scikit-learn": None},
             whole(work="pca", dimensions=128), [Quality("variance", "same", 1e-4)]),
        Work("tsne", "t-SNE, 60,000 rows of 50 columns, 750 iterations", {"openTSNE": 4}, tsne(60_000), divergence,
             goals={"openTSNE": 8}, at_most={"openTSNE": 2}),
        Work("tsne-10000", "t-SNE, 10,000 rows of 50 columns, 750 iterations", {"openTSNE": 4, "scikit-learn": 20},
             tsne(10_000), divergence, at_most={"openTSNE": 3, "scikit-learn": 2}),
        Work("silhouette", "silhouette, 10,000 rows, exact", {"scikit-learn": 3}, measured(silhouette, threads),
             [Quality("silhouette", "same", 1e-4)]),
        Work("images", "folder of 10,000 JPEG files to pixels", {"Pillow": 1.5},
             measured(lambda: {"work": "images", "folder": data.images()}, threads), [Quality("mean", "same", 1e-3)]),
        Work("table", "the eight-row table, one seed, the whole command", {"scikit-learn": 8},
             table(lambda: (data.visual, data.text, data.labels), 1, threads), [Quality("kappa", "higher", 0.05)],
             at_most={"scikit-learn": 3}),
        Work("emoji", "the eight-row table of the 1,870 emoji, five seeds", {"scikit-learn": None},
             table(emoji, 5, threads), [Quality("kappa", "higher", 0.05)],
             at_most={"scikit-learn": 3}),
        *graph_works.works(data, threads),
    ]


def table(files, seeds, threads):
    """The whole comparison by the command, and by a script of scikit-learn."""
    def start(side):
        visual, text, labels = files()
        k = len(np.unique(np.load(labels)))
        folder = CACHE / "tables" / side
        folder.mkdir(parents=True, exist_ok=True)
        inputs = ["--visual", visual, "--text", text, "--labels", labels, "-k", k, "--seeds", seeds]
        if side == "fusebench":
            command = [FUSEBENCH, "run", *inputs, "--covariance", "diag", "--figures", "none", "--quiet", "--fresh",
                       "--threads", threads, "--out", folder / "run"]
            return sides.Command(command, threads, lambda: mean_kappa(folder / "run" / "scores.csv"))
        command = [sys.executable, "-m", "bench.table_peer", *inputs, "--out", folder / "scores.csv"]
        return sides.Command(command, threads, lambda: mean_kappa(folder / "scores.csv"))
    return start


def mean_kappa(path):
    """The mean kappa of all trials; the rows' own are in the tables."""
    with open(path, newline="") as file:
        values = [float(record["value"]) for record in csv.DictReader(file) if record["score"] == "kappa"]
    return {"kappa": [sum(values) / len(values)], "trials": [float(len(values))]}


def emoji():
    """The set that ships with the project, its labels as numbers."""
    labels = CACHE / "emoji" / "labels.npy"
    if not labels.exists():
        with open(EMOJI / "emoji.csv", newline="", encoding="utf-8") as file:
            groups = [record["group"] for record in csv.DictReader(file)]
        data_module.save(labels, np.unique(groups, return_inverse=True)[1].astype(np.int64))
    return EMOJI / "visual-mobilenetv2.npy", EMOJI / "text-minilm.npy", labels
