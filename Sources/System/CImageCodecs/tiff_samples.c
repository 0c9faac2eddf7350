#include <stdlib.h>
#include <string.h>

#include "tiff_samples.h"

// The most samples that a pixel may have: those of its color, its alpha, and some that are left out.
enum { MOST_SAMPLES = 16, LARGEST_BLOCK = 1 << 30 };

// The layout of a page's samples, and their meaning.
typedef struct {
  uint16_t bits;
  uint16_t samples;
  uint16_t photometric;
  int is_separate;
  // The samples of the color: gray or an index 1, RGB 3, CMYK 4.
  int colors;
  int has_alpha;
  // The colors are multiplied by the alpha already.
  int is_associated;
  const uint16_t *palette[3];
} layout;

static int channels_of(const layout *page) { return page->colors + page->has_alpha; }

static void read_alpha(TIFF *file, layout *page) {
  uint16_t count = 0;
  uint16_t *kinds = NULL;
  if (!TIFFGetField(file, TIFFTAG_EXTRASAMPLES, &count, &kinds) || count == 0 || kinds == NULL) return;
  // The alpha is the first sample after the color.
  if (page->samples <= page->colors) return;
  page->is_associated = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
  page->has_alpha = page->is_associated || kinds[0] == EXTRASAMPLE_UNASSALPHA;
}

// Finds the number of color samples, or refuses the kind of color.
static image_status read_colors(TIFF *file, layout *page, image_decoder *decoder) {
  switch (page->photometric) {
  case PHOTOMETRIC_MINISBLACK:
  case PHOTOMETRIC_MINISWHITE: page->colors = 1; return IMAGE_DECODED;
  case PHOTOMETRIC_RGB: page->colors = 3; return IMAGE_DECODED;
  case PHOTOMETRIC_PALETTE: {
    uint16_t *red = NULL, *green = NULL, *blue = NULL;
    if (page->bits > 8) return refuse_kind(decoder, "a palette of %d bits a pixel", page->bits);
    if (!TIFFGetField(file, TIFFTAG_COLORMAP, &red, &green, &blue) || red == NULL || green == NULL || blue == NULL) {
      return refuse_damaged(decoder, "the palette is missing");
    }
    page->palette[0] = red, page->palette[1] = green, page->palette[2] = blue;
    page->colors = 1;
    return IMAGE_DECODED;
  }
  case PHOTOMETRIC_SEPARATED: {
    uint16_t inks = INKSET_CMYK;
    TIFFGetFieldDefaulted(file, TIFFTAG_INKSET, &inks);
    if (inks != INKSET_CMYK) return refuse_kind(decoder, "inks other than cyan, magenta, yellow and black");
    page->colors = 4;
    return IMAGE_DECODED;
  }
  default: return refuse_kind(decoder, "colors of the kind %d (PhotometricInterpretation)", page->photometric);
  }
}

static image_status read_layout(TIFF *file, layout *page, image_decoder *decoder) {
  uint16_t format = SAMPLEFORMAT_UINT, planar = PLANARCONFIG_CONTIG;
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &page->bits);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &page->samples);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &format);
  TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &planar);
  page->is_separate = planar == PLANARCONFIG_SEPARATE && page->samples > 1;
  image_status status = read_colors(file, page, decoder);
  if (status != IMAGE_DECODED) return status;

  if (format == SAMPLEFORMAT_IEEEFP) return refuse_kind(decoder, "floating-point samples of %d bits", page->bits);
  if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID) return refuse_kind(decoder, "signed samples");
  switch (page->bits) {
  case 1: case 2: case 4: case 8: case 16: break;
  default: return refuse_kind(decoder, "samples of %d bits", page->bits);
  }
  if (page->samples < page->colors) return refuse_damaged(decoder, "a pixel has fewer samples than its color needs");
  if (page->samples > MOST_SAMPLES) return refuse_kind(decoder, "%d samples a pixel", page->samples);
  read_alpha(file, page);
  return IMAGE_DECODED;
}

// A sample of a row, scaled to 8 bits, or as it is where it is an index.
static uint8_t sample_at(const uint8_t *row, size_t index, const layout *page) {
  if (page->bits == 8) return row[index];
  if (page->bits == 16) {
    uint16_t value;
    memcpy(&value, row + 2 * index, 2);
    return (uint8_t)((value + 128) / 257);
  }
  size_t bit = index * page->bits;
  unsigned most = (1u << page->bits) - 1;
  unsigned value = (unsigned)(row[bit / 8] >> (8 - page->bits - bit % 8)) & most;
  return (uint8_t)(page->photometric == PHOTOMETRIC_PALETTE ? value : value * (255 / most));
}

