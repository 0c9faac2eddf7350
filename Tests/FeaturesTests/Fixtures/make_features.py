"""Writes the fixtures beside it and expected.json with what they hold.

Made with numpy 2.4.6, safetensors 0.8.0, ml_dtypes, pyzipper and the scikit-learn that expected.json names.
"""

import io
import json
import pathlib
import zipfile

import ml_dtypes
import numpy
import pyzipper
import safetensors
import safetensors.numpy
import sklearn
from sklearn.preprocessing import StandardScaler

here = pathlib.Path(__file__).parent
generator = numpy.random.default_rng(11)
expected = {"numpy": numpy.__version__, "safetensors": safetensors.__version__, "scikit-learn": sklearn.__version__}


def bytes_of(array):
    buffer = io.BytesIO()
    numpy.save(buffer, array)
    return buffer.getvalue()


# 6 × 5 numbers that every type holds exactly.
row, column = numpy.indices((6, 5))
small = ((5 * row + 3 * column) % 13 - 6) / 4
ids = numpy.array([f"item{index}" for index in range(6)])
expected["small"] = small.tolist()

numpy.save(here / "small.npy", small.astype("f4"))
numpy.savez(here / "single.npz", visual=small.astype("f4"))
numpy.savez_compressed(here / "several.npz", features=small.astype("f2"), ids=ids, other=small.astype("f8") + 1)
numpy.savez(here / "nameless.npz", one=small, two=small)
numpy.savez(
    here / "labels.npz", emb=numpy.arange(8.0).reshape(4, 2), labels=numpy.array([0, 1, 1, 0]),
    words=numpy.array(["a", "b", "b", "a"]))
keys = numpy.array([f"i{item}" for item in range(30)])
points = numpy.stack([9.0 * (numpy.arange(30) % 3), 0.01 * numpy.arange(30)], axis=1)
order = numpy.arange(30) * 11 % 30
numpy.savez(here / "keyed.npz", points=points, key=keys)
numpy.savez(here / "keyed-labels.npz", kind=order % 3, key=keys[order], page=numpy.arange(30) % 7)
numpy.savez(here / "number-ids.npz", features=small, id=numpy.arange(100, 106))
with zipfile.ZipFile(here / "no-arrays.npz", "w") as archive:
    archive.writestr("archive/data.pkl", b"not an array")
with pyzipper.AESZipFile(here / "encrypted.npz", "w", encryption=pyzipper.WZ_AES) as archive:
    archive.setpassword(b"secret")
    archive.writestr("features.npy", bytes_of(small))
with zipfile.ZipFile(here / "lying.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("features.npy", bytes_of(small).replace(b"(6, 5)", b"(9, 5)"))
with zipfile.ZipFile(here / "bomb.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    archive.writestr("features.npy", bytes_of(numpy.zeros((17_000, 1_000), dtype="f4")))

safetensors.numpy.save_file(
    {
        "half": small.astype("f2"),
        "brain": small.astype(ml_dtypes.bfloat16),
        "single": small.astype("f4"),
        "double": small.astype("f8"),
        "whole": numpy.round(small).astype("i8"),
        "features": small.astype("f4") * 2,
    },
    here / "several.safetensors",
    metadata={"format": "np"},
)
safetensors.numpy.save_file({"only": small.astype("f4")}, here / "single.safetensors")

numpy.savetxt(here / "savetxt.txt", small / 3)
numpy.savetxt(here / "savetxt.csv", small / 3, delimiter=",")
expected["thirds"] = (small / 3).astype("f4").astype("f8").tolist()

# Tokens: 9 items of 7 tokens of 21 columns; half the positions are masked, never all of a row.
tokens = generator.normal(size=(9, 7, 21)).astype("f2")
mask = generator.random((9, 7)) < 0.5
mask[numpy.arange(9), generator.integers(0, 7, 9)] = True
for code in ["f2", "f4", "f8"]:
    numpy.save(here / f"tokens-{code}.npy", tokens.astype(code))
numpy.save(here / "tokens-fortran.npy", numpy.asfortranarray(tokens.astype(">f4")))
numpy.save(here / "mask.npy", mask)
numpy.save(here / "mask-int.npy", mask.astype("i8"))
numpy.save(here / "mask-empty-row.npy", numpy.where(numpy.arange(9)[:, None] == 4, False, mask))
exact = tokens.astype("f8")
hidden = numpy.where(mask[:, :, None], exact, numpy.nan)
expected["pooled"] = {
    "cls": exact[:, 0].tolist(),
    "mean": exact.mean(axis=1).tolist(),
    "max": exact.max(axis=1).tolist(),
}
expected["masked"] = {
    "cls": exact[numpy.arange(9), mask.argmax(axis=1)].tolist(),
    "mean": numpy.nanmean(hidden, axis=1).tolist(),
    "max": numpy.nanmax(hidden, axis=1).tolist(),
}

# The audit: zeros, equal rows, constant columns, NaN and infinity.
audited = generator.normal(size=(300, 37)).astype("f4")
audited[generator.random(audited.shape) < 0.3] = 0
audited[:, 5] = 2.5
audited[:, 36] = 0
audited[40:60] = audited[7]
audited[200] = audited[201]
audited[100:103] = 0
audited[101, 3] = -0.0
audited[:, 5] = numpy.where((numpy.arange(300) >= 100) & (numpy.arange(300) < 103), 0, audited[:, 5])
finite = audited.copy()
audited[12, 4] = numpy.nan
audited[12, 9] = numpy.inf
audited[250, 0] = -numpy.inf
numpy.save(here / "audit.npy", audited)
numpy.save(here / "finite.npy", finite)


def audit(array):
    keep = numpy.isfinite(array).all(axis=1)
    norms = numpy.linalg.norm(array[keep].astype("f8"), axis=1)
    return {
        "rows": array.shape[0],
        "columns": array.shape[1],
        "nanCount": int(numpy.isnan(array).sum()),
        "infinityCount": int(numpy.isinf(array).sum()),
        "nonFiniteRows": int((~keep).sum()),
        "zeroRows": int((array == 0).all(axis=1).sum()),
        "distinctRows": len({(line + numpy.float32(0)).tobytes() for line in array}),
        "constantColumns": sum(int(numpy.ptp(column[numpy.isfinite(column)]) == 0) for column in array.T),
        "zeroFraction": float((array == 0).mean()),
        "norms": [float(norms.min()), float(numpy.median(norms)), float(norms.mean()), float(norms.max())],
    }


expected["audit"] = audit(audited)
expected["finite"] = audit(finite)
assert expected["finite"]["distinctRows"] == len(numpy.unique(finite, axis=0))
scaled = finite[:, :12].copy()
scaled[:, 2] = 0.1
scaled[:, 3] += 1000
numpy.save(here / "unscaled.npy", scaled)
expected["standardized"] = StandardScaler().fit_transform(scaled.astype("f8")).tolist()

(here / "expected.json").write_text(json.dumps(expected))
