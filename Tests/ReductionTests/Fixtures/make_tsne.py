"""Writes tsne.json: what openTSNE makes of 240 points in 8 columns.

    python -m venv venv && venv/bin/pip install openTSNE==1.0.4 numpy==2.4.6
    venv/bin/python make_tsne.py
"""

import json
import pathlib

import numpy
import openTSNE
from openTSNE import affinity

random = numpy.random.default_rng(20)
centers = random.normal(0, 3, (4, 8))
rows = centers[numpy.arange(240) % 4] + random.normal(0, 1, (240, 8))
rows = rows.astype(numpy.float32)
perplexity = 15
# Another start than the rows' own would not change the affinities, only the end.
start = (rows[:, :2] / rows[:, 0].std() * 1e-4).astype(numpy.float32)

affinities = affinity.PerplexityBasedNN(
    rows.astype(float), perplexity, method="exact", n_jobs=1, random_state=0
)
dense = affinities.P.toarray()
embedding = openTSNE.TSNE(
    n_jobs=1, negative_gradient_method="bh", theta=0.0, random_state=0
).fit(affinities=affinities, initialization=start.astype(float))


def digits(values, count):
    return [float(f"{value:.{count}g}") for value in numpy.ravel(values)]


out = {
    "versions": {"openTSNE": openTSNE.__version__, "numpy": numpy.__version__},
    "perplexity": perplexity,
    "columns": rows.shape[1],
    "rows": digits(rows, 9),
    "start": digits(start, 9),
    # Row by row: the columns of the entries that are not 0, and their values.
    "affinityColumns": [numpy.flatnonzero(row).tolist() for row in dense],
    "affinityValues": [digits(row[row > 0], 8) for row in dense],
    "klDivergence": float(embedding.kl_divergence),
}
path = pathlib.Path(__file__).with_name("tsne.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
