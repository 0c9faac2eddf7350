extension Float {
  /// The bits as a number that orders as the values do: a negative value has all of them inverted, another its sign.
  var orderedBits: UInt32 { bitPattern & 0x8000_0000 == 0 ? bitPattern | 0x8000_0000 : ~bitPattern }

  /// Makes the value of ``orderedBits``.
  init(orderedBits bits: UInt32) {
    self.init(bitPattern: bits & 0x8000_0000 != 0 ? bits & 0x7fff_ffff : ~bits)
  }
}
