#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "decoder.h"

// Decodes a frame to its place on the canvas in the scratch memory.
static image_status read_frame(const WebPIterator *frame, image_decoder *decoder) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return refuse_kind(decoder, "the installed libwebp is of another version");
  const uint8_t *bytes = frame->fragment.bytes;
  size_t count = frame->fragment.size;
  if (WebPGetFeatures(bytes, count, &config.input) != VP8_STATUS_OK) return refuse_damaged(decoder, "damaged header");

  int64_t right = (int64_t)frame->x_offset + config.input.width;
  int64_t bottom = (int64_t)frame->y_offset + config.input.height;
  if (frame->x_offset < 0 || frame->y_offset < 0 || right > decoder->width || bottom > decoder->height) {
    return refuse_damaged(decoder, "the first frame lies outside the image");
  }
  size_t stride = (size_t)decoder->width * 4;
  size_t offset = (size_t)frame->y_offset * stride + (size_t)frame->x_offset * 4;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = decoder->scratch + offset;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * decoder->height - offset;
  switch (WebPDecode(bytes, count, &config)) {
  case VP8_STATUS_OK: return IMAGE_DECODED;
  case VP8_STATUS_OUT_OF_MEMORY: return IMAGE_OUT_OF_MEMORY;
  case VP8_STATUS_NOT_ENOUGH_DATA: return refuse_damaged(decoder, "the file ends early");
  case VP8_STATUS_UNSUPPORTED_FEATURE: return refuse_kind(decoder, "a WebP feature that libwebp does not read");
  default: return refuse_damaged(decoder, "the compressed data is damaged");
  }
}

static image_status read_first_frame(const WebPDemuxer *demuxer, image_decoder *decoder) {
  uint32_t height = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT);
  uint32_t width = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH);
  image_status status = accept_size(decoder, height, width);
  if (status == IMAGE_DECODED) status = reserve_pixels(decoder, 3);
  if (status == IMAGE_DECODED) status = reserve_scratch(decoder, 4);
  if (status != IMAGE_DECODED) return status;

  // The frame of an animation may leave a part of the canvas transparent.
  memset(decoder->scratch, 0, (size_t)height * width * 4);
  WebPIterator frame;
  if (!WebPDemuxGetFrame(demuxer, 1, &frame)) return refuse_damaged(decoder, "the file holds no image");
  status = read_frame(&frame, decoder);
  WebPDemuxReleaseIterator(&frame);
  if (status == IMAGE_DECODED) composite_on_white(decoder);
  return status;
}

static int orientation_of(const WebPDemuxer *demuxer) {
  WebPChunkIterator chunk;
  if (!WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk)) return 1;
  int orientation = exif_orientation(chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

image_status decode_webp(image_decoder *decoder) {
  WebPData file = {decoder->bytes, decoder->count};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  WebPDemuxer *demuxer = WebPDemuxPartial(&file, &state);
  if (state != WEBP_DEMUX_DONE || demuxer == NULL) {
    WebPDemuxDelete(demuxer);
    int is_damaged = state == WEBP_DEMUX_PARSE_ERROR;
    return refuse_damaged(decoder, is_damaged ? "its chunks are damaged" : "the file ends early");
  }
  image_status status = read_first_frame(demuxer, decoder);
  int orientation = orientation_of(demuxer);
  WebPDemuxDelete(demuxer);
  return status == IMAGE_DECODED ? apply_orientation(decoder, orientation) : status;
}
