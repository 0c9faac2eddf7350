import Core
import Foundation
import Matrices
import Scores
import Testing

/// Internal scores do not depend on the unit or the origin of the rows.
@Suite struct ScoresOfAnySizeTests {
  private static let labels = Partition((0..<120).map { Int32($0 % 3) })

  private func values() -> [[Double]] {
    var stream = Seed(9).stream("any size")
    // Whole multiples of 2^-12, so that shifted and scaled values are exact.
    return (0..<120).map { row in
      (0..<3).map { (column: Int) -> Double in
        let center: Double = column == row % 3 ? 4 : 0
        return ((stream.gaussian() + center) * 4096).rounded() / 4096
      }
    }
  }

  private func score(_ matrix: Matrix) throws -> [Double] {
    try InternalScores.all.map { try $0.score(matrix, Self.labels).value }
  }

  @Test(arguments: [-997, -100, -80, 70, 100, 990]) func aPowerOfTwoChangesNothing(exponent: Int)
    throws
  {
    let values = values()
    let scaled = values.map { $0.map { Double(sign: .plus, exponent: exponent, significand: $0) } }
    let matrix = Matrix(exactly: scaled)
    #expect(matrix.frame.exponent != 0)
    for (found, expected) in zip(try score(matrix), try score(Matrix(exactly: values))) {
      #expect(abs(found / expected - 1) < 1e-12)
    }
  }

  @Test(arguments: [1e6, 1e9, -1e11]) func anOffsetChangesNothing(offset: Double) throws {
    let values = values()
    let shifted = Matrix(exactly: values.map { $0.map { $0 + offset } })
    #expect(shifted.frame.origin != nil)
    for (found, expected) in zip(try score(shifted), try score(Matrix(exactly: values))) {
      #expect(abs(found / expected - 1) < 1e-6)
    }
  }

  @Test func narrowClumpsFarApartKeepTheirSilhouettes() throws {
    // Two clusters within each of two clumps; distances within a clump are all that the clusters are told apart by.
    var stream = Seed(2).stream("clumps")
    let values = (0..<120).map { (row: Int) -> [Double] in
      let site: Double = row % 2 == 0 ? 0 : 1
      return [1e6 * site, Double(row / 2 % 2) + stream.gaussian() / 50, 1e7 * site + stream.gaussian() / 50]
    }
    func distance(_ one: Int, _ other: Int) -> Double {
      zip(values[one], values[other]).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    let partition = Partition((0..<120).map { Int32($0 % 4) })
    let matrix = Matrix(exactly: values)
    #expect(matrix.remainder != nil)
    let found = try Silhouette().samples(matrix, partition)
    for (position, row) in found.rows.enumerated() {
      func mean(_ cluster: Int32) -> Double {
        let others = (0..<120).filter { partition.labels[$0] == cluster && $0 != row }
        return others.reduce(0.0) { $0 + distance(row, $1) } / Double(others.count)
      }
      let own = mean(partition.labels[row])
      let nearest = (0..<4).filter { $0 != partition.labels[row] }.map { mean($0) }.min() ?? 0
      #expect(abs(found.values[position] - (nearest - own) / max(own, nearest)) < 1e-5)
    }
  }
}
