#!/usr/bin/env python3
"""Judges sentences.json by definition, from the formal reading of each sentence and its table, and writes verdicts.json.

    python3 Tests/ClaimsTests/Fixtures/check_claims.py            # writes verdicts.json
    python3 Tests/ClaimsTests/Fixtures/check_claims.py --check    # ends with 1 where verdicts.json would change

It reads no English: a person has written the reading. README.md has the rules. Needs Python 3.10 or later and no package."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

SUPPORTED, CONTRADICTED, UNSETTLED = "supported", "contradicted", "unsettled"

# Landis and Koch (1977), by the hundredths to which a kappa is rounded.
BANDS = {
    "slight": (0, 20),
    "fair": (21, 40),
    "moderate": (41, 60),
    "substantial": (61, 80),
    "almost perfect": (81, 100),
}

# Differences that every reader calls slight, and those that nobody does. Between them no sentence of ours lies.
SLIGHT, NOT_SLIGHT = 0.01, 0.05

Cell = tuple[str, str]  # a clusterer and a space
Part = dict[str, Any]
Cases = dict[str, str]


@dataclass
class Table:
    """A table with its scores, and the corrected p-values of the pairs where it comes from a run."""

    clusterers: list[str]
    spaces: list[str]
    scores: list[str]
    numbers: dict[tuple[Cell, str], dict[str, float]]
    p_values: dict[tuple[frozenset[Cell], str], float] | None
    alpha: float

    @staticmethod
    def read(name: str) -> Table:
        document = json.loads((FOLDER / f"{name}.json").read_text())
        statistics = document.get("statistics")
        return Table(
            clusterers=[one["name"] for one in document["clusterers"]],
            spaces=[one["name"] for one in document["spaces"]],
            scores=document["scores"],
            numbers={
                ((cell["clusterer"], cell["space"]), score): numbers
                for cell in document["cells"]
                for score, numbers in cell["scores"].items()
            },
            p_values=statistics
            and {(frozenset({method(pair["first"]), method(pair["second"])}), pair["score"]): pair["holm"]
                 for pair in statistics["pairs"]},
            alpha=1 - statistics["level"] if statistics else 0.0,
        )

    @property
    def cells(self) -> list[Cell]:
        return [(clusterer, space) for clusterer in self.clusterers for space in self.spaces]

    def mean(self, cell: Cell, score: str) -> float:
        return self.numbers[cell, score]["mean"]

    def p(self, first: Cell, second: Cell, score: str) -> float:
        if self.p_values is None:
            raise ValueError("a published table has no tests")
        return self.p_values[frozenset({first, second}), score]

    def significant(self, first: Cell, second: Cell, score: str) -> bool:
        return self.p(first, second, score) < self.alpha

    def above(self, upper: Cell, lower: Cell, score: str) -> str:
        """Whether one cell lies above another; in a run only where the difference is significant."""
        if self.p_values is not None and not self.significant(upper, lower, score):
            return UNSETTLED
        return truth(self.mean(upper, score) > self.mean(lower, score))


@dataclass
class Judgement:
    """The verdict of one part: by cases where it compares methods."""

    verdict: str
    cases: Cases = field(default_factory=dict)
    apart: list[dict[str, str]] = field(default_factory=list)


def method(value: dict[str, str]) -> Cell:
    return value["clusterer"], value["space"]


def cell(text: str) -> Cell:
    clusterer, space = text.split(":")
    return clusterer, space


def truth(value: bool) -> str:
    return SUPPORTED if value else CONTRADICTED


def together(verdicts: Iterable[str]) -> str:
    """The verdict on "all of these": one that fails is enough to contradict."""
    found = list(verdicts)
    if CONTRADICTED in found:
        return CONTRADICTED
    return UNSETTLED if UNSETTLED in found else SUPPORTED


def rounds_to(value: float, states: str) -> bool:
    """Whether a number is the one stated, at its digits. A tie would fit both neighbours; the fixtures have none."""
    stated = states.removesuffix("%").strip()
    exact = Decimal(repr(value)) * (100 if states.endswith("%") else 1)
    half = Decimal(1).scaleb(Decimal(stated).as_tuple().exponent) / 2  # type: ignore[arg-type]
    distance = abs(exact - Decimal(stated))
    if distance == half:
        raise ValueError(f"{value} lies half-way: {states}")
    return distance < half


def difference(first: float, second: float) -> float:
    """A difference without the error of binary fractions."""
    return float(Decimal(repr(first)) - Decimal(repr(second)))


# The forms of a reading


def compare(table: Table, part: Part, pairs: dict[str, list[tuple[Cell, Cell]]]) -> Judgement:
    """Cases, in each of which every pair holds in every score."""
    scores = part.get("scores", table.scores)
    cases = {
        name: together(one(table, part, upper, lower, score) for upper, lower in some for score in scores)
        for name, some in pairs.items()
    }
    apart = []
    if "degree" in part:
        for name, some in pairs.items():
            if cases[name] == SUPPORTED:
                sizes = [difference(table.mean(a, s), table.mean(b, s)) for a, b in some for s in scores]
                apart.append({"word": part["degree"], "method": name, "verdict": slight(sizes)})
    return Judgement(count(list(cases.values()), part.get("quantity", "all")), cases, apart)


def one(table: Table, part: Part, upper: Cell, lower: Cell, score: str) -> str:
    """One pair in one score. A claim about significance is one about the test, so that it is never unsettled."""
    if "significant" not in part:
        return table.above(upper, lower, score)
    significant = table.significant(upper, lower, score)
    if not part["significant"]:
        return truth(not significant)
    directed = part.get("directed", True)
    return truth(significant and (not directed or table.mean(upper, score) > table.mean(lower, score)))


def count(cases: list[str], quantity: str) -> str:
    yes, open_ = cases.count(SUPPORTED), cases.count(UNSETTLED)
    if quantity == "all":
        return together(cases)
    if quantity == "most":
        if 2 * yes > len(cases):
            return SUPPORTED
        return UNSETTLED if 2 * (yes + open_) > len(cases) else CONTRADICTED
    if quantity == "all but one":
        if open_:
            return UNSETTLED
        return truth(yes == len(cases) - 1)
    raise ValueError(f"unknown quantity: {quantity}")


def slight(sizes: list[float]) -> str:
    if all(size < SLIGHT for size in sizes):
        return SUPPORTED
    if any(size > NOT_SLIGHT for size in sizes):
        return CONTRADICTED
    raise ValueError(f"neither slight nor not: {sizes}")


def spaces(table: Table, part: Part) -> Judgement:
    """Spaces above spaces, a case for each clusterer."""
    names = part.get("in", table.clusterers)
    pairs = {
        name: [((name, upper), (name, lower)) for upper in part["upper"] for lower in part["lower"]] for name in names
    }
    return compare(table, part, pairs)


def clusterers(table: Table, part: Part) -> Judgement:
    """Clusterers above clusterers, a case for each space."""
    names = part.get("in", table.spaces)
    pairs = {
        name: [((upper, name), (lower, name)) for upper in part["upper"] for lower in part["lower"]] for name in names
    }
    return compare(table, part, pairs)


def cells(table: Table, part: Part) -> Judgement:
    """Cells above cells, or above or below all others."""
    named = [cell(text) for side in ("upper", "lower") if part[side] != "others" for text in part[side]]
    others = [one for one in table.cells if one not in named]
    upper, lower = (
        others if part[side] == "others" else [cell(text) for text in part[side]] for side in ("upper", "lower")
    )
    scores = part.get("scores", table.scores)
    return Judgement(together(table.above(a, b, score) for a in upper for b in lower for score in scores))


def value(table: Table, part: Part) -> Judgement:
    return Judgement(truth(rounds_to(table.mean(cell(part["cell"]), part["score"]), part["states"])))


def deviation(table: Table, part: Part) -> Judgement:
    number = table.numbers[cell(part["cell"]), part["score"]]["deviation"]
    return Judgement(truth(rounds_to(number, part["states"])))


def bound(table: Table, part: Part) -> Judgement:
    return Judgement(truth(all(table.mean(one, part["score"]) <= float(part["most"]) for one in table.cells)))


def value_range(table: Table, part: Part) -> Judgement:
    numbers = [table.mean(one, part["score"]) for one in table.cells]
    return Judgement(truth(rounds_to(min(numbers), part["least"]) and rounds_to(max(numbers), part["most"])))


def stated_difference(table: Table, part: Part) -> Judgement:
    first, second = (table.mean(cell(part[side]), part["score"]) for side in ("first", "second"))
    return Judgement(truth(rounds_to(difference(first, second), part["states"])))


def largest_difference(table: Table, part: Part) -> Judgement:
    """Whether a clusterer gains most from one space to another."""
    gains = {
        name: difference(
            table.mean((name, part["first"]), part["score"]), table.mean((name, part["second"]), part["score"])
        )
        for name in table.clusterers
    }
    own = gains.pop(part["clusterer"])
    return Judgement(truth(all(own > gain for gain in gains.values())))


def ratio(table: Table, part: Part) -> Judgement:
    first, second = (table.mean(cell(part[side]), part["score"]) for side in ("first", "second"))
    return Judgement(truth(part["from"] <= first / second <= part["to"]))


def agreement(table: Table, part: Part) -> Judgement:
    """Whether kappas lie in the band of a word."""
    least, most = BANDS[part["word"]]
    named = table.cells if part["cells"] == "all" else [cell(text) for text in part["cells"]]
    hundredths = [math.floor(100 * table.mean(one, "kappa") + 0.5) for one in named]
    return Judgement(truth(all(least <= number <= most for number in hundredths)))


def p_value(table: Table, part: Part) -> Judgement:
    p = table.p(cell(part["first"]), cell(part["second"]), part["score"])
    return Judgement(truth(rounds_to(p, part["states"])))


FORMS: dict[str, Callable[[Table, Part], Judgement]] = {
    "spaces": spaces,
    "clusterers": clusterers,
    "cells": cells,
    "value": value,
    "deviation": deviation,
    "bound": bound,
    "range": value_range,
    "difference": stated_difference,
    "largest difference": largest_difference,
    "ratio": ratio,
    "agreement": agreement,
    "p": p_value,
}


def judge(sentence: dict[str, Any], table: Table) -> dict[str, Any]:
    """The verdict of a sentence: that of all its parts together, and so each of its cases."""
    parts = [FORMS[part["form"]](table, part) for part in sentence["reading"]]
    cases: dict[str, list[str]] = {}
    for part in parts:
        for name, verdict in part.cases.items():
            cases.setdefault(name, []).append(verdict)
    result: dict[str, Any] = {"id": sentence["id"], "verdict": together(part.verdict for part in parts)}
    if len(cases) > 1:
        result["cases"] = [{"method": name, "verdict": together(verdicts)} for name, verdicts in cases.items()]
    apart = [one for part in parts for one in part.apart]
    if apart:
        result["apart"] = apart
    return result


def main() -> int:
    sentences = json.loads((FOLDER / "sentences.json").read_text())
    tables = {name: Table.read(name) for name in {sentence["table"] for sentence in sentences}}
    verdicts = [judge(sentence, tables[sentence["table"]]) for sentence in sentences]
    text = "[\n" + ",\n".join(json.dumps(verdict) for verdict in verdicts) + "\n]\n"
    path = FOLDER / "verdicts.json"
    if sys.argv[1:] == ["--check"]:
        if path.read_text() != text:
            print("verdicts.json is not what check_claims.py writes; run it without --check", file=sys.stderr)
            return 1
        return 0
    path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
