"""Writes words.json: captions in clusters with their terms and the weights of these, by the definitions.

Run from any folder, with the versions pinned below:

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 numpy==2.4.6 && venv/bin/pip install --no-deps bertopic==0.17.4
    venv/bin/python Tests/WordsTests/Fixtures/make_words.py

Every number is computed here from its definition. Where scikit-learn or BERTopic has the same, the script compares and stops
at a difference: terms of `word-characters` and `ascii` with CountVectorizer, c-TF-IDF with BERTopic's ClassTfidfTransformer,
TF-IDF with TfidfTransformer. Of BERTopic the one file of that class is loaded, since the package asks for many others.
"""

import importlib.metadata
import importlib.util
import json
import math
import pathlib
import random
import re
import unicodedata
from collections import Counter

import numpy as np
import sklearn
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

VERSIONS = {"scikit-learn": "1.9.1", "numpy": "2.4.6", "bertopic": "0.17.4"}
HERE = pathlib.Path(__file__).parent
LISTS = HERE.parent.parent.parent / "Sources" / "Words" / "StopLists"
NOISE, LEFT_OUT = -1, -2

WORDS = """dog Dog DOG dogs cat tree red Red big snow park photo image of the a an in on it's can't can isn't l'arbre
Über über straße naïve État l’été rock'n'roll well-known well‑known 3d 747 42 x I snow_park кот Кот дом na\u00efve nai\u0308ve
\u0939\u093f\u0928\u094d\u0926\u0940 co\u00adoperate dogs' 'quoted' 東京 ⅷ x² mp3""".split()
GAPS = [" "] * 12 + [", ", ". ", " - ", "-", "\n", "\t", "  ", "_", "; ", " (", "/", "’"]
TOKENIZERS = [
    {"characters": characters, "stopWords": stops, "longest": longest}
    for characters, stops, longest in [
        ("letters", "english", 1), ("letters", "english", 2), ("letters", "none", 2), ("letters", "german", 1),
        ("word-characters", "none", 1), ("word-characters", "none", 2), ("word-characters", "english", 2),
        ("ascii", "none", 1), ("ascii", "none", 2), ("ascii", "english", 1),
    ]
]  # fmt: skip
WEIGHTINGS = ["c-tf-idf", "c-tf-idf sqrt", "c-tf-idf bm25", "c-tf-idf bm25 sqrt", "tf-idf", "log-odds"]


def main():
    found = {
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
        "bertopic": importlib.metadata.version("bertopic"),
    }
    assert found == VERSIONS, f"needs {VERSIONS}, found {found}"
    generator = random.Random(30)
    cases = [case(generator, index) for index in range(12)]
    text = json.dumps({"versions": VERSIONS, "cases": cases}, separators=(",", ":"), ensure_ascii=False)
    (HERE / "words.json").write_text(text + "\n")


def case(generator, index):
    """Captions with one label each; the terms by every tokenizer, the weights of those of one."""
    count = generator.choice([1, 2, 5, 15, 30])
    clusters = generator.choice([1, 2, 4])
    # Of some cases each cluster prefers words of its own.
    favourites = [generator.sample(WORDS, 6) for _ in range(clusters)]
    labels = [generator.choice([NOISE, LEFT_OUT] + list(range(clusters)) * 3) for _ in range(count)]
    if all(label == LEFT_OUT for label in labels):
        labels[0] = 0
    captions = [caption(generator, favourites[max(label, 0)]) for label in labels]
    ids = sorted({label for label in labels if label != LEFT_OUT}, key=lambda label: (label == NOISE, label))
    texts = [[text for text, label in zip(captions, labels) if label == id] for id in ids]
    tokenizers = []
    for position, tokenizer in enumerate(TOKENIZERS):
        counts = [terms(captions, **tokenizer) for captions in texts]
        compare_terms(texts, counts, **tokenizer)
        entry = {**tokenizer, "counts": counts}
        if position == index % len(TOKENIZERS):
            entry["weights"] = {weighting: weighed(counts, weighting) for weighting in WEIGHTINGS}
            compare_weights(counts)
            entry["typical"] = {name: [typical(row) for row in rows] for name, rows in entry["weights"].items()}
            entry["weights"] = {
                name: [{term: float(f"{weight:.14g}") for term, weight in row.items()} for row in rows]
                for name, rows in entry["weights"].items()
            }
        tokenizers.append(entry)
    return {"captions": captions, "labels": labels, "clusters": clusters, "ids": ids, "tokenizers": tokenizers}


def caption(generator, favourites):
    text = ""
    for _ in range(generator.choice([0, 1, 3, 6, 10])):
        word = generator.choice(generator.choice([WORDS, favourites]))
        text += (generator.choice(GAPS) if text else "") + word
    return text


# MARK: - Terms


def terms(captions, characters, stopWords, longest):
    """The terms of the captions of one cluster, each with its number."""
    stops = stop_list(stopWords)
    if characters == "letters":
        words = [word for text in captions for word in letter_words(text, stops)]
    else:
        plain = ascii_words if characters == "ascii" else plain_words
        stops = {word for stop in stops for word in plain(stop)}
        words = [word for text in captions for word in plain(text) if word not in stops]
    found = Counter()
    for length in range(1, longest + 1):
        for start in range(len(words) - length + 1):
            if None not in words[start : start + length]:
                found[" ".join(words[start : start + length])] += 1
    return {term: found[term] for term in sorted(found)}


