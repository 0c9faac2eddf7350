"""One work on all its sides, taking turns, and what follows from the times."""
import statistics

import numpy as np

from . import sides


def compare(work, repeats, report):
    """Measures a work: A B A B …, each side after a warm-up; `report` is told of each time.

    Slow peers do fewer rounds; the ratio of a round is that of the two times measured one after the other.
    """
    names = ["fusebench", *work.peers]
    running, answers = {}, {name: [] for name in names}
    try:
        for name in names:
            running[name] = work.start(name)
        for name in names:
            if name not in work.at_most:
                running[name].once()
        rounds = min(repeats, work.at_most.get("fusebench", repeats))
        for turn in range(rounds):
            for name in names:
                if turn < work.at_most.get(name, repeats):
                    answers[name].append(running[name].once())
                    report(name, answers[name][-1].seconds)
    finally:
        for side in running.values():
            side.close()
    return {
        "key": work.key, "title": work.title, "unit": work.unit,
        "qualityNames": [quality.name for quality in work.qualities],
        "sides": {name: summary(answers[name], running[name], work) for name in names},
        "ratios": {name: ratio(work, answers["fusebench"], answers[name], name) for name in work.peers},
    }


def summary(answers, side, work):
    return {
        "seconds": [answer.seconds for answer in answers],
        "median": statistics.median(answer.seconds for answer in answers) * work.scale,
        "quality": {name: list(map(storable, values)) for name, values in answers[-1].quality.items()
                    if len(values) < 20},
        "peakMiB": side.peak_mib,
    }


def storable(value):
    """Numbers that JSON lacks, in words: an approximate graph may be parted, and its tree infinitely heavy."""
    return value if np.isfinite(value) else str(value)


def ratio(work, mine, theirs, peer):
    at_least = work.peers[peer]
    ratios = [b.seconds / a.seconds for a, b in zip(mine, theirs)]
    holds = all(quality.holds(mine[-1].quality[quality.name][0], theirs[-1].quality[quality.name][0])
                for quality in work.qualities)
    median = statistics.median(ratios)
    return {"median": median, "least": min(ratios), "most": max(ratios), "rounds": len(ratios), "atLeast": at_least,
            "goal": work.goals.get(peer), "qualityHolds": holds,
            "reached": None if at_least is None else holds and median >= at_least}


def kernel(data, threads, repeats):
    """The assignment of rows to 100 centres as a share of what the machine's multiply-add units can do.

    A call also looks for undefined entries and picks the largest products. Two further sets of 112 centres show the
    kernel alone: what they add to a call is nothing but products and their comparison. No entry of the rows is zero, so
    that every product is made.
    """
    def rows(count):
        return sides.ours({"work": "assign", "rows": data.whole(), "k": count, "threads": threads})
    count, columns = np.load(data.whole(), mmap_mode="r").shape
    peak, small, large = sides.ours({"work": "peak", "threads": threads}), rows(100), rows(324)
    peaks, calls, larger = [], [], []
    for _ in range(max(2 * repeats, 10)):
        peaks.append(peak.once().quality["flops"][0])
        calls.append(small.once().seconds)
        larger.append(large.once().seconds)
    for side in (peak, small, large):
        side.close()
    # The best of each: a peak is a limit, and what disturbs only ever slows down.
    best, call = max(peaks), 2 * count * columns * 100 / min(calls)
    kernel = 2 * count * columns * 224 / (min(larger) - min(calls))
    return {"rows": count, "columns": columns, "peakGFLOPS": best / 1e9, "callGFLOPS": call / 1e9,
            "kernelGFLOPS": kernel / 1e9, "callShare": call / best, "kernelShare": kernel / best}


def help_time(command, repeats=20):
    side = sides.Command([command, "--help"], 1, dict)
    seconds = [side.once().seconds for _ in range(repeats)]
    return {"milliseconds": statistics.median(seconds) * 1e3, "peakMiB": side.peak_mib}
