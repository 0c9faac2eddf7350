"""Writes the .npy files beside it. Run with numpy 2.4.6: python make_tables.py"""

import pathlib

import numpy
from numpy.lib import format as npy

here = pathlib.Path(__file__).parent
row, column = numpy.indices((37, 19))
values = (7 * row + 3 * column) % 11

for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    shown = values - 5.25 if code[0] == "f" else values % 2 if code == "b1" else values - 5 * (code[0] == "i")
    for byte_order, order_name in [("<", "little"), (">", "big")]:
        if byte_order == ">" and code[1] == "1":
            continue
        for order in "CF":
            array = numpy.asarray(shown.astype(byte_order + code), order=order)
            numpy.save(here / f"{code}-{order_name}-{order}.npy", array)

for version in [(1, 0), (2, 0), (3, 0)]:
    with open(here / f"version{version[0]}.npy", "wb") as file:
        npy.write_array(file, (values - 5.25).astype("<f4"), version=version)

words = ["cat", "dog", "cat", "", "zèbre", "dog"]
numpy.save(here / "words-unicode.npy", numpy.array(words))
numpy.save(here / "words-unicode-big.npy", numpy.array(words).astype(">U7"))
numpy.save(here / "words-bytes.npy", numpy.array([word.encode() for word in words]))
numpy.save(here / "labels-int64.npy", numpy.array([7, 3, 3, -1, 7, 12]))
numpy.save(here / "labels-float32.npy", numpy.array([[7], [3], [3], [numpy.nan], [7], [12]], dtype="f4"))
numpy.save(here / "object.npy", numpy.array([{"a": 1}, None], dtype=object), allow_pickle=True)
numpy.save(here / "structured.npy", numpy.zeros(3, dtype=[("x", "f4"), ("y", "i2")]))
numpy.save(here / "complex.npy", numpy.zeros((3, 2), dtype="c8"))
numpy.save(here / "tokens.npy", numpy.zeros((2, 3, 4), dtype="f4"))
numpy.save(here / "scalar.npy", numpy.float32(3))
