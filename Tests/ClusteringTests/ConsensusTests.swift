import Clustering
import Core
import Foundation
import Matrices
import Stages
import TestSupport
import Testing

/// Consensus partitions against the definition on all pairs of rows (Fixtures/make_consensus.py) and against closed forms.
@Suite struct ConsensusTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let clusters: Int?
      let partitions: [[Int32]]
      let labels: [Int32]
      let strengths: [Double]
    }

    let cases: [Case]

    static func load() throws -> [Case] {
      let url = try #require(
        Bundle.module.url(forResource: "consensus", withExtension: "json", subdirectory: "Fixtures"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).cases
    }
  }

  /// A source whose method finds its own number of clusters, so that the longest lifetime decides.
  private static let open = PartitionSource(HDBSCAN(), seeds: [0, 1])

  private func combine(_ partitions: [[Int32]], clusters: Int?, seed: Seed = 0) throws -> Clustering {
    var method = Consensus(clusters: clusters)
    if clusters == nil { method.source = Self.open }
    return try method.combine(partitions.map { Partition($0) }, StageContext(seed: seed))
  }

  @Test func theClustersAndStrengthsAreThoseOfAllPairsOfRows() throws {
    let cases = try Fixture.load()
    #expect(Set(cases.map(\.name)) == ["k", "noise", "lifetime"] && cases.count > 14)
    for each in cases {
      let found = try combine(each.partitions, clusters: each.clusters)
      #expect(found.partition.labels == each.labels, "\(each.name)")
      let strengths = try #require(found.strengths)
      for (one, other) in zip(strengths, each.strengths) { #expect(abs(Double(one) - other) < 1e-6, "\(each.name)") }
    }
  }

  @Test func theNamesOfClustersDoNotMatter() throws {
    for each in try Fixture.load() where each.name == "k" {
      let renamed = each.partitions.enumerated().map { seed, labels -> [Int32] in
        let step = Int32(seed)
        return labels.map { ($0 + step) % 7 }
      }
      #expect(try combine(renamed, clusters: each.clusters).partition.labels == each.labels)
    }
  }

  /// Each merge joins two sets of rows that no other two exceed in mean evidence, whatever the ties.
  @Test(arguments: 0..<6) func everyMergeJoinsTheMostEvidence(set: Int) throws {
    var random = Seed(UInt64(set)).stream("partitions")
    let partitions = (0..<5).map { _ in
      (0..<30).map { row -> Int32 in
        let cluster = row / 10 + random.integer(below: 2)
        return Int32(cluster % 3)
      }
    }
    var former = try combine(partitions, clusters: 1).partition.labels
    let groups = Set((0..<30).map { row in partitions.map { $0[row] } }).count
    for clusters in 2...groups {
      let labels = try combine(partitions, clusters: clusters).partition.labels
      // One cluster of the coarser partition falls into two.
      let split = Set(zip(former, labels).map { [$0, $1] })
      #expect(split.count == clusters)
      let parts = Dictionary(grouping: split, by: { $0[0] }).values.first { $0.count == 2 }?.map { $0[1] } ?? []
      let joined = try #require(parts.count == 2 ? meanEvidence(partitions, labels, parts[0], parts[1]) : nil)
      for one in 0..<Int32(clusters) {
        for other in 0..<one { #expect(meanEvidence(partitions, labels, one, other) <= joined + 1e-12) }
      }
      former = labels
    }
  }

  private func meanEvidence(_ partitions: [[Int32]], _ labels: [Int32], _ one: Int32, _ other: Int32) -> Double {
    let rows = [one, other].map { cluster in labels.indices.filter { labels[$0] == cluster } }
    let together = rows[0].flatMap { first in
      rows[1].map { second in partitions.count { $0[first] == $0[second] } }
    }
    return Double(together.reduce(0, +)) / Double(together.count * partitions.count)
  }

  @Test func equalPartitionsAreTheirOwnConsensus() throws {
    let labels: [Int32] = [0, 1, 1, 2, 0, 2, 2]
    let found = try combine([labels, labels.map { 2 - $0 }, labels], clusters: 3)
    #expect(found.partition.labels == labels && found.strengths == [Float](repeating: 1, count: 7))
    #expect(found.notices.isEmpty)
    let own = try combine([labels, labels], clusters: nil)
    #expect(own.partition.labels == labels)
    let more = try combine([labels, labels], clusters: 5)
    #expect(more.partition.labels == labels && more.partition.clusters == 5)
    #expect(more.notices.map(\.kind) == ["empty-cluster"])
  }

  /// Row 1 lies with row 0 in one partition and with row 2 in the other: the order of the rows decides.
  @Test func tiesThatTheOrderDecidesAreCounted() throws {
    let tied = try combine([[0, 0, 1], [0, 1, 1]], clusters: 2)
    #expect(tied.notices.map(\.kind) == ["consensus-ties"])
    #expect(tied.notices[0].message.hasPrefix("1 of 1 merge of the consensus had another set of rows as near"))
    #expect(try combine([[0, 0, 1], [0, 0, 1]], clusters: 2).notices.isEmpty)
  }

  /// Row 3 is noise in two of three partitions; row 2 in one, in which it lies with nothing.
  @Test func noiseInMostPartitionsIsNoise() throws {
    let found = try combine([[0, 0, 0, -1, 1], [0, 0, -1, -1, 1], [0, 0, 0, 1, 1]], clusters: 2)
    #expect(found.partition.labels == [0, 0, 0, -1, 1])
    let strengths = try #require(found.strengths)
    let expected: [Float] = [5.0 / 6, 5.0 / 6, 4.0 / 6, 0, 1]
    for (one, other) in zip(strengths, expected) { #expect(abs(one - other) < 1e-6) }
  }

  /// Of 30,000 groups 20,000 are merged; rows of the others join the cluster that they lie with.
  @Test func groupsBeyondTheMostJoinTheirClustersWithANote() throws {
    // Three blocks of rows, each of which partition 0 keeps; two others part each block by 100 × 100.
    let rows = 30_000
    let whole = (0..<rows).map { Int32($0 / 10_000) }
    let parts = [100, 1].map { step in
      (0..<rows).map { row -> Int32 in
        let (block, part) = (row / 10_000, row / step % 100)
        return Int32(100 * block + part)
      }
    }
    let found = try combine([whole, whole, whole] + parts, clusters: 3)
    #expect(found.partition.labels == whole)
    let note = try #require(found.notices.first { $0.kind == "consensus-groups" })
    #expect(note.message.contains("the 20,000 largest of 30,000 groups"))
    #expect(note.message.contains("10,000 of 30,000 rows joined"))
  }

  @Test func theMethodOfASourceIsClusteredUnderItsSeeds() throws {
    let rows = randomRows(200, 4, groups: 5, seed: 3)
    var method = Consensus(of: "kmeans", clusters: 5)
    #expect(!method.isStochastic)
    #expect(throws: StageError.self) { try method.cluster(rows, seed: 0) }
    let kmeans = KMeans(clusters: 5, restarts: 1, start: .random)
    method.source = PartitionSource(kmeans, seeds: [4, 7, 9])
    let partitions = try [4, 7, 9].map { try kmeans.cluster(rows, seed: Seed($0)).partition }
    let found = try method.cluster(rows, seed: 0)
    #expect(found.partition == (try method.combine(partitions, StageContext(seed: 1)).partition))
    #expect(method.forRefits.source?.seeds == [4, 7, 9])
  }

  @Test func theNumberOfClustersIsThatOfTheSourceOrItsOwn() {
    var method = Consensus(of: "hdbscan")
    #expect(!method.findsClusters)
    method.source = Self.open
    #expect(method.findsClusters)
    method.clusters = 3
    #expect(!method.findsClusters)
    method = Consensus(of: "kmeans")
    method.source = PartitionSource(KMeans(clusters: 3), seeds: [0, 1])
    #expect(!method.findsClusters)
  }

  @Test func wrongPartitionsAndSizesAreErrors() throws {
    #expect(throws: StageError.self) { try combine([[0, 1]], clusters: 2) }
    #expect(throws: StageError.self) { try combine([[0, 1], [0, 1, 1]], clusters: 2) }
    #expect(throws: StageError.self) { try Consensus().cluster(Matrix([[1], [2]]), seed: 0) }
    #expect(throws: ClusteringError(.tooFewRows(clusters: 4, rows: 2))) {
      try Consensus(clusters: 4).cluster(Matrix([[1], [2]]), seed: 0)
    }
    let large = #expect(throws: ClusteringError.self) {
      try Consensus(clusters: 4).check(Shape(rows: 2_000_000_000_000, columns: 20))
    }
    #expect(large?.cause.contains("the partitions (20 of 2,000,000,000,000 rows) need") == true)
    #expect(large?.isOfRows == true && large?.hint.contains("fewer partitions") == true)
  }

  @Test func cancellationEndsTheMerges() {
    let partitions = (2..<5).map { step -> Partition in
      let labels = (0..<100).map { row -> Int32 in Int32(row * step % 7) }
      return Partition(labels)
    }
    #expect(throws: CancellationError.self) {
      try Consensus(clusters: 3).combine(partitions, StageContext(seed: 0, isCancelled: { true }))
    }
  }
}
