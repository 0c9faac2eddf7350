"""Writes tables as pandas and numpy write them, and what they read from them, for TableTrialTests.

    python make_table_trial.py trial.json 2000 1     # file, number of tables, seed

Made with pandas 3.1.1 and numpy 2.4.6. Each table is read again by pandas.read_csv with the arguments that match how it
was written; the ids and the columns that only count rows follow from the writer's index, not from the text.
Every third table is of another kind: labels in a text file, what numpy.savetxt writes, vectors of words, and tables with
blank lines, a line `sep=;` or empty rows at the end. Two tables in five hold whole numbers, and some have single quotes.
Where only the user can know if the first line is a header, the trial says it; `may_ask` marks tables whose first line could
be both, so that a note may ask for --header instead.
"""

import csv
import io
import json
import sys

import numpy
import pandas

WORDS = ["cat", "dog", "polar bear", "emu", "grey fox", "b2", "x y"]
MISSING = ["", "NA", "nan", "NaN", "N/A", "null", "None", "NULL", "<NA>", "#N/A"]
ID_NAMES = ["id", "ID", "image_id", "filename", "Filename", "index", "Unnamed: 0", None]


def index(draw, rows):
    """An index and its kind: none, one that counts, ids of words, or shuffled numbers."""
    kind = draw.choice(["none", "counts", "words", "numbers"])
    name = ID_NAMES[draw.integers(len(ID_NAMES))]
    if kind == "words":
        return kind, pandas.Index([f"img{i:03d}.png" for i in draw.permutation(rows)], name=name)
    if kind == "numbers":
        order = draw.permutation(rows)
        if list(order) == sorted(order):
            order = order[::-1]
        return kind, pandas.Index(order + 100, name=name)
    return kind, pandas.RangeIndex(rows, name=name if name in ("index", "Unnamed: 0") else None)


def columns(draw, count, labels):
    kind = draw.choice(["numbers", "years", "fractions", "names", "none"] if not labels else ["numbers", "names"])
    if kind == "numbers":
        return kind, list(range(count))
    if kind == "fractions":
        names = numpy.arange(count) if draw.random() < 0.5 else draw.choice(numpy.arange(1, 40), count, replace=False) / 40
        return kind, [float(name) for name in sorted(names)]
    if kind == "years":
        return kind, [int(y) for y in sorted(draw.choice(numpy.arange(1990, 2030), count, replace=False))]
    if labels:
        return kind, [str(draw.choice(["label", "class", "group 1"]))]
    return kind, [f"f{i}" if draw.random() < 0.5 else f"size in m{i}" for i in range(count)]


def table(draw):
    labels = bool(draw.random() < 0.4)
    rows = int(draw.integers(8, 40))
    count = 1 if labels else int(draw.integers(2, 7))
    names_kind, names = columns(draw, count, labels)
    index_kind, rows_index = index(draw, rows)
    if labels:
        pool = WORDS[: draw.integers(2, len(WORDS))] if draw.random() < 0.6 else list(range(draw.integers(2, 6)))
        values = pandas.DataFrame({names[0]: [pool[i] for i in draw.integers(len(pool), size=rows)]}, index=rows_index)
        values = values.astype(object)
    elif draw.random() < 0.4:
        limit = int(draw.choice([2, 10, 256, 5000]))
        values = pandas.DataFrame(draw.integers(0, limit, (rows, count)), rows_index, names)
    else:
        values = pandas.DataFrame(draw.normal(size=(rows, count)) * 10.0 ** draw.integers(-3, 4), rows_index, names)
        if names_kind == "names" and draw.random() < 0.3:
            values[names[-1]] = draw.integers(0, 9, rows)
    if draw.random() < 0.4:
        where = draw.integers(1, rows, 2)
        values = values.astype(object)
        for row in where:
            values.iloc[row, draw.integers(count)] = None
    return labels, names_kind, index_kind, values


