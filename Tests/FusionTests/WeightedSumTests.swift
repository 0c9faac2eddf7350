import Core
import Fusion
import Matrices
import Stages
import Testing

@Suite struct WeightedSumTests {
  @Test func unitRowsAreAddedByTheirWeights() throws {
    let parts = [Matrix([[3, 4], [0, 0]]), Matrix([[0, 5], [2, 0]])]
    let expected: [[Float]] = [[0.25 * 0.6, 0.25 * 0.8 + 0.75], [0.75, 0]]
    let fused = try WeightedSum(weights: [0.25, 0.75]).make(parts).rows
    for row in 0..<2 {
      for column in 0..<2 { #expect(abs(fused[row, column] - expected[row][column]) < 1e-6) }
    }
    #expect(try WeightedSum(normalize: .none).make(parts).rows == Matrix([[1.5, 4.5], [1, 0]]))
  }

  @Test func oneWeightAloneIsThePart() throws {
    let parts = [Matrix([[1, 2], [3, -1]]), Matrix([[9, 9], [8, 7]])]
    #expect(try WeightedSum(weights: [1, 0], normalize: .none).make(parts).rows == parts[0])
  }

  @Test(arguments: Concatenation.Normalization.allCases) func newRowsAreScaledAsThoseOfTheFit(
    normalize: Concatenation.Normalization
  ) throws {
    var stream = Seed(1).stream("rows")
    let parts = (0..<3).map { _ in Matrix((0..<40).map { _ in (0..<4).map { _ in Float(stream.gaussian()) } }) }
    let method = WeightedSum(weights: [0.2, 0.3, 0.5], normalize: normalize)
    let space = try method.make(parts)
    let stored = try #require(space.transform).stored
    let again = try #require(try method.transform(of: stored))
    #expect(try again.transform(parts) == space.rows)
    let some = try again.transform(parts.map { $0.selecting(rows: [5, 2]) })
    #expect(some == space.rows.selecting(rows: [5, 2]))
    #expect(throws: (any Error).self) { try again.transform(Array(parts.dropFirst())) }
  }

  @Test func unlikeWidthsAreAnErrorWithBoth() throws {
    let parts = [Matrix([[1, 2]]), Matrix([[1, 2, 3]])]
    let expected = FusionError(.columnsDiffer(first: 2, other: 3, index: 1))
    #expect(throws: expected) { try WeightedSum().make(parts) }
    #expect(throws: expected) { try WeightedSum().check(Shape(rows: 1, columns: [2, 3])) }
    #expect(expected.isOfRows && expected.cause.contains("2 columns") && expected.cause.contains("3"))
  }
}
