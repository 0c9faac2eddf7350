import Core
import Matrices
import Scores
import Testing

@Suite struct InternalScoreTests {
  private let line = Matrix([[0], [1], [10], [12], [50]])

  @Test func closedFormsOnALine() throws {
    let partition = Partition([0, 0, 1, 1, 1])
    let rows = Matrix([[0], [2], [10], [12], [14]])
    // Centres 1 and 12, widths 1 and 4/3; variance within 2 + 8, between 2 · 6.6² + 3 · 4.4².
    #expect(isClose(try DaviesBouldin().score(rows, partition).value, (1 + 4.0 / 3) / 11, 1e-12))
    let between = 2 * 6.6 * 6.6 + 3 * 4.4 * 4.4
    #expect(isClose(try CalinskiHarabasz().score(rows, partition).value, between * 3 / 10, 1e-9))
    let samples = try Silhouette().samples(rows, partition)
    let expected: [Double] = [10.0 / 12, 8.0 / 10, 6.0 / 9, 9.0 / 11, 10.0 / 13]
    for (value, wanted) in zip(samples.values, expected) { #expect(isClose(value, wanted, 1e-6)) }
  }

  @Test func aRowAloneInItsClusterHasSilhouetteZero() throws {
    let samples = try Silhouette().samples(line, Partition([0, 0, 1, 1, 2]))
    #expect(samples.values.last == 0)
    #expect(samples.values.prefix(4).allSatisfy { $0 > 0.7 })
  }

  @Test func noiseIsLeftOutAndCounted() throws {
    for score in InternalScores.all {
      let all = try score.score(line, Partition([0, 0, 1, 1, -1]))
      let four = try score.score(line.selecting(rows: [0, 1, 2, 3]), Partition([0, 0, 1, 1]))
      #expect(isClose(all.value, four.value, 1e-6))
      #expect((all.rows, all.noise, all.clusters) == (4, 1, 2))
      #expect(all.notices.map(\.kind) == ["noise-left-out"])
      #expect(four.notices.isEmpty)
    }
  }

  @Test(
    arguments: [[0, 0, 0, 0, 0], [0, 1, 2, 3, 4], [-1, -1, -1, -1, -1], [0, 0, -1, -1, -1]]
      as [[Int32]])
  func tooFewOrTooManyClustersAreAnError(labels: [Int32]) {
    let rows = labels.count { $0 >= 0 }
    let clusters = Set(labels.filter { $0 >= 0 }).count
    for score in InternalScores.all {
      #expect(
        throws: ScoreError(.clustersOutOfRange(score: score.title, clusters: clusters, rows: rows))
      ) {
        try score.score(line, Partition(labels))
      }
    }
  }

