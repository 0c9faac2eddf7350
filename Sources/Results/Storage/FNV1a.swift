/// Fowler, Noll and Vo's hash of 64 bits, variant 1a: it finds what was damaged, and is no defence against forgery.
package enum FNV1a {
  /// The hash in 16 hexadecimal digits.
  package static func digits(of bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
