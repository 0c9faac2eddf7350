import Matrices

/// An `.npy` file, mapped and checked; its numbers are converted when they are asked for.
///
/// The format is NumPy's (NEP 1): versions 1 to 3, either byte order, C and Fortran order.
package struct NumpyArray: Sendable {
  /// The name of the file in errors.
  package let path: String
  package let header: NumpyHeader
  private let bytes: FileBytes

  package var shape: [Int] { header.shape }

  /// Maps a file and checks its header against its size.
  ///
  /// - Throws: ``FileError``, or ``NumpyError`` with the reason.
  package init(mapping path: String) throws {
    try self.init(FileBytes(mapping: path), named: path)
  }

  /// Checks bytes that hold one whole `.npy` file.
  package init(_ bytes: FileBytes, named path: String) throws(NumpyError) {
    self.path = path
    self.bytes = bytes
    do throws(NumpyError.Reason) {
      header = try NumpyHeader(bytes.buffer)
      try header.check(fileSize: bytes.count)
    } catch {
      throw NumpyError(path: path, reason: error)
    }
  }

  /// The array of numbers, whatever its shape.
  package func numbers() throws(NumpyError) -> StoredArray {
    guard case .number(let type) = header.element else { throw NumpyError(path: path, reason: .textInPlaceOfNumbers) }
    return StoredArray(
      bytes: bytes, offset: header.dataOffset, type: type, bigEndian: header.bigEndian,
      columnMajor: header.columnMajor, shape: shape)
  }

  /// The numbers as a matrix of rows × columns.
  ///
  /// - Throws: ``NumpyError`` when the entries are no numbers or the shape is not that of a matrix; ``FileError`` when
  ///   the memory of the machine does not hold it.
  package func matrix() throws -> Matrix {
    let numbers = try numbers()
    guard shape.count == 2 else { throw NumpyError(path: path, reason: .notAMatrix(shape)) }
    guard numbers.count > 0 else { throw NumpyError(path: path, reason: .empty(shape)) }
    try FileError.requireMemory(rows: shape[0], columns: shape[1], path: path)
    return numbers.matrix()
  }

  /// The number of rows of an array with one value a row, of shape (n,) or (n, 1).
  package func columnLength() throws(NumpyError) -> Int {
    guard shape.count == 1 || (shape.count == 2 && shape[1] == 1) else {
      throw NumpyError(path: path, reason: .notAColumn(shape))
    }
    guard shape[0] > 0 else { throw NumpyError(path: path, reason: .empty(shape)) }
    return shape[0]
  }

  /// The texts of an array of Unicode or byte strings with one value a row.
  package func strings() throws(NumpyError) -> [String] {
    if case .number = header.element { throw NumpyError(path: path, reason: .numbersInPlaceOfText) }
    let rows = try columnLength()
    var texts: [String] = []
    texts.reserveCapacity(rows)
    for row in 0..<rows {
      guard let text = text(at: row) else { throw NumpyError(path: path, reason: .invalidText(row: row)) }
      texts.append(text)
    }
    return texts
  }

  /// The text of a row up to its padding, or nil when it is not Unicode.
  private func text(at row: Int) -> String? {
    let start = header.dataOffset + row * header.elementSize
    let field = UnsafeRawBufferPointer(rebasing: bytes.buffer[start..<start + header.elementSize])
    if case .unicode(let length) = header.element {
      var scalars = String.UnicodeScalarView()
      for index in 0..<length {
        let code = field.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        guard let scalar = Unicode.Scalar(header.bigEndian ? UInt32(bigEndian: code) : UInt32(littleEndian: code))
        else { return nil }
        scalars.append(scalar)
      }
      while scalars.last == "\0" { scalars.removeLast() }
      return String(scalars)
    }
    let end = field.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    return String(validating: field[..<end], as: UTF8.self)
  }
}
