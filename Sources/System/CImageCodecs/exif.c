#include <string.h>

#include "decoder.h"

// A TIFF structure in memory, of either byte order. Reads beyond its end give 0.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  int is_big_endian;
} tiff;

static uint32_t read_16(const tiff *file, size_t offset) {
  if (file->count < 2 || offset > file->count - 2) return 0;
  const uint8_t *at = file->bytes + offset;
  return file->is_big_endian ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

static uint32_t read_32(const tiff *file, size_t offset) {
  uint32_t first = read_16(file, offset);
  uint32_t second = read_16(file, offset + 2);
  return file->is_big_endian ? first << 16 | second : second << 16 | first;
}

int exif_orientation(const uint8_t *payload, size_t count) {
  enum { ENTRY_SIZE = 12, ORIENTATION_TAG = 0x0112, SHORT_TYPE = 3 };
  if (count >= 6 && memcmp(payload, "Exif\0", 6) == 0) {
    payload += 6;
    count -= 6;
  }
  tiff file = {payload, count, 0};
  if (count < 8) return 1;
  if (memcmp(payload, "MM\0*", 4) == 0) {
    file.is_big_endian = 1;
  } else if (memcmp(payload, "II*\0", 4) != 0) {
    return 1;
  }
  size_t directory = read_32(&file, 4);
  uint32_t entries = read_16(&file, directory);
  for (uint32_t index = 0; index < entries; index++) {
    size_t entry = directory + 2 + (size_t)index * ENTRY_SIZE;
    if (entry >= count) break;
    if (read_16(&file, entry) != ORIENTATION_TAG) continue;
    uint32_t value = read_16(&file, entry + 8);
    return read_16(&file, entry + 2) == SHORT_TYPE && value >= 1 && value <= 8 ? (int)value : 1;
  }
  return 1;
}

// The stored pixel that is the upright image's (0, 0), and the pixels of a step to the right and down.
typedef struct {
  ptrdiff_t start, right, down;
} walk;

static walk upright_walk(int orientation, ptrdiff_t height, ptrdiff_t width) {
  ptrdiff_t last_column = width - 1, last_row = (height - 1) * width;
  switch (orientation) {
  case 2: return (walk){last_column, -1, width};
  case 3: return (walk){last_row + last_column, -1, -width};
  case 4: return (walk){last_row, 1, -width};
  case 5: return (walk){0, width, 1};
  case 6: return (walk){last_row, -width, 1};
  case 7: return (walk){last_row + last_column, -width, -1};
  case 8: return (walk){last_column, width, -1};
  default: return (walk){0, 1, width};
  }
}

static void swap_pixels_and_scratch(image_decoder *decoder) {
  uint8_t *pixels = decoder->pixels;
  size_t capacity = decoder->pixels_capacity;
  decoder->pixels = decoder->scratch;
  decoder->pixels_capacity = decoder->scratch_capacity;
  decoder->scratch = pixels;
  decoder->scratch_capacity = capacity;
}

image_status apply_orientation(image_decoder *decoder, int orientation) {
  if (orientation == 1) return IMAGE_DECODED;
  image_status status = reserve_scratch(decoder, 3);
  if (status != IMAGE_DECODED) return status;

  walk step = upright_walk(orientation, decoder->height, decoder->width);
  if (orientation >= 5) {
    uint32_t height = decoder->height;
    decoder->height = decoder->width;
    decoder->width = height;
  }
  uint8_t *to = decoder->scratch;
  for (ptrdiff_t row = 0; row < (ptrdiff_t)decoder->height; row++) {
    ptrdiff_t from = step.start + row * step.down;
    for (uint32_t column = 0; column < decoder->width; column++, from += step.right, to += 3) {
      memcpy(to, decoder->pixels + from * 3, 3);
    }
  }
  swap_pixels_and_scratch(decoder);
  return IMAGE_DECODED;
}
