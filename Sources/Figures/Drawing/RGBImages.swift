import CCairo

/// Small colour images of one size, as a sample grid shows them.
package struct RGBImages: Sendable {
  package let count: Int
  package let height: Int
  package let width: Int
  /// `count` × `height` × `width` × 3, red first.
  package let bytes: [UInt8]

  /// - Throws: ``FigureError`` when the sizes are not positive or do not multiply to the number of bytes.
  package init(count: Int, height: Int, width: Int, bytes: [UInt8]) throws {
    guard count >= 0, height > 0, width > 0 else {
      throw FigureError(.badSize(what: "a side of the images in pixels", value: Double(min(height, width))))
    }
    var expected = 3
    for factor in [count, height, width] {
      let (product, overflow) = expected.multipliedReportingOverflow(by: factor)
      expected = overflow ? Int.max : product
      if overflow { break }
    }
    guard expected == bytes.count else {
      throw FigureError(.countMismatch(what: "bytes of images", expected: expected, found: bytes.count))
    }
    (self.count, self.height, self.width, self.bytes) = (count, height, width, bytes)
  }

  /// One image, each of its pixels `zoom` wide and high, as a surface that the caller destroys; nil when there is no
  /// such image or cairo cannot hold it.
  func surface(_ index: Int, enlargement zoom: Int = 1) -> OpaquePointer? {
    let (rows, columns) = (height.multipliedReportingOverflow(by: zoom), width.multipliedReportingOverflow(by: zoom))
    guard index >= 0, index < count, !rows.overflow, !columns.overflow,
      max(rows.partialValue, columns.partialValue) <= Surface.longestSide
    else { return nil }
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(columns.partialValue), Int32(rows.partialValue))
    guard let surface, let pixels = cairo_image_surface_get_data(surface) else { return nil }
    let stride = Int(cairo_image_surface_get_stride(surface))
    let start = index * height * width * 3
    bytes.withUnsafeBufferPointer { bytes in
      for row in 0..<height * zoom {
        let line = UnsafeMutableRawPointer(pixels + row * stride).assumingMemoryBound(to: UInt32.self)
        for column in 0..<width * zoom {
          let at = start + (row / zoom * width + column / zoom) * 3
          line[column] = UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2])
        }
      }
    }
    cairo_surface_mark_dirty(surface)
    return surface
  }
}
