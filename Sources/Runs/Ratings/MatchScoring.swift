import Core
import Results
import Statistics

/// The scores of sets that people matched with descriptions of clusters.
package struct MatchScoring {
  package let record: MatchRecord
  /// Notes on how the files were read and on missing answers.
  package let notices: [Notice]

  /// The most pairs of confused clusters that are listed.
  private static let mostConfusions = 10

  /// Reads the answers and scores them.
  ///
  /// - Parameters:
  ///   - paths: the files of the raters, one each.
  ///   - sheet: the sets that were drawn, and the clusters that could be chosen.
  ///   - merged: groups of clusters that count as one beside the clusters as they are.
  /// - Throws: ``RatingError`` and the importers' errors for files that cannot be used, and for groups of clusters that
  ///   could not be chosen or overlap.
  package init(
    of paths: [String], _ sheet: SetSheet, run: String, merging groups: [[Int]] = [], seed: Seed = 0,
    replicates: Int = StratifiedBootstrap.replicates
  ) throws {
    let numbers = sheet.clusters.map(\.number)
    let positions = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
    let strange = groups.joined().filter { positions[$0] == nil }
    guard strange.isEmpty, groups.joined().count == Set(groups.joined()).count else {
      throw RatingError(.invalidMerger(groups, clusters: numbers))
    }
    let files = try RatingFile.read(paths, Self.form(of: sheet, numbers))
    let matching = SetMatching(
      clusters: numbers.count, shown: sheet.sets.map { positions[$0.cluster] ?? 0 },
      chosen: sheet.sets.map { set in files.ratings(of: set.name, "").compactMap { positions[Int($0)] } }, seed: seed,
      replicates: replicates)
    let ofClusters = matching.ofClusters
    record = MatchRecord(
      run: run, raters: files.map(\.rater), sets: sheet.sets.count, answers: matching.answers, replicates: replicates,
      agreement: Self.agreement(matching.agreement),
      shares: ([[]] + (groups.isEmpty ? [] : [groups])).map { Self.shares(of: matching, merging: $0, positions) },
      clusters: sheet.clusters.enumerated().map { position, cluster in
        MatchRecord.Cluster(
          cluster: cluster.number, description: cluster.description,
          sets: sheet.sets.count { $0.cluster == cluster.number }, precision: ofClusters[position].precision,
          recall: ofClusters[position].recall)
      },
      confusions: matching.confusedPairs.prefix(Self.mostConfusions).map { pair in
        let clusters = [numbers[pair.first], numbers[pair.second]]
        return MatchRecord.Confusion(
          first: clusters[0], second: clusters[1], answers: pair.answers,
          merged: Self.shares(of: matching, merging: [clusters], positions))
      })
    let unanswered = zip(numbers, ofClusters).filter { $1.recall == nil }.map(\.0)
    notices =
      sheet.notices + files.flatMap(\.notices)
      + files.missingNotices(of: sheet.sets.count, noun: "set", verb: "answered")
      + [Self.unansweredNotice(unanswered)].compactMap(\.self)
  }

  private static func unansweredNotice(_ clusters: [Int]) -> Notice? {
    guard !clusters.isEmpty else { return nil }
    let isOne = clusters.count == 1
    return Notice(
      kind: "unanswered-clusters",
      message: "\(isOne ? "cluster" : "clusters") \(list(clusters.map(String.init), limit: 20)): no set of "
        + "\(isOne ? "it has" : "theirs has") an answer; the means of precision and recall leave \(isOne ? "it" : "them") out"
    )
  }

  private static func form(of sheet: SetSheet, _ numbers: [Int]) -> RatingFile.Form {
    RatingFile.Form(
      noun: "set", answer: "answer", column: "cluster", prefix: "matches-", names: Set(sheet.sets.map(\.name)),
      allowed: "numbers of the \(counted(numbers.count, "cluster")) that could be chosen",
      isAllowed: { Int(exactly: $0).map(numbers.contains) ?? false })
  }

  private static func shares(
    of matching: SetMatching, merging groups: [[Int]], _ positions: [Int: Int]
  ) -> MatchRecord.Shares {
    let merged = matching.merging(groups.map { $0.compactMap { positions[$0] } })
    let shares = merged.shares
    func share(_ share: SetMatching.Share) -> MatchRecord.Share {
      MatchRecord.Share(value: share.value, low: share.interval?.low, high: share.interval?.high)
    }
    return MatchRecord.Shares(
      merged: groups, clusters: merged.clusters, chance: merged.chance, accuracy: share(shares.accuracy),
      precision: share(shares.precision), recall: share(shares.recall))
  }

  private static func agreement(_ alpha: KrippendorffAlpha) -> RatingRecord.Agreement {
    RatingRecord.Agreement(
      scale: KrippendorffAlpha.Scale.nominal.rawValue,
      alpha: alpha.value.map {
        RatingRecord.Estimate(value: $0, low95: alpha.interval?.low, high95: alpha.interval?.high)
      }, pairs: alpha.units, ratings: alpha.ratings)
  }
}
