#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "decoder.h"

// A progressive file of a few bytes can ask for any number of passes over a large image; none needs this many.
enum { SCAN_LIMIT = 500, ROWS_AT_ONCE = 16 };

static void fail(j_common_ptr jpeg) {
  image_decoder *decoder = jpeg->client_data;
  char message[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, message);
  decoder->status = jpeg->err->msg_code == JERR_OUT_OF_MEMORY ? IMAGE_OUT_OF_MEMORY : IMAGE_CORRUPT;
  snprintf(decoder->message, sizeof decoder->message, "%s", message);
  longjmp(decoder->escape, 1);
}

// libjpeg goes on after damage and invents the missing pixels; here the damage is an error. Bytes between segments and
// odd application markers do no harm.
static void judge_warning(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_ADOBE_XFORM:
  case JWRN_JFIF_MAJOR:
    return;
  default:
    fail(jpeg);
  }
}

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

static void limit_scans(j_common_ptr common) {
  j_decompress_ptr jpeg = (j_decompress_ptr)common;
  if (jpeg->input_scan_number <= SCAN_LIMIT) return;
  image_decoder *decoder = jpeg->client_data;
  decoder->status = IMAGE_CORRUPT;
  snprintf(decoder->message, sizeof decoder->message, "more than %d scans", SCAN_LIMIT);
  longjmp(decoder->escape, 1);
}

static int orientation_of(const struct jpeg_decompress_struct *jpeg) {
  for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker != NULL; marker = marker->next) {
    // Later APP1 segments hold other things, such as XMP.
    if (marker->data_length >= 6 && memcmp(marker->data, "Exif\0", 6) == 0) {
      return exif_orientation(marker->data, marker->data_length);
    }
  }
  return 1;
}

static void read_rgb_rows(j_decompress_ptr jpeg, const image_decoder *decoder) {
  size_t stride = (size_t)decoder->width * 3;
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW rows[ROWS_AT_ONCE];
    JDIMENSION count = jpeg->output_height - jpeg->output_scanline;
    if (count > ROWS_AT_ONCE) count = ROWS_AT_ONCE;
    for (JDIMENSION row = 0; row < count; row++) rows[row] = decoder->pixels + (jpeg->output_scanline + row) * stride;
    jpeg_read_scanlines(jpeg, rows, count);
  }
}

// Adobe's programs store 255 − ink; a file without their marker stores the ink.
static void read_cmyk_rows(j_decompress_ptr jpeg, const image_decoder *decoder) {
  unsigned flip = jpeg->saw_Adobe_marker ? 0 : 255;
  uint8_t *to = decoder->pixels;
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW from = decoder->scratch;
    jpeg_read_scanlines(jpeg, &from, 1);
    for (size_t pixel = 0; pixel < decoder->width; pixel++, from += 4, to += 3) {
      unsigned light = from[3] ^ flip;
      for (int channel = 0; channel < 3; channel++) {
        to[channel] = (uint8_t)(((from[channel] ^ flip) * light + 127) / 255);
      }
    }
  }
}

static image_status read_image(
    j_decompress_ptr jpeg, struct jpeg_progress_mgr *progress, image_decoder *decoder) {
  jpeg_create_decompress(jpeg);
  jpeg->client_data = decoder;
  jpeg->progress = progress;
  jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
  jpeg_mem_src(jpeg, decoder->bytes, decoder->count);
  jpeg_read_header(jpeg, TRUE);

  image_status status = accept_size(decoder, jpeg->image_height, jpeg->image_width);
  int is_cmyk = jpeg->num_components == 4;
  if (status == IMAGE_DECODED) status = reserve_pixels(decoder, 3);
  if (status == IMAGE_DECODED && is_cmyk) status = reserve_scratch(decoder, 4);
  if (status != IMAGE_DECODED) return status;

  // The markers last until the end of decompression.
  int orientation = orientation_of(jpeg);
  jpeg->out_color_space = is_cmyk ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(jpeg);
  if (is_cmyk) {
    read_cmyk_rows(jpeg, decoder);
  } else {
    read_rgb_rows(jpeg, decoder);
  }
  jpeg_finish_decompress(jpeg);
  return apply_orientation(decoder, orientation);
}

// A second function, so that no variable of its caller changes after setjmp.
static image_status decode_guarded(
    j_decompress_ptr jpeg, struct jpeg_progress_mgr *progress, image_decoder *decoder) {
  if (setjmp(decoder->escape)) return decoder->status;
  return read_image(jpeg, progress, decoder);
}

image_status decode_jpeg(image_decoder *decoder) {
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
  struct jpeg_decompress_struct jpeg;
  // A fresh object each time: a reused one would lend an image the tables of the one before it.
  memset(&jpeg, 0, sizeof jpeg);
  jpeg.err = jpeg_std_error(&errors);
  jpeg.client_data = decoder;
  errors.error_exit = fail;
  errors.emit_message = judge_warning;
  errors.output_message = print_nothing;
  image_status status = decode_guarded(&jpeg, &progress, decoder);
  jpeg_destroy_decompress(&jpeg);
  return status;
}
