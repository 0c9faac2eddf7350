"""Rates the pairs of ratings/pairs.csv by a rule: no person has seen them.

    fusebench run datasets/emoji/meaning.yaml
    fusebench rate draw runs/meaning --pairs 500 --out datasets/emoji/ratings
    python3 datasets/emoji/rate.py

Two emoji of one subgroup of Unicode are closely related (3), of one group loosely (2), others unrelated (1). Writes
ratings/ratings-rule.csv. The same pairs give the same bytes.
"""

import csv
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent


def read(name: str) -> list[dict[str, str]]:
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rating(a: dict[str, str], b: dict[str, str]) -> int:
    if a["subgroup"] == b["subgroup"]:
        return 3
    return 2 if a["group"] == b["group"] else 1


def main() -> None:
    emoji = read("emoji.csv")
    with open(FOLDER / "ratings/ratings-rule.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pair", "question", "rating"])
        for pair in read("ratings/pairs.csv"):
            writer.writerow([pair["pair"], "relatedness", rating(emoji[int(pair["a"])], emoji[int(pair["b"])])])


if __name__ == "__main__":
    main()