// A strip or a tile: where it lies, and what the library calls it.
typedef struct {
  uint32_t top, left, rows, columns;
  uint16_t plane;
} block;

// Distributes a block's samples to the scratch memory, which holds the channels of each pixel side by side.
static void unpack(
    const uint8_t *bytes, size_t row_bytes, const block *part, const layout *page, const image_decoder *decoder) {
  size_t channels = (size_t)channels_of(page);
  size_t first = page->is_separate ? part->plane : 0, count = page->is_separate ? 1 : channels;
  size_t stride = page->is_separate ? 1 : page->samples;
  for (uint32_t row = 0; row < part->rows; row++, bytes += row_bytes) {
    uint8_t *to = decoder->scratch + ((size_t)(part->top + row) * decoder->width + part->left) * channels + first;
    for (uint32_t column = 0; column < part->columns; column++, to += channels) {
      for (size_t sample = 0; sample < count; sample++) to[sample] = sample_at(bytes, column * stride + sample, page);
    }
  }
}

static uint32_t smaller(uint32_t first, uint32_t second) { return first < second ? first : second; }

static image_status read_strips(TIFF *file, const layout *page, image_decoder *decoder) {
  uint32_t rows = decoder->height;
  TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &rows);
  tmsize_t row_bytes = TIFFScanlineSize(file), size = TIFFStripSize(file);
  if (rows == 0 || row_bytes <= 0 || size <= 0 || size > LARGEST_BLOCK) {
    return refuse_damaged(decoder, "the size of its strips is impossible");
  }
  uint8_t *bytes = calloc((size_t)size, 1);
  if (bytes == NULL) return IMAGE_OUT_OF_MEMORY;
  image_status status = IMAGE_DECODED;
  uint16_t planes = page->is_separate ? (uint16_t)channels_of(page) : 1;
  for (uint16_t plane = 0; plane < planes && status == IMAGE_DECODED; plane++) {
    for (uint32_t top = 0; top < decoder->height && status == IMAGE_DECODED;) {
      block part = {top, 0, smaller(rows, decoder->height - top), decoder->width, plane};
      tmsize_t wanted = row_bytes * (tmsize_t)part.rows;
      uint32_t strip = TIFFComputeStrip(file, top, plane);
      if (wanted > size || TIFFReadEncodedStrip(file, strip, bytes, wanted) != wanted) {
        status = IMAGE_CORRUPT;
      } else {
        unpack(bytes, (size_t)row_bytes, &part, page, decoder);
      }
      top += part.rows;
    }
  }
  free(bytes);
  return status;
}

static image_status read_tiles(TIFF *file, const layout *page, image_decoder *decoder) {
  uint32_t height = 0, width = 0;
  TIFFGetField(file, TIFFTAG_TILELENGTH, &height);
  TIFFGetField(file, TIFFTAG_TILEWIDTH, &width);
  tmsize_t row_bytes = TIFFTileRowSize(file), size = TIFFTileSize(file);
  if (height == 0 || width == 0 || row_bytes <= 0 || size <= 0 || size > LARGEST_BLOCK
      || size / row_bytes < (tmsize_t)height) {
    return refuse_damaged(decoder, "the size of its tiles is impossible");
  }
  uint8_t *bytes = calloc((size_t)size, 1);
  if (bytes == NULL) return IMAGE_OUT_OF_MEMORY;
  image_status status = IMAGE_DECODED;
  uint16_t planes = page->is_separate ? (uint16_t)channels_of(page) : 1;
  for (uint16_t plane = 0; plane < planes && status == IMAGE_DECODED; plane++) {
    for (uint64_t top = 0; top < decoder->height && status == IMAGE_DECODED; top += height) {
      for (uint64_t left = 0; left < decoder->width && status == IMAGE_DECODED; left += width) {
        block part = {
            (uint32_t)top, (uint32_t)left, smaller(height, decoder->height - (uint32_t)top),
            smaller(width, decoder->width - (uint32_t)left), plane};
        uint32_t tile = TIFFComputeTile(file, part.left, part.top, 0, plane);
        if (TIFFReadEncodedTile(file, tile, bytes, size) != size) {
          status = IMAGE_CORRUPT;
        } else {
          unpack(bytes, (size_t)row_bytes, &part, page, decoder);
        }
      }
    }
  }
  free(bytes);
  return status;
}

