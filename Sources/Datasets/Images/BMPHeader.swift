/// The header of an uncompressed Windows or OS/2 bitmap, checked against the size of its file.
struct BMPHeader {
  /// The meaning of a pixel's bits.
  enum Color {
    /// An index into the colors given.
    case palette([(red: UInt8, green: UInt8, blue: UInt8)])
    /// Blue, green and red, a byte each, at the start of a pixel.
    case bytes
    case masks(red: BMPMask, green: BMPMask, blue: BMPMask, alpha: BMPMask?)
  }

  let size: ImageSize
  let isTopDown: Bool
  /// The bits of a pixel: 1, 2, 4, 8, 16, 24 or 32.
  let bits: Int
  let color: Color
  /// The offset of the first row in the file.
  let start: Int
  /// The bytes of a row, filled up to a multiple of four.
  let rowBytes: Int

  /// - Throws: ``BMPProblem`` when the file is damaged, cut short, too large or of another kind.
  init(_ file: UnsafeRawBufferPointer, largestArea: Int) throws(BMPProblem) {
    let fields = try BMPFields(file)
    size = ImageSize(height: abs(fields.height), width: fields.width)
    isTopDown = fields.height < 0
    bits = fields.bits
    start = fields.start
    guard fields.width > 0, fields.height != 0 else {
      throw .damaged("its size is \(fields.height) × \(fields.width) pixels")
    }
    guard size.area <= largestArea else { throw .tooLarge(size) }
    rowBytes = (size.width * bits + 31) / 32 * 4
    color = try fields.color(in: file)
    let needed = rowBytes * size.height
    guard start >= fields.end, start <= file.count, needed <= file.count - start else { throw .short }
  }
}

/// The reason why a bitmap is not decoded.
enum BMPProblem: Error, Equatable {
  case short
  case damaged(String)
  case unsupported(String)
  case tooLarge(ImageSize)
}

/// The bits of a pixel that hold one of its channels.
struct BMPMask {
  private let shift: UInt32
  private let largest: UInt32

  /// Returns nil when the bits are not side by side; a mask without bits is a channel of zeros.
  init?(_ bits: UInt32) {
    shift = bits == 0 ? 0 : UInt32(bits.trailingZeroBitCount)
    largest = bits >> shift
    guard largest & (largest &+ 1) == 0 else { return nil }
  }

  /// The channel of a pixel, scaled to 8 bits and rounded down.
  func value(of pixel: UInt32) -> UInt8 {
    largest == 0 ? 0 : UInt8(UInt64((pixel >> shift) & largest) * 255 / UInt64(largest))
  }
}

/// The numbers in a bitmap's header, of any of its versions.
private struct BMPFields {
  private enum Compression {
    static let none: UInt32 = 0
    static let masks: UInt32 = 3
    static let masksWithAlpha: UInt32 = 6
  }

  private static let fileHeader = 14
  private static let oldestHeader = 12
  private static let commonHeader = 40

  let height: Int
  let width: Int
  let bits: Int
  let start: Int
  private let header: Int
  private let compression: UInt32
  private let colorCount: Int

  init(_ file: UnsafeRawBufferPointer) throws(BMPProblem) {
    guard let start = file.littleEndian(UInt32.self, at: 10),
      let length = file.littleEndian(UInt32.self, at: Self.fileHeader),
      file.count - Self.fileHeader >= length
    else { throw .short }
    (self.start, header) = (Int(start), Int(length))
    if header == Self.oldestHeader {
      width = Int(file.littleEndian(UInt16.self, at: 18) ?? 0)
      height = Int(file.littleEndian(UInt16.self, at: 20) ?? 0)
      bits = Int(file.littleEndian(UInt16.self, at: 24) ?? 0)
      (compression, colorCount) = (Compression.none, 0)
    } else if header >= Self.commonHeader {
      width = Int(file.littleEndian(Int32.self, at: 18) ?? 0)
      height = Int(file.littleEndian(Int32.self, at: 22) ?? 0)
      bits = Int(file.littleEndian(UInt16.self, at: 28) ?? 0)
      compression = file.littleEndian(at: 30) ?? 0
      colorCount = Int(file.littleEndian(UInt32.self, at: 46) ?? 0)
    } else {
      throw .damaged("its header has \(header) bytes")
    }
    guard [1, 2, 4, 8, 16, 24, 32].contains(bits) else { throw .unsupported("a bitmap of \(bits) bits a pixel") }
  }

  /// True where the masks of the channels follow the header.
  private var hasMasksBehind: Bool {
    header == Self.commonHeader && (compression == Compression.masks || compression == Compression.masksWithAlpha)
  }

  /// The offset of what follows the header and its masks.
  private var tableStart: Int {
    Self.fileHeader + header + (hasMasksBehind ? (compression == Compression.masksWithAlpha ? 16 : 12) : 0)
  }

  /// The least offset that the rows can have.
  var end: Int { tableStart }

  func color(in file: UnsafeRawBufferPointer) throws(BMPProblem) -> BMPHeader.Color {
    switch compression {
    case Compression.none:
      if bits <= 8 { return .palette(try palette(in: file)) }
      return bits == 16 ? try masks(0x7c00, 0x03e0, 0x001f, 0) : .bytes
    case Compression.masks where bits == 16 || bits == 32, Compression.masksWithAlpha where bits == 16 || bits == 32:
      let values = [54, 58, 62, 66].map { file.littleEndian(UInt32.self, at: $0) }
      let hasAlpha = compression == Compression.masksWithAlpha || header >= 56
      guard let red = values[0], let green = values[1], let blue = values[2], let alpha = hasAlpha ? values[3] : 0
      else {
        throw .short
      }
      return try masks(red, green, blue, alpha)
    default: throw .unsupported("a bitmap of \(bits) bits a pixel with the compression \(compression)")
    }
  }

  private func masks(
    _ red: UInt32, _ green: UInt32, _ blue: UInt32, _ alpha: UInt32
  ) throws(BMPProblem) -> BMPHeader.Color {
    guard let red = BMPMask(red), let green = BMPMask(green), let blue = BMPMask(blue), let alphaMask = BMPMask(alpha)
    else { throw .damaged("the bits of a channel are not side by side") }
    return .masks(red: red, green: green, blue: blue, alpha: alpha == 0 ? nil : alphaMask)
  }

  private func palette(
    in file: UnsafeRawBufferPointer
  ) throws(BMPProblem) -> [(red: UInt8, green: UInt8, blue: UInt8)] {
    let entry = header == Self.oldestHeader ? 3 : 4
    let count = colorCount == 0 ? 1 << bits : min(colorCount, 1 << bits)
    // An old header does not tell how many colors there are; the rows may begin after fewer than there could be.
    let room = max(start - tableStart, 0) / entry
    let colors = header == Self.oldestHeader ? min(count, room) : count
    guard tableStart + colors * entry <= min(file.count, start) else { throw .short }
    return (0..<colors).map { index in
      let at = tableStart + index * entry
      return (red: file[at + 2], green: file[at + 1], blue: file[at])
    }
  }
}
