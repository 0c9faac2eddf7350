#!/usr/bin/env python3
"""Generated trial of the rule that decides which row of a file belongs to which item.

Writes random combinations of images, features, labels and captions, with and without ids, shuffled, repeated, missing,
with and without `missing: drop`; predicts the outcome of each from the rules below alone; runs the built command; and
compares outcome, kept items, stored labels, captions and ARI. Needs nothing but Python 3.

    scripts/item_trial.py --command .build/release/fusebench --count 2000 --seed 1

Rules: the items are those of the ids table, else the images, else the first features. A repeated id is an error, unless
all sides that have ids have the same ones row by row and no other side has a column that is called like ids. Sides of which one has no ids are matched by position and need equal counts, with a note if the other has ids, or a column
of different words by another name while the first has no column that may hold ids. If the items have no
ids, the ids of all other sides must be the same row by row. Ids without a partner are an error, or dropped, and a row
without an id has no partner. A column called id, image_id, filename or index, or one without a name, holds ids; a column by
another name does where another file holds the same words, or most of them, or exactly the same numbers, if these do not
only count from 0 or 1. Such a column of numbers that is read as a feature as well is an error. An index that counts the
rows holds ids only where another file holds the same numbers in another order, or an index with gaps among them. A column
that is dropped, and any where there are said to be none, holds no ids. Columns that hold the same ids in different orders,
however they are written, are an error where the rows are not matched by them; those that share half of their values, and
more numbers than by chance, or only count, get a note, which --quiet does not hide; but not where columns of one name agree
row by row. Columns of one name that hold other words, or other numbers where it ends like that of ids, get a note as well.
Ids that count from 0 in one file and from 1 in the other, and an index of other consecutive numbers than the one that
counts the rows of another file, are an error."""
import argparse, collections, json, math, pathlib, random, shutil, struct, subprocess, sys, tempfile, zlib


USUAL = ["id", "id", "id", "image_id", "filename", "", "Unnamed: 0", "index"]
INDEX = ["", "Unnamed: 0", "index"]
ENDING = ["uid", "sample_id", "imageId"]
OTHER = ["Bild", "name", "file", "path"]
NAMED = ["id", "image_id", "filename", None]


def item_name(item): return f"g{item % 3}/{item}.png"


def code(item): return str(100 + 37 * item % 101 * 3)


class Side:
    """A file: the item of each row as it really is, and the ids that the file has."""

    def __init__(self, kind, rows, ids=None, column=None, junk=None, dropped=False, none=False):
        self.kind, self.rows, self.ids, self.column, self.junk = kind, rows, ids, column, junk
        self.dropped, self.none = dropped, none

    @property
    def known(self): return [id for id in self.ids if id]

    @property
    def is_counter(self):
        """True where the ids are an index that counts the rows, or those of several parts one after the other."""
        if self.column not in INDEX or not all(id.isdigit() and id == str(int(id)) for id in self.ids):
            return False
        numbers = [int(id) for id in self.ids]
        steps = [(one, other) for one, other in zip(numbers, numbers[1:])]
        return numbers[0] in (0, 1) and all(other in (one + 1, numbers[0]) for one, other in steps)

    @property
    def counts(self):
        """True where the ids are the numbers from 0 or 1 on in any order."""
        if not self.holds_numbers or "" in self.ids:
            return False
        numbers = sorted(float(id) for id in self.ids)
        return any(numbers == [float(start + row) for row in range(len(numbers))] for start in (0, 1))

    @property
    def is_distinct(self): return len(set(self.known)) == len(self.known)

    @property
    def is_whole(self): return self.is_distinct and "" not in self.ids

    @property
    def is_unlisted(self): return self.column in ENDING + OTHER

    @property
    def holds_numbers(self): return self.known[0].replace(".", "").isdigit()

    @property
    def is_feature(self):
        """True where the ids are clustered as a feature."""
        if self.kind != "features" or not self.ids or not self.holds_numbers or not self.is_unlisted or self.dropped:
            return False
        return self.column not in ENDING

    @property
    def is_usual(self): return self.ids and self.column in USUAL + [None] and not self.is_counter

    @property
    def may_be_chosen(self):
        """True where the column may hold ids at all."""
        if not self.ids or self.dropped or self.none:
            return False
        return not self.is_unlisted or self.is_whole


    @property
    def has_names(self):
        """True where the file has a column that may hold ids, other than features and an index that counts the rows."""
        return self.may_be_chosen and not self.is_counter and not self.is_feature

    @property
    def has_unused_names(self):
        """True where the file has a column of different words that is not called like ids."""
        return self.may_be_chosen and self.is_unlisted and not self.holds_numbers and len(self.ids) >= 3


