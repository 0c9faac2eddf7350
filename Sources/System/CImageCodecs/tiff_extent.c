#include "tiff_samples.h"

// A number of 2 or 8 bytes in the byte order of the file; beyond its end it is as large as can be.
static uint64_t number_at(const TIFF *file, const image_decoder *decoder, uint64_t offset, unsigned bytes) {
  if (decoder->count < bytes || offset > decoder->count - bytes) return UINT64_MAX;
  uint64_t value = 0;
  for (unsigned index = 0; index < bytes; index++) {
    unsigned place = TIFFIsBigEndian((TIFF *)file) ? index : bytes - 1 - index;
    value = value << 8 | decoder->bytes[offset + place];
  }
  return value;
}

// Returns 0 where the file ends within the directory; the library does not miss its last bytes.
static int holds_directory(TIFF *file, const image_decoder *decoder) {
  uint64_t offset = TIFFCurrentDirOffset(file);
  unsigned count_bytes = TIFFIsBigTIFF(file) ? 8 : 2, entry_bytes = TIFFIsBigTIFF(file) ? 20 : 12;
  unsigned next_bytes = TIFFIsBigTIFF(file) ? 8 : 4;
  uint64_t entries = number_at(file, decoder, offset, count_bytes);
  if (entries > decoder->count / entry_bytes) return 0;
  return offset + count_bytes + entries * entry_bytes + next_bytes <= decoder->count;
}

// Returns 0 where the file ends before the compressed bytes of a strip or tile of the page.
static int holds_pixels(TIFF *file, const image_decoder *decoder) {
  uint32_t count = TIFFIsTiled(file) ? TIFFNumberOfTiles(file) : TIFFNumberOfStrips(file);
  for (uint32_t index = 0; index < count; index++) {
    uint64_t offset = TIFFGetStrileOffset(file, index), bytes = TIFFGetStrileByteCount(file, index);
    // The library takes strips that the directory does not name for empty ones at the start of the file.
    if (offset == 0 || bytes == 0) return 0;
    if (offset > decoder->count || bytes > decoder->count - offset) return 0;
    // The library's message, such as one of tables that are cut short.
    if (decoder->message[0] != 0) return 0;
  }
  return 1;
}

int holds_all_pages(TIFF *file, const image_decoder *decoder) {
  do {
    if (!holds_directory(file, decoder) || !holds_pixels(file, decoder)) return 0;
  } while (TIFFReadDirectory(file));
  return 1;
}
