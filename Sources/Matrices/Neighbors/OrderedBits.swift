extension Float {
  /// The bits as a number that orders as the values do: a negative value has all of them inverted, another its sign.
  var orderedBits: UInt32 { bitPattern & 0x8000_0000 == 0 ? bitPattern | 0x8000_0000 : ~bitPattern }

  /// Makes the value of ``orderedBits``.
  init(orderedBits bits: UInt32) {
    self.init(bitPattern: bits & 0x8000_0000 != 0 ? bits & 0x7fff_ffff : ~bits)
  }
}

/// A row and its distance, which is not negative, as one number: the smaller of two is the nearer row, and of two equally
/// near ones the lower.
struct DistanceKey: Comparable {
  let bits: UInt64

  init(_ distance: Float, row: Int32) {
    // The bits of a number that is not negative are in the order of the numbers.
    bits = UInt64(distance.bitPattern) << 32 | UInt64(UInt32(bitPattern: row))
  }

  init(bits: UInt64) { self.bits = bits }

  var row: Int32 { Int32(truncatingIfNeeded: bits) }
  var distance: Float { Float(bitPattern: UInt32(bits >> 32)) }

  static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}
