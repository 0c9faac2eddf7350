"""Makes the images in images/ and, in expected.json, the pixels that Pillow reads from them.

Run it as `python make_images.py` with Pillow 13.0.0 (libjpeg-turbo 3.2.0) and NumPy 2.4.6; other versions write other
bytes. What Pillow does otherwise on purpose (16-bit samples, transparency, orientation) is done here as documented.
"""

import io
import json
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps, features

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "images"
HEIGHT, WIDTH = 11, 14
expected = {}


def scene(height=HEIGHT, width=WIDTH):
    """A smooth picture without symmetry, with a bright spot in one corner; uint8 height × width × 3."""
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x / (width - 1)
    green = 255 * y / (height - 1)
    blue = 128 + 100 * np.sin(x / 2.0) * np.cos(y / 3.0)
    pixels = np.stack([red, green, blue], axis=-1)
    pixels[:4, :5] = (250, 240, 10)
    return pixels.clip(0, 255).astype(np.uint8)


def record(name, pixels, tolerance):
    pixels = np.asarray(pixels)
    assert pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3, name
    expected[name] = {
        "height": pixels.shape[0], "width": pixels.shape[1], "tolerance": tolerance, "pixels": pixels.ravel().tolist(),
    }


def as_rgb(path):
    return np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB"))


def on_white(rgb, alpha):
    rgb, alpha = rgb.astype(np.int64), alpha.astype(np.int64)[..., None]
    return np.round((rgb * alpha + 255 * (255 - alpha)) / 255).astype(np.uint8)


def from_16_bits(values):
    return np.round(values.astype(np.float64) / 257).astype(np.uint8)


def png_chunk(kind, payload):
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def png_file(height, width, depth, color, rows, extra=b"", interlaced=False):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + png_chunk(b"IHDR", header) + extra + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def adam7_rows(samples):
    """The rows of the seven passes, each pixel being the last axis."""
    for top, left, down, right in [
        (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1),
    ]:
        part = samples[top::down, left::right]
        if part.size:
            yield from (row.tobytes() for row in part)


def make_pngs():
    rgb = scene()
    image = Image.fromarray(rgb)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    alpha = ((x * 23 + y * 11) % 256).astype(np.uint8)

    def save(name, image, **options):
        image.save(FOLDER / name, **options)
        record(name, as_rgb(FOLDER / name), 0)

    save("rgb.png", image)
    save("grey.png", image.convert("L"))
    save("grey-1-bit.png", image.convert("1"))
    save("palette.png", image.quantize(16))
    save("palette-1-bit.png", image.quantize(2), bits=1)

    def write(name, data, pixels, tolerance=0):
        (FOLDER / name).write_bytes(data)
        record(name, pixels, tolerance)

    grey4 = (np.asarray(image.convert("L")) >> 4).astype(np.uint8)
    rows = [bytes((row[::2] << 4) | row[1::2]) for row in grey4]
    write("grey-4-bit.png", png_file(HEIGHT, WIDTH, 4, 0, rows), np.repeat((grey4 * 17)[..., None], 3, axis=-1))

    rgba = np.dstack([rgb, alpha])
    Image.fromarray(rgba).save(FOLDER / "rgba.png")
    record("rgba.png", on_white(rgb, alpha), 0)
    grey = np.asarray(image.convert("L"))
    Image.fromarray(np.dstack([grey, alpha]), "LA").save(FOLDER / "grey-alpha.png")
    record("grey-alpha.png", on_white(np.repeat(grey[..., None], 3, axis=-1), alpha), 0)

    palette = image.quantize(16)
    transparency = bytes(range(0, 256, 16))
    palette.save(FOLDER / "palette-transparency.png", transparency=transparency)
    colours = np.asarray(palette.getpalette()[:48], np.uint8).reshape(16, 3)
    indices = np.asarray(palette)
    record("palette-transparency.png", on_white(colours[indices], np.frombuffer(transparency, np.uint8)[indices]), 0)

    image.save(FOLDER / "rgb-transparent-colour.png", transparency=(250, 240, 10))
    key = (rgb == (250, 240, 10)).all(axis=-1)
    record("rgb-transparent-colour.png", on_white(rgb, np.where(key, 0, 255).astype(np.uint8)), 0)

    deep = (rgb.astype(np.uint16) * 257 + (x * 37 + y * 91)[..., None].astype(np.uint16) % 256).clip(0, 65535)
    deep = deep.astype(np.uint16)
    rows = [row.astype(">u2").tobytes() for row in deep]
    write("rgb-16-bit.png", png_file(HEIGHT, WIDTH, 16, 2, rows), from_16_bits(deep), 1)
    rows = [row.astype(">u2").tobytes() for row in deep[..., 0]]
    deep_grey = np.repeat(from_16_bits(deep[..., :1]), 3, axis=-1)
    write("grey-16-bit.png", png_file(HEIGHT, WIDTH, 16, 0, rows), deep_grey, 1)
    deep_rgba = np.dstack([deep, alpha.astype(np.uint16) * 257])
    rows = [row.astype(">u2").tobytes() for row in deep_rgba]
    write("rgba-16-bit.png", png_file(HEIGHT, WIDTH, 16, 6, rows), on_white(from_16_bits(deep), alpha), 1)

    write("rgb-interlaced.png", png_file(HEIGHT, WIDTH, 8, 2, adam7_rows(rgb), interlaced=True), rgb)
    write("rgba-interlaced.png", png_file(HEIGHT, WIDTH, 8, 6, adam7_rows(rgba), interlaced=True), on_white(rgb, alpha))
    write("one-pixel.png", png_file(1, 1, 8, 2, [b"\x01\x02\x03"]), np.array([[[1, 2, 3]]], np.uint8))

    # Named as the other format.
    image.save(FOLDER / "png-in-disguise.jpg", format="PNG")
    record("png-in-disguise.jpg", rgb, 0)


