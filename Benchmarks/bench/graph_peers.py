"""The peers of the works that rest on neighbours, densities and merges: the counterpart of `GraphWorks.swift`."""
import numpy as np

from .inputs import rows

# umap-learn and fast_hdbscan search all pairs among fewer rows, which other functions do.
ROWS_TO_COMPILE = 5000


def compiled(work, x):
    """The work on all rows, its functions compiled: a slow peer does not get a whole round to warm up."""
    work(x[:ROWS_TO_COMPILE])
    return lambda: work(x)


def written(values, kind, s):
    """Writes the result where it is judged, after the clock."""
    return lambda: np.asarray(values, dtype=kind).tofile(s["out"]) or len(values)


def counts(labels):
    return {"clusters": int(labels.max()) + 1, "noise": int((labels < 0).sum())}


def umap_umap(s):
    from umap import UMAP

    def work(x):
        # With a seed it uses one thread, whatever it is told.
        points = UMAP(
            n_neighbors=s.get("neighbors", 15), n_components=s["dimensions"], min_dist=s["minDist"],
            metric=s.get("metric", "euclidean"), n_jobs=s["threads"], random_state=s.get("seed")).fit_transform(x)
        return {"rows": written(points, "<f4", s)}
    return compiled(work, rows(s))


def hdbscan_hdbscan(s):
    """By the faster of its searches: where all distances fit, its own choice took 17 times as long in 896 columns."""
    from hdbscan import HDBSCAN
    x = rows(s, np.float64)
    algorithm = "generic" if len(x) <= 10_000 else "best"

    def work():
        found = HDBSCAN(
            min_cluster_size=s["minClusterSize"], algorithm=algorithm, core_dist_n_jobs=s["threads"]).fit(x)
        return {**counts(found.labels_), "treeWeight": lambda: found.single_linkage_tree_.to_numpy()[:, 2].sum()}
    return work


def fast_hdbscan_hdbscan(s):
    from fast_hdbscan import HDBSCAN

    def work(x):
        found = HDBSCAN(min_cluster_size=s["minClusterSize"]).fit(x)
        return {**counts(found.labels_), "treeWeight": lambda: np.asarray(found._single_linkage_tree)[:, 2].sum()}
    return compiled(work, rows(s))


def sklearn_dbscan(s):
    from sklearn.cluster import DBSCAN
    x = rows(s)
    return lambda: counts(DBSCAN(eps=s["epsilon"], min_samples=s["minSamples"], n_jobs=s["threads"]).fit(x).labels_)


def sklearn_agglomerative(s):
    from sklearn.cluster import AgglomerativeClustering
    x = rows(s)

    def work():
        found = AgglomerativeClustering(s["k"], linkage=s["linkage"], compute_distances=True).fit(x)
        return {"heights": lambda: found.distances_.sum()}
    return work


def fastcluster_agglomerative(s):
    """The tree alone, which costs nearly all the time; its cut is SciPy's, as its documentation has it."""
    import fastcluster
    from scipy.cluster.hierarchy import fcluster
    x = rows(s, np.float64)

    def work():
        tree = fastcluster.linkage(x, method=s["linkage"])
        fcluster(tree, s["k"], criterion="maxclust")
        return {"heights": tree[:, 2].sum()}
    return work


def sklearn_spectral(s):
    from sklearn.cluster import SpectralClustering
    x = rows(s)

    def work():
        found = SpectralClustering(
            s["k"], affinity="nearest_neighbors", n_neighbors=s["neighbors"], n_jobs=s["threads"], random_state=0).fit(x)
        return {**counts(found.labels_), "rows": written(found.labels_, "<i4", s)}
    return work


def sklearn_unit_spectral(s):
    """The same steps with rows of length 1, as Ng, Jordan and Weiss have it; SpectralClustering leaves that out."""
    from sklearn.cluster import KMeans
    from sklearn.manifold import spectral_embedding
    from sklearn.neighbors import kneighbors_graph
    x = rows(s)

    def work():
        chosen = kneighbors_graph(x, s["neighbors"], include_self=True, n_jobs=s["threads"])
        graph = 0.5 * (chosen + chosen.T)
        places = spectral_embedding(graph, n_components=s["k"], drop_first=False, random_state=0)
        # It divides by the roots of the degrees, which the paper does not.
        degrees = np.asarray(graph.sum(axis=1)).ravel() - graph.diagonal()
        places *= np.sqrt(degrees)[:, None]
        places /= np.linalg.norm(places, axis=1, keepdims=True)
        labels = KMeans(s["k"], n_init=10, random_state=0).fit_predict(places)
        return {**counts(labels), "rows": written(labels, "<i4", s)}
    return work


def sklearn_minibatch(s):
    from sklearn.cluster import MiniBatchKMeans
    x = rows(s)

    def work():
        found = MiniBatchKMeans(s["k"], random_state=s.get("seed", 0)).fit(x)
        return {"inertia": found.inertia_, "batches": found.n_steps_}
    return work


WORKS = {
    "scikit-learn": {"dbscan": sklearn_dbscan, "agglomerative": sklearn_agglomerative, "spectral": sklearn_spectral,
                     "minibatch": sklearn_minibatch},
    "scikit-learn, unit rows": {"spectral": sklearn_unit_spectral},
    "umap-learn": {"umap": umap_umap},
    "hdbscan": {"hdbscan": hdbscan_hdbscan},
    "fast_hdbscan": {"hdbscan": fast_hdbscan_hdbscan},
    "fastcluster": {"agglomerative": fastcluster_agglomerative},
}
