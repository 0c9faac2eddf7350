"""The growth of time and memory with the number of rows; long, so only when asked for."""
from . import data as data_module
from .graph_works import MIN_CLUSTER_SIZE, RECALL, TREE
from . import judges
from .work import Quality, Work, measured

COUNTS = (62_500, 250_000, 1_000_000)


def works(threads):
    return [work for count in COUNTS for work in of(count, threads)]


def of(count, threads):
    """The works on so many rows."""
    def once(key, title, peers, settings, quality, judge=None):
        return Work(f"growth-{key}-{count}", f"{title}, {count:,} rows", dict.fromkeys(peers),
                    measured(settings, threads, judge), [quality], scale=1e6 / count, unit="µs a row",
                    at_most=dict.fromkeys(["fusebench", *peers], 1))

    def visual(**settings):
        return lambda: {"rows": data_module.generated_visual(count), **settings}

    found = [
        once("kmeans", "k-means, k = 100, one random start of 10 iterations", ["scikit-learn"],
             visual(work="kmeans", k=100, restarts=1, iterations=10, tolerance=0, random=True),
             Quality("inertia", "lower", 0.005)),
        once("pca", "PCA to 128", ["scikit-learn"], visual(work="pca", dimensions=128),
             Quality("variance", "same", 1e-4)),
    ]
    if count == 250_000:
        found.append(once(
            "gmm", "GMM full, k = 10, two iterations", ["scikit-learn"],
            lambda: {**visual(work="gmm", covariance="full", iterations=2, tolerance=0)(),
                     "labels": data_module.generated_labels(count)}, Quality("logLikelihood", "higher", 1e-4)))
    # The peers as far as they are done within minutes.
    peers = ["umap-learn"] if count <= 250_000 else []
    found.append(once(
        "umap", "UMAP of 50 columns to 5 dimensions", peers,
        lambda: {"work": "umap", "rows": data_module.generated_points(count), "neighbors": 15, "dimensions": 5,
                 "minDist": 0}, *RECALL, judges.neighbor_recall))
    found.append(once(
        "hdbscan-5", "HDBSCAN of UMAP's 5 columns", ["fast_hdbscan"],
        lambda: {"work": "hdbscan", "rows": data_module.generated_layout(count, threads),
                 "minClusterSize": MIN_CLUSTER_SIZE}, *TREE))
    if count <= 250_000:
        found.append(once(
            "hdbscan-50", "HDBSCAN of 50 columns", ["fast_hdbscan"],
            lambda: {"work": "hdbscan", "rows": data_module.generated_points(count),
                     "minClusterSize": MIN_CLUSTER_SIZE}, *TREE))
    return found
