import Core
import Matrices
import Testing

@Suite struct SubnormalsTests {
  private struct Failure: Error {}

  /// A product below the smallest normal number, of numbers that no compiler knows.
  private func product() -> Float {
    let factors = [Float.leastNormalMagnitude, 0.5].shuffled()
    return factors[0] * factors[1]
  }

  @Test func theyAreZeroInsideAndKeptOutside() {
    #if arch(x86_64)
      #expect(withoutSubnormals { product() } == 0)
    #endif
    #expect(product() == .leastNormalMagnitude / 2)
  }

  @Test func anErrorEndsIt() {
    #expect(throws: Failure.self) { try withoutSubnormals { throw Failure() } }
    #expect(product() == .leastNormalMagnitude / 2)
  }

  /// Half of the rows weigh less than what counts: the scatter is that of the others.
  @Test func scattersLeaveOutWhatWeighsNothing() {
    let (rows, columns) = (1200, 2048)
    var stream = Seed(3).stream("scatter")
    let matrix = Matrix(rows: rows, columns: columns) { block in
      for row in 0..<rows { for column in 0..<columns { block[row, column] = Float(stream.gaussian()) } }
    }
    #expect(!matrix.scattersInDouble)
    let weights = Matrix([(0..<rows).map { $0 < rows / 2 ? 1 : Float.leastNonzeroMagnitude * 700 }])
    let mean = [Double](repeating: 0, count: columns)
    let found = matrix.scatters(around: [mean][...], weights: weights, from: 0)[0]
    let kept = matrix.selecting(rows: Array(0..<rows / 2))
    let ones = Matrix([[Float](repeating: 1, count: rows / 2)])
    let expected = kept.scatters(around: [mean][...], weights: ones, from: 0)[0]
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-3 })
  }
}
