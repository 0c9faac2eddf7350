import Foundation

/// Small inputs with clusters in them.
extension TemporaryFolder {
  /// Writes features of `classes` well separated groups, row i in group i mod `classes`, as float32 `.npy`.
  @discardableResult
  func writeFeatures(
    _ name: String, rows: Int = 60, columns: Int = 6, classes: Int = 3, spread: Float = 0.3, seed: UInt64 = 1,
    changing change: (inout [Float]) -> Void = { _ in }
  ) throws -> String {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func uniform() -> Float {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Float(state >> 40) / Float(1 << 24) - 0.5
    }
    let centers = (0..<classes * columns).map { _ in 2 * uniform() }
    var values = (0..<rows * columns).map { index in
      centers[index / columns % classes * columns + index % columns] + spread * uniform()
    }
    change(&values)
    return try write(Self.npy("<f4", "(\(rows), \(columns))", Self.bytes(of: values)), to: name)
  }

  /// Writes the labels that belong to ``writeFeatures``, as int32 `.npy`.
  @discardableResult
  func writeLabels(_ name: String, rows: Int = 60, classes: Int = 3) throws -> String {
    try writeLabels(name, (0..<rows).map { Int32($0 % classes) })
  }

  @discardableResult
  func writeLabels(_ name: String, _ values: [Int32]) throws -> String {
    try write(Self.npy("<i4", "(\(values.count),)", Self.bytes(of: values)), to: name)
  }

  /// An array as NumPy's format 1.0 holds it.
  static func npy(_ type: String, _ shape: String, _ body: Data, length: Int? = nil) -> Data {
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n"
    let count = UInt16(length ?? header.utf8.count)
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 0xFF), UInt8(count >> 8)]) + Data(header.utf8)
      + body
  }

  static func bytes<Value>(of values: [Value]) -> Data { values.withUnsafeBytes { Data($0) } }

  /// The labels in a file that the command wrote.
  func labels(_ name: String) throws -> [Int32] {
    let data = try data(name)
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    return data.dropFirst(start).withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
    }
  }
}

// MARK: - Images

extension TemporaryFolder {
  /// CIFAR-10 records, the image of each filled with a colour of its class.
  @discardableResult
  func writeCIFAR(_ name: String, labels: [UInt8], coarse: [UInt8]? = nil) throws -> String {
    var data = Data()
    for (index, label) in labels.enumerated() {
      if let coarse { data.append(coarse[index]) }
      data.append(label)
      for channel in 0..<3 {
        data.append(Data(repeating: UInt8((Int(label) * 83 + channel * 47 + index % 5) % 256), count: 1024))
      }
    }
    return try write(data, to: name)
  }

  /// A folder of class folders, each image of one colour.
  func writeImageFolder(_ name: String, classes: [String] = ["cat", "dog"], each: Int = 6, size: Int = 8) throws {
    for (number, folder) in classes.enumerated() {
      for index in 0..<each {
        let color = [UInt8(number * 120 % 256), UInt8(index * 4), UInt8((200 + number * 166) % 256)]
        try write(Self.png(size: size, color: color), to: "\(name)/\(folder)/\(index).png")
      }
    }
  }

  /// A PNG of one colour, its bytes stored uncompressed.
  static func png(size: Int, color: [UInt8]) -> Data {
    func big(_ value: UInt32) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }
    func chunk(_ type: String, _ body: Data) -> Data {
      let checked = Data(type.utf8) + body
      return big(UInt32(body.count)) + checked + big(checked.crc32)
    }
    let row = Data([0]) + Data((0..<size).flatMap { _ in color })
    let pixels = Data((0..<size).flatMap { _ in row })
    let length = UInt16(pixels.count)
    let stored =
      Data([0x78, 0x01, 1, UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)])
      + pixels + big(pixels.adler32)
    return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      + chunk("IHDR", big(UInt32(size)) + big(UInt32(size)) + Data([8, 2, 0, 0, 0])) + chunk("IDAT", stored)
      + chunk("IEND", Data())
  }
}

extension Data {
  fileprivate var crc32: UInt32 {
    ~reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in bits & 1 == 1 ? bits >> 1 ^ 0xEDB8_8320 : bits >> 1 }
    }
  }

  fileprivate var adler32: UInt32 {
    let sums = reduce((UInt32(1), UInt32(0))) { sums, byte in
      let first = (sums.0 + UInt32(byte)) % 65521
      return (first, (sums.1 + first) % 65521)
    }
    return sums.1 << 16 | sums.0
  }
}
