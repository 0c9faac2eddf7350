#!/usr/bin/env python3
"""Checks the note on lost digits against its definition, on generated feature files.

    python3 scripts/digits_trial.py FUSEBENCH [SETS] [SEED]

Needs numpy (checked with 2.x). A file of numbers must get the note where rows that differ in it are equal as 32-bit
numbers with all that can be kept of them, or where a column of more than one value keeps fewer than 10 bits of its
spread: the binary logarithm of (largest - smallest) over the spacing of what is kept. Numbers of 32 bits are kept as
they are, spaced as numpy.spacing says at the largest magnitude. Numbers of 64 bits are kept to at least 24 bits of
the spread, so only a common unit can take digits: columns below 2^-149 units of a file whose largest spread is brought
to 2^39 (above 2^40) or to 1 (below 2^-40). Rows are told apart by numpy.unique on the file's own type.
"""
import os, subprocess, sys, tempfile
import numpy as np

FEWEST = 10.0
# Sets as near to the border as this are not judged: the last step of the spacing is a matter of rounding.
BORDER = 0.05


def unit(largest):
    """The exponent of the common unit for the largest magnitude that is kept."""
    if largest == 0:
        return 0
    power = int(np.floor(np.log2(largest)))
    return 0 if -40 <= power < 40 else power if power < 0 else power - 39


def bits(values):
    """The bits that each column keeps of its spread."""
    wide = values.astype(np.float64)
    low, high = wide.min(0), wide.max(0)
    spread = high - low
    single = values.dtype in (np.float32, np.float16)
    far = np.maximum(abs(low), abs(high))
    # An origin takes the place of zero where a column of 64 bits is narrow beside its distance from it.
    kept = far if single else np.where(far > 2 * spread, spread, far)
    smallest = 2.0 ** (unit(kept.max()) - 149)
    spacing = np.spacing(far.astype(np.float32)).astype(np.float64) if single else spread * 2.0 ** -24
    return np.array([np.log2(s / max(g, smallest)) if s > 0 else np.inf for s, g in zip(spread, spacing)])


def expected(values):
    """Returns whether the note must appear; None where that is a matter of rounding."""
    kept = bits(values)
    if (kept < FEWEST - BORDER).any():
        return True
    if len(np.unique(values, axis=0)) > len(np.unique(values.astype(np.float64), axis=0)):
        return True
    return None if (kept < FEWEST + BORDER).any() else False


def columns(random, rows, dtype):
    made = []
    for _ in range(random.integers(1, 5)):
        if dtype == np.int64:
            scale, offset = 10.0 ** random.integers(1, 6), int(10.0 ** random.integers(0, 18))
            made.append(offset + random.integers(0, int(scale), rows))
            continue
        limit = {np.float16: 3, np.float32: 30, np.float64: 30}[dtype]
        scale = 10.0 ** (random.uniform(-2, 2) if random.random() < .5 else random.uniform(-limit, limit))
        offset = scale * 10.0 ** random.uniform(0, 8 if dtype != np.float64 else 12) * (random.random() < .6)
        if dtype == np.float16:
            scale, offset = min(scale, 100), min(offset, 3e4)
        made.append(offset + scale * random.standard_normal(rows))
    return np.stack(made, 1).astype(dtype)


def main():
    program, sets, seed = sys.argv[1], int((sys.argv[2:] or [240])[0]), int((sys.argv[3:] or [1])[0])
    random = np.random.default_rng(seed)
    wrong = noted = unjudged = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(sets):
            dtype = [np.float32, np.float64, np.float16, np.int64][number % 4]
            values = columns(random, 40, dtype)
            text = number // 4 % 2 == 1
            path = os.path.join(folder, "f.csv" if text else "f.npy")
            if text:
                # A table has no type: its numbers are read in 64 bits.
                names = ",".join("abcde"[: values.shape[1]])
                np.savetxt(path, values, fmt="%d" if dtype == np.int64 else "%.17g", delimiter=",", header=names, comments="")
                if dtype in (np.float32, np.float16):
                    values = values.astype(np.float64)
            else:
                np.save(path, values)
            rule = expected(values)
            done = subprocess.run([program, "inspect", path], capture_output=True, text=True)
            said = done.stdout + done.stderr
            found = " of its spread" in said or " of their spread" in said or "as stored" in said
            noted += found
            if rule is None:
                unjudged += 1
            elif done.returncode != 0 or found != rule:
                wrong += 1
                print(f"set {number} ({dtype.__name__}, {'text' if text else 'npy'}): expected {rule}, found {found}, "
                      f"bits {np.round(bits(values), 1)}, range {values.min(0)} to {values.max(0)}")
                print("  " + "\n  ".join(line for line in said.splitlines() if line.startswith(("note", "error", "cause"))))
    print(f"{sets} sets: {noted} noted, {wrong} wrong, {unjudged} at the border")
    sys.exit(wrong > 0)


main()
