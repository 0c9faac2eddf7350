"""Makes the WebP, GIF, TIFF and BMP images in images/ and, in formats.json, the pixels that Pillow reads from them.

Run it as `python make_formats.py` with Pillow 13.0.0 (libwebp 1.6.0, libtiff 4.7.2, libjpeg-turbo 3.2.0) and NumPy
2.4.6; other versions write other bytes. What Pillow does otherwise on purpose (16-bit samples, transparency) is done
here as documented; forms that Pillow does not write are put together here, and read back by Pillow where it reads them.
"""

import io
import json
import pathlib
import struct

import numpy as np
import PIL
from PIL import Image, ImageOps, features

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "images"
HEIGHT, WIDTH = 18, 21
expected = {}


def scene(height=HEIGHT, width=WIDTH):
    """A smooth picture without symmetry, with a bright spot in one corner; uint8 height × width × 3."""
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.stack([255 * x / (width - 1), 255 * y / (height - 1), 128 + 100 * np.sin(x / 2) * np.cos(y / 3)], -1)
    pixels[:4, :5] = (250, 240, 10)
    return pixels.clip(0, 255).astype(np.uint8)


def ramp(height=HEIGHT, width=WIDTH):
    """Alpha from 0 to 255."""
    y, x = np.mgrid[0:height, 0:width]
    return ((x * 23 + y * 11) % 256).astype(np.uint8)


def on_white(rgba):
    color, alpha = rgba[..., :3].astype(np.int64), rgba[..., 3:].astype(np.int64)
    return np.round((color * alpha + 255 * (255 - alpha)) / 255).astype(np.uint8)


def read(path):
    """Returns the pixels that Pillow reads: upright, on white."""
    image = ImageOps.exif_transpose(Image.open(path))
    return on_white(np.asarray(image.convert("RGBA"))) if image.has_transparency_data else np.asarray(image.convert("RGB"))


def record(name, pixels, tolerance=0):
    pixels = np.asarray(pixels)
    assert pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3, name
    expected[name] = {
        "height": pixels.shape[0], "width": pixels.shape[1], "tolerance": tolerance, "pixels": pixels.ravel().tolist(),
    }


def save(name, image, tolerance=0, **options):
    image.save(FOLDER / name, **options)
    record(name, read(FOLDER / name), tolerance)


def write(name, data, pixels=None, check=True):
    """A file put together here; Pillow must read the pixels that are expected, unless it does not read such files."""
    (FOLDER / name).write_bytes(data)
    if pixels is None:
        pixels = read(FOLDER / name)
    elif check:
        assert (read(FOLDER / name) == pixels).all(), name
    record(name, pixels)


def gray3(values):
    return np.repeat(np.asarray(values, np.uint8)[..., None], 3, axis=-1)


