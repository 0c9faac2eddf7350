import Clustering
import Core
import Foundation
import Matrices
import Stages
import Testing

@Suite struct DBSCANTests {
  /// The reference values of scikit-learn, from `Fixtures/make_dbscan.py`.
  struct Fixture: Decodable {
    let cases: [Case]

    struct Case: Decodable {
      let name: String
      let metric: String
      let minSamples: Int
      let eps: Double
      /// Empty where they are those of the first case of the name.
      let rows: [[Float]]
      let labels: [Int32]
    }

    func rows(_ known: Case) -> Matrix { Matrix(cases.first { $0.name == known.name }!.rows) }

    static let shared: Fixture = {
      let url = Bundle.module.url(forResource: "dbscan", withExtension: "json", subdirectory: "Fixtures")!
      return try! JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }()
  }

  @Test func theLabelsAreScikitLearns() throws {
    for known in Fixture.shared.cases {
      let method = DBSCAN(
        epsilon: known.eps, minSamples: known.minSamples, metric: try #require(DensityMetric(rawValue: known.metric)))
      let found = try method.cluster(Fixture.shared.rows(known), seed: Seed(0))
      #expect(found.partition.labels == known.labels, "\(known.name) \(known.metric) \(known.minSamples) \(known.eps)")
    }
  }

  @Test func theModelGivesFittedRowsTheirLabels() throws {
    for known in Fixture.shared.cases where known.minSamples == 4 {
      let metric = try #require(DensityMetric(rawValue: known.metric))
      let rows = Fixture.shared.rows(known)
      let method = DBSCAN(epsilon: known.eps, minSamples: 4, metric: metric)
      let model = try #require(try method.cluster(rows, seed: Seed(0)).model)
      #expect(try model.predict(rows).labels == known.labels)
      let stored = try #require(model.stored)
      let again = try #require(try method.model(of: stored))
      #expect(try again.predict(rows).labels == known.labels)
    }
  }

  /// New rows by the cosine have their clusters whatever their lengths, and however they are stored.
  @Test(arguments: [0, 50]) func cosineModelsTakeRowsOfAnyLength(exponent: Int) throws {
    let length = Double(sign: .plus, exponent: exponent, significand: 1)
    for known in Fixture.shared.cases where known.minSamples == 4 && known.metric == "cosine" {
      let rows = Fixture.shared.rows(known)
      let longer = Matrix(exactly: (0..<rows.rows).map { row in rows.row(row).map { Double($0) * length * 3 } })
      let density = try DBSCAN(epsilon: known.eps, minSamples: 4, metric: .cosine).cluster(rows, seed: Seed(0))
      #expect(try #require(density.model).predict(longer).labels == known.labels, "\(known.name)")
      let tree = try HDBSCAN(minClusterSize: 4, metric: .cosine).cluster(rows, seed: Seed(0))
      let model = try #require(tree.model)
      // Rounding decides between neighbors that are equally near.
      let same = zip(try model.predict(longer).labels, try model.predict(rows).labels).count { $0 == $1 }
      #expect(Double(same) >= 0.95 * Double(rows.rows), "\(same) of \(rows.rows), \(known.name)")
    }
  }

  /// Fifteen rows 1 apart, then gaps of 10, 30, 50, 70 and 90: the line from 1 to 90 is farthest above the last 1.
  /// In many columns too, where rows beyond a given eps decide nothing but are drawn.
  @Test(arguments: [3, 40]) func theNeighborDistancesAreExactBeyondEps(columns: Int) throws {
    var stream = Seed(4).stream("rows")
    let rows = Matrix((0..<300).map { _ in (0..<columns).map { _ in Float(stream.gaussian()) } })
    let found = try DBSCAN(epsilon: 0.1, minSamples: 6).cluster(rows, seed: Seed(0))
    let distances = try #require(found.neighborDistances).values
    for row in 0..<300 {
      let squares = (0..<300).filter { $0 != row }.map { other in
        (0..<columns).reduce(0.0) { sum, column in
          let difference = Double(rows[row, column]) - Double(rows[other, column])
          return sum + difference * difference
        }
      }.sorted()
      #expect(abs(Double(distances[row]) / squares[4].squareRoot() - 1) < 1e-6)
    }
  }

  @Test func withoutEpsTheElbowIsTaken() throws {
    let gaps: [Float] = [Float](repeating: 1, count: 14) + [10, 30, 50, 70, 90]
    let rows = Matrix((0...gaps.count).map { [gaps.prefix($0).reduce(0, +)] })
    let found = try DBSCAN(minSamples: 2).cluster(rows, seed: Seed(0))
    #expect(found.partition.labels == [Int32](repeating: 0, count: 15) + [Int32](repeating: -1, count: 5))
    #expect(found.notices.first?.message == "dbscan took eps = 1, the elbow of the distances to the neighbour 1")
  }

  /// The elbow is √2: six digits rounded to the nearest are below it, and part the rows.
  @Test func theEpsThatANoteNamesGivesTheSameClusters() throws {
    let rows = Matrix((0..<14).map { [Float($0), Float($0)] } + [30, 80, 140, 210].map { [$0, 0] as [Float] })
    let found = try DBSCAN(minSamples: 2).cluster(rows, seed: Seed(0))
    let words = try #require(found.notices.first?.message.split(separator: " "))
    let named = try #require(Double(words[4].dropLast()))
    #expect(found.partition.clusters == 1 && named >= 2.0.squareRoot() && words[4].count == 8)
    #expect(try DBSCAN(epsilon: named, minSamples: 2).cluster(rows, seed: Seed(0)).partition == found.partition)
  }

  /// Multiples of two directions, rounded, and six rows across them and one another: the elbow of all distances is one of
  /// rounding.
  @Test func withoutEpsTheElbowByTheCosineIsAboveTheRoundingOfDirections() throws {
    func multiples(_ direction: [Double]) -> [[Float]] {
      (1...12).map { factor in direction.map { Float($0 * Double(factor)) } + [Float](repeating: 0, count: 6) }
    }
    let others: [[Float]] = (3..<9).map { axis in (0..<9).map { $0 == axis ? 1 : 0 } }
    let groups = multiples([0.1, 0.7, 0.3]) + multiples([0.3, -0.1, 0.9])
    let found = try DBSCAN(minSamples: 3, metric: .cosine).cluster(Matrix(groups + others), seed: Seed(0))
    let distances = try #require(found.neighborDistances)
    #expect(distances.values.prefix(24).allSatisfy { $0 <= 0x1p-47 } && distances.threshold > 1e-3)
    let labels = found.partition.labels
    #expect(Set(labels[..<12]).count == 1 && Set(labels[12..<24]).count == 1 && labels[0] >= 0 && labels[12] >= 0)
    let note = try #require(found.notices.first?.message)
    #expect(
      note.contains("that are above the rounding of directions (7.10543e-15): nearer rows have one direction"),
      "\(note)")

    // Rows of one direction are one cluster, and no smaller eps is told from 0.
    let one = try DBSCAN(minSamples: 3, metric: .cosine).cluster(Matrix(multiples([0.1, 0.7, 0.3])), seed: Seed(0))
    #expect(one.partition.labels == [Int32](repeating: 0, count: 12))
    #expect(one.notices.first?.message.hasPrefix("dbscan took eps = 7.10543e-15, the rounding of directions") == true)
    #expect(one.notices.last?.message.hasSuffix("makes a single cluster, and no eps gives several clusters") == true)
  }

