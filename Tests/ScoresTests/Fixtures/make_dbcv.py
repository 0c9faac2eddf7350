"""Writes dbcv.json: density-based clustering validation from its definition (Moulavi et al., 2014).

Nothing but NumPy: all distances, Kruskal's algorithm on all pairs, equal edges by their smaller row, then by their larger one.
"""

import json
import os

import numpy as np


def core_distances(table, columns):
    count = len(table)
    cores = np.zeros(count)
    for row in range(count):
        others = np.delete(table[row], row)
        if (others == 0).any():
            continue
        cores[row] = ((1 / others) ** columns).sum() / (count - 1)
        cores[row] = cores[row] ** (-1 / columns)
    return cores


def spanning_tree(reach):
    count = len(reach)
    pairs = sorted((reach[i, j], i, j) for i in range(count) for j in range(i + 1, count))
    parent = list(range(count))

    def find(row):
        while parent[row] != row:
            row = parent[row]
        return row

    edges = []
    for weight, i, j in pairs:
        if find(i) != find(j):
            parent[find(j)] = find(i)
            edges.append((weight, i, j))
    return edges


def dbcv(rows, labels):
    table = np.sqrt(((rows[:, None] - rows[None]) ** 2).sum(2))
    clusters = sorted(set(labels[labels >= 0]))
    cores = np.zeros(len(rows))
    sparseness, inner = {}, {}
    for cluster in clusters:
        members = np.flatnonzero(labels == cluster)
        own = table[np.ix_(members, members)]
        if len(members) > 1:
            cores[members] = core_distances(own, rows.shape[1])
        core = cores[members]
        edges = spanning_tree(np.maximum(own, np.maximum(core[:, None], core[None])))
        degree = np.zeros(len(members), dtype=int)
        for _, i, j in edges:
            degree[i] += 1
            degree[j] += 1
        within = [w for w, i, j in edges if degree[i] > 1 and degree[j] > 1]
        sparseness[cluster] = max(within or [w for w, _, _ in edges] or [0])
        inner[cluster] = members[degree > 1] if (degree > 1).any() else members
    total = 0
    for cluster in clusters:
        separation = min(
            max(table[i, j], cores[i], cores[j])
            for other in clusters if other != cluster for i in inner[cluster] for j in inner[other])
        size = (labels == cluster).sum()
        widest = max(separation, sparseness[cluster])
        if size > 1 and widest > 0:
            total += size / len(labels) * (separation - sparseness[cluster]) / widest
    return total


def main():
    draw = np.random.default_rng(11)
    cases = []

    def add(name, rows, labels):
        rows = np.asarray(rows).round(4).astype(np.float32)
        value = dbcv(rows.astype(np.float64), labels)
        cases.append({"name": name, "rows": rows.tolist(), "labels": labels.tolist(), "dbcv": float(value)})

    for columns in (2, 3, 8, 30):
        centers = draw.normal(size=(3, columns)) * 5
        group = draw.integers(0, 3, 90)
        rows = centers[group] + draw.normal(size=(90, columns))
        add(f"blobs of {columns} columns", rows, group)
        add(f"blobs of {columns} columns with noise", rows, np.where(draw.random(90) < 0.2, -1, group))
        add(f"random labels, {columns} columns", rows, draw.integers(0, 4, 90))
    angle = draw.random(120) * 2 * np.pi
    ring = np.arange(120) % 2
    add("rings", np.stack([np.cos(angle), np.sin(angle)], 1) * (1 + 2 * ring[:, None]), ring)
    add("grid", np.stack(np.meshgrid(range(8), range(8)), -1).reshape(-1, 2), np.arange(64) // 32)
    rows = draw.normal(size=(30, 2))
    add("small clusters", rows, np.array([0, 1, 1, 2, 2, 2, 3, 3, 3, 3] + [4] * 10 + [-1] * 10))
    rows[10:14] = rows[10]
    add("equal rows", rows, np.array([0] * 14 + [1] * 16))
    result = {"numpy": np.__version__, "cases": cases}
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "dbcv.json"), "w") as file:
        json.dump(result, file, separators=(",", ":"))


main()
