"""RESULTS.md and results.json."""
import json

from .paths import BENCHMARKS

INTRODUCTION = """# Results

Both sides did the same work on the same files with the same settings and as many threads, in turns. The ratio is the
peer's time divided by fusebench's, the median over the rounds with the least and the most; **bold** where it reaches
what fusebench is held to (in brackets: the goal) and the result is as good. How to read and repeat this: README.md.
"""


def write(results, target=BENCHMARKS):
    """Both files; `target` is another folder for parts of the whole."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "results.json").write_text(json.dumps(results, indent=1, allow_nan=False) + "\n")
    (target / "RESULTS.md").write_text("\n".join(document(results)))


def document(results):
    yield INTRODUCTION
    yield from machine(results["machine"], results["data"])
    if results["works"]:
        yield from table(results["works"])
        yield from memory(results["works"])
    for failure in results["failed"]:
        yield f"\n**{failure['title']} failed:** {failure['message']}"
    if kernel := results.get("kernel"):
        yield "\n## The assignment kernel\n"
        yield (
            f"The machine's multiply-add peak, measured in registers alone: {kernel['peakGFLOPS']:.0f} GFLOP/s.\n"
            f"Labelling {kernel['rows']:,} × {kernel['columns']} rows by the nearest of 100 centres runs at "
            f"{kernel['kernelGFLOPS']:.0f} GFLOP/s, **{kernel['kernelShare']:.0%}** of it,\n"
            "and with all that a call does besides (looking for undefined entries, packing the centres) at\n"
            f"{kernel['callGFLOPS']:.0f} GFLOP/s, {kernel['callShare']:.0%}.")
    if help_time := results.get("help"):
        yield "\n## Starting up\n"
        yield f"`fusebench --help` takes {help_time['milliseconds']:.1f} ms and {help_time['peakMiB']:.0f} MiB.\n"


def machine(machine, data):
    versions = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    yield (f"- Machine: {machine['processor']}, {machine['cores']} cores ({machine['vectors']}), "
           f"{machine['memoryGiB']} GiB, {machine['system']}; {machine['threads']} threads a side; load "
           f"{machine['loadAtStart']:.2f} at the start")
    if machine["busy"]:
        yield "- **The machine was busy**: the ratios may be too good"
    yield f"- fusebench {machine['commit']}, {machine['swift']}, OpenBLAS {machine['openblas']}"
    yield f"- Python {machine['python']}: {versions}; {', '.join(machine['numpyLibraries'])}"
    yield f"- Data: {data}; {machine['date']}"


def table(works):
    yield "\n## Times\n"
    yield "| work | fusebench | peer | its time | ratio (range) | at least | quality | fusebench's | peer's |"
    yield "|---|--:|---|--:|--:|--:|---|--:|--:|"
    for work in works:
        mine = work["sides"]["fusebench"]
        names = ", ".join(work["qualityNames"])
        if not work["ratios"]:
            yield f"| {work['title']} | {time(mine, work)} |  |  |  |  | {names} | {quality(mine, work)} |  |"
        for name, ratio in work["ratios"].items():
            theirs = work["sides"][name]
            at_least = "" if ratio["atLeast"] is None else f"{ratio['atLeast']:g}×"
            at_least += f" ({ratio['goal']:g}×)" if ratio["goal"] else ""
            yield (f"| {work['title']} | {time(mine, work)} | {name} | {time(theirs, work)} | {ratio_text(ratio)} "
                   f"| {at_least} | {names} | {quality(mine, work)} | {quality(theirs, work)} |")


def memory(works):
    yield "\n## Peak memory\n"
    yield "Of the whole process, its input among it.\n"
    yield "| work | fusebench | peers |"
    yield "|---|--:|---|"
    for work in works:
        peaks = {name: f"{side['peakMiB']:,.0f} MiB" for name, side in work["sides"].items()}
        others = ", ".join(f"{name} {peak}" for name, peak in peaks.items() if name != "fusebench")
        yield f"| {work['title']} | {peaks['fusebench']} | {others} |"


def time(side, work):
    return f"{significant(side['median'])} {work['unit']}"


def ratio_text(ratio):
    text = f"{significant(ratio['median'])}×"
    if ratio["reached"]:
        text = f"**{text}**"
    if ratio["rounds"] > 1:
        text += f" ({significant(ratio['least'])}–{significant(ratio['most'])})"
    return text if ratio["qualityHolds"] else text + ", worse result: does not count"


def quality(side, work):
    return ", ".join(f"{float(side['quality'][name][0]):.6g}" for name in work["qualityNames"])


def significant(value):
    """Three significant digits, never in powers of ten."""
    return f"{value:.3g}" if 0.001 <= abs(value) < 1000 else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2g}"
