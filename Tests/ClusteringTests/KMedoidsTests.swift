import Clustering
import Core
import Matrices
import Stages
import Testing

@Suite struct KMedoidsTests {
  /// The sum of the distances of all rows to the nearest of some of them, straight from the definition.
  private static func cost(_ rows: Matrix, medoids: [Int]) -> Double {
    (0..<rows.rows).reduce(0) { sum, row in
      sum + medoids.map { rows.squaredDistance(row, to: rows, $0).squareRoot() }.min()!
    }
  }

  /// The rows that the model's medoids are.
  private static func medoids(of fit: Clustering, in rows: Matrix) throws -> [Int] {
    let model = try #require(fit.model as? KMedoidsModel)
    return try (0..<model.medoids.rows).map { medoid in
      try #require((0..<rows.rows).first { rows.row($0) == model.medoids.row(medoid) })
    }
  }

  @Test(arguments: 0..<5) func noExchangeOfAMedoidLowersTheCost(seed: Int) throws {
    let rows = blobs(rows: 60, columns: 3, clusters: 4, spread: 1, seed: Seed(UInt64(seed)))
    let fit = try KMedoids(clusters: 4).cluster(rows, seed: Seed(UInt64(seed)))
    let medoids = try Self.medoids(of: fit, in: rows)
    let cost = Self.cost(rows, medoids: medoids)
    #expect(fit.converged == true && abs(fit.objectiveValue / cost - 1) < 1e-6)
    for cluster in 0..<4 {
      for candidate in 0..<60 {
        var exchanged = medoids
        exchanged[cluster] = candidate
        #expect(Self.cost(rows, medoids: exchanged) >= cost * (1 - 1e-6))
      }
    }
  }

  @Test func eachRowIsWithItsNearestMedoidAndTheCostFalls() throws {
    let rows = blobs(rows: 300, columns: 5, clusters: 6, spread: 1, seed: 2)
    let fit = try KMedoids(clusters: 6).cluster(rows, seed: 1)
    let medoids = try Self.medoids(of: fit, in: rows)
    for row in 0..<300 {
      let distances = medoids.map { rows.squaredDistance(row, to: rows, $0) }
      #expect(distances[Int(fit.partition.labels[row])] == distances.min())
    }
    #expect(zip(fit.history, fit.history.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(abs(fit.history.last! / fit.objectiveValue - 1) < 1e-6)
  }

  /// In one dimension the sum of distances is least at the median; the mean of these is 21.
  @Test func oneClusterHasTheMedianAsItsMedoid() throws {
    let fit = try KMedoids(clusters: 1).cluster(Matrix([[100], [2], [0], [1], [2]]), seed: 0)
    let model = try #require(fit.model as? KMedoidsModel)
    #expect(model.medoids == Matrix([[2]]) && fit.objectiveValue == 101)
  }

  @Test func asManyClustersAsDistinctRowsLeaveNoCost() throws {
    let rows = Matrix((0..<60).map { [Float($0 % 7) * 3.7, Float($0 % 7) * -1.3] })
    let fit = try KMedoids(clusters: 7).cluster(rows, seed: 0)
    #expect(fit.objectiveValue == 0 && Set(fit.partition.labels).count == 7)
  }

  @Test func theSeedDrawsTheFirstMedoids() throws {
    let rows = blobs(rows: 200, columns: 2, clusters: 1, seed: 5)
    let fits = try (0..<5).map { try KMedoids(clusters: 8).cluster(rows, seed: Seed(UInt64($0))).partition }
    #expect(Set(fits.map(\.labels)).count > 1)
  }

  @Test func stoppingEarlyIsSaid() throws {
    let rows = blobs(rows: 200, columns: 4, clusters: 8, spread: 0.3, seed: 7)
    let fit = try KMedoids(clusters: 8, maximumIterations: 1).cluster(rows, seed: 0)
    #expect(fit.converged == false && fit.history.count == 1)
    #expect(fit.notices.map(\.kind) == ["not-converged"])
  }

  @Test func badOptionsAndRowsAreErrors() {
    let rows = Matrix((0..<20).map { [Float($0 % 3), 1] })
    #expect(throws: ClusteringError(.tooFewRows(clusters: 21, rows: 20))) {
      try KMedoids(clusters: 21).cluster(rows, seed: 0)
    }
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 5, distinct: 3))) {
      try KMedoids(clusters: 5).check(rows)
    }
    #expect(throws: ClusteringError(.notFinite(row: 1, column: 0))) {
      try KMedoids(clusters: 1).cluster(Matrix([[0, 1], [.nan, 1]]), seed: 0)
    }
    #expect(throws: StageError.self) { try KMedoids(clusters: 1, maximumIterations: 0).cluster(rows, seed: 0) }
  }
}
