"""The paths of the folders and programs."""
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
EMOJI = ROOT / "datasets" / "emoji"
CACHE = BENCHMARKS / ".cache"
FUSEBENCH = ROOT / ".build" / "release" / "fusebench"
MEASURE = BENCHMARKS / ".build" / "release" / "Measure"
