import Core
import Foundation
import Matrices

/// The rows of an `.npy` file, read from the disk some at a time.
///
/// Selected rows are rounded to `Float`. Nothing is mapped, so that a file may be larger than the memory that is left.
package final class NumpyRows: ExactRowSource {
  /// The name of the file in errors.
  package let path: String
  package let rows: Int
  package let columns: Int
  private let type: NumericType
  private let header: NumpyHeader
  private let descriptor: Int32

  /// Opens a file of rows × columns, and checks its header against its size.
  ///
  /// - Throws: ``FileError`` where it cannot be opened; ``NumpyError`` where it is no such file, its entries are no numbers, or
  ///   they lie column after column.
  package init(_ path: String) throws {
    let (descriptor, size) = try openRegularFile(at: path)
    do {
      header = try Self.header(descriptor, size: size, path: path)
      guard case .number(let type) = header.element else { throw NumpyError(path: path, reason: .textInPlaceOfNumbers) }
      guard header.shape.count == 2 else { throw NumpyError(path: path, reason: .notAMatrix(header.shape)) }
      guard header.shape[0] > 0, header.shape[1] > 0 else { throw NumpyError(path: path, reason: .empty(header.shape)) }
      guard !header.columnMajor || header.shape[0] == 1 || header.shape[1] == 1 else {
        throw NumpyError(path: path, reason: .columnAfterColumn(header.shape))
      }
      self.type = type
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    (rows, columns) = (header.shape[0], header.shape[1])
  }

  deinit { close(descriptor) }

  private static func header(_ descriptor: Int32, size: Int, path: String) throws -> NumpyHeader {
    do throws(NumpyError.Reason) {
      let preamble = read(descriptor, from: 0, count: min(NumpyHeader.preambleLength, size)) ?? []
      let length = try NumpyHeader.dataOffset(preamble: preamble)
      let header = try NumpyHeader(read(descriptor, from: 0, count: min(length, size)) ?? [])
      try header.check(fileSize: size)
      return header
    } catch {
      throw NumpyError(path: path, reason: error)
    }
  }

  private static func read(_ descriptor: Int32, from offset: Int, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let isRead = bytes.withUnsafeMutableBytes { read(descriptor, from: offset, into: $0) }
    return isRead ? bytes : nil
  }

  /// Fills memory from a position of a file; false where it cannot be read or ends.
  private static func read(_ descriptor: Int32, from offset: Int, into target: UnsafeMutableRawBufferPointer) -> Bool {
    var done = 0
    while done < target.count {
      let count = pread(
        descriptor, target.baseAddress?.advanced(by: done), target.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  /// Returns some rows in the order given.
  ///
  /// - Throws: ``FileError`` where the file can no longer be read.
  package func selecting(rows indices: [Int]) throws -> Matrix {
    let stride = columns * type.size
    var bytes = [UInt8](repeating: 0, count: stride)
    return try Matrix(rows: indices.count, columns: columns) { block in
      for (place, index) in indices.enumerated() {
        precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
        try read(from: index, into: &bytes)
        convert(bytes, count: columns, into: block.pointer(toRow: place))
      }
    }
  }

  /// Returns some rows that follow each other.
  ///
  /// - Precondition: the range lies inside.
  /// - Throws: ``FileError`` where the file can no longer be read.
  package func selecting(rows range: Range<Int>) throws -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) are outside \(rows) rows")
    var bytes = [UInt8](repeating: 0, count: range.count * columns * type.size)
    return try Matrix(rows: range.count, columns: columns) { block in
      try read(from: range.lowerBound, into: &bytes)
      convert(bytes, count: range.count * columns, into: block.pointer(toRow: 0))
    }
  }

  package var fitsFloat: Bool { type.fitsFloat }

  /// Returns some rows that follow each other in `Double`, row after row.
  ///
  /// - Precondition: the range lies inside.
  /// - Throws: ``FileError`` where the file can no longer be read.
  package func exactly(rows range: Range<Int>) throws -> [Double] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) are outside \(rows) rows")
    let count = range.count * columns
    var bytes = [UInt8](repeating: 0, count: count * type.size)
    try read(from: range.lowerBound, into: &bytes)
    return [Double](unsafeUninitializedCapacity: count) { target, filled in
      bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress, let target = target.baseAddress else { return }
        type.convert(base, stride: type.size, count: count, bigEndian: header.bigEndian, into: target)
        filled = count
      }
    }
  }

  private func read(from row: Int, into bytes: inout [UInt8]) throws {
    let offset = header.dataOffset + row * columns * type.size
    let isRead = bytes.withUnsafeMutableBytes { Self.read(descriptor, from: offset, into: $0) }
    guard isRead else {
      throw FileError(path: path, reason: .cannotOpen("it was changed or cannot be read to its end"))
    }
  }

  private func convert(_ bytes: [UInt8], count: Int, into target: UnsafeMutablePointer<Float>) {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      type.convert(base, stride: type.size, count: count, bigEndian: header.bigEndian, into: target)
    }
  }
}
