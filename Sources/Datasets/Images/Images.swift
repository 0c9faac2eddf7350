import Core

/// Images of one size, in memory as bytes: count × height × width × 3, each pixel's red, green and blue side by side,
/// from 0 to 255.
///
/// They are written once, while they are made, and never change, so copies share the memory.
public struct Images: Sendable {
  /// The number of bytes of a pixel: red, green and blue.
  public static let channels = 3

  /// The number of images.
  public let count: Int
  /// The size that all images have.
  public let size: ImageSize
  private let storage: Storage

  /// The height of each image in pixels.
  public var height: Int { size.height }
  /// The width of each image in pixels.
  public var width: Int { size.width }

  /// Makes images from their bytes.
  ///
  /// - Precondition: there are count × height × width × 3 bytes.
  package init(count: Int, size: ImageSize, bytes: [UInt8]) {
    precondition(bytes.count == count * size.bytes, "expected \(count * size.bytes) bytes, found \(bytes.count)")
    self.init(uninitialized: count, size: size)
    _ = UnsafeMutableBufferPointer(start: storage.base, count: bytes.count).update(fromContentsOf: bytes)
  }

  /// Makes images and lets `fill` write all their bytes; it may do so from several threads.
  ///
  /// - Throws: ``DatasetError`` when they are larger than the machine's memory; what `fill` throws.
  package init(count: Int, size: ImageSize, filling fill: (UnsafeMutablePointer<UInt8>) throws -> Void) throws {
    try Self.requireMemory(count: count, size: size, bytesPerSample: 1)
    self.init(uninitialized: count, size: size)
    try fill(storage.base)
  }

  /// The caller writes all bytes.
  private init(uninitialized count: Int, size: ImageSize) {
    self.count = count
    self.size = size
    storage = Storage(capacity: count * size.bytes)
  }

  /// - Throws: ``DatasetError`` when the memory that is left could not hold so many samples.
  static func requireMemory(count: Int, size: ImageSize, bytesPerSample: Int) throws {
    let available = Memory.left
    var bytes = bytesPerSample
    for factor in [count, size.height, size.width, channels] {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: factor)
      guard !overflow, product < available else {
        throw DatasetError(.memory(images: count, size: size, bytesPerSample: bytesPerSample, available: available))
      }
      bytes = product
    }
  }

  /// Returns a copy of one image: height × width × 3 bytes, row after row.
  ///
  /// - Precondition: `index` is an image.
  public func bytes(of index: Int) -> [UInt8] { withBytes(of: index) { Array($0) } }

  /// Lends one image's bytes to `body`, which must not let them escape.
  package func withBytes<Result>(
    of index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    precondition(index >= 0 && index < count, "image \(index) is outside \(count) images")
    return try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(start: storage.base + index * size.bytes, count: size.bytes))
    }
  }

  /// The images at `indices`, in that order.
  package func selecting(_ indices: [Int]) -> Images {
    let selected = Images(uninitialized: indices.count, size: size)
    for (position, index) in indices.enumerated() {
      withBytes(of: index) { bytes in
        guard let from = bytes.baseAddress else { return }
        (selected.storage.base + position * size.bytes).update(from: from, count: size.bytes)
      }
    }
    return selected
  }
}

extension Images: Equatable {
  /// Returns whether both have the same number of images, the same size and the same bytes.
  public static func == (left: Images, right: Images) -> Bool {
    guard left.count == right.count, left.size == right.size else { return false }
    return (0..<left.count).allSatisfy { index in
      left.withBytes(of: index) { a in right.withBytes(of: index) { b in a.elementsEqual(b) } }
    }
  }
}

extension Images {
  /// The memory of the images, freed with the last copy.
  private final class Storage: Sendable {
    let bytes: Buffer<UInt8>

    var base: UnsafeMutablePointer<UInt8> { bytes.base }

    init(capacity: Int) { bytes = Buffer(count: capacity) }
  }
}