def one(draw, number):
    labels, names_kind, index_kind, values = table(draw)
    separator = str(draw.choice([",", ";", "\t", "|", " "]))
    quoting = int(draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    quote = "'" if quoting != csv.QUOTE_MINIMAL and draw.random() < 0.2 else '"'
    missing = MISSING[draw.integers(len(MISSING))]
    # Between blanks an empty field is none, and nothing tells an empty cell in a column alone from a blank line.
    if separator == " " and missing == "" and quoting != csv.QUOTE_ALL:
        missing = "NA"
    float_format = [None, "%.4f", "%.6e", "%.10g"][draw.integers(4)]
    end = str(draw.choice(["\n", "\r\n"]))
    has_header, has_index = names_kind != "none", index_kind != "none"
    # Every fourth of the tables that no comma and no blank separates has decimal commas, as much of Europe writes them.
    decimal = "," if separator in (";", "\t", "|") and number % 4 == 3 and not labels else "."
    text = values.to_csv(
        sep=separator, decimal=decimal, quoting=quoting, quotechar=quote, na_rep=missing, float_format=float_format, lineterminator=end,
        header=has_header, index=has_index)
    text += end * int(draw.integers(0, 3))
    # Between blanks, where numpy.savetxt writes no names, only the user knows that numbers are names.
    is_asked = separator == " " and names_kind in ("numbers", "years", "fractions") and not has_index
    # The reading of columns of words keeps them as they stand.
    read = pandas.read_csv(
        io.StringIO(text), sep=separator, decimal=decimal, quotechar=quote, header=0 if has_header else None,
        index_col=0 if has_index else None,
        dtype={values.columns[0]: str} if labels else None, skip_blank_lines=True)
    assert len(read) == len(values), (len(read), len(values))
    extension = {"\t": "tsv", " ": str(draw.choice(["txt", "csv"])) if not labels else "txt"}.get(separator, "csv")
    # A text file of one column is a label a line, in which nothing separates.
    if extension == "csv" and (has_index or not labels) and draw.random() < 0.2:
        extension = "txt"
    ids = None
    if index_kind in ("words", "numbers") and (has_header or index_kind == "words"):
        ids = [str(i) for i in values.index]
    if index_kind == "counts" and values.index.name == "id":
        ids = [str(i) for i in values.index]
    result = {"name": f"t.{extension}", "text": text, "ids": ids, "labels": None, "numbers": None}
    if is_asked:
        result["header"] = True
    are_whole = not labels and all(pandas.isna(v) or float(v).is_integer() for v in values.to_numpy().ravel())
    if names_kind in ("years", "fractions") or (names_kind in ("numbers", "none") and are_whole):
        result["may_ask"] = True
    if labels:
        # The column is named by its position, as a text file would else be read a label a line.
        result["column"] = f"#{1 if has_index else 0}"
        cells = [None if pandas.isna(v) else str(v) for v in read.iloc[:, 0]]
        result["labels"] = [c[:-2] if c and c.endswith(".0") else c for c in cells]
    else:
        numbers = read.astype(float)
        if not has_header and index_kind in ("counts", "numbers"):
            # Without names nothing tells an index of numbers from a feature.
            numbers = numbers.reset_index()
        result["numbers"] = [[None if pandas.isna(v) else float(v) for v in row] for row in numbers.to_numpy()]
    return result


def text_labels(draw):
    """A text file of labels, with or without names of the rows, as pandas writes it."""
    rows = int(draw.integers(12, 40))
    are_words = bool(draw.random() < 0.5)
    pool = WORDS[: draw.integers(2, 5)] if are_words else list(range(draw.integers(2, 5)))
    cells = [pool[i] for i in draw.integers(len(pool), size=rows)]
    # The first label occurs again, so that it looks like its column.
    cells[-1] = cells[0]
    name = [None, 0, "class", "label"][draw.integers(4)]
    form = str(draw.choice(["alone", "names"] if name is None else ["alone", "names", "counts"]))
    index = [f"img{i:03d}.png" for i in draw.permutation(rows)] if form == "names" else range(rows)
    values = pandas.DataFrame({name or 0: pandas.Series(cells, index, dtype=object)})
    separator = str(draw.choice([" ", "\t", ",", ";", "|"]))
    quoting = int(draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    text = values.to_csv(sep=separator, quoting=quoting, index=form != "alone", header=name is not None)
    read = pandas.read_csv(
        io.StringIO(text), sep=separator, header=None if name is None else 0, index_col=None if form == "alone" else 0)
    result = {"name": "t.txt", "text": text, "numbers": None, "labels": [str(v) for v in read.iloc[:, 0]]}
    result["ids"] = [str(i) for i in read.index] if form == "names" else None
    # In a file of labels alone nothing tells a word above words, or 0 above numbers, from a label.
    if form == "alone" and name is not None and are_words == isinstance(name, str):
        result["header"] = True
    return result


def saved(draw):
    """A table by numpy.savetxt, the first row of whole numbers in every second one, as numpy.loadtxt reads it."""
    rows, count = int(draw.integers(3, 20)), int(draw.integers(1, 6))
    values = draw.normal(size=(rows, count)).round(3)
    if draw.random() < 0.5:
        values[0] = draw.choice(50, count, replace=False) if draw.random() < 0.5 else numpy.arange(count)
    out = io.StringIO()
    header = str(draw.choice(["", "made by me", " ".join(f"f{i}" for i in range(count))]))
    numpy.savetxt(
        out, values, fmt=str(draw.choice(["%g", "%.6e", "%10.4f"])), header=header,
        footer="the end of it" if draw.random() < 0.2 else "")
    text = out.getvalue()
    numbers = numpy.loadtxt(io.StringIO(text), ndmin=2)
    return {"name": "t.txt", "text": text, "ids": None, "labels": None, "numbers": numbers.tolist()}


def vectors(draw):
    """Vectors of words, as GloVe and word2vec write them; some of the words look like something else."""
    odd = ["#", "2000", "nan", "null", '"', "1.5", "NA", "#1", "-", "0", "#N/A", "'"]
    words = ["the", "of", "and", "to", "in", "cat", "dog", "sea", "emu", "fox", "owl", "ant"]
    words += [str(w) for w in draw.choice(odd, int(draw.integers(1, 8)), replace=False)]
    words = [str(w) for w in draw.permutation(words)]
    count = int(draw.integers(2, 6))
    values = draw.normal(size=(len(words), count)).round(4)
    lines = [" ".join([word] + [f"{v:.4f}" for v in row]) for word, row in zip(words, values)]
    if draw.random() < 0.4:
        lines.insert(0, f"{len(words)} {count}")
    name = f"t.{draw.choice(['txt', 'vec'])}"
    return {"name": name, "text": "\n".join(lines) + "\n", "ids": words, "labels": None, "numbers": values.tolist()}


def gaps(draw):
    """A table with blank lines, rows without text at the end, or the first line of Excel."""
    rows, count = int(draw.integers(6, 20)), int(draw.integers(2, 6))
    separator = str(draw.choice([",", ";", "|"]))
    decimal = "," if separator == ";" and draw.random() < 0.5 else "."
    values = pandas.DataFrame(draw.normal(size=(rows, count)), columns=[f"f{i}" for i in range(count)])
    end = str(draw.choice(["\n", "\r\n"]))
    has_header = bool(draw.random() < 0.7)
    lines = values.to_csv(
        sep=separator, decimal=decimal, index=False, float_format="%.5f", lineterminator=end,
        header=has_header).split(end)[:-1]
    for _ in range(int(draw.integers(0, 4))):
        lines.insert(int(draw.integers(len(lines) + 1)), str(draw.choice(["", "   "])))
    text = end.join(lines) + end
    numbers = pandas.read_csv(
        io.StringIO(text), sep=separator, decimal=decimal, header=0 if has_header else None).to_numpy()
    assert len(numbers) == rows
    if draw.random() < 0.3:
        text += (separator * (count - 1) + end) * int(draw.integers(1, 4))
    if draw.random() < 0.3:
        text = f"sep={separator}{end}" + text
    return {"name": "t.csv", "text": text, "ids": None, "labels": None, "numbers": numbers.tolist()}


def main():
    draw = numpy.random.default_rng(int(sys.argv[3]))
    others = [text_labels, saved, vectors, gaps]
    tables = [others[n // 3 % 4](draw) if n % 3 == 2 else one(draw, n) for n in range(int(sys.argv[2]))]
    made = f"pandas {pandas.__version__}, numpy {numpy.__version__}"
    with open(sys.argv[1], "w") as file:
        json.dump({"made": made, "tables": tables}, file, separators=(",", ":"))


main()
