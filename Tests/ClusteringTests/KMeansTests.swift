import Clustering
import Core
import Matrices
import Stages
import Testing

@Suite struct KMeansTests {
  @Test(arguments: 0..<8)
  func fromGivenCentersThePartitionIsScikitLearns(number: Int) throws {
    let expected = ClusteringFixture.shared.cases[number]
    let kmeans = KMeans(clusters: 4, start: .centers(Matrix(expected.kmeans.start)))
    let fit = try kmeans.cluster(Matrix(expected.rows), seed: 0)
    #expect(fit.partition.labels == expected.kmeans.labels)
    #expect(abs(fit.objectiveValue / expected.kmeans.inertia - 1) < 1e-5)
  }

  @Test(arguments: [KMeans.Metric.euclidean, .spherical], 0..<10)
  func theLabelsAreThoseOfTheCentersReturned(metric: KMeans.Metric, seed: Int) throws {
    let rows = blobs(rows: 300, columns: 5, clusters: 6, spread: 1, seed: Seed(UInt64(seed)))
    let kmeans = KMeans(clusters: 6, restarts: 3, maximumIterations: 4, metric: metric)
    let fit = try kmeans.cluster(rows, seed: Seed(UInt64(seed)))
    #expect(try fit.predict(rows) == fit.partition)
    let model = try #require(fit.model as? KMeansModel)
    let space = metric == .spherical ? rows.l2Normalized() : rows
    for row in 0..<rows.rows {
      let distances = (0..<6).map { space.squaredDistance(row, to: model.centers, $0) }
      let own = distances[Int(fit.partition.labels[row])]
      #expect(own <= distances.min()! + 1e-4, "row \(row) is not with its nearest centre")
    }
  }

  @Test(arguments: 0..<10)
  func theInertiaIsTheSumOfSquaredDistancesAndFallsEachIteration(seed: Int) throws {
    let rows = blobs(rows: 400, columns: 7, clusters: 5, spread: 1, seed: Seed(UInt64(seed)))
    let fit = try KMeans(clusters: 5, restarts: 2).cluster(rows, seed: Seed(UInt64(seed)))
    let model = try #require(fit.model as? KMeansModel)
    let sum = (0..<400).reduce(0.0) {
      $0 + rows.squaredDistance($1, to: model.centers, Int(fit.partition.labels[$1]))
    }
    #expect(abs(fit.objectiveValue / sum - 1) < 1e-6)
    #expect(zip(fit.history, fit.history.dropFirst()).allSatisfy { $0 >= $1 * (1 - 1e-6) })
    #expect(fit.converged == true)
  }

