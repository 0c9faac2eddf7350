import Clustering
import Core
import Matrices
import Stages
import TestSupport
import Testing

/// Mini-batch k-means against k-means on all rows, which bounds it.
@Suite struct MiniBatchTests {
  @Test(arguments: 0..<5 as Range<UInt64>) func itComesNearKMeans(seed: UInt64) throws {
    let rows = randomRows(6000, 20, groups: 12, seed: 2)
    let whole = try KMeans(clusters: 12).cluster(rows, seed: Seed(seed))
    let fit = try MiniBatchKMeans(clusters: 12).cluster(rows, seed: Seed(seed))
    let ratio = try #require(fit.objective).value / #require(whole.objective).value
    #expect(ratio > 1 - 1e-9 && ratio < 1.25, "\(ratio)")
    #expect(fit.partition.clusters == 12 && Set(fit.partition.labels).count == 12)
    #expect(fit.converged == true && !fit.history.isEmpty)
  }

  @Test func labelsAndInertiaAreThoseOfTheModel() throws {
    let rows = randomRows(3000, 9, groups: 6, seed: 4, offset: 500)
    let fit = try MiniBatchKMeans(clusters: 6, batch: 100).cluster(rows, seed: 3)
    let model = try #require(fit.model as? KMeansModel)
    #expect(try model.predict(rows) == fit.partition)
    var inertia = 0.0
    for row in 0..<rows.rows {
      let center = model.centers.trueRow(Int(fit.partition.labels[row]))
      inertia += zip(rows.trueRow(row), center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(abs(inertia - (fit.objective?.value ?? 0)) < 1e-5 * inertia)
  }

  @Test func threadsChangeNothingAndSeedsDo() throws {
    let rows = randomRows(5000, 15, groups: 8, seed: 5)
    func fit(_ threads: Int, _ seed: Seed) throws -> Clustering {
      try Threads.$count.withValue(threads) { try MiniBatchKMeans(clusters: 8).cluster(rows, seed: seed) }
    }
    let fits = try [1, 2, 4].map { try fit($0, 1) }
    #expect(fits.allSatisfy { $0.partition == fits[0].partition && $0.objective == fits[0].objective })
    #expect(try fit(2, 2).objective != fits[0].objective)
  }

  /// A clump that a start in it keeps from the other rows.
  @Test func starvedCentersAreDrawnAnew() throws {
    let rows = randomRows(4000, 4, groups: 3, seed: 6)
    let fit = try MiniBatchKMeans(clusters: 40, batch: 64).cluster(rows, seed: 0)
    let sizes = Dictionary(grouping: fit.partition.labels, by: \.self).mapValues(\.count)
    #expect(sizes.count >= 36)
  }

  /// A file that is read block by block has them, too.
  @Test(arguments: [1, 7, 40]) func blocksHaveTheSameClusters(clusters: Int) throws {
    let rows = randomRows(20_000, 5, groups: 7, seed: 9, offset: 20)
    let whole = try MiniBatchKMeans(clusters: clusters).cluster(rows, seed: 3)
    let blocks = try MiniBatchKMeans(clusters: clusters).cluster(blocksOf: rows, seed: 3)
    #expect(blocks.partition == whole.partition && blocks.inertia == whole.objective?.value)
    #expect(blocks.history == whole.history && blocks.converged == whole.converged)
  }

  /// Rows that `Float` cannot hold have their centers and their inertia in true units.
  @Test(arguments: [(5e7, 1.0), (0, 1e90), (0, 1e-90), (3e3, 1e-4)])
  func blocksInAFrameHaveTheSameClusters(offset: Double, scale: Double) throws {
    let ordinary = randomRows(9_000, 3, groups: 5, seed: 9)
    let rows = Matrix(
      exactly: (0..<9_000).map { row in
        ordinary.row(row).map { (row % 2 == 0 || scale != 1e-4 ? offset : 0) + scale * Double($0) }
      })
    #expect(!rows.isPlain)
    let whole = try MiniBatchKMeans(clusters: 9).cluster(rows, seed: 3)
    let blocks = try MiniBatchKMeans(clusters: 9).cluster(blocksOf: rows, seed: 3)
    #expect(blocks.partition == whole.partition && blocks.inertia == whole.objective?.value)
    let model = try #require(whole.model as? KMeansModel)
    for cluster in 0..<9 { #expect(blocks.centers.trueRow(cluster) == model.centers.trueRow(cluster)) }
  }

  @Test func blocksNameTheRowThatIsWrong() throws {
    var values = (0..<9_000).map { [Float($0), 1] }
    values[8_500][1] = .nan
    #expect(throws: ClusteringError(.notFinite(row: 8_500, column: 1))) {
      try MiniBatchKMeans(clusters: 2).cluster(blocksOf: Matrix(values), seed: 0)
    }
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 2, distinct: 1))) {
      try MiniBatchKMeans(clusters: 2, batch: 10).cluster(
        blocksOf: Matrix([[Float]](repeating: [1, 2], count: 9_000)), seed: 0)
    }
  }

  @Test func fewRowsAndManyClusters() throws {
    let rows = randomRows(30, 3, seed: 7)
    let fit = try MiniBatchKMeans(clusters: 30).cluster(rows, seed: 0)
    #expect(fit.partition.labels.count == 30)
    #expect(throws: ClusteringError.self) { try MiniBatchKMeans(clusters: 31).cluster(rows, seed: 0) }
    #expect(throws: ClusteringError.self) {
      try MiniBatchKMeans(clusters: 2).cluster(Matrix(Array(repeating: [1, 1], count: 50)), seed: 0)
    }
  }
}
