"""The files that both sides read: real features when their folder is given, else generated ones of the same size."""
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import generate, sides
from .paths import CACHE

NAMES = {"visual": "visual-mobilenetv1-32px.npy", "text": "text-minilm-template.npy", "labels": "labels.npy",
         "archive": "test-images.tar.gz"}


@dataclass
class Data:
    """The files that the works are done on, and those that follow from them (made once, kept in the cache)."""
    visual: Path
    text: Path
    labels: Path
    archive: Path | None
    description: str
    cache: Path

    def principal(self, rows):
        """The last `rows` rows along 50 principal components, and the first two of these as a start."""
        points, start = self.cache / f"pca50-{rows}.npy", self.cache / f"start-{rows}.npy"
        if not start.exists():
            from sklearn.decomposition import PCA
            values = np.load(self.visual)[-rows:].astype(np.float64)
            values = PCA(50, svd_solver="covariance_eigh").fit_transform(values).astype(np.float32)
            save(points, values)
            save(start, values[:, :2] / values[:, 0].std() * 1e-4)
        return points, start

    def last(self, rows):
        """The last `rows` rows of the visual features, and their labels."""
        features, labels = self.cache / f"visual-{rows}.npy", self.cache / f"labels-{rows}.npy"
        if not labels.exists():
            save(features, np.load(self.visual)[-rows:])
            save(labels, np.load(self.labels)[-rows:])
        return features, labels

    def concatenation(self, rows):
        """The last `rows` rows of both spaces side by side, each divided by the lengths of its rows."""
        path = self.cache / f"concatenation-{rows}.npy"
        if not path.exists():
            from sklearn.preprocessing import normalize
            parts = [np.load(file)[-rows:].astype(np.float32) for file in (self.visual, self.text)]
            save(path, np.hstack([normalize(part) for part in parts]))
        return path

    def components(self, rows):
        """The concatenation along 50 principal components."""
        path = self.cache / f"concatenation-pca50-{rows}.npy"
        if not path.exists():
            from sklearn.decomposition import PCA
            values = np.load(self.concatenation(rows)).astype(np.float64)
            save(path, PCA(50, svd_solver="covariance_eigh").fit_transform(values).astype(np.float32))
        return path

    def layout(self, rows, threads):
        """The concatenation laid out in five dimensions as before density clustering: ours, since it has a seed."""
        path = self.cache / f"layout5-{rows}.npy"
        return layout(path, self.concatenation(rows), "cosine", threads)

    def whole(self):
        """The visual features plus 1: as far from each other as before, and no entry is zero."""
        path = self.cache / "visual-whole.npy"
        if not path.exists():
            save(path, np.load(self.visual).astype(np.float32) + 1)
        return path

    def zeros(self):
        """The share of zeros among the visual features."""
        sample = np.load(self.visual, mmap_mode="r")[::50]
        return float((sample == 0).mean())

    def images(self):
        """A folder of 10,000 small JPEG files, a folder for each class."""
        folder = self.cache / "images"
        if not folder.exists():
            target = self.cache / "images.tmp"
            if self.archive:
                with tarfile.open(self.archive) as archive:
                    archive.extractall(target, filter="data")
            else:
                generate.jpegs(target / "test", 10_000)
            target.rename(folder)
        inner = [entry for entry in folder.iterdir() if entry.is_dir()]
        return inner[0] if len(inner) == 1 else folder


def layout(path, rows, metric, threads):
    """Rows laid out by fusebench's UMAP in five dimensions; where points may touch, as suits density clustering."""
    if not path.exists():
        entries = path.with_suffix(".bin")
        path.parent.mkdir(parents=True, exist_ok=True)
        worker = sides.ours({"work": "umap", "rows": rows, "dimensions": 5, "minDist": 0, "metric": metric,
                             "out": entries, "threads": threads})
        worker.once()
        worker.close()
        save(path, np.fromfile(entries, dtype="<f4").reshape(-1, 5))
        entries.unlink()
    return path


def dense_distance(path, neighbors=10, share=0.4):
    """The distance within which a share of the rows has so many rows, itself counted, to three digits."""
    known = path.with_suffix(f".distance-{neighbors}-{share}.txt")
    if not known.exists():
        from sklearn.neighbors import NearestNeighbors
        rows = np.load(path)
        farthest = NearestNeighbors(n_neighbors=neighbors, algorithm="brute").fit(rows).kneighbors(rows)[0][:, -1]
        known.write_text(f"{np.quantile(farthest, share):.3g}")
    return float(known.read_text())


def save(path, values):
    """Written whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp.npy")
    np.save(temporary, np.ascontiguousarray(values))
    temporary.rename(path)


def locate(folder):
    """The data of a folder (or of FUSEBENCH_BENCH_DATA), or generated data of the same size."""
    folder = folder or os.environ.get("FUSEBENCH_BENCH_DATA")
    missing = [name for name in NAMES.values() if not (Path(folder) / name).exists()] if folder else []
    if folder and not missing:
        files = {key: Path(folder).resolve() / name for key, name in NAMES.items()}
        shapes = [np.load(files[key], mmap_mode="r").shape for key in ("visual", "text")]
        sizes = [f"{rows:,} × {columns}" for rows, columns in shapes]
        return Data(**files, description=f"real features, {sizes[0]} visual and {sizes[1]} text", cache=CACHE / "real")
    why = f"{folder} lacks {', '.join(missing)}" if folder else "no folder of real features was given"
    print(f"note: {why}: generated features of the same size take their place")
    print("hint: --data FOLDER or FUSEBENCH_BENCH_DATA=FOLDER; Benchmarks/README.md says what it must hold")
    return generated(60_000)


def generated(rows):
    """Generated visual and text features, 512 and 384 columns, and labels."""
    folder = generated_folder(rows)
    text = folder / "text.npy"
    if not text.exists():
        generate.text(text, rows)
    return Data(generated_visual(rows), text, generated_labels(rows), None,
                f"generated features, {rows:,} × 512 visual and {rows:,} × 384 text", folder)


def generated_visual(rows):
    path = generated_folder(rows) / "visual.npy"
    if not path.exists():
        generate.visual(path, rows)
    return path


def generated_labels(rows):
    path = generated_folder(rows) / "labels.npy"
    if not path.exists():
        save(path, generate.classes(rows))
    return path


def generated_points(rows):
    """Generated rows of 50 columns, like principal components."""
    path = generated_folder(rows) / "points.npy"
    if not path.exists():
        generate.points(path, rows)
    return path


def generated_layout(rows, threads):
    return layout(generated_folder(rows) / "layout5.npy", generated_points(rows), "euclidean", threads)


def generated_folder(rows):
    folder = CACHE / f"generated-{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
