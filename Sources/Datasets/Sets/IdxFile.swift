import Core

/// An array of bytes in the idx form of MNIST, compressed by gzip or not: two zeros, the kind 8, the number of
/// dimensions, each length as 32 bits with the highest byte first, then the entries.
struct IdxFile {
  let path: String
  let shape: [Int]
  /// The entries, row after row.
  let bytes: FileBytes

  private static let byteKind: UInt8 = 8
  private static let mostDimensions = 4

  /// The number of dimensions of the file at `path`; nil when its first bytes are not those of an idx file.
  static func dimensions(of path: String) -> Int? { (try? readDimensions(of: path)) ?? nil }

  private static func readDimensions(of path: String) throws -> Int? {
    var magic: [UInt8] = [0, 0, 0, 0]
    let count = try magic.withUnsafeMutableBytes(GzipFile(opening: path).read)
    guard count == 4, magic[0] == 0, magic[1] == 0, magic[2] == byteKind else { return nil }
    return (1...mostDimensions).contains(Int(magic[3])) ? Int(magic[3]) : nil
  }

  /// - Throws: ``DatasetError`` when the file cannot be read, is not an idx file of bytes, or holds other than the bytes
  ///   that its lengths ask for.
  init(at path: String) throws {
    guard let dimensions = try Self.readDimensions(of: path) else { throw DatasetError(.notIdx(path: path)) }
    let file = try GzipFile(opening: path)
    var header = [UInt8](repeating: 0, count: 4 + 4 * dimensions)
    let headerBytes = header.count
    let found = try header.withUnsafeMutableBytes(file.read)
    guard found == headerBytes else { throw DatasetError(.setSize(path: path, expected: headerBytes, found: found)) }
    let shape = header.withUnsafeBytes { bytes in
      (0..<dimensions).map { Int(bytes.bigEndian(UInt32.self, at: 4 + 4 * $0) ?? 0) }
    }
    guard let count = byteCount(shape, width: 1), count < Memory.left else {
      throw DatasetError(.setSize(path: path, expected: .max, found: try InputFile(opening: path).size))
    }
    // One more, which should not be there.
    var content = 0
    bytes = try FileBytes(count: count + 1) { memory in
      content = try file.read(into: UnsafeMutableRawBufferPointer(start: memory, count: count + 1))
    }
    guard content == count else {
      throw DatasetError(.setSize(path: path, expected: headerBytes + count, found: headerBytes + content))
    }
    self.path = path
    self.shape = shape
  }
}
