import Core
import Scores
import Testing

@Suite struct SilhouetteSampleTests {
  private let blobs = randomBlobs(2, rows: 600, columns: 5, clusters: 4)

  @Test func sampledRowsHaveTheirExactSilhouettes() throws {
    let (rows, partition) = blobs
    let all = try Silhouette().samples(rows, partition)
    let exact = Dictionary(uniqueKeysWithValues: zip(all.rows, all.values))
    let some = try Silhouette(sample: .init(size: 100, seed: 1)).samples(rows, partition)
    #expect(some.rows.count == 100)
    #expect(Set(some.rows).count == 100)
    for (row, value) in zip(some.rows, some.values) {
      let wanted = try #require(exact[row])
      #expect(isClose(value, wanted, 1e-6))
    }
  }

  @Test func eachClusterGivesItsShare() throws {
    let (rows, partition) = blobs
    let some = try Silhouette(sample: .init(size: 60, seed: 1)).samples(rows, partition)
    for cluster in 0..<4 {
      let share = Double(some.clusters.count { $0 == cluster })
      let size = Double(partition.labels.count { $0 == cluster })
      #expect(abs(share - size / 10) < 2)
    }
  }

  @Test func estimatesAverageToTheWholeScore() throws {
    let (rows, partition) = blobs
    let whole = try Silhouette().score(rows, partition).value
    let estimates = try (0..<60).map {
      try Silhouette(sample: .init(size: 40, seed: Seed($0))).score(rows, partition).value
    }
    #expect(Set(estimates).count > 50)
    #expect(isClose(estimates.reduce(0, +) / 60, whole, 0.01))
  }

  @Test func aSampleIsSaid() throws {
    let (rows, partition) = blobs
    let notices = try Silhouette(sample: .init(size: 40, seed: 3)).score(rows, partition).notices
    #expect(notices.map(\.kind) == ["silhouette-sampled"])
    #expect(notices.first?.message.contains("40 of 600") == true)
    let whole = try Silhouette(sample: .init(size: 600, seed: 3)).score(rows, partition)
    #expect(whole == (try Silhouette().score(rows, partition)))
  }

  @Test func aSampleNeedsARowOfEachCluster() {
    let (rows, partition) = blobs
    #expect(throws: ScoreError(.sampleTooSmall(size: 3, clusters: 4))) {
      try Silhouette(sample: .init(size: 3, seed: 1)).score(rows, partition)
    }
  }
}