  /// Distances of 1, 1 + 2⁻²⁰ and 1, of which six digits are the same.
  @Test func theNumbersOfANoteAreToldApart() throws {
    let rows = Matrix([[0], [1], [2 + 0x1p-20], [3 + 0x1p-20]])
    let found = try DBSCAN(epsilon: 1.000002, minSamples: 2).cluster(rows, seed: Seed(0))
    #expect(
      found.notices.map(\.message) == ["dbscan with eps = 1.000002 makes a single cluster; eps = 1 gives 2 clusters"])
  }

  @Test(arguments: [1e-300, 1e-3, 1e3, 1e155, 1e308])
  func anEpsThatPartsNothingIsSaidWithOneThatDoes(eps: Double) throws {
    let rows = blobs(rows: 120, columns: 3, clusters: 3, spread: 20, seed: Seed(4))
    let found = try DBSCAN(epsilon: eps).cluster(rows, seed: Seed(0))
    let note = try #require(found.notices.first)
    #expect(note.kind == (eps < 1 ? "all-noise" : "one-cluster"))
    #expect(note.message.contains("eps = \(ParameterValue.number(eps).description) makes"))
    #expect(found.neighborDistances?.threshold == eps)
    let match = try #require(note.message.firstMatch(of: /; eps = ([0-9.e+-]+) gives ([0-9]+) clusters/))
    let better = try DBSCAN(epsilon: Double(match.1)).cluster(rows, seed: Seed(0))
    #expect(better.partition.clusters == Int(match.2) && better.partition.clusters >= 2 && better.notices.isEmpty)
  }

  @Test func rowsThatCannotBeClusteredAreErrors() throws {
    #expect(throws: ClusteringError(.rowsBelowSamples(minSamples: 5, rows: 3))) {
      try DBSCAN(epsilon: 1).cluster(Matrix([[1], [2], [3]]), seed: Seed(0))
    }
    #expect(throws: StageError.self) { try DBSCAN(epsilon: 0).cluster(Matrix([[1], [2]]), seed: Seed(0)) }
    let equal = try DBSCAN().cluster(Matrix([[Float]](repeating: [1, 2], count: 9)), seed: Seed(0))
    #expect(equal.partition.clusters == 1 && equal.notices.map(\.kind) == ["eps-chosen", "one-cluster"])
  }
}
