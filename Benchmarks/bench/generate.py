"""Generated features of any size, written chunk by chunk, so that memory holds one chunk whatever their number.

Like those of a convolutional network after its last rectifier, the visual ones are non-negative, mostly zero, and
correlated: a few factors, shared by all columns, whose means depend on the class. Each chunk draws from a generator
of its own, so the first rows are the same whatever the number of rows.
"""
import numpy as np
from numpy.lib.format import open_memmap

CLASSES = 10
FACTORS = 48
CHUNK = 8192


def classes(rows):
    """The class of each row."""
    return np.random.default_rng([1, 0]).integers(0, CLASSES, size=rows)


def visual(path, rows, columns=512):
    """Non-negative and sparse: about nine entries in ten are zero."""
    write(path, rows, columns, seed=2, finish=lambda values: np.maximum(values - 1.4, 0))


def text(path, rows, columns=384):
    """Dense rows of length 1, like sentence embeddings."""
    write(path, rows, columns, seed=3, finish=lambda values: values / np.linalg.norm(values, axis=1, keepdims=True))


def points(path, rows, columns=50):
    """Ever narrower columns, like principal components; forty dense groups of different sizes and widths."""
    shared = np.random.default_rng([5, 0])
    scales = np.geomspace(1, 0.1, columns)
    centers = shared.normal(size=(40, columns)) * scales * 1.5
    widths = shared.uniform(0.3, 1, size=40)
    shares = shared.dirichlet(np.full(40, 2.0))
    temporary = path.with_suffix(".tmp")
    target = open_memmap(temporary, mode="w+", dtype=np.float32, shape=(rows, columns))
    for chunk, first in enumerate(range(0, rows, CHUNK)):
        random = np.random.default_rng([5, 1, chunk])
        groups = random.choice(40, size=CHUNK, p=shares)
        values = centers[groups] + random.normal(size=(CHUNK, columns)) * scales * widths[groups, None]
        target[first:first + CHUNK] = values[:rows - first]
    target.flush()
    temporary.rename(path)


def write(path, rows, columns, seed, finish):
    shared = np.random.default_rng([seed, 0])
    means = shared.normal(size=(CLASSES, FACTORS)) * 0.6
    loadings = shared.normal(size=(FACTORS, columns)) * np.geomspace(1, 0.1, FACTORS)[:, None] / 3
    labels = classes(rows)
    temporary = path.with_suffix(".tmp")
    target = open_memmap(temporary, mode="w+", dtype=np.float16, shape=(rows, columns))
    for chunk, first in enumerate(range(0, rows, CHUNK)):
        part = labels[first:first + CHUNK]
        random = np.random.default_rng([seed, 1, chunk])
        factors = means[part] + random.normal(size=(CHUNK, FACTORS))[:len(part)]
        noise = random.normal(scale=0.4, size=(CHUNK, columns))[:len(part)]
        target[first:first + len(part)] = finish(factors @ loadings + noise)
    target.flush()
    temporary.rename(path)


def jpegs(folder, count):
    """Small pictures: a smooth field of colour for each class, with noise."""
    from PIL import Image
    random = np.random.default_rng([4, 0])
    fields = random.uniform(40, 215, size=(CLASSES, 4, 4, 3)).astype(np.uint8)
    smooth = [np.asarray(Image.fromarray(field).resize((32, 32), Image.BICUBIC), dtype=np.float64) for field in fields]
    for index in range(count):
        kind = index % CLASSES
        place = folder / f"class-{kind}"
        place.mkdir(parents=True, exist_ok=True)
        pixels = np.clip(smooth[kind] + random.normal(scale=12, size=(32, 32, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(place / f"{index:05d}.jpg", quality=90)
