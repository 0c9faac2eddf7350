import CCairo

/// A page of one of the three formats, and the bytes of its file.
struct Surface {
  /// The longest side in pixels that cairo's images have.
  static let longestSide = 32_767

  let format: FigureFormat
  private let pointer: OpaquePointer
  private let sink: ByteSink
  let scale: Double

  /// Makes a page of `width` × `height` points.
  ///
  /// - Throws: ``FigureError`` when the resolution is not positive or the page has more pixels than cairo draws.
  init(format: FigureFormat, width: Double, height: Double, title: String) throws {
    self.format = format
    sink = ByteSink()
    let stream = Unmanaged.passUnretained(sink).toOpaque()
    switch format {
    case .png(let dpi):
      guard dpi.isFinite, dpi > 0 else { throw FigureError(.badSize(what: "the resolution in dpi", value: dpi)) }
      scale = dpi / 72
      let columns = try Self.pixels(width * scale, side: "width")
      let rows = try Self.pixels(height * scale, side: "height")
      pointer = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows)
    case .pdf:
      scale = 1
      pointer = cairo_pdf_surface_create_for_stream(ByteSink.write, stream, width, height)
      // Whatever the day, the same bytes.
      cairo_pdf_surface_set_metadata(pointer, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
      cairo_pdf_surface_set_metadata(pointer, CAIRO_PDF_METADATA_TITLE, title)
    case .svg:
      scale = 1
      pointer = cairo_svg_surface_create_for_stream(ByteSink.write, stream, width, height)
    }
    try Self.check(cairo_surface_status(pointer))
  }

  /// Draws the page and hands out the bytes of the file.
  func bytes(style: Style, typesetter: Typesetter, draw: (Canvas) -> Void) throws -> [UInt8] {
    defer { cairo_surface_destroy(pointer) }
    let svgText = try drawn(style: style, typesetter: typesetter, draw)
    switch format {
    case .png(let dpi):
      let stream = Unmanaged.passUnretained(sink).toOpaque()
      try Self.check(cairo_surface_write_to_png_stream(pointer, ByteSink.write, stream))
      return PNGDensity.inserted(into: sink.bytes, dpi: dpi)
    case .pdf, .svg:
      cairo_surface_finish(pointer)
      try Self.check(cairo_surface_status(pointer))
      return svgText?.inserted(into: sink.bytes) ?? sink.bytes
    }
  }

  /// Lets `draw` work on a canvas that is gone before the file is finished.
  private func drawn(style: Style, typesetter: Typesetter, _ draw: (Canvas) -> Void) throws -> SVGText? {
    let canvas = Canvas(surface: pointer, scale: scale, style: style, typesetter: typesetter, format: format)
    draw(canvas)
    try Self.check(canvas.status)
    return canvas.svgText
  }

  private static func pixels(_ length: Double, side: String) throws -> Int32 {
    guard length.rounded() <= Double(longestSide) else {
      throw FigureError(.tooManyPixels(side: side, pixels: length.rounded(), limit: longestSide))
    }
    return Int32(max(1, length.rounded()))
  }

  private static func check(_ status: cairo_status_t) throws {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw FigureError(.rendering(String(cString: cairo_status_to_string(status))))
  }
}

/// Collects what cairo writes.
private final class ByteSink {
  var bytes: [UInt8] = []

  static let write: cairo_write_func_t = { target, data, count in
    guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<ByteSink>.fromOpaque(target).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}

/// The resolution that a PNG file names, so that it has its size in millimetres in a document.
enum PNGDensity {
  /// The file with a pHYs chunk after its header (PNG specification, 11.3.5.3); cairo writes none.
  static func inserted(into file: [UInt8], dpi: Double) -> [UInt8] {
    let headerEnd = 8 + 25  // the signature; then the header chunk: length, name, 13 bytes, checksum
    guard file.count > headerEnd else { return file }
    let perMeter = UInt32(min((dpi / 0.0254).rounded(), Double(UInt32.max)))
    let body = Array("pHYs".utf8) + bigEndian(perMeter) + bigEndian(perMeter) + [1]
    return file[..<headerEnd] + bigEndian(9) + body + bigEndian(checksum(body)) + file[headerEnd...]
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The CRC-32 of a chunk's name and data.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xffff_ffff
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xedb8_8320 : remainder >> 1 }
    }
    return ~remainder
  }
}
