import Core
import Foundation
import Matrices
import Testing

/// Numbers that `Float` cannot hold keep the digits that matter, by an origin, a scale or a remainder.
@Suite struct FrameTests {
  private func gaussian(_ rows: Int, _ columns: Int, seed: Seed = 1) -> [[Double]] {
    var stream = seed.stream("frame")
    return (0..<rows).map { _ in (0..<columns).map { _ in stream.gaussian() } }
  }

  /// Narrow clumps at 0 and 3,000, as in a table of two sites.
  private func clumps(_ rows: Int) -> [[Double]] {
    gaussian(rows, 2).enumerated().map { (row, entries) -> [Double] in
      [entries[0] / 10 + (row < rows / 2 ? 0.0 : 3e3), entries[1]]
    }
  }

  private func largestError(_ matrix: Matrix, _ values: [[Double]]) -> Double {
    var largest = 0.0
    for (row, expected) in values.enumerated() {
      for (found, value) in zip(matrix.trueRow(row), expected) { largest = max(largest, abs(found - value)) }
    }
    return largest
  }

  @Test(arguments: [(0.0, 1.0), (25, 1), (-40, 1e3), (0, 1e-8), (0, 1e11)])
  func ordinaryNumbersArePlain(offset: Double, scale: Double) {
    let values = gaussian(300, 3).map { $0.map { ($0 + offset) * scale } }
    let matrix = Matrix(exactly: values)
    #expect(matrix.isPlain)
    #expect(matrix == Matrix(values.map { $0.map { Float($0) } }))
  }

  @Test func wholeNumbersAndConstantsArePlain() {
    let values = (0..<100).map { (row: Int) -> [Double] in
      [Double(row % 2), Double(row * 1_000), 0.1, Double(row % 3) / 10, 0]
    }
    #expect(Matrix(exactly: values).isPlain)
  }

  @Test func aNarrowColumnFarFromZeroHasAnOriginAndKeepsItsDigits() {
    let values = gaussian(180, 2).map { [1.7e9 + 50 * $0[0], $0[1]] }
    let matrix = Matrix(exactly: values)
    #expect(matrix.frame.origin?[1] == 0 && matrix.remainder == nil)
    #expect(abs((matrix.frame.origin?[0] ?? 0) - 1.7e9) < 200)
    #expect(largestError(matrix, values) < 1e-5)
  }

  @Test func narrowClumpsFarApartHaveARemainder() {
    let values = clumps(200)
    let matrix = Matrix(exactly: values)
    #expect(matrix.frame == .plain && matrix.remainder != nil)
    #expect((0..<200).allSatisfy { abs(matrix.trueRow($0)[0] - values[$0][0]) < 1e-11 })
    // The other column is ordinary: rounded to Float, without a remainder.
    #expect((0..<200).allSatisfy { matrix.remainder?[$0, 1] == 0 && matrix[$0, 1] == Float(values[$0][1]) })
  }

  @Test(arguments: [1e-300, 1e-30, 1e-24, 1e30, 1e39, 1e300])
  func tinyAndHugeNumbersHaveAScale(scale: Double) {
    let values = gaussian(100, 4).map { $0.map { $0 * scale } }
    let matrix = Matrix(exactly: values)
    #expect(matrix.frame.origin == nil && matrix.frame.exponent != 0)
    #expect(largestError(matrix, values) < 1e-6 * scale)
    let largest = (0..<100).flatMap { matrix.row($0) }.map(abs).max() ?? 0
    #expect(largest >= 1 && largest < 0x1p40)
  }

