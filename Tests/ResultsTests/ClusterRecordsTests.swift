import Foundation
import Results
import TestSupport
import Testing
import Words

@Suite struct ClusterRecordsTests {
  private let trial = Sample.trial().identity

  @Test func silhouettesAreReadBack() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.silhouettes(itemCount: 9) == nil)
      let record = SilhouetteRecord(trial: trial, mean: 0.25, clustered: 9, sampleSeed: 7)
      try folder.write(record, items: [8, 0, 3], values: [0.5, -0.25, 1])
      let stored = try #require(try folder.silhouettes(itemCount: 9))
      #expect(stored.record == record && stored.items == [8, 0, 3] && stored.values == [0.5, -0.25, 1])
    }
  }

  @Test func silhouettesOfOtherItemsAreAnError() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(SilhouetteRecord(trial: trial, mean: 0, clustered: 9), items: [8, 0], values: [0.5, 1])
      guard case .malformed? = reason(of: { _ = try folder.silhouettes(itemCount: 8) }) else {
        Issue.record("no error")
        return
      }
      unlink(folder.path(of: "clusters/silhouette.npy"))
      guard case .system(.read, _, ENOENT)? = reason(of: { _ = try folder.silhouettes(itemCount: 9) }) else {
        Issue.record("no error")
        return
      }
    }
  }

  @Test func cardsAreReadBackWithTheirImages() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.cards(itemCount: 9) == nil)
      let cluster = ClusterCardRecord.Cluster(id: 2, size: 5, nearest: [4, 1], farthest: [0])
      var record = ClusterCardRecord(trial: trial, clusters: [cluster], total: 3)
      try folder.write(record, bytes: [])
      #expect(try folder.cards(itemCount: 9)?.record == record)
      (record.height, record.width) = (1, 2)
      try folder.write(record, bytes: Array(0..<18))
      #expect(try folder.cards(itemCount: 9)?.bytes == Array(0..<18))
      guard case .malformed? = reason(of: { _ = try folder.cards(itemCount: 4) }) else {
        Issue.record("no error")
        return
      }
      try folder.write(record, bytes: Array(0..<17))
      guard case .malformed? = reason(of: { _ = try folder.cards(itemCount: 9) }) else {
        Issue.record("no error")
        return
      }
    }
  }

  @Test func wordsAreReadBack() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.clusterWords() == nil)
      let terms: [ClusterWordsRecord.Term] = [
        .init(text: "red dog", count: 3, weight: 0.25), .init(text: "кот", count: 1, weight: 0.1),
      ]
      let none: [ClusterWordsRecord.Term] = []
      let clusters = [ClusterWordsRecord.Cluster(id: 2, terms: terms), .init(id: -1, terms: none)]
      let record = ClusterWordsRecord(trial: trial, options: WordOptions(), clusters: clusters, fingerprint: "f")
      try folder.write(record)
      #expect(try folder.clusterWords() == record)
      #expect(record.terms(of: 2) == terms && record.terms(of: -1).isEmpty && record.terms(of: 0).isEmpty)
    }
  }

  @Test(arguments: [[-2], [1, 1]]) func wordsOfNoClustersAreAnError(ids: [Int]) throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      let none: [ClusterWordsRecord.Term] = []
      let clusters = ids.map { ClusterWordsRecord.Cluster(id: $0, terms: none) }
      try folder.write(ClusterWordsRecord(trial: trial, options: WordOptions(method: .tfidf), clusters: clusters))
      guard case .malformed? = reason(of: { _ = try folder.clusterWords() }) else {
        Issue.record("no error")
        return
      }
    }
  }

  @Test func theBestMethodIsThatOfTheBestMeanAndItsTrialIsNearestToIt() {
    let trials =
      zip([0, 1, .max] as [UInt64], [0.1, 0.9, 0.2]).map { Sample.trial("visual", seed: $0, kappa: $1) }
      + zip([0, 1, .max] as [UInt64], [0.4, 0.7, 0.6]).map { Sample.trial("text", seed: $0, kappa: $1) }
      + [Sample.trial("concatenation", kappa: .nan)]
    func best(lowerIsBetter: Bool = false, among spaces: [String]? = nil) -> TrialIdentity? {
      var record = Sample.run
      record.scores = [ScoreFacts("kappa", lowerIsBetter: lowerIsBetter)]
      return Run(record: record, trials: trials).representativeTrial(among: spaces)?.identity
    }
    // Means .4 and .5667.
    #expect(best() == TrialIdentity(space: "text", clusterer: "kmeans", seed: .max))
    #expect(best(lowerIsBetter: true) == TrialIdentity(space: "visual", clusterer: "kmeans", seed: .max))
    #expect(best(among: ["visual"])?.space == "visual")
    #expect(best(among: ["concatenation"]) == nil && best(among: []) == nil)
  }
}
