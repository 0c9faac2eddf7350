"""The machine and the software with which the numbers were measured."""
import datetime
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from .paths import ROOT

PEERS = ["scikit-learn", "faiss-cpu", "openTSNE", "umap-learn", "hdbscan", "fast_hdbscan", "fastcluster", "Pillow",
         "numpy", "scipy", "numba", "pynndescent"]


def processor():
    if platform.system() == "Darwin":
        return output("sysctl", "-n", "machdep.cpu.brand_string")
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def vectors():
    """The widest vectors that numerical code finds here."""
    info = Path("/proc/cpuinfo")
    flags = info.read_text().split() if info.exists() else []
    for flag in ("avx512f", "avx2"):
        if flag in flags:
            return flag
    return platform.machine()


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def describe(threads):
    from threadpoolctl import threadpool_info
    load = os.getloadavg()[0]
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(), "vectors": vectors(), "cores": os.cpu_count(),
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(), "threads": threads,
        "loadAtStart": load, "busy": load > 0.3 * os.cpu_count(),
        "commit": output("git", "rev-parse", "--short", "HEAD"),
        "swift": (output("swift", "--version").splitlines() or ["unknown"])[0],
        "openblas": output("pkg-config", "--modversion", "openblas"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PEERS},
        "numpyLibraries": sorted({f"{info['internal_api']} {info['version']} {info.get('architecture', '')}".strip()
                                  for info in threadpool_info()}),
    }