  @Test func wellSeparatedBlobsAreFoundExactly() throws {
    let rows = blobs(rows: 500, columns: 8, clusters: 5, spread: 30, seed: 3)
    let labels = try KMeans(clusters: 5).cluster(rows, seed: 1).partition.labels
    for row in 0..<500 { #expect(labels[row] == labels[row % 5]) }
    #expect(Set(labels).count == 5)
  }

  @Test(arguments: [KMeans.Metric.euclidean, .spherical])
  func theBitsDoNotDependOnTheThreads(metric: KMeans.Metric) throws {
    let rows = blobs(rows: 5000, columns: 72, clusters: 20, spread: 0.5, seed: 5)
    let kmeans = KMeans(clusters: 20, restarts: 4, metric: metric)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try kmeans.cluster(rows, seed: 9) }
    }
    for fit in fits.dropFirst() {
      #expect(fit.partition == fits[0].partition)
      #expect(fit.objectiveValue == fits[0].objectiveValue)
      #expect(fit.history == fits[0].history)
    }
  }

  @Test(arguments: KMeans.Metric.allCases, [1, 4]) func theObjectiveOfEachStartIsTold(
    metric: KMeans.Metric, starts: Int
  ) throws {
    let fit = try KMeans(clusters: 12, restarts: starts, metric: metric).cluster(
      blobs(rows: 300, columns: 5, clusters: 6, spread: 3, seed: 7), seed: 1)
    let objective = fit.objectiveValue
    #expect(fit.startObjectives.count == starts)
    #expect(fit.startObjectives.allSatisfy { $0 >= objective * (1 - 1e-6) })
    #expect(fit.startObjectives.contains { abs($0 - objective) <= 1e-6 * objective })
  }

  @Test func moreRestartsAreNeverWorse() throws {
    let rows = blobs(rows: 600, columns: 4, clusters: 15, spread: 1, seed: 8)
    let one = try KMeans(clusters: 15, restarts: 1).cluster(rows, seed: 2).objectiveValue
    let ten = try KMeans(clusters: 15, restarts: 10).cluster(rows, seed: 2).objectiveValue
    #expect(ten <= one)
  }

  @Test func farFromTheOriginTheDigitsAreKept() throws {
    let near = blobs(rows: 300, columns: 3, clusters: 3, spread: 4, seed: 4)
    let far = Matrix((0..<300).map { near.row($0).map { ($0 * 64).rounded() / 64 + 4096 } })
    let back = Matrix((0..<300).map { far.row($0).map { $0 - 4096 } })
    let kmeans = KMeans(clusters: 3, restarts: 5)
    #expect(try kmeans.cluster(far, seed: 1).partition == kmeans.cluster(back, seed: 1).partition)
  }

  @Test func sphericalClustersDoNotDependOnTheLengthOfTheRows() throws {
    let rows = blobs(rows: 200, columns: 6, clusters: 4, seed: 6)
    let scaled = Matrix((0..<200).map { row in rows.row(row).map { $0 * Float(1 << (row % 5)) } })
    let kmeans = KMeans(clusters: 4, metric: .spherical)
    #expect(try kmeans.cluster(rows, seed: 1).partition == kmeans.cluster(scaled, seed: 1).partition)
  }

  @Test func anEmptyClusterTakesTheFarthestRow() throws {
    // The third centre starts out of reach, so its cluster is empty until it takes the outlier.
    let rows = Matrix([[0, 0], [0, 1], [1, 0], [10, 10], [10, 11], [30, 30]])
    let start = Matrix([[0, 0], [10, 10], [1000, 1000]])
    let fit = try KMeans(clusters: 3, start: .centers(start)).cluster(rows, seed: 0)
    #expect(fit.partition.labels == [0, 0, 0, 1, 1, 2])
    #expect(fit.notices.contains { $0.kind == "empty-cluster" })
  }

  @Test func stoppingEarlyIsSaid() throws {
    let rows = blobs(rows: 500, columns: 4, clusters: 8, spread: 0.3, seed: 7)
    let fit = try KMeans(clusters: 8, restarts: 1, maximumIterations: 2, tolerance: 0).cluster(rows, seed: 0)
    #expect(fit.converged == false)
    #expect(fit.notices.map(\.kind) == ["not-converged"])
  }

  @Test func oneClusterHasTheMeanAsItsCenter() throws {
    let rows = Matrix([[0, 2], [2, 4], [4, 0]])
    let model = try #require(try KMeans(clusters: 1).cluster(rows, seed: 0).model as? KMeansModel)
    #expect(model.centers == Matrix([[2, 2]]))
  }

  @Test func moreClustersThanDistinctRowsIsAnErrorThatNamesBoth() {
    let rows = Matrix((0..<20).map { [Float($0 % 3), 1] })
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 5, distinct: 3))) {
      try KMeans(clusters: 5).cluster(rows, seed: 0)
    }
    #expect(throws: ClusteringError(.tooFewRows(clusters: 21, rows: 20))) {
      try KMeans(clusters: 21).cluster(rows, seed: 0)
    }
  }

  @Test func asManyClustersAsDistinctRowsLeaveNoInertia() throws {
    let rows = Matrix((0..<60).map { [Float($0 % 7) * 3.7, Float($0 % 7) * -1.3] })
    let fit = try KMeans(clusters: 7).cluster(rows, seed: 0)
    #expect(fit.objectiveValue == 0)
    #expect(Set(fit.partition.labels).count == 7)
  }

  @Test func badOptionsAndRowsAreErrors() {
    let rows = Matrix([[0, 1], [.nan, 1]])
    #expect(throws: ClusteringError(.notFinite(row: 1, column: 0))) { try KMeans(clusters: 1).cluster(rows, seed: 0) }
    #expect(throws: StageError.self) { try KMeans(clusters: 0).cluster(Matrix([[0]]), seed: 0) }
    #expect(throws: StageError.self) { try KMeans(clusters: 1, restarts: 0).cluster(Matrix([[0]]), seed: 0) }
    #expect(throws: ClusteringError(.zeroRows(count: 1))) {
      try KMeans(clusters: 1, metric: .spherical).cluster(Matrix([[0, 0], [1, 0]]), seed: 0)
    }
    #expect(
      throws: ClusteringError(.startShape(expectedRows: 2, expectedColumns: 2, foundRows: 1, foundColumns: 2))
    ) {
      try KMeans(clusters: 2, start: .centers(Matrix([[0, 0]]))).cluster(Matrix([[0, 0], [1, 0]]), seed: 0)
    }
  }

  @Test func predictingOtherColumnsIsAnError() throws {
    let fit = try KMeans(clusters: 1).cluster(Matrix([[0, 1]]), seed: 0)
    #expect(throws: ClusteringError(.columnsDiffer(expected: 2, found: 3))) {
      try fit.predict(Matrix([[0, 1, 2]]))
    }
  }

  @Test func aSphericalModelRefusesRowsWithoutADirection() throws {
    let rows = blobs(rows: 30, columns: 3, clusters: 3, spread: 20, seed: Seed(1))
    let model = try #require(try KMeans(clusters: 3, metric: .spherical).cluster(rows, seed: Seed(0)).model)
    let zeros = Matrix([[1, 2, 3], [0, 0, 0]])
    #expect(throws: ClusteringError(.zeroRows(count: 1))) { try model.predict(zeros) }
  }
}
