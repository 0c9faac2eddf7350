"""The inputs that the peers read."""
import numpy as np


def rows(settings, dtype=np.float32):
    return np.ascontiguousarray(np.load(settings["rows"]), dtype=dtype)
