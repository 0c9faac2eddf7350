/// A NumPy array of bytes or whole numbers in a pickle, its last index the fastest. Its bytes are a part of the file, where
/// that holds them in this order.
package struct PickledArray {
  package let shape: [Int]
  /// The bytes of an entry: 1, 2, 4 or 8.
  let width: Int
  let isSigned: Bool
  let isBigEndian: Bool
  let bytes: [UInt8]?
  let range: Range<Int>
  let file: FileBytes

  package var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }
  /// True for entries that are unsigned bytes.
  package var isOfBytes: Bool { width == 1 && !isSigned }

  /// Lends the entries' bytes to `body`, which must not let them escape.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    if let bytes { return try bytes.withUnsafeBytes(body) }
    return try withExtendedLifetime(file) { try body(UnsafeRawBufferPointer(rebasing: file.buffer[range])) }
  }

  /// The same array of two dimensions, read as if its first index were the fastest.
  fileprivate var transposed: PickledArray {
    let (rows, columns) = (shape[0], shape[1])
    var turned = [UInt8](repeating: 0, count: rows * columns * width)
    withBytes { bytes in
      for row in 0..<rows {
        for column in 0..<columns {
          for byte in 0..<width {
            turned[(row * columns + column) * width + byte] = bytes[(column * rows + row) * width + byte]
          }
        }
      }
    }
    return PickledArray(
      shape: shape, width: width, isSigned: isSigned, isBigEndian: isBigEndian, bytes: turned, range: range, file: file)
  }

  /// The entries as whole numbers; nil where one does not fit.
  package var integers: [Int]? {
    withBytes { bytes in
      let numbers = (0..<count).compactMap { index -> Int? in
        let place = index * width..<(index + 1) * width
        let highest = bytes[isBigEndian ? place.lowerBound : place.upperBound - 1]
        let start: UInt64 = isSigned && highest & 0x80 != 0 ? .max : 0
        let bits =
          isBigEndian
          ? place.reduce(start) { $0 << 8 | UInt64(bytes[$1]) }
          : place.reversed().reduce(start) { $0 << 8 | UInt64(bytes[$1]) }
        return isSigned ? Int(Int64(bitPattern: bits)) : Int(exactly: bits)
      }
      return numbers.count == count ? numbers : nil
    }
  }
}

extension Pickle {
  /// The array that a value would make: by NumPy's `_reconstruct` and a state, or by `_frombuffer`.
  ///
  /// - Throws: ``PickleError`` when it is another object, of other numbers, or its shape needs other bytes.
  package func array(_ value: Reference) throws(PickleError) -> PickledArray {
    guard let call = call(value) else { throw error(.refusedObject("another kind")) }
    switch (call.module, call.name) {
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
      guard let state = nodes[value].state.flatMap(elements), state.count >= 5 else {
        throw error(.missing("the state of an array"))
      }
      return try array(shape: state[1], type: state[2], isColumnMajor: integer(state[3]) == 1, bytes: state[4])
    case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"):
      guard call.arguments.count >= 4 else { throw error(.missing("the buffer of an array")) }
      return try array(
        shape: call.arguments[2], type: call.arguments[1], isColumnMajor: text(call.arguments[3]) == "F",
        bytes: call.arguments[0])
    default: throw error(.refusedObject("\(call.module).\(call.name)"))
    }
  }

  private func array(
    shape: Reference, type: Reference, isColumnMajor: Bool, bytes: Reference
  ) throws(PickleError) -> PickledArray {
    let lengths = (elements(shape) ?? []).compactMap(integer)
    guard lengths.count == elements(shape)?.count, lengths.allSatisfy({ $0 >= 0 }) else {
      throw error(.missing("the shape of an array"))
    }
    let type = try self.type(type)
    let content = try content(bytes)
    let needed = byteCount(lengths, width: type.width) ?? .max
    let found = content.bytes?.count ?? content.range.count
    guard needed == found else { throw error(.arraySize(needed: needed, found: found)) }
    let array = PickledArray(
      shape: lengths, width: type.width, isSigned: type.isSigned, isBigEndian: type.isBigEndian, bytes: content.bytes,
      range: content.range, file: file)
    guard isColumnMajor, lengths.count > 1, needed > 0 else { return array }
    guard lengths.count == 2 else { throw error(.arrayKind("\(lengths.count) dimensions, the first index fastest")) }
    return array.transposed
  }

  /// The kind of an array's entries: a `dtype` of `u1` to `i8`, whose state tells the byte order.
  private func type(_ value: Reference) throws(PickleError) -> (width: Int, isSigned: Bool, isBigEndian: Bool) {
    guard let call = call(value), call.name == "dtype", call.module == "numpy", let first = call.arguments.first,
      let name = text(first)
    else { throw error(.missing("the kind of an array's numbers")) }
    let plain = name.drop { "<>|=".contains($0) }
    guard let kind = plain.first, kind == "u" || kind == "i" || kind == "b", let width = Int(plain.dropFirst()),
      [1, 2, 4, 8].contains(width)
    else { throw error(.arrayKind(name)) }
    let order = nodes[value].state.flatMap(elements).flatMap { $0.count > 1 ? text($0[1]) : nil }
    return (width, kind == "i", order == ">")
  }

  /// An array's bytes: a part of the file, or what Python 3 writes for Python 2, a text of which each character is one.
  private func content(_ value: Reference) throws(PickleError) -> (range: Range<Int>, bytes: [UInt8]?) {
    if case .bytes(let range) = nodes[value].kind { return (range, nil) }
    guard let call = call(value) else { throw error(.missing("the bytes of an array")) }
    switch (call.module, call.name) {
    case ("_codecs", "encode"):
      if let bytes = encodedBytes(value) { return (0..<0, bytes) }
    case ("builtins", "bytes"), ("__builtin__", "bytes"):
      // An empty one.
      if call.arguments.isEmpty { return (0..<0, []) }
    default: throw error(.refusedObject("\(call.module).\(call.name)"))
    }
    throw error(.missing("the bytes of an array"))
  }

  func error(_ reason: PickleError.Reason) -> PickleError { PickleError(path: path, reason: reason) }
}