def make_jpegs():
    # Larger than a block in both directions, and no multiple of one.
    image = Image.fromarray(scene(19, 26))

    def save(name, image, **options):
        image.save(FOLDER / name, **options)
        record(name, as_rgb(FOLDER / name), 2)

    save("ycbcr-420.jpg", image, quality=85)
    save("ycbcr-444.jpg", image, quality=95, subsampling=0)
    save("ycbcr-422.jpg", image, quality=75, subsampling=1)
    save("rgb.jpg", image, quality=90, keep_rgb=True)
    save("grey.jpg", image.convert("L"), quality=85)
    save("progressive.jpg", image, quality=85, progressive=True)
    save("restart-markers.jpg", image, quality=85, restart_marker_blocks=1)
    save("cmyk.jpg", image.convert("CMYK"), quality=95)
    save("jpeg-in-disguise.png", image, format="JPEG", quality=85)

    # YCCK: a CMYK file whose first three planes hold the YCbCr of the inverted ink, and whose Adobe marker says so.
    ycc = np.asarray(image.convert("YCbCr"))
    black = np.full(ycc.shape[:2], 40, np.uint8)
    buffer = io.BytesIO()
    # Pillow inverts what it writes.
    Image.fromarray(255 - np.dstack([ycc, 255 - black]), "CMYK").save(buffer, format="JPEG", quality=95)
    data = bytearray(buffer.getvalue())
    marker = data.index(b"\xff\xee\x00\x0eAdobe")
    assert data[marker + 15] == 0
    data[marker + 15] = 2
    (FOLDER / "ycck.jpg").write_bytes(data)
    record("ycck.jpg", as_rgb(FOLDER / "ycck.jpg"), 2)

    for orientation in range(1, 9):
        for order in "<>" if orientation == 6 else "<":
            name = f"orientation-{orientation}{'-big-endian' if order == '>' else ''}.jpg"
            tiff = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
            # Two entries, so that the orientation is not the first, and no next directory.
            tiff += struct.pack(order + "HHHIHHHHIHHI", 2, 0x0100, 3, 1, 26, 0, 0x0112, 3, 1, orientation, 0, 0)
            save(name, image, quality=85, exif=b"Exif\0\0" + tiff)


def make_too_large():
    """Small files that ask for 20,000 × 20,000 pixels; beside the good images, because no pixels are expected."""
    (HERE / "too-large.png").write_bytes(png_file(20000, 20000, 8, 2, [b""]))
    data = bytearray((FOLDER / "ycbcr-420.jpg").read_bytes())
    frame = data.index(b"\xff\xc0")
    data[frame + 5:frame + 9] = struct.pack(">HH", 20000, 20000)
    (HERE / "too-large.jpg").write_bytes(data)


def make_resized():
    """Pillow's own resizing (reducing and enlarging), with the filter called BILINEAR."""
    cases = []
    for source, target in [((37, 53), (16, 16)), ((64, 48), (32, 32)), ((9, 7), (20, 15)), ((33, 90), (32, 32))]:
        pixels = scene(*source)
        resized = Image.fromarray(pixels).resize(target[::-1], Image.Resampling.BILINEAR)
        cases.append({
            "source": source, "target": target, "pixels": pixels.ravel().tolist(),
            "resized": np.asarray(resized).ravel().tolist(),
        })
    return cases


def write_json(name, content):
    versions = {
        "pillow": PIL.__version__, "numpy": np.__version__, "libjpeg_turbo": features.version("libjpeg_turbo"),
    }
    (HERE / name).write_text(json.dumps({"versions": versions, **content}, separators=(",", ":")) + "\n")


FOLDER.mkdir(exist_ok=True)
make_pngs()
make_jpegs()
make_too_large()
write_json("expected.json", {"images": expected})
write_json("resized.json", {"cases": make_resized()})
