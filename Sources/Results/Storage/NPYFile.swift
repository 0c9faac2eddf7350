import Foundation
import Matrices

/// The two kinds of NumPy array that a run stores: a column of `int32` labels and a table of `float32` coordinates; and tables
/// of `float64` that commands write.
///
/// Format 1.0 (numpy.lib.format), little-endian, row after row, the data aligned to 64 bytes.
enum NPYFile {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  static func data(labels: [Int32]) -> Data {
    var data = header(type: "<i4", shape: "(\(labels.count),)")
    data.reserveCapacity(data.count + labels.count * 4)
    labels.withLittleEndianBytes { data.append(contentsOf: $0) }
    return data
  }

  /// A table of labels, one row a list.
  ///
  /// - Precondition: all lists are of one length.
  static func data(labelRows rows: [[Int32]]) -> Data {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "the rows are of different lengths")
    var data = header(type: "<i4", shape: "(\(rows.count), \(columns))")
    for row in rows { row.withLittleEndianBytes { data.append(contentsOf: $0) } }
    return data
  }

  /// - Throws: ``ResultsError`` when the bytes are not such a column.
  static func column(in data: Data, path: String) throws -> [Float] {
    let (shape, body) = try contents(of: data, type: "<f4", dimensions: 1, path: path)
    return words(body, count: shape[0]).map(Float.init(bitPattern:))
  }

  /// - Throws: ``ResultsError`` when the bytes are not such a table.
  static func labelRows(in data: Data, path: String) throws -> [[Int32]] {
    let (shape, body) = try contents(of: data, type: "<i4", dimensions: 2, path: path)
    let values = words(body, count: shape[0] * shape[1]).map { Int32(bitPattern: $0) }
    return (0..<shape[0]).map { Array(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }
  }

  static func data(column values: [Float]) -> Data {
    var data = header(type: "<f4", shape: "(\(values.count),)")
    values.map(\.bitPattern).withLittleEndianBytes { data.append(contentsOf: $0) }
    return data
  }

  /// A table of true values: as `float32` where that holds them, as `float64` for a matrix in a frame or with a remainder.
  static func data(trueValuesOf matrix: Matrix) -> Data {
    guard matrix.frame != .plain || matrix.remainder != nil else { return data(matrix: matrix) }
    var data = header(type: "<f8", shape: "(\(matrix.rows), \(matrix.columns))")
    data.reserveCapacity(data.count + 8 * matrix.rows * matrix.columns)
    for row in 0..<matrix.rows {
      matrix.trueRow(row).map(\.bitPattern).withLittleEndianBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  /// A table of stored values.
  static func data(matrix: Matrix) -> Data {
    var data = header(type: "<f4", shape: "(\(matrix.rows), \(matrix.columns))")
    for row in 0..<matrix.rows {
      matrix.row(row).map { $0.bitPattern }.withLittleEndianBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  /// - Throws: ``ResultsError`` when the bytes are not such a column.
  static func labels(in data: Data, path: String) throws -> [Int32] {
    let (shape, body) = try contents(of: data, type: "<i4", dimensions: 1, path: path)
    return words(body, count: shape[0]).map { Int32(bitPattern: $0) }
  }

  /// - Throws: ``ResultsError`` when the bytes are not such a table.
  static func matrix(in data: Data, path: String) throws -> Matrix {
    let (shape, body) = try contents(of: data, type: "<f4", dimensions: 2, path: path)
    let values = words(body, count: shape[0] * shape[1]).map(Float.init(bitPattern:))
    return Matrix(rows: shape[0], columns: shape[1]) { block in
      for (index, value) in values.enumerated() { block[index / shape[1], index % shape[1]] = value }
    }
  }

  private static func header(type: String, shape: String) -> Data {
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    let fixed = magic.count + 4
    let total = (fixed + text.utf8.count + 1 + 63) / 64 * 64
    text += String(repeating: " ", count: total - fixed - text.utf8.count - 1) + "\n"
    let length = UInt16(text.utf8.count)
    return Data(magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8))
  }

  private static func contents(
    of data: Data, type: String, dimensions: Int, path: String
  ) throws -> (shape: [Int], body: Data) {
    func malformed(_ detail: String) -> ResultsError { ResultsError(.malformed(path: path, detail: detail)) }
    let bytes = Array(data.prefix(magic.count + 4))
    guard bytes.count == magic.count + 4, bytes.starts(with: magic), bytes[6] == 1 else {
      throw malformed("its start is not that of a NumPy array of format 1.0")
    }
    let length = Int(bytes[8]) | Int(bytes[9]) << 8
    let body = data.dropFirst(bytes.count + length)
    let text = String(decoding: data.dropFirst(bytes.count).prefix(length), as: UTF8.self)
    guard text.contains("'descr': '\(type)'"), text.contains("'fortran_order': False") else {
      throw malformed("expected an array of \(type) in C order, found \(text.trimmingCharacters(in: .whitespaces))")
    }
    guard let start = text.firstRange(of: "'shape': (")?.upperBound, let end = text[start...].firstIndex(of: ")") else {
      throw malformed("its header has no shape")
    }
    let parts = text[start..<end].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let shape = parts.filter { !$0.isEmpty }.compactMap { Int($0) }.filter { $0 >= 0 }
    guard shape.count == dimensions else {
      throw malformed("expected \(dimensions) dimensions, found the shape (\(text[start..<end]))")
    }
    let (count, tooMany) = shape.dropFirst().reduce((shape[0], false)) { sum, next in
      let (product, overflow) = sum.0.multipliedReportingOverflow(by: next)
      return (product, sum.1 || overflow)
    }
    guard !tooMany, body.count % 4 == 0, body.count / 4 == count else {
      throw malformed("its header announces the shape \(shape), found \(body.count) bytes of 4-byte numbers")
    }
    return (shape, body)
  }

  private static func words(_ body: Data, count: Int) -> [UInt32] {
    body.withUnsafeBytes { bytes in
      (0..<count).map { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
    }
  }
}
