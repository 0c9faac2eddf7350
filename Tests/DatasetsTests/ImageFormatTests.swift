import Datasets
import Testing

/// Kinds of WebP, GIF, TIFF and BMP files that are refused, and sizes that are not believed.
@Suite struct ImageFormatTests {
  private func outcome(_ name: String, changing change: (inout [UInt8]) -> Void) throws -> Outcome {
    var bytes = try Fixture.bytes("images/\(name)")
    change(&bytes)
    return try decode(bytes, with: ImageDecoder())
  }

  /// Writes a number of two or four bytes, its lowest byte first.
  private func put(_ value: Int, bytes count: Int, at offset: Int, in file: inout [UInt8]) {
    for index in 0..<count { file[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  /// The offset of a tag's value in the directory of a little-endian TIFF file.
  private func value(of tag: Int, in file: [UInt8]) throws -> Int {
    let start = (0..<4).reduce(0) { $0 | Int(file[4 + $1]) << (8 * $1) }
    let count = Int(file[start]) | Int(file[start + 1]) << 8
    let entry = (0..<count).map { start + 2 + 12 * $0 }.first { Int(file[$0]) | Int(file[$0 + 1]) << 8 == tag }
    return try #require(entry) + 8
  }

  @Test func largeSizesAreRefusedBeforeMemoryIsTaken() throws {
    let large = ImageSize(height: 60_000, width: 60_000)
    let bitmap = try outcome("32-bit.bmp") { file in
      put(60_000, bytes: 4, at: 18, in: &file)
      put(60_000, bytes: 4, at: 22, in: &file)
    }
    #expect(bitmap == .failure(.imageTooLarge(path: "image", size: large, limit: 100_000_000)))
    let gif = try outcome("palette.gif") { file in
      put(60_000, bytes: 2, at: 6, in: &file)
      put(60_000, bytes: 2, at: 8, in: &file)
    }
    #expect(gif == .failure(.imageTooLarge(path: "image", size: large, limit: 100_000_000)))
    let whole = try Fixture.bytes("images/white-is-zero.tiff")
    // Height, width and the rows of the only strip.
    let places = try [257, 256, 278].map { try value(of: $0, in: whole) }
    let tiff = try outcome("white-is-zero.tiff") { file in
      for place in places { put(60_000, bytes: 4, at: place, in: &file) }
    }
    #expect(tiff == .failure(.imageTooLarge(path: "image", size: large, limit: 100_000_000)))
    let canvas = try outcome("partial-first-frame.webp") { file in
      put(16_000, bytes: 3, at: 24, in: &file)
      put(16_000, bytes: 3, at: 27, in: &file)
    }
    #expect(canvas == .failure(.imageTooLarge(path: "image", size: 16_001, limit: 100_000_000)))
  }

  @Test func sizesThatAllowedFilesDoNotHoldAreErrors() throws {
    for (offset, value) in [(22, 9_000), (18, 9_000), (22, -9_000), (18, -1), (18, 0), (22, 0)] {
      guard
        case .failure(.corruptImage) = try outcome("rgb.bmp", changing: { put(value, bytes: 4, at: offset, in: &$0) })
      else {
        Issue.record("a bitmap with \(value) at \(offset) was read")
        continue
      }
    }
    let whole = try Fixture.bytes("images/raw.tif")
    let height = try value(of: 257, in: whole)
    guard case .failure(.corruptImage) = try outcome("raw.tif", changing: { put(9_000, bytes: 2, at: height, in: &$0) })
    else {
      Issue.record("a TIFF file with fewer rows than it says was read")
      return
    }
  }

  @Test func compressedBitmapsAndOddDepthsAreNamed() throws {
    #expect(
      try outcome("8-bit.bmp") { put(1, bytes: 4, at: 30, in: &$0) }
        == .failure(
          .unsupportedImage(path: "image", kind: "a bitmap of 8 bits a pixel with the compression 1")))
    #expect(
      try outcome("8-bit.bmp") { put(7, bytes: 2, at: 28, in: &$0) }
        == .failure(.unsupportedImage(path: "image", kind: "a bitmap of 7 bits a pixel")))
    #expect(
      try outcome("8-bit.bmp") { put(3, bytes: 4, at: 46, in: &$0) }
        == .failure(.corruptImage(path: "image", message: "a pixel has the colour 7, and the palette 3 colours")))
  }

  @Test func kindsOfTIFFThatAreNotReadAreNamed() throws {
    let whole = try Fixture.bytes("images/gray-16-bit.tiff")
    let kind = try value(of: 262, in: whole)
    #expect(
      try outcome("gray-16-bit.tiff") { put(32_845, bytes: 2, at: kind, in: &$0) }
        == .failure(
          .unsupportedImage(path: "image", kind: "colors of the kind 32845 (PhotometricInterpretation)")))
    let depth = try value(of: 258, in: whole)
    #expect(
      try outcome("gray-16-bit.tiff") { put(12, bytes: 2, at: depth, in: &$0) }
        == .failure(.unsupportedImage(path: "image", kind: "samples of 12 bits")))
  }

  @Test func aHintOffersTheWayAroundAKindThatIsNotRead() {
    let hint = DatasetError(.unsupportedImage(path: "p", kind: "k")).hint
    #expect(hint.contains("PNG") && hint.contains("unreadable: skip"))
  }
}
