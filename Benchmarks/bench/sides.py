"""The two sides of a comparison: processes that do the same work, one time after the other."""
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

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
    """A process that keeps its data in memory and does the work each time it is sent a line."""

    def __init__(self, command, settings):
        arguments = [*command, json.dumps({k: str(v) if hasattr(v, "__fspath__") else v for k, v in settings.items()})]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BENCHMARKS,
            env=environment(settings["threads"]))
        self.peak_mib = None
        self._read()

    def once(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self._read()
        return Answer(answer["seconds"], answer["quality"])

    def close(self):
        """Ends the process; from then on its peak memory is known."""
        self.process.stdin.close()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.peak_mib = mebibytes(usage)

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise RuntimeError(f"{' '.join(map(str, self.process.args))} ended with {self.process.returncode}")
        return json.loads(line)


def ours(settings):
    return Worker([MEASURE], settings)


def peer(name, settings):
    return Worker([sys.executable, "-m", "bench.peer", name], settings)


class Command:
    """A whole command, started anew each time; `quality` reads what it left behind."""

    def __init__(self, command, threads, quality):
        self.command, self.threads, self.quality = [str(part) for part in command], threads, quality
        self.peak_mib = None

    def once(self):
        with tempfile.TemporaryFile() as output:
            start = time.perf_counter()
            process = subprocess.Popen(self.command, stdout=output, stderr=output, cwd=BENCHMARKS,
                                       env=environment(self.threads))
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                output.seek(0)
                raise RuntimeError(f"{' '.join(self.command)} failed:\n{output.read().decode()}")
        self.peak_mib = max(self.peak_mib or 0, mebibytes(usage))
        return Answer(seconds, self.quality(), mebibytes(usage))

    def close(self):
        pass


def mebibytes(usage):
    """The peak of a finished process's memory; the system counts in KiB, macOS in bytes."""
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
