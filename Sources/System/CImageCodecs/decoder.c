#include "decoder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

image_decoder *image_decoder_create(void) { return calloc(1, sizeof(image_decoder)); }

void image_decoder_free(image_decoder *decoder) {
  if (decoder == NULL) return;
  free(decoder->pixels);
  free(decoder->scratch);
  free(decoder);
}

typedef image_status (*codec)(image_decoder *);

static int holds(const image_decoder *decoder, size_t position, const char *magic, size_t length) {
  return decoder->count >= position + length && memcmp(decoder->bytes + position, magic, length) == 0;
}

// The codec that the file's first bytes ask for; null when none does.
static codec codec_of(const image_decoder *decoder) {
  if (holds(decoder, 0, "\x89PNG\r\n\x1a\n", 8)) return decode_png;
  if (holds(decoder, 0, "\xff\xd8\xff", 3)) return decode_jpeg;
  if (holds(decoder, 0, "RIFF", 4) && holds(decoder, 8, "WEBP", 4)) return decode_webp;
  if (holds(decoder, 0, "GIF87a", 6) || holds(decoder, 0, "GIF89a", 6)) return decode_gif;
  if (holds(decoder, 0, "II*\0", 4) || holds(decoder, 0, "MM\0*", 4)) return decode_tiff;
  // Files with offsets of 64 bits.
  if (holds(decoder, 0, "II+\0", 4) || holds(decoder, 0, "MM\0+", 4)) return decode_tiff;
  return NULL;
}

image_status image_decode(image_decoder *decoder, const uint8_t *bytes, size_t count, decoded_image *image) {
  decoder->bytes = bytes;
  decoder->count = count;
  decoder->position = 0;
  decoder->height = 0;
  decoder->width = 0;
  decoder->message[0] = 0;

  codec decode = codec_of(decoder);
  image_status status = decode == NULL ? IMAGE_UNKNOWN_FORMAT : decode(decoder);
  image->pixels = status == IMAGE_DECODED ? decoder->pixels : NULL;
  image->height = decoder->height;
  image->width = decoder->width;
  image->message = decoder->message;
  return status;
}

image_status refuse_damaged(image_decoder *decoder, const char *reason) {
  snprintf(decoder->message, sizeof decoder->message, "%s", reason);
  return IMAGE_CORRUPT;
}

image_status refuse_kind(image_decoder *decoder, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(decoder->message, sizeof decoder->message, format, arguments);
  va_end(arguments);
  return IMAGE_UNSUPPORTED;
}

image_status accept_size(image_decoder *decoder, uint32_t height, uint32_t width) {
  decoder->height = height;
  decoder->width = width;
  return (uint64_t)height * width > IMAGE_PIXEL_LIMIT ? IMAGE_TOO_LARGE : IMAGE_DECODED;
}

static image_status reserve(uint8_t **memory, size_t *capacity, size_t wanted) {
  if (wanted <= *capacity) return IMAGE_DECODED;
  free(*memory);
  *memory = malloc(wanted);
  *capacity = *memory == NULL ? 0 : wanted;
  return *memory == NULL ? IMAGE_OUT_OF_MEMORY : IMAGE_DECODED;
}

image_status reserve_pixels(image_decoder *decoder, size_t bytes_per_pixel) {
  size_t wanted = (size_t)decoder->height * decoder->width * bytes_per_pixel;
  return reserve(&decoder->pixels, &decoder->pixels_capacity, wanted);
}

image_status reserve_scratch(image_decoder *decoder, size_t bytes_per_pixel) {
  size_t wanted = (size_t)decoder->height * decoder->width * bytes_per_pixel;
  return reserve(&decoder->scratch, &decoder->scratch_capacity, wanted);
}

void composite_on_white(image_decoder *decoder) {
  const uint8_t *from = decoder->scratch;
  uint8_t *to = decoder->pixels;
  size_t count = (size_t)decoder->height * decoder->width;
  for (size_t pixel = 0; pixel < count; pixel++, from += 4, to += 3) {
    unsigned alpha = from[3];
    unsigned white = 255 * (255 - alpha) + 127;
    for (int channel = 0; channel < 3; channel++) to[channel] = (uint8_t)((from[channel] * alpha + white) / 255);
  }
}
