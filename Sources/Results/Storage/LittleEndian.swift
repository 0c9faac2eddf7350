extension Array where Element: FixedWidthInteger {
  /// Lends the numbers as little-endian bytes, the order in which files hold them; they are copied on other machines alone.
  @inlinable
  package func withLittleEndianBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    guard Element(littleEndian: 1) == 1 else { return try map { $0.littleEndian }.withUnsafeBytes(body) }
    return try withUnsafeBytes(body)
  }
}
