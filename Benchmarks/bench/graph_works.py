"""The works that rest on neighbours, densities and merges, and mini-batch k-means; mostly on the concatenation."""
from . import judges
from .data import dense_distance
from .work import Quality, Work, measured

MIN_CLUSTER_SIZE = 10
MIN_SAMPLES = 10

# No heavier than what a peer finds: by its own choice hdbscan's tree is nearly the least one, and above 30 columns
# fast_hdbscan searches neighbours approximately.
TREE = [Quality("treeWeight", "lower", 1e-6)]
RECALL = [Quality("recall", "higher", 0.03)]


def works(data, threads):
    return [*layouts(data, threads), *densities(data, threads), *merges(data, threads), *others(data, threads)]


def layouts(data, threads):
    def umap(rows, **settings):
        return measured(lambda: {"work": "umap", "rows": data.concatenation(rows), "neighbors": 15, **settings},
                        threads, judge=judges.neighbor_recall)
    return [
        Work("umap", "UMAP, 60,000 rows of 896 columns, cosine, to 5 dimensions", {"umap-learn": 5},
             umap(60_000, metric="cosine", dimensions=5, minDist=0), RECALL, goals={"umap-learn": 10},
             at_most={"umap-learn": 3}),
        Work("umap-10000", "UMAP, 10,000 rows of 896 columns, to 2 dimensions, seeded", {"umap-learn": 6},
             umap(10_000, dimensions=2, minDist=0.1, seed=0), RECALL, goals={"umap-learn": 15},
             at_most={"umap-learn": 3}),
    ]


def densities(data, threads):
    def hdbscan(rows):
        return measured(lambda: {"work": "hdbscan", "rows": rows(), "minClusterSize": MIN_CLUSTER_SIZE}, threads)

    def dbscan(rows):
        return measured(lambda: {"work": "dbscan", "rows": rows(), "minSamples": MIN_SAMPLES,
                                 "epsilon": dense_distance(rows(), neighbors=MIN_SAMPLES)}, threads)
    concatenation, components = lambda: data.concatenation(10_000), lambda: data.components(10_000)
    partition = [Quality("clusters", "same", 0), Quality("noise", "same", 0)]
    return [
        Work("hdbscan", "HDBSCAN, 60,000 rows of UMAP's 5 columns", {"fast_hdbscan": 5, "hdbscan": 5},
             hdbscan(lambda: data.layout(60_000, threads)), TREE, goals={"fast_hdbscan": 10, "hdbscan": 10},
             at_most={"hdbscan": 3}),
        Work("hdbscan-50", "HDBSCAN, 10,000 rows of 50 columns", {"fast_hdbscan": 6, "hdbscan": None},
             hdbscan(components), TREE, goals={"fast_hdbscan": 12}, at_most={"hdbscan": 3}),
        Work("hdbscan-896", "HDBSCAN, 10,000 rows of 896 columns", {"hdbscan": 8}, hdbscan(concatenation),
             [Quality("treeWeight", "same", 1e-6)], goals={"hdbscan": 20}, at_most={"hdbscan": 3}),
        Work("dbscan-50", "DBSCAN, 10,000 rows of 50 columns", {"scikit-learn": 6}, dbscan(components), partition,
             goals={"scikit-learn": 12}),
        Work("dbscan-896", "DBSCAN, 10,000 rows of 896 columns", {"scikit-learn": 6}, dbscan(concatenation), partition,
             goals={"scikit-learn": 12}),
    ]


def merges(data, threads):
    def agglomerative(linkage):
        return measured(lambda: {"work": "agglomerative", "rows": data.concatenation(10_000), "k": 10,
                                 "linkage": linkage}, threads)
    heights = [Quality("heights", "same", 1e-5)]
    return [
        Work(name, f"{title} linkage, 10,000 rows of 896 columns", {"scikit-learn": 8, "fastcluster": 8},
             agglomerative(name), heights, goals={"scikit-learn": 20, "fastcluster": 20},
             at_most={"scikit-learn": 3, "fastcluster": 3})
        for name, title in (("ward", "Ward's"), ("average", "average"))
    ]


def others(data, threads):
    def spectral():
        return {"work": "spectral", "rows": data.concatenation(10_000), "k": 10, "neighbors": 10}

    def mini_batch():
        return {"work": "minibatch", "rows": data.concatenation(60_000), "k": 100}
    return [
        Work("spectral", "spectral clustering, 10,000 rows of 896 columns, k = 10",
             {"scikit-learn": 3, "scikit-learn, unit rows": 3},
             measured(spectral, threads, judge=judges.normalized_cut), [Quality("normalizedCut", "lower", 0.02)],
             goals={"scikit-learn": 6, "scikit-learn, unit rows": 6},
             at_most={"scikit-learn": 3, "scikit-learn, unit rows": 3}),
        Work("minibatch", "mini-batch k-means, 60,000 rows of 896 columns, k = 100", {"scikit-learn": 3},
             measured(mini_batch, threads), [Quality("inertia", "lower", 0.03)], goals={"scikit-learn": 6}),
    ]
