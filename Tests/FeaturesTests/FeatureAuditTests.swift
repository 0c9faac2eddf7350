import Core
import Features
import Foundation
import Matrices
import Testing

@Suite struct FeatureAuditTests {
  private func check(_ audit: FeatureAudit, _ expected: Expected.Audit) {
    #expect(audit.rows == expected.rows && audit.columns == expected.columns)
    #expect(audit.nanCount == expected.nanCount && audit.infinityCount == expected.infinityCount)
    #expect(audit.nonFiniteRows == expected.nonFiniteRows && audit.zeroRows == expected.zeroRows)
    #expect(audit.distinctRows == expected.distinctRows && audit.constantColumns == expected.constantColumns)
    #expect(audit.duplicateRows == expected.rows - expected.distinctRows)
    #expect(abs(audit.zeroFraction - expected.zeroFraction) < 1e-12)
    let norms = [audit.norms.minimum, audit.norms.median, audit.norms.mean, audit.norms.maximum]
    for (found, wanted) in zip(norms, expected.norms) { #expect(abs(found - wanted) < 1e-9 * max(1, wanted)) }
  }

  @Test func agreesWithNumpy() throws {
    let expected = try Expected.read()
    check(try FeatureSet(reading: fixture("finite.npy")).audit, expected.finite)
    check(try FeatureSet(reading: fixture("audit.npy"), FeatureOptions(nonFinite: .drop)).audit, expected.audit)
  }

  /// Rows without numbers hide no column that is constant in all others, wherever they stand; plain rows and narrow ones.
  @Test(arguments: [0, 1, 59], [0.0, 1e9]) func emptyRowsHideNoConstantColumn(empty: Int, offset: Double) {
    func value(_ row: Int, _ column: Int) -> Double {
      if row == empty || (row + column) % 50 == 49 { return .nan }
      return offset + (column % 4 == 0 ? 5 : Double(row * 20 + column) / 7)
    }
    let rows: [[Double]] = (0..<60).map { row in (0..<20).map { value(row, $0) } }
    let matrix = Matrix.storing(rows: 60, columns: 20) { range, target in
      for (index, value) in rows[range].joined().enumerated() { target[index] = value }
    }
    #expect(FeatureAudit(of: matrix).constantColumns == 5)
    #expect(FeatureAudit(of: Matrix([[.nan, 1, .infinity], [.nan, 2, 3]])).constantColumns == 2)
  }

  @Test(arguments: 0..<30) func countsDistinctRowsLikeASet(seed: UInt64) {
    var stream = Seed(seed).stream("rows")
    let columns = 1 + stream.integer(below: 40)
    let rows = (0..<200).map { _ in (0..<columns).map { _ in Float(stream.integer(below: 2)) } }
    #expect(FeatureAudit(of: Matrix(rows)).distinctRows == Set(rows).count)
  }

  @Test(arguments: 0..<10) func doesNotDependOnTheOrderOfRows(seed: UInt64) {
    var stream = Seed(seed).stream("order")
    let matrix = gaussianMatrix(150, 20, seed: seed).selecting(rows: (0..<300).map { _ in stream.integer(below: 150) })
    let shuffled = matrix.selecting(rows: stream.sample(300, of: 300))
    let (one, other) = (FeatureAudit(of: matrix), FeatureAudit(of: shuffled))
    #expect(one.distinctRows == other.distinctRows && one.norms.median == other.norms.median)
    #expect(one.zeroFraction == other.zeroFraction && one.norms.maximum == other.norms.maximum)
  }

  @Test func isTheSameWithAnyNumberOfThreads() {
    let matrix = gaussianMatrix(5000, 33, seed: 5)
    let alone = Threads.$count.withValue(1) { FeatureAudit(of: matrix) }
    for threads in [2, 4] { #expect(Threads.$count.withValue(threads) { FeatureAudit(of: matrix) } == alone) }
  }

  @Test func survivesTheTripThroughJSON() throws {
    let audit = FeatureAudit(of: gaussianMatrix(10, 3, seed: 1))
    #expect(try JSONDecoder().decode(FeatureAudit.self, from: JSONEncoder().encode(audit)) == audit)
  }
}
