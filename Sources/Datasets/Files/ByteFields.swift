/// The number of bytes of an array of these lengths; nil where it is larger than any number.
func byteCount(_ lengths: [Int], width: Int) -> Int? {
  guard !lengths.contains(0) else { return 0 }
  return lengths.reduce(Optional(width)) { product, length in
    guard let product else { return nil }
    let (next, overflow) = product.multipliedReportingOverflow(by: length)
    return overflow ? nil : next
  }
}

/// Whole numbers at places of a file in memory, of the given byte order.
extension UnsafeRawBufferPointer {
  /// The number at an offset, its lowest byte first; nil where it does not lie inside.
  func littleEndian<Number: FixedWidthInteger>(_: Number.Type = Number.self, at offset: Int) -> Number? {
    stored(at: offset).map(Number.init(littleEndian:))
  }

  /// The number at an offset, its highest byte first; nil where it does not lie inside.
  func bigEndian<Number: FixedWidthInteger>(_: Number.Type = Number.self, at offset: Int) -> Number? {
    stored(at: offset).map(Number.init(bigEndian:))
  }

  private func stored<Number: FixedWidthInteger>(at offset: Int) -> Number? {
    guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return nil }
    return loadUnaligned(fromByteOffset: offset, as: Number.self)
  }
}