FORMS = {
    True: [lambda id: id + ".0", lambda id: "0" + id],
    False: [str.upper, lambda id: "x/" + id, lambda id: id[:-4], lambda id: f" {id}"]}


def make_side(rng, kind, count, has_ids, name, unlisted):
    numbers = name is str
    rows = list(range(count))
    if kind == "folder":
        rows.sort(key=lambda item: item_name(item).encode())
    elif rng.random() < 0.6:
        rng.shuffle(rows)
    mutation = rng.choice(["none"] * 7 + ["missing", "missing", "extra", "repeated", "empty"])
    if mutation == "missing":
        for _ in range(rng.randint(1, 3)):
            rows.pop(rng.randrange(len(rows)))
    ids = [name(item) for item in rows]
    if mutation == "extra":
        rows.append(count + rng.randrange(5))
        ids = [name(item) for item in rows]
        if kind == "folder":
            rows.sort(key=lambda item: item_name(item).encode())
            ids = [name(item) for item in rows]
    if mutation == "repeated" and kind != "folder":
        first, second = rng.sample(range(len(ids)), 2)
        ids[first] = ids[second]
    if kind in ("folder", "cifar", "ids"):
        return Side(kind, rows, ids if has_ids else None)
    column = rng.choice(USUAL + ([] if numbers else ENDING + (OTHER if kind != "features" or name is code else [])))
    if name is not item_name and unlisted:
        column = rng.choice(ENDING + (OTHER if kind != "features" or rng.random() < 0.3 else ENDING))
    # Another index beside the ids: other numbers, or one that counts the rows.
    junk = None
    if not numbers and rng.random() < 0.4 and (not has_ids or column not in INDEX):
        junk = rng.sample(range(50_000, 90_000), len(rows))
        if not has_ids or column not in USUAL or rng.random() < 0.4:
            junk = list(range(len(rows)))
    if not has_ids:
        return Side(kind, rows, None, None, junk)
    if mutation == "empty" and (column in USUAL or kind != "features"):
        ids[rng.randrange(len(ids))] = ""
    if rng.random() < 0.15:
        form = rng.choice(FORMS[name is not item_name])
        ids = [form(id) if id else id for id in ids]
    dropped = kind == "features" and column != "" and junk is None and rng.random() < 0.1
    return Side(kind, rows, ids, column, junk, dropped, none=rng.random() < 0.06)


def make_case(rng):
    count = rng.choice([rng.randint(5, 11)] + [rng.randint(12, 27)] * 3)
    sides = {}
    kind_of_ids = rng.choice([item_name] * 4 + [str] * 3 + [code] * 3)
    numbers, unlisted = kind_of_ids is not item_name, rng.random() < 0.6
    make = lambda kind, has_ids: make_side(rng, kind, count, has_ids, kind_of_ids, unlisted)
    if rng.random() < 0.25:
        sides["ids"] = make("ids", True)
    images = rng.choice([None, None, "cifar" if numbers else "folder", "cifar"])
    if images:
        sides["images"] = make(images, images == "folder")
    sides["a"] = make("features", rng.random() < 0.65)
    if rng.random() < 0.5:
        sides["b"] = make("features", rng.random() < 0.65)
    if rng.random() < 0.85:
        sides["labels"] = make("labels", rng.random() < 0.65)
    if rng.random() < 0.35:
        sides["captions"] = make("captions", rng.random() < 0.65)
    return sides, rng.random() < 0.4


def named_alike(one, other):
    """Returns whether the names tell that both columns hold ids."""
    if not one.is_unlisted and not other.is_unlisted:
        return True
    return one.column == other.column and one.column in ENDING and not one.is_feature and not other.is_feature


