import Core
import Matrices
import Testing

/// Cosine distances of rows of one direction: exactly 0, whatever their lengths.
@Suite struct CommonFactorsTests {
  /// Multiples of two directions by whole numbers and powers of two.
  private static func rows(columns: Int, exponent: Int) -> [[Float]] {
    let rising = (0..<columns).map { Float($0 + 1) }
    let mixed = (0..<columns).map { Float(($0 * 5 + 2) % 7 - 3) }
    let unit = Float(sign: .plus, exponent: exponent, significand: 1)
    return (1...60).map { number -> [Float] in
      let factor = Float(number) * unit
      return (number % 2 == 0 ? rising : mixed).map { $0 * factor }
    }
  }

  @Test(arguments: [1, 3, 9, 20], [0, -100, 90]) func multiplesAreAtDistanceZero(columns: Int, exponent: Int) {
    let measured = MeasuredRows(Matrix(Self.rows(columns: columns, exponent: exponent)), isCosine: true)
    measured.withMeasure { measure in
      for one in 0..<60 {
        for other in 0..<60 { #expect((measure.square(one, other) == 0) == (one % 2 == other % 2)) }
      }
    }
  }

  @Test(arguments: [false, true]) func newRowsAreAtDistanceZeroOfTheirMultiples(isCosine: Bool) {
    let known = MeasuredRows(Matrix([[1, 2, 3], [3, 1, 2]]), isCosine: isCosine)
    let others = known.matching(Matrix([[7, 14, 21], [33, 11, 22], [-1, -2, -3]]))
    known.withMeasure { own in
      others.withMeasure { new in
        #expect((own.square(0, new, 0) == 0) == isCosine && (own.square(1, new, 1) == 0) == isCosine)
        #expect(own.square(0, new, 2) > 3.9)
      }
    }
  }
}
