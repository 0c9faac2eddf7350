#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The number from which everything random in a run follows.
///
/// Each restart, trial or sample draws from a stream of its own, `seed.stream("start", restart)`, so that the draws of
/// one unit of work never depend on the others or on the order in which threads reach them.
public struct Seed: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// The number itself; every value is a seed.
  public let value: UInt64

  /// Makes a seed of a number.
  public init(_ value: UInt64) { self.value = value }
  public init(integerLiteral value: UInt64) { self.value = value }

  /// Returns the random numbers for one unit of work: the same for the same purpose and index.
  public func stream(_ purpose: StaticString, _ index: Int = 0) -> RandomStream {
    RandomStream(key: derived(purpose, index).value)
  }

  /// Returns a seed for a part of the work that takes streams of its own.
  public func derived(_ purpose: StaticString, _ index: Int = 0) -> Seed {
    // FNV-1a over the purpose, then two rounds of SplitMix64 to spread the bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    purpose.withUTF8Buffer { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
    var mixer = SplitMix64(state: value ^ hash)
    mixer.state = mixer.next() ^ UInt64(bitPattern: Int64(index))
    return Seed(mixer.next())
  }
}

/// A stream of random numbers: xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021).
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var a: UInt64, b: UInt64, c: UInt64, d: UInt64
  private var spareGaussian: Double?

  init(key: UInt64) {
    var mixer = SplitMix64(state: key)
    (a, b, c, d) = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  public mutating func next() -> UInt64 {
    let sum = a &+ d
    let result = (sum << 23 | sum >> 41) &+ a
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = d << 45 | d >> 19
    return result
  }

  /// Returns a number in [0, 1), from the upper 53 bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Returns a whole number in `0..<bound`, each equally likely (Lemire, "Fast random integer generation in an
  /// interval", 2019).
  ///
  /// - Precondition: `bound` is positive.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive, not \(bound)")
    return Int(next(upperBound: UInt64(bound)))
  }

  /// Returns a number from the standard normal distribution (Marsaglia and Bray, "A convenient method for generating
  /// normal variables", 1964).
  public mutating func gaussian() -> Double {
    if let spare = spareGaussian {
      spareGaussian = nil
      return spare
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      let factor = (-2 * log(square) / square).squareRoot()
      spareGaussian = y * factor
      return x * factor
    }
  }

  /// Returns `count` different numbers of `0..<total`, in the order in which they were drawn (Fisher and Yates).
  ///
  /// - Precondition: `count` is from 0 to `total`.
  /// - Complexity: O(total).
  public mutating func sample(_ count: Int, of total: Int) -> [Int] {
    precondition(count <= total, "cannot draw \(count) of \(total)")
    var items = Array(0..<total)
    for position in 0..<count {
      items.swapAt(position, position + integer(below: total - position))
    }
    return Array(items.prefix(count))
  }
}

/// The generator that turns one number into well-spread others (Steele, Lea and Flood, 2014).
package struct SplitMix64 {
  var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
