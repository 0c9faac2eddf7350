import Core

/// Common factors of the entries of a row, without which rows of one direction are equal to the bit.
///
/// Numbers of a computer are odd integers times powers of two. Rows without a common odd factor are therefore equal but for a
/// power of two, which changes no digit of a quotient, exactly where one is a multiple of the other.
extension Matrix {
  /// Returns each row divided by the largest odd number that divides all of its stored entries; the same matrix where that is 1
  /// for every row, as for rows that were measured.
  ///
  /// - Precondition: the matrix is plain.
  /// - Complexity: O(rows · columns) at worst, O(rows) where few entries of each row have no common factor.
  func withoutCommonFactors() -> Matrix {
    withRows { source in
      let factors = Parallel.mapChunks(of: rows, size: 1024) { _, range in
        range.map { row in commonFactor(columns) { Double(source.pointer(toRow: row)[$0]) } }
      }.flatMap(\.self)
      guard factors.contains(where: { $0 > 1 }) else { return self }
      return Matrix(rows: rows, columns: columns) { target in
        for (row, factor) in factors.enumerated() {
          let (from, to) = (source.pointer(toRow: row), target.pointer(toRow: row))
          // The digits of the factor leave the entry, so that the quotient has no more of them.
          for column in 0..<columns { to[column] = factor > 1 ? Float(Double(from[column]) / factor) : from[column] }
        }
      }
    }
  }
}

/// Divides numbers by the largest odd number that divides all of them.
func divideByCommonFactor(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
  let factor = commonFactor(count) { values[$0] }
  guard factor > 1 else { return }
  for index in 0..<count { values[index] /= factor }
}

/// The largest odd number that divides some finite numbers, taken as integers times a power of two; 1 for zeros alone.
private func commonFactor(_ count: Int, _ value: (Int) -> Double) -> Double {
  var factor: UInt64 = 0
  for index in 0..<count {
    let number = value(index)
    guard number != 0 else { continue }
    factor = factor == 0 ? oddPart(number) : oddDivisor(factor, oddPart(number))
    if factor == 1 { break }
  }
  return Double(max(factor, 1))
}

/// The odd integer of a finite number other than 0, which is this one times a power of two.
private func oddPart(_ number: Double) -> UInt64 {
  let digits = number.isNormal ? number.significandBitPattern | 1 << 52 : number.significandBitPattern
  return digits >> UInt64(digits.trailingZeroBitCount)
}

/// The greatest common divisor of two odd numbers (Stein 1967).
private func oddDivisor(_ one: UInt64, _ other: UInt64) -> UInt64 {
  var (small, large) = (min(one, other), max(one, other))
  while small != large {
    let rest = large - small
    let odd = rest >> UInt64(rest.trailingZeroBitCount)
    (small, large) = (min(small, odd), max(small, odd))
  }
  return small
}
