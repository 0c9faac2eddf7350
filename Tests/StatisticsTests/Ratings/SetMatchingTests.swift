import Core
import Statistics
import Testing

@Suite struct SetMatchingTests {
  /// Three clusters; of six sets the answers of two raters, of one set that of one.
  private let matching = SetMatching(
    clusters: 3, shown: [0, 0, 1, 1, 2, 2], chosen: [[0, 0], [0, 1], [1, 1], [2, 1], [2, 2], [1]], replicates: 400)

  @Test func precisionAndRecallAreThoseOfTheTable() throws {
    #expect(matching.confusion == [[3, 1, 0], [0, 3, 1], [0, 1, 2]])
    #expect(matching.answers == 11 && matching.chance == 1.0 / 3)
    let (precision, recall): ([Double?], [Double?]) = ([1, 0.6, 2.0 / 3], [0.75, 0.75, 2.0 / 3])
    #expect(matching.ofClusters.map(\.precision) == precision)
    #expect(matching.ofClusters.map(\.recall) == recall)
    let shares = matching.shares
    let means = (accuracy: 8.0 / 11, precision: 2.266_666_666_666_667 / 3, recall: 2.166_666_666_666_667 / 3)
    #expect(abs(shares.accuracy.value - means.accuracy) < 1e-12)
    #expect(abs(shares.precision.value - means.precision) < 1e-12)
    #expect(abs(shares.recall.value - means.recall) < 1e-12)
    for share in [shares.accuracy, shares.precision, shares.recall] {
      let interval = try #require(share.interval)
      #expect(interval.low <= share.value && share.value <= interval.high && interval.low >= 0 && interval.high <= 1)
    }
  }

  @Test func agreementIsTheNominalAlphaOfTheSets() {
    let expected = KrippendorffAlpha(
      [[0, 0], [0, 1], [1, 1], [2, 1], [2, 2], [1]], scale: .nominal, replicates: 0)
    #expect(matching.agreement.value == expected.value && matching.agreement.units == 5)
  }

  @Test func mergingTwoClustersForgivesTheirConfusion() {
    #expect(matching.confusedPairs.map { [$0.first, $0.second, $0.answers] } == [[1, 2, 2], [0, 1, 1]])
    let merged = matching.merging([[2, 1]])
    #expect(merged.clusters == 2 && merged.chance == 0.5)
    #expect(merged.confusion == [[3, 1], [0, 7]])
    #expect(abs(merged.shares.accuracy.value - 10.0 / 11) < 1e-12)
    #expect(matching.merging([[0, 2]]).confusion == [[5, 2], [1, 3]])
    #expect(matching.merging([]).confusion == matching.confusion)
    #expect(matching.merging([[0, 1, 2]]).confusion == [[11]])
    let four = SetMatching(clusters: 4, shown: [0, 1, 2, 3], chosen: [[2], [3], [2], [1]]).merging([[0, 2], [1, 3]])
    #expect(four.confusion == [[2, 0], [0, 2]] && four.shares.accuracy.value == 1)
  }

  @Test func clustersThatNobodyChoseOrSawAreNamed() {
    let few = SetMatching(clusters: 3, shown: [0, 1, 1], chosen: [[0], [2], []])
    #expect(few.ofClusters.map(\.precision) == [1, nil, 0] && few.ofClusters.map(\.recall) == [1, 0, nil])
    // A cluster that was shown and never chosen counts as 0; one that was not shown does not count.
    #expect(few.shares.precision.value == 0.5 && few.shares.recall.value == 0.5 && few.shares.accuracy.value == 0.5)
    let none = SetMatching(clusters: 2, shown: [0, 1], chosen: [[], []])
    #expect(none.shares.accuracy.value.isNaN && none.shares.accuracy.interval == nil && none.agreement.value == nil)
  }

  /// One set a cluster leaves the spread between its sets unknown, whatever the other clusters have.
  @Test func aClusterWithOneSetLeavesNoInterval() {
    let one = SetMatching(clusters: 2, shown: [0, 0, 1], chosen: [[0], [1], [1]])
    #expect(one.shares.accuracy.interval == nil && one.shares.precision.interval == nil)
    #expect(abs(one.shares.accuracy.value - 2.0 / 3) < 1e-12)
    // A second set without answers does not count, and a cluster without answers has no spread to know.
    let unanswered = SetMatching(clusters: 3, shown: [0, 0, 1, 1, 2], chosen: [[0], [1], [1], [], []])
    #expect(unanswered.shares.recall.interval == nil)
    let two = SetMatching(clusters: 3, shown: [0, 0, 1, 1, 2], chosen: [[0], [1], [1], [1], []])
    #expect(two.shares.recall.interval != nil)
  }

  @Test func theIntervalFollowsTheSeedAndNotTheThreads() {
    let one = Threads.$count.withValue(1) { matching.shares }
    #expect(one == Threads.$count.withValue(3) { matching.shares })
  }
}

@Suite struct SetDrawTests {
  private let partition = Partition(labels: (0..<60).map { [0, 0, 0, 1, 1, -1][$0 % 6] } + [2, 2, 2], clusters: 4)

  @Test func setsAreOfOneClusterAndDifferentItems() {
    let draw = SetDraw(9, size: 4, from: partition, seed: 3)
    #expect(draw.sets.count == 9 && draw.tooSmall == [2, 3])
    for set in draw.sets {
      #expect(Set(set.items).count == 4 && set.items.allSatisfy { partition.labels[$0] == Int32(set.cluster) })
    }
    let counts = [0, 1].map { cluster in draw.sets.count { $0.cluster == cluster } }
    #expect(counts.sorted() == [4, 5])
  }

  @Test func itemsComeTwiceOnlyWhereAClusterIsTooSmall() {
    // 30 items for seven sets of four, 20 items for seven sets of four.
    let sets = SetDraw(14, size: 4, from: partition, seed: 1).sets
    let items = [0, 1].map { cluster in sets.filter { $0.cluster == cluster }.flatMap(\.items) }
    #expect(Set(items[0]).count == 28 && items[1].count == 28 && Set(items[1]).count == 20)
  }

  @Test func theDrawFollowsTheSeed() {
    #expect(SetDraw(9, size: 4, from: partition, seed: 3) == SetDraw(9, size: 4, from: partition, seed: 3))
    #expect(SetDraw(9, size: 4, from: partition, seed: 3) != SetDraw(9, size: 4, from: partition, seed: 4))
    #expect(SetDraw(9, size: 31, from: partition, seed: 3).sets.isEmpty)
  }
}
