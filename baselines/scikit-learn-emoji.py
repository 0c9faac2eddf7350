"""Records what scikit-learn makes of the emoji: the baseline scikit-learn-emoji.json, beside this script.

    python baselines/scikit-learn-emoji.py

It takes spaces, clusterers and scores from datasets/emoji/reference.py, and keeps the labels of every trial, so that
`fusebench compare runs/emoji scikit-learn-emoji` compares item by item. The form of the file is that of
Sources/Results/Baselines; the versions that made it stand in the file.
"""

import base64
import csv
import json
import statistics
import struct
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
EMOJI = HERE.parent / "datasets" / "emoji"
sys.path.insert(0, str(EMOJI))

import reference  # noqa: E402  (it sets the number of threads before NumPy loads)
import numpy as np  # noqa: E402
import sklearn  # noqa: E402


def renumbered(labels):
    """Numbered by their first appearance."""
    numbers = {}
    return [numbers.setdefault(int(label), len(numbers)) for label in labels]


def fnv1a(labels):
    """FNV-1a of 64 bits over little-endian numbers of 32 bits."""
    return fnv1a_of_bytes(struct.pack(f"<{len(labels)}i", *labels))


def fnv1a_of_bytes(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def packed(labels, seed):
    """As many labels as fit are the digits of a number of 64 bits, the first one the lowest."""
    labels = renumbered(labels)
    clusters = max(labels) + 1
    base = max(clusters, 2)
    digits = 0
    while base ** (digits + 1) < 2**64:
        digits += 1
    words = []
    for start in range(0, len(labels), digits):
        word = 0
        for label in reversed(labels[start : start + digits]):
            word = word * base + label
        words.append(word)
    return {
        "base64": base64.b64encode(struct.pack(f"<{len(words)}Q", *words)).decode(),
        "clusters": clusters,
        "fnv1a": fnv1a(labels),
        "noise": False,
        "seed": seed,
    }


def content(value):
    """The bytes of a JSON value that a baseline's digest is taken over (Sources/Results/Baselines/ContentDigest.swift)."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode())
        return b"{" + struct.pack("<Q", len(members)) + b"".join(content(k) + content(v) for k, v in members)
    if isinstance(value, list):
        return b"[" + struct.pack("<Q", len(value)) + b"".join(map(content, value))
    if isinstance(value, str):
        return b"s" + struct.pack("<Q", len(value.encode())) + value.encode()
    if value is None or isinstance(value, bool):
        return {None: b"z", True: b"t", False: b"f"}[value]
    return b"n" + struct.pack("<d", value)


def score(values):
    """A score's values over the seeds 0, 1, …"""
    return {
        "deviation": statistics.stdev(values),
        "mean": statistics.fmean(values),
        "seeds": len(values),
        "values": [{"seed": seed, "value": value} for seed, value in enumerate(values)],
    }


def label_sets():
    """The columns of emoji.csv that the experiment names."""
    with open(EMOJI / "emoji.csv", newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    return {name: renumber_texts([row[name] for row in rows]) for name in ("group", "subgroup")}


def renumber_texts(texts):
    numbers = {}
    return [numbers.setdefault(text, len(numbers)) for text in texts]


def cells(truth):
    """By clusterer, then space, as a run lists them."""
    visual, text = (np.load(EMOJI / f"{name}.npy").astype(np.float32) for name in ("visual-mobilenetv2", "text-minilm"))
    spaces = reference.spaces(visual, text)
    for name in ("kmeans", "gmm"):
        for space, rows in spaces.items():
            partitions = [
                reference.clusterers(seed, "diag")[name].fit_predict(rows) for seed in range(reference.SEEDS)
            ]
            yield {
                "clusterer": name,
                "labels": [packed(partition, seed) for seed, partition in enumerate(partitions)],
                "scores": {
                    key: score([float(measure(truth, partition)) for partition in partitions])
                    for key, measure in reference.SCORES.items()
                },
                "space": space,
            }


def main():
    warnings.simplefilter("always")
    sets = label_sets()
    truth = np.array(sets["group"])
    baseline = {
        "cells": list(cells(truth)),
        "dataset": {
            "classes": len(set(sets["group"])),
            "items": len(truth),
            "labelSets": {name: fnv1a(labels) for name, labels in sets.items()},
            "labelled": len(truth),
            "truth": "group",
        },
        "madeBy": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
        "name": "scikit-learn-emoji",
        "schema": 3,
        "source": "baselines/scikit-learn-emoji.py",
    }
    baseline["digest"] = fnv1a_of_bytes(content(baseline))
    out = HERE / "scikit-learn-emoji.json"
    out.write_text(json.dumps(baseline, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(out)


if __name__ == "__main__":
    main()
