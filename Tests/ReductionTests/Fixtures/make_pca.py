"""Writes pca.json: what scikit-learn's PCA finds on small correlated data.

    pip install scikit-learn==1.9.1 numpy && python make_pca.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.decomposition import PCA

cases = []
for seed in range(6):
    random = np.random.default_rng(seed)
    rows, columns, dimensions = [(80, 10, 10), (200, 12, 5), (30, 20, 20), (12, 30, 8), (50, 7, 1), (100, 3, 2)][seed]
    data = random.normal(0, 1, (rows, columns)) @ random.normal(0, 1, (columns, columns)) + 50
    data = np.round(data, 3).astype(np.float32)
    fit = PCA(dimensions, svd_solver="full").fit(data.astype(np.float64))
    cases.append(
        {
            "rows": [[round(float(x), 3) for x in row] for row in data],
            "explainedVariance": fit.explained_variance_.tolist(),
            "explainedVarianceRatio": fit.explained_variance_ratio_.tolist(),
            "components": fit.components_.tolist(),
            "transformed": fit.transform(data.astype(np.float64))[:5].tolist(),
        }
    )
document = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "cases": cases}
Path(__file__).with_name("pca.json").write_text(json.dumps(document, separators=(",", ":")))
