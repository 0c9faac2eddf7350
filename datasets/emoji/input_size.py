"""Compare the input sizes MobileNetV2 could see the emoji at; the table in README.md is what this prints.

    python input_size.py --mobilenet mobilenet-v2-1.0.onnx

For each size: kappa of k-means (k = 9, mean of five seeds, each cluster named by its most common group), and
how often an emoji's nearest neighbour by cosine is of its own group or subgroup.
"""

import build  # first: it sets the number of threads before NumPy loads
import numpy as np

from reference import kappa, unit_rows
from sklearn.cluster import KMeans

SIZES = (96, 128, 160, 192, 224)


def neighbour_accuracy(rows, labels):
    """The share of rows whose nearest other row, by cosine, has the same label."""
    similarity = rows @ rows.T
    np.fill_diagonal(similarity, -np.inf)
    return np.mean(labels[similarity.argmax(axis=1)] == labels)


def main(options):
    emoji, font = build.read_emoji(options.emoji_test), build.open_font(options.font)
    images = [build.draw(each, font) for each in emoji]
    group, subgroup = (
        np.array([build.classes(emoji, label).index(getattr(each, label)) for each in emoji])
        for label in ("group", "subgroup")
    )
    print("| input | kappa, raw | kappa, L2 | neighbour's group | neighbour's subgroup |\n|---|---|---|---|---|")
    for size in SIZES:
        raw = build.visual_features(images, options.mobilenet, size).astype(np.float16).astype(np.float32)
        unit = unit_rows(raw)
        kappas = [
            np.mean([kappa(group, KMeans(9, n_init=10, random_state=seed).fit_predict(rows)) for seed in range(5)])
            for rows in (raw, unit)
        ]
        accuracies = [neighbour_accuracy(unit, labels) for labels in (group, subgroup)]
        print(f"| {size} | " + " | ".join(f"{value:.4f}" for value in kappas + accuracies) + " |", flush=True)


if __name__ == "__main__":
    main(build.parse_arguments())
