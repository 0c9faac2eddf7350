"""Read the nouns of WordNet 3.0 from its database files: senses with their uses, synsets with their hypernyms.

The formats are described by `man 5wn wndb` and `man 5wn cntlist` (package wordnet-base).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CLASSES = {  # the numbers of lexicographer files, of those that hold concrete nouns
    5: "animal", 6: "artifact", 8: "body", 13: "food", 17: "object", 18: "person", 20: "plant", 27: "substance",
}  # fmt: skip


@dataclass(frozen=True)
class Pointer:
    """A relation to another synset: its symbol, the target's offset, the number of the word it starts from (0: all)."""

    symbol: str
    target: str
    source: int


@dataclass(frozen=True)
class Synset:
    """A meaning: the words for it as they are written, in their order, and the meanings it is related to."""

    offset: str
    file: int  # the number of the lexicographer file
    words: tuple[str, ...]
    ids: tuple[int, ...]  # of each word, its number among the senses of that spelling in the file
    pointers: tuple[Pointer, ...]
    gloss: str

    @property
    def hypernyms(self) -> list[str]:
        """The offsets of the kinds that this is a kind of; an instance (a planet by name) has none."""
        return [pointer.target for pointer in self.pointers if pointer.symbol == "@"]

    @property
    def definition(self) -> str:
        """The gloss up to its first example."""
        return self.gloss.split('; "')[0].split(': "')[0].strip(" ;:")

    def index(self, lemma: str) -> int:
        """The position of a word, in lower case, among the words."""
        return [word.lower() for word in self.words].index(lemma)

    def written(self, lemma: str) -> str:
        """The word with its capitals."""
        return self.words[self.index(lemma)]

    def key(self, lemma: str) -> str:
        """The key of a word's sense in the list of counts."""
        return f"{lemma}%1:{self.file:02d}:{self.ids[self.index(lemma)]:02d}::"


class WordNet:
    """The nouns of a WordNet folder."""

    def __init__(self, folder: Path) -> None:
        """Read `data.noun`, `index.noun` and `cntlist.rev`."""
        records = (parse(line) for line in lines(folder / "data.noun"))
        self.synsets = {synset.offset: synset for synset in records}
        self.senses = dict(senses(line) for line in lines(folder / "index.noun"))
        self.counts: Counter[str] = Counter()
        self.parts: dict[str, Counter[str]] = {}
        for line in lines(folder / "cntlist.rev"):
            key, _, count = line.split()
            lemma, _, rest = key.rpartition("%")
            self.counts[key] = int(count)
            self.parts.setdefault(lemma, Counter())[rest[0]] += int(count)
        self._distances: dict[str, dict[str, int]] = {}

    def uses(self, lemma: str) -> list[tuple[Synset, int]]:
        """The senses of a noun, the most used first, each with the number of its uses in the tagged texts."""
        found = (self.synsets[offset] for offset in self.senses[lemma])
        return [(synset, self.counts[synset.key(lemma)]) for synset in found]

    def other_uses(self, lemma: str) -> int:
        """Returns the number of times that the same spelling is tagged as a verb, an adjective or an adverb."""
        return sum(count for part, count in self.parts.get(lemma, Counter()).items() if part != "1")

    def distances(self, offset: str) -> dict[str, int]:
        """The synsets above one, itself included, with the fewest steps up to each."""
        if offset not in self._distances:
            found = {offset: 0}
            for hypernym in self.synsets[offset].hypernyms:
                for above, steps in self.distances(hypernym).items():
                    found[above] = min(steps + 1, found.get(above, steps + 1))
            self._distances[offset] = found
        return self._distances[offset]

    @cached_property
    def physical_entity(self) -> str:
        """The offset of the synset above everything concrete."""
        return self.senses["physical_entity"][0]


def lines(path: Path) -> Iterator[str]:
    """The lines of a database file without its licence, whose lines begin with blanks."""
    with path.open(encoding="latin-1") as file:
        yield from (line for line in file if not line.startswith("  "))


def parse(line: str) -> Synset:
    """A line of data.noun."""
    head, _, gloss = line.partition(" | ")
    fields = head.split()
    words = 4 + 2 * int(fields[3], 16)
    pointers = range(words + 1, words + 1 + 4 * int(fields[words]), 4)
    return Synset(
        offset=fields[0],
        file=int(fields[1]),
        words=tuple(fields[4:words:2]),
        ids=tuple(int(number, 16) for number in fields[5:words:2]),
        pointers=tuple(Pointer(fields[at], fields[at + 1], int(fields[at + 3][:2], 16)) for at in pointers),
        gloss=gloss.strip(),
    )


def senses(line: str) -> tuple[str, list[str]]:
    """A line of index.noun: the lemma and the offsets of its senses."""
    fields = line.split()
    return fields[0], fields[-int(fields[2]) :]
