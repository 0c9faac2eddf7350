"""Writes shapley.json: Shapley values by their definition, the mean over all orders in which the players join.

Run from any folder, with the version pinned below:

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6
    venv/bin/python Tests/StatisticsTests/Fixtures/make_shapley.py
"""

import itertools
import json
import pathlib

import numpy as np
from numpy.typing import NDArray

VERSIONS = {"numpy": "2.4.6"}


def main() -> None:
    found = {"numpy": np.__version__}
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    generator = np.random.default_rng(3)
    games = [game(generator.normal(size=1 << players), players) for players in [1, 2, 3, 4, 5] for _ in range(3)]
    path = pathlib.Path(__file__).parent / "shapley.json"
    path.write_text(json.dumps({"versions": VERSIONS, "games": games}, indent=1) + "\n")


def game(values: NDArray[np.float64], players: int) -> dict[str, object]:
    """The value of a coalition stands at the sum of 2^i over its players i."""
    shares = [0.0] * players
    orders = list(itertools.permutations(range(players)))
    for order in orders:
        coalition = 0
        for player in order:
            joined = coalition | 1 << player
            shares[player] += float(values[joined] - values[coalition]) / len(orders)
            coalition = joined
    return {"players": players, "values": values.tolist(), "shares": shares}


if __name__ == "__main__":
    main()
