#pragma once
#include <setjmp.h>
#include "CImageCodecs.h"

// An image that is being decoded. All that changes between setjmp and longjmp lives here, not in local variables.
struct image_decoder {
  // The file.
  const uint8_t *bytes;
  size_t count;
  size_t position;

  // The image, and room for the steps on the way to it.
  uint32_t height;
  uint32_t width;
  uint8_t *pixels;
  size_t pixels_capacity;
  uint8_t *scratch;
  size_t scratch_capacity;

  // The place that a codec's error leads to, and its status and message.
  jmp_buf escape;
  image_status status;
  char message[256];
};

// All expect the file's first bytes to be right.
image_status decode_png(image_decoder *decoder);
image_status decode_jpeg(image_decoder *decoder);
image_status decode_webp(image_decoder *decoder);
image_status decode_gif(image_decoder *decoder);
image_status decode_tiff(image_decoder *decoder);

// Keep the reason why the file is not decoded; they return IMAGE_CORRUPT and IMAGE_UNSUPPORTED.
image_status refuse_damaged(image_decoder *decoder, const char *reason);
image_status refuse_kind(image_decoder *decoder, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Takes note of the size in the file's header; IMAGE_TOO_LARGE when it is beyond the limit.
image_status accept_size(image_decoder *decoder, uint32_t height, uint32_t width);

// Make room for `bytes_per_pixel` bytes for each pixel; IMAGE_OUT_OF_MEMORY when there is none.
image_status reserve_pixels(image_decoder *decoder, size_t bytes_per_pixel);
image_status reserve_scratch(image_decoder *decoder, size_t bytes_per_pixel);

// Blends the RGBA of the scratch memory with white, rounded, into the pixels.
void composite_on_white(image_decoder *decoder);

// The orientation, 1 to 8, in an EXIF block, with or without the six bytes "Exif\0\0" before it; 1 when it holds none
// that is valid.
int exif_orientation(const uint8_t *payload, size_t count);

// Turns the pixels upright; they may change places with the scratch memory, and the height with the width.
image_status apply_orientation(image_decoder *decoder, int orientation);