def orientation(value, order="<"):
    return (b"II" if order == "<" else b"MM") + struct.pack(order + "HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, value, 0, 0)


# WebP


def riff_chunk(kind, payload):
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def make_webps():
    rgb, rgba = Image.fromarray(scene()), Image.fromarray(np.dstack([scene(), ramp()]))
    save("lossy.webp", rgb, quality=80)
    save("lossless.webp", rgb, lossless=True)
    save("lossy-alpha.webp", rgba, quality=70)
    save("lossless-alpha.webp", rgba, lossless=True, exact=True)
    save("gray.webp", rgb.convert("L"), quality=90)
    save("one-pixel.webp", rgb.crop((3, 3, 4, 4)), lossless=True)
    for value, order in ((3, "<"), (6, ">"), (8, "<")):
        save(f"orientation-{value}.webp", rgb, lossless=True, exif=orientation(value, order))
    others = [Image.fromarray(np.roll(scene(), step, axis=1)) for step in (3, 6)]
    save("animated.webp", rgb, save_all=True, append_images=others, duration=50, lossless=True)
    # The first frame covers a part of the canvas; the rest is transparent.
    small = io.BytesIO()
    Image.fromarray(scene(8, 10)).save(small, "WEBP", lossless=True)
    stream = small.getvalue()[12:]
    place = b"".join(struct.pack("<I", value)[:3] for value in (4 // 2, 6 // 2, 9, 7, 50)) + b"\0"
    size = b"".join(struct.pack("<I", value)[:3] for value in (WIDTH - 1, HEIGHT - 1))
    body = riff_chunk(b"VP8X", b"\x12\0\0\0" + size) + riff_chunk(b"ANIM", b"\0" * 6)
    body += riff_chunk(b"ANMF", place + stream)
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    pixels[6:14, 4:14] = scene(8, 10)
    write("partial-first-frame.webp", b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body, pixels)


# GIF


def gif_codes(indices, bits):
    """Indices as LZW codes that are never combined: a clear code before each table would grow."""
    clear, width = 1 << bits, bits + 1
    codes = []
    for position, index in enumerate(indices):
        if position % (clear - 2) == 0:
            codes.append(clear)
        codes.append(int(index))
    value = sum(code << (width * position) for position, code in enumerate(codes + [clear + 1]))
    data = value.to_bytes((width * (len(codes) + 1) + 7) // 8, "little")
    blocks = b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255))
    return bytes([bits]) + blocks + b"\0"


def gif_file(screen, palette, frame, box, transparent=None, local=None, version=b"GIF89a"):
    height, width = screen
    left, top, columns, rows = box
    table = 0x80 | 3 if palette is not None else 0
    data = version + struct.pack("<HHBBB", width, height, table, 2, 0)
    data += palette.tobytes() if palette is not None else b""
    if transparent is not None:
        data += b"!\xf9\x04" + struct.pack("<BHB", 1, 0, transparent) + b"\0"
    data += b"," + struct.pack("<HHHHB", left, top, columns, rows, 0x80 | 3 if local is not None else 0)
    data += local.tobytes() if local is not None else b""
    return data + gif_codes(frame.ravel(), 4) + b";"


def make_gifs():
    rgb = Image.fromarray(scene())
    palette = rgb.quantize(32)
    save("palette.gif", palette, interlace=0)
    save("interlaced.gif", palette, interlace=1)
    save("gray.gif", rgb.convert("L"))
    save("black-and-white.gif", rgb.convert("1"))
    save("transparent.gif", palette, transparency=3)
    others = [Image.fromarray(np.roll(scene(), step, axis=0)).quantize(32) for step in (3, 6)]
    save("animated.gif", palette, save_all=True, append_images=others, duration=50, comment=b"three frames")
    colors = np.random.default_rng(1).integers(0, 256, (16, 3)).astype(np.uint8)
    frame = np.arange(48).reshape(6, 8) % 16
    box = (5, 2, 8, 6)
    write("partial.gif", gif_file((12, 15), colors, frame, box))
    write("partial-transparent.gif", gif_file((12, 15), colors, frame, box, transparent=9))
    write("local-palette.gif", gif_file((6, 8), colors, frame, (0, 0, 8, 6), local=colors[::-1]))
    write("87a.gif", gif_file((6, 8), colors, frame, (0, 0, 8, 6), version=b"GIF87a"))
    write("beyond-screen.gif", gif_file((4, 4), colors, frame, (1, 1, 8, 6)))
    write("no-palette.gif", gif_file((6, 8), None, frame, (0, 0, 8, 6)), gray3(frame))


# TIFF


def tiff_file(planes, bits, photometric, order="<", extra=None, tile=None, palette=None, turned=1, separate=False):
    """An uncompressed file of one strip or of tiles; `planes` is height × width × samples, of whole bytes."""
    height, width, samples = planes.shape
    kind = np.dtype(order + "u2") if bits == 16 else np.dtype(np.uint8)
    parts = [planes[..., i:i + 1] for i in range(samples)] if separate else [planes]
    blocks = []
    for part in parts:
        if tile is None:
            blocks.append(part.astype(kind).tobytes())
            continue
        for top in range(0, height, tile):
            for left in range(0, width, tile):
                block = np.zeros((tile, tile, part.shape[2]), kind)
                piece = part[top:top + tile, left:left + tile]
                block[:piece.shape[0], :piece.shape[1]] = piece
                blocks.append(block.tobytes())
    sizes = [len(block) for block in blocks]
    offsets = [8 + sum(sizes[:i]) for i in range(len(blocks))]
    tags = {
        256: ("I", [width]), 257: ("I", [height]), 258: ("H", [bits] * samples), 259: ("H", [1]),
        262: ("H", [photometric]), 274: ("H", [turned]), 277: ("H", [samples]), 284: ("H", [2 if separate else 1]),
    }
    if tile is None:
        tags |= {273: ("I", offsets), 278: ("I", [height]), 279: ("I", sizes)}
    else:
        tags |= {322: ("I", [tile]), 323: ("I", [tile]), 324: ("I", offsets), 325: ("I", sizes)}
    if extra is not None:
        tags[338] = ("H", [extra])
    if palette is not None:
        tags[320] = ("H", palette)
    directory = 8 + sum(sizes)
    tail = directory + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, (form, numbers) in sorted(tags.items()):
        content = struct.pack(f"{order}{len(numbers)}{form}", *numbers)
        entries += struct.pack(order + "HHI", tag, 4 if form == "I" else 3, len(numbers))
        if len(content) <= 4:
            entries += content.ljust(4, b"\0")
        else:
            entries += struct.pack(order + "I", tail + len(values))
            values += content
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, directory)
    return head + b"".join(blocks) + struct.pack(order + "H", len(tags)) + entries + struct.pack(order + "I", 0) + values


def make_tiffs():
    pixels, alpha = scene(), ramp()
    rgb, rgba = Image.fromarray(pixels), np.dstack([pixels, alpha])
    gray = rgb.convert("L")
    save("raw.tif", rgb)
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "tiff_deflate"):
        save(f"{compression.replace('_', '-')}.tiff", rgb, compression=compression)
    # Libraries of different versions decode chrominance to neighboring values.
    save("jpeg.tiff", rgb, compression="jpeg", quality=85, tolerance=2)
    save("jpeg-gray.tiff", gray, compression="jpeg", quality=85, tolerance=2)
    save("predictor.tiff", rgb, compression="tiff_lzw", tiffinfo={317: 2})
    save("gray.tiff", gray)
    save("fax.tiff", rgb.convert("1"), compression="group4")
    save("palette.tiff", rgb.quantize(16), compression="tiff_lzw")
    save("cmyk.tiff", rgb.convert("CMYK"), compression="tiff_adobe_deflate")
    save("rgba.tiff", Image.fromarray(rgba))
    save("gray-alpha.tiff", Image.fromarray(np.dstack([np.asarray(gray), alpha]), "LA"))
    for value in (2, 5, 6, 7):
        save(f"orientation-{value}.tiff", rgb, tiffinfo={274: value})
    save("two-pages.tiff", rgb, save_all=True, append_images=[Image.fromarray(pixels[::-1])])
    # Without the zeros that fill the last page up, every byte counts.
    path = FOLDER / "two-pages.tiff"
    path.write_bytes(path.read_bytes()[:-6])

    write("big-endian.tiff", tiff_file(pixels, 8, 2, order=">"), pixels)
    write("tiles.tiff", tiff_file(pixels, 8, 2, tile=16), pixels)
    write("planes.tiff", tiff_file(pixels, 8, 2, separate=True), pixels)
    write("planes-in-tiles.tiff", tiff_file(rgba, 8, 2, separate=True, tile=16, extra=2), on_white(rgba), check=False)
    write("white-is-zero.tiff", tiff_file(255 - np.asarray(gray)[..., None], 8, 0), gray3(gray))
    write("unknown-extra.tiff", tiff_file(rgba, 8, 2, extra=0), pixels)
    # Colors that are multiplied by their alpha: light is added, not blended.
    multiplied = np.round(pixels * (alpha[..., None] / 255)).astype(np.uint8)
    blended = (multiplied.astype(np.int64) + 255 - alpha[..., None]).clip(0, 255).astype(np.uint8)
    write("multiplied.tiff", tiff_file(np.dstack([multiplied, alpha]), 8, 2, extra=1), blended, check=False)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    deep = (pixels.astype(np.int64) * 257 + (x * 37 + y * 91)[..., None] % 256).clip(0, 65535)
    scaled = np.round(deep / 257).astype(np.uint8)
    # Pillow takes the high byte of 16-bit samples, which differs by at most one.
    write("16-bit.tiff", tiff_file(deep, 16, 2), scaled, check=False)
    write("16-bit-big-endian.tiff", tiff_file(deep, 16, 2, order=">"), scaled, check=False)
    assert np.abs(read(FOLDER / "16-bit.tiff").astype(int) - scaled).max() <= 1
    write("gray-16-bit.tiff", tiff_file(deep[..., :1], 16, 1), gray3(scaled[..., 0]), check=False)
    nibbles = (np.asarray(gray)[:, :20] >> 4).astype(np.uint8)
    packed = (nibbles[:, ::2] << 4 | nibbles[:, 1::2])[..., None]
    data = bytearray(tiff_file(packed, 4, 1))
    entry = data.index(struct.pack("<HHI", 256, 4, 1))
    data[entry + 8:entry + 12] = struct.pack("<I", 20)
    write("gray-4-bit.tiff", bytes(data), gray3(nibbles * 17))


