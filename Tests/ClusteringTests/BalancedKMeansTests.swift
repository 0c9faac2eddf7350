import Clustering
import Core
import Foundation
import Matrices
import Stages
import TestSupport
import Testing

/// Clusters of equal size: the assignment against SciPy's solver (Fixtures/make_balanced.py), the fit against its definition.
@Suite struct BalancedKMeansTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let costs: [[Double]]
      let least: Double
    }

    let cases: [Case]

    static func load() throws -> [Case] {
      let url = try #require(
        Bundle.module.url(forResource: "balanced", withExtension: "json", subdirectory: "Fixtures"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).cases
    }
  }

  private func write(_ costs: [[Double]], into assignment: BalancedAssignment) {
    for (row, line) in costs.enumerated() {
      for (cluster, cost) in line.enumerated() { assignment.costs[row * assignment.clusters + cluster] = cost }
    }
  }

  private func areEqual(_ sizes: [Int], rows: Int) -> Bool {
    let size = rows / sizes.count
    return sizes.reduce(0, +) == rows && sizes.count { $0 == size + 1 } == rows % sizes.count
      && sizes.allSatisfy { $0 == size || $0 == size + 1 }
  }

  @Test func theAssignmentCostsTheLeast() throws {
    let cases = try Fixture.load()
    #expect(cases.count > 15)
    for each in cases {
      let assignment = BalancedAssignment(rows: each.costs.count, clusters: each.costs[0].count)
      write(each.costs, into: assignment)
      assignment.assign()
      #expect(abs(assignment.total - each.least) < 1e-9 * max(each.least, 1), "\(each.name)")
      #expect(areEqual(assignment.sizes, rows: assignment.rows), "\(each.name)")
      // The prices prove it, and make a good start for other costs of the same shape.
      expectPrices(of: assignment, each)
      write(each.costs.map { line in line.map { 2 * $0 + 1 } }.reversed(), into: assignment)
      assignment.assign()
      let other = 2 * each.least + Double(assignment.rows)
      #expect(abs(assignment.total - other) < 1e-9 * max(other, 1), "\(each.name)")
      #expect(areEqual(assignment.sizes, rows: assignment.rows), "\(each.name)")
    }
  }

  /// No row would rather be in another cluster at these prices.
  private func expectPrices(of assignment: BalancedAssignment, _ each: Fixture.Case) {
    for prices in [assignment.prices, assignment.centeredPrices()] {
      for (row, line) in each.costs.enumerated() {
        let own = Int(assignment.labels[row])
        let best = line.indices.map { line[$0] - prices[$0] }.min() ?? 0
        #expect(line[own] - prices[own] <= best + 1e-9, "\(each.name)")
      }
    }
  }

  /// Squared distances to centers half of which are far from all rows, so that many rows have to move.
  private func writeUneven(into assignment: BalancedAssignment, seed: Seed) {
    var stream = seed.stream("uneven")
    func point(_ scale: Double) -> [Double] { (0..<6).map { _ in scale * stream.gaussian() } }
    let rows = (0..<assignment.rows).map { _ in point(1) }
    let centers = (0..<assignment.clusters).map { point($0 % 2 == 0 ? 0.5 : 3) }
    write(
      rows.map { row in centers.map { zip($0, row).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } } },
      into: assignment)
  }

  /// The least cost that prices prove (weak duality).
  private func bound(_ assignment: BalancedAssignment) -> Double {
    let (clusters, prices) = (assignment.clusters, Array(assignment.prices.prefix(assignment.clusters)))
    let (size, left) = assignment.rows.quotientAndRemainder(dividingBy: clusters)
    let own = (0..<assignment.rows).reduce(0.0) { sum, row in
      sum + ((0..<clusters).map { assignment.costs[row * clusters + $0] - prices[$0] }.min() ?? 0)
    }
    return own + Double(size) * prices.reduce(0, +) + prices.sorted().prefix(left).reduce(0, +)
  }

  @Test(arguments: [(3000, 100), (2990, 100), (1500, 129)])
  func anAuctionSparesPathsAndLeavesTheBestAssignment(rows: Int, clusters: Int) {
    let found = [1, 2, 4].map { threads in
      Threads.$count.withValue(threads) {
        let assignment = BalancedAssignment(rows: rows, clusters: clusters)
        for seed in [Seed(1), Seed(2)] {
          writeUneven(into: assignment, seed: seed)
          assignment.assign()
          #expect(areEqual(assignment.sizes, rows: rows))
          #expect(abs(bound(assignment) - assignment.total) < 1e-9 * assignment.total)
        }
        #expect(assignment.auctions == 2 && assignment.paths < rows / 5, "\(assignment.paths) paths")
        return assignment
      }
    }
    for other in found.dropFirst() {
      #expect(other.labels == found[0].labels && other.prices == found[0].prices && other.paths == found[0].paths)
    }
  }

  @Test(arguments: [(600, 7, 3), (1000, 10, 25), (90, 90, 4)])
  func theClustersAreOfEqualSize(rows: Int, clusters: Int, columns: Int) throws {
    let matrix = randomRows(rows, columns, groups: 5, seed: 3)
    let fit = try BalancedKMeans(clusters: clusters, restarts: 2).cluster(matrix, seed: 1)
    let sizes = (0..<clusters).map { cluster in fit.partition.labels.count { $0 == cluster } }
    #expect(areEqual(sizes, rows: rows))
    #expect(fit.converged == true)
    let (least, most) = (sizes.min() ?? 0, sizes.max() ?? 0)
    let range = least < most ? "\(least) to \(most)" : "\(most)"
    let note = try #require(fit.notices.first { $0.kind == "balance" })
    #expect(note.message.hasPrefix("the clusters of equal size (\(range) row"), "\(note.message)")
    // No iteration is worse than the one before.
    #expect(zip(fit.history, fit.history.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-12) })
  }

  /// 2,000 rows in 20 clusters, beside alternating means and SciPy's assignment (Fixtures/make_balanced_fit.py).
  @Test func theInertiaIsAsLowAsWithTheBestAssignmentInEachIteration() throws {
    struct Fixture: Decodable {
      let clusters: Int
      let rows: [[Double]]
      let least: Double
    }
    let url = try #require(
      Bundle.module.url(forResource: "balanced-fit", withExtension: "json", subdirectory: "Fixtures"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    let rows = Matrix(fixture.rows.map { $0.map { Float($0) } })
    let fit = try BalancedKMeans(clusters: fixture.clusters).cluster(rows, seed: 0)
    let inertia = try #require(fit.objective).value
    #expect(inertia <= 1.01 * fixture.least, "\(inertia) for \(fixture.least)")
    let sizes = (0..<fixture.clusters).map { cluster in fit.partition.labels.count { $0 == cluster } }
    #expect(Set(sizes) == [rows.rows / fixture.clusters])
  }

  /// Groups of equal size, which both find.
  @Test func anInertiaThatEqualBalanceDoesNotChangeIsSaidToBeTheSame() throws {
    let rows = Matrix((0..<30).map { [Float($0 % 3) * 100, Float($0 / 3)] })
    let note = try BalancedKMeans(clusters: 3).cluster(rows, seed: 0).notices.first { $0.kind == "balance" }
    #expect(note?.message.hasPrefix("the clusters of equal size (10 rows) ") == true)
    #expect(note?.message.hasSuffix("have the inertia of k-means without equal sizes, to within 0.1 %") == true)
  }

  @Test func theInertiaAndTheNoteAreThoseOfTheDefinition() throws {
    // Groups of 90 and 30 rows.
    let matrix = Matrix((0..<120).map { row in [row < 90 ? 0 : 10, Float(row % 7)] })
    let fit = try BalancedKMeans(clusters: 2).cluster(matrix, seed: 2)
    var inertia = 0.0
    for cluster in 0..<2 {
      let rows = (0..<120).filter { fit.partition.labels[$0] == cluster }.map(matrix.trueRow)
      let mean = (0..<2).map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
      inertia += rows.joined().enumerated().reduce(0) {
        $0 + ($1.element - mean[$1.offset % 2]) * ($1.element - mean[$1.offset % 2])
      }
    }
    #expect(abs(try #require(fit.objective).value - inertia) < 1e-6 * inertia)
    let plain = try KMeans(clusters: 2).cluster(matrix, seed: 2)
    let whole = try #require(plain.objective).value
    let note = try #require(fit.notices.first { $0.kind == "balance" })
    #expect(note.message.contains("\(String(format: "%.1f", 100 * (inertia / whole - 1))) % above"), "\(note.message)")
  }

  @Test(arguments: [0.0, 1e6]) func theModelGivesTheRowsOfTheFitTheirLabels(offset: Double) throws {
    let values = randomRows(500, 6, groups: 4, seed: 9)
    let matrix = Matrix.storing(rows: 500, columns: 6) { range, target in
      for row in range {
        for column in 0..<6 { target[(row - range.lowerBound) * 6 + column] = offset + Double(values[row, column]) }
      }
    }
    let method = BalancedKMeans(clusters: 6)
    let fit = try method.cluster(matrix, seed: 1)
    let model = try #require(fit.model)
    #expect(try model.predict(matrix) == fit.partition)
    let stored = try #require(model.stored)
    let again = try #require(try method.model(of: stored))
    #expect(try again.predict(matrix) == fit.partition)
    #expect(throws: ClusteringError(.columnsDiffer(expected: 6, found: 2))) { try model.predict(Matrix([[1, 2]])) }
  }

  @Test func threadsChangeNothing() throws {
    let rows = randomRows(2500, 30, seed: 4)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try BalancedKMeans(clusters: 9).cluster(rows, seed: 1) }
    }
    #expect(fits.allSatisfy { $0.partition == fits[0].partition && $0.objective == fits[0].objective })
    #expect(fits.allSatisfy { $0.history == fits[0].history && $0.model?.stored == fits[0].model?.stored })
  }

  @Test func strangeSettingsAndRowsAreErrors() throws {
    let rows = Matrix([[0, 1], [2, 3], [0, 0]])
    #expect(throws: StageError.self) { try BalancedKMeans().cluster(rows, seed: 0) }
    #expect(throws: ClusteringError(.tooFewRows(clusters: 4, rows: 3))) {
      try BalancedKMeans(clusters: 4).cluster(rows, seed: 0)
    }
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 2, distinct: 1))) {
      try BalancedKMeans(clusters: 2).cluster(Matrix(Array(repeating: [1, 2], count: 7)), seed: 0)
    }
    let error = #expect(throws: ClusteringError.self) {
      try BalancedKMeans(clusters: 1_000_000).check(Shape(rows: 10_000_000, columns: 2))
    }
    #expect(error?.cause.contains("10,000,000 rows") == true && error?.hint.contains("fewer clusters") == true)
  }
}
