#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "decoder.h"
#include "tiff_samples.h"

// The most memory that a directory or a strip of the file may ask for at once.
enum { LARGEST_ALLOCATION = 1 << 30 };

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t count) {
  image_decoder *decoder = handle;
  size_t left = decoder->position < decoder->count ? decoder->count - decoder->position : 0;
  size_t taken = count < 0 ? 0 : (size_t)count < left ? (size_t)count : left;
  if (taken > 0) memcpy(target, decoder->bytes + decoder->position, taken);
  decoder->position += taken;
  return (tmsize_t)taken;
}

static tmsize_t write_nothing(thandle_t handle, void *source, tmsize_t count) {
  (void)handle, (void)source, (void)count;
  return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int origin) {
  image_decoder *decoder = handle;
  toff_t from = origin == SEEK_CUR ? decoder->position : origin == SEEK_END ? decoder->count : 0;
  decoder->position = (size_t)(from + offset);
  return decoder->position;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((image_decoder *)handle)->count; }

// Keeps the first message; the later ones follow from it.
static void keep(image_decoder *decoder, const char *format, va_list arguments) {
  if (decoder->message[0] == 0) vsnprintf(decoder->message, sizeof decoder->message, format, arguments);
}

static int keep_error(TIFF *file, void *decoder, const char *module, const char *format, va_list arguments) {
  (void)file, (void)module;
  keep(decoder, format, arguments);
  return 1;
}

// Warnings of the decompressors tell of damaged pixels, and those of input of a file that was cut short; those of odd
// tags do no harm.
static int judge_warning(TIFF *file, void *decoder, const char *module, const char *format, va_list arguments) {
  (void)file;
  int is_damage = strncmp(format, "IO error", 8) == 0
      || (module != NULL && (strstr(module, "Decode") != NULL || strcmp(module, "JPEGLib") == 0));
  if (is_damage) keep(decoder, format, arguments);
  return 1;
}

static TIFF *open_file(image_decoder *decoder) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (options == NULL) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, LARGEST_ALLOCATION);
  TIFFOpenOptionsSetErrorHandlerExtR(options, keep_error, decoder);
  TIFFOpenOptionsSetWarningHandlerExtR(options, judge_warning, decoder);
  TIFF *file = TIFFClientOpenExt(
      "image", "rm", decoder, read_bytes, write_nothing, seek, close_nothing, size_of, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  return file;
}

static image_status read_image(TIFF *file, image_decoder *decoder) {
  uint32_t height = 0, width = 0;
  uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetField(file, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &width);
  if (height == 0 || width == 0) return refuse_damaged(decoder, "the first page has no pixels");
  image_status status = accept_size(decoder, height, width);
  if (status == IMAGE_DECODED) status = reserve_pixels(decoder, 3);
  if (status != IMAGE_DECODED) return status;

  TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &orientation);
  status = read_tiff_pixels(file, decoder);
  if (status != IMAGE_DECODED) return status;
  if (!holds_all_pages(file, decoder)) return IMAGE_CORRUPT;
  return apply_orientation(decoder, orientation >= 1 && orientation <= 8 ? orientation : 1);
}

image_status decode_tiff(image_decoder *decoder) {
  TIFF *file = open_file(decoder);
  image_status status = file == NULL ? IMAGE_CORRUPT : read_image(file, decoder);
  if (file != NULL) TIFFClose(file);
  // The library's errors and warnings of damage count, although it may go on after them.
  if (status == IMAGE_DECODED && decoder->message[0] != 0) status = IMAGE_CORRUPT;
  if (status == IMAGE_CORRUPT && decoder->message[0] == 0) return refuse_damaged(decoder, "the file ends early or is damaged");
  return status;
}
