"""The two sides of a comparison: processes that do the same work, one time after the other."""
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from .paths import BENCHMARKS, MEASURE


@dataclass
class Answer:
    """One time that the work was done."""
    seconds: float
    quality: dict = field(default_factory=dict)
    peak_mib: float | None = None


def environment(threads):
    """Every library that brings threads of its own gets the same number of them."""
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
             "NUMBA_NUM_THREADS", "BLIS_NUM_THREADS"]
    return {**os.environ, **{name: str(threads) for name in names}, "PYTHONPATH": str(BENCHMARKS)}


class Worker:
    """A process that keeps its data in memory and does the work each time it is sent a line.

    `quality` judges what the process wrote, in the same way for both sides; it is not timed.
    """

    def __init__(self, command, settings, quality=dict):
        arguments = [*command, json.dumps({k: str(v) if hasattr(v, "__fspath__") else v for k, v in settings.items()})]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BENCHMARKS,
            env=environment(settings["threads"]))
        self.quality, self.peak_mib = quality, None
        self._read()

    def once(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self._read()
        return Answer(answer["seconds"], {**answer["quality"], **self.quality()})

    def close(self):
        """Ends the process; from then on its peak memory is known."""
        self.peak_mib = peak_of_running(self.process.pid)
        self.process.stdin.close()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.peak_mib = self.peak_mib or mebibytes(usage)

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise RuntimeError(f"{' '.join(map(str, self.process.args))} ended with {self.process.returncode}")
        return json.loads(line)


def ours(settings, quality=dict):
    return Worker([MEASURE], settings, quality)


def peer(name, settings, quality=dict):
    return Worker([sys.executable, "-m", "bench.peer", name], settings, quality)


class Command:
    """A whole command, started anew each time; `quality` reads what it left behind."""

    def __init__(self, command, threads, quality):
        self.command, self.threads, self.quality = [str(part) for part in command], threads, quality
        self.peak_mib = None

    def once(self):
        with tempfile.TemporaryDirectory() as folder:
            report, output = Path(folder) / "report.json", Path(folder) / "output"
            with output.open("wb") as file:
                process = subprocess.run(
                    [sys.executable, "-m", "bench.sides", report, *self.command], stdout=file, stderr=file,
                    cwd=BENCHMARKS, env=environment(self.threads))
            if process.returncode:
                raise RuntimeError(f"{' '.join(self.command)} failed:\n{output.read_text()}")
            found = json.loads(report.read_text())
        self.peak_mib = max(self.peak_mib or 0, found["peak"])
        return Answer(found["seconds"], self.quality(), found["peak"])

    def close(self):
        pass


def mebibytes(usage):
    """The peak of a finished process's memory; the system counts in KiB, macOS in bytes."""
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def peak_of_running(process):
    """The peak of a running process's memory where the system tells it.

    What it tells of a finished one is no less than what the process that started it held, and that has read features.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    return next((int(line.split()[1]) / 2**10 for line in status.splitlines() if line.startswith("VmHWM")), None)


def run_and_report(report, command):
    """Runs a command from a process that holds little memory, and writes down its time and its peak."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    Path(report).write_text(json.dumps({"seconds": seconds, "peak": mebibytes(usage)}))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(run_and_report(sys.argv[1], sys.argv[2:]))
