#pragma once
#include <stddef.h>
#include <stdint.h>

// PNG, JPEG, WebP, GIF and TIFF files in memory → 8-bit RGB, and RGB → JPEG. The libraries' long jumps end inside this target.

// The outcome of decoding.
typedef enum {
  IMAGE_DECODED = 0,
  // The first bytes are those of none of these formats.
  IMAGE_UNKNOWN_FORMAT,
  // The file asks for more than IMAGE_PIXEL_LIMIT pixels; height and width say how many.
  IMAGE_TOO_LARGE,
  // The file is damaged or cut short; the message says how.
  IMAGE_CORRUPT,
  // The file may be whole, but its kind of pixels is not read; the message says which kind.
  IMAGE_UNSUPPORTED,
  IMAGE_OUT_OF_MEMORY,
} image_status;

// The most pixels (height × width) that a file may ask for.
enum { IMAGE_PIXEL_LIMIT = 100000000 };

// A decoder keeps its memory from one image to the next. It serves one thread at a time.
typedef struct image_decoder image_decoder;

// The decoded image; the pointers are the decoder's and last until its next image.
typedef struct {
  // height × width × 3 bytes, row after row, red, green, blue.
  const uint8_t *pixels;
  uint32_t height;
  uint32_t width;
  // The codec's message on a file that was not decoded; never null.
  const char *message;
} decoded_image;

// Null when there is no memory.
image_decoder *image_decoder_create(void);
void image_decoder_free(image_decoder *decoder);

// Decodes the `count` bytes of a PNG, JPEG, WebP, GIF or TIFF file, told apart by their first bytes.
//
// Transparency is composited on white; 16-bit samples are scaled to 8; gamma and colour profiles are ignored. Images are
// turned upright by their orientation; CMYK becomes RGB as (1 − ink)(1 − black). Of an animation the first frame is
// read, of several pages the first. A file that ends early, or whose compressed data is damaged, is an error, although
// some of the libraries only warn of it.
image_status image_decode(image_decoder *decoder, const uint8_t *bytes, size_t count, decoded_image *image);

// Encodes height × width × 3 bytes as a JPEG of a quality from 1 to 100, with chroma at half the resolution.
//
// The same pixels give the same bytes. The result is the caller's to free(); it is null when there is no memory, or a
// side is 0 or beyond the 65,500 pixels that the format allows.
uint8_t *image_encode_jpeg(const uint8_t *pixels, uint32_t height, uint32_t width, int quality, size_t *count);
