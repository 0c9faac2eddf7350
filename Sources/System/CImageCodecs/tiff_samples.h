#pragma once
#include <tiffio.h>

#include "decoder.h"

// Reads the first page of an open file to the decoder's pixels, which have room for its height × width.
image_status read_tiff_pixels(TIFF *file, image_decoder *decoder);

// Returns 0 where the file ends before the directory or the compressed pixels of the current page or of a later one.
int holds_all_pages(TIFF *file, const image_decoder *decoder);