  @Test func wrongRowsAndNumbersAreAnError() {
    for score in InternalScores.all {
      #expect(throws: ScoreError(.rowsDiffer(partition: 2, matrix: 5))) {
        try score.score(line, Partition([0, 1]))
      }
      #expect(throws: ScoreError(.notFinite(row: 1, column: 1))) {
        try score.score(Matrix([[0, 1], [1, .nan], [.infinity, 0]]), Partition([0, 0, 1]))
      }
    }
  }

  @Test func clustersWithoutWidthFollowScikitLearn() throws {
    let rows = Matrix([[0.1], [0.1], [0.1], [5], [5]])
    let partition = Partition([0, 0, 0, 1, 1])
    #expect(try DaviesBouldin().score(rows, partition).value == 0)
    #expect(try CalinskiHarabasz().score(rows, partition).value == 1)
    #expect(try Silhouette().score(rows, partition).value == 1)
    let same = Matrix(rows: 5, columns: 2, repeating: 0.3)
    #expect(try DaviesBouldin().score(same, partition).value == 0)
    #expect(try Silhouette().score(same, partition).value == 0)
  }

  @Test(arguments: [(0, 1), (1000, 1), (0, 0.001), (-30, 0.01)] as [(Float, Float)])
  func silhouetteKeepsItsDigitsFarFromTheOriginAndInTightClusters(offset: Float, spread: Float)
    throws
  {
    let (rows, partition) = randomBlobs(
      4, rows: 1400, columns: 40, clusters: 5, offset: offset, spread: spread)
    let samples = try Silhouette().samples(rows, partition)
    let indices = stride(from: 0, to: 1400, by: 53)
    for index in indices {
      let wanted = silhouette(ofRow: samples.rows[index], rows, partition)
      #expect(isClose(samples.values[index], wanted, 1e-6), "\(samples.values[index] - wanted)")
    }
  }

  @Test(arguments: [300, 512, 513, 1100])
  func everyPairIsCountedOnceWhateverTheNumberOfTiles(count: Int) throws {
    let (rows, partition) = randomBlobs(6, rows: count, columns: 16, clusters: 4)
    let samples = try Silhouette().samples(rows, partition)
    for index in stride(from: 0, to: count, by: 7) {
      #expect(
        isClose(
          samples.values[index], silhouette(ofRow: samples.rows[index], rows, partition), 1e-6))
    }
  }

  @Test(arguments: [1e-25, 1e25] as [Float])
  func silhouetteDoesNotDependOnTheUnit(unit: Float) throws {
    let (rows, partition) = randomBlobs(4, rows: 100, columns: 3, clusters: 4)
    let scaled = Matrix((0..<100).map { rows.row($0).map { $0 * unit } })
    let (one, other) = (
      try Silhouette().score(rows, partition), try Silhouette().score(scaled, partition)
    )
    #expect(isClose(one.value, other.value, 1e-6))
  }

  /// Distances from 1 to 11, whose squares beside the others are beyond the range of `Float`; by hand from the definition.
  @Test(arguments: [[9.96921e36], [3e38, -3e38], [1e22], [1e15, -1e15]] as [[Float]])
  func silhouettesAreExactBesideRowsFarFromAllOthers(far: [Float]) throws {
    let rows = Matrix(rows: 4 + far.count, columns: 1) { block in
      for (row, value) in ([0, 1, 10, 11] + far).enumerated() { block[row, 0] = value }
    }
    let partition = Partition(labels: [0, 0, 1, 1] + far.indices.map { Int32(2 + $0) }, clusters: 2 + far.count)
    let expected = (4 - 2 / 10.5 - 2 / 9.5) / Double(4 + far.count)
    #expect(isClose(try Silhouette().score(rows, partition).value, expected, 1e-6))
  }

  @Test func manyClustersTakeTheirSumsOneAtATime() throws {
    let (rows, partition) = randomBlobs(8, rows: 700, columns: 6, clusters: 90, spread: 0.1)
    let samples = try Silhouette().samples(rows, partition)
    for index in stride(from: 0, to: 700, by: 11) {
      #expect(
        isClose(
          samples.values[index], silhouette(ofRow: samples.rows[index], rows, partition), 1e-6))
    }
  }

  @Test func internalScoresAreTheSameBitsForAnyNumberOfThreads() throws {
    let (rows, partition) = randomBlobs(9, rows: 1500, columns: 33, clusters: 7)
    for score in InternalScores.all + [
      Silhouette(sample: .init(size: 400, seed: 5)) as any InternalScore
    ] {
      let values = try [1, 2, 4].map { count in
        try Threads.$count.withValue(count) { try score.score(rows, partition).value.bitPattern }
      }
      #expect(Set(values).count == 1, "\(score.name)")
    }
  }

  /// The definition, with all distances in `Double`.
  private func silhouette(ofRow row: Int, _ rows: Matrix, _ partition: Partition) -> Double {
    var sums = [Double](repeating: 0, count: partition.clusters)
    var counts = [Double](repeating: 0, count: partition.clusters)
    let values = rows.row(row).map(Double.init)
    for other in 0..<rows.rows where other != row {
      let square = zip(values, rows.row(other)).reduce(0) {
        $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1))
      }
      sums[Int(partition.labels[other])] += square.squareRoot()
      counts[Int(partition.labels[other])] += 1
    }
    let own = Int(partition.labels[row])
    let means = zip(sums, counts).map { $0 / $1 }
    let nearest = means.indices.filter { $0 != own }.map { means[$0] }.min() ?? 0
    return (nearest - means[own]) / max(nearest, means[own])
  }
}
