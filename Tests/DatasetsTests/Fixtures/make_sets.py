"""Makes small labelled sets in sets/, each in the form of its official files, and sets.json, what NumPy reads from them.

Run it as `python make_sets.py` with Python 3.11 and NumPy 2.4.6. An image counts in sets.json by the sum of its bytes,
each times its place (from 1) in height × width × 3. The pickles of the CIFAR sets are written as Python 2 wrote them, and
read back by Python's own pickle.
"""

import gzip
import json
import pathlib
import pickle
import struct

import numpy as np

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "sets"
random = np.random.default_rng(12)
expected = {}


def record(name, images, labels, classes):
    images = np.asarray(images).reshape(len(images), -1).astype(np.int64)
    places = np.arange(1, images.shape[1] + 1)
    expected[name] = {
        "sums": (images * places).sum(axis=1).tolist(), "labels": [int(label) for label in labels], "classes": classes,
    }


def write(name, data):
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# MNIST


def idx(array):
    return struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def make_mnist():
    train, test = (random.integers(0, 256, (count, 7, 5)).astype(np.uint8) for count in (6, 4))
    train_labels, test_labels = np.array([3, 0, 4, 1, 2, 4], np.uint8), np.array([0, 3, 2, 1], np.uint8)
    write("mnist/train-images-idx3-ubyte", idx(train))
    write("mnist/train-labels-idx1-ubyte", idx(train_labels))
    write("mnist/t10k-images-idx3-ubyte.gz", gzip.compress(idx(test), mtime=0))
    write("mnist/t10k-labels-idx1-ubyte.gz", gzip.compress(idx(test_labels), mtime=0))
    images = np.concatenate([train, test])[..., None].repeat(3, axis=-1)
    record("mnist", images, np.concatenate([train_labels, test_labels]), [str(digit) for digit in range(5)])


# STL-10


def make_stl10():
    names = ["airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck"]
    images, labels = [], []
    for name, numbers in (("train", [10]), ("test", [2])):
        c, x, y = np.mgrid[0:3, 0:96, 0:96]
        data = np.stack([(c * 50 + x * 3 + y * 7 + number * 11) % 256 for number in numbers]).astype(np.uint8)
        path = write(f"stl10/{name}_X.bin", data.tobytes())
        write(f"stl10/{name}_y.bin", bytes(numbers))
        # As the authors' own reader does: columns first.
        read = np.fromfile(path, np.uint8).reshape(-1, 3, 96, 96).transpose(0, 3, 2, 1)
        images.append(read)
        labels += [number - 1 for number in numbers]
    write("stl10/class_names.txt", "\n".join(names).encode() + b"\n")
    record("stl10", np.concatenate(images), labels, names)


# CIFAR


class Python2(pickle._Pickler):
    """Writes texts and bytes as Python 2 wrote its strings."""

    dispatch = pickle._Pickler.dispatch.copy()

    def save_string(self, value):
        data = value.encode() if isinstance(value, str) else value
        short = len(data) < 256
        self.write(b"U" + bytes([len(data)]) + data if short else b"T" + struct.pack("<i", len(data)) + data)
        self.memoize(value)

    dispatch[bytes] = save_string
    dispatch[str] = save_string


def python2(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        Python2(file, 2).dump(content)
    path.write_bytes(path.read_bytes().replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n"))
    with path.open("rb") as file:
        return pickle.load(file, encoding="bytes")


def as_images(data):
    return data.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)


def batch(count, **labels):
    data = random.integers(0, 256, (count, 3072)).astype(np.uint8)
    names = [f"image_s_{random.integers(1_000_000):06}.png" for _ in range(count)]
    return {"batch_label": "a batch", **labels, "data": data, "filenames": names}


def make_cifar():
    names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    read = []
    for number in range(6):
        name = f"data_batch_{number + 1}" if number < 5 else "test_batch"
        content = batch(1 if number else 3, labels=[9, 3, 0] if number == 0 else [number])
        read.append(python2(FOLDER / "cifar-10-batches-py" / name, content))
    meta = {"num_cases_per_batch": 10000, "label_names": names, "num_vis": 3072}
    python2(FOLDER / "cifar-10-batches-py" / "batches.meta", meta)
    record(
        "cifar-10-batches-py", np.concatenate([as_images(part[b"data"]) for part in read]),
        [label for part in read for label in part[b"labels"]], names)

    fine, coarse = [f"fine {i}" for i in range(100)], [f"coarse {i}" for i in range(20)]
    read = []
    for name, fines, coarses in (("train", [99, 0], [1, 19]), ("test", [50], [0])):
        content = batch(len(fines), fine_labels=fines, coarse_labels=coarses)
        read.append(python2(FOLDER / "cifar-100-python" / name, content))
    python2(FOLDER / "cifar-100-python" / "meta", {"fine_label_names": fine, "coarse_label_names": coarse})
    images = np.concatenate([as_images(part[b"data"]) for part in read])
    record("cifar-100-python", images, [label for part in read for label in part[b"fine_labels"]], fine)


def make_pickles():
    """One batch as Python 3 writes it in each protocol."""
    content = batch(2, labels=[7, 200])
    for protocol in (2, 3, 4, 5):
        write(f"pickles/protocol-{protocol}", pickle.dumps(content, protocol))
    write("pickles/bytes-keys-2", pickle.dumps({key.encode(): value for key, value in content.items()}, 2))
    write("pickles/labels-as-array", pickle.dumps(content | {"labels": np.array([7, 200])}, 4))
    write("pickles/columns-first", pickle.dumps(content | {"data": np.asfortranarray(content["data"])}, 4))
    write("pickles/code", pickle.dumps(content | {"data": pathlib.PurePosixPath("no array")}, 4))
    record("pickles", as_images(content["data"]), content["labels"], [])


make_mnist()
make_stl10()
make_cifar()
make_pickles()
versions = {"numpy": np.__version__}
(HERE / "sets.json").write_text(json.dumps({"versions": versions, "sets": expected}, separators=(",", ":")) + "\n")
