import Core
import Foundation
import Matrices
import Reduction
import Stages
import TestSupport
import Testing

/// The reference values of scikit-learn, from `Fixtures/make_pca.py`.
private struct PCAFixture: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let rows: [[Float]]
    let explainedVariance: [Double]
    let explainedVarianceRatio: [Double]
    let components: [[Double]]
    let transformed: [[Double]]
  }

  static let shared: PCAFixture = {
    let url = Bundle.module.url(forResource: "pca", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(PCAFixture.self, from: Data(contentsOf: url))
  }()
}

@Suite struct PCATests {
  /// Wherever they stand among the others, and also along components that show rounding alone.
  @Test(arguments: [(700, 96, 50), (1_037, 33, 33), (530, 5, 4)])
  func equalRowsHaveEqualCoordinates(rows: Int, columns: Int, dimensions: Int) throws {
    let five = randomRows(5, columns, seed: Seed(3))
    let repeated = five.selecting(rows: (0..<rows).map { $0 * 7 % 5 })
    for space in [
      try PCA(dimensions: dimensions).make([repeated], StageContext(seed: 1)),
      try Whitening(dimensions: dimensions).make([repeated], StageContext(seed: 1)),
      try RandomProjection(dimensions: dimensions).make([repeated], StageContext(seed: 1)),
    ] {
      #expect(Set((0..<rows).map { Array(space.rows.row($0)) }).count == 5)
    }
    let notices = try PCA(dimensions: dimensions).make([repeated], StageContext(seed: 1)).notices
    #expect(
      notices.map(\.message)
        == (dimensions > 4
          ? [
            "\(dimensions - 4) of \(dimensions) components with less than 1e-10 of the variance of the first: rounding, where the rows vary along 4"
          ] : []))
  }

  @Test(arguments: 0..<6)
  func variancesComponentsAndSignsAreScikitLearns(number: Int) throws {
    let expected = PCAFixture.shared.cases[number]
    let rows = Matrix(expected.rows)
    let model = try PCA(dimensions: expected.components.count).fit(rows)
    let transformed = try model.transform(rows)
    for index in expected.components.indices {
      let variance = expected.explainedVariance[index]
      #expect(abs(model.explainedVariance[index] - variance) <= 1e-4 * variance + 1e-9)
      #expect(abs(model.explainedVarianceRatio[index] - expected.explainedVarianceRatio[index]) < 1e-5)
      // A component without variance has no direction to compare.
      guard variance > 1e-6 else { continue }
      for (entry, other) in zip(model.components.row(index), expected.components[index]) {
        #expect(abs(Double(entry) - other) < 2e-3)
      }
      for row in 0..<5 { #expect(abs(Double(transformed[row, index]) - expected.transformed[row][index]) < 2e-2) }
    }
  }

  @Test(arguments: 0..<10)
  func componentsAreOrthonormalAndTheLargestEntryIsPositive(seed: Int) throws {
    let rows = gaussianRows(60, 9, seed: Seed(UInt64(seed)))
    let model = try PCA(dimensions: 9).fit(rows)
    for i in 0..<9 {
      let a = model.components.row(i)
      #expect(a.max { abs($0) < abs($1) }! > 0)
      for j in 0...i {
        let dot = zip(a, model.components.row(j)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(dot - (i == j ? 1 : 0)) < 1e-5)
      }
    }
    #expect(abs(model.explainedVariance.reduce(0, +) / model.totalVariance - 1) < 1e-9)
    #expect(zip(model.explainedVariance, model.explainedVariance.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func allComponentsKeepTheDistances() throws {
    let rows = gaussianRows(40, 6, seed: 3)
    let turned = try PCA(dimensions: 6).fit(rows).transform(rows)
    for row in 1..<40 {
      func distance(_ m: Matrix) -> Double {
        zip(m.row(0), m.row(row)).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      }
      #expect(abs(distance(turned) / distance(rows) - 1) < 1e-4)
    }
  }

  @Test func theBitsDoNotDependOnTheThreads() throws {
    let rows = gaussianRows(4000, 40, seed: 4)
    let results = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { () -> (PCAModel, Matrix) in
        let model = try PCA(dimensions: 10).fit(rows)
        return (model, try model.transform(rows))
      }
    }
    for result in results.dropFirst() {
      #expect(result.0.components == results[0].0.components)
      #expect(result.0.explainedVariance == results[0].0.explainedVariance)
      #expect(result.1 == results[0].1)
    }
  }

  @Test func moreDimensionsThanTheDataAllowIsAnErrorThatNamesBoth() {
    #expect(throws: ReductionError(.tooManyDimensions(asked: 5, rows: 3, columns: 8))) {
      try PCA(dimensions: 5).fit(gaussianRows(3, 8, seed: 1))
    }
    #expect(throws: ReductionError.self) { try PCA(dimensions: 0).fit(gaussianRows(3, 8, seed: 1)) }
    #expect(throws: ReductionError(.notFinite(row: 0, column: 1))) {
      try PCA(dimensions: 1).fit(Matrix([[0, .infinity], [1, 2]]))
    }
  }

  @Test func aCovarianceBeyondTheMemoryIsAnError() throws {
    let error = #expect(throws: ReductionError.self) {
      try PCA(dimensions: 1).fit(Matrix(rows: 2, columns: 3_000_000))
    }
    guard case .covarianceTooLarge(3_000_000, let needed, let memory) = error?.reason else {
      Issue.record("another reason: \(String(describing: error))")
      return
    }
    #expect(needed > memory)
  }

  @Test func zerosThatAreSkippedChangeNothing() throws {
    let whole = gaussianRows(2000, 40, seed: 5)
    let rows = Matrix((0..<2000).map { whole.row($0).enumerated().map { max($1 - 1.7 * Float($0 + 1), 0) } })
    #expect(rows.isMostlyZero)
    // As far from each other as before, and none is zero.
    let shifted = Matrix((0..<2000).map { rows.row($0).map { $0 + 64 } })
    let (sparse, dense) = (try PCA(dimensions: 17).fit(rows), try PCA(dimensions: 17).fit(shifted))
    let (points, others) = (try sparse.transform(rows), try dense.transform(shifted))
    for index in 0..<17 {
      let variance = dense.explainedVariance[index]
      #expect(abs(sparse.explainedVariance[index] / variance - 1) < 1e-5)
      for row in stride(from: 0, to: 2000, by: 37) {
        #expect(abs(points[row, index] - others[row, index]) < 1e-3 * Float(variance.squareRoot()))
      }
    }
  }

  @Test func constantRowsHaveNoVariance() throws {
    let model = try PCA(dimensions: 2).fit(Matrix(rows: 10, columns: 3, repeating: 4))
    #expect(model.explainedVariance == [0, 0])
    #expect(model.explainedVarianceRatio == [0, 0])
  }
}

private func gaussianRows(_ rows: Int, _ columns: Int, seed: Seed) -> Matrix {
  var stream = seed.stream("rows")
  return Matrix((0..<rows).map { _ in (0..<columns).map { Float(stream.gaussian()) * Float($0 + 1) } })
}
