#include <stdio.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "CImageCodecs.h"

// The output and the way out of it. All that changes between setjmp and longjmp lives here, not in local variables.
typedef struct {
  unsigned char *bytes;
  unsigned long count;
  jmp_buf escape;
} encoder;

static void fail(j_common_ptr jpeg) { longjmp(((encoder *)jpeg->client_data)->escape, 1); }

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

// A second function, so that no variable of its caller changes after setjmp.
static int encode_guarded(
    j_compress_ptr jpeg, encoder *output, const uint8_t *pixels, uint32_t height, uint32_t width, int quality) {
  if (setjmp(output->escape)) return 0;
  jpeg_create_compress(jpeg);
  jpeg->client_data = output;
  jpeg_mem_dest(jpeg, &output->bytes, &output->count);
  jpeg->image_height = height;
  jpeg->image_width = width;
  jpeg->input_components = 3;
  jpeg->in_color_space = JCS_RGB;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  jpeg->optimize_coding = TRUE;
  jpeg_start_compress(jpeg, TRUE);
  while (jpeg->next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)jpeg->next_scanline * width * 3);
    jpeg_write_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_compress(jpeg);
  return 1;
}

uint8_t *image_encode_jpeg(const uint8_t *pixels, uint32_t height, uint32_t width, int quality, size_t *count) {
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct jpeg;
  encoder output;
  memset(&jpeg, 0, sizeof jpeg);
  memset(&output, 0, sizeof output);
  jpeg.err = jpeg_std_error(&errors);
  jpeg.client_data = &output;
  errors.error_exit = fail;
  errors.output_message = print_nothing;
  int done = encode_guarded(&jpeg, &output, pixels, height, width, quality);
  jpeg_destroy_compress(&jpeg);
  if (!done) {
    free(output.bytes);
    return NULL;
  }
  *count = output.count;
  return output.bytes;
}