// Returns 1 where the palette's entries fill 8 bits, as some programs write them, in place of 16.
static int is_narrow(const layout *page) {
  for (int channel = 0; channel < 3; channel++) {
    for (int index = 0; index < 1 << page->bits; index++) {
      if (page->palette[channel][index] > 255) return 0;
    }
  }
  return 1;
}

// The color of one pixel as RGB.
static void color(const uint8_t *from, const layout *page, int shift, uint8_t *to) {
  switch (page->photometric) {
  case PHOTOMETRIC_PALETTE:
    for (int channel = 0; channel < 3; channel++) to[channel] = (uint8_t)(page->palette[channel][from[0]] >> shift);
    break;
  case PHOTOMETRIC_SEPARATED:
    for (int channel = 0; channel < 3; channel++) {
      to[channel] = (uint8_t)(((255u - from[channel]) * (255u - from[3]) + 127) / 255);
    }
    break;
  case PHOTOMETRIC_RGB: memcpy(to, from, 3); break;
  default: memset(to, page->photometric == PHOTOMETRIC_MINISWHITE ? 255 - from[0] : from[0], 3);
  }
}

// Samples in the scratch memory → RGB on white.
static void color_pixels(const layout *page, image_decoder *decoder) {
  int shift = page->photometric != PHOTOMETRIC_PALETTE || is_narrow(page) ? 0 : 8;
  const uint8_t *from = decoder->scratch;
  uint8_t *to = decoder->pixels;
  size_t count = (size_t)decoder->height * decoder->width;
  for (size_t pixel = 0; pixel < count; pixel++, from += channels_of(page), to += 3) {
    color(from, page, shift, to);
    if (!page->has_alpha) continue;
    unsigned alpha = from[page->colors];
    for (int channel = 0; channel < 3; channel++) {
      unsigned light = page->is_associated ? to[channel] + 255 - alpha : (to[channel] * alpha + 255 * (255 - alpha) + 127) / 255;
      to[channel] = (uint8_t)(light > 255 ? 255 : light);
    }
  }
}

// Lets the library turn the luminance and chrominance of all kinds of files into RGB.
static image_status read_chroma(TIFF *file, image_decoder *decoder) {
  image_status status = reserve_scratch(decoder, 4);
  if (status != IMAGE_DECODED) return status;
  // The orientation is applied later, the same for all formats.
  TIFFSetField(file, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  uint32_t *raster = (uint32_t *)decoder->scratch;
  if (!TIFFReadRGBAImageOriented(file, decoder->width, decoder->height, raster, ORIENTATION_TOPLEFT, 1)) {
    return IMAGE_CORRUPT;
  }
  size_t count = (size_t)decoder->height * decoder->width;
  uint8_t *to = decoder->pixels;
  for (size_t pixel = 0; pixel < count; pixel++, to += 3) {
    to[0] = (uint8_t)TIFFGetR(raster[pixel]);
    to[1] = (uint8_t)TIFFGetG(raster[pixel]);
    to[2] = (uint8_t)TIFFGetB(raster[pixel]);
  }
  return IMAGE_DECODED;
}

image_status read_tiff_pixels(TIFF *file, image_decoder *decoder) {
  layout page = {0};
  uint16_t compression = COMPRESSION_NONE, planar = PLANARCONFIG_CONTIG;
  if (!TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &page.photometric)) {
    return refuse_damaged(decoder, "the kind of its colors is missing");
  }
  TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &compression);
  TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &planar);
  if (!TIFFIsCODECConfigured(compression)) return refuse_kind(decoder, "the compression %d", compression);
  if (page.photometric == PHOTOMETRIC_YCBCR) {
    if (compression != COMPRESSION_JPEG || planar != PLANARCONFIG_CONTIG) return read_chroma(file, decoder);
    TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    page.photometric = PHOTOMETRIC_RGB;
  }
  image_status status = read_layout(file, &page, decoder);
  if (status == IMAGE_DECODED) status = reserve_scratch(decoder, (size_t)channels_of(&page));
  if (status == IMAGE_DECODED) {
    status = TIFFIsTiled(file) ? read_tiles(file, &page, decoder) : read_strips(file, &page, decoder);
  }
  if (status == IMAGE_DECODED) color_pixels(&page, decoder);
  return status;
}
