import Core
import Foundation
import Matrices
import Reduction
import Testing

/// Principal components, neighbours and maps do not depend on the unit or the origin of the rows.
@Suite struct ReductionOfAnySizeTests {
  private func values(_ rows: Int = 90, _ columns: Int = 4) -> [[Double]] {
    var stream = Seed(4).stream("any size")
    return (0..<rows).map { row in
      (0..<columns).map { (column: Int) -> Double in
        let center: Double = row % 3 == column ? 9 : 0
        return ((stream.gaussian() * Double(column + 1) + center) * 4096).rounded() / 4096
      }
    }
  }

  private func scaled(_ values: [[Double]], _ exponent: Int) -> [[Double]] {
    values.map { $0.map { Double(sign: .plus, exponent: exponent, significand: $0) } }
  }

  @Test(arguments: [-990, -80, 90, 960]) func componentsOfScaledRowsAreScaled(exponent: Int) throws {
    let values = values()
    let (plain, other) = (Matrix(exactly: values), Matrix(exactly: scaled(values, exponent)))
    let (model, far) = (try PCA(dimensions: 2).fit(plain), try PCA(dimensions: 2).fit(other))
    for (one, two) in zip(model.explainedVarianceRatio, far.explainedVarianceRatio) {
      #expect(abs(one - two) < 1e-10)
    }
    if abs(exponent) < 400 {
      let unit = Double(sign: .plus, exponent: 2 * exponent, significand: 1)
      #expect(abs(far.explainedVariance[0] / unit / model.explainedVariance[0] - 1) < 1e-10)
    }
    for (one, two) in zip(model.mean, far.mean) {
      #expect(abs(Double(sign: .plus, exponent: -exponent, significand: two) - one) < 1e-9)
    }
    let (coordinates, farther) = (try model.transform(plain), try far.transform(other))
    for row in 0..<90 {
      for (one, two) in zip(coordinates.trueRow(row), farther.trueRow(row)) {
        #expect(abs(Double(sign: .plus, exponent: -exponent, significand: two) - one) < 1e-4)
      }
    }
  }

  @Test func componentsOfRowsFarFromZeroKeepTheirDigits() throws {
    let values = values()
    let shifted = Matrix(exactly: values.map { row in row.map { $0 + 1e10 } })
    let plain = Matrix(exactly: values)
    let model = try PCA(dimensions: 3).fit(shifted)
    let expected = try PCA(dimensions: 3).fit(plain)
    for (one, two) in zip(model.explainedVariance, expected.explainedVariance) {
      #expect(abs(one / two - 1) < 1e-9)
    }
    // A fitted model reads rows in whatever way they are stored.
    let (found, wanted) = (try model.transform(shifted), try expected.transform(plain))
    for row in 0..<90 {
      for (one, two) in zip(found.trueRow(row), wanted.trueRow(row)) {
        #expect(abs(one - two) < 1e-4)
      }
    }
  }

  @Test func coordinatesOfNarrowClumpsFarApartKeepTheirDigits() throws {
    var stream = Seed(6).stream("clumps")
    let values = (0..<80).map { (row: Int) -> [Double] in
      let site: Double = row < 40 ? 0 : 2e4
      return [site + stream.gaussian() / 5, stream.gaussian() / 5]
    }
    let rows = Matrix(exactly: values)
    let model = try PCA(dimensions: 2).fit(rows)
    let coordinates = try model.transform(rows)
    let component = model.components.row(0).map(Double.init)
    for row in 0..<80 {
      let expected = (0..<2).reduce(0.0) { $0 + (values[row][$1] - model.mean[$1]) * component[$1] }
      #expect(abs(coordinates.trueRow(row)[0] - expected) < 1e-9)
    }
  }

  @Test func neighborsWithinNarrowClumpsAreTheNearest() {
    var stream = Seed(8).stream("clumps")
    let values = (0..<150).map { (row: Int) -> [Double] in
      let site: Double = row % 3 == 0 ? 0 : 1e7
      return [site + stream.gaussian(), stream.gaussian(), 3]
    }
    let matrix = Matrix(exactly: values)
    #expect(matrix.remainder != nil)
    let found = NearestNeighbors(of: matrix, count: 5)
    for row in 0..<150 {
      let distances = values.map { other in
        zip(values[row], other).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      let nearest = (0..<150).filter { $0 != row }.sorted { distances[$0] < distances[$1] }.prefix(5)
      #expect(found.indices[row * 5..<row * 5 + 5].map { Int($0) } == Array(nearest))
    }
  }

  @Test(arguments: [-996, -80, 100, 980]) func mapsOfTinyAndHugeRowsAreThoseOfOrdinaryOnes(
    exponent: Int
  ) throws {
    let values = values(150)
    let tsne = TSNE(perplexity: 10, earlyIterations: 100, iterations: 200)
    let ordinary = try tsne.reduce(Matrix(exactly: values), seed: 1)
    let found = try tsne.reduce(Matrix(exactly: scaled(values, exponent)), seed: 1)
    #expect(abs(found.klDivergence - ordinary.klDivergence) < 0.02 * ordinary.klDivergence)
  }

  @Test(arguments: [Float(1e-38), 1e-30, 1e15, 1e36]) func rowsOfAnyFloatCanBeMapped(scale: Float)
    throws
  {
    let rows = Matrix(values(60).map { $0.map { Float($0) * scale } })
    let found = try TSNE(perplexity: 8, earlyIterations: 50, iterations: 50).reduce(rows, seed: 1)
    #expect(found.points.firstNonFinite() == nil)
    let spread = found.points.columnVariances(around: found.points.columnMeans())
    #expect(spread[0] > 0.01 && spread[1] > 0.01)
  }
}