def same(one, other, drop):
    """Returns whether two columns hold the same ids, or one all of the other's where items may be left out."""
    first, second = set(one.known), set(other.known)
    if not one.is_distinct or not other.is_distinct:
        return False
    if (one.counts or other.counts) and not named_alike(one, other):
        return False
    is_feature = one.is_feature or other.is_feature
    are_few = one.holds_numbers and len(one.ids) < 8
    if one.holds_numbers and one.is_unlisted and other.is_unlisted and one.column != other.column:
        in_order = one.ids == other.ids
        return first == second and len(one.ids) == len(other.ids) and not (is_feature and (in_order or are_few))
    if are_few and is_feature:
        return False
    if is_feature and one.column == other.column and one.ids == other.ids:
        return False
    has_gaps = one.column in INDEX and other.column in INDEX and one.is_counter != other.is_counter
    has_gaps = has_gaps and "" not in one.ids + other.ids
    return first == second or ((drop or has_gaps) and (first <= second or second <= first))


def near(one, other):
    """Returns whether two columns of words, or of names that tell of ids, share most of the ids of the first."""
    tells = all(not side.holds_numbers or side.column in NAMED + ENDING for side in (one, other))
    return one.is_distinct and other.is_distinct and tells and overlap(one, other)


def overlap(one, other): return 2 * len(set(one.known) & set(other.known)) >= len(one.ids)


# Columns that look like the same ids

def plain(id):
    """An id without the folder, the extension, capitals, blanks, and zeros that numbers may have."""
    id = id.strip().split("/")[-1]
    if "." in id and id.split(".")[-1][:1].isalpha():
        id = id.rsplit(".", 1)[0]
    id = id.removesuffix(".0").lower()
    return id.lstrip("0") or "0" if id.isdigit() else id


class Doubt(Exception):
    """Ids that are the same in another order: (whether the items are one side, whether they are written alike)."""


def key(side, rows):
    """The plain id of each item, where the column may tell rows apart, else None."""
    if not side.ids or side.none:
        return None
    ids = [plain(id) if id else "" for id in side.ids]
    known = set(ids) - {""}
    if not tells_apart(side) and (len(known) < 8 or 2 * len(known) < len(ids)):
        return None
    return [ids[row] if row is not None else "" for row in rows]


def plain_ids(side): return {plain(id) for id in side.known}


