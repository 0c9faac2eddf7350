import Core
import Foundation
import Report
import Testing

@Suite struct ClusterDescriptionsTests {
  private let captions = ["Red apple", "red cherry, red", "blue sea", "blue sky blue", "deep sea", "lone"]
  private let partition = Partition(labels: [0, 0, 1, 1, 1, -1], clusters: 3)

  /// The weights by hand: for two clusters with items, a word of one of them has 1 + ln(3 / 2), of both 1.
  @Test func wordsAreRankedByTheirWeights() {
    let descriptions = ClusterDescriptions(captions: captions, partition: partition)
    // red 3, then the others of weight 1 by their names; no description of a cluster without items, nor of noise.
    #expect(descriptions.texts == [0: "red, apple, cherry", 1: "blue, sea, deep, sky"])
    #expect(ClusterDescriptions(captions: captions, partition: partition, words: 1).texts == [0: "red", 1: "blue"])
  }

  @Test func aWordOfOneClusterOutranksOneOfSeveral() {
    let texts = ["common own", "common own", "common other", "x1", "x2", "x3"]
    let descriptions = ClusterDescriptions(
      captions: texts, partition: Partition(labels: [0, 0, 1, 2, 2, 2], clusters: 3), words: 1)
    #expect(descriptions.texts[0] == "own")
  }

  @Test func wordsOfHalfOfAllCaptionsDescribeNone() {
    let texts = (0..<8).map { $0 < 5 ? "the thing\($0)" : "that\($0)" }
    let descriptions = ClusterDescriptions(
      captions: texts, partition: Partition(labels: [0, 0, 0, 0, 1, 1, 1, 1], clusters: 2), words: 9)
    #expect(descriptions.texts.values.allSatisfy { !$0.split(separator: ", ").contains("the") })
    #expect(ClusterDescriptions(captions: ["same", "same"], partition: Partition([0, 1])).texts == [:])
    #expect(ClusterDescriptions(captions: [], partition: Partition([])).texts == [:])
  }
}
