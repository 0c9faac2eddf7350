import Matrices

/// Images of one size, in memory as bytes: count × height × width × 3, each pixel's red, green and blue side by side.
///
/// They are written once, while they are made, and never change, so copies share the memory.
public struct Images: Sendable {
  /// Red, green and blue.
  public static let channels = 3

  public let count: Int
  public let size: ImageSize
  private let storage: Storage

  /// In pixels.
  public var height: Int { size.height }
  /// In pixels.
  public var width: Int { size.width }

  /// Makes images from their bytes.
  ///
  /// - Precondition: there are count × height × width × 3 bytes.
  public init(count: Int, size: ImageSize, bytes: [UInt8]) {
    precondition(bytes.count == count * size.bytes, "expected \(count * size.bytes) bytes, found \(bytes.count)")
    self.count = count
    self.size = size
    storage = Storage(capacity: bytes.count)
    _ = UnsafeMutableBufferPointer(start: storage.base, count: bytes.count).update(fromContentsOf: bytes)
  }

  /// Makes images and lets `fill` write all their bytes; it may do so from several threads.
  ///
  /// - Throws: ``DatasetError`` when they are larger than the machine's memory; what `fill` throws.
  package init(count: Int, size: ImageSize, filling fill: (UnsafeMutablePointer<UInt8>) throws -> Void) throws {
    let available = physicalMemory()
    let (area, areaOverflow) = size.height.multipliedReportingOverflow(by: size.width)
    let (image, imageOverflow) = area.multipliedReportingOverflow(by: Self.channels)
    let (bytes, overflow) = image.multipliedReportingOverflow(by: count)
    guard !areaOverflow, !imageOverflow, !overflow, bytes < available else {
      throw DatasetError(.memory(images: count, size: size, available: available))
    }
    self.count = count
    self.size = size
    storage = Storage(capacity: bytes)
    try fill(storage.base)
  }

  /// A copy of one image: height × width × 3 bytes.
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
  public func selecting(_ indices: [Int]) -> Images {
    Images(
      count: indices.count, size: size,
      bytes: [UInt8](unsafeUninitializedCapacity: indices.count * size.bytes) { buffer, written in
        for index in indices {
          withBytes(of: index) { written += buffer[written...].update(fromContentsOf: $0) - written }
        }
      })
  }
}

extension Images: Equatable {
  /// Whether both have the same number of images, the same size and the same bytes.
  public static func == (left: Images, right: Images) -> Bool {
    guard left.count == right.count, left.size == right.size else { return false }
    return (0..<left.count).allSatisfy { index in
      left.withBytes(of: index) { a in right.withBytes(of: index) { b in a.elementsEqual(b) } }
    }
  }
}

extension Images {
  /// The memory of the images, freed with the last copy.
  private final class Storage: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt8>

    init(capacity: Int) { base = .allocate(capacity: max(capacity, 1)) }
    deinit { base.deallocate() }
  }
}
