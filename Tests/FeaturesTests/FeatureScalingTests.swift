import Core
import Features
import Foundation
import Matrices
import Testing

@Suite struct FeatureScalingTests {
  @Test func standardizesLikeScikitLearn() throws {
    let set = try FeatureSet(reading: fixture("unscaled.npy"))
    let scaled = FeatureScaling.standardize.applied(to: set.matrix)
    #expect(largestError(scaled, try Expected.read().standardized) < 2e-6)
    #expect((0..<scaled.rows).allSatisfy { scaled[$0, 2] == 0 })
  }

  @Test(arguments: 0..<20) func ignoresShiftAndScale(seed: UInt64) {
    let matrix = gaussianMatrix(100, 6, seed: seed)
    let moved = Matrix((0..<100).map { row in matrix.row(row).map { $0 * 4 + 8 } })
    let (one, other) = (FeatureScaling.standardize.applied(to: matrix), FeatureScaling.standardize.applied(to: moved))
    let rows = (0..<100).map { one.row($0).map(Double.init) }
    #expect(largestError(other, rows) < 1e-5)
    for column in 0..<6 {
      let mean = rows.reduce(0) { $0 + $1[column] } / 100
      let variance = rows.reduce(0) { $0 + $1[column] * $1[column] } / 100
      #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-5)
    }
  }

  @Test func bringsRowsToLengthOne() {
    let scaled = FeatureScaling.l2.applied(to: Matrix([[3, 4], [0, 0]]))
    #expect(scaled == Matrix([[0.6, 0.8], [0, 0]]))
    #expect(FeatureScaling.none.applied(to: Matrix([[3, 4]])) == Matrix([[3, 4]]))
  }

  @Test func isTheSameWithAnyNumberOfThreads() {
    let matrix = gaussianMatrix(7000, 9, seed: 2)
    let alone = Threads.$count.withValue(1) { FeatureScaling.standardize.applied(to: matrix) }
    for threads in [2, 4] {
      #expect(Threads.$count.withValue(threads) { FeatureScaling.standardize.applied(to: matrix) } == alone)
    }
  }
}
