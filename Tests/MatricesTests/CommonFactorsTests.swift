import Core
import Matrices
import Testing

/// Cosine distances of rows of one direction: exactly 0, whatever their lengths.
@Suite struct CommonFactorsTests {
  /// Multiples of two directions by whole numbers and powers of two.
  private static func rows(columns: Int, exponent: Int) -> [[Float]] {
    let directions = [(0..<columns).map { Float($0 + 1) }, (0..<columns).map { Float(($0 * 5 + 2) % 7) - 3 }]
    return (1...60).map { number in
      directions[number % 2].map { $0 * Float(number) * Float(sign: .plus, exponent: exponent, significand: 1) }
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

  @Test func rowsWithoutACommonFactorStayAsTheyAre() {
    let rows: [[Float]] = [[0.1, 0.2, 0.7], [1, 3, -5], [0, 0, 8], [0, 0, 0], [6.5, 13.5, 1]]
    #expect(Matrix(rows).withoutCommonFactors() == Matrix(rows))
    #expect(Matrix(rows + [[6, -9, 12]]).withoutCommonFactors() == Matrix(rows + [[2, -3, 4]]))
  }

  /// Numbers that a matrix holds in more digits than those of `Float`.
  @Test func directionsAreTheSameForMultiplesInDouble() {
    let point = [1.0, 2.0000000001, -3]
    var one = point
    let step = [0x10_0001, 0x20_0003, -0x30_0005].map(Double.init)
    var (first, other) = (step.map { $0 * 3 }, step.map { $0 * 7 })
    first.withUnsafeMutableBufferPointer { divideByCommonFactor($0.baseAddress!, 3) }
    other.withUnsafeMutableBufferPointer { divideByCommonFactor($0.baseAddress!, 3) }
    one.withUnsafeMutableBufferPointer { divideByCommonFactor($0.baseAddress!, 3) }
    #expect(first == other && one == point)
  }
}
