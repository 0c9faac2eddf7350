"""A work with its sides, its quality and its required ratios."""
import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from . import sides
from .paths import CACHE


@dataclass
class Quality:
    """The number by which both results are compared: a faster but worse one does not count."""
    name: str
    better: str  # "lower", "higher" or "same"
    within: float  # the relative difference that is let pass

    def holds(self, mine, other):
        slack = self.within * abs(other)
        if self.better == "lower":
            return mine <= other + slack
        if self.better == "higher":
            return mine >= other - slack
        return abs(mine - other) <= slack


@dataclass
class Work:
    key: str
    title: str
    peers: dict  # the name of each peer and the least ratio of its time to ours, or None
    start: Callable  # from the name of a side ("fusebench" or a peer) to the side itself
    qualities: list  # all must hold
    scale: float = 1  # by what seconds are multiplied …
    unit: str = "s"  # … to be in this unit
    goals: dict = field(default_factory=dict)  # the ratios that would be better still
    at_most: dict = field(default_factory=dict)  # the repeats of slow peers, which then do without a warm-up


def measured(settings, threads, judge=None):
    """Workers with these settings; `settings` makes them when it is called, because that may prepare data.

    `judge` finds the quality of what a side wrote, by the settings and the file.
    """
    prepared = {}

    def start(side):
        if not prepared:
            prepared.update(settings(), threads=threads)
        worker = sides.ours if side == "fusebench" else functools.partial(sides.peer, side)
        if judge is None:
            return worker(prepared)
        out = CACHE / "written" / f"{side}.bin"
        out.parent.mkdir(parents=True, exist_ok=True)

        def judged():
            quality = judge(prepared, out)
            out.unlink()  # so that it is never judged again
            return quality
        return worker({**prepared, "out": out}, judged)
    return start
