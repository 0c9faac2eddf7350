#include "decoder.h"

#include <stdlib.h>
#include <string.h>

image_decoder *image_decoder_create(void) { return calloc(1, sizeof(image_decoder)); }

void image_decoder_free(image_decoder *decoder) {
  if (decoder == NULL) return;
  free(decoder->pixels);
  free(decoder->scratch);
  free(decoder);
}

static int starts_with(const image_decoder *decoder, const char *magic, size_t length) {
  return decoder->count >= length && memcmp(decoder->bytes, magic, length) == 0;
}

image_status image_decode(image_decoder *decoder, const uint8_t *bytes, size_t count, decoded_image *image) {
  decoder->bytes = bytes;
  decoder->count = count;
  decoder->position = 0;
  decoder->height = 0;
  decoder->width = 0;
  decoder->message[0] = 0;

  image_status status = IMAGE_UNKNOWN_FORMAT;
  if (starts_with(decoder, "\x89PNG\r\n\x1a\n", 8)) {
    status = decode_png(decoder);
  } else if (starts_with(decoder, "\xff\xd8\xff", 3)) {
    status = decode_jpeg(decoder);
  }
  image->pixels = status == IMAGE_DECODED ? decoder->pixels : NULL;
  image->height = decoder->height;
  image->width = decoder->width;
  image->message = decoder->message;
  return status;
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
