"""The peers' side, the counterpart of the Swift `Measure`: `python -m bench.peer faiss '{"work": "kmeans", …}'`.

Each function reads its data and returns the work; the work returns what is asked of its result, as a function where
finding it out would cost time of its own.
"""
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from . import graph_peers
from .inputs import rows


def sklearn_kmeans(s):
    from sklearn.cluster import KMeans
    x = rows(s)
    clusterer = KMeans(s["k"], n_init=s.get("restarts", 10), max_iter=s.get("iterations", 300),
                       tol=s.get("tolerance", 1e-4), init="random" if s.get("random") else "k-means++",
                       random_state=s.get("seed", 0))

    def work():
        fit = clusterer.fit(x)
        return {"inertia": fit.inertia_, "iterations": fit.n_iter_}
    return work


def faiss_kmeans(s):
    import faiss
    faiss.omp_set_num_threads(s["threads"])
    x = rows(s)

    def work():
        clusterer = faiss.Kmeans(
            x.shape[1], s["k"], niter=s["iterations"], nredo=s["restarts"], seed=s.get("seed", 0) + 1,
            max_points_per_centroid=len(x), min_points_per_centroid=1)
        clusterer.train(x)
        # The best restart's inertia; the others' iterations are in the same list.
        final = [stats["obj"] for stats in clusterer.iteration_stats][s["iterations"] - 1::s["iterations"]]
        return {"inertia": min(final), "iterations": s["iterations"]}
    return work


def mixture_from_labels(s, labels):
    """A mixture whose start takes each row wholly for the component of its label."""
    from sklearn.mixture import GaussianMixture
    _, ids = np.unique(labels, return_inverse=True)
    count = ids.max() + 1

    class FromLabels(GaussianMixture):
        def _initialize_parameters(self, x, *arguments, **options):
            options.pop("random_state", None)
            self._initialize(x, np.eye(count, dtype=x.dtype)[ids], **options)

    return FromLabels(count, covariance_type=s.get("covariance", "full"), tol=s.get("tolerance", 1e-3),
                      max_iter=s.get("iterations", 100))


def sklearn_gmm(s):
    x = rows(s)
    mixture = mixture_from_labels(s, np.load(s["labels"]))

    def work():
        fit = mixture.fit(x)
        return {"logLikelihood": lambda: fit.score(x), "history": fit.lower_bounds_, "iterations": fit.n_iter_}
    return work


def sklearn_pca(s):
    from sklearn.decomposition import PCA
    x = rows(s)

    def work():
        pca = PCA(s["dimensions"], svd_solver="covariance_eigh")
        coordinates = pca.fit_transform(x)
        return {"variance": float(pca.explained_variance_.sum()), "rows": len(coordinates)}
    return work


def opentsne_tsne(s):
    from openTSNE import TSNE
    x, start = rows(s, np.float64), np.load(s["start"]).astype(np.float64)

    def work():
        embedding = TSNE(
            perplexity=30, initialization=start, n_jobs=s["threads"], negative_gradient_method="fft",
            neighbors=s.get("neighbors", "auto"), early_exaggeration_iter=250, n_iter=500, random_state=0).fit(x)
        return {"kl": embedding.kl_divergence}
    return work


def sklearn_tsne(s):
    from sklearn.manifold import TSNE
    x, start = rows(s), np.load(s["start"])

    def work():
        tsne = TSNE(perplexity=30, init=start.copy(), max_iter=750, n_jobs=s["threads"], random_state=0)
        tsne.fit(x)
        return {"kl": tsne.kl_divergence_}
    return work


def sklearn_silhouette(s):
    from sklearn.metrics import silhouette_score
    x, labels = rows(s), np.load(s["labels"])
    return lambda: {"silhouette": silhouette_score(x, labels)}


def decode(paths):
    from PIL import Image
    return np.stack([np.asarray(Image.open(path).convert("RGB")) for path in paths])


def pillow_images(s):
    """The processes exist before the clock starts, and read the files in large pieces."""
    import multiprocessing
    folder = Path(s["folder"])
    pool = multiprocessing.get_context("fork").Pool(s["threads"])

    def work():
        paths = sorted(path for kind in sorted(folder.iterdir()) if kind.is_dir() for path in kind.iterdir())
        pieces = np.array_split(np.array(paths, dtype=object), s["threads"])
        images = np.concatenate(pool.map(decode, pieces))
        return {"images": len(images), "mean": lambda: images.mean()}
    return work


WORKS = {
    **graph_peers.WORKS,
    "scikit-learn": {**graph_peers.WORKS["scikit-learn"], "kmeans": sklearn_kmeans, "gmm": sklearn_gmm,
                     "pca": sklearn_pca, "tsne": sklearn_tsne, "silhouette": sklearn_silhouette},
    "faiss": {"kmeans": faiss_kmeans},
    "openTSNE": {"tsne": opentsne_tsne},
    "Pillow": {"images": pillow_images},
}


def main(tool, text):
    warnings.filterwarnings("ignore")  # that a fit of a few iterations has not converged
    from threadpoolctl import threadpool_limits
    settings = json.loads(text)
    with threadpool_limits(settings["threads"]):
        work = WORKS[tool][settings["work"]](settings)
        print(json.dumps({"ready": True}), flush=True)
        for _ in sys.stdin:
            start = time.perf_counter()
            result = work()
            seconds = time.perf_counter() - start
            result = {name: value() if callable(value) else value for name, value in result.items()}
            quality = {name: np.atleast_1d(value).astype(float).tolist() for name, value in result.items()}
            print(json.dumps({"seconds": seconds, "quality": quality}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