  @Test func floatsOutsideTheOrdinaryRangeAreScaledWithoutLoss() {
    for scale in [Float(1e-30), 1e-24, 1e20, 1e37] {
      let plain = Matrix(gaussian(50, 3).map { $0.map { Float($0) * scale } })
      let scaled = plain.scaledIntoRange()
      #expect(scaled.frame.exponent != 0 && scaled.remainder == nil)
      for row in 0..<50 { #expect(scaled.trueRow(row) == plain.row(row).map(Double.init)) }
    }
    let ordinary = Matrix([[1, 2], [3, 4]])
    #expect(ordinary.scaledIntoRange().isPlain)
  }

  @Test func valuesThatFloatsMergedAreLookedAtAgain() {
    let times = (0..<180).map { [Float(1.7e9 + Double($0))] }
    #expect(Matrix(times).mayHaveLostDigits())
    #expect(Matrix(gaussian(300, 2).map { $0.map { Float($0) } }).mayHaveLostDigits() == false)
  }

  @Test(arguments: 0..<120) func theQuickLookAtDigitsAnswersAsTheWholePlan(seed: UInt64) {
    var stream = Seed(seed).stream("columns")
    let rows = [9, 60, 700, 5_000][Int(seed) % 4]
    let kinds = (0..<3).map { _ in Int(stream.uniform() * 8) }
    let matrix = Matrix(
      (0..<rows).map { row in
        kinds.map { kind -> Float in
          let value = stream.gaussian()
          return switch kind {
          case 0, 1: Float(value)
          case 2: Float(value) * 1e-20
          case 3: Float(max(0, value - 1.5))
          case 4: Float((value * 4).rounded())
          case 5: Float(Double(row % 3) * 1e4 + value * 1e-3)
          case 6: Float(value * value * value * 100)
          default: Float(row % 17 == 0 ? 1e6 + value * 0.1 : value)
          }
        }
      })
    let plan = StoragePlan(for: ExactValues(storedIn: matrix), rounded: true)
    #expect(matrix.mayHaveLostDigits() == !plan.isPlain)
  }

  @Test func selectionsAndComparisonsCarryAllOfIt() {
    let values = clumps(100).map { [$0[0], 5e12 + $0[1]] }
    let matrix = Matrix(exactly: values)
    let some = matrix.selecting(rows: [99, 3])
    #expect(some.frame == matrix.frame && some.trueRow(0) == matrix.trueRow(99))
    #expect(matrix == Matrix(exactly: values))
    #expect(matrix != matrix.withoutRemainder())
    #expect(matrix != matrix.with(.plain))
  }

  @Test func momentsAreThoseOfTheNumbersInDouble() {
    let values = clumps(400)
    let matrix = Matrix(exactly: values)
    let means = matrix.columnMeans()
    let expected = (0..<2).map { column in values.reduce(0) { $0 + $1[column] } / 400 }
    let spread = values.reduce(0) { $0 + ($1[0] - expected[0]) * ($1[0] - expected[0]) } / 400
    #expect(abs(means[0] - expected[0]) < 1e-10)
    #expect(abs(matrix.columnVariances(around: means)[0] / spread - 1) < 1e-13)
    #expect(abs(matrix.scatter(around: means)[0] / 400 / spread - 1) < 1e-12)
    let second = matrix.selecting(rows: Array(200..<400))
    let narrow = values[200...].reduce(0) { $0 + $1[0] } / 200
    let variance = values[200...].reduce(0) { $0 + ($1[0] - narrow) * ($1[0] - narrow) } / 200
    #expect(abs(second.columnVariances(around: second.columnMeans())[0] / variance - 1) < 1e-9)
  }

  @Test func directionsAreThoseOfTrueValues() {
    // Around the origin the stored differences point anywhere; the rows all point nearly the same way.
    let values = gaussian(60, 3).map { [1e8 + $0[0], 1e8 + $0[1], 1e8 + $0[2]] }
    let directions = Matrix(exactly: values).l2Normalized()
    for (row, value) in values.enumerated() {
      let length = value.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (found, entry) in zip(directions.trueRow(row), value) { #expect(abs(found - entry / length) < 1e-15) }
    }
    let tiny = Matrix(exactly: [[3e-200, 4e-200], [0, 0]]).l2Normalized()
    #expect(tiny.trueRow(1) == [0, 0] && abs(tiny.trueRow(0)[0] - 0.6) < 1e-7)
    let huge = Matrix([[3e38, 0], [2e38, 2e38]]).l2Normalized()
    #expect(huge[0, 0] == 1 && abs(huge[1, 1] - Float(0.5).squareRoot()) < 1e-6)
  }

  @Test func aPointGoesToTrueUnitsAndBack() {
    let frame = Frame(origin: [1e12, -3], exponent: 40)
    #expect(frame.trueValues(of: [1, 2]) == [1e12 + 0x1p40, -3 + 0x1p41])
    #expect(frame.storedValues(of: frame.trueValues(of: [0.5, 2])) == [0.5, 2])
    #expect(frame.trueSquare(of: 3) == 3 * 0x1p80 && Frame(exponent: -600).trueSquare(of: 1) == 0)
    let values = gaussian(20, 2).map { [$0[0] * 1e30, $0[1] * 1e30] }
    let matrix = Matrix(exactly: values)
    let other = matrix.expressed(in: Frame(origin: [1e30, 0], exponent: 98))
    // Both parts together hold 48 bits of values up to 4e30.
    #expect(largestError(other, (0..<20).map(matrix.trueRow)) < 1e16)
  }
}
