"""`python -m bench`: measures fusebench beside its peers and writes RESULTS.md and results.json."""
import argparse
import os
import sys
from pathlib import Path

from . import data as data_module
from . import growth, machine, report, run, works
from .paths import BENCHMARKS, CACHE, FUSEBENCH

EXTRAS = ["kernel", "help"]


def main():
    options = parse()
    CACHE.mkdir(exist_ok=True)
    data = data_module.locate(options.data)
    known = {work.key: work for work in works.works(data, options.threads)}
    grown = {work.key: work for work in growth.works(options.threads)}
    keys = selection(options.only, known, grown)
    results = {"schema": 2, "machine": machine.describe(options.threads), "data": data.description,
               "repeats": options.repeats, "works": [], "failed": []}
    if results["machine"]["busy"]:
        # Otherwise they spend their share of the cores on waiting for threads that have none.
        os.environ.update(OMP_WAIT_POLICY="passive", OPENBLAS_THREAD_TIMEOUT="4")
        load = results["machine"]["loadAtStart"]
        print(f"note: the machine is busy (load {load:.1f}): the peers' threads sleep while they wait for each other\n"
              "      in place of spinning, and still the ratios may be too good")
    # A part of the works must not pass for the whole.
    complete = not options.only and not options.out
    target = options.out or (BENCHMARKS if complete else CACHE / "partial")
    for key in keys:
        if key == "kernel":
            results["kernel"] = run.kernel(data, options.threads, options.repeats)
        elif key == "help":
            results["help"] = run.help_time(FUSEBENCH)
        else:
            work = (known | grown)[key]
            measure(work, options.repeats, results)
        report.write(results, CACHE / "partial")
    report.write(results, target)
    print(target / "RESULTS.md")
    sys.exit(1 if results["failed"] else 0)


def measure(work, repeats, results):
    """Adds the work's result, or how it failed: hours of the others must not be lost with it."""
    print(work.title, flush=True)
    try:
        result = run.compare(work, repeats, lambda name, seconds: print(f"  {name} {seconds:.3f} s", flush=True))
    except RuntimeError as error:
        print(f"  failed: {error}", flush=True)
        results["failed"].append({"key": work.key, "title": work.title, "message": str(error)})
        return
    results["works"].append(result)
    for name, ratio in result["ratios"].items():
        print(f"  = {report.ratio_text(ratio)} {name}", flush=True)


def selection(only, known, grown):
    if not only:
        return [*known, *EXTRAS]
    keys = []
    for name in only.split(","):
        if name == "growth":
            keys += grown
        elif name in known or name in grown or name in EXTRAS:
            keys.append(name)
        else:
            sys.exit(f"error: there is no work called {name}\nhint:  one of {', '.join([*known, *EXTRAS, 'growth'])}")
    return keys


def parse():
    parser = argparse.ArgumentParser(prog="make bench", description="fusebench beside the tools it replaces")
    parser.add_argument("--data", help="the folder of real features; else FUSEBENCH_BENCH_DATA, else generated ones")
    parser.add_argument("--only", help="the works to measure, separated by commas; growth is measured only so")
    parser.add_argument("--threads", type=int, default=2, help="the threads of each side")
    parser.add_argument("--repeats", type=int, default=5, help="rounds; slow peers do fewer")
    parser.add_argument("--out", type=Path, help="where the results go; else Benchmarks, or its cache for some works")
    options = parser.parse_args()
    if options.threads < 1 or options.repeats < 1:
        parser.error("--threads and --repeats must be at least 1")
    if options.threads > (os.cpu_count() or 1):
        parser.error(f"--threads is {options.threads}, and there are {os.cpu_count()} cores")
    return options


if __name__ == "__main__":
    main()