def stop_list(language):
    if language == "none":
        return set()
    lines = (LISTS / f"{language}.txt").read_text().split("\n")
    return {word.lower() for line in lines for word in line.split("|")[0].split()}


def plain_words(text):
    return re.findall(r"\w\w+", text.lower())


def ascii_words(text):
    return plain_words(re.sub("[^A-Za-z0-9 ]+", "", text.replace("\n", " ").replace("\t", " ")))


def letter_words(text, stops):
    """The words of letters, and None wherever a phrase must not cross."""
    text = unicodedata.normalize("NFC", text.lower().replace("’", "'"))
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    kinds = "".join(map(kind, text))
    words, end = [None], 0
    for match in re.finditer("L[LM]*('L[LM]*)*", kinds):
        if end and not re.fullmatch("B+|[-']", kinds[end : match.start()]):
            words.append(None)
        whole, end = text[match.start() : match.end()], match.end()
        for part in [whole] if whole in stops else whole.split("'"):
            letters = sum(kind(sign) == "L" for sign in part)
            words.append(part if letters > 1 and part not in stops else None)
    return words + [None]


def kind(sign):
    category = unicodedata.category(sign)
    if category[0] in "LM":
        return category[0]
    if sign == "'":
        return "'"
    if sign in "-_\u2010\u2011":
        return "-"
    return "B" if category == "Zs" or sign == "\t" else "."


def compare_terms(texts, counts, characters, stopWords, longest):
    """Stops where scikit-learn's terms of the joined captions differ."""
    if characters == "letters" or stopWords != "none" or not any(counts):
        return
    joined = [" ".join(captions) for captions in texts]
    if characters == "ascii":
        joined = [re.sub("[^A-Za-z0-9 ]+", "", text.replace("\n", " ").replace("\t", " ")) for text in joined]
    vectorizer = CountVectorizer(ngram_range=(1, longest))
    matrix = vectorizer.fit_transform(joined).toarray()
    names = vectorizer.get_feature_names_out()
    assert counts == [{name: int(n) for name, n in zip(names, row) if n} for row in matrix]


# MARK: - Weights


def weighed(counts, weighting):
    """The weight of each term of each cluster."""
    total, clusters = sum(sum(row.values()) for row in counts), len(counts)
    frequency, spread = Counter(), Counter()
    for row in counts:
        frequency.update(row)
        spread.update(row.keys())
    if weighting.startswith("c-tf-idf"):
        mean = total // clusters

        def weight(row, term):
            tf, f = row[term] / sum(row.values()), frequency[term]
            rarity = math.log(1 + (mean - f + 0.5) / (f + 0.5)) if "bm25" in weighting else math.log(mean / f + 1)
            return (math.sqrt(tf) if "sqrt" in weighting else tf) * rarity

    elif weighting == "tf-idf":

        def plain(row, term):
            return row[term] * (math.log((1 + clusters) / (1 + spread[term])) + 1)

        def weight(row, term):
            return plain(row, term) / math.sqrt(sum(plain(row, other) ** 2 for other in sorted(row)))

    else:
        if len(frequency) == 1:
            return [{term: 0.0 for term in row} for row in counts]
        size = total / clusters

        def weight(row, term):
            inside = sum(row.values())
            outside, prior = total - inside, size * frequency[term] / total
            here, elsewhere = row[term], frequency[term] - row[term]
            ratio = math.log((here + prior) / (inside + size - here - prior)) - math.log(
                (elsewhere + prior) / (outside + size - elsewhere - prior)
            )
            return ratio / math.sqrt(1 / (here + prior) + 1 / (elsewhere + prior))

    return [{term: weight(row, term) for term in row} for row in counts]


def typical(weights):
    """The ten heaviest terms; weights that differ by rounding alone would leave their order open."""
    ranked = sorted((-weight, term) for term, weight in weights.items() if weight > 1e-9)
    for (one, _), (other, _) in zip(ranked, ranked[1:]):
        assert one == other or other - one > 1e-12 * abs(one), "choose another seed"
    assert all(weight > 1e-9 or weight < -1e-9 or weight == 0 for weight in weights.values()), "choose another seed"
    return [term for _, term in ranked[:10]]


def compare_weights(counts):
    """Stops where BERTopic's or scikit-learn's weights differ by more than rounding."""
    names = sorted(set().union(*counts))
    # BERTopic fails for one term.
    if len(names) < 2:
        return
    matrix = np.array([[row.get(name, 0) for name in names] for row in counts], dtype=float)
    for weighting in WEIGHTINGS[:-1]:
        if weighting == "tf-idf":
            transformer = TfidfTransformer()
        else:
            transformer = ClassTfidfTransformer(bm25_weighting="bm25" in weighting, reduce_frequent_words="sqrt" in weighting)
        theirs = transformer.fit_transform(csr_matrix(matrix)).toarray()
        ours = [[row.get(name, 0) for name in names] for row in weighed(counts, weighting)]
        np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=0)


def class_of_bertopic():
    path = importlib.metadata.distribution("bertopic").locate_file("bertopic/vectorizers/_ctfidf.py")
    spec = importlib.util.spec_from_file_location("ctfidf", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ClassTfidfTransformer


if __name__ == "__main__":
    ClassTfidfTransformer = class_of_bertopic()
    main()
