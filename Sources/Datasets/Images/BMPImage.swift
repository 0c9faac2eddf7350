/// A bitmap in memory → 8-bit RGB: uncompressed, of 1 to 32 bits a pixel, from the bottom up or from the top down.
///
/// Transparency, which only bitmaps with a mask for it have, is composited on white.
enum BMPImage {
  /// Returns true for the first bytes of a bitmap.
  static func matches(_ file: UnsafeRawBufferPointer) -> Bool {
    guard file.count >= 2, file[0] == UInt8(ascii: "B"), file[1] == UInt8(ascii: "M") else { return false }
    // Two letters alone are the start of many texts.
    guard let header = file.littleEndian(UInt32.self, at: 14) else { return file.count < 18 }
    return header <= 256
  }

  /// - Throws: ``BMPProblem`` when the file is damaged, cut short, too large or of another kind.
  /// - Complexity: O(pixels), which are never more than the file holds.
  static func decode(
    _ file: UnsafeRawBufferPointer, largestArea: Int
  ) throws(BMPProblem) -> (size: ImageSize, pixels: [UInt8]) {
    let header = try BMPHeader(file, largestArea: largestArea)
    var pixels = [UInt8](repeating: 0, count: header.size.bytes)
    for row in 0..<header.size.height {
      let stored = header.isTopDown ? row : header.size.height - 1 - row
      let start = header.start + stored * header.rowBytes
      let bytes = UnsafeRawBufferPointer(rebasing: file[start..<start + header.rowBytes])
      try decodeRow(bytes, header, into: &pixels, at: row * header.size.width * Images.channels)
    }
    return (header.size, pixels)
  }

  private static func decodeRow(
    _ row: UnsafeRawBufferPointer, _ header: BMPHeader, into pixels: inout [UInt8], at start: Int
  ) throws(BMPProblem) {
    for column in 0..<header.size.width {
      let target = start + column * Images.channels
      switch header.color {
      case .palette(let colors):
        let index = self.index(at: column, in: row, bits: header.bits)
        guard index < colors.count else {
          throw .damaged("a pixel has the colour \(index), and the palette \(colors.count) colours")
        }
        (pixels[target], pixels[target + 1], pixels[target + 2]) = colors[index]
      case .bytes:
        let from = column * header.bits / 8
        (pixels[target], pixels[target + 1], pixels[target + 2]) = (row[from + 2], row[from + 1], row[from])
      case .masks(let red, let green, let blue, let alpha):
        let pixel =
          header.bits == 16
          ? UInt32(row.littleEndian(UInt16.self, at: column * 2) ?? 0) : row.littleEndian(at: column * 4) ?? 0
        let opacity = alpha.map { Int($0.value(of: pixel)) } ?? 255
        for (offset, mask) in [red, green, blue].enumerated() {
          pixels[target + offset] = onWhite(Int(mask.value(of: pixel)), opacity: opacity)
        }
      }
    }
  }

  /// The number of a pixel's color, where a byte holds those of several pixels or of one.
  private static func index(at column: Int, in row: UnsafeRawBufferPointer, bits: Int) -> Int {
    let bit = column * bits
    return (Int(row[bit / 8]) >> (8 - bits - bit % 8)) & (1 << bits - 1)
  }

  private static func onWhite(_ light: Int, opacity: Int) -> UInt8 {
    UInt8((light * opacity + 255 * (255 - opacity) + 127) / 255)
  }
}
