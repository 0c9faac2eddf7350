#include <string.h>

#include <gif_lib.h>

#include "decoder.h"

static int read_bytes(GifFileType *gif, GifByteType *target, int count) {
  image_decoder *decoder = gif->UserData;
  size_t left = decoder->count - decoder->position;
  size_t taken = count < 0 ? 0 : (size_t)count < left ? (size_t)count : left;
  memcpy(target, decoder->bytes + decoder->position, taken);
  decoder->position += taken;
  return (int)taken;
}

static image_status refuse(image_decoder *decoder, int error) {
  if (error == D_GIF_ERR_NOT_ENOUGH_MEM) return IMAGE_OUT_OF_MEMORY;
  if (decoder->position == decoder->count) return refuse_damaged(decoder, "the file ends early");
  const char *message = GifErrorString(error);
  return refuse_damaged(decoder, message == NULL ? "the data is damaged" : message);
}

// Reads an extension, and from that of an image the index that stands for transparency.
static int read_extension(GifFileType *gif, int *transparent) {
  int code;
  GifByteType *block;
  if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return GIF_ERROR;
  while (block != NULL) {
    GraphicsControlBlock control;
    // The first byte of a block is its length.
    if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
      *transparent = control.TransparentColor;
    }
    if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return GIF_ERROR;
  }
  return GIF_OK;
}

static int skip_image(GifFileType *gif) {
  int code_size;
  GifByteType *block;
  if (DGifGetImageDesc(gif) == GIF_ERROR || DGifGetCode(gif, &code_size, &block) == GIF_ERROR) return GIF_ERROR;
  while (block != NULL) {
    if (DGifGetCodeNext(gif, &block) == GIF_ERROR) return GIF_ERROR;
  }
  return GIF_OK;
}

// Reads on to the next image, or to the end of the file; returns the kind of record that was found.
static GifRecordType next_image(GifFileType *gif, int *transparent) {
  for (;;) {
    GifRecordType kind;
    if (DGifGetRecordType(gif, &kind) == GIF_ERROR) return UNDEFINED_RECORD_TYPE;
    if (kind != EXTENSION_RECORD_TYPE) return kind;
    if (read_extension(gif, transparent) == GIF_ERROR) return UNDEFINED_RECORD_TYPE;
  }
}

// Reads the rows of the frame to their places in the scratch memory, a byte a pixel.
static int read_rows(GifFileType *gif, const image_decoder *decoder) {
  static const int starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
  GifImageDesc *frame = &gif->Image;
  uint8_t *corner = decoder->scratch + (size_t)frame->Top * decoder->width + frame->Left;
  int passes = frame->Interlace ? 4 : 1;
  for (int pass = 0; pass < passes; pass++) {
    int step = frame->Interlace ? steps[pass] : 1;
    for (int row = frame->Interlace ? starts[pass] : 0; row < frame->Height; row += step) {
      if (DGifGetLine(gif, corner + (size_t)row * decoder->width, frame->Width) == GIF_ERROR) return GIF_ERROR;
    }
  }
  return GIF_OK;
}

// Indices in the scratch memory → RGB. Without a palette they are shades of gray.
static image_status color(const GifFileType *gif, int transparent, image_decoder *decoder) {
  const ColorMapObject *palette = gif->Image.ColorMap != NULL ? gif->Image.ColorMap : gif->SColorMap;
  size_t count = (size_t)decoder->height * decoder->width;
  uint8_t *to = decoder->pixels;
  for (size_t pixel = 0; pixel < count; pixel++, to += 3) {
    int index = decoder->scratch[pixel];
    if (index == transparent) {
      memset(to, 255, 3);
    } else if (palette == NULL) {
      memset(to, index, 3);
    } else if (index < palette->ColorCount) {
      GifColorType entry = palette->Colors[index];
      to[0] = entry.Red, to[1] = entry.Green, to[2] = entry.Blue;
    } else {
      return refuse_damaged(decoder, "a pixel's color is outside the palette");
    }
  }
  return IMAGE_DECODED;
}

static uint32_t larger(int first, int second) { return (uint32_t)(first > second ? first : second); }

// Reads the first frame. The part of the image that it leaves uncovered is transparent, or of color 0 in an image without
// transparency.
static image_status read_first_frame(GifFileType *gif, image_decoder *decoder) {
  int transparent = NO_TRANSPARENT_COLOR;
  GifRecordType kind = next_image(gif, &transparent);
  if (kind == TERMINATE_RECORD_TYPE) return refuse_damaged(decoder, "the file holds no image");
  if (kind != IMAGE_DESC_RECORD_TYPE || DGifGetImageDesc(gif) == GIF_ERROR) return refuse(decoder, gif->Error);

  const GifImageDesc *frame = &gif->Image;
  if (frame->Height <= 0 || frame->Width <= 0) return refuse_damaged(decoder, "the first frame has no pixels");
  uint32_t height = larger(gif->SHeight, frame->Top + frame->Height);
  uint32_t width = larger(gif->SWidth, frame->Left + frame->Width);
  image_status status = accept_size(decoder, height, width);
  if (status == IMAGE_DECODED) status = reserve_pixels(decoder, 3);
  if (status == IMAGE_DECODED) status = reserve_scratch(decoder, 1);
  if (status != IMAGE_DECODED) return status;

  memset(decoder->scratch, transparent == NO_TRANSPARENT_COLOR ? 0 : transparent, (size_t)height * width);
  if (read_rows(gif, decoder) == GIF_ERROR) return refuse(decoder, gif->Error);
  return color(gif, transparent, decoder);
}

// Walks over the records after the first image, so that a file that was cut short is found.
static image_status read_to_end(GifFileType *gif, image_decoder *decoder) {
  int transparent;
  for (;;) {
    GifRecordType kind = next_image(gif, &transparent);
    if (kind == TERMINATE_RECORD_TYPE) return IMAGE_DECODED;
    if (kind != IMAGE_DESC_RECORD_TYPE || skip_image(gif) == GIF_ERROR) return refuse(decoder, gif->Error);
  }
}

image_status decode_gif(image_decoder *decoder) {
  int error = 0;
  GifFileType *gif = DGifOpen(decoder, read_bytes, &error);
  if (gif == NULL) return refuse(decoder, error);
  image_status status = read_first_frame(gif, decoder);
  if (status == IMAGE_DECODED) status = read_to_end(gif, decoder);
  DGifCloseFile(gif, &error);
  return status;
}
