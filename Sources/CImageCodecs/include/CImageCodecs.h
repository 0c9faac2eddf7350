#pragma once
#include <stddef.h>
#include <stdint.h>

// PNG and JPEG files in memory → 8-bit RGB, and RGB → JPEG. The libraries' long jumps end inside this target.

// How decoding ended.
typedef enum {
  IMAGE_DECODED = 0,
  // The first bytes are those of neither a PNG nor a JPEG file.
  IMAGE_UNKNOWN_FORMAT,
  // The file asks for more than IMAGE_PIXEL_LIMIT pixels; height and width say how many.
  IMAGE_TOO_LARGE,
  // The file is damaged, cut short or of an unsupported kind; the message says which.
  IMAGE_CORRUPT,
  IMAGE_OUT_OF_MEMORY,
} image_status;

// The most pixels (height × width) that a file may ask for.
enum { IMAGE_PIXEL_LIMIT = 100000000 };

// A decoder keeps its memory from one image to the next. It serves one thread at a time.
typedef struct image_decoder image_decoder;

// What was decoded; the pointers are the decoder's and last until its next image.
typedef struct {
  // height × width × 3 bytes, row after row, red, green, blue.
  const uint8_t *pixels;
  uint32_t height;
  uint32_t width;
  // What the codec said about a file that was not decoded; never null.
  const char *message;
} decoded_image;

// Null when there is no memory.
image_decoder *image_decoder_create(void);
void image_decoder_free(image_decoder *decoder);

// Decodes the `count` bytes of a PNG or JPEG file, told apart by their first bytes.
//
// Transparent PNGs are composited on white; 16-bit samples are scaled to 8; gamma and colour profiles are ignored.
// JPEGs are turned upright by their EXIF orientation; CMYK becomes RGB as (1 − ink)(1 − black). A JPEG that ends early,
// or whose compressed data is damaged, is an error, although libjpeg itself only warns of it.
image_status image_decode(image_decoder *decoder, const uint8_t *bytes, size_t count, decoded_image *image);

// Encodes height × width × 3 bytes as a JPEG of a quality from 1 to 100, with chroma at half the resolution.
//
// The same pixels give the same bytes. The result is the caller's to free(); it is null when there is no memory, or a
// side is 0 or beyond the 65,500 pixels that the format allows.
uint8_t *image_encode_jpeg(const uint8_t *pixels, uint32_t height, uint32_t width, int quality, size_t *count);
