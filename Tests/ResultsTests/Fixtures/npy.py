"""Writes the two arrays that NPYFileTests compares bytes with. Made with NumPy 2.4.6."""
import pathlib

import numpy

folder = pathlib.Path(__file__).parent
numpy.save(folder / "labels.npy", numpy.array([3, -1, 0, 2147483647], dtype="<i4"))
numpy.save(folder / "coordinates.npy", numpy.array([[1.5, -2], [0.25, 3], [0, 1e-7]], dtype="<f4"))
