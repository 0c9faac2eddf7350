import Core
import Foundation
import Fusion
import Matrices
import Stages
import Testing

/// Canonical variates against their definition in NumPy, which scikit-learn's CCA confirms (Fixtures/make_cca.py).
@Suite struct CCATests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let dimensions, rows: Int
      let regularization: Double
      let first, second, x, y: [[Double]]
      let correlations: [Double]
    }

    let cases: [Case]

    static func load() throws -> [Case] {
      let url = try #require(Bundle.module.url(forResource: "cca", withExtension: "json", subdirectory: "Fixtures"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).cases
    }
  }

  private func part(_ rows: some Sequence<[Double]>) -> Matrix { Matrix(rows.map { $0.map { Float($0) } }) }

  private func error(_ found: Matrix, _ expected: [[Double]]) -> Double {
    (0..<found.rows).flatMap { row in zip(found.trueRow(row), expected[row]).map { abs($0 - $1) } }.max() ?? .infinity
  }

  @Test func theVariatesAreThoseOfTheDefinitionAlsoOfNewRows() throws {
    let cases = try Fixture.load()
    #expect(cases.count > 3)
    for each in cases {
      let (first, second) = (part(each.first.prefix(each.rows)), part(each.second.prefix(each.rows)))
      let method = CCA(dimensions: each.dimensions, regularization: each.regularization)
      let space = try method.make([first, second])
      let expected = zip(each.x, each.y).map { $0 + $1 }
      #expect(error(space.rows, Array(expected.prefix(each.rows))) < 1e-5, "\(each.name)")
      let transform = try #require(space.transform)
      let fresh = try transform.transform([
        part(each.first.dropFirst(each.rows)), part(each.second.dropFirst(each.rows)),
      ])
      #expect(error(fresh, Array(expected.dropFirst(each.rows))) < 1e-5, "\(each.name)")
      let correlations = try transform.stored.list("correlations")
      #expect(zip(correlations, each.correlations).allSatisfy { abs($0 - $1) < 1e-5 }, "\(each.name)")
      let mean = try CCA(dimensions: each.dimensions, regularization: each.regularization, combine: .mean)
        .make([first, second])
      let half = zip(each.x, each.y).map { zip($0, $1).map { ($0 + $1) / 2 } }
      #expect(error(mean.rows, half) < 1e-5, "\(each.name)")
    }
  }

  private func parts(_ rows: Int, seed: Seed) -> [Matrix] {
    var stream = seed.stream("parts")
    let shared = (0..<rows).map { _ in stream.gaussian() }
    return [5, 3].map { columns in
      Matrix(shared.map { value in (0..<columns).map { Float(value * Double($0 + 1) + stream.gaussian()) } })
    }
  }

  @Test func aPartTurnedAndStretchedHasTheSameCorrelations() throws {
    let parts = parts(200, seed: 1)
    let turned = Matrix(
      (0..<200).map { row in
        let (a, b, c) = (parts[1][row, 0], parts[1][row, 1], parts[1][row, 2])
        return [a + b, 3 * b - c + 7, 10 * c]
      })
    let method = CCA(dimensions: 3, regularization: 0)
    let found = try [parts[1], turned].map { second in
      try #require(try method.make([parts[0], second]).transform).stored.list("correlations")
    }
    #expect(zip(found[0], found[1]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func equalPartsCorrelateWhollyAndTheirVariatesAreWhite() throws {
    let rows = parts(300, seed: 2)[0]
    let space = try CCA(dimensions: 5, regularization: 0).make([rows, rows])
    let correlations = try #require(space.transform).stored.list("correlations")
    #expect(correlations.allSatisfy { abs($0 - 1) < 1e-9 })
    for column in 0..<10 {
      let values = (0..<300).map { Double(space.rows[$0, column]) }
      let square = values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(square / 299 - 1) < 1e-4 && abs(values.reduce(0, +)) < 1e-2)
    }
    #expect(space.notices.contains { $0.kind == "canonical-correlations" && $0.message.contains("1.0, 1.0") })
  }

  @Test func aPartWithoutWeightIsLeftOut() throws {
    let parts = parts(100, seed: 3)
    let whole = try CCA(dimensions: 2).make(parts).rows
    let method = CCA(dimensions: 2, weights: [0, 1])
    let alone = try method.make(parts).rows
    #expect(alone.columns == 2 && method.columns(Shape(rows: 100, columns: [5, 3])) == 2)
    for row in 0..<100 { #expect(alone.row(row) == Array(whole.row(row).suffix(2))) }
  }

  @Test(arguments: [1, 2, 4]) func theBitsDoNotDependOnTheThreads(threads: Int) throws {
    let parts = parts(3000, seed: 4)
    let one = try Threads.$count.withValue(1) { try CCA().make(parts).rows }
    #expect(try Threads.$count.withValue(threads) { try CCA().make(parts).rows } == one)
  }

  @Test func badPartsAreErrorsThatNameTheNumbers() throws {
    let parts = parts(50, seed: 5)
    #expect(throws: FusionError(.tooManyCorrelations(asked: 4, allowed: 3))) { try CCA(dimensions: 4).make(parts) }
    #expect(throws: FusionError(.tooManyCorrelations(asked: 1, allowed: 0))) {
      try CCA().make(parts.map { $0.selecting(rows: [0]) })
    }
    let constant = Matrix(rows: 50, columns: 3, repeating: 2)
    #expect(throws: FusionError(.constantPart(index: 1, rows: 50))) { try CCA().make([parts[0], constant]) }
    let few = parts.map { $0.selecting(rows: [0, 1, 2]) }
    #expect(throws: FusionError(.singularCovariance(index: 0, rows: 3, columns: 5, regularization: 0))) {
      try CCA(dimensions: 1, regularization: 0).make(few)
    }
    #expect(try CCA(dimensions: 1).make(few).notices.contains { $0.message.contains("by chance") })
    #expect(throws: StageError.self) { try CCA().make([parts[0], parts[0], parts[0]]) }
    #expect(throws: StageError.self) { try CCA(weights: [0.5, 0.2]).make(parts) }
  }
}