# BMP


def bmp_rows(rows):
    return b"".join(row + b"\0" * (-len(row) % 4) for row in rows)


def bmp_file(rows, height, width, bits, palette=b"", masks=b"", compression=0, header=40, colors=0):
    """The rows come as they are stored; a negative height means from the top down."""
    if header == 12:
        fields = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        fields = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, 0, 2835, 2835, colors, 0)
        fields += masks if header > 40 else b""
        fields = fields.ljust(header, b"\0") + (masks if header == 40 else b"")
    offset = 14 + len(fields) + len(palette)
    data = bmp_rows(rows)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + fields + palette + data


def packed_rows(indices, bits):
    for row in indices:
        digits = "".join(format(int(index), f"0{bits}b") for index in row)
        digits += "0" * (-len(digits) % 8)
        yield int(digits, 2).to_bytes(len(digits) // 8, "big")


def make_bmps():
    pixels, alpha = scene(), ramp()
    image = Image.fromarray(pixels)
    save("rgb.bmp", image)
    save("gray.bmp", image.convert("L"))
    save("black-and-white.bmp", image.convert("1"))
    save("palette.bmp", image.quantize(200))
    bgr = pixels[..., ::-1]
    write("top-down.bmp", bmp_file([row.tobytes() for row in bgr], -HEIGHT, WIDTH, 24), pixels)
    write("os2.bmp", bmp_file([row.tobytes() for row in bgr[::-1]], HEIGHT, WIDTH, 24, header=12), pixels)
    colors = np.random.default_rng(2).integers(0, 256, (16, 3)).astype(np.uint8)
    table = b"".join(bytes(color[::-1]) + b"\0" for color in colors)
    for bits in (1, 2, 4, 8):
        count = min(1 << bits, 16)
        indices = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) * 7 % count
        data = bmp_file(packed_rows(indices[::-1], bits), HEIGHT, WIDTH, bits, table[:4 * count], colors=count)
        write(f"{bits}-bit.bmp", data, colors[indices], check=bits != 2)
    indices = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) % 16
    small = b"".join(bytes(color[::-1]) for color in colors)
    write("os2-4-bit.bmp", bmp_file(packed_rows(indices[::-1], 4), HEIGHT, WIDTH, 4, small, header=12), colors[indices])

    red, green, blue = (pixels[..., channel].astype(np.uint32) for channel in range(3))
    fives = (red >> 3) << 10 | (green >> 3) << 5 | blue >> 3
    write("16-bit.bmp", bmp_file([row.astype("<u2").tobytes() for row in fives[::-1]], HEIGHT, WIDTH, 16))
    sixes = (red >> 3) << 11 | (green >> 2) << 5 | blue >> 3
    masks = struct.pack("<III", 0xF800, 0x07E0, 0x001F)
    rows = [row.astype("<u2").tobytes() for row in sixes[::-1]]
    write("565.bmp", bmp_file(rows, HEIGHT, WIDTH, 16, masks=masks, compression=3))
    words = alpha.astype(np.uint32) << 24 | red << 16 | green << 8 | blue
    rows = [row.astype("<u4").tobytes() for row in words[::-1]]
    write("32-bit.bmp", bmp_file(rows, HEIGHT, WIDTH, 32), pixels)
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    data = bmp_file(rows, HEIGHT, WIDTH, 32, masks=masks, compression=3, header=108)
    write("alpha.bmp", data, on_white(np.dstack([pixels, alpha])))
    words = red << 24 | green << 16 | blue << 8 | alpha
    masks = struct.pack("<IIII", 0xFF000000, 0xFF0000, 0xFF00, 0xFF)
    rows = [row.astype("<u4").tobytes() for row in words]
    data = bmp_file(rows, -HEIGHT, WIDTH, 32, masks=masks, compression=3, header=124)
    write("alpha-last.bmp", data, on_white(np.dstack([pixels, alpha])))


def make_oriented_pngs():
    image = Image.fromarray(scene())
    for value, order in ((3, "<"), (6, ">"), (7, "<")):
        save(f"orientation-{value}.png", image, exif=orientation(value, order))


FOLDER.mkdir(exist_ok=True)
make_webps()
make_gifs()
make_tiffs()
make_bmps()
make_oriented_pngs()
versions = {
    "pillow": PIL.__version__, "numpy": np.__version__, "webp": features.version("webp"),
    "libtiff": features.version("libtiff"), "libjpeg_turbo": features.version("libjpeg_turbo"),
}
(HERE / "formats.json").write_text(
    json.dumps({"versions": versions, "images": expected}, separators=(",", ":")) + "\n")