def tells_apart(side):
    known = plain_ids(side)
    return len(known) > 1 and len(side.ids) - len(known) <= max(1, len(side.ids) // 10)


def is_chance(one, other, shared):
    """Returns whether numbers share no more than two random draws from their range would, by four standard
    deviations."""
    if not one.holds_numbers or not other.holds_numbers:
        return False
    first, second = plain_ids(one), plain_ids(other)
    numbers = [float(id) for id in first | second]
    count = max(numbers) - min(numbers) + 1
    mean = len(first) * len(second) / count
    variance = mean * (1 - len(first) / count) * (count - len(second)) / max(1, count - 1)
    return shared <= mean + 4 * math.sqrt(variance)


def counts_rows(side): return side.counts and [float(id) for id in side.ids] == sorted(float(id) for id in side.ids)


def compare(one, other, rows, others):
    """The verdict of two columns on the order of rows: None, "agree", "right", "note" or "error"."""
    first, second = key(one, rows), key(other, others)
    if first is None or second is None:
        return None
    named_alike = one.column == other.column and one.column is not None
    if not named_alike and any(side.dropped and side.counts for side in (one, other)):
        return None
    whole = lambda side: side.is_whole and not side.dropped and len({plain(id) for id in side.ids}) == len(side.ids)
    counts, features = one.counts or other.counts, one.is_feature + other.is_feature
    if not named_alike and features == 2 and (counts or not whole(one) or not whole(other)):
        return None
    own, others = (collections.Counter(filter(None, ids)) for ids in (first, second))
    shared = sum((own & others).values())
    if not shared or 2 * shared < len(first) or not (own == others or tells_apart(one) and tells_apart(other)):
        return None
    listed = lambda side: not side.is_unlisted and not side.dropped
    index = [side.is_counter and not side.dropped for side in (one, other)]
    if shared < len(first) and any(index) and not (listed(one) and listed(other)):
        return None
    if shared < len(first) and own != others and is_chance(one, other, len(set(own) & set(others))):
        return None
    in_order = sum(a == b != "" for a, b in zip(first, second))
    if in_order == shared or (counts_rows(one) and counts_rows(other)):
        return "note" if features == 1 and not counts and not named_alike else "agree" if counts else "right"
    certain = not counts and whole(one) and whole(other) and shared == len(first)
    few = one.holds_numbers and len(first) < (8 if features == 1 else 3)
    return "error" if certain and not few else "note"


def shared_name(side):
    """The name by which a column is the same one as another file's; one without a name is called by its position."""
    return side.column.lower() or f"unnamed: {1 if side.junk else 0}"


def letters(id): return "".join(sign for sign in plain(id) if sign.isalnum())


def differs(one, other, rows, others):
    """Returns whether two columns of one name seem to name the rows and say other things of most of them."""
    for side in (one, other):
        if not side.ids or side.none or side.column is None or side.is_counter and not side.dropped:
            return False
        if not tells_apart(side) or len(side.ids) - len(set(side.ids)) > max(1, len(side.ids) // 10):
            return False
    if shared_name(one) != shared_name(other) or one.is_feature and other.is_feature:
        return False
    if one.holds_numbers and other.holds_numbers:
        consecutive = lambda side: len(side.ids) >= 8 and span(side.ids)
        like_ids = one.column in ENDING + NAMED[:3] + ["Unnamed: 0", "index"]
        if one.counts and other.counts or not like_ids and not (consecutive(one) and consecutive(other)):
            return False
    pairs = [(one.ids[row], other.ids[place]) for row, place in zip(rows, others) if row is not None and place is not None]
    known = [pair for pair in pairs if all(pair)]
    if len(known) < 2 or 2 * len(known) < len(pairs):
        return False
    def alike(shift):
        turned = [pair[1] for pair in known[shift:] + known[:shift]]
        words = [(letters(id), letters(another)) for (id, _), another in zip(known, turned)]
        ends = lambda a, b: (a.startswith(b) or a.endswith(b)) and b
        return sum(bool(a == b or ends(a, b) or ends(b, a)) for a, b in words)
    different = any(plain(a) != plain(b) for a, b in known)
    return different and (2 * alike(0) < len(known) or 2 * alike(1) >= len(known))


def span(ids):
    """The bounds of numbers that follow one another, in any order; None for any others."""
    if "" in ids or not all(id.replace(".", "").isdigit() for id in ids):
        return None
    numbers = sorted(float(id) for id in ids)
    return (numbers[0], numbers[-1]) if numbers == [numbers[0] + row for row in range(len(numbers))] else None


def start_and_end(ids): return span(ids) if ids[0].isdigit() else None


def is_shifted(one, other):
    """Returns whether ids count from 0 in one file, from 1 in the other, and beyond the last of the first, or as far
    from another start, one later."""
    if not one or not other:
        return False
    low, high = sorted([one, other])
    if high[0] - low[0] != 1 or high[1] <= low[1]:
        return False
    return low[0] == 0 or (high[1] - low[1] == 1 and high[1] - high[0] >= 7)


def other_index(counting, used, named, used_named):
    """Returns whether the index that counts one file's rows and that of another file hold other consecutive numbers."""
    if used.ids or not used_named.ids or named.column not in INDEX or named.is_counter or not counting.may_be_chosen:
        return False
    if not counting.is_counter:
        return False
    one, other = start_and_end(counting.ids), start_and_end(named.ids)
    return bool(one and other and one != other)


def without_repeats(files, sides):
    """The sides without ids that repeat and decide nothing, and whether a note says so of one among others."""
    holders = [key for key in sides if sides[key].ids]
    if not holders or all(sides[key].is_distinct for key in holders):
        return sides, False
    if any(sides[key].ids != sides[holders[0]].ids for key in holders):
        return sides, False
    first = files[holders[0]]
    for key in sides:
        side = files[key]
        if key in holders or side.none or side.kind not in ("features", "labels", "captions"):
            continue
        is_listed = side.ids and not side.dropped and (not side.is_unlisted or side.column in ENDING and side.is_whole)
        names = {shared_name(side)} if side.ids else set()
        if side.junk:
            names.add("index" if side.column == "" else "unnamed: 0")
        if is_listed or side.junk or first.column is not None and shared_name(first) in names:
            return sides, False
    without = {key: Side(side.kind, side.rows) for key, side in sides.items()}
    return without, len(holders) == 1 and len(sides) > 1


def matched_ids(sides, order, drop): return without_repeats(sides, choose_ids(sides, order, drop))[0]


def doubts(sides, used, found):
    """The sides that share ids with the items, and whether there is a note."""
    order, noted, is_noted, is_different = list(found), set(), False, False
    for second in order[1:]:
        for first in order[:order.index(second)]:
            if used[order[0]].ids and used[first].ids and used[second].ids:
                continue
            one, other = sides[first], sides[second]
            answer = compare(one, other, found[first], found[second])
            if answer == "error":
                alike = not used[order[0]].ids and first != order[0] and (
                    2 * len(set(one.known) & set(other.known)) > len(one.known))
                raise Doubt("and the items have no ids" if alike else "hold the same")
            is_noted = is_noted or answer == "note"
            if answer in (None, "agree") and differs(one, other, found[first], found[second]):
                is_different = True
            if answer in ("right", "note") and first == order[0]:
                noted.add(second)
    return noted, is_noted, is_different


class IdsAmongFeatures(Exception):
    pass


def choose_ids(sides, order, drop):
    """The sides with those ids that are used."""
    items, others = sides[order[0]], [sides[side] for side in order[1:] if sides[side].may_be_chosen]
    used = bool(items.may_be_chosen and items.is_usual)
    if not used and items.may_be_chosen:
        if items.is_counter:
            used = any(side.is_usual and same(items, side, drop) for side in others)
        else:
            used = any(same(items, side, drop) for side in others)
            if used and items.is_feature:
                raise IdsAmongFeatures
            used = used or not items.is_feature and any(
                not side.is_usual and side.column == items.column and near(items, side) for side in others)
    chosen = {order[0]: Side(items.kind, items.rows, items.ids if used else None)}
    for key in order[1:]:
        side = sides[key]
        ids = side.ids if side.may_be_chosen else None
        if ids and not side.is_usual and not (used and (same(items, side, drop) or near(items, side))):
            ids = None
        if ids and side.is_feature:
            raise IdsAmongFeatures
        if ids and side.is_counter and items.is_counter and items.ids != ids:
            ids = None
        chosen[key] = Side(side.kind, side.rows, ids)
    return chosen


def predict(sides, drop):
    """The outcome ("matched", "position" or an error), and for each side the row of each item."""
    order = [side for side in ["ids", "images", "a", "b", "labels", "captions"] if side in sides]
    items, others = sides[order[0]], order[1:]
    files = sides
    try:
        sides = choose_ids(sides, order, drop)
    except IdsAmongFeatures:
        return "is read as a feature and holds the ids of", None
    sides, is_alone = without_repeats(files, sides)
    items = sides[order[0]]
    for side in order:
        if sides[side].ids and not sides[side].is_distinct:
            return "repeated id", None
    for side in others:
        one, other = (files[order[0]], items), (files[side], sides[side])
        if other_index(*one, *other) or other_index(*other, *one):
            return "holds the numbers", None
    for side in others:
        if (not items.ids or not sides[side].ids) and len(sides[side].rows) != len(items.rows):
            return "rows, ", None
    if not items.ids:
        named = [sides[side].ids for side in others if sides[side].ids]
        if any(plain(id) != plain(other) for ids in named for id, other in zip(ids, named[0])):
            return "and the items have no ids", None
    found = {order[0]: list(range(len(items.rows)))}
    for side in others:
        if items.ids and sides[side].ids:
            places = {id: row for row, id in enumerate(sides[side].ids) if id}
            tables = all(files[key].kind in ("features", "labels", "captions") for key in (order[0], side))
            if tables and is_shifted(start_and_end(items.ids), start_and_end(sides[side].ids)):
                starts = [start_and_end(ids)[0] for ids in (items.ids, sides[side].ids)]
                return "one counts from 0, the other from 1" if 0 in starts else "begins one later than the other", None
            if not drop and "" in items.ids + sides[side].ids:
                return "no id; the first is", None
            if not drop and set(items.ids) != set(places):
                return "not in ", None
            found[side] = [places.get(id) for id in items.ids]
        else:
            found[side] = list(range(len(items.rows)))
    kept = sum(all(found[side][item] is not None for side in found) for item in range(len(items.rows)))
    if not kept:
        return "0 ids are in all files", None
    try:
        noted, _, _ = doubts(files, sides, found)
    except Doubt as doubt:
        return str(doubt), None
    if kept < 3:
        return "3 clusters need at least 3 rows", None
    by_position = any(bool(sides[side].ids) != bool(items.ids) and side not in noted for side in others)
    if not items.ids:
        unsure = [files[side] for side in others if side not in noted and not sides[side].ids]
        first = files[order[0]]
        by_position = by_position or not first.has_names and any(side.has_unused_names for side in unsure)
        by_position = by_position or first.has_unused_names and any(not side.has_names for side in unsure)
    return ("position" if by_position or is_alone else "matched"), found


def truth_of(item): return (item + 1) % 3 if item % 7 == 0 else item % 3


def adjusted_rand(one, other):
    pairs = lambda counts: sum(math.comb(count, 2) for count in counts)
    both = pairs(collections.Counter(zip(one, other)).values())
    rows, columns = pairs(collections.Counter(one).values()), pairs(collections.Counter(other).values())
    chance = rows * columns / math.comb(len(one), 2)
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


# Files

def png(path, shade):
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + bytes([shade] * 6) for _ in range(2))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def table(path, side, columns, value):
    has_junk = side.junk is not None
    heads = (["index" if side.column == "" else ""] if has_junk else []) + ([side.column or ""] if side.column is not None else ["id"] if side.ids else [])
    lines = [",".join(heads + columns)]
    for row, item in enumerate(side.rows):
        fields = ([str(side.junk[row])] if has_junk else []) + ([side.ids[row]] if side.ids else [])
        lines.append(",".join(fields + value(item)))
    path.write_text("\n".join(lines) + "\n")


def point(item): return [f"{100 * (item % 3) + 0.1 * (item % 5)}", f"{-70 * (item % 3) + 0.01 * item}"]


def write(folder, sides, drop):
    dataset, features = {}, {}
    for key, side in sides.items():
        if key == "ids":
            table(folder / "ids.csv", side, ["note"], lambda item: ["x"])
            dataset["ids"] = {"table": "ids.csv", "column": "id"}
        elif side.kind == "folder":
            for item in side.rows:
                png(folder / "photos" / item_name(item), item)
            dataset["images"] = {"folder": "photos"}
        elif side.kind == "cifar":
            (folder / "images.bin").write_bytes(b"".join(bytes([item % 3] + [item] * 3072) for item in side.rows))
            dataset["images"] = {"cifar": "images.bin"}
        elif side.kind == "features":
            table(folder / f"{key}.csv", side, ["x", "y"] if key == "a" else ["u", "v"], point)
            features[key] = {"file": f"{key}.csv"} | ({"drop-columns": [side.column]} if side.dropped else {})
            features[key] |= {"id-column": "none"} if side.none else {}
        elif side.kind == "labels":
            table(folder / "labels.csv", side, ["class"], lambda item: [f"c{truth_of(item)}"])
            dataset["labels"] = {"table": "labels.csv", "column": "class"} | ({"id-column": "none"} if side.none else {})
        elif side.ids or side.junk:
            table(folder / "captions.csv", side, ["caption"], lambda item: [f"text {item}"])
            dataset["captions"] = "captions.csv"
            if side.none:
                dataset["captions"] = {"table": "captions.csv", "column": "caption", "id-column": "none"}
        else:
            (folder / "captions.txt").write_text("".join(f"text {item}\n" for item in side.rows))
            dataset["captions"] = "captions.txt"
    experiment = {
        "dataset": dataset, "features": features, "spaces": list(features), "clusterers": [{"kmeans": {"k": 3}}],
        "seeds": 1, "scores": ["ari"], "figures": ["cards"] if "captions" in sides else "none",
        "missing": "drop" if drop else "error"}
    if not dataset:
        del experiment["dataset"]
    (folder / "experiment.yaml").write_text(json.dumps(experiment))


# Outcomes

def stored_labels(path):
    data = path.read_bytes()
    start = 10 + struct.unpack("<H", data[8:10])[0]
    return list(struct.unpack(f"<{(len(data) - start) // 4}i", data[start:]))


def same_clusters(one, other): return len(set(zip(one, other))) == len(set(one)) == len(set(other))


def check_run(folder, sides, found, errors, outcome, drop):
    wrong = []
    errors = errors.replace("\n      ", " ")
    others = ["are not used as ids", "hold different values"]
    notes = [line for line in errors.split("\n") if not any(words in line for words in others)]
    if any("by position" in line for line in notes) != (outcome == "position"):
        wrong.append("the note on positions")
    _, is_noted, is_different = doubts(sides, matched_ids(sides, list(found), drop), found)
    if is_noted != ("are not used as ids" in errors):
        wrong.append("the note on ids in doubt")
    if is_different != ("hold different values" in errors):
        wrong.append("the note on columns that differ")
    count = len(next(iter(found.values())))
    kept = [item for item in range(count) if all(rows[item] is not None for rows in found.values())]
    if (len(kept) < count) != ("left out:" in errors and "items of" in errors):
        wrong.append("the note on items left out")
    under = lambda side: [sides[side].rows[found[side][item]] for item in kept]
    truth = None
    if "labels" in sides:
        truth = [truth_of(item) for item in under("labels")]
    elif "images" in sides:
        truth = [item % 3 for item in under("images")]
    scores = {line.split(",")[0]: line.split(",") for line in (folder / "out/scores.csv").read_text().split("\n")[1:] if line}
    for space in [side for side in ["a", "b"] if side in sides]:
        groups = [item % 3 for item in under(space)]
        labels = stored_labels(folder / f"out/trials/{space}/kmeans/seed-0.labels.npy")
        if len(labels) != count or [item for item in range(count) if labels[item] != -2] != kept:
            wrong.append(f"the items left out of {space}")
        elif sides[space].is_feature or len(set(groups)) < 3:
            continue
        elif not same_clusters([labels[item] for item in kept], groups):
            wrong.append(f"the clusters of {space}")
        if truth is not None:
            value = float(scores[space][4])
            if scores[space][3] != "ari" or abs(value - adjusted_rand(truth, groups)) > 1e-6:
                wrong.append(f"ARI of {space}: {value}, expected {adjusted_rand(truth, groups)}")
    if "captions" in sides:
        captions = json.loads((folder / "out/items/captions.json").read_text())["captions"]
        if [captions[item] for item in kept] != [f"text {item}" for item in under("captions")]:
            wrong.append("the captions")
    return wrong


def check(command, seed):
    rng = random.Random(seed)
    sides, drop = make_case(rng)
    outcome, found = predict(sides, drop)
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        write(folder, sides, drop)
        done = subprocess.run(
            [command, "run", "experiment.yaml", "--out", "out"] + (["-q"] if seed % 2 else []), cwd=folder, capture_output=True, text=True)
        if found is None:
            lines = done.stderr.strip().split("\n")[-3:]
            good = done.returncode == 1 and [line[:7] for line in lines] == ["error: ", "cause: ", "hint:  "]
            wrong = [] if good and outcome in lines[1] and not (folder / "out").exists() else ["the error"]
        else:
            wrong = check_run(folder, sides, found, done.stderr, outcome, drop) if done.returncode == 0 else ["an error"]
    finally:
        shutil.rmtree(folder)
    kind = f"error: {outcome.strip(' ,')}" if found is None else outcome + (", drop" if drop else "")
    return kind, [f"seed {seed} ({kind}): {what}; exit {done.returncode}: {done.stderr.strip()}" for what in wrong]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--command", default=".build/release/fusebench")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    command = str(pathlib.Path(options.command).resolve())
    kinds, wrong = collections.Counter(), []
    for number in range(options.count):
        kind, found = check(command, options.seed * 1_000_000 + number)
        kinds[kind] += 1
        wrong += found
    for kind, count in sorted(kinds.items()):
        print(f"{count:6} {kind}")
    print("\n".join(wrong[:20]) or f"all {options.count} as predicted")
    sys.exit(bool(wrong))


main()
