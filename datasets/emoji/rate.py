#!/usr/bin/env python3
"""Rates the pairs of ratings/pairs.csv by a rule: no person has seen them.

    fusebench run datasets/emoji/meaning.yaml
    fusebench rate draw runs/meaning --pairs 500 --out datasets/emoji/ratings
    python3 datasets/emoji/rate.py

Two emoji of one subgroup of Unicode are closely related (3), of one group loosely (2), others unrelated (1). Writes
ratings/ratings-rule.csv.
"""
import csv
import pathlib

folder = pathlib.Path(__file__).resolve().parent
with open(folder / "emoji.csv", encoding="utf-8", newline="") as file:
    emoji = list(csv.DictReader(file))
with open(folder / "ratings/pairs.csv", encoding="utf-8", newline="") as file:
    pairs = list(csv.DictReader(file))
with open(folder / "ratings/ratings-rule.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["pair", "question", "rating"])
    for pair in pairs:
        a, b = (emoji[int(pair[side])] for side in "ab")
        rating = 3 if a["subgroup"] == b["subgroup"] else 2 if a["group"] == b["group"] else 1
        writer.writerow([pair["pair"], "relatedness", rating])
