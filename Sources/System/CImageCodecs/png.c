#include <png.h>
#include <stdio.h>
#include <string.h>

#include "decoder.h"

static void fail(png_structp png, png_const_charp message) {
  image_decoder *decoder = png_get_error_ptr(png);
  decoder->status = IMAGE_CORRUPT;
  snprintf(decoder->message, sizeof decoder->message, "%s", message);
  longjmp(decoder->escape, 1);
}

// Warnings of libpng (a bad profile, an odd text) do not change the pixels.
static void ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  image_decoder *decoder = png_get_io_ptr(png);
  if (count > decoder->count - decoder->position) png_error(png, "the file ends early");
  memcpy(target, decoder->bytes + decoder->position, count);
  decoder->position += count;
}

static void prepare(png_structp png, image_decoder *decoder) {
  png_set_read_fn(png, decoder, read_bytes);
  // The limit is ours, so that the error can tell both numbers.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
#ifdef PNG_HANDLE_AS_UNKNOWN_SUPPORTED
  static const png_byte skipped[] = "iCCP\0tEXt\0zTXt\0iTXt\0sPLT";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped, 5);
#endif
}

// Asks for 8-bit RGB, or RGBA where the file has transparency; returns 3 or 4.
static int request_rgb(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return png_get_channels(png, info);
}

static void read_rows(png_structp png, png_infop info, const image_decoder *decoder, uint8_t *target) {
  int passes = png_get_interlace_type(png, info) == PNG_INTERLACE_ADAM7 ? PNG_INTERLACE_ADAM7_PASSES : 1;
  size_t stride = png_get_rowbytes(png, info);
  for (int pass = 0; pass < passes; pass++) {
    for (size_t row = 0; row < decoder->height; row++) png_read_row(png, target + row * stride, NULL);
  }
}

// The orientation in the chunk of EXIF data, which may come before or after the pixels.
static int orientation_of(png_structp png, png_infop info) {
#ifdef PNG_eXIf_SUPPORTED
  png_uint_32 count = 0;
  png_bytep bytes = NULL;
  if (png_get_eXIf_1(png, info, &count, &bytes) != 0 && bytes != NULL) return exif_orientation(bytes, count);
#else
  (void)png, (void)info;
#endif
  return 1;
}

static image_status read_image(png_structp png, png_infop info, image_decoder *decoder) {
  prepare(png, decoder);
  png_read_info(png, info);
  image_status status = accept_size(decoder, png_get_image_height(png, info), png_get_image_width(png, info));
  if (status != IMAGE_DECODED) return status;

  int channels = request_rgb(png, info);
  if (channels != 3 && channels != 4) png_error(png, "unexpected number of channels");
  status = reserve_pixels(decoder, 3);
  if (status == IMAGE_DECODED && channels == 4) status = reserve_scratch(decoder, 4);
  if (status != IMAGE_DECODED) return status;

  read_rows(png, info, decoder, channels == 3 ? decoder->pixels : decoder->scratch);
  png_read_end(png, info);
  if (channels == 4) composite_on_white(decoder);
  return apply_orientation(decoder, orientation_of(png, info));
}

// A second function, so that no variable here changes after setjmp.
static image_status decode_guarded(png_structp png, png_infop info, image_decoder *decoder) {
  if (setjmp(decoder->escape)) return decoder->status;
  return read_image(png, info, decoder);
}

image_status decode_png(image_decoder *decoder) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder, fail, ignore_warning);
  if (png == NULL) return IMAGE_OUT_OF_MEMORY;
  png_infop info = png_create_info_struct(png);
  image_status status = info == NULL ? IMAGE_OUT_OF_MEMORY : decode_guarded(png, info, decoder);
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}
